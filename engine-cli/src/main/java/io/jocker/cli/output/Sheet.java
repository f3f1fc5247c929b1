package io.jocker.cli.output;

import io.jocker.cli.client.Json;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The answers of version and info, laid out for people. */
public final class Sheet {
    private static final String VERSION = "0.1.0";
    private static final int TITLE_WIDTH = 20;
    private static final String API_VERSION = "1.51";

    private Sheet() {
    }

    /** What there is to know of this client. */
    public static Map<String, Object> client(String context) {
        String arch = System.getProperty("os.arch");
        Map<String, Object> client = new LinkedHashMap<>();
        client.put("Version", VERSION);
        client.put("ApiVersion", API_VERSION);
        client.put("DefaultAPIVersion", API_VERSION);
        client.put("JavaVersion", System.getProperty("java.version"));
        client.put("Os", "linux");
        client.put("Arch", arch.equals("aarch64") ? "arm64" : arch);
        client.put("Context", context);
        return client;
    }

    /** The client's part of {@code version}. */
    public static void clientVersion(String context, PrintStream out) {
        Map<String, Object> client = client(context);
        out.println("Client:");
        row(out, " Version:", client.get("Version"));
        row(out, " API version:", client.get("ApiVersion"));
        row(out, " Java version:", client.get("JavaVersion"));
        row(out, " OS/Arch:", client.get("Os") + "/" + client.get("Arch"));
        row(out, " Context:", context);
    }

    /** The engine's part of {@code version}. */
    public static void serverVersion(Object server, PrintStream out) {
        out.println();
        out.println("Server: " + Json.text(server, "Platform", "Name"));
        for (Object component : Json.list(server, "Components")) {
            Object details = Json.get(component, "Details");
            out.println(" " + Json.text(component, "Name") + ":");
            row(out, "  Version:", Json.text(component, "Version"));
            if (Json.get(details, "ApiVersion") == null) {
                continue;
            }
            row(out, "  API version:", Json.text(details, "ApiVersion") + " (minimum version "
                    + Json.text(details, "MinAPIVersion") + ")");
            row(out, "  OS/Arch:", Json.text(details, "Os") + "/" + Json.text(details, "Arch"));
            row(out, "  Kernel version:", Json.text(details, "KernelVersion"));
        }
    }

    private static void row(PrintStream out, String title, Object value) {
        out.println(title + " ".repeat(TITLE_WIDTH - title.length()) + value);
    }

    /** The client's part of {@code info}. */
    public static void clientInfo(String context, PrintStream out) {
        out.println("Client:");
        out.println(" Version:    " + VERSION);
        out.println(" Context:    " + context);
        out.println(" Debug Mode: false");
        out.println();
        out.println("Server:");
    }

    /** The engine's part of {@code info}. */
    public static void serverInfo(Object info, PrintStream out) {
        line(out, info, " Containers", "Containers");
        line(out, info, "  Running", "ContainersRunning");
        line(out, info, "  Paused", "ContainersPaused");
        line(out, info, "  Stopped", "ContainersStopped");
        line(out, info, " Images", "Images");
        line(out, info, " Server Version", "ServerVersion");
        line(out, info, " Storage Driver", "Driver");
        for (Object pair : Json.list(info, "DriverStatus")) {
            if (pair instanceof List<?> words && words.size() == 2) {
                out.println("  " + words.get(0) + ": " + words.get(1));
            }
        }
        line(out, info, " Logging Driver", "LoggingDriver");
        line(out, info, " Cgroup Driver", "CgroupDriver");
        line(out, info, " Cgroup Version", "CgroupVersion");
        out.println(" Plugins:");
        for (String kind : List.of("Volume", "Network", "Log")) {
            out.println("  " + kind + ": " + joined(Json.list(info, "Plugins", kind)));
        }
        out.println(" Swarm: " + Json.text(info, "Swarm", "LocalNodeState"));
        out.println(" Runtimes: " + (Json.get(info, "Runtimes") instanceof Map<?, ?> runtimes
                ? joined(runtimes.keySet()) : ""));
        line(out, info, " Default Runtime", "DefaultRuntime");
        securityOptions(info, out);
        line(out, info, " Kernel Version", "KernelVersion");
        line(out, info, " Operating System", "OperatingSystem");
        line(out, info, " OSType", "OSType");
        line(out, info, " Architecture", "Architecture");
        line(out, info, " CPUs", "NCPU");
        out.println(" Total Memory: " + String.format(Locale.ROOT, "%.4g",
                Json.number(info, "MemTotal") / (double) (1L << 30)) + "GiB");
        line(out, info, " Name", "Name");
        line(out, info, " ID", "ID");
        line(out, info, " Docker Root Dir", "DockerRootDir");
        line(out, info, " Debug Mode", "Debug");
        line(out, info, " Experimental", "ExperimentalBuild");
        List<?> insecure = Json.list(info, "RegistryConfig", "InsecureRegistryCIDRs");
        if (!insecure.isEmpty()) {
            out.println(" Insecure Registries:");
            insecure.forEach(r -> out.println("  " + r));
        }
        line(out, info, " Live Restore Enabled", "LiveRestoreEnabled");
        out.println();
    }

    /** {@code name=seccomp,profile=builtin} as a line and an indented one. */
    private static void securityOptions(Object info, PrintStream out) {
        out.println(" Security Options:");
        for (Object option : Json.list(info, "SecurityOptions")) {
            for (String part : option.toString().split(",")) {
                int equals = part.indexOf('=');
                String name = part.substring(0, Math.max(equals, 0));
                String value = part.substring(equals + 1);
                out.println(name.isEmpty() || name.equals("name") ? "  " + value
                        : "   " + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1) + ": " + value);
            }
        }
    }

    private static String joined(Iterable<?> values) {
        List<String> words = new ArrayList<>();
        values.forEach(v -> words.add(v.toString()));
        return String.join(" ", words);
    }

    private static void line(PrintStream out, Object info, String title, String name) {
        out.println(title + ": " + Json.text(info, name));
    }
}
