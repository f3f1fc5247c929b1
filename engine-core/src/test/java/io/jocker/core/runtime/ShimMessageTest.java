package io.jocker.core.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Both sides of the protocol must mean the same numbers. */
class ShimMessageTest {
    @Test
    void theNumbersAreThoseOfTheCHeader() throws IOException {
        Path header = Path.of(System.getProperty("jocker.checkout", "..")).resolve("native-shims/common/proto.h");
        Matcher entries = Pattern.compile("\\bMSG_(\\w+) = (\\d+)").matcher(Files.readString(header));
        Map<String, Integer> theirs = new TreeMap<>();
        while (entries.find()) {
            theirs.put(entries.group(1), Integer.valueOf(entries.group(2)));
        }
        assertFalse(theirs.isEmpty(), "no messages found in " + header);
        for (ShimMessage message : ShimMessage.values()) {
            assertEquals(message.code(), theirs.get(message.name()), message.name());
        }
    }
}
