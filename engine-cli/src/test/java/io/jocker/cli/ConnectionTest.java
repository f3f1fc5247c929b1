package io.jocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which engine is asked, and what is said if it does not answer. */
class ConnectionTest {
    private static final String NOWHERE = "unix:///nonexistent";
    private static final String NOBODY = "Cannot connect to the jocker daemon at " + NOWHERE
            + ". Is the jocker daemon running?\n";

    @TempDir
    Path folder;
    private FakeEngine engine;
    private CliRun cli;

    @BeforeEach
    void start() throws Exception {
        engine = new FakeEngine().on("GET /containers/json", 200, "[]").on("GET /v1.41/containers/json", 200, "[]");
        cli = new CliRun(NOWHERE);
        String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
                .digest("mine".getBytes(StandardCharsets.UTF_8)));
        Path meta = Files.createDirectories(folder.resolve("contexts/meta").resolve(hash));
        Files.writeString(meta.resolve("meta.json"), "{\"Name\":\"mine\",\"Metadata\":{},\"Endpoints\":{\"docker\":"
                + "{\"Host\":\"" + engine.host() + "\",\"SkipTLSVerify\":false}}}");
    }

    @AfterEach
    void stop() throws IOException {
        engine.close();
    }

    @Test
    void nobodyListens() {
        assertEquals(1, cli.run("ps").code);
        assertEquals(NOBODY, cli.err);
        assertEquals(1, cli.run("rm", "a", "b").code);
        assertEquals(NOBODY + NOBODY, cli.err);
        assertEquals(125, cli.run("run", "x").code);
        assertEquals("jocker: " + NOBODY + "\nRun 'jocker run --help' for more information\n", cli.err);
        assertEquals(1, cli.run("inspect", "a").code);
        assertEquals("[]\n", cli.out);
        assertEquals(NOBODY, cli.err);
    }

    @Test
    void whatIsKnownWithoutAnEngineIsTold() {
        assertEquals(1, cli.run("version").code);
        assertTrue(cli.out.startsWith("Client:\n Version:           0.1.0\n"), cli.out);
        assertEquals(NOBODY, cli.err);
        assertEquals(1, cli.run("info").code);
        assertEquals("Client:\n Version:    0.1.0\n Context:    default\n Debug Mode: false\n\nServer:\n", cli.out);
        assertEquals(NOBODY, cli.err);
    }

    @Test
    void theOptionWinsAndOurVariableComesBeforeDockers() {
        assertEquals(0, cli.run("-H", engine.host(), "ps").code, cli.err);
        assertEquals(0, cli.run("-H" + engine.host(), "ps").code, cli.err);
        assertEquals(0, cli.run("--host=" + engine.host(), "ps").code, cli.err);
        cli.environment.put("JOCKER_HOST", engine.host());
        assertEquals(0, cli.run("ps").code, cli.err);
        cli.environment.put("DOCKER_HOST", engine.host());
        cli.environment.put("JOCKER_HOST", NOWHERE);
        assertEquals(1, cli.run("ps").code);
    }

    @Test
    void contextsAreDockers() throws IOException {
        cli.environment.remove("DOCKER_HOST");
        cli.environment.put("DOCKER_CONFIG", folder.toString());
        assertEquals(0, cli.run("-c", "mine", "ps").code, cli.err);
        assertEquals(0, cli.run("--context=mine", "ps").code, cli.err);
        cli.environment.put("DOCKER_CONTEXT", "mine");
        assertEquals(0, cli.run("ps").code, cli.err);
        cli.environment.remove("DOCKER_CONTEXT");
        Files.writeString(folder.resolve("config.json"), "{\"auths\":{},\"currentContext\":\"mine\"}");
        assertEquals(0, cli.run("ps").code, cli.err);
        cli.environment.remove("DOCKER_CONFIG");
        assertEquals(0, cli.run("--config", folder.toString(), "ps").code, cli.err);
    }

    @Test
    void unknownContextsAndContradictions() {
        cli.environment.remove("DOCKER_HOST");
        assertEquals(1, cli.run("--config", folder.toString(), "-c", "nope", "ps").code);
        assertTrue(cli.err.startsWith("Failed to initialize: unable to resolve jocker endpoint: context \"nope\": "
                + "context not found: open " + folder + "/contexts/meta/"), cli.err);
        assertEquals(1, cli.run("-H", "x", "-c", "y", "ps").code);
        assertEquals("conflicting options: cannot specify both --host and --context\n", cli.err);
        assertEquals(1, cli.run("-H", "bad://x", "ps").code);
        assertEquals("Failed to initialize: unable to resolve jocker endpoint: invalid bind address format: bad://x\n",
                cli.err);
    }

    @Test
    void theApiVersionMayBeChosen() {
        cli.environment.put("DOCKER_API_VERSION", "1.41");
        assertEquals(0, cli.run("-H", engine.host(), "ps").code, cli.err);
        assertEquals(List.of("GET /v1.41/containers/json"), engine.lines());
    }

    @Test
    void anAnswerThatIsNoHttpIsOneSentence() throws IOException {
        try (FakeEngine other = new FakeEngine().onRaw("GET /containers/json", "SSH-2.0-garbage\r\n\r\n")) {
            assertEquals(1, cli.run("-H", other.host(), "ps").code);
            assertEquals("jocker: the connection to the engine broke: the engine answered in no HTTP: "
                    + "SSH-2.0-garbage\n", cli.err);
        }
    }
}
