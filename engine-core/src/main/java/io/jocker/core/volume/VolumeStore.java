package io.jocker.core.volume;

import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import io.jocker.core.event.EventLog;
import io.jocker.core.store.Database;
import io.jocker.core.store.Durability;
import io.jocker.core.store.Holds;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All volumes: made, found, removed. A volume that somebody holds cannot be removed. */
public final class VolumeStore {
    private static final int ID_BYTES = 32;

    private final Database database;
    private final VolumeFiles files;
    private final EventLog events;
    private final Clock clock;
    private final VolumeTable table = new VolumeTable();
    private final Map<String, Object> seeding = new ConcurrentHashMap<>();
    private final Holds holds = new Holds();
    private final SecureRandom random = new SecureRandom();

    /** Rows in {@code database}, bytes in {@code files}. */
    public VolumeStore(Database database, VolumeFiles files, EventLog events, Clock clock) {
        this.database = database;
        this.files = files;
        this.events = events;
        this.clock = clock;
    }

    /** What by its holder's name keeps a volume. */
    public static String resource(String name) {
        return "volume/" + name;
    }

    /** All of them, by name. */
    public List<Volume> all() {
        return database.read(table::all);
    }

    /**
     * The one of this name.
     *
     * @throws EngineException NOT_FOUND
     */
    public Volume find(String name) {
        Volume volume = database.read(c -> table.find(c, name));
        if (volume == null) {
            throw EngineException.notFound("get " + name + ": no such volume");
        }
        return volume;
    }

    /** The directory of a volume, to be mounted. */
    public Path data(Volume volume) {
        return files.data(volume.name());
    }

    /**
     * The volume of this name, made if there is none; null for a new one that is given a name. Once this returns it
     * survives a power cut.
     *
     * @throws EngineException INVALID for a bad name, NOT_IMPLEMENTED for options, NOT_FOUND for another driver
     */
    public synchronized Volume create(String name, String driver, Map<String, String> labels,
            Map<String, String> options) {
        if (driver != null && !driver.isEmpty() && !driver.equals(Volume.LOCAL)) {
            throw EngineException.notFound("error looking up volume plugin " + driver + ": plugin \"" + driver
                    + "\" not found");
        }
        if (options != null && !options.isEmpty()) {
            throw new EngineException(ErrorKind.NOT_IMPLEMENTED, "options of the volume driver local ("
                    + String.join(", ", options.keySet()) + ") are not supported by this version of jocker (see "
                    + "docs/limits.md)");
        }
        boolean anonymous = name == null || name.isEmpty();
        String chosen = anonymous ? randomName() : name;
        VolumeName.check(chosen);
        Volume volume = new Volume(chosen, Volume.LOCAL, clock.instant(), anonymous,
                labels == null ? Map.of() : labels, Map.of());
        // Before the row: what the row promises is there.
        files.make(chosen);
        Volume stored = database.write(Durability.FULL, c -> {
            Volume existing = table.find(c, chosen);
            if (existing == null) {
                table.insert(c, volume);
            }
            return existing == null ? volume : existing;
        });
        if (stored == volume) {
            events.publish("volume", "create", chosen, Map.of("driver", Volume.LOCAL));
        }
        return stored;
    }

    private String randomName() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /**
     * Removes a volume: first the fact, then the bytes.
     *
     * @param force that there is none is as good
     * @throws EngineException NOT_FOUND, or CONFLICT naming who holds it
     */
    public synchronized void remove(String name, boolean force) {
        boolean removed = database.write(Durability.FULL, c -> {
            if (table.find(c, name) == null) {
                if (force) {
                    return false;
                }
                throw EngineException.notFound("get " + name + ": no such volume");
            }
            List<String> holders = holds.holders(c, resource(name)).stream().map(h -> h.replaceFirst(".*/", ""))
                    .toList();
            if (!holders.isEmpty()) {
                throw EngineException.conflict("remove " + name + ": volume is in use - ["
                        + String.join(", ", holders) + "]");
            }
            table.delete(c, name);
            return true;
        });
        if (removed) {
            seeding.remove(name);
            files.remove(name);
            events.publish("volume", "destroy", name, Map.of("driver", Volume.LOCAL));
        }
    }

    /** Who holds a volume, such as {@code container/<id>}. */
    public List<String> holders(String name) {
        return database.read(c -> holds.holders(c, resource(name)));
    }

    /** What to synchronize on while a volume is being filled for the first time. */
    public Object seedLock(String name) {
        return seeding.computeIfAbsent(name, n -> new Object());
    }

    /** The bytes of a volume's files. */
    public long size(Volume volume) {
        return files.size(volume.name());
    }

    /** Tells that unused volumes were removed. */
    public void pruned(long bytes) {
        events.publish("volume", "prune", "", Map.of("reclaimed", String.valueOf(bytes)));
    }

    /** Removes directories that no row owns: what a crash between fact and bytes left. */
    public void sweep() {
        Set<String> known = new HashSet<>();
        all().forEach(v -> known.add(v.name()));
        files.names().stream().filter(n -> !known.contains(n)).forEach(files::remove);
    }
}
