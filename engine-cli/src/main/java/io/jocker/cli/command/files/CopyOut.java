package io.jocker.cli.command.files;

import io.jocker.cli.client.EngineClient;
import io.jocker.cli.client.HttpStream;
import io.jocker.cli.command.Session;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Copies out of a container. */
final class CopyOut {
    private final Session session;
    private final boolean owners;
    private final boolean followLink;

    CopyOut(Session session, boolean owners, boolean followLink) {
        this.session = session;
        this.owners = owners;
        this.followLink = followLink;
    }

    /** How many bytes came. */
    long copy(String container, String path, String destination) throws IOException {
        boolean toStream = destination.equals("-");
        String local = toStream ? "" : LocalPath.absolute(session.directory(), destination);
        if (!toStream) {
            LocalPath.checkedOutput(session.directory(), destination);
        }
        String source = path;
        String name = null;
        ContainerPath stat = followLink ? ContainerPath.ask(session.client(), container, path) : null;
        if (stat != null && stat.isLink()) {
            source = TreePath.keepEnd(TreePath.clean(stat.target(path)), path);
            name = TreePath.lastIsDot(path) ? null : TreePath.of(path).name();
        }
        try (HttpStream response = session.client().call("GET", "/containers/" + EngineClient.escape(container)
                + "/archive?path=" + EngineClient.escape(source), null);
                InputStream body = response.body()) {
            if (toStream) {
                long bytes = body.transferTo(session.out());
                session.out().flush();
                return bytes;
            }
            return unpack(new CountedInput(body), new CopyPlan.End(source, true,
                    ContainerPath.of(response).isDirectory()), name, local);
        }
    }

    private long unpack(CountedInput archive, CopyPlan.End source, String name, String given) throws IOException {
        String local = LocalPath.followed(given);
        Path path = Path.of(local);
        CopyPlan.End destination = new CopyPlan.End(local, Files.exists(path), Files.isDirectory(path));
        CopyPlan plan = CopyPlan.of(source, null, destination);
        Rebase rebase = plan.rebase();
        if (name != null && rebase.equals(Rebase.NONE)) {
            // Found through a link, it comes under the name of its target, and is to have that of the link.
            rebase = new Rebase(TreePath.of(source.path()).name(), name);
        }
        new TreeUnpacker(Path.of(plan.folder()), rebase, owners).unpack(archive);
        return archive.count();
    }
}
