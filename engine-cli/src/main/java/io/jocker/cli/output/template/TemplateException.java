package io.jocker.cli.output.template;

/** A template that is none, or that does not fit its value; the message has the position, in Go's words. */
public final class TemplateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TemplateException(String message) {
        super(message);
    }

    /** While reading the template. */
    static TemplateException parsing(int line, String message) {
        return new TemplateException("template: :" + line + ": " + message);
    }
}
