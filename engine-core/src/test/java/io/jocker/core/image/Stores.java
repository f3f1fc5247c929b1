package io.jocker.core.image;

import io.jocker.core.content.ContentStore;
import io.jocker.core.host.LibC;
import io.jocker.core.layer.LayerStore;
import io.jocker.core.store.CrashPoint;
import io.jocker.core.store.Database;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** All that images need, over one data root, as the daemon wires it. */
final class Stores implements AutoCloseable {
    final Path root;
    final Database database;
    final ContentStore content;
    final LayerStore layers;
    final ImageLoader loader;
    final ImageResolver resolver;
    final ImageTagger tagger;
    final ImageRemover remover;
    private final ExecutorService workers = Executors.newFixedThreadPool(2);

    Stores(Path root, CrashPoint crash) {
        this.root = root;
        this.database = Database.open(root);
        LibC libC = new LibC();
        this.content = new ContentStore(root, database, libC, crash);
        this.layers = new LayerStore(root, database, libC, crash, workers);
        Leases leases = new Leases(database, content, layers);
        new ImageRecovery(leases, content, layers).run();
        this.loader = new ImageLoader(database, content, layers, leases, crash, ImageListener.NONE);
        this.resolver = new ImageResolver(database);
        this.tagger = new ImageTagger(database, resolver, ImageListener.NONE);
        this.remover = new ImageRemover(database, resolver, content, layers, crash, ImageListener.NONE);
    }

    List<LoadedImage> load(InputStream archive) {
        return loader.load(archive, ProgressListener.NONE);
    }

    /** Every file below the data root but the database's, two levels into a layer. */
    TreeSet<String> files() {
        try (Stream<Path> all = Files.walk(root, 3)) {
            TreeSet<String> names = new TreeSet<>();
            all.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                    || path.getParent().endsWith("layers"))
                    .map(path -> root.relativize(path).toString()).filter(name -> !name.startsWith("jocker.db"))
                    .forEach(names::add);
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        workers.shutdown();
        layers.close();
        content.close();
        database.close();
    }
}
