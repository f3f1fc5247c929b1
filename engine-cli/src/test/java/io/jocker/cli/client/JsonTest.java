package io.jocker.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    private static Object read(String text) throws IOException {
        return Json.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void readsWhatThereIs() throws IOException {
        assertEquals(Map.of("a", List.of(1L, true, "x"), "b", Map.of()),
                read(" {\"a\" : [1, true,\"x\"], \"b\":{}}\n"));
        assertNull(read("null"));
        assertNull(read(""));
        assertEquals(List.of(), read("[]"));
    }

    @Test
    void keepsNumbersExact() throws IOException {
        assertEquals(Long.MAX_VALUE, read("9223372036854775807"));
        assertEquals(Long.MIN_VALUE, read("-9223372036854775808"));
        assertEquals(new BigDecimal("9223372036854775808"), read("9223372036854775808"));
        assertEquals(new BigDecimal("1.50"), read("1.50"));
        assertEquals(0, new BigDecimal("1e3").compareTo((BigDecimal) read("1e3")));
        assertEquals(-1L, read("-1"));
    }

    @Test
    void readsAndWritesEscapes() throws IOException {
        assertEquals("\"\\/\b\f\n\r\té😀", read("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\""));
        assertEquals("ü😀", read("\"ü😀\""));
        assertEquals("{\"\\u0001\\n\\\"\":\"<é😀\\u2028>\"}", Json.write(Map.of("\1\n\"", "<é😀\u2028>")));
        assertEquals("\"\\u003ca\\u0026b\\u003e\"", Json.writeForHtml("<a&b>"));
        String text = "[{},[],{\"a\":[null,1.5,-3]}]";
        assertEquals(text, Json.write(read(text)));
    }

    @Test
    void readsOneValueAfterTheOther() throws IOException {
        JsonReader reader = new JsonReader(new ByteArrayInputStream("{\"a\":1}\r\n[2] 3".getBytes(
                StandardCharsets.UTF_8)));
        assertEquals(Map.of("a", 1L), reader.value());
        assertEquals(List.of(2L), reader.value());
        assertEquals(3L, reader.value());
        assertFalse(reader.more());
    }

    @Test
    void readsLongStringsAndDeepLists() throws IOException {
        String text = "é".repeat(100_000);
        assertEquals(text, read("\"" + text + "\""));
        read("[".repeat(1000) + "]".repeat(1000));
        assertThrows(IOException.class, () -> read("[".repeat(100_000)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[1", "[1,", "[1,]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "tru", "nulp",
        "\"a",
        "\"\\x\"", "\"\\u12g4\"", "\"\n\"", "-", "1.2.3", "<html>", "]"})
    void refusesWhatIsNoJson(String text) {
        assertThrows(IOException.class, () -> read(text));
    }

    @Test
    void indentsAsGoDoes() {
        assertEquals("{\n    \"a\": [\n        1,\n        \"x: {,}\\\"\"\n    ],\n    \"b\": {},\n    \"c\": []\n}",
                Json.indent("{\"a\" : [1,\"x: {,}\\\"\"],\"b\":{ },\n\"c\":[]}"));
    }
}
