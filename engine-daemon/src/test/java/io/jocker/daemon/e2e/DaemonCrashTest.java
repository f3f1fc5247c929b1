package io.jocker.daemon.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A daemon that dies between the steps of a verb; the next one finds the verb done or never begun, nothing between. */
@Timeout(60)
class DaemonCrashTest {
    private DaemonProcess daemon;
    private Api api;

    @BeforeEach
    void start() throws IOException {
        DaemonTest.needRoot();
        daemon = DaemonProcess.start().withBusybox();
        api = daemon.api();
    }

    @AfterEach
    void close() throws IOException {
        if (daemon != null) {
            daemon.close();
        }
    }

    /** The daemon dies while it creates, starts or removes the container; the state is what the next one shows. */
    @ParameterizedTest
    @CsvSource({"container.recording, create, gone", "container.recorded, create, created",
        "container.shim-made, start, created", "container.state-saving, start, running",
        "container.state-saved, start, running", "container.facts-going, remove, created",
        "container.facts-gone, remove, gone"})
    void theNextStartRepairs(String point, String verb, String state) throws IOException {
        if (!verb.equals("create")) {
            api.create("it", Api.config("sleep", "100"));
        }
        daemon.stop();
        daemon.launchToEndAt(point);
        unanswered(verb);
        assertEquals(137, daemon.ended());
        daemon.launch();
        assertEquals(state, api.status("it"));
        if (state.equals("gone")) {
            assertEquals(Set.of(), Footprint.files(daemon.dataRoot().resolve("containers")));
            api.create("it", Api.config("sleep", "100"));
        }
        assertEquals(state.equals("running") ? 304 : 204, api.post("/containers/it/start").status());
        assertEquals("running", api.status("it"));
        assertEquals(204, api.post("/containers/it/kill").status());
        assertEquals(137, api.await("it"));
        assertEquals(204, api.delete("/containers/it").status());
        assertEquals(Set.of(), Footprint.files(daemon.dataRoot().resolve("containers")));
        assertEquals(Set.of(), Footprint.files(daemon.execRoot().resolve("s")));
    }

    private void unanswered(String verb) throws IOException {
        try (Connection connection = new Connection(daemon.socket())) {
            switch (verb) {
                case "create" -> connection.request("POST", "/containers/create?name=it",
                        Api.config("sleep", "100").toString());
                case "start" -> connection.request("POST", "/containers/it/start", null);
                default -> connection.request("DELETE", "/containers/it", null);
            }
            assertEquals(-1, connection.read());
        }
    }
}
