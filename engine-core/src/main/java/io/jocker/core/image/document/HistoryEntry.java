package io.jocker.core.image.document;

/** One step of how an image came to be; {@code emptyLayer} ones have no layer. Empty text where nothing is stated. */
public record HistoryEntry(String created, String createdBy, String author, String comment, boolean emptyLayer) {
    static HistoryEntry read(JsonDocument json) {
        return new HistoryEntry(json.text("created"), json.text("created_by"), json.text("author"),
                json.text("comment"), json.flag("empty_layer"));
    }
}
