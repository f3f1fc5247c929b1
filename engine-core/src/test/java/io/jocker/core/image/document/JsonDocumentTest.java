package io.jocker.core.image.document;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jocker.core.EngineException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same verdicts as the reader in C, over one corpus. */
class JsonDocumentTest {
    private static final int FEWEST = 60;

    static List<String> corpus() throws IOException {
        try (InputStream in = JsonDocumentTest.class.getResourceAsStream("/json-corpus.txt")) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines()
                    .filter(line -> !line.startsWith("#")).toList();
            assertTrue(lines.size() > FEWEST);
            return lines;
        }
    }

    private static byte[] decoded(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int at = 0;
        while (at < text.length()) {
            boolean escaped = text.charAt(at) == '%';
            bytes.write(escaped ? Integer.parseInt(text.substring(at + 1, at + 3), 16) : text.charAt(at));
            at += escaped ? 3 : 1;
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void verdictsAreThoseOfTheCorpus(String line) {
        byte[] text = decoded(line.substring(2));
        if (line.startsWith("+")) {
            assertDoesNotThrow(() -> JsonDocument.object("t", text, JsonDocument.MAX_CONFIG));
        } else {
            assertThrows(EngineException.class, () -> JsonDocument.object("t", text, JsonDocument.MAX_CONFIG));
        }
    }
}
