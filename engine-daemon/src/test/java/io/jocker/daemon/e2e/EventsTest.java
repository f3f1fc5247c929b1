package io.jocker.daemon.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The stream of events. */
class EventsTest extends DaemonTest {
    private static String seconds(Instant time) {
        return time.getEpochSecond() + "." + String.format("%09d", time.getNano());
    }

    private List<String> past(Instant since, String filters) {
        Reply reply = api.get("/events?since=" + seconds(since) + "&until=" + seconds(Instant.now()) + "&filters="
                + Api.encode(filters));
        assertEquals(200, reply.status(), reply::toString);
        List<String> actions = new ArrayList<>();
        reply.text().lines().forEach(line -> {
            JsonNode event = Reply.parse(line);
            actions.add(event.path("Type").asText() + " " + event.path("Action").asText());
        });
        return actions;
    }

    @Test
    void theLifeOfAContainerIsToldInOrder() {
        Instant start = Instant.now();
        String id = api.run("told", "sh", "-c", "exit 3");
        api.await(id);
        api.delete("/containers/told?force=1");
        assertEquals(List.of("container create", "container start", "container die", "container destroy"),
                past(start, "{\"container\":[\"told\"]}"));
        assertEquals(List.of("container die"), past(start, "{\"event\":[\"die\"],\"container\":[\"" + id + "\"]}"));
        assertEquals(List.of("container die"), past(start, "{\"event\":{\"die\":true},\"type\":{\"container\":true}}"));
        assertEquals(List.of(), past(start, "{\"type\":[\"image\"]}"));
        assertEquals(List.of(), past(Instant.now(), "{}"));
        JsonNode die = Reply.parse(api.get("/events?since=" + seconds(start) + "&until=" + seconds(Instant.now())
                + "&filters=" + Api.encode("{\"event\":[\"die\"]}")).text());
        assertEquals("3", die.path("Actor").path("Attributes").path("exitCode").asText());
        assertEquals("told", die.path("Actor").path("Attributes").path("name").asText());
        assertEquals("busybox", die.path("Actor").path("Attributes").path("image").asText());
        assertEquals(id, die.path("id").asText());
        assertEquals(die.path("time").asLong(), die.path("timeNano").asLong() / 1_000_000_000);
        assertEquals(400, api.get("/events?filters=" + Api.encode("{\"odd\":[\"x\"]}")).status());
        assertEquals(400, api.get("/events?since=yesterday").status());
    }

    @Test
    void eventsAreSentAsTheyHappen() throws IOException {
        try (Connection events = new Connection(daemon.socket())) {
            events.request("GET", "/events?filters=" + Api.encode("{\"event\":[\"start\",\"die\"]}"), null);
            assertEquals(200, events.head().status());
            String id = api.run("live", "true");
            JsonNode started = Reply.parse(new String(events.chunk(), StandardCharsets.UTF_8));
            assertEquals("start", started.path("Action").asText());
            assertEquals(id, started.path("Actor").path("ID").asText());
            assertEquals("die", Reply.parse(new String(events.chunk(), StandardCharsets.UTF_8)).path("Action")
                    .asText());
        }
        Eventually.holds("the listener is forgotten", () -> api.get("/info").json().path("NEventsListener").asInt()
                == 0);
    }

    @Test
    void untilEndsTheStream() {
        long start = System.nanoTime();
        assertEquals(200, api.get("/events?until=" + seconds(Instant.now().plusMillis(700))).status());
        long millis = (System.nanoTime() - start) / 1_000_000;
        assertTrue(millis >= 600 && millis < 2000, "it took " + millis + " ms");
    }

    @ParameterizedTest
    @MethodSource("io.jocker.daemon.e2e.Cli#all")
    void stockClientsShowThem(Cli cli) {
        try (Command events = cli.start(daemon, "events", "--filter", "type=container", "--format",
                "{{.Action}} {{.Actor.Attributes.name}}")) {
            Eventually.holds("it listens", () -> api.get("/info").json().path("NEventsListener").asInt() == 1);
            api.run("shown", "true");
            events.expect("create shown\nstart shown\ndie shown\n");
        }
    }
}
