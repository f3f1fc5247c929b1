package io.jocker.daemon.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Calls of the Engine API, each on a connection of its own. */
record Api(Path socket) {
    Reply call(String method, String target, String body) {
        try (Connection connection = new Connection(socket)) {
            return connection.request(method, target, body, "Connection: close").reply();
        } catch (IOException e) {
            throw new AssertionError(method + " " + target + " got no answer", e);
        }
    }

    Reply get(String target) {
        return call("GET", target, null);
    }

    Reply post(String target) {
        return call("POST", target, null);
    }

    Reply post(String target, String body) {
        return call("POST", target, body);
    }

    Reply delete(String target) {
        return call("DELETE", target, null);
    }

    /** A container's configuration. */
    static ObjectNode config(String... command) {
        ObjectNode config = JsonNodeFactory.instance.objectNode().put("Image", "busybox");
        for (String word : command) {
            config.withArray("/Cmd").add(word);
        }
        return config;
    }

    String create(String name, ObjectNode config) {
        Reply reply = post("/containers/create?name=" + name, config.toString());
        assertEquals(201, reply.status(), reply::toString);
        return reply.json().path("Id").asText();
    }

    /** Creates and starts; the id. */
    String run(String name, ObjectNode config) {
        String id = create(name, config);
        Reply reply = post("/containers/" + id + "/start");
        assertEquals(204, reply.status(), reply::toString);
        return id;
    }

    String run(String name, String... command) {
        return run(name, config(command));
    }

    JsonNode inspect(String container) {
        Reply reply = get("/containers/" + container + "/json");
        assertEquals(200, reply.status(), reply::toString);
        return reply.json();
    }

    String status(String container) {
        Reply reply = get("/containers/" + container + "/json");
        return reply.status() == 404 ? "gone" : reply.json().path("State").path("Status").asText();
    }

    /** Waits for the end; the exit code. */
    int await(String container) {
        Reply reply = post("/containers/" + container + "/wait");
        assertEquals(200, reply.status(), reply::toString);
        return reply.json().path("StatusCode").asInt();
    }

    /** Both streams of the log, without the frames' heads. */
    String logs(String container) {
        Reply reply = get("/containers/" + container + "/logs?stdout=1&stderr=1");
        assertEquals(200, reply.status(), reply::toString);
        return Frames.text(reply.body());
    }

    JsonNode list(String filters) {
        Reply reply = get("/containers/json?all=1&filters=" + encode(filters));
        assertEquals(200, reply.status(), reply::toString);
        return reply.json();
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Creates and starts an exec whose streams are wanted, and reads them to the end; its id and output. */
    Execution exec(String container, ObjectNode config) {
        Reply created = post("/containers/" + container + "/exec", config.toString());
        assertEquals(201, created.status(), created::toString);
        String id = created.json().path("Id").asText();
        Reply started = post("/exec/" + id + "/start", "{}");
        assertEquals(200, started.status(), started::toString);
        return new Execution(id, Frames.text(started.body()), get("/exec/" + id + "/json").json());
    }

    /** What became of an exec. */
    record Execution(String id, String output, JsonNode report) {
        int exitCode() {
            return report.path("ExitCode").asInt();
        }
    }

    Execution exec(String container, String... command) {
        ObjectNode config = JsonNodeFactory.instance.objectNode().put("AttachStdout", true).put("AttachStderr", true);
        for (String word : command) {
            config.withArray("/Cmd").add(word);
        }
        return exec(container, config);
    }

    void removeAll() {
        for (JsonNode container : get("/containers/json?all=1").json()) {
            Reply reply = delete("/containers/" + container.path("Id").asText() + "?force=1&v=1");
            assertEquals(204, reply.status(), reply::toString);
        }
        for (JsonNode volume : get("/volumes").json().path("Volumes")) {
            Reply reply = delete("/volumes/" + volume.path("Name").asText());
            assertEquals(204, reply.status(), reply::toString);
        }
    }
}
