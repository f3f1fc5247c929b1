package io.jocker.core.content;

import io.jocker.core.reference.Digest;
import io.jocker.core.store.Holds;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tables {@code blob} and {@code blob_link}. All calls work within the caller's transaction. */
final class BlobTable {
    private static final String RESOURCE = "blob/";
    private static final String DELETE = "DELETE FROM blob WHERE NOT EXISTS"
            + " (SELECT 1 FROM hold WHERE resource = '" + RESOURCE + "' || blob.digest) AND NOT EXISTS"
            + " (SELECT 1 FROM blob_link WHERE child = blob.digest) RETURNING digest, size";

    private final Holds holds = new Holds();

    Optional<Blob> find(Connection connection, Digest digest) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT size FROM blob WHERE digest = ?")) {
            query.setString(1, digest.toString());
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? Optional.of(new Blob(digest, rows.getLong(1))) : Optional.empty();
            }
        }
    }

    boolean contains(Connection connection, String digest) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT 1 FROM blob WHERE digest = ?")) {
            query.setString(1, digest);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }

    Optional<Blob> hold(Connection connection, Digest digest, String holder) throws SQLException {
        Optional<Blob> found = find(connection, digest);
        if (found.isPresent()) {
            holds.hold(connection, RESOURCE + digest, holder);
        }
        return found;
    }

    void insert(Connection connection, Blob blob, String holder) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT OR IGNORE INTO blob (digest, size, created) VALUES (?, ?, ?)")) {
            insert.setString(1, blob.digest().toString());
            insert.setLong(2, blob.size());
            insert.setString(3, Instant.now().toString());
            insert.executeUpdate();
        }
        holds.hold(connection, RESOURCE + blob.digest(), holder);
    }

    void link(Connection connection, Digest parent, List<Digest> children) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT OR IGNORE INTO blob_link (parent, child) VALUES (?, ?)")) {
            for (Digest child : children) {
                insert.setString(1, parent.toString());
                insert.setString(2, child.toString());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** Removes the rows of what is neither held nor linked, then of what only those linked, and so on. */
    List<Blob> deleteUnheld(Connection connection) throws SQLException {
        List<Blob> gone = new ArrayList<>();
        int before;
        do {
            before = gone.size();
            try (PreparedStatement delete = connection.prepareStatement(DELETE);
                    ResultSet rows = delete.executeQuery()) {
                while (rows.next()) {
                    gone.add(new Blob(Digest.parse(rows.getString(1)), rows.getLong(2)));
                }
            }
        } while (gone.size() > before);
        return gone;
    }
}
