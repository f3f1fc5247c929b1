package io.jocker.daemon;

import io.jocker.core.EngineException;
import io.jocker.core.host.DirectoryLock;
import io.jocker.core.host.socket.Poller;
import io.jocker.core.host.socket.UnixListener;
import io.jocker.core.store.DataRootLock;
import io.jocker.core.store.Database;
import io.jocker.daemon.config.DaemonConfig;
import io.jocker.daemon.config.Options;
import io.jocker.daemon.http.HttpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running daemon: what it holds, in the order of taking it, and gives back in the opposite order. Containers
 * are not among it: they run on.
 */
final class Daemon implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

    private static final long IDLE_SECONDS = 60;

    private final Deque<AutoCloseable> held = new ArrayDeque<>();
    private final AtomicInteger threads = new AtomicInteger();
    private final DaemonConfig config;
    private Engine engine;
    private boolean started;

    private Daemon(DaemonConfig config) {
        this.config = config;
    }

    /**
     * Starts a daemon; when this returns it answers.
     *
     * @throws EngineException if it cannot; nothing stays held
     */
    static Daemon start(DaemonConfig config) {
        Daemon daemon = new Daemon(config);
        try {
            daemon.run();
            return daemon;
        } catch (RuntimeException e) {
            daemon.close();
            throw e;
        }
    }

    private void run() {
        claim(config.dataRoot(), () -> DataRootLock.acquire(config.dataRoot()));
        PrivateTemp.use(config.dataRoot());
        writePidFile();
        List<UnixListener> listeners = new SocketOpener(config.group()).open(config.hosts());
        listeners.forEach(this::hold);
        claim(config.execRoot(), () -> DirectoryLock.acquire(config.execRoot(), "exec root", "--exec-root"));
        Database database = hold(Database.open(config.dataRoot()));
        Poller poller = hold(new Poller("poller"));
        // Once it is shut down, work that still comes is for a daemon that ends: the next one does it.
        ExecutorService workers = new ThreadPoolExecutor(0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS,
                new SynchronousQueue<>(), this::daemonThread, new ThreadPoolExecutor.DiscardPolicy());
        hold(workers::shutdownNow);
        engine = hold(new Engine(config, database, poller, workers));
        HttpServer server = hold(new HttpServer(engine.api(), poller, workers));
        engine.recover();
        listeners.forEach(server::serve);
        started = true;
        LOG.info("jockerd {} serves {} (data in {})", Version.current(), config.hosts(), config.dataRoot());
    }

    /** Makes a directory ours; what is new of it goes again, before the lock does, if the start is refused. */
    private void claim(Path directory, Supplier<AutoCloseable> lock) {
        NewTree tree = NewTree.make(directory);
        hold(lock.get());
        hold(() -> {
            if (!started) {
                tree.takeBack();
            }
        });
    }

    private Thread daemonThread(Runnable task) {
        Thread thread = new Thread(task, "worker-" + threads.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    private <T extends AutoCloseable> T hold(T resource) {
        held.push(resource);
        return resource;
    }

    private void writePidFile() {
        if (config.pidFile().isEmpty()) {
            return;
        }
        Path file = Path.of(config.pidFile());
        try {
            if (Files.exists(file) && runsAnother(Files.readString(file).strip())) {
                throw EngineException.conflict("the pid file " + file + " names a process that runs: stop it first, or "
                        + "choose another --pidfile");
            }
            Files.writeString(file, ProcessHandle.current().pid() + "\n");
        } catch (IOException e) {
            throw EngineException.invalid("cannot write the pid file " + file + ": " + e.getMessage());
        }
        hold(() -> Files.deleteIfExists(file));
    }

    private static boolean runsAnother(String pid) {
        return pid.matches("\\d{1,9}") && Long.parseLong(pid) != ProcessHandle.current().pid()
                && ProcessHandle.of(Long.parseLong(pid)).isPresent();
    }

    /** SIGHUP: reads the file again and takes over what can change while running. */
    void reload(Options options) {
        try {
            DaemonConfig changed = DaemonConfig.load(options);
            Logging.level(changed.logLevel());
            engine.reload(changed);
            LOG.info("configuration reloaded: log-level={} labels={}; the rest takes a restart", changed.logLevel(),
                    changed.labels());
        } catch (EngineException e) {
            LOG.error("configuration not reloaded, nothing changed: {}", e.getMessage());
        }
    }

    /** What is to be done before the end if it is the machine's. */
    void endWithMachine() {
        if (MachineState.isEnding()) {
            engine.stopContainers();
        }
    }

    @Override
    public void close() {
        while (!held.isEmpty()) {
            try {
                held.pop().close();
            } catch (Exception e) {
                // The others must be given back all the same.
                LOG.warn("while stopping: {}", e.getMessage());
            }
        }
    }
}
