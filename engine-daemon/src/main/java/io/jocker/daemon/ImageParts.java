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
import io.jocker.core.image.ImageInspector;
import io.jocker.core.image.ImageLister;
import io.jocker.core.image.ImageListener;
import io.jocker.core.image.ImageLoader;
import io.jocker.core.image.ImageRecovery;
import io.jocker.core.image.ImageRemover;
import io.jocker.core.image.ImageResolver;
import io.jocker.core.image.ImageTagger;
import io.jocker.core.image.Leases;
import io.jocker.core.image.assemble.ImageAssembler;
import io.jocker.core.layer.LayerStore;
import io.jocker.core.reference.Digest;
import io.jocker.core.store.CrashPoint;
import io.jocker.core.store.Database;
import io.jocker.daemon.handler.ImageHandlers;
import io.jocker.daemon.route.Router;
import io.jocker.daemon.translate.ImageReports;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/** The engine's parts that have to do with images, joined. */
final class ImageParts implements AutoCloseable {
    /** Each layer that is being unpacked holds some megabytes: an image of hundreds must not take them all at once. */
    private static final int LAYERS_AT_ONCE = 4;

    private final LibC libC = new LibC();
    private final ExecutorService unpackers = Executors.newFixedThreadPool(LAYERS_AT_ONCE, task -> {
        Thread thread = new Thread(task, "unpack");
        thread.setDaemon(true);
        return thread;
    });
    private final ContentStore content;
    private final LayerStore layers;
    private final ImageResolver resolver;
    private final Database database;
    private final Leases leases;
    private final ImageLister lister;
    private final EventLog events;
    private final CrashPoint crash;

    ImageParts(Path dataRoot, Database database, EventLog events, CrashPoint crash) {
        this.crash = crash;
        this.content = new ContentStore(dataRoot, database, libC, crash);
        this.layers = new LayerStore(dataRoot, database, libC, crash, unpackers);
        this.resolver = new ImageResolver(database);
        this.database = database;
        this.leases = new Leases(database, content, layers);
        this.lister = new ImageLister(database, resolver, Clock.systemUTC());
        this.events = events;
    }

    /** Finishes or undoes what the last daemon left half done. */
    void recover() {
        new ImageRecovery(leases, content, layers).run();
    }

    private void tell(ImageListener.Action action, Digest id, String name) {
        events.publish("image", action.name().toLowerCase(Locale.ROOT), id.toString(), Map.of("name", name));
    }

    /** What containers need of images. */
    ImageSource source() {
        return new ImageSource() {
            @Override
            public Image resolve(String reference) {
                io.jocker.core.image.Image image = resolver.resolve(reference);
                return new Image(image.id().toString(), image.config().platform().toString(),
                        image.chainId().map(Digest::toString).orElse(""),
                        ImageReports.defaults(image.config().defaults()));
            }

            @Override
            public void released(String imageId) {
                if (resolver.find(imageId).isEmpty()) {
                    layers.collect();
                    content.collect();
                }
            }

            @Override
            public long size(String chainId) {
                return chainId.isEmpty() ? 0
                        : layers.stack(Digest.parse(chainId)).stream().mapToLong(l -> l.size()).sum();
            }

            @Override
            public List<Path> lowerDirectories(String chainId) {
                return chainId.isEmpty() ? List.of() : layers.lowerDirs(Digest.parse(chainId));
            }
        };
    }

    /** Makes images of containers. */
    ImageAssembler assembler() {
        return new ImageAssembler(database, content, layers, resolver, leases, crash, this::tell);
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
        return lister.list(Map.of()).size();
    }

    /** The endpoints about images; {@code running} tells whether the container of an id runs. */
    void addTo(Router router, Path share, Predicate<String> running) {
        ImageHandlers images = new ImageHandlers(new ImageHandlers.Verbs(
                new ImageLoader(database, content, layers, leases, crash, this::tell), lister,
                new ImageInspector(resolver, layers), new ImageTagger(database, resolver, this::tell),
                new ImageRemover(database, resolver, content, layers, crash, this::tell)),
                share.resolve("hello-world.tar"), running);
        router.add("GET", "/images/json", images::list)
                .add("POST", "/images/load", images::load)
                .add("POST", "/images/create", images::create)
                .add("GET", "/images/{name*}/json", images::inspect)
                .add("POST", "/images/{name*}/tag", images::tag)
                .add("DELETE", "/images/{name*}", images::remove);
    }

    @Override
    public void close() {
        unpackers.shutdownNow();
        layers.close();
        content.close();
    }
}
