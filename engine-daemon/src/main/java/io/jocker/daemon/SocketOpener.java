package io.jocker.daemon;

import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import io.jocker.core.host.socket.UnixListener;
import io.jocker.core.host.socket.UnixStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the sockets that a daemon listens on. A stale socket file is replaced, a live one never. */
final class SocketOpener {
    private static final Logger LOG = LoggerFactory.getLogger(SocketOpener.class);
    private static final String USUAL_GROUP = "jocker";
    private static final int FIRST_PASSED = 3;
    private static final int TYPE_MASK = 0170000;
    private static final int SOCKET = 0140000;

    private final String group;

    /** The sockets are opened to {@code group}; empty means the usual one, if it exists. */
    SocketOpener(String group) {
        this.group = group;
    }

    List<UnixListener> open(List<String> hosts) {
        List<UnixListener> listeners = new ArrayList<>();
        try {
            for (String host : hosts) {
                if (host.startsWith("fd://")) {
                    listeners.addAll(passed());
                } else {
                    listeners.add(bind(Path.of(host.substring("unix://".length()))));
                }
            }
            return listeners;
        } catch (EngineException e) {
            listeners.forEach(listener -> close(listener, e));
            throw e;
        }
    }

    private static void close(UnixListener listener, EngineException reason) {
        try {
            listener.close();
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    /** The descriptors that the service manager passed (sd_listen_fds(3)). */
    private static List<UnixListener> passed() {
        String count = System.getenv("LISTEN_FDS");
        String pid = System.getenv("LISTEN_PID");
        boolean ours = pid == null || pid.equals(String.valueOf(ProcessHandle.current().pid()));
        if (!ours || count == null || !count.matches("[1-9]\\d?")) {
            throw EngineException.invalid("fd:// needs sockets passed by a service manager, and LISTEN_FDS says that "
                    + "there are none");
        }
        List<UnixListener> listeners = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(count); i++) {
            requireSocket(FIRST_PASSED + i);
            listeners.add(UnixListener.adopt(FIRST_PASSED + i));
        }
        return listeners;
    }

    private static void requireSocket(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
            if (!target.startsWith("socket:")) {
                throw EngineException.invalid("descriptor " + descriptor + " was passed as a socket and is " + target);
            }
        } catch (IOException e) {
            throw new EngineException(ErrorKind.INVALID, "descriptor " + descriptor
                    + " was announced by LISTEN_FDS and is not open", e);
        }
    }

    private UnixListener bind(Path path) {
        try {
            if (Files.exists(path)) {
                if (((int) Files.getAttribute(path, "unix:mode") & TYPE_MASK) != SOCKET) {
                    throw EngineException.conflict(path + " is there and is no socket: move it away, or choose another "
                            + "--host");
                }
                replaceStale(path);
            }
            if (!Files.isDirectory(path.getParent())) {
                throw EngineException.invalid("cannot listen on " + path + ": its folder " + path.getParent()
                        + " is not there: make it, or choose another --host");
            }
            UnixListener listener = UnixListener.bind(path);
            try {
                share(path);
                return listener;
            } catch (IOException | RuntimeException e) {
                listener.close();
                throw e;
            }
        } catch (IOException e) {
            throw new EngineException(ErrorKind.INTERNAL, "cannot listen on " + path + ": " + e.getMessage(), e);
        }
    }

    private static void replaceStale(Path path) throws IOException {
        if (!Files.readAttributes(path, BasicFileAttributes.class).isOther()) {
            throw EngineException.conflict("cannot listen on " + path + ": it exists and is not a socket");
        }
        try (UnixStream other = UnixStream.connect(path)) {
            throw EngineException.conflict("another daemon, with pid " + other.peer().pid() + ", listens on " + path
                    + ": stop it first, or choose another --host");
        } catch (IOException nobodyListens) {
            LOG.info("replacing the stale socket {}", path);
            Files.delete(path);
        }
    }

    private void share(Path path) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        try {
            GroupPrincipal principal = path.getFileSystem().getUserPrincipalLookupService()
                    .lookupPrincipalByGroupName(group.isEmpty() ? USUAL_GROUP : group);
            view.setGroup(principal);
        } catch (UserPrincipalNotFoundException e) {
            if (!group.isEmpty()) {
                throw EngineException.invalid("the group " + group + " does not exist: create it, or choose another "
                        + "--group");
            }
        }
        view.setPermissions(PosixFilePermissions.fromString("rw-rw----"));
    }
}
