package io.jocker.cli.command.create;

import static io.jocker.cli.command.Pairs.putIfGiven;

import io.jocker.cli.client.CliException;
import io.jocker.cli.command.Sizes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** What the container may use of block devices. */
final class BlockIoFlags {
    private static final String DEVICE = "/dev/";
    private static final String RATE = ". The correct format is <device-path>:<number>";

    @Option(names = "--blkio-weight", paramLabel = "uint16",
            description = "Block IO (relative weight), between 10 and 1000, or 0 to disable (default 0)")
    Integer weight;
    @Option(names = "--blkio-weight-device", description = "Block IO weight (relative device weight)")
    List<String> weightDevices = new ArrayList<>();
    @Option(names = "--device-read-bps", description = "Limit read rate (bytes per second) from a device")
    List<String> readBytes = new ArrayList<>();
    @Option(names = "--device-write-bps", description = "Limit write rate (bytes per second) to a device")
    List<String> writeBytes = new ArrayList<>();
    @Option(names = "--device-read-iops", description = "Limit read rate (IO per second) from a device")
    List<String> readOperations = new ArrayList<>();
    @Option(names = "--device-write-iops", description = "Limit write rate (IO per second) to a device")
    List<String> writeOperations = new ArrayList<>();

    void fill(Map<String, Object> host) {
        putIfGiven(host, "BlkioWeight", weight);
        host.put("BlkioWeightDevice", weightDevices.stream().map(BlockIoFlags::weight).toList());
        host.put("BlkioDeviceReadBps", bytes("--device-read-bps", readBytes));
        host.put("BlkioDeviceWriteBps", bytes("--device-write-bps", writeBytes));
        host.put("BlkioDeviceReadIOps", operations("--device-read-iops", readOperations));
        host.put("BlkioDeviceWriteIOps", operations("--device-write-iops", writeOperations));
    }

    private static List<Map<String, Object>> bytes(String flag, List<String> values) {
        return values.stream().map(v -> throttle(flag, v, RATE + "[<unit>]. Number must be a positive integer. Unit "
                + "is optional and can be kb, mb, or gb", text -> Sizes.bytes(flag, text))).toList();
    }

    private static List<Map<String, Object>> operations(String flag, List<String> values) {
        return values.stream().map(v -> throttle(flag, v, RATE + ". Number must be a positive integer",
                Long::parseUnsignedLong)).toList();
    }

    private interface Rate {
        long of(String text);
    }

    private static Map<String, Object> throttle(String flag, String text, String format, Rate rate) {
        String[] parts = split(flag, text);
        try {
            return Map.of("Path", parts[0], "Rate", rate.of(parts[1]));
        } catch (CliException | NumberFormatException e) {
            throw (CliException) CliException.badFlag(text, flag, "invalid rate for device: " + text + format)
                    .initCause(e);
        }
    }

    private static Map<String, Object> weight(String text) {
        String flag = "--blkio-weight-device";
        String[] parts = split(flag, text);
        int value = parts[1].matches("\\d{1,5}") ? Integer.parseInt(parts[1]) : -1;
        if (value != 0 && (value < 10 || value > 1000)) {
            throw CliException.badFlag(text, flag, "invalid weight for device: " + text);
        }
        return Map.of("Path", parts[0], "Weight", value);
    }

    private static String[] split(String flag, String text) {
        int colon = text.indexOf(':');
        if (colon <= 0) {
            throw CliException.badFlag(text, flag, "bad format: " + text);
        }
        if (!text.startsWith(DEVICE)) {
            throw CliException.badFlag(text, flag, "bad format for device path: " + text);
        }
        return new String[] {text.substring(0, colon), text.substring(colon + 1)};
    }
}
