package io.jocker.cli.command.create;

import static io.jocker.cli.command.Pairs.putIfGiven;

import io.jocker.cli.client.CliException;
import io.jocker.cli.command.Pairs;
import io.jocker.cli.command.Session;
import io.jocker.cli.command.Sizes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** What the container sees of files that are not its image's. */
final class StorageFlags {
    @Option(names = {"-v", "--volume"}, description = "Bind mount a volume")
    List<String> volumes = new ArrayList<>();
    @Option(names = "--mount", paramLabel = "mount", description = "Attach a filesystem mount to the container")
    List<String> mounts = new ArrayList<>();
    @Option(names = "--tmpfs", description = "Mount a tmpfs directory")
    List<String> tmpfs = new ArrayList<>();
    @Option(names = "--volumes-from", description = "Mount volumes from the specified container(s)")
    List<String> volumesFrom = new ArrayList<>();
    @Option(names = "--volume-driver", description = "Optional volume driver for the container")
    String volumeDriver;
    @Option(names = "--storage-opt", description = "Storage driver options for the container")
    List<String> storageOptions = new ArrayList<>();
    @Option(names = "--read-only", description = "Mount the container's root filesystem as read only")
    boolean readOnly;
    @Option(names = "--shm-size", paramLabel = "bytes", description = "Size of /dev/shm")
    String shmSize;

    void fillConfig(Map<String, Object> config) {
        Map<String, Object> anonymous = new LinkedHashMap<>();
        volumes.stream().filter(VolumeSyntax::isAnonymous).forEach(v -> anonymous.put(v, Map.of()));
        config.put("Volumes", anonymous);
    }

    void fillHost(Map<String, Object> host, Session session) {
        host.put("Binds", volumes.stream().filter(v -> !VolumeSyntax.isAnonymous(v))
                .map(v -> VolumeSyntax.bind(v, session.directory())).toList());
        host.put("Mounts", mounts.stream().map(m -> new MountSyntax(m, session.directory()).mount()).toList());
        host.put("Tmpfs", tmpfsMounts());
        host.put("VolumesFrom", volumesFrom);
        putIfGiven(host, "VolumeDriver", volumeDriver);
        host.put("StorageOpt", storageOptions());
        host.put("ReadonlyRootfs", readOnly);
        putIfGiven(host, "ShmSize", shmSize == null ? null : Sizes.bytes("--shm-size", shmSize));
    }

    private Map<String, String> tmpfsMounts() {
        Map<String, String> mounted = new LinkedHashMap<>();
        for (String mount : tmpfs) {
            int colon = mount.indexOf(':');
            mounted.put(colon < 0 ? mount : mount.substring(0, colon), colon < 0 ? "" : mount.substring(colon + 1));
        }
        return mounted;
    }

    private Map<String, String> storageOptions() {
        if (storageOptions.stream().anyMatch(o -> !o.contains("="))) {
            throw new CliException(125, "invalid storage option");
        }
        return Pairs.map(storageOptions);
    }
}
