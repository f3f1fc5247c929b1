package io.jocker.core.image;

import io.jocker.core.EngineException;
import io.jocker.core.image.document.Descriptor;
import io.jocker.core.reference.ImageReference;
import io.jocker.core.store.Database;
import io.jocker.core.store.Durability;
import java.time.Instant;
import java.util.Optional;

/** Gives an image a further name; a name that another image has moves over. */
public final class ImageTagger {
    private final Database database;
    private final ImageResolver resolver;
    private final ImageListener listener;
    private final ImageTable images = new ImageTable();
    private final TagTable tags = new TagTable();

    /** Over this database; {@code listener} hears the new name. */
    public ImageTagger(Database database, ImageResolver resolver, ImageListener listener) {
        this.database = database;
        this.resolver = resolver;
        this.listener = listener;
    }

    /**
     * Names the image that {@code source} means {@code target}, with {@code latest} if that has no tag.
     *
     * @throws EngineException NOT_FOUND; INVALID if the target has a digest
     */
    public void tag(String source, ImageReference target) {
        if (target.digest().isPresent()) {
            throw EngineException.invalid("refusing to create a tag with a digest reference");
        }
        ImageReference name = target.withDefaultTag();
        Image tagged = database.write(Durability.FULL, connection -> {
            Image image = resolver.resolve(connection, source);
            Optional<Descriptor> from = image.target();
            Descriptor descriptor = from.isPresent() ? from.get()
                    : images.manifest(connection, image.id()).orElseThrow();
            tags.put(connection, new TagTable.Tag(name, image.id(), descriptor, Instant.now()));
            return image;
        });
        listener.happened(ImageListener.Action.TAG, tagged.id(), name.familiar());
    }
}
