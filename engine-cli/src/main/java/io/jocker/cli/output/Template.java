package io.jocker.cli.output;

import io.jocker.cli.client.CliException;
import io.jocker.cli.client.Json;
import io.jocker.cli.output.template.GoTemplate;
import io.jocker.cli.output.template.TemplateException;

/** {@code --format}: a Go template, or {@code json}. */
public final class Template {
    private static final int UNREADABLE = 64;
    private static final String PREFIX = "template parsing error: ";

    private final GoTemplate template;

    /**
     * Reads a template.
     *
     * @throws CliException if it is none
     */
    public Template(String text) {
        try {
            this.template = text.equals("json") ? null : new GoTemplate(text);
        } catch (TemplateException e) {
            throw (CliException) new CliException(UNREADABLE, PREFIX + e.getMessage()).initCause(e);
        }
    }

    /**
     * The text for one value, without a newline.
     *
     * @throws CliException if the value has not what the template wants
     */
    public String render(Object value) {
        try {
            return template == null ? Json.write(value) : template.render(value);
        } catch (TemplateException e) {
            throw (CliException) new CliException(PREFIX + e.getMessage()).initCause(e);
        }
    }

    /** The text for the titles of columns. */
    String renderTitles(Object titles) {
        try {
            return template.renderTitles(titles);
        } catch (TemplateException e) {
            throw (CliException) new CliException(PREFIX + e.getMessage()).initCause(e);
        }
    }
}
