package io.jocker.cli.command.system;

import io.jocker.cli.client.ApiException;
import io.jocker.cli.client.CliException;
import io.jocker.cli.client.EngineClient;
import io.jocker.cli.client.Json;
import io.jocker.cli.command.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The command line that would make a container again: only what differs from its image and from what is usual. */
final class RunLine {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");
    private static final long SHM = 64L << 20;

    private final Object report;
    private final Object host;
    private final Object config;
    private final Object image;
    private final List<String> words = new ArrayList<>(List.of("jocker", "run"));

    private RunLine(Object report, Object image) {
        this.report = report;
        this.host = Json.get(report, "HostConfig");
        this.config = Json.get(report, "Config");
        this.image = Json.get(image, "Config");
    }

    /** Prints a line for each; one that is not there is told, and the others are printed all the same. */
    static int printAll(Session session, List<String> names, boolean formatted) {
        if (formatted) {
            throw new CliException(125, "conflicting options: cannot specify both --run and --format");
        }
        int code = 0;
        for (String name : names) {
            try {
                EngineClient client = session.client();
                Object report = client.json("GET", "/containers/" + EngineClient.escape(name) + "/json", null);
                session.out().println(new RunLine(report, image(client, Json.text(report, "Image"))).text());
            } catch (ApiException e) {
                session.err().println(e.sentence());
                code = 1;
            }
        }
        return code;
    }

    /** The image's own settings; of one that is gone nothing is known, and everything is said. */
    private static Object image(EngineClient client, String id) {
        try {
            return client.json("GET", "/images/" + EngineClient.escape(id) + "/json", null);
        } catch (ApiException e) {
            return null;
        }
    }

    private String text() {
        identity();
        process();
        health();
        mounts();
        network();
        new LimitWords(host, words).add();
        new ConfinementWords(host, words).add();
        command();
        return String.join(" ", words.stream().map(RunLine::quoted).toList());
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private void flag(String flag, boolean given) {
        if (given) {
            words.add(flag);
        }
    }

    private void value(String flag, String value, String usual) {
        if (!value.isEmpty() && !value.equals(usual)) {
            words.add(flag);
            words.add(value);
        }
    }

    private static boolean truth(Object object, String name) {
        return Boolean.TRUE.equals(Json.get(object, name));
    }

    private void identity() {
        // What did not take the output was started in the background.
        flag("--detach", !truth(config, "AttachStdout") && !truth(config, "AttachStderr"));
        flag("--interactive", truth(config, "OpenStdin"));
        flag("--tty", truth(config, "Tty"));
        flag("--rm", truth(host, "AutoRemove"));
        value("--name", Json.text(report, "Name").replaceFirst("^/", ""), "");
        String hostname = Json.text(config, "Hostname");
        flag("--init", truth(host, "Init"));
        value("--hostname", hostname, Json.text(report, "Id").startsWith(hostname) ? hostname : "");
        value("--domainname", Json.text(config, "Domainname"), "");
        String restart = Json.text(host, "RestartPolicy", "Name");
        long count = Json.number(host, "RestartPolicy", "MaximumRetryCount");
        value("--restart", restart + (count > 0 ? ":" + count : ""), "no");
        value("--runtime", Json.text(host, "Runtime"), "jocker");
        value("--stop-signal", Json.text(config, "StopSignal"), Json.text(image, "StopSignal"));
        value("--stop-timeout", Json.text(config, "StopTimeout"), "");
        value("--log-driver", Json.text(host, "LogConfig", "Type"), "json-file");
        pairs("--log-opt", Json.get(host, "LogConfig", "Config"), null);
    }

    private void process() {
        value("--user", Json.text(config, "User"), Json.text(image, "User"));
        value("--workdir", Json.text(config, "WorkingDir"), Json.text(image, "WorkingDir"));
        List<?> usual = Json.list(image, "Env");
        Json.list(config, "Env").stream().filter(e -> !usual.contains(e)).forEach(e -> value("--env", e.toString(),
                ""));
        pairs("--label", Json.get(config, "Labels"), Json.get(image, "Labels"));
        pairs("--annotation", Json.get(host, "Annotations"), null);
        Json.list(host, "GroupAdd").forEach(g -> value("--group-add", g.toString(), ""));
    }

    private void pairs(String flag, Object map, Object usual) {
        if (map instanceof Map<?, ?> entries) {
            entries.forEach((k, v) -> {
                if (!v.equals(Json.get(usual, k.toString()))) {
                    value(flag, v.toString().isEmpty() ? k.toString() : k + "=" + v, "");
                }
            });
        }
    }

    private void health() {
        Object check = Json.get(config, "Healthcheck");
        if (check == null || check.equals(Json.get(image, "Healthcheck"))) {
            return;
        }
        List<?> test = Json.list(check, "Test");
        flag("--no-healthcheck", test.equals(List.of("NONE")));
        if (test.size() > 1) {
            List<String> probe = test.subList(1, test.size()).stream().map(Object::toString).toList();
            value("--health-cmd", test.get(0).equals("CMD-SHELL") ? probe.get(0)
                    : String.join(" ", probe.stream().map(RunLine::quoted).toList()), "");
        }
        duration("--health-interval", Json.number(check, "Interval"));
        duration("--health-timeout", Json.number(check, "Timeout"));
        duration("--health-start-period", Json.number(check, "StartPeriod"));
        duration("--health-start-interval", Json.number(check, "StartInterval"));
        value("--health-retries", Json.text(check, "Retries"), "0");
    }

    private void duration(String flag, long nanos) {
        value(flag, nanos == 0 ? "" : nanos % 1_000_000_000 == 0 ? nanos / 1_000_000_000 + "s" : nanos + "ns", "");
    }

    private void mounts() {
        Json.list(host, "Binds").forEach(b -> value("--volume", b.toString(), ""));
        Json.list(host, "Mounts").forEach(m -> value("--mount", MountWords.text(m), ""));
        if (Json.get(config, "Volumes") instanceof Map<?, ?> volumes) {
            volumes.keySet().stream().filter(v -> !(Json.get(image, "Volumes") instanceof Map<?, ?> own)
                    || !own.containsKey(v)).forEach(v -> value("--volume", v.toString(), ""));
        }
        if (Json.get(host, "Tmpfs") instanceof Map<?, ?> tmpfs) {
            tmpfs.forEach((k, v) -> value("--tmpfs", v.toString().isEmpty() ? k.toString() : k + ":" + v, ""));
        }
        Json.list(host, "VolumesFrom").forEach(v -> value("--volumes-from", v.toString(), ""));
        value("--volume-driver", Json.text(host, "VolumeDriver"), "");
        pairs("--storage-opt", Json.get(host, "StorageOpt"), null);
        flag("--read-only", truth(host, "ReadonlyRootfs"));
        value("--shm-size", Json.text(host, "ShmSize"), String.valueOf(SHM));
    }

    private void network() {
        String mode = Json.text(host, "NetworkMode");
        value("--network", mode, mode.equals("default") ? mode : "bridge");
        if (Json.get(host, "PortBindings") instanceof Map<?, ?> ports) {
            ports.forEach((inside, bindings) -> ((List<?>) bindings).forEach(b -> {
                String address = Json.text(b, "HostIp");
                String shown = address.isEmpty() ? "" : address.contains(":") ? "[" + address + "]:" : address + ":";
                value("--publish", shown + Json.text(b, "HostPort") + ":" + inside, "");
            }));
        }
        flag("--publish-all", truth(host, "PublishAllPorts"));
        Json.list(host, "ExtraHosts").forEach(h -> value("--add-host", h.toString(), ""));
        Json.list(host, "Dns").forEach(d -> value("--dns", d.toString(), ""));
        Json.list(host, "DnsOptions").forEach(d -> value("--dns-option", d.toString(), ""));
        Json.list(host, "DnsSearch").forEach(d -> value("--dns-search", d.toString(), ""));
    }

    private void command() {
        List<?> entrypoint = Json.list(config, "Entrypoint");
        List<?> arguments = Json.list(config, "Cmd");
        boolean own = !entrypoint.equals(Json.list(image, "Entrypoint"));
        if (own) {
            words.add("--entrypoint");
            words.add(entrypoint.isEmpty() ? "" : entrypoint.get(0).toString());
        }
        words.add(Json.text(config, "Image"));
        if (own && entrypoint.size() > 1) {
            entrypoint.subList(1, entrypoint.size()).forEach(w -> words.add(w.toString()));
        }
        if (own || !arguments.equals(Json.list(image, "Cmd"))) {
            arguments.forEach(w -> words.add(w.toString()));
        }
    }
}
