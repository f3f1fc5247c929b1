package io.jocker.daemon.json;

/**
 * Where a text stops being JSON.
 *
 * @param message in the words of Go's encoding/json
 * @param line    counted from 1
 */
public record JsonFault(String message, int line) {
    /**
     * The first fault of a text, or of what follows its first value; null if there is none.
     */
    public static JsonFault find(byte[] text) {
        JsonScanner scanner = new JsonScanner(text);
        try {
            scanner.value(0);
            return scanner.atEnd() ? null : new JsonFault("unexpected content after JSON", scanner.line());
        } catch (JsonScanner.Fault e) {
            return new JsonFault(e.getMessage(), scanner.line());
        }
    }
}
