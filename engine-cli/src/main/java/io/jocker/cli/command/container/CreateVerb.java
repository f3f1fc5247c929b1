package io.jocker.cli.command.container;

import io.jocker.cli.command.Session;
import io.jocker.cli.command.Verb;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code create}. */
@Command(sortOptions = false, description = "Create a new container")
public final class CreateVerb implements Verb {
    @Mixin
    private final ContainerFlags flags = new ContainerFlags();

    @Override
    public int run(Session session) throws IOException {
        session.out().println(new ContainerCreation(session, flags).create(false));
        return 0;
    }
}
