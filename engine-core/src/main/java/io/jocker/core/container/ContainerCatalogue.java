package io.jocker.core.container;

import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import io.jocker.core.store.CrashPoint;
import io.jocker.core.store.Database;
import io.jocker.core.store.Durability;
import io.jocker.core.volume.VolumeStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All containers: the database's rows and one live {@link Container} for each. Names are unique; a container is
 * found by id, by name, or by a prefix of its id that is unique.
 */
public final class ContainerCatalogue {
    private final Database database;
    private final CrashPoint crash;
    private final ContainerJson json = new ContainerJson();
    private final TreeMap<String, Container> byId = new TreeMap<>();
    private final Map<String, Container> byName = new HashMap<>();

    /** Loads what the database holds. */
    public ContainerCatalogue(Database database, CrashPoint crash) {
        this.database = database;
        this.crash = crash;
        for (Container container : database.read(this::load)) {
            byId.put(container.id(), container);
            byName.put(container.name(), container);
        }
    }

    private List<Container> load(Connection connection) throws SQLException {
        List<Container> containers = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement("SELECT name, body, state, restarts, "
                + "stopped_by_hand, health FROM container");
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                String health = rows.getString(6);
                containers.add(new Container(json.read(rows.getString(2), ContainerSpec.class), rows.getString(1),
                        json.read(rows.getString(3), ContainerState.class),
                        new Container.Lives(rows.getInt(4), rows.getBoolean(5)),
                        health == null ? null : json.read(health, Health.class)));
            }
        }
        return containers;
    }

    /** All of them, in no particular order. */
    public synchronized Collection<Container> all() {
        return List.copyOf(byId.values());
    }

    /** Whether a container is still there. */
    public synchronized boolean contains(Container container) {
        return byId.get(container.id()) == container;
    }

    /**
     * Finds one by id, name (with or without the slash) or unique prefix of an id.
     *
     * @throws EngineException NOT_FOUND or, for a prefix of several ids, INVALID; Docker's words
     */
    public synchronized Container find(String reference) {
        String name = reference.startsWith("/") ? reference.substring(1) : reference;
        Container exact = byId.containsKey(reference) ? byId.get(reference) : byName.get(name);
        if (exact != null) {
            return exact;
        }
        String next = reference.isEmpty() ? null : byId.ceilingKey(reference);
        if (next == null || !next.startsWith(reference)) {
            throw EngineException.notFound("No such container: " + reference);
        }
        String other = byId.higherKey(next);
        if (other != null && other.startsWith(reference)) {
            throw EngineException.invalid("multiple IDs found with provided prefix: " + reference);
        }
        return byId.get(next);
    }

    /**
     * Adds a new container, which holds its image.
     *
     * @throws EngineException CONFLICT if the name is taken
     */
    public Container add(ContainerSpec spec, String name) {
        Container container = new Container(spec, name, ContainerState.Created.FRESH, Container.Lives.FIRST, null);
        synchronized (this) {
            Container holder = byName.get(name);
            if (holder != null) {
                throw nameInUse(name, holder);
            }
            byName.put(name, container);
        }
        try {
            boolean autoRemove = spec.host().autoRemove();
            crash.reach("container.recording");
            database.write(autoRemove ? Durability.RELAXED : Durability.FULL, c -> {
                insert(c, container, autoRemove);
                return null;
            });
        } catch (RuntimeException e) {
            synchronized (this) {
                byName.remove(name);
            }
            throw e;
        }
        crash.reach("container.recorded");
        synchronized (this) {
            byId.put(spec.id(), container);
        }
        return container;
    }

    private void insert(Connection connection, Container container, boolean autoRemove) throws SQLException {
        ContainerSpec spec = container.spec();
        requireImage(connection, spec);
        execute(connection, "INSERT INTO container (id, name, created, image, auto_remove, body, state) "
                + "VALUES (?, ?, ?, ?, ?, ?, ?)", spec.id(), container.name(), spec.created().toString(),
                spec.image(), autoRemove ? "1" : "0", json.write(spec), json.write(container.state()));
        hold(connection, "image/" + spec.image(), spec.id());
        if (!spec.chainId().isEmpty()) {
            // An image can be removed by force from under a stopped container; the layers stay.
            hold(connection, "layer/" + spec.chainId(), spec.id());
        }
        for (ContainerMount mount : spec.mounts()) {
            if (mount.type() == ContainerMount.Type.VOLUME) {
                requireVolume(connection, mount.name());
                hold(connection, VolumeStore.resource(mount.name()), spec.id());
            }
        }
    }

    /** It may have been removed since it was resolved; from here on the hold keeps it. */
    private static void requireImage(Connection connection, ContainerSpec spec) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT 1 FROM image WHERE id = ?")) {
            query.setString(1, spec.image());
            try (ResultSet rows = query.executeQuery()) {
                if (!rows.next()) {
                    throw EngineException.notFound("No such image: " + spec.config().image());
                }
            }
        }
    }

    private static void requireVolume(Connection connection, String name) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT 1 FROM volume WHERE name = ?")) {
            query.setString(1, name);
            try (ResultSet rows = query.executeQuery()) {
                if (!rows.next()) {
                    throw EngineException.conflict("volume " + name + " was removed while a container was being "
                            + "created with it: try again");
                }
            }
        }
    }

    private static void hold(Connection connection, String resource, String id) throws SQLException {
        execute(connection, "INSERT OR IGNORE INTO hold (resource, holder) VALUES (?, ?)", resource, holder(id));
    }

    private static String holder(String id) {
        return "container/" + id;
    }

    private static EngineException nameInUse(String name, Container holder) {
        return EngineException.conflict("Conflict. The container name \"/" + name + "\" is already in use by "
                + "container \"" + holder.id() + "\". You have to remove (or rename) that container to be able to "
                + "reuse that name.");
    }

    /** Writes a container's state down, with all else that changes as it lives. */
    public void saveState(Container container, Durability durability) {
        String state = json.write(container.state());
        String health = container.health() == null ? null : json.write(container.health());
        Container.Lives lives = container.lives();
        crash.reach("container.state-saving");
        database.write(durability, c -> {
            execute(c, "UPDATE container SET state = ?, restarts = ?, stopped_by_hand = ?, health = ? WHERE id = ?",
                    state, String.valueOf(lives.restarts()), lives.stoppedByHand() ? "1" : "0", health,
                    container.id());
            return null;
        });
        crash.reach("container.state-saved");
    }

    /** Takes over and writes down a specification that was updated. The caller holds the container's lock. */
    public void respecify(Container container, ContainerSpec updated) {
        String body = json.write(updated);
        database.write(Durability.FULL, c -> {
            execute(c, "UPDATE container SET body = ? WHERE id = ?", body, container.id());
            return null;
        });
        container.respecify(updated);
    }

    /** Changes a container's name; CONFLICT if the new one is taken. */
    public void rename(Container container, String name) {
        synchronized (this) {
            Container holder = byName.get(name);
            if (holder != null) {
                throw nameInUse(name, holder);
            }
            byName.put(name, container);
        }
        String old = container.name();
        database.write(Durability.FULL, c -> {
            execute(c, "UPDATE container SET name = ? WHERE id = ?", name, container.id());
            return null;
        });
        container.rename(name);
        synchronized (this) {
            byName.remove(old);
        }
    }

    /** Removes a container's facts, and with them its holds; the bytes are the caller's. */
    public void remove(Container container) {
        boolean autoRemove = container.spec().host().autoRemove();
        crash.reach("container.facts-going");
        database.write(autoRemove ? Durability.RELAXED : Durability.FULL, c -> {
            execute(c, "DELETE FROM hold WHERE holder = ?", holder(container.id()));
            execute(c, "DELETE FROM container WHERE id = ?", container.id());
            return null;
        });
        crash.reach("container.facts-gone");
        synchronized (this) {
            byId.remove(container.id());
            byName.remove(container.name(), container);
        }
    }

    private static void execute(Connection connection, String sql, String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    /** The failure for a container that went away while somebody worked on it. */
    public static EngineException gone(Container container) {
        return new EngineException(ErrorKind.NOT_FOUND, "No such container: " + container.id());
    }
}
