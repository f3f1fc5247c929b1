package io.jocker.core.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Who needs what: a holder ({@code container/<id>}, {@code image/<digest>}, {@code lease/<random>}) holds a resource
 * ({@code image/<digest>}, {@code layer/<chain id>}, {@code blob/<digest>}). What nobody holds may be collected. All
 * calls work within the caller's transaction, so that a fact and its hold come and go together.
 */
public final class Holds {
    /** Holds; nothing happens if it does already. */
    public void hold(Connection connection, String resource, String holder) throws SQLException {
        update(connection, "INSERT OR IGNORE INTO hold (resource, holder) VALUES (?, ?)", resource, holder);
    }

    /** Lets one resource go. */
    public void release(Connection connection, String resource, String holder) throws SQLException {
        update(connection, "DELETE FROM hold WHERE resource = ? AND holder = ?", resource, holder);
    }

    /** Lets everything go that this holder has. */
    public void release(Connection connection, String holder) throws SQLException {
        update(connection, "DELETE FROM hold WHERE holder = ?", holder);
    }

    /** Lets everything go that holders with this prefix (such as {@code lease/}) have. */
    public void releaseAll(Connection connection, String prefix) throws SQLException {
        update(connection, "DELETE FROM hold WHERE substr(holder, 1, length(?1)) = ?1", prefix);
    }

    /** Who holds this resource, in order. */
    public List<String> holders(Connection connection, String resource) throws SQLException {
        return list(connection, "SELECT holder FROM hold WHERE resource = ? ORDER BY holder", resource);
    }

    /** What this holder holds, in order. */
    public List<String> resources(Connection connection, String holder) throws SQLException {
        return list(connection, "SELECT resource FROM hold WHERE holder = ? ORDER BY resource", holder);
    }

    private static void update(Connection connection, String sql, String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    private static List<String> list(Connection connection, String sql, String value) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, value);
            List<String> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
            return found;
        }
    }
}
