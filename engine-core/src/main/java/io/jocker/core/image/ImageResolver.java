package io.jocker.core.image;

import io.jocker.core.EngineException;
import io.jocker.core.reference.Digest;
import io.jocker.core.reference.ImageReference;
import io.jocker.core.reference.ObjectId;
import io.jocker.core.store.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * From what a user types to the image meant: a name with or without tag, a name with digest, an id in full or the
 * beginning of one. A name wins over an id that begins the same.
 */
public final class ImageResolver {
    private static final Pattern ID_PREFIX = Pattern.compile("(?:sha256:)?[0-9a-f]{1,64}");

    private final Database database;
    private final ImageTable images = new ImageTable();
    private final TagTable tags = new TagTable();

    /** Over this database. */
    public ImageResolver(Database database) {
        this.database = database;
    }

    /**
     * The image meant.
     *
     * @throws EngineException NOT_FOUND ({@code No such image: busybox:latest}); INVALID if it is no reference, or the
     *     beginning of several ids
     */
    public Image resolve(String reference) {
        return database.read(connection -> resolve(connection, reference));
    }

    Image resolve(Connection connection, String reference) throws SQLException {
        Optional<Digest> id = find(connection, reference);
        Optional<Image> image = id.isPresent() ? images.find(connection, id.get()) : Optional.empty();
        return image.orElseThrow(() -> EngineException.notFound("No such image: " + shown(reference)));
    }

    /** The image meant, if there is one; the exceptions of {@link #resolve} but NOT_FOUND. */
    public Optional<Image> find(String reference) {
        return database.read(connection -> {
            Optional<Digest> id = find(connection, reference);
            return id.isPresent() ? images.find(connection, id.get()) : Optional.empty();
        });
    }

    private Optional<Digest> find(Connection connection, String reference) throws SQLException {
        Optional<Digest> id = fullId(reference);
        if (id.isPresent()) {
            return id;
        }
        ImageReference name = ImageReference.parse(reference);
        Optional<Digest> byName = name.digest().isPresent()
                ? images.byDigest(connection, name, name.digest().get())
                : tags.find(connection, name.withDefaultTag()).map(TagTable.Tag::image);
        return byName.isPresent() ? byName : byPrefix(connection, reference);
    }

    private Optional<Digest> byPrefix(Connection connection, String reference) throws SQLException {
        if (!ID_PREFIX.matcher(reference).matches()) {
            return Optional.empty();
        }
        String prefix = reference.startsWith("sha256:") ? reference : "sha256:" + reference;
        List<Digest> found = images.startingWith(connection, prefix);
        if (found.size() > 1) {
            throw EngineException.invalid("ambiguous reference: several images have an id that begins with "
                    + reference);
        }
        return found.stream().findFirst();
    }

    private static Optional<Digest> fullId(String reference) {
        if (ObjectId.isFull(reference)) {
            return Optional.of(new Digest(Digest.SHA256, reference));
        }
        int colon = reference.indexOf(':');
        boolean full = colon > 0 && ObjectId.isFull(reference.substring(colon + 1))
                && reference.substring(0, colon).toLowerCase(Locale.ROOT).equals(Digest.SHA256);
        return full ? Optional.of(Digest.parse(reference)) : Optional.empty();
    }

    private static String shown(String reference) {
        return fullId(reference).map(Digest::toString)
                .orElseGet(() -> ImageReference.parse(reference).withDefaultTag().familiar());
    }
}
