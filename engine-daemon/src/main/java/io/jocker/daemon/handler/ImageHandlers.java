package io.jocker.daemon.handler;

import com.fasterxml.jackson.databind.JsonNode;
import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import io.jocker.core.api.image.ImageDeletion;
import io.jocker.core.image.Image;
import io.jocker.core.image.ImageInspector;
import io.jocker.core.image.ImageLister;
import io.jocker.core.image.ImageLoader;
import io.jocker.core.image.ImageRemover;
import io.jocker.core.image.ImageTagger;
import io.jocker.core.image.LoadedImage;
import io.jocker.core.reference.ImageReference;
import io.jocker.core.reference.Platform;
import io.jocker.daemon.translate.Filters;
import io.jocker.daemon.translate.ImageReports;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Predicate;

/** The endpoints about images. */
public final class ImageHandlers {
    private static final Set<String> FILTERS = Set.of("dangling", "reference", "label", "before", "since", "until",
            "label!");
    private static final String BUNDLED = "docker.io/library/hello-world:latest";
    private static final int BUFFER = 128 * 1024;
    private static final long NOT_COUNTED = -1;

    /** The verbs behind the endpoints. */
    public record Verbs(ImageLoader loader, ImageLister lister, ImageInspector inspector, ImageTagger tagger,
            ImageRemover remover) {
    }

    private final Verbs verbs;
    private final Path bundledArchive;
    private final Predicate<String> running;

    /**
     * @param bundledArchive the archive of the image hello-world that comes with this program
     * @param running        whether the container of an id runs
     */
    public ImageHandlers(Verbs verbs, Path bundledArchive, Predicate<String> running) {
        this.verbs = verbs;
        this.bundledArchive = bundledArchive;
        this.running = running;
    }

    /** {@code GET /images/json}. */
    public void list(ApiCall call) throws IOException {
        Filters filters = Filters.parse(call.json(), call.text("filters"), FILTERS);
        call.respond(200, verbs.lister().list(filters.values()).stream()
                .map(image -> ImageReports.summary(image, NOT_COUNTED)).toList());
    }

    /** {@code GET /images/{name}/json}. */
    public void inspect(ApiCall call) throws IOException {
        call.respond(200, ImageReports.inspect(verbs.inspector().inspect(call.parameter("name")).image()));
    }

    /** {@code POST /images/{name}/tag}. */
    public void tag(ApiCall call) throws IOException {
        String repository = call.text("repo");
        if (repository == null) {
            throw EngineException.invalid("repository name must have at least one component");
        }
        String tag = call.text("tag");
        verbs.tagger().tag(call.parameter("name"),
                ImageReference.parse(tag == null ? repository : repository + ":" + tag).withDefaultTag());
        call.respond(201);
    }

    /** {@code DELETE /images/{name}}. */
    public void remove(ApiCall call) throws IOException {
        call.respond(200, verbs.remover().remove(call.parameter("name"), call.flag("force"), running).stream()
                .map(ImageHandlers::deletion).toList());
    }

    private static ImageDeletion deletion(ImageRemover.Removal removal) {
        return removal instanceof ImageRemover.Untagged untagged ? new ImageDeletion(untagged.name(), null)
                : new ImageDeletion(null, ((ImageRemover.Deleted) removal).digest());
    }

    /** {@code POST /images/load}. */
    public void load(ApiCall call) throws IOException {
        requireOwnPlatform(call);
        LoadProgress progress = new LoadProgress(call, call.flag("quiet"));
        progress.guard(() -> load(new BufferedInputStream(call.exchange().body(), BUFFER), progress));
    }

    private static void requireOwnPlatform(ApiCall call) throws IOException {
        String asked = call.text("platform");
        if (asked != null && platform(call, asked).distanceTo(Platform.current()).isEmpty()) {
            throw new EngineException(ErrorKind.NOT_IMPLEMENTED, "this version of jocker takes images for "
                    + Platform.current() + " only, not for " + asked);
        }
    }

    /** A JSON object since API 1.48, words before. */
    private static Platform platform(ApiCall call, String text) throws IOException {
        if (!text.startsWith("{")) {
            return Platform.parse(text);
        }
        JsonNode tree = call.json().tree(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        return new Platform(tree.path("os").asText("linux"), tree.path("architecture").asText(""),
                tree.path("variant").asText(""));
    }

    private void load(InputStream archive, LoadProgress progress) {
        for (LoadedImage image : verbs.loader().load(archive, progress)) {
            image.names().forEach(n -> progress.message("Loaded image: " + n.familiar()));
            if (image.names().isEmpty()) {
                progress.message("Loaded image ID: " + image.id());
            }
        }
    }

    /** {@code POST /images/create}: pull and import. */
    public void create(ApiCall call) throws IOException {
        String from = call.text("fromImage");
        if (from == null) {
            throw new EngineException(ErrorKind.NOT_IMPLEMENTED,
                    "importing images is not supported by this version of jocker (see docs/limits.md)");
        }
        String tag = call.text("tag");
        String separator = tag != null && tag.contains(":") ? "@" : ":";
        ImageReference name = ImageReference.parse(tag == null ? from : from + separator + tag).withDefaultTag();
        if (!name.toString().equals(BUNDLED)) {
            throw EngineException.notFound("cannot pull " + name.familiar() + ": this version of jocker has no "
                    + "registry client yet; load the image from an archive instead (jocker load -i FILE)");
        }
        requireOwnPlatform(call);
        LoadProgress progress = new LoadProgress(call, true);
        progress.status(name.familiar() + ": using the image that comes with jocker (no registry was asked)");
        try (InputStream archive = Files.newInputStream(bundledArchive)) {
            progress.guard(() -> verbs.loader().load(new BufferedInputStream(archive, BUFFER), progress));
            Image image = verbs.inspector().inspect(name.familiar()).image();
            image.target().ifPresent(t -> progress.status("Digest: " + t.digest()));
            progress.status("Status: Loaded bundled image for " + name.familiar());
        }
    }
}
