package io.jocker.core.volume;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jocker.core.EngineException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The rows of volumes. */
final class VolumeTable {
    private static final String COLUMNS = "SELECT name, driver, created, anonymous, labels, options FROM volume";
    private final ObjectMapper json = new ObjectMapper();

    List<Volume> all(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(COLUMNS + " ORDER BY name")) {
            return read(query);
        }
    }

    /** The one of this name, or null. */
    Volume find(Connection connection, String name) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(COLUMNS + " WHERE name = ?")) {
            query.setString(1, name);
            List<Volume> found = read(query);
            return found.isEmpty() ? null : found.get(0);
        }
    }

    private List<Volume> read(PreparedStatement query) throws SQLException {
        List<Volume> volumes = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                volumes.add(new Volume(rows.getString(1), rows.getString(2), Instant.parse(rows.getString(3)),
                        rows.getBoolean(4), map(rows.getString(5)), map(rows.getString(6))));
            }
        }
        return volumes;
    }

    void insert(Connection connection, Volume volume) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO volume (name, driver, created, "
                + "anonymous, labels, options) VALUES (?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, volume.name());
            insert.setString(2, volume.driver());
            insert.setString(3, volume.created().toString());
            insert.setBoolean(4, volume.anonymous());
            insert.setString(5, text(volume.labels()));
            insert.setString(6, text(volume.options()));
            insert.executeUpdate();
        }
    }

    void delete(Connection connection, String name) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM volume WHERE name = ?")) {
            delete.setString(1, name);
            delete.executeUpdate();
        }
    }

    private String text(Map<String, String> map) {
        try {
            return json.writeValueAsString(map);
        } catch (JsonProcessingException e) {
            throw EngineException.internal("cannot encode a volume: " + e.getMessage(), e);
        }
    }

    private Map<String, String> map(String text) {
        try {
            return json.readValue(text, new TypeReference<>() {
            });
        } catch (JsonProcessingException e) {
            throw EngineException.internal("cannot decode a volume of the database: " + e.getMessage(), e);
        }
    }
}
