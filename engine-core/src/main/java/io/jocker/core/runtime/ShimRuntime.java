package io.jocker.core.runtime;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import io.jocker.core.host.process.Spawner;
import io.jocker.core.host.socket.Poller;
import io.jocker.core.host.socket.SocketCalls;
import io.jocker.core.host.socket.UnixStream;
import io.jocker.core.runtime.spec.Spec;
import io.jocker.core.store.CrashPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/**
 * The runtime that runs every container under a shim of its own. Directories of running containers are
 * {@code <exec-root>/s/<id>}.
 */
public final class ShimRuntime {
    private static final int CONTROL_FD = 3;
    private static final long TIMEOUT_MILLIS = 2_000;
    private static final long CREATE_TIMEOUT_MILLIS = 60_000;

    private final Path shims;
    private final ShimProgram program;
    private final Spawner spawner = new Spawner();
    private final Poller poller;
    private final CrashPoint crash;
    private final ExecutorService callbacks;
    private final ObjectMapper json;

    /**
     * @param execRoot  folder for what lives only as long as the machine runs
     * @param callbacks where events are delivered; may block
     */
    public ShimRuntime(Path execRoot, ShimProgram program, Poller poller, ExecutorService callbacks,
            CrashPoint crash) {
        this.crash = crash;
        this.shims = execRoot.resolve("s");
        this.program = program;
        this.poller = poller;
        this.callbacks = callbacks;
        this.json = JsonMapper.builder()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .serializationInclusion(JsonInclude.Include.NON_NULL)
                .addModule(new InstantModule())
                .build();
    }

    /** Where a container's runtime files are while it runs. */
    public Path directory(String id) {
        return shims.resolve(id);
    }

    /**
     * Creates a container: afterwards its namespaces, mounts and cgroups exist and its process waits for
     * {@link Shim#start}.
     *
     * @throws ShimException   if it cannot be created; nothing is left behind
     * @throws EngineException if the shim itself cannot be started
     */
    public Shim create(Spec spec, ShimSpec shim) {
        Path directory = directory(shim.id());
        int[] control = null;
        ShimConnection connection = null;
        try {
            delete(shim.id());
            Files.createDirectories(directory,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            json.writeValue(directory.resolve("config.json").toFile(), spec);
            json.writeValue(directory.resolve("shim.json").toFile(), shim);
            control = UnixStream.pair();
            connection = new ShimConnection(UnixStream.adopt(control[0]), json);
            try {
                spawner.runDetaching(List.of(program.path(), "shim", directory.toString()), program.environment(),
                        control[1], CONTROL_FD);
            } finally {
                SocketCalls.LIBC.close(control[1]);
            }
            connection.stream().setTimeout(CREATE_TIMEOUT_MILLIS);
            ShimStatus status = connection.ready();
            connection.stream().setTimeout(TIMEOUT_MILLIS);
            crash.reach("container.shim-made");
            return new Shim(directory, connection, status, List.of(), poller, callbacks, json);
        } catch (IOException e) {
            abandon(shim.id(), connection, e);
            throw new EngineException(ErrorKind.INTERNAL, "cannot create the container: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            abandon(shim.id(), connection, e);
            throw e;
        }
    }

    private void abandon(String id, ShimConnection connection, Exception reason) {
        try {
            if (connection != null) {
                connection.close();
            }
            delete(id);
        } catch (IOException | RuntimeException e) {
            reason.addSuppressed(e);
        }
    }

    /**
     * Finds the shim of a container that another daemon started; empty if it lives no more.
     *
     * @throws EngineException UNAVAILABLE if it lives but does not answer: it was stopped, say, and its container
     *                         must not suffer for that
     */
    public Optional<Shim> adopt(String id) {
        Path directory = directory(id);
        ShimConnection connection = null;
        try {
            connection = new ShimConnection(UnixStream.connect(directory.resolve("sock")), json);
            connection.stream().setTimeout(TIMEOUT_MILLIS);
            // An exit that happened in between comes first; STATE tells it again.
            EarlyEvents early = new EarlyEvents();
            ShimStatus status = connection.call(ShimMessage.STATE, java.util.Map.of(), ShimStatus.class, early);
            return Optional.of(new Shim(directory, connection, status, early.execs(), poller, callbacks, json));
        } catch (IOException e) {
            boolean silent = connection != null && lives(connection);
            closeQuietly(connection, e);
            if (silent) {
                throw new EngineException(ErrorKind.UNAVAILABLE, "the shim of container " + id + " lives, but does "
                        + "not answer", e);
            }
            return Optional.empty();
        }
    }

    /** Whether the process that listens at the other end has not ended. */
    private static boolean lives(ShimConnection connection) {
        try {
            String stat = Files.readString(Path.of("/proc/" + connection.stream().peer().pid() + "/stat"));
            // The name stands in parentheses and may hold anything; the letter of the state comes after it.
            return "ZX".indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) < 0;
        } catch (IOException noSuchProcess) {
            return false;
        }
    }

    private static void closeQuietly(ShimConnection connection, IOException reason) {
        if (connection != null) {
            try {
                connection.close();
            } catch (IOException e) {
                reason.addSuppressed(e);
            }
        }
    }

    /** The ids of all runtime directories, whether their shims live or not. */
    public List<String> directories() {
        if (!Files.isDirectory(shims)) {
            return List.of();
        }
        try (var entries = Files.list(shims)) {
            return entries.map(p -> p.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new EngineException(ErrorKind.INTERNAL, "cannot list " + shims + ": " + e.getMessage(), e);
        }
    }

    /** Removes what a container that runs no more left in its runtime directory. */
    public void delete(String id) {
        Path directory = directory(id);
        try {
            for (String name : List.of("config.json", "shim.json", "sock")) {
                Files.deleteIfExists(directory.resolve(name));
            }
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            throw new EngineException(ErrorKind.INTERNAL, "cannot remove " + directory + ": " + e.getMessage(), e);
        }
    }

    /** Reads an exit record that a shim wrote; empty if there is none. */
    public Optional<ExitRecord> exitRecord(Path file) {
        try {
            return Files.exists(file) ? Optional.of(json.readValue(file.toFile(), ExitRecord.class))
                    : Optional.empty();
        } catch (IOException e) {
            throw new EngineException(ErrorKind.INTERNAL, "cannot read the exit record " + file + ": "
                    + e.getMessage(), e);
        }
    }
}
