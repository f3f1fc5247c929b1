package io.jocker.cli.command.files;

import io.jocker.cli.client.CliException;
import io.jocker.cli.client.EngineClient;
import io.jocker.cli.client.HttpStream;
import io.jocker.cli.command.Session;
import io.jocker.cli.command.Verb;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code export}. */
@Command(customSynopsis = "[OPTIONS] CONTAINER", description = "Export a container's filesystem as a tar archive")
public final class ExportVerb implements Verb {
    @Option(names = {"-o", "--output"}, description = "Write to a file, instead of STDOUT")
    Path output;
    @Option(names = "--help", usageHelp = true, description = "Print usage")
    boolean help;
    @Parameters(paramLabel = "CONTAINER")
    String container;

    @Override
    public int run(Session session) throws IOException {
        if (output == null && session.terminal().outputIsTerminal()) {
            throw new CliException("cowardly refusing to save to a terminal. Use the -o flag or redirect");
        }
        Path target = output == null ? null : LocalPath.checkedOutput(session.directory(), output.toString());
        try (HttpStream response = session.client().call("GET", "/containers/" + EngineClient.escape(container)
                + "/export", null)) {
            if (target == null) {
                response.body().transferTo(session.out());
                return session.out().checkError() ? 1 : 0;
            }
            save(response, target);
        }
        return 0;
    }

    /** Beside the file first: one that is there is replaced by the whole archive or not at all. */
    private static void save(HttpStream response, Path target) throws IOException {
        Path folder = target.toAbsolutePath().getParent();
        Path part = Files.createTempFile(folder, ".tmp-" + target.getFileName(), null);
        try {
            try (OutputStream out = Files.newOutputStream(part)) {
                response.body().transferTo(out);
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
