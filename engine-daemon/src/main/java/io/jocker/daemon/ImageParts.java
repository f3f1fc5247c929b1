package io.jocker.daemon;

import io.jocker.core.EngineException;
import io.jocker.core.container.ImageSource;
import io.jocker.core.container.life.TreeRemover;
import io.jocker.core.content.ContentStore;
import io.jocker.core.event.EventLog;
import io.jocker.core.host.Directory;
import io.jocker.core.host.KernelException;
import io.jocker.core.host.LibC;
import io.jocker.core.image.Image;
import io.jocker.core.image.ImageResolver;
import io.jocker.core.layer.LayerStore;
import io.jocker.core.reference.Digest;
import io.jocker.core.store.CrashPoint;
import io.jocker.core.store.Database;
import io.jocker.daemon.route.Router;
import io.jocker.daemon.translate.ImageReports;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.Predicate;

/** The engine's parts that have to do with images, joined. */
final class ImageParts implements AutoCloseable {
    private final LibC libC = new LibC();
    private final ContentStore content;
    private final LayerStore layers;
    private final ImageResolver resolver;

    ImageParts(Path dataRoot, Database database, EventLog events, ExecutorService workers) {
        this.content = new ContentStore(dataRoot, database, libC, CrashPoint.none());
        this.layers = new LayerStore(dataRoot, database, libC, CrashPoint.none(), workers);
        this.resolver = new ImageResolver(database);
    }

    /** What containers need of images. */
    ImageSource source() {
        return new ImageSource() {
            @Override
            public Image resolve(String reference) {
                io.jocker.core.image.Image image = resolver.resolve(reference);
                return new Image(image.id().toString(), image.chainId().map(Digest::toString).orElse(""),
                        ImageReports.defaults(image.config().defaults()));
            }

            @Override
            public List<Path> lowerDirectories(String chainId) {
                return chainId.isEmpty() ? List.of() : layers.lowerDirs(Digest.parse(chainId));
            }
        };
    }

    /** Removes trees that containers have written. */
    TreeRemover trees() {
        return directory -> {
            try (Directory parent = Directory.open(libC, directory.getParent())) {
                new io.jocker.core.host.TreeRemover(parent)
                        .remove(Directory.bytes(directory.getFileName().toString()));
            } catch (KernelException e) {
                throw EngineException.internal("cannot remove " + directory + ": " + e.getMessage(), e);
            }
        };
    }

    /** The id of an image by what a user types, or null. */
    String idOf(String reference) {
        return resolver.find(reference).map(Image::id).map(Digest::toString).orElse(null);
    }

    int count() {
        return 0;
    }

    void addTo(Router router, Predicate<String> running) {
        router.add("GET", "/images/{name*}/json",
                call -> call.respond(200, ImageReports.inspect(resolver.resolve(call.parameter("name")))));
    }

    @Override
    public void close() {
        layers.close();
        content.close();
    }
}
