package io.jocker.core.image;

import com.github.luben.zstd.Zstd;
import io.jocker.core.archive.TarBuilder;
import io.jocker.core.reference.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** An image to be, and the archives that tools would write of it. Layers are plain tars, lowest first. */
final class TestImage {
    private final List<byte[]> layers = new ArrayList<>();
    private String label = "";

    static TestImage of(byte[]... layers) {
        TestImage image = new TestImage();
        image.layers.addAll(List.of(layers));
        return image;
    }

    static TestImage small(String content) {
        return of(new TarBuilder().directory("etc/", 0755).file("etc/hello", content).bytes());
    }

    TestImage label(String value) {
        this.label = value;
        return this;
    }

    List<Digest> diffIds() {
        return layers.stream().map(Digest::sha256).toList();
    }

    byte[] config() {
        String diffIds = diffIds().stream().map(d -> '"' + d.toString() + '"').collect(Collectors.joining(","));
        return ("{\"architecture\":\"amd64\",\"os\":\"linux\",\"created\":\"2024-01-02T03:04:05.123456789Z\","
                + "\"config\":{\"Env\":[\"PATH=/bin\"],\"Cmd\":[\"/bin/sh\"],\"Labels\":{\"l\":\"" + label + "\"}},"
                + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[" + diffIds + "]}}").getBytes(StandardCharsets.UTF_8);
    }

    Digest id() {
        return Digest.sha256(config());
    }

    /** As dockerd before 25 wrote it: a directory a layer, equal layers once and links to it. */
    byte[] dockerArchive(String... names) {
        TarBuilder tar = new TarBuilder();
        List<String> paths = new ArrayList<>();
        List<Digest> seen = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            String directory = Digest.sha256("layer" + i).hex();
            Digest diffId = diffIds().get(i);
            tar.directory(directory + "/", 0755).file(directory + "/VERSION", "1.0");
            tar.file(directory + "/json", "{}");
            if (seen.contains(diffId)) {
                String first = paths.get(seen.indexOf(diffId));
                tar.link((byte) '2', directory + "/layer.tar", "../" + first);
            } else {
                tar.file(directory + "/layer.tar", layers.get(i));
            }
            seen.add(diffId);
            paths.add(directory + "/layer.tar");
        }
        String config = id().hex() + ".json";
        String tags = names.length == 0 ? "null" : quoted(List.of(names));
        return tar.file(config, config()).file("manifest.json", "[{\"Config\":\"" + config + "\",\"RepoTags\":"
                + tags + ",\"Layers\":" + quoted(paths) + "}]").bytes();
    }

    /** Which blobs an OCI layout has, by compression. */
    enum Packing {
        PLAIN, GZIP, ZSTD;

        byte[] pack(byte[] plain) {
            return switch (this) {
                case PLAIN -> plain;
                case GZIP -> TarBuilder.gzip(plain);
                default -> Zstd.compress(plain);
            };
        }

        String suffix() {
            return this == PLAIN ? "" : "+" + name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    byte[] manifest(Packing packing) {
        String descriptors = layers.stream().map(packing::pack).map(layer -> descriptor(
                "application/vnd.oci.image.layer.v1.tar" + packing.suffix(), layer, ""))
                .collect(Collectors.joining(","));
        return ("{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"config\":"
                + descriptor("application/vnd.oci.image.config.v1+json", config(), "") + ",\"layers\":["
                + descriptors + "]}").getBytes(StandardCharsets.UTF_8);
    }

    /** As an OCI layout; nested puts an index between, with a second platform whose blobs are left out. */
    byte[] ociArchive(Packing packing, String name, boolean nested) {
        TarBuilder tar = new TarBuilder().file("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}");
        byte[] manifest = manifest(packing);
        blob(tar, manifest);
        blob(tar, config());
        layers.stream().map(packing::pack).forEach(layer -> blob(tar, layer));
        String annotations = name.isEmpty() ? ""
                : ",\"annotations\":{\"io.containerd.image.name\":\"" + name + "\"}";
        String top = descriptor("application/vnd.oci.image.manifest.v1+json", manifest, annotations);
        if (nested) {
            byte[] absent = "absent".getBytes(StandardCharsets.UTF_8);
            byte[] index = index(descriptor("application/vnd.oci.image.manifest.v1+json", absent,
                    ",\"platform\":{\"os\":\"linux\",\"architecture\":\"s390x\"}") + ","
                    + descriptor("application/vnd.oci.image.manifest.v1+json", manifest,
                    ",\"platform\":{\"os\":\"linux\",\"architecture\":\"amd64\"}"));
            blob(tar, index);
            top = descriptor("application/vnd.oci.image.index.v1+json", index, annotations);
        }
        return tar.file("index.json", index(top)).bytes();
    }

    static byte[] index(String descriptors) {
        return ("{\"schemaVersion\":2,\"manifests\":[" + descriptors + "]}").getBytes(StandardCharsets.UTF_8);
    }

    static String descriptor(String mediaType, byte[] content, String more) {
        return "{\"mediaType\":\"" + mediaType + "\",\"digest\":\"" + Digest.sha256(content) + "\",\"size\":"
                + content.length + more + "}";
    }

    static void blob(TarBuilder tar, byte[] content) {
        tar.file("blobs/sha256/" + Digest.sha256(content).hex(), content);
    }

    private static String quoted(List<String> texts) {
        return texts.stream().map(t -> '"' + t + '"').collect(Collectors.joining(",", "[", "]"));
    }
}
