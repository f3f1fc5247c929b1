package io.jocker.core.container.create;

import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import io.jocker.core.api.container.ContainerConfig;
import io.jocker.core.api.container.HostConfig;
import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerCatalogue;
import io.jocker.core.container.ContainerEvents;
import io.jocker.core.container.ContainerFiles;
import io.jocker.core.container.ContainerMount;
import io.jocker.core.container.ContainerName;
import io.jocker.core.container.ContainerSpec;
import io.jocker.core.container.ImageSource;
import io.jocker.core.container.mount.MountPlanner;
import io.jocker.core.reference.ObjectId;
import io.jocker.core.reference.Platform;
import io.jocker.core.volume.VolumeStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** {@code create}: checks the request, merges the image's defaults, and writes the container down. */
public final class ContainerCreator {
    private static final int SHORT_ID = 12;
    private static final int NAME_ATTEMPTS = 20;

    private final ContainerCatalogue catalogue;
    private final ContainerFiles files;
    private final ImageSource images;
    private final CreateChecks checks;
    private final MountPlanner planner;
    private final VolumeStore volumes;
    private final Birth birth;
    private final ContainerEvents events;
    private final NameGenerator names;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /** What comes after a container has been written down. */
    public interface Birth {
        /** Fills new volumes with what the image has in their places. */
        void seed(Container container);

        /** It is not to be: removes it again. */
        void undo(Container container);
    }

    /** A new container, and what its creator should know. */
    public record Created(Container container, List<String> warnings) {
    }

    /** All that creating needs. */
    public ContainerCreator(ContainerCatalogue catalogue, ContainerFiles files, ImageSource images,
            CreateChecks checks, MountPlanner planner, VolumeStore volumes, Birth birth,
            ContainerEvents events, Clock clock) {
        this.catalogue = catalogue;
        this.files = files;
        this.images = images;
        this.checks = checks;
        this.planner = planner;
        this.volumes = volumes;
        this.birth = birth;
        this.events = events;
        this.names = new NameGenerator();
        this.clock = clock;
    }

    /**
     * Creates a container; once this returns it survives a power cut, unless it is to be removed automatically.
     *
     * @throws EngineException NOT_FOUND for a missing image, CONFLICT for a name in use, INVALID for the rest
     */
    public Created create(CreateRequest request) {
        String name = request.name() == null || request.name().isEmpty() ? null : ContainerName.check(request.name());
        checks.check(request.config(), request.host());
        ImageSource.Image image = images.resolve(request.config().image());
        checkPlatform(request, image);
        String id = ObjectId.random(random).toString();
        ContainerConfig config = ImageDefaults.merge(request.config(), image.config(),
                hostname(request, id));
        List<String> command = command(config);
        HostConfig host = request.host();
        List<ContainerMount> planned = planner.plan(config, host);
        files.make(id);
        VolumeClaim claim = new VolumeClaim(volumes);
        Container container;
        try {
            ContainerSpec spec = new ContainerSpec(id, clock.instant(), image.id(), image.chainId(), config, host,
                    command.get(0), List.copyOf(command.subList(1, command.size())), claim.make(planned, host));
            container = name == null ? addNamed(spec) : catalogue.add(spec, name);
        } catch (RuntimeException e) {
            claim.giveUp(e);
            removeDirectories(id, e);
            throw e;
        }
        seed(container);
        events.publish(container, "create");
        return new Created(container, List.of());
    }

    /** Without what its volumes are to begin with, the container is not what was asked for. */
    private void seed(Container container) {
        try {
            birth.seed(container);
        } catch (RuntimeException e) {
            birth.undo(container);
            throw e;
        }
    }

    private static void checkPlatform(CreateRequest request, ImageSource.Image image) {
        if (request.platform() != null
                && Platform.parse(request.platform()).distanceTo(Platform.parse(image.platform())).isEmpty()) {
            throw EngineException.notFound("image with reference " + request.config().image() + " was found but does "
                    + "not provide the specified platform (" + request.platform() + "): it is for "
                    + image.platform());
        }
    }

    private Container addNamed(ContainerSpec spec) {
        for (int attempt = 0; attempt < NAME_ATTEMPTS; attempt++) {
            try {
                return catalogue.add(spec, names.next());
            } catch (EngineException e) {
                if (e.kind() != ErrorKind.CONFLICT) {
                    throw e;
                }
            }
        }
        return catalogue.add(spec, spec.id().substring(0, SHORT_ID));
    }

    private String hostname(CreateRequest request, String id) {
        String network = request.host().networkMode();
        if (network != null && network.startsWith("container:")) {
            return catalogue.find(network.substring("container:".length())).spec().config().hostname();
        }
        if ("host".equals(request.host().networkMode()) || "host".equals(request.host().utsMode())) {
            return HostName.current();
        }
        return id.substring(0, SHORT_ID);
    }

    private static List<String> command(ContainerConfig config) {
        List<String> command = new ArrayList<>();
        if (config.entrypoint() != null) {
            command.addAll(config.entrypoint());
        }
        if (config.cmd() != null) {
            command.addAll(config.cmd());
        }
        if (command.isEmpty()) {
            throw EngineException.invalid("no command specified");
        }
        return command;
    }


    private void removeDirectories(String id, RuntimeException reason) {
        try {
            for (Path directory : List.of(files.upper(id), files.work(id), files.rootfs(id), files.directory(id))) {
                Files.deleteIfExists(directory);
            }
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }
}
