package io.jocker.daemon.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import io.jocker.core.api.container.LogConfig;
import io.jocker.daemon.config.ContainerDefaults;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiJsonTest {
    private final ApiJson json = new ApiJson();
    private final CreateBody bodies = new CreateBody(json, new ContainerDefaults(new LogConfig("json-file", Map.of()),
            ContainerDefaults.SHM_SIZE, "private", "private", false, "/jocker", List.of(), List.of(), List.of(),
            "jocker", Map.of(), List.of(), false, 15));

    private CreateBody.Parsed create(String text) throws IOException {
        return bodies.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void namesAreReadInAnyCaseAndUnknownOnesReadPast() throws IOException {
        CreateBody.Parsed body = create("{\"image\":\"a\",\"CMD\":[\"x\"],\"hostconfig\":{\"memory\":7,\"New\":{}}}");
        assertEquals("a", body.config().image());
        assertEquals(List.of("x"), body.config().cmd());
        assertEquals(7, body.host().memory());
    }

    @Test
    void aCommandMayBeOneString() throws IOException {
        assertEquals(List.of("ls -l"), create("{\"Cmd\":\"ls -l\"}").config().cmd());
    }

    @Test
    void nullsAreAsGoodAsAbsent() throws IOException {
        CreateBody.Parsed body = create("{\"Image\":null,\"Tty\":null,\"HostConfig\":{\"Memory\":null,\"Dns\":null}}");
        assertEquals(0, body.host().memory());
        assertEquals("bridge", body.host().networkMode());
        assertEquals(64L << 20, body.host().shmSize());
        assertEquals("no", body.host().restartPolicy().name());
    }

    @Test
    void logOptionsWithoutADriverAreForTheUsualOne() throws IOException {
        String config = "{\"LogConfig\":{\"Type\":\"\",\"Config\":{\"max-size\":\"1k\"}}}";
        LogConfig log = create("{\"HostConfig\":" + config + "}").host().logConfig();
        assertEquals(new LogConfig("json-file", Map.of("max-size", "1k")), log);
    }

    @Test
    void aNullLabelIsAnEmptyOne() throws IOException {
        assertEquals(Map.of("a", ""), create("{\"Labels\":{\"a\":null}}").config().labels());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"Image\":1}", "{\"Tty\":\"true\"}", "{\"HostConfig\":{\"Memory\":\"5\"}}",
        "{\"HostConfig\":{\"Memory\":1.5}}", "{\"Env\":\"a=b\"}", "{\"Env\":[1]}", "[]", "1", "{} {}", "{\"a\":NaN}",
        "{\"HostConfig\":{\"Memory\":99999999999999999999}}"})
    void everythingElseIsRefused(String text) {
        EngineException e = assertThrows(EngineException.class, () -> create(text));
        assertEquals(ErrorKind.INVALID, e.kind(), e.getMessage());
    }

    @Test
    void aRefusalNamesTheField() {
        EngineException e = assertThrows(EngineException.class,
                () -> create("{\"HostConfig\":{\"Memory\":\"5\"}}"));
        assertTrue(e.getMessage().contains("Memory"), e.getMessage());
    }

    @Test
    void nestingHasABound() {
        EngineException e = assertThrows(EngineException.class, () -> create("{\"x\":" + "[".repeat(5000)));
        assertEquals(ErrorKind.INVALID, e.kind());
    }

    @Test
    void filtersComeInTwoFormsAndUnknownOnesAreRefused() throws IOException {
        Set<String> known = Set.of("label");
        assertEquals(List.of("a"), Filters.parse(json, "{\"label\":[\"a\"]}", known).get("label"));
        assertEquals(List.of("a"), Filters.parse(json, "{\"label\":{\"a\":true,\"b\":false}}", known).get("label"));
        for (String bad : List.of("{\"lable\":[\"a\"]}", "[]", "{\"label\":[1]}", "{\"label\":\"a\"}", "{")) {
            assertThrows(EngineException.class, () -> Filters.parse(json, bad, known), bad);
        }
    }
}
