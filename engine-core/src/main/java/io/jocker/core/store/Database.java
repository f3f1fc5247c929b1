package io.jocker.core.store;

import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * The metadata of the engine: one SQLite file in WAL mode. Writers take turns; readers run beside them on
 * connections of their own and see the last committed state.
 *
 * <p>Two writing connections differ only in what a commit promises ({@link Durability}).
 */
public final class Database implements AutoCloseable {
    private static final String FILE = "jocker.db";
    private static final int BUSY_MILLIS = 10_000;
    private static final int IDLE_READERS = 8;

    private final String url;
    private final Connection full;
    private final Connection relaxed;
    private final ReentrantLock writing = new ReentrantLock();
    private final Deque<Connection> readers = new ArrayDeque<>();
    private boolean closed;

    private Database(String url) throws SQLException {
        this.url = url;
        this.full = connect(SynchronousMode.FULL);
        try {
            Migrations.run(full);
            this.relaxed = connect(SynchronousMode.NORMAL);
        } catch (SQLException | RuntimeException e) {
            full.close();
            throw e;
        }
    }

    /**
     * Opens (and if need be creates and migrates) the database of a data root.
     *
     * @throws EngineException CONFLICT if a newer program wrote it, INTERNAL if it cannot be opened
     */
    public static Database open(Path dataRoot) {
        Path file = dataRoot.resolve(FILE);
        try {
            return new Database("jdbc:sqlite:" + file);
        } catch (SQLException e) {
            throw new EngineException(ErrorKind.INTERNAL, "cannot open the database " + file + ": " + e.getMessage(),
                    e);
        }
    }

    /** Runs a transaction that changes something; when this returns it is committed as {@code durability} says. */
    public <T> T write(Durability durability, SqlFunction<T> work) {
        writing.lock();
        try {
            Connection connection = durability == Durability.FULL ? full : relaxed;
            connection.setAutoCommit(false);
            try {
                T result = work.apply(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw failed(e);
        } finally {
            writing.unlock();
        }
    }

    /** Runs queries against one committed state. */
    public <T> T read(SqlFunction<T> work) {
        try {
            Connection connection = borrow();
            try {
                return work.apply(connection);
            } finally {
                giveBack(connection);
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static EngineException failed(SQLException e) {
        return new EngineException(ErrorKind.INTERNAL, "the metadata database failed: " + e.getMessage(), e);
    }

    private Connection borrow() throws SQLException {
        synchronized (readers) {
            if (closed) {
                throw new SQLException("the database is closed");
            }
            Connection idle = readers.poll();
            if (idle != null) {
                return idle;
            }
        }
        return connect(SynchronousMode.NORMAL);
    }

    private void giveBack(Connection connection) throws SQLException {
        synchronized (readers) {
            if (!closed && readers.size() < IDLE_READERS) {
                readers.push(connection);
                return;
            }
        }
        connection.close();
    }

    private Connection connect(SynchronousMode synchronous) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(synchronous);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_MILLIS);
        // A deferred transaction that turns into a writer fails at once when another one writes.
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        return config.createConnection(url);
    }

    @Override
    public void close() {
        writing.lock();
        try {
            synchronized (readers) {
                closed = true;
                for (Connection reader : readers) {
                    reader.close();
                }
                readers.clear();
            }
            relaxed.close();
            full.close();
        } catch (SQLException e) {
            throw failed(e);
        } finally {
            writing.unlock();
        }
    }
}
