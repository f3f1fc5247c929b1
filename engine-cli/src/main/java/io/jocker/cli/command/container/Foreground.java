package io.jocker.cli.command.container;

import io.jocker.cli.client.ApiException;
import io.jocker.cli.client.EngineClient;
import io.jocker.cli.client.HttpStream;
import io.jocker.cli.client.Json;
import io.jocker.cli.command.Session;
import io.jocker.cli.terminal.StdioPump;
import io.jocker.cli.terminal.Terminal;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A container in the foreground: its streams are the user's, signals go to it, its exit code is the command's. */
public final class Foreground {
    // QUIT and USR1 belong to the JVM (docs/limits.md).
    private static final List<String> FORWARDED = List.of("INT", "TERM", "HUP", "USR2", "ALRM", "CONT",
            "WINCH");

    /**
     * How to attach.
     *
     * @param waitFor the condition that ends the command; null if its exit code does not matter
     */
    public record Options(boolean stdin, boolean stdout, boolean stderr, boolean tty, String detachKeys,
            boolean signalProxy, String waitFor) {
    }

    private final Session session;
    private final String id;
    private final Options options;

    /** Of the container with this id. */
    public Foreground(Session session, String id, Options options) {
        this.session = session;
        this.id = id;
        this.options = options;
    }

    /** Attaches, calls {@code start}, and stays until the container is done. */
    public int run(Runnable start) throws IOException {
        EngineClient client = session.client();
        Map<String, Object> query = new LinkedHashMap<>();
        query.put("stream", 1);
        query.put("stdin", options.stdin() ? 1 : null);
        query.put("stdout", options.stdout() ? 1 : null);
        query.put("stderr", options.stderr() ? 1 : null);
        query.put("detachKeys", options.detachKeys());
        try (HttpStream streams = client.hijack(EngineClient.path("/containers/" + id + "/attach", query));
                HttpStream waiting = client.call("POST", "/containers/" + id + "/wait?condition="
                        + options.waitFor(), null)) {
            proxySignals();
            start.run();
            return pump(streams, waiting);
        }
    }

    private int pump(HttpStream streams, HttpStream waiting) throws IOException {
        boolean terminal = options.tty() && session.terminal().inputIsTerminal();
        Terminal.Raw raw = terminal && options.stdin() ? Terminal.Raw.of(session.terminal()) : () -> { };
        try {
            if (terminal) {
                resize();
            }
            StdioPump pump = new StdioPump(streams);
            if (options.stdin()) {
                pump.input(session.in());
            }
            pump.output(options.tty(), session.out(), session.err());
        } finally {
            raw.close();
        }
        if (detached()) {
            return 0;
        }
        Object answer = Json.read(waiting.body());
        String error = Json.text(answer, "Error", "Message");
        if (!error.isEmpty()) {
            session.err().println("Error waiting for container: " + error);
        }
        return (int) Json.number(answer, "StatusCode");
    }

    /** The output ended but the container runs: the user detached. */
    private boolean detached() {
        if (!options.tty()) {
            return false;
        }
        try {
            Object report = session.client().json("GET", "/containers/" + id + "/json", null);
            return Boolean.TRUE.equals(Json.get(report, "State", "Running"));
        } catch (ApiException removed) {
            return false;
        }
    }

    private void proxySignals() {
        for (String name : FORWARDED) {
            if (name.equals("WINCH")) {
                if (options.tty()) {
                    session.terminal().onSignal(name, n -> resize());
                }
            } else if (options.signalProxy() && !options.tty()) {
                session.terminal().onSignal(name, this::forward);
            }
        }
    }

    private void forward(String signal) {
        try {
            session.client().run("POST", "/containers/" + id + "/kill?signal=" + signal);
        } catch (ApiException ended) {
            // A container that has ended needs no signal.
            return;
        }
    }

    private void resize() {
        Terminal.Size size = session.terminal().size();
        if (size.height() == 0) {
            return;
        }
        try {
            session.client().run("POST", "/containers/" + id + "/resize?h=" + size.height() + "&w=" + size.width());
        } catch (ApiException ended) {
            // Nor does it need a size.
            return;
        }
    }
}
