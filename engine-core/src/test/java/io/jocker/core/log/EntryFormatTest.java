package io.jocker.core.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What must hold of both formats of logs. */
class EntryFormatTest {
    private static final LogQuery ALL = new LogQuery(true, true, null, null, -1);

    @TempDir
    Path directory;

    /** The formats, and how their entries are written. */
    enum Format {
        JSON_FILE(EntryFormat.JSON_FILE) {
            @Override
            byte[] entry(String text, boolean stderr, int second) {
                return ("{\"log\":\"" + text + "\",\"stream\":\"" + (stderr ? "stderr" : "stdout")
                        + "\",\"attrs\":{\"k\":\"v\"},\"time\":\"2026-01-01T00:00:" + String.format("%02d", second)
                        + ".000000005Z\"}\n").getBytes(StandardCharsets.UTF_8);
            }
        },
        LOCAL(EntryFormat.LOCAL) {
            @Override
            byte[] entry(String text, boolean stderr, int second) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                long nanos = (1_767_225_600L + second) * 1_000_000_000L + 5;
                return ByteBuffer.allocate(bytes.length + 18).putInt(bytes.length + 10).putLong(nanos)
                        .put((byte) (stderr ? 2 : 1)).put((byte) 0).put(bytes).putInt(bytes.length + 10).array();
            }
        };

        private final EntryFormat format;

        Format(EntryFormat format) {
            this.format = format;
        }

        abstract byte[] entry(String text, boolean stderr, int second);
    }

    private static List<String> read(Path log, Format format, LogQuery query) throws IOException {
        List<String> seen = new ArrayList<>();
        new LogReader(log, format.format, query, new LogSink() {
            @Override
            public void accept(LogEntry entry) {
                seen.add((entry.isStderr() ? "E:" : "O:")
                        + new String(entry.text(), 0, entry.length(), StandardCharsets.UTF_8) + "@" + entry.time());
            }

            @Override
            public void flush() {
                // Nothing is held back.
            }
        }).read();
        return seen;
    }

    private static String seen(String text, int second) {
        return text + "@2026-01-01T00:00:" + String.format("%02d", second) + ".000000005Z";
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void entriesAndTheirTimes(Format format) throws IOException {
        Path log = directory.resolve("l");
        try (OutputStream out = Files.newOutputStream(log)) {
            out.write(format.entry("one", false, 1));
            out.write(format.entry("zwölf", true, 12));
        }
        assertEquals(List.of(seen("O:one", 1), seen("E:zwölf", 12)), read(log, format, ALL));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void halfAnEntryAtTheEndIsNotRead(Format format) throws IOException {
        Path log = directory.resolve("l");
        byte[] second = format.entry("second", false, 2);
        for (int cut = 1; cut < second.length; cut++) {
            try (OutputStream out = Files.newOutputStream(log)) {
                out.write(format.entry("first", false, 1));
                out.write(second, 0, cut);
            }
            assertEquals(List.of(seen("O:first", 1)), read(log, format, ALL), "cut after " + cut);
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void theTailCountsAcrossRotatedAndCompressedFiles(Format format) throws IOException {
        Path log = directory.resolve("l");
        Files.write(log, format.entry("5", false, 5));
        Files.write(directory.resolve("l.1"), join(format.entry("3", false, 3), format.entry("4", false, 4)));
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(directory.resolve("l.2.gz")))) {
            out.write(join(format.entry("1", false, 1), format.entry("2", false, 2)));
        }
        for (int tail = 0; tail <= 6; tail++) {
            List<String> expected = new ArrayList<>();
            for (int i = Math.max(1, 6 - tail); i <= 5; i++) {
                expected.add(seen("O:" + i, i));
            }
            assertEquals(expected, read(log, format, new LogQuery(true, true, null, null, tail)), "tail " + tail);
        }
        assertEquals(5, read(log, format, ALL).size());
    }

    @Test
    void onlyLinesOfJsonHaveAttributes() {
        LogEntry entry = new LogEntry();
        byte[] json = Format.JSON_FILE.entry("x", false, 1);
        EntryFormat.JSON_FILE.decode(json, 0, json.length, entry);
        assertEquals("{k=v}", entry.attributes().toString());
        byte[] local = Format.LOCAL.entry("x", false, 1);
        EntryFormat.LOCAL.decode(local, 0, local.length, entry);
        assertEquals("{}", entry.attributes().toString());
    }

    private static byte[] join(byte[] first, byte[] second) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(first);
        both.writeBytes(second);
        return both.toByteArray();
    }
}
