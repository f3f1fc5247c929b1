package io.jocker.core.container.exec;

import io.jocker.core.EngineException;
import io.jocker.core.container.Container;

/** The size of an exec's terminal, in characters. */
public final class ExecResizer {
    /** Sets the size; CONFLICT if the exec does not run. */
    public void resize(Exec exec, Container container, int height, int width) {
        container.lock().lock();
        try {
            if (container.shim() == null || !(exec.state() instanceof ExecState.Running)) {
                throw EngineException.conflict("exec " + exec.spec().id() + " is not running");
            }
            container.shim().resize(exec.spec().id(), width, height);
        } finally {
            container.lock().unlock();
        }
    }
}
