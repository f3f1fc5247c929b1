package io.jocker.daemon.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a dockerd said of each of these. */
class JsonFaultTest {
    private static JsonFault find(String text) {
        return JsonFault.find(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {                  | unexpected EOF
            {"Image":          | unexpected EOF
            x                  | invalid character 'x' looking for beginning of value
            {"Image":x}        | invalid character 'x' looking for beginning of value
            {"Image":"b",}     | invalid character '}' looking for beginning of object key string
            {"Image":"b" "x":1}| invalid character '"' after object key:value pair
            {'Image':1}        | invalid character '\\'' looking for beginning of object key string
            {"Image":"\\q"}    | invalid character 'q' in string escape code
            {"Image":nul}      | invalid character '}' in literal null (expecting 'l')
            {"Image":truex}    | invalid character 'x' after object key:value pair
            {"Image":01}       | invalid character '1' after object key:value pair
            {"Image":-}        | invalid character '}' in numeric literal
            {"Image":1e}       | invalid character '}' in exponent of numeric literal
            {} x               | unexpected content after JSON
            """)
    void faultsAreSaidInDockersWords(String text, String message) {
        assertEquals(message, find(text).message());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", " [1, -2.5e+3, \"\\u00e9ü\", true, false, null, {\"a\": []}] \n", "0"})
    void whatIsJsonHasNone(String text) {
        assertNull(find(text));
    }

    @Test
    void linesAreCounted() {
        assertEquals(3, find("{\n\"a\": 1,\n\"b\": tru\n}").line());
        assertEquals("exceeded max depth", find("[".repeat(100_000)).message());
    }
}
