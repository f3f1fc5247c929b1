package io.jocker.cli.command.create;

import io.jocker.cli.command.Session;
import io.jocker.cli.command.Verb;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code create}. */
@Command(customSynopsis = "[OPTIONS] IMAGE [COMMAND] [ARG...]",
        description = "Create a new container")
public final class CreateVerb implements Verb {
    @Mixin
    final ContainerFlags flags = new ContainerFlags();

    @Override
    public int run(Session session) throws IOException {
        session.out().println(new ContainerCreation(session, flags).create(
                AttachedStreams.of(flags.attach, flags.interactive)));
        return 0;
    }
}
