package io.jocker.cli.command.container;

import io.jocker.cli.client.ApiException;
import io.jocker.cli.client.CliException;
import io.jocker.cli.command.Session;
import io.jocker.cli.command.Verb;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code run}: create, attach, wait and start, in the order in which nothing is missed. */
@Command(sortOptions = false, description = "Create and run a new container from an image")
public final class RunVerb implements Verb {
    private static final int ENGINE_FAILED = 125;
    private static final int NOT_INVOKABLE = 126;
    private static final int NOT_FOUND = 127;

    @Option(names = {"-d", "--detach"}, description = "Run container in background and print container ID")
    private boolean detach;
    @Option(names = "--detach-keys", description = "Override the key sequence for detaching a container")
    private String detachKeys;
    @Option(names = "--sig-proxy", defaultValue = "true", fallbackValue = "true", arity = "0..1",
            description = "Proxy received signals to the process")
    private boolean signalProxy;
    @Option(names = {"-a", "--attach"}, description = "Attach to STDIN, STDOUT or STDERR")
    private List<String> attach = new ArrayList<>();
    @Option(names = {"-q", "--quiet"}, description = "Suppress the pull output")
    private boolean quiet;
    @Mixin
    private final ContainerFlags flags = new ContainerFlags();

    @Override
    public int run(Session session) throws IOException {
        if (flags.tty && flags.interactive && !detach && !session.terminal().inputIsTerminal()) {
            throw new CliException("the input device is not a TTY");
        }
        if (detach && !attach.isEmpty()) {
            throw new CliException("Conflicting options: -a and -d");
        }
        String id = new ContainerCreation(session, flags).create(!detach);
        if (detach) {
            start(session, id);
            session.out().println(id);
            return 0;
        }
        boolean all = attach.isEmpty();
        Foreground foreground = new Foreground(session, id, new Foreground.Options(
                all ? flags.interactive : wants("stdin"), all || wants("stdout"), all || wants("stderr"), flags.tty,
                detachKeys, signalProxy, flags.remove ? "removed" : "next-exit"));
        return foreground.run(() -> start(session, id));
    }

    private boolean wants(String stream) {
        return attach.stream().anyMatch(stream::equalsIgnoreCase);
    }

    private static void start(Session session, String id) {
        try {
            session.client().run("POST", "/containers/" + id + "/start");
        } catch (ApiException e) {
            throw new CliException(exitCode(e.getMessage()), "Error response from daemon: " + e.getMessage());
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
