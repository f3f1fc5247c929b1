package io.jocker.cli.command.create;

import io.jocker.cli.client.CliException;
import io.jocker.cli.command.Csv;
import io.jocker.cli.command.Pairs;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code --device HOST[:CONTAINER][:PERMISSIONS]}, names of the Container Device Interface, and {@code --gpus}. */
final class DeviceSyntax {
    private static final String ALL = "rwm";

    private DeviceSyntax() {
    }

    /** Whether it is a device's qualified name, {@code vendor/class=name}. */
    static boolean isQualified(String text) {
        return text.matches("[A-Za-z][\\w.-]*/[A-Za-z][\\w-]*=[A-Za-z0-9][\\w.:-]*");
    }

    /** A device as the engine takes it. */
    static Map<String, Object> device(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length > 3) {
            throw new CliException(125, "bad format for path: " + text);
        }
        String inside = parts[0];
        String permissions = ALL;
        if (parts.length == 3) {
            inside = parts[1];
            permissions = parts[2];
        } else if (parts.length == 2 && isMode(parts[1])) {
            permissions = parts[1];
        } else if (parts.length == 2) {
            inside = parts[1];
        }
        if (!isMode(permissions)) {
            throw new CliException(125, "bad mode specified: " + permissions);
        }
        for (String path : List.of(inside, parts[0])) {
            if (!path.startsWith("/")) {
                throw new CliException(125, path + " is not an absolute path");
            }
        }
        return Map.of("PathOnHost", parts[0], "PathInContainer", inside, "CgroupPermissions", permissions);
    }

    private static boolean isMode(String text) {
        return text.matches("[rwm]{1,3}") && text.chars().distinct().count() == text.length();
    }

    /** What is asked of drivers of devices. */
    static List<Map<String, Object>> requests(List<String> gpus, List<String> devices) {
        List<Map<String, Object>> requests = new ArrayList<>();
        gpus.forEach(g -> requests.add(gpu(g)));
        List<String> qualified = devices.stream().filter(DeviceSyntax::isQualified).toList();
        if (!qualified.isEmpty()) {
            requests.add(Map.of("Driver", "cdi", "DeviceIDs", qualified));
        }
        return requests;
    }

    private static Map<String, Object> gpu(String text) {
        Map<String, Object> request = new LinkedHashMap<>();
        List<String> capabilities = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String field : Csv.fields("--gpus", text)) {
            int equals = field.indexOf('=');
            String key = equals < 0 ? "count" : field.substring(0, equals);
            String value = equals < 0 ? field : field.substring(equals + 1);
            if (!seen.add(equals < 0 ? field : key)) {
                throw CliException.badFlag(text, "--gpus", "gpu request key '" + key
                        + "' can be specified only once");
            }
            switch (key) {
                case "driver" -> request.put("Driver", value);
                case "count" -> request.put("Count", count(text, value));
                case "device" -> request.put("DeviceIDs", List.of(value.split(",")));
                case "capabilities" -> capabilities.addAll(List.of(value.split(",")));
                case "options" -> request.put("Options", Pairs.map(Csv.fields("--gpus", value)));
                default -> throw CliException.badFlag(text, "--gpus", "unexpected key '" + key + "' in '" + field
                        + "'");
            }
        }
        if (!request.containsKey("Count") && !request.containsKey("DeviceIDs")) {
            request.put("Count", 1);
        }
        if (!capabilities.contains("gpu")) {
            capabilities.add("gpu");
        }
        request.put("Capabilities", List.of(capabilities));
        return request;
    }

    private static long count(String flag, String text) {
        if (text.equals("all")) {
            return -1;
        }
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw (CliException) CliException.badFlag(flag, "--gpus", "invalid count (" + text
                    + "): value must be either \"all\" or an integer: invalid syntax").initCause(e);
        }
    }
}
