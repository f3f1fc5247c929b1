package io.jocker.core.image;

import io.jocker.core.image.document.Descriptor;
import io.jocker.core.reference.Digest;
import io.jocker.core.reference.ImageReference;
import io.jocker.core.store.Holds;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The tables {@code tag} and {@code repo_digest}. A tag holds the manifest or index that it was named by. All calls
 * work within the caller's transaction.
 */
final class TagTable {
    private final Holds holds = new Holds();

    /** A name, the image that it names, the descriptor that it came by, and since when. */
    record Tag(ImageReference reference, Digest image, Descriptor target, Instant tagged) {
    }

    void put(Connection connection, Tag tag) throws SQLException {
        String name = tag.reference().toString();
        remove(connection, tag.reference());
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO tag"
                + " (name, image, target, media_type, target_size, tagged) VALUES (?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, name);
            insert.setString(2, tag.image().toString());
            insert.setString(3, tag.target().digest().toString());
            insert.setString(4, tag.target().mediaType());
            insert.setLong(5, tag.target().size());
            insert.setString(6, tag.tagged().toString());
            insert.executeUpdate();
        }
        holds.hold(connection, "blob/" + tag.target().digest(), holder(tag.reference()));
    }

    void remove(Connection connection, ImageReference reference) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM tag WHERE name = ?")) {
            delete.setString(1, reference.toString());
            delete.executeUpdate();
        }
        holds.release(connection, holder(reference));
    }

    private static String holder(ImageReference reference) {
        return "tag/" + reference;
    }

    Optional<Tag> find(Connection connection, ImageReference reference) throws SQLException {
        return query(connection, "name = ?", reference.toString()).stream().findFirst();
    }

    /** The tags of an image, in order. */
    List<Tag> of(Connection connection, Digest image) throws SQLException {
        return query(connection, "image = ?", image.toString());
    }

    private static List<Tag> query(Connection connection, String condition, String value) throws SQLException {
        List<Tag> found = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement("SELECT name, image, target, media_type,"
                + " target_size, tagged FROM tag WHERE " + condition + " ORDER BY name")) {
            query.setString(1, value);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(new Tag(ImageReference.parse(rows.getString(1)), Digest.parse(rows.getString(2)),
                            new Descriptor(rows.getString(4), Digest.parse(rows.getString(3)), rows.getLong(5)),
                            Instant.parse(rows.getString(6))));
                }
            }
        }
        return found;
    }

    void putRepoDigest(Connection connection, ImageReference reference, Digest image) throws SQLException {
        Digest digest = reference.digest().orElseThrow();
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT OR REPLACE INTO repo_digest (repository, digest, image) VALUES (?, ?, ?)")) {
            insert.setString(1, reference.repository());
            insert.setString(2, digest.toString());
            insert.setString(3, image.toString());
            insert.executeUpdate();
        }
        holds.hold(connection, "blob/" + digest, digestHolder(reference));
    }

    void removeRepoDigest(Connection connection, ImageReference reference) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(
                "DELETE FROM repo_digest WHERE repository = ? AND digest = ?")) {
            delete.setString(1, reference.repository());
            delete.setString(2, reference.digest().orElseThrow().toString());
            delete.executeUpdate();
        }
        holds.release(connection, digestHolder(reference));
    }

    private static String digestHolder(ImageReference reference) {
        return "digest/" + reference;
    }

    /** The digest references of an image, in order. */
    List<ImageReference> repoDigests(Connection connection, Digest image) throws SQLException {
        List<ImageReference> found = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT repository, digest FROM repo_digest WHERE image = ? ORDER BY repository, digest")) {
            query.setString(1, image.toString());
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(ImageReference.parse(rows.getString(1)).withDigest(Digest.parse(rows.getString(2))));
                }
            }
        }
        return found;
    }

    Optional<Digest> imageOfRepoDigest(Connection connection, String repository, Digest digest) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT image FROM repo_digest WHERE repository = ? AND digest = ?")) {
            query.setString(1, repository);
            query.setString(2, digest.toString());
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? Optional.of(Digest.parse(rows.getString(1))) : Optional.empty();
            }
        }
    }
}
