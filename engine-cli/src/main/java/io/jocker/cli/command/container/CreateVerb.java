package io.jocker.cli.command.container;

import io.jocker.cli.command.Session;
import io.jocker.cli.command.Verb;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code create}. */
@Command(customSynopsis = "[OPTIONS] IMAGE [COMMAND] [ARG...]",
        description = "Create a new container")
public final class CreateVerb implements Verb {
    @Option(names = {"-q", "--quiet"}, description = "Suppress the pull output")
    boolean quiet;
    @Mixin
    final ContainerFlags flags = new ContainerFlags();

    @Override
    public int run(Session session) throws IOException {
        session.out().println(new ContainerCreation(session, flags).create(
                new ContainerFlags.Streams(false, false, false), quiet));
        return 0;
    }
}
