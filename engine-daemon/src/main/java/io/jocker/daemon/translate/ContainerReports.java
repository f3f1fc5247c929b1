package io.jocker.daemon.translate;

import io.jocker.core.api.container.EndpointSettings;
import io.jocker.core.api.container.NetworkSettings;
import io.jocker.core.api.container.report.ContainerReport;
import io.jocker.core.api.container.report.ContainerSummary;
import io.jocker.core.api.container.report.GraphDriver;
import io.jocker.core.api.container.report.HostConfigSummary;
import io.jocker.core.api.container.report.NetworkSummary;
import io.jocker.core.api.container.report.StateReport;
import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerFiles;
import io.jocker.core.container.ContainerSpec;
import io.jocker.core.container.ContainerState;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Containers as the API shows them. */
public final class ContainerReports {
    private static final String NEVER = "0001-01-01T00:00:00Z";
    private static final DateTimeFormatter NANOS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.nnnnnnnnn'Z'").withZone(ZoneOffset.UTC);

    private final ContainerFiles files;
    private final Clock clock;

    /** Paths come from {@code files}, ages from {@code clock}. */
    public ContainerReports(ContainerFiles files, Clock clock) {
        this.files = files;
        this.clock = clock;
    }

    /** The answer of inspect. */
    public ContainerReport inspect(Container container) {
        ContainerSpec spec = container.spec();
        String id = spec.id();
        boolean logged = !"none".equals(spec.host().logConfig().type());
        return new ContainerReport(id, time(spec.created()), spec.path(), spec.args(), state(container.state()),
                spec.image(), etc(id, "resolv.conf"), etc(id, "hostname"), etc(id, "hosts"),
                logged ? files.log(id).toString() : "", "/" + container.name(), container.restartCount(), "overlay2",
                "linux", "", "", "", null, spec.host(),
                new GraphDriver(Map.of("UpperDir", files.upper(id).toString(), "WorkDir", files.work(id).toString()),
                        "overlay2"),
                null, null, List.of(), spec.config(), networks(container));
    }

    private String etc(String id, String name) {
        Path file = files.etc(id, name);
        return file.toFile().exists() ? file.toString() : "";
    }

    /** One row of ls. */
    public ContainerSummary summary(Container container) {
        ContainerSpec spec = container.spec();
        Map<String, String> labels = spec.config().labels() == null ? Map.of() : spec.config().labels();
        return new ContainerSummary(spec.id(), List.of("/" + container.name()), spec.config().image(), spec.image(),
                String.join(" ", spec.command()), spec.created().getEpochSecond(), List.of(), 0, 0, labels,
                container.state().status(), status(container.state()),
                new HostConfigSummary(spec.host().networkMode(), null), new NetworkSummary(endpoints(container)),
                List.of());
    }

    private static StateReport state(ContainerState state) {
        if (state instanceof ContainerState.Running running) {
            return report(state, running.pid(), "", time(running.startedAt()), NEVER, false);
        }
        if (state instanceof ContainerState.Exited exited) {
            return report(state, 0, exited.error(), time(exited.startedAt()), time(exited.finishedAt()),
                    exited.oomKilled());
        }
        String error = state instanceof ContainerState.Created created ? created.error() : "";
        return report(state, 0, error, NEVER, NEVER, false);
    }

    private static StateReport report(ContainerState state, int pid, String error, String started, String finished,
            boolean oomKilled) {
        return new StateReport(state.status(), state instanceof ContainerState.Running, false, false, oomKilled,
                false, pid, state.exitCode(), error, started, finished);
    }

    /** The column STATUS of ls. */
    private String status(ContainerState state) {
        if (state instanceof ContainerState.Running running) {
            return "Up " + Ages.since(running.startedAt(), clock.instant());
        }
        if (state instanceof ContainerState.Exited exited) {
            return "Exited (" + exited.exitCode() + ") " + Ages.since(exited.finishedAt(), clock.instant()) + " ago";
        }
        return state instanceof ContainerState.Removing ? "Removal In Progress" : "Created";
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
    static String time(Instant instant) {
        return NANOS.format(instant).replaceFirst("\\.?0*Z$", "Z");
    }
}
