package io.jocker.daemon.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jocker.core.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class DaemonConfigTest {
    @TempDir
    Path directory;

    private Path file;

    private DaemonConfig load(String json, String... args) throws IOException {
        file = Files.writeString(directory.resolve("daemon.json"), json);
        Options options = new Options();
        new CommandLine(options).parseArgs(args);
        options.configFile = file;
        return DaemonConfig.load(options);
    }

    private String refusal(String json, String... args) {
        return assertThrows(EngineException.class, () -> load(json, args)).getMessage();
    }

    @Test
    void anEmptyFileMeansDockersDefaults() throws IOException {
        DaemonConfig config = load("");
        assertEquals(List.of("unix:///run/jocker.sock"), config.hosts());
        assertEquals(Path.of("/var/lib/jocker"), config.dataRoot());
        assertEquals("info", config.logLevel());
        assertEquals("json-file", config.defaults().log().type());
    }

    @Test
    void whatIsHonouredArrives() throws IOException {
        DaemonConfig config = load("""
                {"data-root": "/srv/j", "hosts": ["unix:///run/a.sock"], "debug": true, "labels": ["a=b"],
                 "log-opts": {"max-size": "1m", "max-file": "2"}, "default-shm-size": "128M", "dns": ["9.9.9.9"],
                 "cgroup-parent": "/x", "no-new-privileges": true, "live-restore": true}
                """);
        assertEquals(Path.of("/srv/j"), config.dataRoot());
        assertEquals("debug", config.logLevel());
        assertEquals(128L << 20, config.defaults().shmSize());
        assertEquals("1m", config.defaults().log().config().get("max-size"));
        assertEquals(List.of("9.9.9.9"), config.defaults().dns());
        assertTrue(config.defaults().noNewPrivileges());
    }

    @Test
    void anUnknownKeyIsNamedWithItsLine() {
        String message = refusal("{\n  \"debug\": false,\n  \"dbug\": true\n}");
        assertTrue(message.contains(file + ", line 3") && message.contains("\"dbug\" is not known"), message);
    }

    @Test
    void aWrongTypeIsNamedWithItsLine() {
        String message = refusal("{\n\"debug\": \"yes\"}");
        assertTrue(message.contains("line 2") && message.contains("\"debug\" must be true or false"), message);
    }

    @Test
    void brokenJsonIsNamedWithItsLine() {
        String message = refusal("{\n\"debug\": true,\n}");
        assertTrue(message.contains("line 3") && message.contains("not valid JSON"), message);
        assertTrue(refusal("[]").contains("an object"));
        assertTrue(refusal("{\"debug\":true,\"debug\":false}").contains("stands twice"));
        assertTrue(refusal("{} x").contains("daemon.json"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\"live-restore\": false | never off",
        "\"bip\": \"10.1.0.1/24\" | networks come",
        "\"registry-mirrors\": [\"https://m\"] | registry client",
        "\"userland-proxy\": true | no proxy process",
        "\"storage-driver\": \"btrfs\" | overlay2",
        "\"tls\": true | Unix sockets",
        "\"features\": {\"buildkit\": true} | later version",
        "\"shutdown-timeout\": -1 | no time in seconds",
        "\"runtimes\": 0 | must be an object",
        "\"iptables\": true | networks come",
        "\"log-driver\": \"nope\" | no log driver named",
        "\"hosts\": [\"tcp://0.0.0.0:2375\"] | unix://",
        "\"hosts\": [\"unix://relative\"] | absolute path",
        "\"labels\": [\"nolabel\"] | name=value",
        "\"labels\": [\"a=1\", \"a=2\"] | conflict labels for a=2 and a=1",
        "\"default-shm-size\": \"lots\" | invalid size",
        "\"log-opts\": {\"max-size\": \"big\"} | invalid size",
        "\"log-opts\": {\"odd\": \"1\"} | unknown log opt 'odd'",
        "\"log-level\": \"loud\" | log level",
        "\"log-format\": \"xml\" | log format",
        "\"group\": \"no-such-group\" | does not exist",
        "\"data-root\": \"relative/x\" | absolute path",
        "\"exec-root\": \"relative/x\" | absolute path",
        "\"pidfile\": \"relative/x\" | absolute path",
        "\"cgroup-parent\": \"/a/../b\" | control group",
        "\"default-ipc-mode\": \"odd\" | neither private nor shareable",
        "\"default-cgroupns-mode\": \"odd\" | neither private nor host",
        "\"dns\": [\"999.1.1.1\"] | IP address",
        "\"dns-search\": [\"a b\"] | one word",
        "\"dns-opts\": [\"\"] | one word"})
    void whatCannotBeHonouredIsRefusedWithReasonKeyAndLine(String setting, String reason) {
        String message = refusal("{\n\n" + setting + "}");
        String key = setting.substring(0, setting.indexOf(':'));
        assertTrue(message.contains(reason) && message.contains(file + ", line 3") && message.contains(key), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"iptables\": false", "\"ip-forward\": false", "\"bridge\": \"none\"",
        "\"registry-mirrors\": []", "\"insecure-registries\": []", "\"runtimes\": {}", "\"default-ulimits\": {}",
        "\"http-proxy\": \"\"", "\"mtu\": 0", "\"raw-logs\": true", "\"features\": {\"buildkit\": false}",
        "\"storage-driver\": \"overlay2\"", "\"live-restore\": true"})
    void whatIsSoAnywayIsAccepted(String setting) throws IOException {
        assertEquals(load("{}"), load("{" + setting + "}"));
    }

    @Test
    void theSameThingInFileAndOptionsIsRefused() {
        String message = refusal("{\"data-root\": \"/a\"}", "--data-root", "/b");
        assertTrue(message.contains("\"data-root\" is given both"), message);
    }

    @Test
    void anExecRootTooLongForSocketsIsRefused() {
        assertTrue(refusal("{}", "--exec-root", "/run/" + "x".repeat(40)).contains("longer than 35"));
    }
}
