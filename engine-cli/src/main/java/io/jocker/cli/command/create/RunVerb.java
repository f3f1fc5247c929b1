package io.jocker.cli.command.create;

import io.jocker.cli.client.ApiException;
import io.jocker.cli.client.CliException;
import io.jocker.cli.command.Session;
import io.jocker.cli.command.Verb;
import io.jocker.cli.command.container.Foreground;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code run}: create, attach, wait and start, in the order in which nothing is missed. */
@Command(customSynopsis = "[OPTIONS] IMAGE [COMMAND] [ARG...]",
        description = "Create and run a new container from an image")
public final class RunVerb implements Verb {
    private static final int ENGINE_FAILED = 125;
    private static final int NOT_INVOKABLE = 126;
    private static final int NOT_FOUND = 127;

    @Option(names = {"-d", "--detach"}, description = "Run container in background and print container ID")
    boolean detach;
    @Option(names = "--detach-keys", description = "Override the key sequence for detaching a container")
    String detachKeys;
    @Option(names = "--sig-proxy", fallbackValue = "true",
            description = "Proxy received signals to the process (default true)")
    boolean signalProxy = true;
    @Mixin
    final ContainerFlags flags = new ContainerFlags();

    @Override
    public int run(Session session) throws IOException {
        if (detach && !flags.attach.isEmpty()) {
            throw new CliException("conflicting options: cannot specify both --attach and --detach");
        }
        AttachedStreams wanted = AttachedStreams.of(flags.attach, flags.interactive);
        AttachedStreams streams = detach ? new AttachedStreams(false, false, false) : wanted;
        if (flags.tty && streams.stdin() && !session.terminal().inputIsTerminal()) {
            throw new CliException("the input device is not a TTY");
        }
        String id = new ContainerCreation(session, flags).create(streams);
        if (detach) {
            start(session, id);
            session.out().println(id);
            return 0;
        }
        if (!streams.stdin() && !streams.stdout() && !streams.stderr()) {
            session.out().println(id);
        }
        Foreground foreground = new Foreground(session, id, new Foreground.Options(streams.stdin(), streams.stdout(),
                streams.stderr(), flags.tty, session.settings().detachKeys(detachKeys), signalProxy,
                flags.remove ? "removed" : "next-exit"));
        return foreground.run(() -> start(session, id));
    }

    private static void start(Session session, String id) {
        try {
            session.client().run("POST", "/containers/" + id + "/start");
        } catch (ApiException e) {
            throw new CliException(exitCode(e.getMessage()), e.sentence());
        }
    }

    /** Docker's reading of why a start failed. */
    static int exitCode(String message) {
        if (message.contains("executable file not found") || message.contains("no such file or directory")) {
            return NOT_FOUND;
        }
        return message.contains("permission denied") || message.contains("is a directory") ? NOT_INVOKABLE
                : ENGINE_FAILED;
    }
}
