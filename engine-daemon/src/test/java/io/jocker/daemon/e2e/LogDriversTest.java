package io.jocker.daemon.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Log drivers and their options, with real containers. */
class LogDriversTest extends DaemonTest {
    private static ObjectNode logged(String driver, String[][] options, String... command) {
        ObjectNode config = Api.config(command);
        ObjectNode log = config.withObject("/HostConfig/LogConfig").put("Type", driver);
        for (String[] option : options) {
            log.withObject("/Config").put(option[0], option[1]);
        }
        return config;
    }

    @ParameterizedTest
    @ValueSource(strings = {"json-file", "local"})
    void nothingIsLostAcrossRotationAndCompression(String driver) {
        String[][] options = {{"max-size", "20k"}, {"max-file", "50"}, {"compress", "true"}};
        api.run("writes", logged(driver, options, "sh", "-c",
                "i=0; while [ $i -lt 3000 ]; do echo \"line $i\"; i=$((i+1)); done; echo err >&2"));
        api.await("writes");
        String expected = IntStream.range(0, 3000).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining());
        assertEquals(expected + "err\n", api.logs("writes"));
        assertEquals("line 2999\nerr\n", Frames.text(api.get(
                "/containers/writes/logs?stdout=1&stderr=1&tail=2").body()));
        assertEquals("err\n", Frames.text(api.get("/containers/writes/logs?stderr=1").body()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"json-file", "local"})
    void followingEndsWithTheContainer(String driver) {
        api.run("ticks", logged(driver, new String[0][], "sh", "-c", "for i in 1 2 3; do echo $i; sleep 0.1; done"));
        assertEquals("1\n2\n3\n", Frames.text(api.get("/containers/ticks/logs?stdout=1&follow=1").body()));
    }

    @Test
    void detailsTellWhatWasNoted() {
        ObjectNode config = logged("json-file", new String[][] {{"labels", "app"}, {"env-regex", "^V"},
            {"tag", "{{.Name}}/{{.ImageName}}"}}, "echo", "x");
        config.withObject("/Labels").put("app", "web").put("other", "no");
        config.withArray("/Env").add("VERSION=1 2").add("SECRET=no");
        api.run("noted", config);
        api.await("noted");
        assertEquals("VERSION=1+2,app=web,tag=noted%2Fbusybox x\n",
                Frames.text(api.get("/containers/noted/logs?stdout=1&details=1").body()));
    }

    @Test
    void aDriverThatCannotBeReadSaysSo() {
        api.run("silent", logged("none", new String[0][], "echo", "x"));
        Reply reply = api.get("/containers/silent/logs?stdout=1");
        assertEquals(501, reply.status(), reply::toString);
        assertEquals("configured logging driver does not support reading", reply.message());
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        for (List<String> bad : List.of(List.of("nope", "x", "y", "400", "no log driver named 'nope' is registered"),
                List.of("gelf", "x", "y", "501", "gelf is not supported"),
                List.of("json-file", "max-size", "big", "400", "invalid size"),
                List.of("json-file", "syslog-address", "udp://x", "400", "unknown log opt 'syslog-address'"),
                List.of("json-file", "max-buffer-size", "1m", "400", "only supported with 'mode=non-blocking'"),
                List.of("json-file", "tag", "{{.Nope}}", "400", "there is no field"),
                List.of("local", "labels", "x", "400", "unknown log opt 'labels' for local log driver"))) {
            Reply reply = api.post("/containers/create",
                    logged(bad.get(0), new String[][] {{bad.get(1), bad.get(2)}}, "true").toString());
            assertEquals(bad.get(3), String.valueOf(reply.status()), reply::toString);
            assertTrue(reply.message().contains(bad.get(4)), reply::toString);
        }
    }
}
