package io.jocker.daemon.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The options of {@code docker run}, as the container itself sees their effect. */
class CliOptionsTest extends DaemonTest {
    private static final String CLIS = "io.jocker.daemon.e2e.Cli#all";

    @BeforeAll
    static void clis() {
        needCli();
    }

    /** Runs a script with options; its output without the last newline. */
    private String sh(Cli cli, String script, String... options) {
        List<String> words = new ArrayList<>(List.of("run", "--rm"));
        words.addAll(List.of(options));
        words.addAll(List.of("busybox", "sh", "-c", script));
        Command.Result result = cli.run(daemon, words.toArray(String[]::new));
        assertEquals(0, result.code(), result::toString);
        return result.out().stripTrailing();
    }

    @ParameterizedTest
    @MethodSource(CLIS)
    void environmentDirectoryAndNames(Cli cli) {
        assertEquals("x=y z", sh(cli, "echo $A", "-e", "A=x=y z"));
        assertEquals("/made/here", sh(cli, "pwd", "-w", "/made/here"));
        assertEquals("/made/here", sh(cli, "pwd", "-w", "/made/here", "--read-only"));
        assertEquals("tower", sh(cli, "hostname", "--hostname", "tower"));
        assertTrue(sh(cli, "cat /etc/hosts", "--hostname", "tower", "--network", "none").contains("127.0.0.1"));
        Command.Result entry = cli.run(daemon, "run", "--rm", "--entrypoint", "echo", "busybox", "a", "b");
        assertEquals("a b\n", entry.out(), entry::toString);
        Command.Result named = cli.run(daemon, "run", "-d", "--name", "my.name-1", "busybox", "true");
        assertEquals("/my.name-1", api.inspect(named.out().strip()).path("Name").asText());
    }

    @ParameterizedTest
    @MethodSource(CLIS)
    void users(Cli cli) {
        assertEquals("0 0", sh(cli, "echo $(id -u) $(id -g)"));
        assertEquals("1000 1000", sh(cli, "echo $(id -u) $(id -g)", "-u", "user"));
        assertEquals("1000 1", sh(cli, "echo $(id -u) $(id -g)", "-u", "user:daemon"));
        assertEquals("4321 99", sh(cli, "echo $(id -u) $(id -g)", "-u", "4321:99"));
        assertTrue(sh(cli, "id -G", "-u", "user").contains("2000"), "groups of /etc/group");
        assertEquals("77", sh(cli, "id -G | tr ' ' '\\n' | grep 77", "--group-add", "77"));
    }

    @ParameterizedTest
    @MethodSource(CLIS)
    void confinement(Cli cli) {
        assertEquals("refused", sh(cli, "touch /x 2>/dev/null || echo refused", "--read-only"));
        assertEquals("tmpfs", sh(cli, "touch /t/x && stat -f -c %T /t", "--read-only", "--tmpfs", "/t"));
        assertEquals("size=65536k", sh(cli, "grep ' /t ' /proc/mounts | grep -o 'size=[^, ]*'", "--tmpfs",
                "/t:size=64m"));
        assertEquals("00000000a80425fb", sh(cli, "grep CapEff /proc/self/status | cut -f2"));
        assertEquals("0000000000000000", sh(cli, "grep CapEff /proc/self/status | cut -f2", "--cap-drop", "ALL"));
        assertEquals("0000000000000001", sh(cli, "grep CapEff /proc/self/status | cut -f2", "--cap-drop", "all",
                "--cap-add", "chown"));
        assertEquals("2", sh(cli, "grep Seccomp: /proc/self/status | cut -f2"));
        assertEquals("0", sh(cli, "grep Seccomp: /proc/self/status | cut -f2", "--privileged"));
        assertEquals("refused", sh(cli, "mount -t tmpfs x /tmp 2>/dev/null || echo refused"));
        assertEquals("done", sh(cli, "mount -t tmpfs x /tmp && echo done", "--privileged"));
        assertEquals("refused", sh(cli, "cat /proc/kcore 2>/dev/null | head -c1 | grep -q . || echo refused"));
        assertEquals("1", sh(cli, "echo $$"));
    }

    @ParameterizedTest
    @MethodSource(CLIS)
    void limitsAreInTheControlGroups(Cli cli) {
        Command.Result run = cli.run(daemon, "run", "-d", "--memory", "64m", "--cpus", "0.5", "--pids-limit", "33",
                "--ulimit", "nofile=123:456", "busybox", "sh", "-c", "ulimit -n; sleep 30");
        String id = run.out().strip();
        assertEquals(64, id.length(), run::toString);
        Set<String> groups = Footprint.cgroups(daemon.tag());
        assertTrue(groups.stream().anyMatch(g -> g.endsWith(daemon.tag() + "/" + id)), groups::toString);
        assertEquals(String.valueOf(64 << 20), setting(groups, id, "memory.limit_in_bytes", "memory.max"));
        assertEquals("33", setting(groups, id, "pids.max", "pids.max"));
        String quota = setting(groups, id, "cpu.cfs_quota_us", "cpu.max");
        assertTrue(quota.equals("50000") || quota.equals("50000 100000"), quota);
        Eventually.holds("ulimit -n", () -> api.logs(id).equals("123\n"));
        assertTrue(Footprint.read("/proc/" + api.inspect(id).path("State").path("Pid").asInt() + "/limits")
                .matches("(?s).*Max open files +123 +456.*"));
    }

    private static String setting(Set<String> groups, String id, String... names) {
        for (String group : groups) {
            for (String name : names) {
                String value = group.endsWith("/" + id) ? Footprint.read(group + "/" + name) : "";
                if (!value.isEmpty()) {
                    return value.strip();
                }
            }
        }
        throw new AssertionError("none of " + List.of(names) + " in " + groups);
    }

    @ParameterizedTest
    @MethodSource(CLIS)
    void memoryLimitKills(Cli cli) {
        Command.Result run = cli.run(daemon, "run", "--name", "oom", "--memory", "16m", "--memory-swap", "16m",
                "busybox", "sh", "-c", "tail /dev/zero");
        assertNotEquals(0, run.code(), run::toString);
        assertTrue(api.inspect("oom").path("State").path("OOMKilled").asBoolean(), () -> "" + api.inspect("oom"));
    }

    @ParameterizedTest
    @MethodSource(CLIS)
    void networks(Cli cli) {
        assertEquals("lo", sh(cli, "ls /sys/class/net", "--network", "none"));
        assertEquals(Command.run("sh", "-c", "ls /sys/class/net").out().stripTrailing(),
                sh(cli, "ls /sys/class/net", "--network", "host"));
        assertEquals(Command.run("hostname").out().strip(), sh(cli, "hostname", "--network", "host"));
        assertTrue(sh(cli, "cat /etc/hosts", "--add-host", "db:10.1.2.3").contains("10.1.2.3\tdb"));
        String resolv = sh(cli, "cat /etc/resolv.conf", "--dns", "9.9.9.9", "--dns-search", "corp.test",
                "--dns-option", "ndots:3");
        assertTrue(resolv.contains("nameserver 9.9.9.9"), resolv);
        assertTrue(resolv.contains("search corp.test"), resolv);
        assertTrue(resolv.contains("options ndots:3"), resolv);
        assertFalse(resolv.contains("127.0.0.53"), resolv);
    }

    @ParameterizedTest
    @MethodSource(CLIS)
    void whatCannotBeHonouredIsRefusedByName(Cli cli) {
        for (String[] option : new String[][] {{"-p", "80:80"}, {"--storage-opt", "size=1G"},
            {"--log-driver", "fluentd"},
            {"--mount", "type=image,src=busybox,dst=/x"}}) {
            List<String> words = new ArrayList<>(List.of("run", "--rm"));
            words.addAll(List.of(option));
            words.addAll(List.of("busybox", "true"));
            Command.Result result = cli.run(daemon, words.toArray(String[]::new));
            assertEquals(125, result.code(), () -> List.of(option) + ": " + result);
            assertTrue(result.err().contains("not supported"), () -> List.of(option) + ": " + result);
        }
        assertEquals(0, api.list("{}").size());
    }

    @ParameterizedTest
    @MethodSource(CLIS)
    void descriptorsOfTheEngineDoNotLeakIn(Cli cli) {
        // ls has its own descriptor of the folder that it lists.
        assertEquals("0 1 2 3", sh(cli, "echo $(ls /proc/self/fd)"));
        assertEquals("HOME HOSTNAME PATH PWD SHLVL", sh(cli, "echo $(env | cut -d= -f1 | sort)"));
    }
}
