package io.jocker.core.event;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The events of this daemon. The newest {@value #KEPT} are kept for replay, as Docker keeps them. A listener
 * that does not keep up loses its oldest events rather than holding memory without bound.
 */
public final class EventLog {
    private static final int KEPT = 256;
    private static final int QUEUED = 4096;

    private final Clock clock;
    private final Deque<Event> recent = new ArrayDeque<>();
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();

    /** An empty log. */
    public EventLog(Clock clock) {
        this.clock = clock;
    }

    /** Tells everybody. */
    public void publish(String type, String action, String id, Map<String, String> attributes) {
        Event event = new Event(clock.instant(), type, action, id,
                Collections.unmodifiableMap(new LinkedHashMap<>(attributes)));
        synchronized (recent) {
            if (recent.size() == KEPT) {
                recent.removeFirst();
            }
            recent.addLast(event);
            subscriptions.forEach(s -> s.offer(event));
        }
    }

    /** Everything from now on, and first what is kept already: nothing in between is missed or told twice. */
    public Subscription subscribe() {
        synchronized (recent) {
            Subscription subscription = new Subscription(new ArrayList<>(recent));
            subscriptions.add(subscription);
            return subscription;
        }
    }

    /** How many listen. */
    public int listeners() {
        return subscriptions.size();
    }

    /** One listener's queue. */
    public final class Subscription implements AutoCloseable {
        private final List<Event> past;
        private final BlockingQueue<Event> queue = new LinkedBlockingQueue<>(QUEUED);

        private Subscription(List<Event> past) {
            this.past = past;
        }

        /** The events before the subscription, oldest first. */
        public List<Event> past() {
            return past;
        }

        /** Waits for the next event; null when none came in time. */
        public Event next(long time, TimeUnit unit) throws InterruptedException {
            return queue.poll(time, unit);
        }

        private void offer(Event event) {
            while (!queue.offer(event)) {
                queue.poll();
            }
        }

        @Override
        public void close() {
            subscriptions.remove(this);
        }
    }
}
