package io.jocker.daemon.route;

import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import io.jocker.core.api.system.ErrorResponse;
import io.jocker.daemon.handler.ApiCall;
import io.jocker.daemon.handler.ApiHandler;
import io.jocker.daemon.handler.ApiVersion;
import io.jocker.daemon.http.Exchange;
import io.jocker.daemon.http.HttpHandler;
import io.jocker.daemon.translate.ApiJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the endpoint that a request means, and answers for what fails. */
public final class Router implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Router.class);
    private static final Pattern VERSIONED = Pattern.compile("/v(\\d{1,3}\\.\\d{1,3})(/.*)");

    private final List<Route> routes = new ArrayList<>();
    private final ApiJson json;
    private final String server;

    /**
     * @param server the value of the header {@code Server}
     */
    public Router(ApiJson json, String server) {
        this.json = json;
        this.server = server;
    }

    /** Adds an endpoint; the first that matches is taken. */
    public Router add(String method, String path, ApiHandler handler) {
        routes.add(new Route(method, path, handler));
        return this;
    }

    @Override
    public void handle(Exchange exchange) throws IOException {
        exchange.setHeader("Api-Version", ApiVersion.NEWEST.toString());
        exchange.setHeader("Docker-Experimental", "false");
        exchange.setHeader("Ostype", "linux");
        exchange.setHeader("Server", server);
        long start = System.nanoTime();
        try {
            dispatch(exchange);
        } catch (EngineException e) {
            fail(exchange, e);
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", exchange.method(), exchange.path(), e);
            fail(exchange, EngineException.internal("internal error: " + e, e));
        }
        LOG.debug("{} {} took {} us", exchange.method(), exchange.path(), (System.nanoTime() - start) / 1000);
    }

    private void dispatch(Exchange exchange) throws IOException {
        Matcher versioned = VERSIONED.matcher(exchange.path());
        boolean hasVersion = versioned.matches();
        ApiVersion version = hasVersion ? ApiVersion.parse(versioned.group(1)) : ApiVersion.NEWEST;
        String path = hasVersion ? versioned.group(2) : exchange.path();
        for (Route route : routes) {
            Map<String, String> parameters = route.match(exchange.method(), path);
            if (parameters != null) {
                route.handler().handle(new ApiCall(exchange, version, parameters, json));
                return;
            }
        }
        exchange.respond(404, "application/json", json.write(new ErrorResponse("page not found")));
    }

    private void fail(Exchange exchange, EngineException e) throws IOException {
        if (e.kind() == ErrorKind.INTERNAL) {
            LOG.error("{} {}: {}", exchange.method(), exchange.path(), e.getMessage(), e);
        } else {
            LOG.debug("{} {}: {}", exchange.method(), exchange.path(), e.getMessage());
        }
        if (exchange.responded()) {
            throw new IOException("failed after the response had begun: " + e.getMessage(), e);
        }
        int status = ErrorTable.status(e.kind());
        if (e.kind() == ErrorKind.NOT_MODIFIED) {
            exchange.respond(status);
        } else {
            exchange.respond(status, "application/json", json.write(new ErrorResponse(e.getMessage())));
        }
    }
}
