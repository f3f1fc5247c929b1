package io.jocker.daemon.translate;

import io.jocker.core.api.container.ContainerConfig;
import io.jocker.core.api.container.HealthConfig;
import io.jocker.core.api.container.report.GraphDriver;
import io.jocker.core.api.image.Descriptor;
import io.jocker.core.api.image.ImageMetadata;
import io.jocker.core.api.image.ImageReport;
import io.jocker.core.api.image.ImageSummary;
import io.jocker.core.api.image.RootFs;
import io.jocker.core.image.Image;
import io.jocker.core.image.document.Healthcheck;
import io.jocker.core.image.document.RunDefaults;
import io.jocker.core.reference.Digest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Images as the API shows them, and as containers see them. */
public final class ImageReports {
    private static final String NEVER = "0001-01-01T00:00:00Z";

    private ImageReports() {
    }

    /** The answer of image inspect. */
    public static ImageReport inspect(Image image) {
        var config = image.config();
        return new ImageReport(image.id().toString(), image.repoTags(), image.repoDigests(), "", config.comment(),
                config.created().isEmpty() ? null : config.created(), config.dockerVersion(), config.author(),
                defaults(config.defaults()), config.platform().architecture(), config.platform().variant(),
                config.platform().os(), config.osVersion(), image.size(), new GraphDriver(Map.of(), "overlay2"),
                new RootFs("layers", config.diffIds().stream().map(Digest::toString).toList()),
                new ImageMetadata(image.lastTagged().map(ContainerReports::time).orElse(NEVER)), descriptor(image));
    }

    private static Descriptor descriptor(Image image) {
        return image.target().map(t -> new Descriptor(t.mediaType(), t.digest().toString(), t.size(), null, null))
                .orElse(null);
    }

    /** One row of image ls. */
    public static ImageSummary summary(Image image, long containers) {
        long created = image.config().createdInstant().map(Instant::getEpochSecond).orElse(0L);
        return new ImageSummary(containers, created, image.id().toString(), image.config().defaults().labels(), "",
                image.repoDigests(), image.repoTags(), -1, image.size(), descriptor(image));
    }

    /** What an image proposes for its containers. */
    public static ContainerConfig defaults(RunDefaults image) {
        return new ContainerConfig("", "", image.user(), false, false, false, keys(image.exposedPorts()), false,
                false, false, image.env(), image.cmd().orElse(null),
                image.healthcheck().map(ImageReports::health).orElse(null), image.argsEscaped(), "",
                keys(image.volumes()), image.workingDir(), image.entrypoint().orElse(null), false, null,
                image.onBuild().isEmpty() ? null : image.onBuild(), image.labels(), image.stopSignal(), null,
                image.shell().orElse(null));
    }

    private static HealthConfig health(Healthcheck check) {
        return new HealthConfig(check.test(), check.interval(), check.timeout(), check.startPeriod(),
                check.startInterval(), (int) check.retries());
    }

    private static Map<String, Object> keys(List<String> names) {
        if (names.isEmpty()) {
            return null;
        }
        Map<String, Object> keys = new LinkedHashMap<>();
        names.forEach(n -> keys.put(n, Map.of()));
        return keys;
    }
}
