package io.jocker.core.store;

import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The numbered steps from an empty database to today's schema. Each is a resource beside this class and runs in
 * a transaction of its own that also records its number ({@code PRAGMA user_version}). A landed step is never
 * edited; a change of the schema is a new step.
 */
final class Migrations {
    private static final List<String> STEPS = List.of(
            "001-containers.sql",
            "002-images.sql",
            "003-lives.sql");

    private Migrations() {
    }

    /**
     * Brings the database up to date.
     *
     * @throws EngineException CONFLICT if the database was written by a newer program; it is left untouched
     */
    static void run(Connection connection) throws SQLException {
        int version = version(connection);
        if (version > STEPS.size()) {
            throw new EngineException(ErrorKind.CONFLICT, "the database has schema " + version
                    + " but this jockerd knows only schemas up to " + STEPS.size()
                    + ": start the newer jockerd that wrote it (nothing was changed)");
        }
        for (int step = version; step < STEPS.size(); step++) {
            apply(connection, STEPS.get(step), step + 1);
        }
    }

    private static void apply(Connection connection, String resource, int number) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            for (String sql : read(resource).split(";\\s*\\R")) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
            statement.execute("PRAGMA user_version = " + number);
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA user_version")) {
            return rows.next() ? rows.getInt(1) : 0;
        }
    }

    private static String read(String resource) {
        try (InputStream in = Migrations.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new EngineException(ErrorKind.INTERNAL, "cannot read the migration " + resource, e);
        }
    }
}
