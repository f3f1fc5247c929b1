package io.jocker.core.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
    @TempDir
    Path root;

    private static int count(Database database) {
        return database.read(c -> {
            try (Statement s = c.createStatement(); ResultSet r = s.executeQuery("SELECT count(*) FROM hold")) {
                return r.getInt(1);
            }
        });
    }

    private static Void insert(Connection connection, String holder) throws SQLException {
        try (Statement s = connection.createStatement()) {
            s.executeUpdate("INSERT INTO hold VALUES ('r', '" + holder + "')");
        }
        return null;
    }

    @Test
    void whatWasCommittedIsThereAgain() {
        try (Database database = Database.open(root)) {
            database.write(Durability.FULL, c -> insert(c, "a"));
            database.write(Durability.RELAXED, c -> insert(c, "b"));
        }
        try (Database database = Database.open(root)) {
            assertEquals(2, count(database));
        }
    }

    @Test
    void aFailureTakesEverythingOfItsTransactionBack() {
        try (Database database = Database.open(root)) {
            assertThrows(EngineException.class, () -> database.write(Durability.FULL, c -> {
                insert(c, "a");
                return insert(c, "a");
            }));
            assertThrows(IllegalStateException.class, () -> database.write(Durability.FULL, c -> {
                insert(c, "a");
                throw new IllegalStateException();
            }));
            assertEquals(0, count(database));
        }
    }

    @Test
    void aSchemaOfTheFutureIsRefusedUntouched() throws Exception {
        Database.open(root).close();
        Path file = root.resolve("jocker.db");
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + file); Statement s = c.createStatement()) {
            s.execute("PRAGMA user_version = 9999");
        }
        byte[] before = Files.readAllBytes(file);
        EngineException e = assertThrows(EngineException.class, () -> Database.open(root));
        assertEquals(ErrorKind.CONFLICT, e.kind());
        assertTrue(e.getMessage().contains("schema 9999"), e.getMessage());
        assertArrayEquals(before, Files.readAllBytes(file));
    }

    @Test
    void oneDataRootHasOneDaemon() throws IOException {
        DataRootLock first = DataRootLock.acquire(root);
        EngineException e = assertThrows(EngineException.class, () -> DataRootLock.acquire(root));
        assertEquals(ErrorKind.CONFLICT, e.kind());
        assertTrue(e.getMessage().contains("pid " + ProcessHandle.current().pid()), e.getMessage());
        first.close();
        DataRootLock.acquire(root).close();
    }
}
