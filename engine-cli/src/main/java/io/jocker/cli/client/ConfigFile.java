package io.jocker.cli.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Docker's own folder of client settings: config.json, and contexts by the hash of their names. */
public final class ConfigFile {
    private final Path directory;

    /** For one folder, usually {@code ~/.docker}. */
    public ConfigFile(Path directory) {
        this.directory = directory;
    }

    /** The context in use, or null. */
    public String currentContext() {
        return setting("currentContext");
    }

    /** The keys that detach from a container: those that were given, or those of the settings; or null. */
    public String detachKeys(String given) {
        return given != null ? given : setting("detachKeys");
    }

    /** The format of a listing: the one that was given, or the one in the settings under {@code name}; or null. */
    public String format(String given, String name) {
        return given != null ? given : setting(name);
    }

    private String setting(String name) {
        Object value = Json.get(read(directory.resolve("config.json")), name);
        return value == null || value.toString().isEmpty() ? null : value.toString();
    }

    /**
     * Where a context's engine is.
     *
     * @throws CliException if there is no such context
     */
    public String contextHost(String name) {
        Path file = directory.resolve("contexts/meta").resolve(sha256(name)).resolve("meta.json");
        Object meta = read(file);
        String host = Json.text(meta, "Endpoints", "docker", "Host");
        if (host.isEmpty()) {
            throw new CliException("Failed to initialize: unable to resolve jocker endpoint: context \"" + name
                    + "\": context not found: open " + file + ": no such file or directory");
        }
        return host;
    }

    private static Object read(Path file) {
        if (!Files.exists(file)) {
            return null;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Json.read(in);
        } catch (IOException e) {
            throw new CliException("cannot read " + file + ": " + e.getMessage());
        }
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
