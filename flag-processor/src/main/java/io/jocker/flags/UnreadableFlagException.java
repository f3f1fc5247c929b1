package io.jocker.flags;

import javax.lang.model.element.Element;

/** An annotated element that no code can be written for. */
final class UnreadableFlagException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Element element;

    UnreadableFlagException(Element element, String message) {
        super(message);
        this.element = element;
    }

    Element element() {
        return element;
    }
}
