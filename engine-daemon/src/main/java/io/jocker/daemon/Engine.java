package io.jocker.daemon;

import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerState;
import io.jocker.core.container.spec.OciRuntimes;
import io.jocker.core.event.EventLog;
import io.jocker.core.host.socket.Poller;
import io.jocker.core.runtime.ShimProgram;
import io.jocker.core.runtime.ShimRuntime;
import io.jocker.core.store.CrashPoint;
import io.jocker.core.store.Database;
import io.jocker.daemon.config.DaemonConfig;
import io.jocker.daemon.handler.ApiVersion;
import io.jocker.daemon.handler.SystemHandlers;
import io.jocker.daemon.http.HttpHandler;
import io.jocker.daemon.route.Router;
import io.jocker.daemon.translate.ApiJson;
import io.jocker.daemon.translate.SystemFacts;
import io.jocker.daemon.translate.SystemReports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutorService;

/** The only place that knows all parts, and joins them. */
final class Engine implements AutoCloseable {
    private final DaemonConfig config;
    private final Clock clock = Clock.systemUTC();
    private final ApiJson json = new ApiJson();
    private final EventLog events = new EventLog(clock);
    private final CrashPoint crash = CrashPoint.ofThisProcess();
    private final ImageParts images;
    private final ContainerParts containers;
    private volatile List<String> labels;
    private volatile boolean debug;

    Engine(DaemonConfig config, Database database, Poller poller, ExecutorService workers) {
        this.config = config;
        this.labels = config.labels();
        this.debug = config.logLevel().equals("debug");
        this.images = new ImageParts(config.dataRoot(), database, events, crash);
        ShimRuntime runtime = new ShimRuntime(config.execRoot(),
                ShimProgram.find(System.getenv(), System.getProperty("jocker.shim", "jocker-shim")), poller,
                workers, crash);
        this.containers = new ContainerParts(config, database, images, events, runtime, workers, crash);
    }

    /** Brings the catalogue in line with what runs. */
    void recover() {
        images.recover();
        containers.recover();
    }

    /** The machine goes down, and the containers with it. */
    void stopContainers() {
        containers.stopAll();
    }

    /** Takes over what of a changed configuration can change while running. */
    void reload(DaemonConfig changed) {
        labels = changed.labels();
        debug = changed.logLevel().equals("debug");
    }

    /** The Engine API. */
    HttpHandler api() {
        Router router = new Router(json, "jocker/" + Version.current() + " (linux)");
        SystemHandlers system = new SystemHandlers(systemReports(), events);
        router.add("GET", "/_ping", system::ping).add("HEAD", "/_ping", system::ping)
                .add("GET", "/version", system::version)
                .add("GET", "/info", system::info)
                .add("GET", "/events", system::events);
        containers.addTo(router, json);
        images.addTo(router, Path.of(System.getProperty("jocker.share", "/usr/local/share/jocker")),
                id -> containers.all().stream().anyMatch(c -> c.isRunning() && c.id().equals(id)));
        return router;
    }

    @Override
    public void close() {
        containers.close();
        images.close();
    }

    private SystemReports systemReports() {
        SystemReports.Identity identity = new SystemReports.Identity(EngineId.of(config.dataRoot()),
                Version.current(), Version.ofThisProgram().commit(),
                Version.ofThisProgram().time(), config.dataRoot().toString(), hostName(), fileSystem(),
                ApiVersion.OLDEST.toString(), ApiVersion.NEWEST.toString(),
                new OciRuntimes(config.defaults().runtimes()).names(), config.defaults().runtime());
        return new SystemReports(SystemFacts.probe(), identity, this::counts);
    }

    private SystemReports.Counts counts() {
        Collection<Container> all = containers.all();
        int paused = (int) all.stream().filter(c -> c.state() instanceof ContainerState.Paused).count();
        int running = (int) all.stream().filter(Container::isActive).count() - paused;
        return new SystemReports.Counts(running, paused, all.size() - running - paused, images.count(),
                events.listeners(), debug, labels);
    }

    private static String hostName() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            throw io.jocker.core.EngineException.internal("cannot read the host's name", e);
        }
    }

    private String fileSystem() {
        try {
            return Files.getFileStore(config.dataRoot()).type();
        } catch (IOException e) {
            throw io.jocker.core.EngineException.internal("cannot tell the file system of the data root", e);
        }
    }
}
