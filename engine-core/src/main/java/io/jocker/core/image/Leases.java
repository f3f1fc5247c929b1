package io.jocker.core.image;

import io.jocker.core.content.ContentStore;
import io.jocker.core.layer.LayerStore;
import io.jocker.core.store.Database;
import io.jocker.core.store.Durability;
import io.jocker.core.store.Holds;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What keeps content and layers while a verb is still putting an image together: a holder of its own for each run of
 * a verb. Ending one lets go; what nothing else holds by then is collected. None outlives its process.
 */
public final class Leases {
    private static final String PREFIX = "lease/";

    private final Database database;
    private final ContentStore content;
    private final LayerStore layers;
    private final Holds holds = new Holds();
    private final AtomicLong sequence = new AtomicLong();

    /** Over these stores. */
    public Leases(Database database, ContentStore content, LayerStore layers) {
        this.database = database;
        this.content = content;
        this.layers = layers;
    }

    /** A new holder. */
    public String begin() {
        return PREFIX + sequence.incrementAndGet();
    }

    /** Lets go of what the holder holds, and collects what that leaves to nobody. */
    public void end(String lease) {
        database.write(Durability.RELAXED, connection -> {
            holds.release(connection, lease);
            return null;
        });
        layers.collect();
        content.collect();
    }

    /** To be called once before use, before the stores are swept: lets go of what the last process held. */
    public void sweep() {
        database.write(Durability.RELAXED, connection -> {
            holds.releaseAll(connection, PREFIX);
            return null;
        });
    }
}
