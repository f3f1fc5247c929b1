package io.jocker.cli.output;

import io.jocker.cli.client.Json;
import java.io.PrintStream;

/** The answers of version and info, laid out for people. */
public final class Sheet {
    private Sheet() {
    }

    /** {@code version}. */
    public static void version(Object server, PrintStream out) {
        out.println("Client: jocker");
        out.println(" Version:           0.1.0");
        out.println(" API version:       1.51");
        out.println(" Java version:      " + System.getProperty("java.version"));
        out.println(" OS/Arch:           linux/" + System.getProperty("os.arch"));
        out.println();
        out.println("Server: " + Json.text(server, "Platform", "Name"));
        out.println(" Engine:");
        out.println("  Version:          " + Json.text(server, "Version"));
        out.println("  API version:      " + Json.text(server, "ApiVersion") + " (minimum version "
                + Json.text(server, "MinAPIVersion") + ")");
        out.println("  OS/Arch:          " + Json.text(server, "Os") + "/" + Json.text(server, "Arch"));
        out.println("  Kernel version:   " + Json.text(server, "KernelVersion"));
    }

    /** {@code info}. */
    public static void info(Object info, PrintStream out) {
        out.println("Server:");
        line(out, info, " Containers", "Containers");
        line(out, info, "  Running", "ContainersRunning");
        line(out, info, "  Paused", "ContainersPaused");
        line(out, info, "  Stopped", "ContainersStopped");
        line(out, info, " Images", "Images");
        line(out, info, " Server Version", "ServerVersion");
        line(out, info, " Storage Driver", "Driver");
        line(out, info, " Logging Driver", "LoggingDriver");
        line(out, info, " Cgroup Driver", "CgroupDriver");
        line(out, info, " Cgroup Version", "CgroupVersion");
        line(out, info, " Default Runtime", "DefaultRuntime");
        out.println(" Security Options:");
        Json.list(info, "SecurityOptions").forEach(o -> out.println("  " + o.toString().replaceFirst("name=", "")));
        line(out, info, " Kernel Version", "KernelVersion");
        line(out, info, " Operating System", "OperatingSystem");
        line(out, info, " OSType", "OSType");
        line(out, info, " Architecture", "Architecture");
        line(out, info, " CPUs", "NCPU");
        out.printf(" Total Memory: %.4gGiB%n", Json.number(info, "MemTotal") / (double) (1L << 30));
        line(out, info, " Name", "Name");
        line(out, info, " ID", "ID");
        line(out, info, " Docker Root Dir", "DockerRootDir");
        line(out, info, " Debug Mode", "Debug");
        line(out, info, " Live Restore Enabled", "LiveRestoreEnabled");
    }

    private static void line(PrintStream out, Object info, String title, String name) {
        out.println(title + ": " + Json.text(info, name));
    }
}
