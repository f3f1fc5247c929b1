package io.jocker.core.image;

import io.jocker.core.content.ContentStore;
import io.jocker.core.layer.LayerStore;

/** What is to be done once before images are used: finish or undo what the last process did not finish. */
public final class ImageRecovery {
    private final Leases leases;
    private final ContentStore content;
    private final LayerStore layers;

    /** Over these stores. */
    public ImageRecovery(Leases leases, ContentStore content, LayerStore layers) {
        this.leases = leases;
        this.content = content;
        this.layers = layers;
    }

    /** Does it. */
    public void run() {
        leases.sweep();
        layers.sweep();
        content.sweep();
    }
}
