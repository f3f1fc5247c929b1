package io.jocker.cli.command.create;

import static io.jocker.cli.command.Pairs.putIfGiven;

import io.jocker.cli.client.CliException;
import io.jocker.cli.command.Pairs;
import io.jocker.cli.command.RestartSyntax;
import io.jocker.cli.command.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The flags that {@code run} and {@code create} share, and the request they make. */
final class ContainerFlags {
    @Option(names = "--name", description = "Assign a name to the container")
    String name;
    @Option(names = {"-t", "--tty"}, description = "Allocate a pseudo-TTY")
    boolean tty;
    @Option(names = {"-i", "--interactive"}, description = "Keep STDIN open even if not attached")
    boolean interactive;
    @Option(names = {"-a", "--attach"}, description = "Attach to STDIN, STDOUT or STDERR")
    List<String> attach = new ArrayList<>();
    @Option(names = "--rm", description = "Automatically remove the container and its associated anonymous volumes "
            + "when it exits")
    boolean remove;
    @Option(names = "--restart", description = "Restart policy to apply when a container exits (default \"no\")")
    String restart = "no";
    @Option(names = {"-e", "--env"}, description = "Set environment variables")
    List<String> env = new ArrayList<>();
    @Option(names = "--env-file", description = "Read in a file of environment variables")
    List<Path> envFiles = new ArrayList<>();
    @Option(names = {"-l", "--label"}, description = "Set meta data on a container")
    List<String> labels = new ArrayList<>();
    @Option(names = "--label-file", description = "Read in a line delimited file of labels")
    List<Path> labelFiles = new ArrayList<>();
    @Option(names = "--annotation", paramLabel = "map",
            description = "Add an annotation to the container (passed through to the OCI runtime)")
    List<String> annotations = new ArrayList<>();
    @Option(names = {"-w", "--workdir"}, description = "Working directory inside the container")
    String workdir;
    @Option(names = {"-u", "--user"}, description = "Username or UID (format: <name|uid>[:<group|gid>])")
    String user;
    @Option(names = "--entrypoint", description = "Overwrite the default ENTRYPOINT of the image")
    String entrypoint;
    @Option(names = "--init", description = "Run an init inside the container that forwards signals and reaps "
            + "processes")
    Boolean init;
    @Option(names = "--runtime", description = "Runtime to use for this container")
    String runtime;
    @Option(names = "--stop-signal", description = "Signal to stop the container")
    String stopSignal;
    @Option(names = "--stop-timeout", description = "Timeout (in seconds) to stop a container")
    Integer stopTimeout;
    @Option(names = "--log-driver", description = "Logging driver for the container")
    String logDriver;
    @Option(names = "--log-opt", description = "Log driver options")
    List<String> logOptions = new ArrayList<>();
    @Option(names = "--cidfile", description = "Write the container ID to the file")
    Path cidFile;
    @Option(names = "--pull", description = "Pull image before running (\"always\", \"missing\", \"never\") (default "
            + "\"missing\")")
    String pull = "missing";
    @Option(names = {"-q", "--quiet"}, description = "Suppress the pull output")
    boolean quiet;
    @Option(names = "--platform", description = "Set platform if server is multi-platform capable")
    String platform;
    @Option(names = "--help", usageHelp = true, description = "Print usage")
    boolean help;
    @Mixin
    final StorageFlags storage = new StorageFlags();
    @Mixin
    final NetworkFlags network = new NetworkFlags();
    @Mixin
    final LimitFlags limits = new LimitFlags();
    @Mixin
    final BlockIoFlags blockIo = new BlockIoFlags();
    @Mixin
    final ConfinementFlags confinement = new ConfinementFlags();
    @Mixin
    final HealthFlags health = new HealthFlags();
    @Mixin
    final ForeignFlags foreign = new ForeignFlags();
    @Parameters(index = "0", paramLabel = "IMAGE")
    String image;
    @Parameters(index = "1..*", paramLabel = "COMMAND ARG...", arity = "0..*")
    List<String> command = new ArrayList<>();

    /** The body of the create request. */
    Map<String, Object> body(Session session, AttachedStreams streams) throws IOException {
        foreign.refuse();
        Map<String, Object> host = host(session);
        Map<String, Object> body = new LinkedHashMap<>();
        network.fillConfig(body);
        putIfGiven(body, "User", user);
        body.put("AttachStdin", streams.stdin());
        body.put("AttachStdout", streams.stdout());
        body.put("AttachStderr", streams.stderr());
        body.put("Tty", tty);
        body.put("OpenStdin", interactive);
        body.put("StdinOnce", interactive && streams.stdin());
        body.put("Env", new VariableFiles(session).environment(envFiles, env));
        body.put("Cmd", command.isEmpty() ? null : command);
        health.fill(body);
        body.put("Image", image);
        storage.fillConfig(body);
        putIfGiven(body, "WorkingDir", workdir);
        if (entrypoint != null) {
            body.put("Entrypoint", List.of(entrypoint));
        }
        body.put("Labels", new VariableFiles(session).labels(labelFiles, labels));
        putIfGiven(body, "StopSignal", stopSignal);
        putIfGiven(body, "StopTimeout", stopTimeout);
        body.put("HostConfig", host);
        putIfGiven(body, "NetworkingConfig", network.endpoints());
        return body;
    }

    private Map<String, Object> host(Session session) throws IOException {
        Map<String, Object> host = new LinkedHashMap<>();
        putIfGiven(host, "ContainerIDFile", cidFile == null ? null : cidFile.toString());
        network.fillHost(host);
        host.put("AutoRemove", remove);
        host.put("RestartPolicy", restartPolicy());
        storage.fillHost(host, session);
        confinement.fill(host, session);
        limits.fill(host);
        blockIo.fill(host);
        putIfGiven(host, "Init", init);
        putIfGiven(host, "Runtime", runtime);
        host.put("Annotations", Pairs.map(annotations));
        putIfGiven(host, "Isolation", foreign.isolation);
        if (logDriver != null || !logOptions.isEmpty()) {
            if ("none".equals(logDriver) && !logOptions.isEmpty()) {
                throw new CliException(125, "invalid logging opts for driver none");
            }
            host.put("LogConfig", Map.of("Type", logDriver == null ? "" : logDriver, "Config", Pairs.map(logOptions)));
        }
        if (tty && session.terminal().outputIsTerminal()) {
            var size = session.terminal().size();
            host.put("ConsoleSize", List.of(size.height(), size.width()));
        }
        return host;
    }

    private Map<String, Object> restartPolicy() {
        Map<String, Object> policy = RestartSyntax.parse(restart);
        if (remove && !List.of("", "no").contains(policy.get("Name").toString())) {
            throw new CliException(125, "conflicting options: cannot specify both --restart and --rm");
        }
        return policy;
    }
}
