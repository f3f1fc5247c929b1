package io.jocker.cli.command.files;

import io.jocker.cli.client.EngineClient;
import io.jocker.cli.client.HttpStream;
import io.jocker.cli.client.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What is at a path in a container, by the header in which the engine says it. */
record ContainerPath(long mode, String linkTarget) {
    private static final int REFUSED = 400;
    // As Go's os.FileMode has them.
    private static final long DIRECTORY = 1L << 31;
    private static final long SYMLINK = 1L << 27;
    private static final long OTHER = 1L << 26 | 1L << 25 | 1L << 24 | 1L << 21;

    boolean isDirectory() {
        return (mode & DIRECTORY) != 0;
    }

    boolean isLink() {
        return (mode & SYMLINK) != 0;
    }

    /** Whether it is a device, a pipe or a socket. */
    boolean isIrregular() {
        return (mode & OTHER) != 0;
    }

    /** Of a response to a question about an archive. */
    static ContainerPath of(HttpStream response) throws IOException {
        String header = response.header("x-docker-container-path-stat");
        if (header == null) {
            throw new IOException("the engine did not say what is at the path");
        }
        Object stat = Json.read(new ByteArrayInputStream(new String(Base64.getDecoder().decode(header),
                StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8)));
        return new ContainerPath(Json.number(stat, "mode"), Json.text(stat, "linkTarget"));
    }

    /** Asks what is there; null if nothing is, or nothing that could be told. */
    static ContainerPath ask(EngineClient client, String container, String path) throws IOException {
        try (HttpStream response = client.open("HEAD", "/containers/" + EngineClient.escape(container)
                + "/archive?path=" + EngineClient.escape(path), null)) {
            // A refusal of HEAD has no words; what follows meets the same and says why.
            return response.status() < REFUSED ? of(response) : null;
        }
    }

    /** Where a link leads, which lies at {@code path}. */
    String target(String path) {
        return linkTarget.startsWith("/") ? linkTarget : TreePath.of(path).folder() + linkTarget;
    }
}
