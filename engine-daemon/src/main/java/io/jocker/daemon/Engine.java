package io.jocker.daemon;

import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerCatalogue;
import io.jocker.core.container.ContainerEvents;
import io.jocker.core.container.ContainerFiles;
import io.jocker.core.container.ImageSource;
import io.jocker.core.container.create.ContainerCreator;
import io.jocker.core.container.create.CreateChecks;
import io.jocker.core.container.life.ContainerAttacher;
import io.jocker.core.container.life.ContainerKiller;
import io.jocker.core.container.life.ContainerRecovery;
import io.jocker.core.container.life.ContainerRemover;
import io.jocker.core.container.life.ContainerResizer;
import io.jocker.core.container.life.ContainerRestarter;
import io.jocker.core.container.life.ContainerStarter;
import io.jocker.core.container.life.ContainerStopper;
import io.jocker.core.container.life.ContainerWaiter;
import io.jocker.core.container.life.ExitListener;
import io.jocker.core.container.life.StartFiles;
import io.jocker.core.container.spec.HostFacts;
import io.jocker.core.container.spec.SeccompProfile;
import io.jocker.core.container.spec.SpecBuilder;
import io.jocker.core.event.EventLog;
import io.jocker.core.host.Processors;
import io.jocker.core.host.socket.Poller;
import io.jocker.core.reference.Platform;
import io.jocker.core.runtime.ShimProgram;
import io.jocker.core.runtime.ShimRuntime;
import io.jocker.core.store.CrashPoint;
import io.jocker.core.store.Database;
import io.jocker.daemon.config.DaemonConfig;
import io.jocker.daemon.handler.ApiVersion;
import io.jocker.daemon.handler.AttachHandler;
import io.jocker.daemon.handler.ContainerHandlers;
import io.jocker.daemon.handler.ListHandler;
import io.jocker.daemon.handler.LogsHandler;
import io.jocker.daemon.handler.SystemHandlers;
import io.jocker.daemon.handler.WaitHandler;
import io.jocker.daemon.http.HttpHandler;
import io.jocker.daemon.route.Router;
import io.jocker.daemon.translate.ApiJson;
import io.jocker.daemon.translate.ContainerReports;
import io.jocker.daemon.translate.CreateBody;
import io.jocker.daemon.translate.SystemFacts;
import io.jocker.daemon.translate.SystemReports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;

/** The only place that knows all parts, and joins them. */
final class Engine implements AutoCloseable {
    private final DaemonConfig config;
    private final ExecutorService workers;
    private final Clock clock = Clock.systemUTC();
    private final ApiJson json = new ApiJson();
    private final EventLog events = new EventLog(clock);
    private final ContainerEvents containerEvents = new ContainerEvents(events);
    private final CrashPoint crash = CrashPoint.ofThisProcess();
    private final ContainerFiles files;
    private final ContainerCatalogue catalogue;
    private final ImageParts images;
    private final HostFacts facts;
    private final ContainerHandlers.Verbs verbs;
    private final ContainerAttacher attacher = new ContainerAttacher(containerEvents);
    private final ContainerRecovery recovery;
    private volatile List<String> labels;
    private volatile boolean debug;

    Engine(DaemonConfig config, Database database, Poller poller, ExecutorService workers) {
        this.config = config;
        this.workers = workers;
        this.labels = config.labels();
        this.debug = config.logLevel().equals("debug");
        this.files = new ContainerFiles(config.dataRoot());
        this.catalogue = new ContainerCatalogue(database, crash);
        this.images = new ImageParts(config.dataRoot(), database, events, crash);
        this.facts = new Machine(config).prepare();
        ShimRuntime runtime = new ShimRuntime(config.execRoot(),
                ShimProgram.find(System.getenv(), System.getProperty("jocker.shim", "jocker-shim")),
                poller, workers, crash);
        ContainerKiller killer = new ContainerKiller(containerEvents);
        ContainerRemover remover = new ContainerRemover(catalogue, files, killer, containerEvents, images.trees(),
                images.source());
        ExitListener exits = new ExitListener(catalogue, files, runtime, remover, containerEvents,
                new Orphans(config.defaults().cgroupParent()), clock);
        this.recovery = new ContainerRecovery(catalogue, files, runtime, exits, remover, images.trees());
        this.verbs = verbs(runtime, killer, remover, exits);
    }

    private ContainerHandlers.Verbs verbs(ShimRuntime runtime, ContainerKiller killer, ContainerRemover remover,
            ExitListener exits) {
        ImageSource source = images.source();
        SpecBuilder specs = new SpecBuilder(facts, new SeccompProfile(Platform.current().architecture()));
        ContainerStarter starter = new ContainerStarter(catalogue, source, specs, new StartFiles(files, facts),
                runtime, exits, remover, containerEvents, clock);
        ContainerStopper stopper = new ContainerStopper(killer, containerEvents);
        return new ContainerHandlers.Verbs(
                new ContainerCreator(catalogue, files, source, new CreateChecks(Processors.online().size()),
                        containerEvents, clock),
                starter, stopper, new ContainerRestarter(stopper, starter, containerEvents), killer, remover,
                new ContainerResizer(containerEvents));
    }

    /** Brings the catalogue in line with what runs. */
    void recover() {
        images.recover();
        recovery.recover(workers);
    }

    /** Takes over what of a changed configuration can change while running. */
    void reload(DaemonConfig changed) {
        labels = changed.labels();
        debug = changed.logLevel().equals("debug");
    }

    /** The Engine API. */
    HttpHandler api() {
        Router router = new Router(json, "jocker/" + Version.current() + " (linux)");
        ContainerReports reports = new ContainerReports(files, clock);
        SystemHandlers system = new SystemHandlers(systemReports(), events);
        router.add("GET", "/_ping", system::ping).add("HEAD", "/_ping", system::ping)
                .add("GET", "/version", system::version)
                .add("GET", "/info", system::info)
                .add("GET", "/events", system::events);
        ContainerHandlers containers = new ContainerHandlers(catalogue, verbs, reports,
                new CreateBody(json, config.defaults()));
        ListHandler list = new ListHandler(catalogue, reports, images::idOf);
        AttachHandler attach = new AttachHandler(catalogue, attacher, files, workers);
        WaitHandler wait = new WaitHandler(catalogue, new ContainerWaiter());
        LogsHandler logs = new LogsHandler(catalogue, files);
        router.add("GET", "/containers/json", list::list)
                .add("POST", "/containers/create", containers::create)
                .add("GET", "/containers/{name}/json", containers::inspect)
                .add("POST", "/containers/{name}/start", containers::start)
                .add("POST", "/containers/{name}/stop", containers::stop)
                .add("POST", "/containers/{name}/restart", containers::restart)
                .add("POST", "/containers/{name}/kill", containers::kill)
                .add("POST", "/containers/{name}/resize", containers::resize)
                .add("POST", "/containers/{name}/attach", attach::attach)
                .add("POST", "/containers/{name}/wait", wait::await)
                .add("GET", "/containers/{name}/logs", logs::logs)
                .add("DELETE", "/containers/{name}", containers::remove);
        images.addTo(router, Path.of(System.getProperty("jocker.share", "/usr/local/share/jocker")),
                id -> catalogue.all().stream().anyMatch(c -> c.isRunning() && c.id().equals(id)));
        return router;
    }

    @Override
    public void close() {
        images.close();
    }

    private SystemReports systemReports() {
        SystemReports.Identity identity = new SystemReports.Identity(EngineId.of(config.dataRoot()),
                Version.current(), Version.ofThisProgram().commit(),
                Version.ofThisProgram().time(), config.dataRoot().toString(), hostName(), fileSystem(),
                ApiVersion.OLDEST.toString(), ApiVersion.NEWEST.toString());
        return new SystemReports(SystemFacts.probe(), identity, this::counts);
    }

    private SystemReports.Counts counts() {
        int running = (int) catalogue.all().stream().filter(Container::isRunning).count();
        return new SystemReports.Counts(running, catalogue.all().size() - running, images.count(),
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
