package io.jocker.core.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jocker.core.reference.Digest;
import io.jocker.core.store.CrashPoint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other people's tools write is read, and becomes the tree that they would make of it. */
class PeersTest {
    @TempDir
    Path temp;

    private void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).directory(temp.toFile()).redirectErrorStream(true)
                .redirectOutput(temp.resolve("log").toFile()).start();
        assertEquals(0, process.waitFor(), String.join(" ", command) + ": " + Files.readString(temp.resolve("log")));
    }

    private static void need(String tool) {
        boolean found = Stream.of(System.getenv("PATH").split(":")).anyMatch(dir -> Files.isExecutable(
                Path.of(dir, tool)));
        assumeTrue(found, "skipped: " + tool + " is not installed");
    }

    private static Map<String, String> tree(Path root) throws IOException {
        Map<String, String> tree = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.filter(p -> !p.equals(root)).toList()) {
                String type = Files.isSymbolicLink(path) ? "-> " + Files.readSymbolicLink(path)
                        : Files.isRegularFile(path) ? Digest.sha256(Files.readAllBytes(path)).hex() : "other";
                tree.put(root.relativize(path).toString(), type + Files.readAttributes(path, "unix:mode,uid,gid",
                        LinkOption.NOFOLLOW_LINKS));
            }
        }
        return tree;
    }

    @Test
    void skopeosArchivesOfAnUmociImageLoadToTheSameTree() throws IOException, InterruptedException {
        assumeTrue(System.getProperty("user.name").equals("root"), "skipped: unpacking layers needs root");
        need("umoci");
        need("skopeo");
        Path source = Files.createDirectories(temp.resolve("source/bin"));
        Files.writeString(source.resolve("tool"), "#!/bin/sh\n");
        Files.createSymbolicLink(source.resolve("link"), Path.of("tool"));
        Files.createLink(source.resolve("hard"), source.resolve("tool"));
        run("umoci", "init", "--layout", "oci");
        run("umoci", "new", "--image", "oci:it");
        run("umoci", "insert", "--image", "oci:it", temp.resolve("source").toString(), "/opt");
        run("umoci", "unpack", "--image", "oci:it", "bundle");
        run("skopeo", "copy", "oci:oci:it", "docker-archive:docker.tar:it:docker");
        run("skopeo", "copy", "oci:oci:it", "oci-archive:oci.tar:it:oci");
        Path data = Files.createDirectory(temp.resolve("data"));
        try (Stores stores = new Stores(data, CrashPoint.none())) {
            for (String kind : new String[] {"docker", "oci"}) {
                try (InputStream archive = Files.newInputStream(temp.resolve(kind + ".tar"))) {
                    stores.load(archive);
                }
                Image image = stores.resolver.resolve("it:" + kind);
                Path top = stores.layers.lowerDirs(image.chainId().orElseThrow()).get(0);
                assertEquals(tree(temp.resolve("bundle/rootfs")), tree(top));
            }
            assertTrue(stores.resolver.resolve("it:oci").target().isPresent());
        }
    }
}
