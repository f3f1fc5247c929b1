package io.jocker.cli.command.create;

import io.jocker.cli.client.CliException;
import io.jocker.cli.command.Csv;
import io.jocker.cli.command.Pairs;
import io.jocker.cli.command.Sizes;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** {@code --mount type=…,source=…,target=…}: Docker's long form, key by key. */
final class MountSyntax {
    private final String text;
    private final Path folder;
    private final Map<String, Object> mount = new LinkedHashMap<>();
    private final Map<String, Object> bind = new LinkedHashMap<>();
    private final Map<String, Object> volume = new LinkedHashMap<>();
    private final Map<String, Object> image = new LinkedHashMap<>();
    private final Map<String, Object> tmpfs = new LinkedHashMap<>();
    private final Map<String, String> labels = new LinkedHashMap<>();
    private final Map<String, String> driverOptions = new LinkedHashMap<>();
    private String driver = "";

    /** Sources are relative to {@code folder}. */
    MountSyntax(String text, Path folder) {
        this.text = text;
        this.folder = folder;
    }

    /**
     * The mount as the engine takes it.
     *
     * @throws CliException if it is none
     */
    Map<String, Object> mount() {
        mount.put("Type", "volume");
        for (String field : Csv.fields("--mount", text)) {
            int equals = field.indexOf('=');
            String key = (equals < 0 ? field : field.substring(0, equals)).toLowerCase(Locale.ROOT);
            if (equals >= 0) {
                set(key, field.substring(equals + 1), field);
            } else if (!flag(key)) {
                throw wrong("invalid field '" + field + "' must be a key=value pair");
            }
        }
        if (!mount.containsKey("Target")) {
            throw wrong("target is required");
        }
        if (!labels.isEmpty()) {
            volume.put("Labels", labels);
        }
        if (!driver.isEmpty() || !driverOptions.isEmpty()) {
            volume.put("DriverConfig", Map.of("Name", driver, "Options", driverOptions));
        }
        attach("volume", "VolumeOptions", volume);
        attach("bind", "BindOptions", bind);
        attach("image", "ImageOptions", image);
        attach("tmpfs", "TmpfsOptions", tmpfs);
        checkRecursion();
        return mount;
    }

    private boolean flag(String key) {
        switch (key) {
            case "readonly", "ro" -> mount.put("ReadOnly", true);
            case "volume-nocopy" -> volume.put("NoCopy", true);
            case "bind-nonrecursive" -> bind.put("NonRecursive", true);
            case "bind-create-src" -> bind.put("CreateMountpoint", true);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void set(String key, String value, String field) {
        switch (key) {
            case "type" -> mount.put("Type", value.toLowerCase(Locale.ROOT));
            case "source", "src" -> mount.put("Source", value.equals(".") || value.startsWith("./")
                    ? folder.resolve(value).normalize().toString() : value);
            case "target", "dst", "destination" -> mount.put("Target", value);
            case "readonly", "ro" -> mount.put("ReadOnly", truth(key, value));
            case "consistency" -> mount.put("Consistency", value.toLowerCase(Locale.ROOT));
            case "bind-propagation" -> bind.put("Propagation", value.toLowerCase(Locale.ROOT));
            case "bind-nonrecursive" -> bind.put("NonRecursive", truth(key, value));
            case "bind-create-src" -> bind.put("CreateMountpoint", truth(key, value));
            case "bind-recursive" -> recursion(value);
            case "volume-subpath" -> volume.put("Subpath", value);
            case "volume-nocopy" -> volume.put("NoCopy", truth(key, value));
            case "volume-label" -> Pairs.put(labels, value);
            case "volume-driver" -> driver = value;
            case "volume-opt" -> Pairs.put(driverOptions, value);
            case "image-subpath" -> image.put("Subpath", value);
            case "tmpfs-size" -> tmpfs.put("SizeBytes", size(value));
            case "tmpfs-mode" -> tmpfs.put("Mode", mode(value));
            default -> throw wrong("unexpected key '" + key + "' in '" + field + "'");
        }
    }

    private void recursion(String value) {
        switch (value) {
            case "enabled" -> bind.put("NonRecursive", false);
            case "disabled" -> bind.put("NonRecursive", true);
            case "writable" -> bind.put("ReadOnlyNonRecursive", true);
            case "readonly" -> bind.put("ReadOnlyForceRecursive", true);
            default -> throw wrong("invalid value for bind-recursive: " + value + " (must be \"enabled\", "
                    + "\"disabled\", \"writable\", or \"readonly\")");
        }
    }

    private void checkRecursion() {
        boolean readOnly = Boolean.TRUE.equals(mount.get("ReadOnly"));
        if (bind.containsKey("ReadOnlyNonRecursive") && !readOnly) {
            throw wrong("option 'bind-recursive=writable' requires 'readonly' to be specified in conjunction");
        }
        if (!bind.containsKey("ReadOnlyForceRecursive")) {
            return;
        }
        if (!readOnly) {
            throw wrong("option 'bind-recursive=readonly' requires 'readonly' to be specified in conjunction");
        }
        if (!"rprivate".equals(bind.get("Propagation"))) {
            throw wrong("option 'bind-recursive=readonly' requires 'bind-propagation=rprivate' to be specified in "
                    + "conjunction");
        }
    }

    private void attach(String type, String name, Map<String, Object> options) {
        if (options.isEmpty()) {
            return;
        }
        if (!type.equals(mount.get("Type"))) {
            throw wrong("cannot mix '" + type + "-*' options with mount type '" + mount.get("Type") + "'");
        }
        mount.put(name, options);
    }

    private boolean truth(String key, String value) {
        return switch (value) {
            case "1", "t", "T", "true", "TRUE", "True" -> true;
            case "0", "f", "F", "false", "FALSE", "False" -> false;
            default -> throw wrong("invalid value for " + key + ": " + value);
        };
    }

    private long size(String value) {
        try {
            return Sizes.bytes("--mount", value);
        } catch (CliException e) {
            throw (CliException) wrong("invalid value for tmpfs-size: " + value).initCause(e);
        }
    }

    private int mode(String value) {
        try {
            return Integer.parseUnsignedInt(value, 8);
        } catch (NumberFormatException e) {
            throw (CliException) wrong("invalid value for tmpfs-mode: " + value).initCause(e);
        }
    }

    private CliException wrong(String reason) {
        return CliException.badFlag(text, "--mount", reason);
    }
}
