package io.jocker.daemon.handler;

import io.jocker.core.EngineException;
import io.jocker.daemon.http.Exchange;
import io.jocker.daemon.translate.ApiJson;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * One call of an endpoint.
 *
 * @param version    the API version the client speaks
 * @param parameters what the placeholders of the path stand for, decoded
 */
public record ApiCall(Exchange exchange, ApiVersion version, Map<String, String> parameters, ApiJson json) {
    /** The value of a placeholder of the path. */
    public String parameter(String name) {
        return parameters.get(name);
    }

    /** A query parameter, null if it is absent or empty. */
    public String text(String name) {
        String value = exchange.query(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** A query parameter as Go's servers read booleans: everything but empty, 0, no, false and none is true. */
    public boolean flag(String name) {
        String value = text(name);
        return value != null && !value.matches("(?i)0|no|false|none");
    }

    /** A query parameter as a number, null if it is absent. */
    public Integer number(String name) {
        String value = text(name);
        if (value == null) {
            return null;
        }
        try {
            return Integer.valueOf(value);
        } catch (NumberFormatException e) {
            throw EngineException.invalid("invalid value for " + name + ": \"" + value + "\" is not a number");
        }
    }

    /**
     * The body of an endpoint that takes JSON and nothing else.
     *
     * @throws EngineException INVALID if there is a body that does not say it is JSON
     */
    public InputStream jsonBody() {
        String type = exchange.header("Content-Type");
        if (exchange.hasBody() || type != null) {
            String given = type == null ? "" : type;
            String mime = given.replaceFirst(";.*", "").strip();
            if (mime.isEmpty()) {
                throw EngineException.invalid("malformed Content-Type header (" + given + "): mime: no media type");
            }
            if (!mime.equalsIgnoreCase("application/json")) {
                throw EngineException.invalid("unsupported Content-Type header (" + given
                        + "): must be 'application/json'");
            }
        }
        return exchange.body();
    }

    /** Answers with JSON. */
    public void respond(int status, Object value) throws IOException {
        exchange.respond(status, "application/json", json.write(value));
    }

    /** Answers without a body. */
    public void respond(int status) throws IOException {
        exchange.respond(status);
    }
}
