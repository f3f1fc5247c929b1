package io.jocker.core.image;

import io.jocker.core.EngineException;
import io.jocker.core.content.ContentStore;
import io.jocker.core.layer.Layer;
import io.jocker.core.layer.LayerStore;
import io.jocker.core.store.CrashPoint;
import io.jocker.core.store.Database;
import io.jocker.core.store.Durability;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Removes names of images, and images that have none left, by Docker's rules. First the facts go, in one transaction
 * with the check of who uses the image; then the bytes.
 */
public final class ImageRemover {
    private final Database database;
    private final ImageResolver resolver;
    private final ContentStore content;
    private final LayerStore layers;
    private final CrashPoint crash;
    private final ImageListener listener;

    /** One thing that a removal did. */
    public sealed interface Removal permits Untagged, Deleted {
    }

    /** A name is gone, as people write it. */
    public record Untagged(String name) implements Removal {
    }

    /** An image, or a layer by its chain id, is gone. */
    public record Deleted(String digest) implements Removal {
    }

    /** Over these stores; {@code listener} hears what went. */
    public ImageRemover(Database database, ImageResolver resolver, ContentStore content, LayerStore layers,
            CrashPoint crash, ImageListener listener) {
        this.database = database;
        this.resolver = resolver;
        this.content = content;
        this.layers = layers;
        this.crash = crash;
        this.listener = listener;
    }

    /**
     * Removes what the reference means: a name, and the image if that was its last; or an image by id.
     *
     * @param force also if stopped containers use it or it has several names
     * @param running whether the container of this id runs; asked within the transaction, so it must be quick
     * @throws EngineException NOT_FOUND; CONFLICT, in Docker's words, if it is in use; then nothing has changed
     */
    public List<Removal> remove(String reference, boolean force, Predicate<String> running) {
        RemovalPlan plan = database.write(Durability.FULL, connection -> {
            Image image = resolver.resolve(connection, reference);
            RemovalPlan steps = new RemovalPlan(connection, image, force, running);
            steps.execute(reference);
            return steps;
        });
        crash.reach("image.facts-deleted");
        List<Removal> done = new ArrayList<>(plan.removals());
        for (Removal removal : plan.removals()) {
            if (removal instanceof Untagged untagged) {
                listener.happened(ImageListener.Action.UNTAG, plan.image().id(), untagged.name());
            } else {
                listener.happened(ImageListener.Action.DELETE, plan.image().id(), plan.image().id().toString());
            }
        }
        for (Layer layer : layers.collect()) {
            done.add(new Deleted(layer.chainId().toString()));
        }
        content.collect();
        return done;
    }
}
