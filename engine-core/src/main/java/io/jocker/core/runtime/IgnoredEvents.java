package io.jocker.core.runtime;

/** For callers that will ask for the state anyway. */
enum IgnoredEvents implements ShimEvents {
    INSTANCE;

    @Override
    public void exited(ExitRecord record) {
        // The answer to STATE has the record.
    }

    @Override
    public void outOfMemory() {
        // The exit record has it.
    }

    @Override
    public void lost() {
        // The call itself fails.
    }
}
