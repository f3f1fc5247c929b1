package io.jocker.cli.command.exec;

import io.jocker.cli.client.ApiException;
import io.jocker.cli.client.CliException;
import io.jocker.cli.client.EngineClient;
import io.jocker.cli.client.HttpStream;
import io.jocker.cli.client.Json;
import io.jocker.cli.command.Pairs;
import io.jocker.cli.command.Session;
import io.jocker.cli.command.Verb;
import io.jocker.cli.command.create.VariableFiles;
import io.jocker.cli.terminal.StdioPump;
import io.jocker.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code exec}. */
@Command(customSynopsis = "[OPTIONS] CONTAINER COMMAND [ARG...]",
        description = "Execute a command in a running container")
public final class ExecVerb implements Verb {
    @Option(names = {"-d", "--detach"}, description = "Detached mode: run command in the background")
    boolean detach;
    @Option(names = "--detach-keys", description = "Override the key sequence for detaching a container")
    String detachKeys;
    @Option(names = {"-e", "--env"}, description = "Set environment variables")
    List<String> env = new ArrayList<>();
    @Option(names = "--env-file", description = "Read in a file of environment variables")
    List<Path> envFiles = new ArrayList<>();
    @Option(names = {"-i", "--interactive"}, description = "Keep STDIN open even if not attached")
    boolean interactive;
    @Option(names = "--privileged", description = "Give extended privileges to the command")
    boolean privileged;
    @Option(names = {"-t", "--tty"}, description = "Allocate a pseudo-TTY")
    boolean tty;
    @Option(names = {"-u", "--user"}, description = "Username or UID (format: \"<name|uid>[:<group|gid>]\")")
    String user;
    @Option(names = {"-w", "--workdir"}, description = "Working directory inside the container")
    String workdir;
    @Option(names = "--help", usageHelp = true, description = "Print usage")
    boolean help;
    @Parameters(index = "0", paramLabel = "CONTAINER")
    String container;
    @Parameters(index = "1..*", arity = "1..*", paramLabel = "COMMAND ARG...")
    List<String> command;

    @Override
    public int run(Session session) throws IOException {
        EngineClient client = session.client();
        Map<String, Object> request = request(session);
        String path = "/containers/" + EngineClient.escape(container);
        // Whether there is such a container is said before what is wrong with the terminal.
        client.run("GET", path + "/json");
        if (!detach && interactive && tty && !session.terminal().inputIsTerminal()) {
            throw new CliException("the input device is not a TTY");
        }
        String id = Json.text(client.json("POST", path + "/exec", request), "Id");
        if (id.isEmpty()) {
            throw new CliException("exec ID empty");
        }
        Map<String, Object> start = new LinkedHashMap<>();
        start.put("Detach", detach);
        start.put("Tty", tty);
        Pairs.putIfGiven(start, "ConsoleSize", request.get("ConsoleSize"));
        if (detach) {
            client.run("POST", "/exec/" + id + "/start", start);
            return 0;
        }
        try (HttpStream streams = client.hijack("/exec/" + id + "/start", start)) {
            pump(session, streams, id);
        }
        return (int) Json.number(client.json("GET", "/exec/" + id + "/json", null), "ExitCode");
    }

    private Map<String, Object> request(Session session) throws IOException {
        Map<String, Object> request = new LinkedHashMap<>();
        Pairs.putIfGiven(request, "User", user);
        request.put("Privileged", privileged);
        request.put("Tty", tty);
        request.put("AttachStdin", interactive && !detach);
        request.put("AttachStdout", !detach);
        request.put("AttachStderr", !detach);
        Pairs.putIfGiven(request, "DetachKeys", session.settings().detachKeys(detachKeys));
        request.put("Env", new VariableFiles(session).environment(envFiles, env));
        Pairs.putIfGiven(request, "WorkingDir", workdir);
        request.put("Cmd", command);
        if (tty && session.terminal().outputIsTerminal()) {
            Terminal.Size size = session.terminal().size();
            request.put("ConsoleSize", List.of(size.height(), size.width()));
        }
        return request;
    }

    private void pump(Session session, HttpStream streams, String id) throws IOException {
        boolean terminal = tty && session.terminal().inputIsTerminal();
        Terminal.Raw raw = terminal && interactive ? Terminal.Raw.of(session.terminal()) : () -> { };
        try {
            if (terminal) {
                resize(session, id);
                session.terminal().onSignal("WINCH", n -> resize(session, id));
            }
            StdioPump pump = new StdioPump(streams);
            if (interactive) {
                pump.input(session.in());
            }
            pump.output(tty, session.out(), session.err());
        } finally {
            raw.close();
        }
    }

    private static void resize(Session session, String id) {
        Terminal.Size size = session.terminal().size();
        if (size.height() == 0) {
            return;
        }
        try {
            session.client().run("POST", "/exec/" + id + "/resize?h=" + size.height() + "&w=" + size.width());
        } catch (ApiException ended) {
            // What has ended needs no size.
            return;
        }
    }
}
