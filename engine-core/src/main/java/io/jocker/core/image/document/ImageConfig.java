package io.jocker.core.image.document;

import io.jocker.core.EngineException;
import io.jocker.core.reference.Digest;
import io.jocker.core.reference.Platform;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * An image's configuration (OCI image specification, config.md; Docker's schema 2 has the same form). The stored blob
 * stays the truth; this is what the engine reads out of it. Texts are empty where nothing is stated.
 *
 * @param created RFC 3339 as stated, possibly empty
 * @param diffIds digests of the uncompressed layers, lowest first
 */
public record ImageConfig(
        Platform platform,
        String osVersion,
        String created,
        String author,
        String comment,
        String dockerVersion,
        RunDefaults defaults,
        List<Digest> diffIds,
        List<HistoryEntry> history) {
    private static final int MAX_LAYERS = 500;

    /**
     * Reads it.
     *
     * @throws EngineException INVALID
     */
    public static ImageConfig parse(byte[] json) {
        JsonDocument document = JsonDocument.object("the image configuration", json, JsonDocument.MAX_CONFIG);
        JsonDocument rootfs = document.object("rootfs").orElseThrow(() -> EngineException.invalid(
                "the image configuration has no rootfs: it is not an image, or of a version before Docker 1.10"));
        if (!rootfs.text("type").equals("layers")) {
            throw EngineException.invalid("the image configuration has a rootfs of the unknown type \""
                    + rootfs.text("type") + "\"");
        }
        List<Digest> diffIds = rootfs.texts("diff_ids").orElse(List.of()).stream().map(Digest::parse).toList();
        if (diffIds.size() > MAX_LAYERS) {
            throw EngineException.invalid("the image has " + diffIds.size() + " layers: at most " + MAX_LAYERS
                    + " are accepted");
        }
        ImageConfig config = new ImageConfig(platform(document), document.text("os.version"),
                document.text("created"), document.text("author"), document.text("comment"),
                document.text("docker_version"),
                document.object("config").map(RunDefaults::read).orElse(RunDefaults.NONE), diffIds,
                document.objects("history").stream().map(HistoryEntry::read).toList());
        config.createdInstant();
        return config;
    }

    private static Platform platform(JsonDocument document) {
        Platform here = Platform.current();
        String os = document.text("os");
        String architecture = document.text("architecture");
        return new Platform(os.isEmpty() ? here.os() : os, architecture.isEmpty() ? here.architecture() : architecture,
                document.text("variant"));
    }

    /** When it says it was made. */
    public Optional<Instant> createdInstant() {
        if (created.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(created).toInstant());
        } catch (DateTimeException e) {
            throw EngineException.invalid("the image configuration: \"created\" is not a time: " + created);
        }
    }
}
