package io.jocker.cli.command.files;

import io.jocker.cli.client.CliException;
import io.jocker.cli.client.EngineClient;
import io.jocker.cli.client.HttpStream;
import io.jocker.cli.command.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Copies into a container. */
final class CopyIn {
    private final Session session;
    private final boolean owners;
    private final boolean followLink;
    private long bytes;

    CopyIn(Session session, boolean owners, boolean followLink) {
        this.session = session;
        this.owners = owners;
        this.followLink = followLink;
    }

    /** How many bytes went. */
    long copy(String path, String container, String destination) throws IOException {
        if (destination.isEmpty()) {
            throw new CliException("no such directory");
        }
        String target = destination;
        ContainerPath stat = ContainerPath.ask(session.client(), container, target);
        if (stat != null && stat.isLink()) {
            target = TreePath.keepEnd(TreePath.clean(stat.target(target)), destination);
            stat = ContainerPath.ask(session.client(), container, target);
        }
        if (stat != null && stat.isIrregular()) {
            throw new CliException("destination \"" + container + ":" + destination
                    + "\" must be a directory or a regular file");
        }
        CopyPlan.End end = new CopyPlan.End(target, stat != null, stat != null && stat.isDirectory());
        if (path.equals("-")) {
            if (!end.isDirectory()) {
                throw new CliException("destination \"" + container + ":" + destination + "\" must be a directory");
            }
            send(container, target, out -> bytes = session.in().transferTo(out));
            return bytes;
        }
        String local = source(path);
        Path file = Path.of(local);
        boolean through = TreePath.assertsDirectory(path);
        boolean directory = through ? Files.isDirectory(file) : Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
        CopyPlan plan = CopyPlan.of(new CopyPlan.End(local, true, directory), null, end);
        // Found through a link, it goes under the name of the link.
        String name = followLink ? TreePath.of(LocalPath.absolute(session.directory(), path)).name()
                : TreePath.of(local).name();
        Rebase rebase = plan.rebase().equals(Rebase.NONE) ? plan.rebase() : new Rebase(name, plan.rebase().to());
        send(container, plan.folder(), out -> bytes = new TreePacker(rebase).pack(through ? file.toRealPath() : file,
                name, out));
        return bytes;
    }

    /** The file to copy: what a link leads to, if links are followed. */
    private String source(String path) throws IOException {
        String local = LocalPath.absolute(session.directory(), path);
        Path file = Path.of(local);
        if (!LocalPath.exists(file)) {
            throw new CliException("lstat " + file + ": no such file or directory");
        }
        if (TreePath.assertsDirectory(path) && !Files.isDirectory(file)) {
            throw new CliException("not a directory");
        }
        return followLink ? TreePath.keepEnd(file.toRealPath().toString(), path) : local;
    }

    private void send(String container, String folder, EngineClient.Body body) throws IOException {
        Map<String, Object> query = new LinkedHashMap<>();
        query.put("path", folder);
        query.put("noOverwriteDirNonDir", "true");
        query.put("copyUIDGID", owners ? "true" : null);
        try (HttpStream response = session.client().upload("PUT", EngineClient.path("/containers/"
                + EngineClient.escape(container) + "/archive", query), body)) {
            response.status();
        }
    }
}
