package io.jocker.core.image.document;

import io.jocker.core.archive.Compression;
import java.util.Set;

/** The media types of images, by what they are. */
public final class MediaTypes {
    /** An OCI manifest. */
    public static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    /** An OCI index. */
    public static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
    /** An OCI image configuration. */
    public static final String OCI_CONFIG = "application/vnd.oci.image.config.v1+json";
    /** A manifest of Docker's schema 2. */
    public static final String DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
    /** Docker's manifest list. */
    public static final String DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";
    /** An image configuration of Docker's. */
    public static final String DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json";

    /** A layer that is not compressed. */
    public static final String OCI_LAYER = "application/vnd.oci.image.layer.v1.tar";

    private static final Set<String> MANIFESTS = Set.of(OCI_MANIFEST, DOCKER_MANIFEST);
    private static final Set<String> INDEXES = Set.of(OCI_INDEX, DOCKER_LIST);
    private static final Set<String> CONFIGS = Set.of(OCI_CONFIG, DOCKER_CONFIG);

    private MediaTypes() {
    }

    /** Whether it is a manifest. */
    public static boolean isManifest(String mediaType) {
        return MANIFESTS.contains(mediaType);
    }

    /** Whether it is an index. */
    public static boolean isIndex(String mediaType) {
        return INDEXES.contains(mediaType);
    }

    /** Whether it is the configuration of an image that containers can be made of. */
    public static boolean isImageConfig(String mediaType) {
        return CONFIGS.contains(mediaType);
    }

    /** The OCI type of a layer that is named by OCI's or by Docker's type. */
    public static String ociLayer(String mediaType) {
        return switch (mediaType) {
            case "application/vnd.docker.image.rootfs.diff.tar" -> OCI_LAYER;
            case "application/vnd.docker.image.rootfs.diff.tar.gzip" -> OCI_LAYER + "+gzip";
            default -> mediaType;
        };
    }

    /** The OCI type of a layer tar with this compression. */
    public static String ociLayer(Compression compression) {
        return switch (compression) {
            case GZIP -> "application/vnd.oci.image.layer.v1.tar+gzip";
            case ZSTD -> "application/vnd.oci.image.layer.v1.tar+zstd";
            default -> OCI_LAYER;
        };
    }
}
