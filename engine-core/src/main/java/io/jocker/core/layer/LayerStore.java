package io.jocker.core.layer;

import io.jocker.core.EngineException;
import io.jocker.core.archive.ArchiveLimits;
import io.jocker.core.archive.Decompressor;
import io.jocker.core.host.Directory;
import io.jocker.core.host.KernelException;
import io.jocker.core.host.LibC;
import io.jocker.core.host.TreeRemover;
import io.jocker.core.host.Xattrs;
import io.jocker.core.layer.Claims.Claim;
import io.jocker.core.reference.Digest;
import io.jocker.core.store.CrashPoint;
import io.jocker.core.store.Database;
import io.jocker.core.store.Durability;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The unpacked layers of a data root. Post-conditions: a layer that {@link #find} answers is whole and durable on
 * disk (its fact with the next durable commit of the database); one that is held, or below one that is kept, is never
 * collected; a number is never used for another layer. Safe for any number of threads.
 */
public final class LayerStore implements AutoCloseable {
    private static final byte[] DIFF = Directory.bytes("diff");

    private final Path path;
    private final Directory layers;
    private final Database database;
    private final CrashPoint crash;
    private final ExecutorService workers;
    private final LayerTable table = new LayerTable();
    private final Claims claims = new Claims();
    private final LayerStager stager;
    private final AtomicLong lastNumber;

    /**
     * Opens the store, making its directory if need be; {@link #sweep} should follow. Layers are unpacked side by
     * side as far as {@code workers} has threads.
     */
    public LayerStore(Path dataRoot, Database database, LibC libC, CrashPoint crash, ExecutorService workers) {
        this.path = dataRoot.resolve("layers");
        this.database = database;
        this.crash = crash;
        this.workers = workers;
        try {
            Files.createDirectories(path);
            this.layers = Directory.open(libC, path);
        } catch (IOException e) {
            throw LayerStager.failure("cannot open the layer store in " + dataRoot, e);
        }
        this.stager = new LayerStager(layers, new LayerApplier(new Xattrs(), ArchiveLimits.DEFAULT),
                new Decompressor(ArchiveLimits.DEFAULT));
        this.lastNumber = new AtomicLong(database.read(table::lastNumber));
    }

    /** The layer, if it is unpacked. */
    public Optional<Layer> find(Digest chainId) {
        return database.read(connection -> table.find(connection, chainId));
    }

    /** The layer and all below it, topmost first; empty if it is not unpacked. */
    public List<Layer> stack(Digest chainId) {
        return database.read(connection -> table.stack(connection, chainId));
    }

    /**
     * The directories to mount for this layer and all below it, topmost first, as overlayfs's {@code lowerdir} has
     * them.
     *
     * @throws EngineException NOT_FOUND if it is not unpacked
     */
    public List<Path> lowerDirs(Digest chainId) {
        List<Layer> stack = stack(chainId);
        if (stack.isEmpty()) {
            throw EngineException.notFound("layer " + chainId + " is not unpacked");
        }
        return stack.stream().map(this::directory).toList();
    }

    private Path directory(Layer layer) {
        return path.resolve(Long.toString(layer.number())).resolve("diff");
    }

    /**
     * Makes sure that a stack of layers, lowest first, is unpacked and held by this holder; answers it in the same
     * order. What is there already is not opened; what another request is unpacking is waited for.
     *
     * @throws EngineException INVALID if a layer is corrupt or not what its diff id says; UNAVAILABLE if the disk is
     *     full; then of what this call unpacked nothing stays
     */
    public List<Layer> unpack(List<LayerSource> sources, String holder) {
        List<Digest> chain = Chain.of(sources.stream().map(LayerSource::diffId).toList());
        while (true) {
            Claim claim = claims.claim(chain, () -> hold(chain, holder));
            try {
                unpackMine(claim, chain, sources, holder);
            } finally {
                claims.finish(claim);
            }
            if (claim.others().isEmpty()) {
                return chain.stream().map(chainId -> find(chainId).orElseThrow()).toList();
            }
            claim.others().forEach(other -> other.join());
        }
    }

    private Set<Digest> hold(List<Digest> chain, String holder) {
        return database.write(Durability.RELAXED, connection -> table.hold(connection, chain, holder));
    }

    private void unpackMine(Claim claim, List<Digest> chain, List<LayerSource> sources, String holder) {
        Map<Digest, Future<StagedLayer>> running = new LinkedHashMap<>();
        for (Digest chainId : claim.mine()) {
            LayerSource source = sources.get(chain.indexOf(chainId));
            running.put(chainId, workers.submit(() -> stager.stage(source)));
        }
        Staging staging = new Staging(stager);
        try {
            Map<Digest, StagedLayer> staged = staging.await(running);
            // Layers above ones that another request failed to unpack cannot be placed: the next round takes all.
            claim.others().forEach(other -> other.join());
            place(staged, chain, staging, holder);
        } finally {
            staging.discardRest();
        }
    }

    private void place(Map<Digest, StagedLayer> staged, List<Digest> chain, Staging staging, String holder) {
        List<Layer> placed = new ArrayList<>();
        try {
            if (staged.isEmpty()) {
                return;
            }
            crash.reach("layer.staged");
            layers.syncFileSystem();
            crash.reach("layer.synced");
            for (Map.Entry<Digest, StagedLayer> entry : staged.entrySet()) {
                OptionalLong parent = parentOf(entry.getKey(), chain, placed);
                if (parent.isEmpty() && !entry.getKey().equals(chain.get(0))) {
                    break;
                }
                Layer layer = new Layer(lastNumber.incrementAndGet(), entry.getKey(), entry.getValue().diffId(), parent,
                        entry.getValue().size());
                layers.rename(entry.getValue().name(), layers, number(layer.number()));
                staging.placed(entry.getValue());
                placed.add(layer);
            }
            crash.reach("layer.renamed");
            layers.sync();
        } catch (IOException e) {
            throw LayerStager.failure("cannot store layers", e);
        }
        database.write(Durability.RELAXED, connection -> {
            for (Layer layer : placed) {
                table.insert(connection, layer, holder);
            }
            return null;
        });
        crash.reach("layer.recorded");
    }

    private OptionalLong parentOf(Digest chainId, List<Digest> chain, List<Layer> placed) {
        int index = chain.indexOf(chainId);
        if (index == 0) {
            return OptionalLong.empty();
        }
        Digest parent = chain.get(index - 1);
        return placed.stream().filter(layer -> layer.chainId().equals(parent)).findFirst()
                .or(() -> find(parent)).map(layer -> OptionalLong.of(layer.number())).orElse(OptionalLong.empty());
    }

    /** Deletes what nobody holds and nothing stands on: first the facts, then the directories. Answers what went. */
    public List<Layer> collect() {
        List<Layer> gone = database.write(Durability.FULL, table::deleteUnheld);
        crash.reach("layer.facts-deleted");
        try {
            for (Layer layer : gone) {
                new TreeRemover(layers).remove(number(layer.number()));
            }
        } catch (KernelException e) {
            throw LayerStager.failure("cannot delete layers", e);
        }
        return gone;
    }

    /** To be called once before use: removes what an interrupted unpacking or collection left. */
    public void sweep() {
        Set<Long> known = database.read(table::numbers);
        try {
            for (Directory.Entry entry : layers.list()) {
                String name = new String(entry.name(), StandardCharsets.ISO_8859_1);
                if (!name.matches("[0-9]{1,18}") || !known.contains(Long.parseLong(name))) {
                    new TreeRemover(layers).remove(entry.name());
                }
            }
        } catch (KernelException e) {
            throw LayerStager.failure("cannot clean the layer store", e);
        }
        collect();
    }

    /**
     * A handle of the tree of one layer, for reading; whoever asks closes it.
     *
     * @throws EngineException NOT_FOUND if it is not unpacked
     */
    public Directory open(Digest chainId) {
        Layer layer = find(chainId)
                .orElseThrow(() -> EngineException.notFound("layer " + chainId + " is not unpacked"));
        try (Directory place = layers.child(number(layer.number()))) {
            return place.child(DIFF);
        } catch (KernelException e) {
            throw LayerStager.failure("cannot open layer " + chainId, e);
        }
    }

    private static byte[] number(long number) {
        return Directory.bytes(Long.toString(number));
    }

    @Override
    public void close() {
        try {
            layers.close();
        } catch (KernelException e) {
            throw LayerStager.failure("cannot close the layer store", e);
        }
    }
}
