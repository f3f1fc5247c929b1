package io.jocker.daemon.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The same requests to this daemon and to a dockerd, and the answers compared field by field. What differs stands in
 * {@link #JUSTIFIED}, with the reason.
 */
@Timeout(240)
class DifferentialTest extends DaemonTest {
    private static final String VERSION = "/v1.41";

    /** Paths of fields (request, then field) whose values may differ, and why. */
    private static final Map<String, String> JUSTIFIED = justified();

    private PeerDaemon peer;

    private static Map<String, String> justified() {
        Map<String, String> reasons = new LinkedHashMap<>();
        reasons.put("\\.GraphDriver\\.Data", "the layers are laid out differently");
        reasons.put("\\.(CgroupnsMode)", "private is the safer default");
        reasons.put("\\.KernelMemory", "gone from the API with 1.42");
        reasons.put("\\.(DNSNames|GwPriority)", "new in later versions of the API");
        reasons.put("\\.(EndpointID|NetworkID|SandboxID|SandboxKey)", "there are no networks yet");
        reasons.put("\\.HostConfig\\.Runtime", "the runtime is our own");
        reasons.put("\\.RestartPolicy\\.Name", "later versions say no where none is given");
        reasons.put("\\.(MaskedPaths|ReadonlyPaths)", "ours are the union of several engines' lists");
        reasons.put("\\.SizeRootFs", "dockerd counts the files of its own, such as /etc/hosts, too");
        reasons.put("\\.(Pid|Processes\\[0]\\[0])$", "processes have numbers of their own");
        reasons.put("^wait \\.Error", "later versions leave it out if there is none");
        reasons.put("^unpause again status", "409 says whose mistake it is; dockerd says 500");
        reasons.put("^rm (paused|running) \\.message", "the words are those of later versions");
        reasons.put("^rename badly", "the words are those of later versions");
        reasons.put("^create,\"(Binds|SecurityOpt)\".* status", "400 as in later versions; this dockerd says 500");
        reasons.put("^create,\"(RestartPolicy|Runtime|LogConfig)\".*\\.message",
                "the words are those of later versions");
        reasons.put("^create,\"(IpcMode|PidMode|UTSMode|DeviceCgroupRules|Ulimits)\".* status",
                "what makes no sense is refused at create; dockerd fails at start, or passes it over");
        reasons.put("^GET /containers/json\\?(filters=nope|limit=x) status", "400 as in later versions");
        reasons.put("^GET /containers/json\\?limit=x", "Go's words mean nothing to users");
        reasons.put("^POST /volumes/prune.* status", "400 as in later versions");
        reasons.put("^exec (\\{\"Cmd\":1}|nothing) \\.message", "names of Go's types mean nothing to users");
        return reasons;
    }

    @BeforeAll
    void startPeer() throws IOException {
        need(PeerDaemon.isInstalled(), "there is no dockerd on this machine to compare with");
        peer = PeerDaemon.start();
        DaemonProcess.loadBusybox(peer.socket());
    }

    @AfterAll
    void stopPeer() throws IOException {
        if (peer != null) {
            peer.api().removeAll();
            peer.close();
        }
    }

    /** What both say to one request; answers that are no JSON as text. */
    private void same(List<String> differences, String what, String method, String target, String body) {
        Reply ours = api.call(method, VERSION + target, body);
        Reply theirs = peer.api().call(method, VERSION + target, body);
        if (ours.status() != theirs.status()) {
            note(differences, what + " status", theirs.status() + " " + theirs.text(),
                    ours.status() + " " + ours.text());
            return;
        }
        JsonNode left = json(theirs);
        JsonNode right = json(ours);
        if (left == null || right == null) {
            compareText(differences, what, theirs.text(), ours.text());
        } else {
            compare(differences, what, "", left, right);
        }
    }

    private static JsonNode json(Reply reply) {
        String text = reply.text().strip();
        return text.startsWith("{") || text.startsWith("[") ? Reply.parse(text) : null;
    }

    private static void compareText(List<String> differences, String what, String theirs, String ours) {
        if (!normal(theirs.strip()).equals(normal(ours.strip()))) {
            note(differences, what + " body", theirs, ours);
        }
    }

    private static void compare(List<String> differences, String what, String path, JsonNode theirs, JsonNode ours) {
        if (theirs.isObject() && ours.isObject()) {
            TreeSet<String> names = new TreeSet<>();
            theirs.fieldNames().forEachRemaining(names::add);
            ours.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                compare(differences, what, path + "." + name, theirs.path(name), ours.path(name));
            }
        } else if (theirs.isArray() && ours.isArray() && theirs.size() == ours.size()) {
            for (int i = 0; i < theirs.size(); i++) {
                compare(differences, what, path + "[" + i + "]", theirs.get(i), ours.get(i));
            }
        } else if (!normal(theirs.toString()).equals(normal(ours.toString()))) {
            note(differences, what + " " + path, theirs.isMissingNode() ? "(absent)" : theirs.toString(),
                    ours.isMissingNode() ? "(absent)" : ours.toString());
        }
    }

    private static void note(List<String> differences, String where, String theirs, String ours) {
        for (String pattern : JUSTIFIED.keySet()) {
            if (Pattern.compile(pattern).matcher(where).find()) {
                return;
            }
        }
        differences.add(where + "\n    dockerd: " + theirs.strip() + "\n    jockerd: " + ours.strip());
    }

    /** Without what differs from run to run: ids, times, paths of the data roots; and without a sentence's capital. */
    private static String normal(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[0-9a-f]{64}", "ID").replaceAll("\\b[0-9a-f]{12}\\b", "SHORT")
                .replaceAll("\\d{4}-\\d\\d-\\d\\dt[0-9:.]+(z|[+-]\\d\\d:\\d\\d)", "TIME")
                .replaceAll("/(tmp|run)/jk[a-z]*-[^/\"]*", "ROOT");
    }

    private void both(java.util.function.Consumer<Api> work) {
        work.accept(api);
        work.accept(peer.api());
    }

    private static String config(String more) {
        return "{\"Image\":\"busybox\",\"Cmd\":[\"sh\",\"-c\",\"echo out; echo err >&2; sleep 100\"],\"Env\":[\"A=b\"],"
                + "\"Labels\":{\"k\":\"v\"},\"HostConfig\":{\"NetworkMode\":\"none\"" + more + "}}";
    }

    @Test
    void theLifeOfAContainer() {
        List<String> differences = new ArrayList<>();
        same(differences, "create", "POST", "/containers/create?name=one", config(""));
        same(differences, "create again", "POST", "/containers/create?name=one", config(""));
        same(differences, "inspect created", "GET", "/containers/one/json", null);
        same(differences, "start", "POST", "/containers/one/start", null);
        same(differences, "start again", "POST", "/containers/one/start", null);
        both(a -> Eventually.holds("output", () -> a.logs("one").contains("err")));
        same(differences, "inspect running", "GET", "/containers/one/json", null);
        same(differences, "ls", "GET", "/containers/json?all=1", null);
        same(differences, "ls size", "GET", "/containers/json?all=1&size=1", null);
        same(differences, "top", "GET", "/containers/one/top?ps_args=-eo%20pid,args", null);
        same(differences, "rename to itself", "POST", "/containers/one/rename?name=one", null);
        same(differences, "rename to nothing", "POST", "/containers/one/rename?name=", null);
        same(differences, "rename badly", "POST", "/containers/one/rename?name=a/b", null);
        same(differences, "rename", "POST", "/containers/one/rename?name=two", null);
        same(differences, "pause", "POST", "/containers/two/pause", null);
        same(differences, "pause again", "POST", "/containers/two/pause", null);
        same(differences, "inspect paused", "GET", "/containers/two/json", null);
        same(differences, "exec in paused", "POST", "/containers/two/exec", "{\"Cmd\":[\"true\"]}");
        same(differences, "start paused", "POST", "/containers/two/start", null);
        same(differences, "rm paused", "DELETE", "/containers/two", null);
        same(differences, "unpause", "POST", "/containers/two/unpause", null);
        same(differences, "unpause again", "POST", "/containers/two/unpause", null);
        same(differences, "update", "POST", "/containers/two/update",
                "{\"Memory\":67108864,\"MemorySwap\":134217728,\"PidsLimit\":100}");
        same(differences, "update badly", "POST", "/containers/two/update", "{\"Memory\":5}");
        same(differences, "inspect updated", "GET", "/containers/two/json", null);
        same(differences, "rm running", "DELETE", "/containers/two", null);
        same(differences, "kill badly", "POST", "/containers/two/kill?signal=NOPE", null);
        same(differences, "stop", "POST", "/containers/two/stop?t=0", null);
        same(differences, "stop again", "POST", "/containers/two/stop?t=0", null);
        same(differences, "wait", "POST", "/containers/two/wait", null);
        same(differences, "kill stopped", "POST", "/containers/two/kill", null);
        same(differences, "pause stopped", "POST", "/containers/two/pause", null);
        same(differences, "exec in stopped", "POST", "/containers/two/exec", "{\"Cmd\":[\"true\"]}");
        same(differences, "top of stopped", "GET", "/containers/two/top", null);
        same(differences, "resize stopped", "POST", "/containers/two/resize?h=1&w=1", null);
        same(differences, "inspect stopped", "GET", "/containers/two/json", null);
        same(differences, "logs", "GET", "/containers/two/logs?stdout=1", null);
        same(differences, "logs of no stream", "GET", "/containers/two/logs", null);
        same(differences, "changes", "GET", "/containers/two/changes", null);
        same(differences, "rm", "DELETE", "/containers/two", null);
        same(differences, "rm again", "DELETE", "/containers/two", null);
        assertEquals("", String.join("\n", differences));
    }

    @Test
    void execs() {
        List<String> differences = new ArrayList<>();
        both(a -> a.call("POST", VERSION + "/containers/create?name=host", config("")));
        both(a -> a.call("POST", VERSION + "/containers/host/start", null));
        for (String body : new String[] {"{}", "{\"Cmd\":[]}", "{\"Cmd\":[\"true\"],\"WorkingDir\":\"rel\"}",
            "{\"Cmd\":1}", "nothing"}) {
            same(differences, "exec " + body, "POST", "/containers/host/exec", body);
        }
        Map<Api, String> ids = new LinkedHashMap<>();
        both(a -> ids.put(a, a.call("POST", VERSION + "/containers/host/exec",
                "{\"Cmd\":[\"sh\",\"-c\",\"echo x; exit 3\"],\"AttachStdout\":true,\"Env\":[\"Q=1\"]}").json()
                .path("Id").asText()));
        List<JsonNode> before = ids.entrySet().stream().map(e -> e.getKey().get("/exec/" + e.getValue() + "/json")
                .json()).toList();
        compare(differences, "exec inspect before", "", before.get(1), before.get(0));
        List<Reply> started = ids.entrySet().stream()
                .map(e -> e.getKey().post("/exec/" + e.getValue() + "/start", "{}")).toList();
        assertEquals(Frames.text(started.get(1).body()), Frames.text(started.get(0).body()));
        List<JsonNode> after = ids.entrySet().stream().map(e -> e.getKey().get("/exec/" + e.getValue() + "/json")
                .json()).toList();
        compare(differences, "exec inspect after", "", after.get(1), after.get(0));
        same(differences, "exec unknown", "GET", "/exec/nope/json", null);
        same(differences, "exec start unknown", "POST", "/exec/nope/start", "{}");
        both(a -> a.call("DELETE", VERSION + "/containers/host?force=1", null));
        assertEquals("", String.join("\n", differences));
    }

    @Test
    void badRequests() {
        List<String> differences = new ArrayList<>();
        for (String more : new String[] {",\"Memory\":5", ",\"Memory\":10000000,\"MemorySwap\":5", ",\"MemorySwap\":5",
            ",\"CpuPeriod\":5", ",\"NanoCpus\":1000000000000", ",\"NanoCpus\":1,\"CpuQuota\":5000", ",\"ShmSize\":-1",
            ",\"OomScoreAdj\":5000", ",\"Binds\":[\"/tmp:rel\"]", ",\"Binds\":[\"/tmp:/\"]", ",\"Binds\":[\"a:b:c:d\"]",
            ",\"Binds\":[\"/tmp:/x:bogus\"]", ",\"Binds\":[\"/tmp:/x\",\"/var:/x\"]", ",\"CapAdd\":[\"NOPE\"]",
            ",\"SecurityOpt\":[\"nope=1\"]", ",\"SecurityOpt\":[\"nope\"]", ",\"RestartPolicy\":{\"Name\":\"nope\"}",
            ",\"IpcMode\":\"nope\"", ",\"PidMode\":\"nope\"", ",\"UTSMode\":\"nope\"", ",\"Runtime\":\"nope\"",
            ",\"LogConfig\":{\"Type\":\"nope\"}", ",\"LogConfig\":{\"Type\":\"json-file\",\"Config\":{\"nope\":\"1\"}}",
            ",\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/nope\",\"Target\":\"/x\"}]",
            ",\"Mounts\":[{\"Type\":\"bind\","
            + "\"Target\":\"/x\"}]", ",\"Mounts\":[{\"Type\":\"volume\"}]", ",\"Mounts\":[{\"Type\":\"nope\","
            + "\"Target\":\"/x\"}]", ",\"DeviceCgroupRules\":[\"nope\"]", ",\"VolumesFrom\":[\"nobody\"]",
            ",\"Ulimits\":[{\"Name\":\"nope\",\"Soft\":1,\"Hard\":1}]", ",\"AutoRemove\":true,\"RestartPolicy\":"
            + "{\"Name\":\"always\"}", ",\"ExtraHosts\":[\"nocolon\"]"}) {
            same(differences, "create" + more, "POST", "/containers/create", config(more));
        }
        for (String[] request : new String[][] {{"GET", "/containers/nobody/json"},
            {"POST", "/containers/nobody/start"},
            {"POST", "/containers/nobody/wait"}, {"GET", "/containers/json?filters=nope"},
            {"GET", "/containers/json?filters=%7B%22nope%22:[%22x%22]%7D"}, {"GET", "/containers/json?limit=x"},
            {"GET", "/containers/json?filters=%7B%22status%22:[%22nope%22]%7D"},
            {"POST", "/containers/prune?filters=x"},
            {"GET", "/containers/nobody/archive?path=/"}, {"POST", "/commit?container=nobody"},
            {"GET", "/nope"},
            {"PUT", "/containers/json"}, {"POST", "/volumes/prune?filters=x"}, {"GET", "/volumes/nobody"},
            {"DELETE", "/volumes/nobody"}}) {
            same(differences, request[0] + " " + request[1], request[0], request[1], null);
        }
        both(Api::removeAll);
        assertEquals("", String.join("\n", differences));
    }
}
