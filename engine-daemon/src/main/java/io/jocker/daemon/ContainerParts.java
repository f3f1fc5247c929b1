package io.jocker.daemon;

import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerCatalogue;
import io.jocker.core.container.ContainerEvents;
import io.jocker.core.container.ContainerFiles;
import io.jocker.core.container.create.ContainerCreator;
import io.jocker.core.container.create.CreateChecks;
import io.jocker.core.container.exec.ExecCatalogue;
import io.jocker.core.container.exec.ExecCreator;
import io.jocker.core.container.exec.ExecListener;
import io.jocker.core.container.exec.ExecResizer;
import io.jocker.core.container.exec.ExecStarter;
import io.jocker.core.container.health.HealthMonitor;
import io.jocker.core.container.health.HealthProbe;
import io.jocker.core.container.life.ContainerAttacher;
import io.jocker.core.container.life.ContainerKiller;
import io.jocker.core.container.life.ContainerPauser;
import io.jocker.core.container.life.ContainerPruner;
import io.jocker.core.container.life.ContainerRecovery;
import io.jocker.core.container.life.ContainerRemover;
import io.jocker.core.container.life.ContainerRenamer;
import io.jocker.core.container.life.ContainerResizer;
import io.jocker.core.container.life.ContainerRestarter;
import io.jocker.core.container.life.ContainerReviver;
import io.jocker.core.container.life.ContainerStarter;
import io.jocker.core.container.life.ContainerStopper;
import io.jocker.core.container.life.ContainerUpdater;
import io.jocker.core.container.life.ContainerWaiter;
import io.jocker.core.container.life.ExitListener;
import io.jocker.core.container.life.RestartQueue;
import io.jocker.core.container.life.StartFiles;
import io.jocker.core.container.logging.LogPlan;
import io.jocker.core.container.mount.MountPlanner;
import io.jocker.core.container.mount.MountSpecs;
import io.jocker.core.container.spec.HostFacts;
import io.jocker.core.container.spec.NamespaceJoiner;
import io.jocker.core.container.spec.OciRuntimes;
import io.jocker.core.container.spec.SeccompProfile;
import io.jocker.core.container.spec.SpecBuilder;
import io.jocker.core.container.tree.ContainerCommitter;
import io.jocker.core.container.tree.ContainerCopier;
import io.jocker.core.container.tree.ContainerDiffer;
import io.jocker.core.container.tree.ContainerExporter;
import io.jocker.core.container.tree.ContainerTrees;
import io.jocker.core.container.tree.VolumeSeeder;
import io.jocker.core.container.usage.ContainerSizes;
import io.jocker.core.container.usage.ContainerTop;
import io.jocker.core.container.usage.StatsReader;
import io.jocker.core.event.EventLog;
import io.jocker.core.host.LibC;
import io.jocker.core.host.Processors;
import io.jocker.core.reference.Platform;
import io.jocker.core.runtime.ShimRuntime;
import io.jocker.core.store.CrashPoint;
import io.jocker.core.store.Database;
import io.jocker.core.volume.VolumeFiles;
import io.jocker.core.volume.VolumeStore;
import io.jocker.daemon.config.DaemonConfig;
import io.jocker.daemon.handler.VolumeHandlers;
import io.jocker.daemon.handler.container.AttachHandler;
import io.jocker.daemon.handler.container.ContainerHandlers;
import io.jocker.daemon.handler.container.ExecHandlers;
import io.jocker.daemon.handler.container.ListHandler;
import io.jocker.daemon.handler.container.LogsHandler;
import io.jocker.daemon.handler.container.StatsHandler;
import io.jocker.daemon.handler.container.TreeHandlers;
import io.jocker.daemon.handler.container.UsageHandlers;
import io.jocker.daemon.handler.container.WaitHandler;
import io.jocker.daemon.route.Router;
import io.jocker.daemon.translate.ApiJson;
import io.jocker.daemon.translate.ContainerReports;
import io.jocker.daemon.translate.CreateBody;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine's parts that have to do with containers, joined. */
final class ContainerParts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerParts.class);

    private final DaemonConfig config;
    private final ExecutorService workers;
    private final ImageParts images;
    private final EventLog log;
    private final Clock clock = Clock.systemUTC();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            task -> daemonThread(task, "health-timer"));
    private final OciRuntimes runtimes;
    private final ContainerEvents events;
    private final ContainerFiles files;
    private final ContainerCatalogue catalogue;
    private final ExecCatalogue execs;
    private final VolumeStore volumes;
    private final ContainerSizes sizes;
    private final ContainerTrees trees;
    private final ContainerAttacher attacher;
    private final RestartQueue restarts = new RestartQueue();
    private final ContainerRecovery recovery;
    private final ContainerReviver reviver;
    private final ExecHandlers.Verbs execVerbs;
    private final ContainerHandlers.Verbs verbs;
    private Thread revivals;

    ContainerParts(DaemonConfig config, Database database, ImageParts images, EventLog log, ShimRuntime runtime,
            ExecutorService workers, CrashPoint crash) {
        this.config = config;
        this.workers = workers;
        this.images = images;
        this.log = log;
        this.runtimes = new OciRuntimes(config.defaults().runtimes());
        runtimes.find(config.defaults().runtime());
        this.events = new ContainerEvents(log);
        this.files = new ContainerFiles(config.dataRoot());
        this.catalogue = new ContainerCatalogue(database, crash);
        this.execs = new ExecCatalogue(database, clock);
        this.attacher = new ContainerAttacher(events);
        LibC libC = new LibC();
        this.volumes = new VolumeStore(database, new VolumeFiles(libC, config.dataRoot()), log, clock);
        this.sizes = new ContainerSizes(files, images.source(), libC);
        HostFacts facts = new Machine(config).prepare();
        this.trees = new ContainerTrees(files, images.source(), volumes, facts.scaffold(),
                config.execRoot());
        SpecBuilder specs = new SpecBuilder(facts, new SeccompProfile(Platform.current().architecture()));
        ContainerKiller killer = new ContainerKiller(catalogue, restarts, events);
        ContainerRemover remover = new ContainerRemover(catalogue, files, killer, events, images.trees(),
                images.source(), execs, volumes);
        ExitListener exits = new ExitListener(catalogue, files, runtime, remover, events,
                new Orphans(config.defaults().cgroupParent()), new ExecListener(execs, events), restarts, clock);
        this.execVerbs = new ExecHandlers.Verbs(new ExecCreator(execs, events),
                new ExecStarter(execs, specs, events, clock), new ExecResizer());
        HealthMonitor health = new HealthMonitor(catalogue,
                new HealthProbe(execVerbs.creator(), execVerbs.starter(), clock), events, timer, workers);
        this.recovery = new ContainerRecovery(catalogue, files, runtime, exits, remover, health, images.trees());
        ContainerStarter starter = new ContainerStarter(catalogue, images.source(), specs, new MountSpecs(volumes),
                new NamespaceJoiner(catalogue), new StartFiles(files, facts, runtimes),
                runtime, exits, remover, events, health,
                restarts, clock);
        this.reviver = new ContainerReviver(catalogue, starter, restarts, workers);
        this.verbs = verbs(killer, remover, starter);
    }

    private ContainerHandlers.Verbs verbs(ContainerKiller killer, ContainerRemover remover, ContainerStarter starter) {
        int processors = Processors.online().size();
        ContainerStopper stopper = new ContainerStopper(killer, events);
        return new ContainerHandlers.Verbs(
                new ContainerCreator(catalogue, files, images.source(),
                        new CreateChecks(processors, new NamespaceJoiner(catalogue), runtimes),
                        new MountPlanner(catalogue),
                        volumes, birth(remover), events, clock),
                starter, stopper, new ContainerRestarter(stopper, starter, events), killer, remover,
                new ContainerResizer(events), new ContainerPauser(catalogue, events),
                new ContainerRenamer(catalogue, events), new ContainerUpdater(catalogue, events, processors),
                new ContainerPruner(catalogue, remover, sizes, log));
    }

    private ContainerCreator.Birth birth(ContainerRemover remover) {
        VolumeSeeder seeder = new VolumeSeeder(trees, volumes, workers);
        return new ContainerCreator.Birth() {
            @Override
            public void seed(Container container) {
                seeder.seed(container);
            }

            @Override
            public void undo(Container container) {
                remover.remove(container, true, true);
            }
        };
    }

    private static Thread daemonThread(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Brings the catalogue in line with what runs, and starts what should run and does not. */
    void recover() {
        recovery.recover(workers);
        volumes.sweep();
        reviver.reviveAll();
        revivals = daemonThread(reviver::run, "reviver");
        revivals.start();
    }

    /** The machine goes down: ends all containers side by side, each with its signal and its patience. */
    void stopAll() {
        restarts.close();
        List<CompletableFuture<Void>> stops = catalogue.all().stream().filter(Container::isRunning)
                .map(c -> CompletableFuture.runAsync(() -> verbs.stopper().stopForShutdown(c), workers)).toList();
        LOG.info("the machine goes down: stopping {} containers", stops.size());
        try {
            CompletableFuture.allOf(stops.toArray(CompletableFuture[]::new))
                    .get(config.defaults().shutdownSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            LOG.warn("after {} s {} containers have not ended (shutdown-timeout)", config.defaults().shutdownSeconds(),
                    stops.stream().filter(f -> !f.isDone()).count());
        } catch (ExecutionException e) {
            LOG.warn("a container could not be stopped: {}", e.getCause().getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Collection<Container> all() {
        return catalogue.all();
    }

    /** The endpoints about containers, execs and volumes. */
    void addTo(Router router, ApiJson json) {
        ContainerReports reports = new ContainerReports(files, execs, volumes, sizes, clock);
        ContainerHandlers containers = new ContainerHandlers(catalogue, verbs, reports,
                new CreateBody(json, config.defaults()));
        ListHandler list = new ListHandler(catalogue, reports, images::idOf);
        router.add("GET", "/containers/json", list::list)
                .add("POST", "/containers/create", containers::create)
                .add("POST", "/containers/prune", containers::prune)
                .add("GET", "/containers/{name}/json", containers::inspect)
                .add("POST", "/containers/{name}/start", containers::start)
                .add("POST", "/containers/{name}/stop", containers::stop)
                .add("POST", "/containers/{name}/restart", containers::restart)
                .add("POST", "/containers/{name}/kill", containers::kill)
                .add("POST", "/containers/{name}/pause", containers::pause)
                .add("POST", "/containers/{name}/unpause", containers::unpause)
                .add("POST", "/containers/{name}/rename", containers::rename)
                .add("POST", "/containers/{name}/update", containers::update)
                .add("POST", "/containers/{name}/resize", containers::resize)
                .add("DELETE", "/containers/{name}", containers::remove);
        addStreams(router);
        addTrees(router);
        VolumeHandlers volumeHandlers = new VolumeHandlers(volumes);
        router.add("GET", "/volumes", volumeHandlers::list)
                .add("POST", "/volumes/create", volumeHandlers::create)
                .add("POST", "/volumes/prune", volumeHandlers::prune)
                .add("GET", "/volumes/{name}", volumeHandlers::inspect)
                .add("DELETE", "/volumes/{name}", volumeHandlers::remove);
    }

    private void addTrees(Router router) {
        TreeHandlers tree = new TreeHandlers(catalogue, new TreeHandlers.Verbs(new ContainerCopier(trees, events),
                new ContainerDiffer(trees), new ContainerExporter(trees, events),
                new ContainerCommitter(trees, verbs.pauser(), images.assembler(), events, clock)));
        router.add("HEAD", "/containers/{name}/archive", tree::stat)
                .add("GET", "/containers/{name}/archive", tree::read)
                .add("PUT", "/containers/{name}/archive", tree::write)
                .add("GET", "/containers/{name}/changes", tree::changes)
                .add("GET", "/containers/{name}/export", tree::export)
                .add("POST", "/commit", tree::commit);
    }

    private void addStreams(Router router) {
        LogPlan plan = new LogPlan(files);
        AttachHandler attach = new AttachHandler(catalogue, attacher, plan, workers);
        WaitHandler wait = new WaitHandler(catalogue, new ContainerWaiter());
        LogsHandler logs = new LogsHandler(catalogue, plan);
        ExecHandlers exec = new ExecHandlers(catalogue, execs, execVerbs, events, workers);
        UsageHandlers usage = new UsageHandlers(catalogue, new ContainerTop(events));
        StatsHandler stats = new StatsHandler(catalogue, new StatsReader(clock), Processors.online().size());
        router.add("POST", "/containers/{name}/attach", attach::attach)
                .add("POST", "/containers/{name}/wait", wait::await)
                .add("GET", "/containers/{name}/logs", logs::logs)
                .add("GET", "/containers/{name}/top", usage::top)
                .add("GET", "/containers/{name}/stats", stats::stats)
                .add("POST", "/containers/{name}/exec", exec::create)
                .add("POST", "/exec/{id}/start", exec::start)
                .add("POST", "/exec/{id}/resize", exec::resize)
                .add("GET", "/exec/{id}/json", exec::inspect);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        if (revivals != null) {
            revivals.interrupt();
        }
    }
}
