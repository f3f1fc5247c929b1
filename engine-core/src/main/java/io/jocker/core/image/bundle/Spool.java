package io.jocker.core.image.bundle;

import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import io.jocker.core.archive.ArchiveLimits;
import io.jocker.core.archive.CorruptArchiveException;
import io.jocker.core.archive.Decompressor;
import io.jocker.core.archive.EntryPath;
import io.jocker.core.archive.TarEntry;
import io.jocker.core.archive.TarReader;
import io.jocker.core.content.Blob;
import io.jocker.core.content.BlobWriter;
import io.jocker.core.content.ContentStore;
import io.jocker.core.reference.Digest;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The files of an archive, written to the content store's ingest and hashed in one pass, by path and by digest. What
 * is not committed is gone when this closes. A file below {@code blobs/} that is not what its name says fails it all.
 */
public final class Spool implements AutoCloseable {
    private static final int BUFFER = 256 * 1024;
    private static final int MAX_ALIASES = 8;

    private final ContentStore store;
    private final Map<String, Digest> files = new HashMap<>();
    private final Map<String, String> aliases = new HashMap<>();
    private final Map<Digest, BlobWriter> writers = new HashMap<>();
    private final Map<Digest, Blob> committed = new HashMap<>();

    private Spool(ContentStore store) {
        this.store = store;
    }

    /**
     * Reads a tar, compressed or not, to its end.
     *
     * @throws EngineException INVALID if it is cut or corrupt; UNAVAILABLE if the disk is full; nothing is left then
     */
    public static Spool read(InputStream archive, ContentStore store) {
        Spool spool = new Spool(store);
        try {
            InputStream plain = new Decompressor(ArchiveLimits.BUNDLE).open(archive);
            TarReader reader = new TarReader(new BufferedInputStream(plain, BUFFER), ArchiveLimits.BUNDLE);
            byte[] buffer = new byte[BUFFER];
            for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
                spool.add(entry, reader, buffer);
            }
            return spool;
        } catch (CorruptArchiveException | EOFException e) {
            spool.close();
            throw new EngineException(ErrorKind.INVALID, "invalid image archive: " + e.getMessage(), e);
        } catch (IOException e) {
            spool.close();
            throw new EngineException(ErrorKind.INVALID, "cannot read the image archive: " + e.getMessage(), e);
        } catch (RuntimeException | Error e) {
            spool.close();
            throw e;
        }
    }

    private void add(TarEntry entry, TarReader reader, byte[] buffer) throws IOException {
        EntryPath path = EntryPath.of(entry.name());
        switch (entry.type()) {
            case FILE -> addFile(path, reader, buffer);
            case SYMLINK -> aliases.put(path.display(), beside(path, entry).display());
            case HARD_LINK -> aliases.put(path.display(), EntryPath.of(entry.linkName()).display());
            case DIRECTORY -> { }
            default -> throw new CorruptArchiveException("the entry \"" + entry.displayName()
                    + "\" is neither file, directory nor link");
        }
    }

    private static EntryPath beside(EntryPath path, TarEntry entry) throws IOException {
        String parent = path.parent().display();
        byte[] prefix = entry.linkName().length > 0 && entry.linkName()[0] == '/' ? new byte[0]
                : (parent + "/").getBytes(java.nio.charset.StandardCharsets.UTF_8);
        byte[] joined = java.util.Arrays.copyOf(prefix, prefix.length + entry.linkName().length);
        System.arraycopy(entry.linkName(), 0, joined, prefix.length, entry.linkName().length);
        return EntryPath.of(joined);
    }

    private void addFile(EntryPath path, TarReader reader, byte[] buffer) throws IOException {
        String name = path.display();
        BlobWriter writer = store.ingest(digestIn(path));
        try {
            for (int count = reader.read(buffer, 0, buffer.length); count >= 0;
                    count = reader.read(buffer, 0, buffer.length)) {
                writer.write(buffer, 0, count);
            }
            writer.verify(-1);
        } catch (IOException | RuntimeException | Error e) {
            writer.close();
            throw e;
        }
        files.put(name, writer.digest());
        if (writers.putIfAbsent(writer.digest(), writer) != null) {
            writer.close();
        }
    }

    private static Optional<Digest> digestIn(EntryPath path) {
        String[] parts = path.display().split("/");
        return parts.length == 3 && parts[0].equals("blobs") ? Optional.of(new Digest(parts[1], parts[2]))
                : Optional.empty();
    }

    /** The digest of the file at this path, links followed. */
    public Optional<Digest> file(String path) {
        String name = path;
        for (int i = 0; i < MAX_ALIASES && !files.containsKey(name); i++) {
            name = aliases.getOrDefault(name, name);
        }
        return Optional.ofNullable(files.get(name));
    }

    /** Whether the archive has this content. */
    public boolean contains(Digest digest) {
        return writers.containsKey(digest);
    }

    /** How many bytes this content has, which the archive must have. */
    public long size(Digest digest) {
        return writers.get(digest).size();
    }

    /** A new stream of this content, which the archive must have and which must not be committed yet. */
    public InputStream open(Digest digest) {
        return writers.get(digest).reopen();
    }

    /**
     * All bytes of this content, which the archive must have and which must not be committed yet.
     *
     * @throws EngineException INVALID if it is larger than {@code maxSize}
     */
    public byte[] bytes(Digest digest, int maxSize) {
        if (size(digest) > maxSize) {
            throw EngineException.invalid("invalid image archive: " + digest + " has " + size(digest)
                    + " bytes: at most " + maxSize + " are accepted here");
        }
        try (InputStream in = open(digest)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw EngineException.internal("cannot read the archive's content back: " + e.getMessage(), e);
        }
    }

    /** Makes this content, which the archive must have, a blob that this holder holds. */
    public Blob commit(Digest digest, String holder) {
        return committed.computeIfAbsent(digest, d -> writers.get(d).commit(holder));
    }

    @Override
    public void close() {
        writers.values().forEach(BlobWriter::close);
    }
}
