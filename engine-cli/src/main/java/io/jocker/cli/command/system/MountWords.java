package io.jocker.cli.command.system;

import io.jocker.cli.client.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A mount in the long form of {@code --mount}. */
final class MountWords {
    private MountWords() {
    }

    static String text(Object mount) {
        List<String> fields = new ArrayList<>();
        put(fields, "type", Json.text(mount, "Type"));
        put(fields, "source", Json.text(mount, "Source"));
        put(fields, "target", Json.text(mount, "Target"));
        flag(fields, "readonly", mount, "ReadOnly");
        put(fields, "bind-propagation", Json.text(mount, "BindOptions", "Propagation"));
        Object bind = Json.get(mount, "BindOptions");
        put(fields, "bind-recursive", Boolean.TRUE.equals(Json.get(bind, "NonRecursive")) ? "disabled"
                : Boolean.TRUE.equals(Json.get(bind, "ReadOnlyNonRecursive")) ? "writable"
                : Boolean.TRUE.equals(Json.get(bind, "ReadOnlyForceRecursive")) ? "readonly" : "");
        flag(fields, "bind-create-src", bind, "CreateMountpoint");
        Object volume = Json.get(mount, "VolumeOptions");
        flag(fields, "volume-nocopy", volume, "NoCopy");
        put(fields, "volume-subpath", Json.text(volume, "Subpath"));
        put(fields, "volume-driver", Json.text(volume, "DriverConfig", "Name"));
        pairs(fields, "volume-opt", Json.get(volume, "DriverConfig", "Options"));
        pairs(fields, "volume-label", Json.get(volume, "Labels"));
        put(fields, "image-subpath", Json.text(mount, "ImageOptions", "Subpath"));
        put(fields, "tmpfs-size", Json.text(mount, "TmpfsOptions", "SizeBytes"));
        long mode = Json.number(mount, "TmpfsOptions", "Mode");
        put(fields, "tmpfs-mode", mode == 0 ? "" : Long.toOctalString(mode));
        return String.join(",", fields);
    }

    private static void put(List<String> fields, String key, String value) {
        if (!value.isEmpty() && !value.equals("0")) {
            String field = key + "=" + value;
            fields.add(field.contains(",") || field.contains("\"") ? "\"" + field.replace("\"", "\"\"") + "\""
                    : field);
        }
    }

    private static void flag(List<String> fields, String key, Object object, String name) {
        put(fields, key, Boolean.TRUE.equals(Json.get(object, name)) ? "true" : "");
    }

    private static void pairs(List<String> fields, String key, Object map) {
        if (map instanceof Map<?, ?> entries) {
            entries.forEach((k, v) -> put(fields, key, k + "=" + v));
        }
    }
}
