package io.jocker.daemon.http;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Ends connections whose request does not come to the end of its head in time: each of them holds a thread. */
final class HeadTimer implements AutoCloseable {
    private final ScheduledThreadPoolExecutor timer;
    private final long millis;

    HeadTimer(long millis) {
        this.millis = millis;
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "head-timer");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
    }

    /** Calls back if what this answers is not cancelled in time. */
    Future<?> start(Runnable callback) {
        return timer.schedule(callback, millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
