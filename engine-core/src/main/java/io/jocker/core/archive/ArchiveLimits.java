package io.jocker.core.archive;

/**
 * Every cap on what an archive may make the engine do, in one place. Sizes in bytes.
 *
 * @param maxEntries entries of one tar
 * @param maxNameLength bytes of a path or link target; the kernel's PATH_MAX with its closing zero
 * @param maxHeaderSize bytes of one extended header: names, extended attributes, sparse maps
 * @param maxSparseSegments pieces of one sparse file
 * @param maxUnpacked bytes that one compressed stream may become
 * @param maxRatio how many times its compressed size a stream may become
 * @param ratioFreeSize how much a stream may become whatever its ratio: small files of zeros are sound
 */
public record ArchiveLimits(long maxEntries, int maxNameLength, int maxHeaderSize, int maxSparseSegments,
        long maxUnpacked, long maxRatio, long ratioFreeSize) {
    /** What the engine uses. */
    public static final ArchiveLimits DEFAULT = new ArchiveLimits(10_000_000, 4095, 4 << 20, 1 << 17,
            1L << 40, 400, 4L << 30);
    /** For the archive around an image: some files for each layer, no more. */
    public static final ArchiveLimits BUNDLE = new ArchiveLimits(200_000, 4095, 1 << 20, 0,
            1L << 40, 400, 4L << 30);
}
