package io.jocker.core.container.exec;

import io.jocker.core.EngineException;
import io.jocker.core.container.ContainerJson;
import io.jocker.core.store.Database;
import io.jocker.core.store.Durability;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All execs that somebody may still ask about: those of running containers, and for {@link #KEPT} those that have
 * ended. They are written down, so that a daemon that is killed loses no exit code, but not synced.
 */
public final class ExecCatalogue {
    /** For how long the exit code of an exec can be asked for. */
    private static final Duration KEPT = Duration.ofMinutes(5);

    private final Database database;
    private final Clock clock;
    private final ContainerJson json = new ContainerJson();
    private final Map<String, Exec> execs = new ConcurrentHashMap<>();

    /** Loads what the database holds. */
    public ExecCatalogue(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        database.read(connection -> {
            try (PreparedStatement query = connection.prepareStatement("SELECT body, state FROM exec");
                    ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    Exec.Spec spec = json.read(rows.getString(1), Exec.Spec.class);
                    execs.put(spec.id(), new Exec(spec, json.read(rows.getString(2), ExecState.class)));
                }
            }
            return null;
        });
    }

    /**
     * Finds one by its whole id.
     *
     * @throws EngineException NOT_FOUND
     */
    public Exec find(String id) {
        Exec exec = execs.get(id);
        if (exec == null) {
            throw EngineException.notFound("No such exec instance: " + id);
        }
        return exec;
    }

    /** The execs of a container that have not ended. */
    public List<Exec> of(String container) {
        return execs.values().stream().filter(e -> e.spec().container().equals(container))
                .filter(e -> !(e.state() instanceof ExecState.Ended)).toList();
    }

    /** Adds a new one. */
    Exec add(Exec.Spec spec) {
        Exec exec = new Exec(spec, new ExecState.Waiting());
        prune();
        if (!spec.probe()) {
            execute("INSERT INTO exec (id, container, body, state) VALUES (?, ?, ?, ?)", spec.id(), spec.container(),
                    json.write(spec), json.write(exec.state()));
        }
        execs.put(spec.id(), exec);
        return exec;
    }

    /** Enters a state and writes it down. Needs the lock of the exec. */
    void enter(Exec exec, ExecState state) {
        if (!exec.spec().probe()) {
            execute("UPDATE exec SET state = ? WHERE id = ?", json.write(state), exec.spec().id());
        } else if (state instanceof ExecState.Ended) {
            execs.remove(exec.spec().id());
        }
        exec.enter(state);
    }

    /** A container is gone, and its execs with it. */
    public void forget(String container) {
        execs.values().removeIf(e -> e.spec().container().equals(container));
    }

    private void prune() {
        Instant oldest = clock.instant().minus(KEPT);
        List<String> old = execs.values().stream()
                .filter(e -> e.state() instanceof ExecState.Ended ended && ended.finishedAt().isBefore(oldest))
                .map(e -> e.spec().id()).toList();
        for (String id : old) {
            execute("DELETE FROM exec WHERE id = ?", id);
            execs.remove(id);
        }
    }

    private void execute(String sql, String... values) {
        database.write(Durability.RELAXED, connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < values.length; i++) {
                    statement.setString(i + 1, values[i]);
                }
                statement.executeUpdate();
                return null;
            } catch (SQLException e) {
                throw EngineException.internal("cannot write down an exec: " + e.getMessage(), e);
            }
        });
    }
}
