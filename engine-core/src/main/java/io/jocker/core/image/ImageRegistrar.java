package io.jocker.core.image;

import io.jocker.core.image.document.Descriptor;
import io.jocker.core.reference.Digest;
import io.jocker.core.reference.ImageReference;
import io.jocker.core.store.CrashPoint;
import io.jocker.core.store.Database;
import io.jocker.core.store.Durability;
import io.jocker.core.store.Holds;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes images that are whole on disk known: facts, holds and names in one durable transaction. */
public final class ImageRegistrar {
    private final Database database;
    private final CrashPoint crash;
    private final ImageTable images = new ImageTable();
    private final TagTable tags = new TagTable();
    private final Holds holds = new Holds();

    /** Writes into {@code database}. */
    public ImageRegistrar(Database database, CrashPoint crash) {
        this.database = database;
        this.crash = crash;
    }

    /** An image and the names that it gets, each standing for {@code target}. */
    public record Registration(ImageRecord image, Descriptor target, List<ImageReference> names) {
    }

    /** A name that another image had until now. */
    public record Moved(ImageReference name, Digest from) {
    }

    /** Whether an image is known by this manifest. */
    public boolean knowsManifest(Digest id, Digest manifest) {
        return database.read(connection -> {
            Optional<Descriptor> known = images.manifest(connection, id);
            return known.isPresent() && known.get().digest().equals(manifest);
        });
    }

    /** The manifest by which an image came, if it is known. */
    public Optional<Descriptor> manifestOf(Digest id) {
        return database.read(connection -> images.manifest(connection, id));
    }

    /** Registers them all, or none; answers the names that had another image. */
    public List<Moved> register(List<Registration> registrations) {
        crash.reach("image.registering");
        List<Moved> moved = database.write(Durability.FULL, connection -> {
            List<Moved> all = new ArrayList<>();
            for (Registration registration : registrations) {
                all.addAll(register(connection, registration));
            }
            return all;
        });
        crash.reach("image.registered");
        return moved;
    }

    private List<Moved> register(Connection connection, Registration registration) throws SQLException {
        ImageRecord image = registration.image();
        String holder = Image.resource(image.id());
        images.insert(connection, image);
        holds.hold(connection, "blob/" + image.manifest().digest(), holder);
        holds.hold(connection, "blob/" + image.id(), holder);
        if (image.chainId().isPresent()) {
            holds.hold(connection, "layer/" + image.chainId().get(), holder);
        }
        List<Moved> moved = new ArrayList<>();
        for (ImageReference name : registration.names()) {
            Optional<TagTable.Tag> before = tags.find(connection, name);
            before.filter(tag -> !tag.image().equals(image.id()))
                    .ifPresent(tag -> moved.add(new Moved(name, tag.image())));
            tags.put(connection, new TagTable.Tag(name, image.id(), registration.target(), Instant.now()));
        }
        return moved;
    }
}
