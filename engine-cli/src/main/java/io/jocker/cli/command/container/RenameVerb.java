package io.jocker.cli.command.container;

import io.jocker.cli.client.CliException;
import io.jocker.cli.client.EngineClient;
import io.jocker.cli.command.Session;
import io.jocker.cli.command.Verb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rename}. */
@Command(customSynopsis = "CONTAINER NEW_NAME", description = "Rename a container")
public final class RenameVerb implements Verb {
    @Option(names = "--help", usageHelp = true, description = "Print usage")
    boolean help;
    @Parameters(index = "0", paramLabel = "CONTAINER")
    String container;
    @Parameters(index = "1", paramLabel = "NEW_NAME")
    String name;

    @Override
    public int run(Session session) {
        if (container.isBlank() || name.isBlank()) {
            throw new CliException("Error: Neither old nor new names may be empty");
        }
        session.client().run("POST", "/containers/" + EngineClient.escape(container.strip()) + "/rename?name="
                + EngineClient.escape(name.strip()));
        return 0;
    }
}
