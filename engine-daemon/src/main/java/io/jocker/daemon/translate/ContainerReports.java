package io.jocker.daemon.translate;

import io.jocker.core.api.container.EndpointSettings;
import io.jocker.core.api.container.NetworkSettings;
import io.jocker.core.api.container.report.ContainerReport;
import io.jocker.core.api.container.report.ContainerSummary;
import io.jocker.core.api.container.report.GraphDriver;
import io.jocker.core.api.container.report.HealthReport;
import io.jocker.core.api.container.report.HostConfigSummary;
import io.jocker.core.api.container.report.NetworkSummary;
import io.jocker.core.api.container.report.StateReport;
import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerFiles;
import io.jocker.core.container.ContainerSpec;
import io.jocker.core.container.ContainerState;
import io.jocker.core.container.Health;
import io.jocker.core.container.exec.ExecCatalogue;
import io.jocker.core.container.usage.ContainerSizes;
import io.jocker.core.volume.VolumeStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Containers as the API shows them. */
public final class ContainerReports {
    private static final String NEVER = "0001-01-01T00:00:00Z";
    private static final DateTimeFormatter NANOS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.nnnnnnnnn'Z'").withZone(ZoneOffset.UTC);

    private final ContainerFiles files;
    private final ExecCatalogue execs;
    private final MountReports mounts;
    private final ContainerSizes sizes;
    private final Clock clock;

    /** Paths come from {@code files}, ages from {@code clock}. */
    public ContainerReports(ContainerFiles files, ExecCatalogue execs, VolumeStore volumes, ContainerSizes sizes,
            Clock clock) {
        this.files = files;
        this.execs = execs;
        this.mounts = new MountReports(volumes);
        this.sizes = sizes;
        this.clock = clock;
    }

    /** The answer of inspect; with {@code size} that of its files, which takes longer. */
    public ContainerReport inspect(Container container, boolean size) {
        ContainerSpec spec = container.spec();
        String id = spec.id();
        boolean logged = "json-file".equals(spec.host().logConfig().type())
                && !container.state().equals(ContainerState.Created.FRESH);
        return new ContainerReport(id, time(spec.created()), spec.path(), spec.args(), state(container),
                spec.image(), etc(id, "resolv.conf"), etc(id, "hostname"), etc(id, "hosts"),
                logged ? files.log(id).toString() : "", "/" + container.name(), container.lives().restarts(),
                "overlay2", "linux", "", "", "", execIds(id), spec.host(),
                new GraphDriver(Map.of("UpperDir", files.upper(id).toString(), "WorkDir", files.work(id).toString()),
                        "overlay2"),
                size ? sizes.writable(container) : null, size ? sizes.whole(container) : null,
                mounts.of(container), spec.config(), networks(container));
    }

    private String etc(String id, String name) {
        Path file = files.etc(id, name);
        return file.toFile().exists() ? file.toString() : "";
    }

    private List<String> execIds(String id) {
        List<String> running = execs.of(id).stream().map(e -> e.spec().id()).toList();
        return running.isEmpty() ? null : running;
    }

    /** One row of ls; with {@code size} that of its files. */
    public ContainerSummary summary(Container container, boolean size) {
        ContainerSpec spec = container.spec();
        Map<String, String> labels = spec.config().labels() == null ? Map.of() : spec.config().labels();
        return new ContainerSummary(spec.id(), List.of("/" + container.name()), spec.config().image(), spec.image(),
                commandLine(spec), spec.created().getEpochSecond(), List.of(),
                size ? sizes.writable(container) : 0, size ? sizes.whole(container) : 0, labels,
                container.state().status(), status(container),
                new HostConfigSummary(spec.host().networkMode(), null), new NetworkSummary(endpoints(container)),
                mounts.of(container));
    }

    /** As Docker writes it: words with blanks in them stand in quotes. */
    private static String commandLine(ContainerSpec spec) {
        return spec.path() + spec.args().stream().map(a -> a.contains(" ") ? " '" + a + "'" : " " + a)
                .collect(Collectors.joining());
    }

    private static StateReport state(Container container) {
        ContainerState state = container.state();
        HealthReport health = health(container.health());
        if (state instanceof ContainerState.Live live) {
            ContainerState.Process process = live.process();
            return new StateReport(state.status(), true, state instanceof ContainerState.Paused, false, false, false,
                    process.pid(), 0, "", time(process.startedAt()), NEVER, health);
        }
        if (state instanceof ContainerState.Restarting waiting) {
            return new StateReport(state.status(), true, false, true, waiting.oomKilled(), false, 0,
                    waiting.exitCode(), "", time(waiting.startedAt()), time(waiting.finishedAt()), health);
        }
        if (state instanceof ContainerState.Exited exited) {
            return new StateReport(state.status(), false, false, false, exited.oomKilled(), false, 0,
                    exited.exitCode(), exited.error(), time(exited.startedAt()), time(exited.finishedAt()), health);
        }
        String error = state instanceof ContainerState.Created created ? created.error() : "";
        return new StateReport(state.status(), false, false, false, false, false, 0, state.exitCode(), error, NEVER,
                NEVER, null);
    }

    private static HealthReport health(Health health) {
        return health == null ? null : new HealthReport(health.status(), health.failingStreak(),
                health.log().stream().map(p -> new HealthReport.Probe(time(p.start()), time(p.end()), p.exitCode(),
                        p.output())).toList());
    }

    /** The column STATUS of ls. */
    private String status(Container container) {
        ContainerState state = container.state();
        if (state instanceof ContainerState.Live live) {
            String up = "Up " + Ages.since(live.process().startedAt(), clock.instant());
            return up + (state instanceof ContainerState.Paused ? " (Paused)" : healthWord(container.health()));
        }
        if (state instanceof ContainerState.Restarting waiting) {
            return "Restarting (" + waiting.exitCode() + ") " + Ages.since(waiting.finishedAt(), clock.instant())
                    + " ago";
        }
        if (state instanceof ContainerState.Exited exited) {
            return "Exited (" + exited.exitCode() + ") " + Ages.since(exited.finishedAt(), clock.instant()) + " ago";
        }
        return state instanceof ContainerState.Removing ? "Removal In Progress" : "Created";
    }

    private static String healthWord(Health health) {
        if (health == null) {
            return "";
        }
        return health.status().equals(Health.STARTING) ? " (health: starting)" : " (" + health.status() + ")";
    }

    private static NetworkSettings networks(Container container) {
        return new NetworkSettings("", "", "", Map.of(), false, "", 0, null, null, "", "", "", 0, "", 0, "", "",
                endpoints(container));
    }

    private static Map<String, EndpointSettings> endpoints(Container container) {
        String mode = container.spec().host().networkMode();
        Map<String, EndpointSettings> endpoints = new LinkedHashMap<>();
        if (mode.equals("none") || mode.equals("host")) {
            endpoints.put(mode, new EndpointSettings(null, null, null, "", null, 0, "", "", "", "", 0, "", "", 0,
                    null));
        }
        return endpoints;
    }

    /** RFC 3339 with nanoseconds and without trailing zeros, as Go writes it. */
    public static String time(Instant instant) {
        return NANOS.format(instant).replaceFirst("\\.?0*Z$", "Z");
    }
}
