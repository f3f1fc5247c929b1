package io.jocker.cli.command.image;

import io.jocker.cli.client.CliException;
import io.jocker.cli.client.EngineClient;
import io.jocker.cli.client.HttpStream;
import io.jocker.cli.command.Session;
import io.jocker.cli.command.Verb;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code load}. */
@Command(customSynopsis = "[OPTIONS]",
        description = "Load images from a tar archive or STDIN")
public final class ImageLoadVerb implements Verb {
    @Option(names = {"-i", "--input"}, description = "Read from tar archive file, instead of STDIN")
    Path input;
    @Option(names = {"-q", "--quiet"}, description = "Suppress the load output")
    boolean quiet;
    @Option(names = "--platform", description = "Load only the given platform")
    String platform;
    @Option(names = "--help", usageHelp = true, description = "Print usage")
    boolean help;

    @Override
    public int run(Session session) throws IOException {
        if (input == null && session.terminal().inputIsTerminal()) {
            throw new CliException("requested load from stdin, but stdin is empty");
        }
        Map<String, Object> query = new LinkedHashMap<>();
        query.put("quiet", quiet || !session.terminal().outputIsTerminal() ? 1 : 0);
        query.put("platform", platform);
        try (InputStream archive = open(session);
                HttpStream response = session.client().upload(EngineClient.path("/images/load", query), archive)) {
            ImagePullVerb.print(response, session.out());
        }
        return 0;
    }

    private InputStream open(Session session) throws IOException {
        if (input == null) {
            return session.in();
        }
        Path file = session.directory().resolve(input);
        if (!Files.exists(file)) {
            throw new CliException("open " + input + ": no such file or directory");
        }
        return Files.newInputStream(file);
    }
}
