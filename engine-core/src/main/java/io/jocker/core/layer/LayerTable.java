package io.jocker.core.layer;

import io.jocker.core.reference.Digest;
import io.jocker.core.store.Holds;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The table {@code layer}. All calls work within the caller's transaction. */
final class LayerTable {
    private static final String RESOURCE = "layer/";
    private static final String COLUMNS = "number, chain_id, diff_id, parent, size";
    private static final String STACK = "WITH RECURSIVE stack (" + COLUMNS + ", depth) AS ("
            + " SELECT " + COLUMNS + ", 0 FROM layer WHERE chain_id = ?"
            + " UNION ALL SELECT l.number, l.chain_id, l.diff_id, l.parent, l.size, s.depth + 1"
            + " FROM layer l JOIN stack s ON l.number = s.parent) SELECT " + COLUMNS + " FROM stack ORDER BY depth";
    private static final String DELETE = "DELETE FROM layer WHERE NOT EXISTS"
            + " (SELECT 1 FROM hold WHERE resource = '" + RESOURCE + "' || layer.chain_id) AND NOT EXISTS"
            + " (SELECT 1 FROM layer above WHERE above.parent = layer.number) RETURNING " + COLUMNS;

    private final Holds holds = new Holds();

    Optional<Layer> find(Connection connection, Digest chainId) throws SQLException {
        List<Layer> found = query(connection, "SELECT " + COLUMNS + " FROM layer WHERE chain_id = ?", chainId);
        return found.stream().findFirst();
    }

    /** The layer and all below it, topmost first. */
    List<Layer> stack(Connection connection, Digest chainId) throws SQLException {
        return query(connection, STACK, chainId);
    }

    /** Holds those of these layers that are there; answers them. */
    Set<Digest> hold(Connection connection, List<Digest> chain, String holder) throws SQLException {
        Set<Digest> held = new HashSet<>();
        for (Digest chainId : chain) {
            if (find(connection, chainId).isPresent()) {
                holds.hold(connection, RESOURCE + chainId, holder);
                held.add(chainId);
            }
        }
        return held;
    }

    void insert(Connection connection, Layer layer, String holder) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO layer (number, chain_id, diff_id, parent, size, created) VALUES (?, ?, ?, ?, ?, ?)")) {
            insert.setLong(1, layer.number());
            insert.setString(2, layer.chainId().toString());
            insert.setString(3, layer.diffId().toString());
            if (layer.parent().isPresent()) {
                insert.setLong(4, layer.parent().getAsLong());
            } else {
                insert.setNull(4, Types.INTEGER);
            }
            insert.setLong(5, layer.size());
            insert.setString(6, Instant.now().toString());
            insert.executeUpdate();
        }
        holds.hold(connection, RESOURCE + layer.chainId(), holder);
    }

    /** Removes the rows of what is neither held nor below anything, then of what is so now, and so on. */
    List<Layer> deleteUnheld(Connection connection) throws SQLException {
        List<Layer> gone = new ArrayList<>();
        int before;
        do {
            before = gone.size();
            try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
                gone.addAll(layers(delete));
            }
        } while (gone.size() > before);
        return gone;
    }

    Set<Long> numbers(Connection connection) throws SQLException {
        return new HashSet<>(numbers(connection, "SELECT number FROM layer"));
    }

    long lastNumber(Connection connection) throws SQLException {
        List<Long> last = numbers(connection, "SELECT seq FROM sqlite_sequence WHERE name = 'layer'");
        return last.isEmpty() ? 0 : last.get(0);
    }

    private static List<Long> numbers(Connection connection, String sql) throws SQLException {
        List<Long> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                found.add(rows.getLong(1));
            }
        }
        return found;
    }

    private static List<Layer> query(Connection connection, String sql, Digest chainId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, chainId.toString());
            return layers(statement);
        }
    }

    private static List<Layer> layers(PreparedStatement statement) throws SQLException {
        List<Layer> found = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                long parent = rows.getLong(4);
                found.add(new Layer(rows.getLong(1), Digest.parse(rows.getString(2)), Digest.parse(rows.getString(3)),
                        rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(parent), rows.getLong(5)));
            }
        }
        return found;
    }
}
