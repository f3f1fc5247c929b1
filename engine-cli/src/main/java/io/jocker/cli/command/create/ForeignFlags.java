package io.jocker.cli.command.create;

import io.jocker.cli.client.CliException;
import picocli.CommandLine.Option;

/** Flags that mean something on other systems, or to other engines: known by name, so that they are refused by it. */
final class ForeignFlags {
    @Option(names = "--isolation", description = "Container isolation technology")
    String isolation;
    @Option(names = "--cpu-count", description = "CPU count (Windows only)")
    Long cpuCount;
    @Option(names = "--cpu-percent", description = "CPU percent (Windows only)")
    Long cpuPercent;
    @Option(names = "--io-maxbandwidth", paramLabel = "bytes",
            description = "Maximum IO bandwidth limit for the system drive (Windows only)")
    String ioMaxBandwidth;
    @Option(names = "--io-maxiops", paramLabel = "uint",
            description = "Maximum IOps limit for the system drive (Windows only)")
    Long ioMaxIops;
    @Option(names = "--use-api-socket", description = "Bind mount the API socket and required auth (refused)")
    boolean useApiSocket;
    @Option(names = "--disable-content-trust", fallbackValue = "true",
            description = "Skip image verification (default true)")
    boolean disableContentTrust = true;

    /** @throws CliException naming the first of them that was given */
    void refuse() {
        refuseWindows("--cpu-count", cpuCount);
        refuseWindows("--cpu-percent", cpuPercent);
        refuseWindows("--io-maxbandwidth", ioMaxBandwidth);
        refuseWindows("--io-maxiops", ioMaxIops);
        if (useApiSocket) {
            throw new CliException(125, "--use-api-socket is not supported by this version of jocker: mount the "
                    + "socket with --volume, which gives the container full control of this machine");
        }
        if (!disableContentTrust) {
            throw new CliException(125, "--disable-content-trust=false is not supported: jocker verifies no "
                    + "signatures of this kind");
        }
    }

    private static void refuseWindows(String flag, Object value) {
        if (value != null) {
            throw new CliException("\"" + flag + "\" is only supported on a daemon running on windows, but the daemon "
                    + "is running on linux");
        }
    }
}
