package io.jocker.core.content;

import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import io.jocker.core.host.Directory;
import io.jocker.core.host.KernelException;
import io.jocker.core.host.LibC;
import io.jocker.core.host.OpenFile;
import io.jocker.core.host.TreeRemover;
import io.jocker.core.reference.Digest;
import io.jocker.core.store.CrashPoint;
import io.jocker.core.store.Database;
import io.jocker.core.store.Durability;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import jnr.constants.platform.Errno;

/**
 * The blobs of a data root. Post-conditions: a blob that {@link #find} answers is whole on disk; committing one that
 * is there already changes nothing; a blob that is held, or linked from one that is kept, is never collected.
 *
 * <p>Safe for any number of threads. Failures of the disk are {@link EngineException}s, UNAVAILABLE when it is full.
 */
public final class ContentStore implements AutoCloseable {
    private static final List<String> ALGORITHMS = List.of("sha256", "sha384", "sha512");
    private static final int FILE_MODE = 0600;
    private static final int BUFFERS = 8;

    private final LibC libC;
    private final Path blobs;
    private final Database database;
    private final BlobTable table = new BlobTable();
    private final CrashPoint crash;
    private final Directory ingest;
    private final AtomicLong sequence = new AtomicLong();
    private final Queue<ByteBuffer> buffers = new ArrayBlockingQueue<>(BUFFERS);
    // Commits share it; a collection has it alone, so that it never removes the file of a blob just committed.
    private final ReadWriteLock collecting = new ReentrantReadWriteLock();

    /** Opens the store, making its directories if need be; {@link #sweep} should follow. */
    public ContentStore(Path dataRoot, Database database, LibC libC, CrashPoint crash) {
        this.libC = libC;
        this.blobs = dataRoot.resolve("blobs");
        this.database = database;
        this.crash = crash;
        try {
            for (String algorithm : ALGORITHMS) {
                Files.createDirectories(blobs.resolve(algorithm));
            }
            Path ingestPath = Files.createDirectories(dataRoot.resolve("ingest"));
            this.ingest = Directory.open(libC, ingestPath);
        } catch (IOException e) {
            throw IoFailure.of("cannot open the content store in " + dataRoot, e);
        }
    }

    /** Begins new content. If a digest is expected, it is verified before anything can be committed. */
    public BlobWriter ingest(Optional<Digest> expected) {
        byte[] name = Directory.bytes(Long.toString(sequence.incrementAndGet()));
        try {
            ByteBuffer buffer = Optional.ofNullable(buffers.poll()).orElseGet(OpenFile::newBuffer);
            return new BlobWriter(this, name, ingest.create(name, FILE_MODE, buffer), buffer, expected);
        } catch (KernelException e) {
            throw IoFailure.of("cannot store content", e);
        }
    }

    /** The blob, if the store has it. */
    public Optional<Blob> find(Digest digest) {
        return database.read(connection -> table.find(connection, digest));
    }

    /** The blob, now held by this holder, if the store has it: from here on it will not be collected. */
    public Optional<Blob> hold(Digest digest, String holder) {
        return database.write(Durability.RELAXED, connection -> table.hold(connection, digest, holder));
    }

    /**
     * Records that a manifest or index names these blobs: while the store keeps it, it keeps those of them that it
     * has or gets.
     */
    public void link(Digest parent, List<Digest> children) {
        database.write(Durability.RELAXED, connection -> {
            table.link(connection, parent, children);
            return null;
        });
    }

    /**
     * The bytes, verified while they are read: damage on disk is an INTERNAL failure at the end of the stream.
     *
     * @throws EngineException NOT_FOUND
     */
    public InputStream open(Digest digest) {
        Blob blob = find(digest).orElseThrow(() -> EngineException.notFound("content " + digest + " is not here"));
        return new VerifiedInputStream(openFile(digest), digest, blob.size(), ErrorKind.INTERNAL);
    }

    /**
     * The bytes, not verified: for readers who verify more than the digest, such as the diff id of a layer.
     *
     * @throws EngineException NOT_FOUND
     */
    public InputStream openUnverified(Digest digest) {
        find(digest).orElseThrow(() -> EngineException.notFound("content " + digest + " is not here"));
        return openFile(digest);
    }

    /**
     * All bytes of a small blob.
     *
     * @throws EngineException NOT_FOUND; INVALID if it is larger than {@code maxSize}
     */
    public byte[] read(Digest digest, long maxSize) {
        Blob blob = find(digest).orElseThrow(() -> EngineException.notFound("content " + digest + " is not here"));
        if (blob.size() > maxSize) {
            throw EngineException.invalid(digest + " has " + blob.size() + " bytes: at most " + maxSize
                    + " are accepted here");
        }
        try (InputStream in = open(digest)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw IoFailure.of("cannot read content " + digest, e);
        }
    }

    /** Deletes what nobody holds and nothing links to: first the facts, then the bytes. Answers what went. */
    public List<Blob> collect() {
        collecting.writeLock().lock();
        try {
            List<Blob> gone = database.write(Durability.FULL, table::deleteUnheld);
            crash.reach("blob.facts-deleted");
            for (Blob blob : gone) {
                deleteFile(blob.digest());
            }
            return gone;
        } finally {
            collecting.writeLock().unlock();
        }
    }

    /** To be called once before use: removes what an interrupted ingest or collection left. */
    public void sweep() {
        try {
            TreeRemover remover = new TreeRemover(ingest);
            for (Directory.Entry entry : ingest.list()) {
                remover.remove(entry.name());
            }
            for (String algorithm : ALGORITHMS) {
                sweep(algorithm);
            }
        } catch (IOException e) {
            throw IoFailure.of("cannot clean the content store", e);
        }
        collect();
    }

    private void sweep(String algorithm) throws IOException {
        try (Directory directory = Directory.open(libC, blobs.resolve(algorithm))) {
            for (Directory.Entry entry : directory.list()) {
                String hex = new String(entry.name(), StandardCharsets.ISO_8859_1);
                if (!isKnown(algorithm, hex)) {
                    new TreeRemover(directory).remove(entry.name());
                }
            }
        }
    }

    private boolean isKnown(String algorithm, String hex) {
        return database.read(connection -> table.contains(connection, algorithm + ":" + hex));
    }

    InputStream openIngest(byte[] name) {
        try {
            return new FileStream(ingest.openFile(name));
        } catch (KernelException e) {
            throw IoFailure.of("cannot read content back", e);
        }
    }

    void giveBack(ByteBuffer buffer) {
        buffers.offer(buffer);
    }

    void discardIngest(byte[] name) throws KernelException {
        ingest.remove(name);
    }

    void commit(BlobWriter writer, Blob blob, String holder) {
        if (hold(blob.digest(), holder).isPresent()) {
            return;
        }
        try {
            try (OpenFile file = ingest.openFile(writer.ingestName())) {
                file.sync();
            }
            crash.reach("blob.synced");
            collecting.readLock().lock();
            try (Directory directory = Directory.open(libC, blobs.resolve(blob.digest().algorithm()))) {
                ingest.rename(writer.ingestName(), directory, Directory.bytes(blob.digest().hex()));
                writer.renamed();
                crash.reach("blob.renamed");
                directory.sync();
                database.write(Durability.RELAXED, connection -> {
                    table.insert(connection, blob, holder);
                    return null;
                });
                crash.reach("blob.recorded");
            } finally {
                collecting.readLock().unlock();
            }
        } catch (KernelException e) {
            throw IoFailure.of("cannot store content " + blob.digest(), e);
        }
    }

    private InputStream openFile(Digest digest) {
        try (Directory directory = Directory.open(libC, blobs.resolve(digest.algorithm()))) {
            return new FileStream(directory.openFile(Directory.bytes(digest.hex())));
        } catch (KernelException e) {
            throw IoFailure.of("cannot read content " + digest, e);
        }
    }

    private void deleteFile(Digest digest) {
        try (Directory directory = Directory.open(libC, blobs.resolve(digest.algorithm()))) {
            directory.remove(Directory.bytes(digest.hex()));
        } catch (KernelException e) {
            if (!e.is(Errno.ENOENT)) {
                throw IoFailure.of("cannot delete content " + digest, e);
            }
        }
    }

    @Override
    public void close() {
        try {
            ingest.close();
        } catch (KernelException e) {
            throw IoFailure.of("cannot close the content store", e);
        }
    }
}
