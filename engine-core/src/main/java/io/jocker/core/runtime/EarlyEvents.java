package io.jocker.core.runtime;

import java.util.ArrayList;
import java.util.List;

/** For callers that will ask for the state anyway; the ends of execs, which come once, are kept. */
final class EarlyEvents implements ShimEvents {
    private final List<ExecExit> execs = new ArrayList<>();

    /** The ends of execs that came. */
    List<ExecExit> execs() {
        return execs;
    }

    @Override
    public void exited(ExitRecord record) {
        // The answer to STATE has the record.
    }

    @Override
    public void outOfMemory() {
        // The exit record has it.
    }

    @Override
    public void execExited(ExecExit exit) {
        execs.add(exit);
    }

    @Override
    public void lost() {
        // The call itself fails.
    }
}
