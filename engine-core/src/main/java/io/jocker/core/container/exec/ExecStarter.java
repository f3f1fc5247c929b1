package io.jocker.core.container.exec;

import io.jocker.core.EngineException;
import io.jocker.core.api.exec.ExecConfig;
import io.jocker.core.container.AttachRequest;
import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerEvents;
import io.jocker.core.container.spec.SpecBuilder;
import io.jocker.core.runtime.ExecProcess;
import io.jocker.core.runtime.ExecSpec;
import io.jocker.core.runtime.Shim;
import io.jocker.core.runtime.ShimException;
import io.jocker.core.runtime.ShimStreams;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** The second half of {@code exec}: executes what was noted, once. */
public final class ExecStarter {
    private static final int NOT_FOUND = 127;
    private static final int NOT_INVOKABLE = 126;
    private static final int ENOENT = 2;
    private static final int ENOTDIR = 20;

    private final ExecCatalogue catalogue;
    private final SpecBuilder specs;
    private final ContainerEvents events;
    private final Clock clock;

    /** States go to {@code catalogue}; processes are described by {@code specs}. */
    public ExecStarter(ExecCatalogue catalogue, SpecBuilder specs, ContainerEvents events, Clock clock) {
        this.catalogue = catalogue;
        this.specs = specs;
        this.events = events;
        this.clock = clock;
    }

    /** Whether an exec can be started; to be asked before a client's connection leaves HTTP. */
    public void check(Exec exec, Container container) {
        if (exec.state() instanceof ExecState.Running) {
            throw EngineException.conflict("Error: Exec command " + exec.spec().id() + " is already running");
        }
        if (exec.state() instanceof ExecState.Ended) {
            throw EngineException.conflict("Error: Exec command " + exec.spec().id() + " has already run");
        }
        ExecCreator.requireRunning(container);
    }

    /**
     * Executes it.
     *
     * @param consoleSize rows and columns of the terminal; null for those that were noted
     * @param attach      the streams that are wanted, null for none: then the result is null
     * @throws EngineException CONFLICT if it was started before, or the container does not run; INVALID, with the
     *                         runtime's words, if it cannot be executed
     */
    public ShimStreams start(Exec exec, Container container, List<Integer> consoleSize, AttachRequest attach) {
        exec.lock().lock();
        try {
            check(exec, container);
            ExecConfig config = exec.spec().config();
            events.publish(container, "exec_start: " + String.join(" ", config.cmd()),
                    Map.of("execID", exec.spec().id()));
            ExecProcess process = execute(exec, container, consoleSize, attach);
            note(exec, process);
            return process.streams();
        } finally {
            exec.lock().unlock();
        }
    }

    private void note(Exec exec, ExecProcess process) {
        try {
            catalogue.enter(exec, new ExecState.Running(process.pid()));
        } catch (RuntimeException e) {
            if (process.streams() != null) {
                try {
                    process.streams().close();
                } catch (IOException suppressed) {
                    e.addSuppressed(suppressed);
                }
            }
            throw e;
        }
    }

    private ExecProcess execute(Exec exec, Container container, List<Integer> consoleSize, AttachRequest attach) {
        ExecConfig config = exec.spec().config();
        Shim shim = shim(container);
        String user = config.user() == null || config.user().isEmpty() ? container.spec().config().user()
                : config.user();
        try {
            return shim.exec(new ExecSpec(exec.spec().id(),
                    specs.exec(container.spec().config(), container.spec().host(), config, consoleSize),
                    user == null || user.isEmpty() ? null : user, container.spec().host().groupAdd(),
                    config.attachStdin(),
                    attach == null ? null : new ExecSpec.Attach(attach.stdin() && config.attachStdin(),
                            attach.stdout(), attach.stderr(), config.tty() || exec.spec().probe())));
        } catch (ShimException e) {
            int code = e.errno() == ENOENT || e.errno() == ENOTDIR ? NOT_FOUND : NOT_INVOKABLE;
            catalogue.enter(exec, new ExecState.Ended(0, code, clock.instant()));
            throw EngineException.invalid("OCI runtime exec failed: exec failed: unable to start container process: "
                    + e.getMessage());
        }
    }

    private static Shim shim(Container container) {
        container.lock().lock();
        try {
            Shim shim = container.shim();
            if (shim == null) {
                throw EngineException.conflict("container " + container.id() + " is not running");
            }
            return shim;
        } finally {
            container.lock().unlock();
        }
    }
}
