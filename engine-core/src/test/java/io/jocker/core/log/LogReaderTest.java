package io.jocker.core.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LogReaderTest {
    @TempDir
    Path directory;

    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
    private final LogSink sink = new LogSink() {
        @Override
        public void accept(LogEntry entry) {
            seen.add((entry.isStderr() ? "E:" : "O:")
                    + new String(entry.text(), 0, entry.length(), StandardCharsets.UTF_8));
        }

        @Override
        public void flush() {
            // Nothing is held back.
        }
    };

    private static final LogQuery ALL = new LogQuery(true, true, null, null, -1);

    private static String line(String escaped, String stream, int second) {
        return "{\"log\":\"" + escaped + "\",\"stream\":\"" + stream + "\",\"time\":\"2026-01-01T00:00:"
                + String.format("%02d", second) + ".5Z\"}\n";
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    @Test
    void escapesAreDecoded() throws IOException {
        Path log = write("l", line("a\\\"b\\\\c\\u0000\\u2028\\ud83d\\ude00\\t\\n", "stdout", 1)
                + line("é", "stderr", 2));
        new LogReader(log, EntryFormat.JSON_FILE, ALL, sink).read();
        assertEquals(List.of("O:a\"b\\c\0\u2028\ud83d\ude00\t\n", "E:é"), seen);
    }

    @Test
    void theRemainsOfACrashAreReadPast() throws IOException {
        Path log = write("l", line("one\\n", "stdout", 1) + "{\"log\":\"cut\n" + "\0\0\0\n" + "{\"log\":\"\\u00\n"
                + line("two\\n", "stdout", 2));
        new LogReader(log, EntryFormat.JSON_FILE, ALL, sink).read();
        assertEquals(List.of("O:one\n", "O:two\n"), seen);
    }

    @Test
    void rotatedFilesComeFirstAndTheTailCountsAcrossThem() throws IOException {
        write("l.2", line("1", "stdout", 1) + line("2", "stdout", 2));
        write("l.1", line("3", "stdout", 3) + line("4", "stdout", 4));
        Path log = write("l", line("5", "stdout", 5));
        new LogReader(log, EntryFormat.JSON_FILE, ALL, sink).read();
        assertEquals(List.of("O:1", "O:2", "O:3", "O:4", "O:5"), seen);
        for (int tail = 0; tail <= 6; tail++) {
            seen.clear();
            new LogReader(log, EntryFormat.JSON_FILE, new LogQuery(true, true, null, null, tail), sink).read();
            assertEquals(List.of("O:1", "O:2", "O:3", "O:4", "O:5").subList(Math.max(0, 5 - tail), 5), seen,
                    "tail " + tail);
        }
    }

    @Test
    void streamsAndTimesSelect() throws IOException {
        Path log = write("l", line("a", "stdout", 1) + line("b", "stderr", 2) + line("c", "stdout", 3));
        new LogReader(log, EntryFormat.JSON_FILE, new LogQuery(false, true, null, null, -1), sink).read();
        assertEquals(List.of("E:b"), seen);
        seen.clear();
        new LogReader(log, EntryFormat.JSON_FILE, new LogQuery(true, true, Instant.parse("2026-01-01T00:00:02Z"),
                Instant.parse("2026-01-01T00:00:03Z"), -1), sink).read();
        assertEquals(List.of("E:b"), seen);
    }

    @Test
    @Timeout(20)
    void followingGoesOnAcrossARotationAndEndsWithTheWriter() throws Exception {
        Path log = write("l", line("0", "stdout", 1));
        AtomicBoolean writing = new AtomicBoolean(true);
        Thread reader = new Thread(() -> {
            try {
                new LogReader(log, EntryFormat.JSON_FILE, ALL, sink).follow(writing::get, () -> false);
            } catch (IOException e) {
                seen.add(e.toString());
            }
        });
        reader.start();
        List<String> expected = new ArrayList<>(List.of("O:0"));
        for (int i = 1; i <= 60; i++) {
            if (i % 20 == 0) {
                Files.move(log, directory.resolve("l.1"), StandardCopyOption.REPLACE_EXISTING);
                // The new file is at once longer than what was read of the old one.
                Files.writeString(log, line("x".repeat(40) + i, "stdout", 2).repeat(40));
                expected.addAll(Collections.nCopies(40, "O:" + "x".repeat(40) + i));
            }
            Files.writeString(log, line("" + i, "stdout", 2), StandardOpenOption.APPEND);
            expected.add("O:" + i);
            TimeUnit.MILLISECONDS.sleep(5);
        }
        writing.set(false);
        reader.join(10_000);
        assertEquals(expected, seen);
    }

    @Test
    void aMissingLogIsEmpty() throws IOException {
        new LogReader(directory.resolve("none"), EntryFormat.JSON_FILE, ALL, sink).read();
        assertTrue(seen.isEmpty());
    }
}
