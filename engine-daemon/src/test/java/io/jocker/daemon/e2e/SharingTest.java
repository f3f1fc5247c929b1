package io.jocker.daemon.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

/** Containers that share namespaces, and filters of the user's own. */
class SharingTest extends DaemonTest {
    private static ObjectNode mode(String field, String value, String... command) {
        ObjectNode config = Api.config(command);
        config.withObject("/HostConfig").put(field, value);
        return config;
    }

    private String output(ObjectNode config) {
        String id = api.run("guest", config);
        api.await(id);
        String output = api.logs(id);
        assertEquals(204, api.delete("/containers/guest").status());
        return output;
    }

    @Test
    void networkAndItsNames() {
        ObjectNode host = Api.config("sh", "-c", "nc -l -p 7777 -e echo hello; sleep 100").put("Hostname", "donor");
        host.withArray("/HostConfig/ExtraHosts").add("peer:10.1.2.3");
        api.run("host", host);
        String seen = output(mode("NetworkMode", "container:host", "sh", "-c",
                "sleep 0.2; nc 127.0.0.1 7777; hostname; grep peer /etc/hosts"));
        assertEquals("hello\ndonor\n10.1.2.3\tpeer\n", seen);
    }

    @Test
    void processes() {
        api.run("host", "sleep", "77");
        assertTrue(output(mode("PidMode", "container:host", "ps")).contains("sleep 77"));
    }

    @Test
    void ipcAndItsMemory() {
        api.run("host", mode("IpcMode", "shareable", "sh", "-c", "echo shared >/dev/shm/x; sleep 100"));
        Eventually.holds("the file is there", () -> api.exec("host", "cat", "/dev/shm/x").exitCode() == 0);
        assertEquals("shared\n", output(mode("IpcMode", "container:host", "cat", "/dev/shm/x")));
        api.run("private", "sleep", "100");
        String id = api.create("guest", mode("IpcMode", "container:private", "true"));
        Reply reply = api.post("/containers/" + id + "/start");
        assertEquals(409, reply.status(), reply::toString);
        assertTrue(reply.message().contains("non-shareable IPC"), reply::toString);
    }

    @Test
    void onlyWithWhatRuns() {
        api.create("idle", Api.config("true"));
        String id = api.create("guest", mode("NetworkMode", "container:idle", "true"));
        Reply reply = api.post("/containers/" + id + "/start");
        assertEquals(409, reply.status(), reply::toString);
        assertTrue(reply.message().contains("cannot join network namespace of a non running container"),
                reply::toString);
        assertEquals(404, api.post("/containers/create", mode("PidMode", "container:nobody", "true").toString())
                .status());
        Reply hostname = api.post("/containers/create", mode("NetworkMode", "container:idle", "true")
                .put("Hostname", "x").toString());
        assertEquals(400, hostname.status());
        assertEquals("conflicting options: hostname and the network mode", hostname.message());
    }

    @Test
    void aFilterOfOnesOwn() {
        String profile = "{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"syscalls\":[{\"names\":[\"mkdir\",\"mkdirat\"],"
                + "\"action\":\"SCMP_ACT_ERRNO\",\"errnoRet\":95}]}";
        ObjectNode config = Api.config("sh", "-c", "mkdir /x; grep Seccomp: /proc/self/status");
        config.withArray("/HostConfig/SecurityOpt").add("seccomp=" + profile);
        String seen = output(config);
        assertTrue(seen.contains("Operation not supported") && seen.contains("Seccomp:\t2"), seen);
        for (String bad : new String[] {"seccomp={", "seccomp={}", "seccomp=/a/file.json"}) {
            ObjectNode broken = Api.config("true");
            broken.withArray("/HostConfig/SecurityOpt").add(bad);
            assertEquals(400, api.post("/containers/create", broken.toString()).status(), bad);
        }
    }
}
