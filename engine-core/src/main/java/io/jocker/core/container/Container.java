package io.jocker.core.container;

import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import io.jocker.core.runtime.Shim;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One container of this daemon: its specification, and what changes. Whoever changes it holds {@link #lock};
 * reading single values needs no lock.
 */
public final class Container {
    private static final long ADOPTION_NANOS = TimeUnit.SECONDS.toNanos(2);

    private volatile ContainerSpec spec;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<CompletableFuture<ContainerState>> stopWaiters = new ArrayList<>();
    private final List<CompletableFuture<ContainerState>> removalWaiters = new ArrayList<>();
    private final List<PendingAttach> pendingAttaches = new ArrayList<>();
    private volatile String name;
    private volatile ContainerState state;
    private volatile boolean oomSeen;
    private volatile Lives lives;
    private volatile Health health;
    private Shim shim;

    /**
     * What outlasts a single run.
     *
     * @param restarts      how often the restart policy has started it again
     * @param stoppedByHand whether the last run was ended by somebody's order
     */
    public record Lives(int restarts, boolean stoppedByHand) {
        static final Lives FIRST = new Lives(0, false);
    }

    Container(ContainerSpec spec, String name, ContainerState state, Lives lives, Health health) {
        this.spec = spec;
        this.name = name;
        this.state = state;
        this.lives = lives;
        this.health = health;
    }

    /** What it was created as, and updated to. */
    public ContainerSpec spec() {
        return spec;
    }

    /** Its id, 64 hex digits. */
    public String id() {
        return spec.id();
    }

    /** Its name, without the leading slash that the API adds. */
    public String name() {
        return name;
    }

    /** Its state now. */
    public ContainerState state() {
        return state;
    }

    /** What outlasts a single run. */
    public Lives lives() {
        return lives;
    }

    /** Whether it has a process, be it paused. */
    public boolean isRunning() {
        return state instanceof ContainerState.Live;
    }

    /** Whether it has a process or will have one again by itself. */
    public boolean isActive() {
        return isRunning() || state instanceof ContainerState.Restarting;
    }

    /** What its health check last said, or null if it has none or does not run. */
    public Health health() {
        return health;
    }

    public void note(Lives newLives) {
        lives = newLives;
    }

    public void note(Health newHealth) {
        health = newHealth;
    }

    /** Takes over a specification that was updated. Needs the lock. */
    public void respecify(ContainerSpec updated) {
        spec = updated;
    }

    public ReentrantLock lock() {
        return lock;
    }

    public void rename(String newName) {
        name = newName;
    }

    /**
     * The shim while it runs, else null. Needs the lock, and gives it away while it waits for a daemon that has just
     * begun to find the shim, two seconds at most.
     *
     * @throws EngineException UNAVAILABLE if it runs, but its shim has not answered this daemon yet
     */
    public Shim shim() {
        long nanos = ADOPTION_NANOS;
        while (shim == null && isRunning()) {
            nanos = awaitChange(nanos);
            if (nanos <= 0) {
                throw new EngineException(ErrorKind.UNAVAILABLE, "the shim of container " + name + " does not answer");
            }
        }
        return shim;
    }

    private long awaitChange(long nanos) {
        try {
            return changed.awaitNanos(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** Whether its shim answers this daemon. Needs the lock. */
    public boolean isAdopted() {
        return shim != null;
    }

    public void run(Shim newShim, ContainerState.Live live) {
        oomSeen = false;
        change(newShim, live);
    }

    /** Goes from running to paused, or back. Needs the lock. */
    public void enter(ContainerState.Live live) {
        change(shim, live);
    }

    /** Enters a state in which nothing runs, and gives back the shim to be closed, which may be null. */
    public Shim settle(ContainerState settled) {
        return change(null, settled);
    }

    private Shim change(Shim newShim, ContainerState newState) {
        lock.lock();
        try {
            Shim last = shim;
            shim = newShim;
            state = newState;
            changed.signalAll();
            return last;
        } finally {
            lock.unlock();
        }
    }

    public void sawOutOfMemory() {
        oomSeen = true;
    }

    public boolean oomSeen() {
        return oomSeen;
    }

    /** A future that is told the state once the container stops running. Needs the lock. */
    public CompletableFuture<ContainerState> onStop() {
        return register(stopWaiters);
    }

    /** A future that is told the last state once the container is removed. Needs the lock. */
    public CompletableFuture<ContainerState> onRemoval() {
        return register(removalWaiters);
    }

    private CompletableFuture<ContainerState> register(List<CompletableFuture<ContainerState>> waiters) {
        CompletableFuture<ContainerState> future = new CompletableFuture<>();
        waiters.removeIf(CompletableFuture::isDone);
        waiters.add(future);
        return future;
    }

    public List<CompletableFuture<ContainerState>> takeStopWaiters() {
        return take(stopWaiters);
    }

    public List<CompletableFuture<ContainerState>> takeRemovalWaiters() {
        return take(removalWaiters);
    }

    public List<PendingAttach> pendingAttaches() {
        return pendingAttaches;
    }

    public List<PendingAttach> takePendingAttaches() {
        return take(pendingAttaches);
    }

    private static <T> List<T> take(List<T> list) {
        List<T> taken = List.copyOf(list);
        list.clear();
        return taken;
    }
}
