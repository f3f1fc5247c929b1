package io.jocker.core.image;

import io.jocker.core.image.document.Descriptor;
import io.jocker.core.image.document.ImageConfig;
import io.jocker.core.reference.Digest;
import io.jocker.core.reference.ImageReference;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tables {@code image} and {@code image_manifest}. All calls work within the caller's transaction. */
final class ImageTable {
    private final TagTable tags = new TagTable();

    void insert(Connection connection, ImageRecord image) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT OR IGNORE INTO image"
                + " (id, chain_id, created, stored, size, config) VALUES (?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, image.id().toString());
            insert.setString(2, image.chainId().map(Digest::toString).orElse(null));
            insert.setString(3, image.config().createdInstant().map(Instant::toString).orElse(""));
            insert.setString(4, Instant.now().toString());
            insert.setLong(5, image.size());
            insert.setString(6, new String(image.rawConfig(), StandardCharsets.UTF_8));
            insert.executeUpdate();
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT OR IGNORE INTO image_manifest"
                + " (digest, image, media_type, size) VALUES (?, ?, ?, ?)")) {
            insert.setString(1, image.manifest().digest().toString());
            insert.setString(2, image.id().toString());
            insert.setString(3, image.manifest().mediaType());
            insert.setLong(4, image.manifest().size());
            insert.executeUpdate();
        }
    }

    void delete(Connection connection, Digest id) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM image WHERE id = ?")) {
            delete.setString(1, id.toString());
            delete.executeUpdate();
        }
    }

    Optional<Image> find(Connection connection, Digest id) throws SQLException {
        return query(connection, "SELECT id, chain_id, stored, size, config FROM image WHERE id = ?", id.toString())
                .stream().findFirst();
    }

    List<Image> all(Connection connection) throws SQLException {
        return query(connection, "SELECT id, chain_id, stored, size, config FROM image WHERE id <> ?", "");
    }

    /** The ids that begin with these characters, which must be an algorithm, a colon and hex digits. */
    List<Digest> startingWith(Connection connection, String prefix) throws SQLException {
        return digests(connection, "SELECT id FROM image WHERE substr(id, 1, length(?1)) = ?1 LIMIT 2", prefix);
    }

    /** The image that a repository knows by this digest of a manifest, an index or, as Docker accepts, its own id. */
    Optional<Digest> byDigest(Connection connection, ImageReference reference, Digest digest) throws SQLException {
        Optional<Digest> known = tags.imageOfRepoDigest(connection, reference.repository(), digest);
        if (known.isPresent()) {
            return known;
        }
        List<Digest> candidates = digests(connection, "SELECT image FROM image_manifest WHERE digest = ?1"
                + " UNION SELECT image FROM tag WHERE target = ?1 UNION SELECT id FROM image WHERE id = ?1",
                digest.toString());
        for (Digest candidate : candidates) {
            for (TagTable.Tag tag : tags.of(connection, candidate)) {
                if (tag.reference().repository().equals(reference.repository())) {
                    return Optional.of(candidate);
                }
            }
        }
        return Optional.empty();
    }

    private static List<Digest> digests(Connection connection, String sql, String value) throws SQLException {
        List<Digest> found = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, value);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(Digest.parse(rows.getString(1)));
                }
            }
        }
        return found;
    }

    private List<Image> query(Connection connection, String sql, String value) throws SQLException {
        List<Image> found = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, value);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(image(connection, rows));
                }
            }
        }
        return found;
    }

    private Image image(Connection connection, ResultSet row) throws SQLException {
        Digest id = Digest.parse(row.getString("id"));
        List<TagTable.Tag> names = tags.of(connection, id);
        ImageConfig config = ImageConfig.parse(row.getString("config").getBytes(StandardCharsets.UTF_8));
        Optional<Descriptor> target = names.isEmpty() ? manifest(connection, id)
                : Optional.of(names.get(0).target());
        return new Image(id, config, names.stream().map(tag -> tag.reference().familiar()).toList(),
                tags.repoDigests(connection, id).stream().map(ImageReference::familiar).toList(),
                Optional.ofNullable(row.getString("chain_id")).map(Digest::parse), row.getLong("size"),
                Instant.parse(row.getString("stored")),
                names.stream().map(TagTable.Tag::tagged).max(Instant::compareTo), target);
    }

    Optional<Descriptor> manifest(Connection connection, Digest id) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT media_type, digest, size FROM image_manifest WHERE image = ? ORDER BY digest")) {
            query.setString(1, id.toString());
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? Optional.of(new Descriptor(rows.getString(1), Digest.parse(rows.getString(2)),
                        rows.getLong(3))) : Optional.empty();
            }
        }
    }
}
