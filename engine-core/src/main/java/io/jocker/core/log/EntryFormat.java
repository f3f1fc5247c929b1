package io.jocker.core.log;

import java.io.IOException;
import java.nio.channels.FileChannel;

/** How the entries of a log stand in its files; docs/shim-protocol.md describes them. */
public sealed interface EntryFormat permits JsonFileFormat, LocalFormat {
    /** Docker's format: a line of JSON for each entry. */
    EntryFormat JSON_FILE = new JsonFileFormat();
    /** Our own, compact and byte-exact. */
    EntryFormat LOCAL = new LocalFormat();

    /**
     * Looks at the entry that begins at {@code start}.
     *
     * @return how long it is, 0 if it is not whole yet; {@link LogEntry#isSound} tells whether it is one at all
     */
    int decode(byte[] bytes, int start, int end, LogEntry entry);

    /** Positions a file so that at most so many entries of it are left; answers how many are still wanted. */
    long seek(FileChannel channel, long wanted) throws IOException;
}
