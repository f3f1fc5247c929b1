"""What the runtime specification promises, one row each: a change of the configuration, a script that
looks from inside, and what it must see. Run through jocker-oci, on version 1 and 2 of control groups."""
from bundle import *  # noqa: F403

NS = ("mount", "network", "uts", "pid", "ipc", "cgroup")


def namespaces(*types):
    return {"linux": {"namespaces": [{"type": t} for t in types]}}


def mount(destination, kind, source, *options):
    return {"destination": destination, "type": kind, "source": source, "options": list(options)}


ALL = ["CAP_CHOWN", "CAP_KILL", "CAP_NET_RAW"]

# name: (changes, script, expected stdout)
ROWS = {
    "root_readonly": ({}, "touch /x 2>/dev/null || echo no", "no\n"),
    "hostname": ({"hostname": "other"}, "hostname", "other\n"),
    "domainname": ({"domainname": "example"}, "cat /proc/sys/kernel/domainname", "example\n"),
    "process_cwd": ({"process": {"cwd": "/tmp"}}, "pwd", "/tmp\n"),
    "process_env": ({"process": {"env": ["PATH=/bin", "A=1", "B=x y"]}}, "echo $A $B", "1 x y\n"),
    "process_user": ({"process": {"user": {"uid": 7, "gid": 8, "additionalGids": [9, 10]}}},
                     "id -u; id -g; id -G", "7\n8\n8 9 10\n"),
    "process_umask": ({"process": {"user": {"uid": 0, "gid": 0, "umask": 0o77}}}, "umask", "0077\n"),
    "process_rlimits": ({"process": {"rlimits": [
        {"type": "RLIMIT_NOFILE", "soft": 100, "hard": 200},
        {"type": "RLIMIT_CORE", "soft": 0, "hard": 0}]}},
        "ulimit -Sn; ulimit -Hn; ulimit -c", "100\n200\n0\n"),
    "process_capabilities": ({"process": {"capabilities": {
        "bounding": ALL, "permitted": ALL[:2], "effective": ALL[:1], "inheritable": ALL[:1],
        "ambient": ALL[:1]}, "user": {"uid": 5, "gid": 5}}},
        "grep -E '^Cap' /proc/self/status | cut -f2 | sed 's/^0*//'", "1\n1\n1\n2021\n1\n"),
    "process_capabilities_none": ({"process": {"capabilities": {}}},
                                  "grep -c 'Cap.*0000000000000000' /proc/self/status", "5\n"),
    "process_no_new_privileges": ({"process": {"noNewPrivileges": True}},
                                  "grep NoNewPrivs /proc/self/status | cut -f2", "1\n"),
    "process_oom_score_adj": ({"process": {"oomScoreAdj": 500}}, "cat /proc/self/oom_score_adj",
                              "500\n"),
    "default_devices": ({}, "for d in null zero full random urandom tty; do test -c /dev/$d || echo $d;"
                        "done; readlink /dev/ptmx", "pts/ptmx\n"),
    "default_symlinks": ({}, "for l in fd stdin stdout stderr; do readlink /dev/$l; done",
                         "/proc/self/fd\n/proc/self/fd/0\n/proc/self/fd/1\n/proc/self/fd/2\n"),
    "default_filesystems": ({}, "grep -E ' (/proc|/sys|/dev/pts|/dev/shm) ' /proc/mounts"
                            " | cut -d' ' -f2,3 | sort",
                            "/dev/pts devpts\n/dev/shm tmpfs\n/proc proc\n/sys sysfs\n"),
    "linux_devices": ({"linux": {"devices": [
        {"path": "/dev/x/null2", "type": "c", "major": 1, "minor": 3, "fileMode": 0o640, "uid": 3,
         "gid": 4}, {"path": "/dev/pipe", "type": "p", "fileMode": 0o600}]}},
        "stat -c '%a %u:%g %t:%T' /dev/x/null2; test -p /dev/pipe && echo pipe",
        "640 3:4 1:3\npipe\n"),
    "linux_masked_paths": ({"linux": {"maskedPaths": ["/proc/keys", "/sys/firmware", "/etc"]}},
                           "cat /proc/keys /etc/passwd 2>/dev/null; ls /etc | wc -l", "0\n"),
    "linux_readonly_paths": ({"root": {"readonly": False}, "linux": {"readonlyPaths": ["/proc/sys",
                                                                                      "/tmp"]}},
                             "touch /tmp/x 2>/dev/null || echo no;"
                             "{ echo 1 > /proc/sys/kernel/domainname; } 2>/dev/null || echo no",
                             "no\nno\n"),
    "linux_sysctl": ({"linux": {"sysctl": {"net.ipv4.ip_forward": "1", "kernel.shm_rmid_forced": "1"}}},
                     "cat /proc/sys/net/ipv4/ip_forward /proc/sys/kernel/shm_rmid_forced", "1\n1\n"),
    "linux_rootfs_propagation": ({"linux": {"rootfsPropagation": "unbindable"}},
                                 "awk '$5 == \"/\" {print $7}' /proc/self/mountinfo", "unbindable\n"),
    "linux_seccomp": ({"linux": {"seccomp": {
        "defaultAction": "SCMP_ACT_ALLOW",
        "syscalls": [{"names": ["getcwd"], "action": "SCMP_ACT_ERRNO", "errnoRet": 13}]}}},
        "readlink /proc/self/cwd; grep Seccomp: /proc/self/status | cut -f2", "/\n2\n"),
    "linux_pid_namespace": ({}, "echo $$", "1\n"),
    "linux_without_ipc_namespace": (namespaces(*(n for n in NS if n != "ipc")),
                                    "test -e /proc/self/ns/ipc && echo there", "there\n"),
    "linux_network_namespace": ({}, "ls /sys/class/net", "lo\n"),
    "linux_cgroup_namespace": ({}, "grep -cv ':/$' /proc/self/cgroup", "0\n"),
    "linux_time_offsets": ({"linux": {
        "namespaces": [{"type": t} for t in NS + ("time",)],
        "timeOffsets": {"boottime": {"secs": 5000000}}}},
        "test $(cut -d. -f1 /proc/uptime) -gt 5000000 && echo shifted", "shifted\n"),
    "mounts_in_order": ({"mounts": [
        mount("/proc", "proc", "proc"), mount("/dev", "tmpfs", "tmpfs"),
        mount("/tmp", "tmpfs", "first"), mount("/tmp", "tmpfs", "second")]},
        "grep ' /tmp ' /proc/mounts | cut -d' ' -f1", "first\nsecond\n"),
    "mounts_options": ({"mounts": [
        mount("/proc", "proc", "proc"), mount("/dev", "tmpfs", "tmpfs"),
        mount("/tmp", "tmpfs", "t", "nosuid", "nodev", "noexec", "ro", "size=64k", "mode=1777")]},
        "grep ' /tmp ' /proc/mounts | cut -d' ' -f4 | tr , '\\n' | grep -Ex 'ro|nosuid|nodev|noexec|size=.*'",
        "ro\nnosuid\nnodev\nnoexec\nsize=64k\n"),
    "mounts_missing_target": ({"root": {"readonly": False}, "mounts": [
        mount("/proc", "proc", "proc"), mount("/dev", "tmpfs", "tmpfs"),
        mount("/dev/made/for/it", "tmpfs", "t")]}, "test -d /dev/made/for/it && echo made", "made\n"),
    "resources_pids": ({"linux": {"resources": {"pids": {"limit": 41}}}},
                       "cat /sys/fs/cgroup/%s" % ("pids.max" if V2 else "pids/pids.max"), "41\n"),
    "resources_memory": ({"linux": {"resources": {"memory": {"limit": 64 << 20}}}},
                         "cat /sys/fs/cgroup/%s" % ("memory.max" if V2 else
                                                   "memory/memory.limit_in_bytes"), "67108864\n"),
    "resources_cpu": ({"linux": {"resources": {"cpu": {"quota": 30000, "period": 60000}}}},
                      "cat /sys/fs/cgroup/%s" % ("cpu.max | cut -d' ' -f1" if V2 else
                                                "cpu/cpu.cfs_quota_us"), "30000\n"),
    "resources_devices": ({"root": {"readonly": False}, "linux": {"resources": {"devices": [
        {"allow": False, "access": "rwm"},
        {"allow": True, "type": "c", "major": 200, "minor": 7, "access": "r"}]}}},
        # Nobody drives them: who may open them is told so.
        "mknod /dev/a c 200 7; mknod /dev/b c 200 8;"
        "cat /dev/a /dev/b 2>&1 | sed 's/.*: //'; { echo > /dev/a; } 2>/dev/null || echo no",
        "No such device or address\nOperation not permitted\nno\n"),
    "resources_hugepages": ({"linux": {"resources": {"hugepageLimits": []}}}, "echo fine", "fine\n"),
}


def make(name, changes, script, expected):
    def row():
        run = Bundle("sh", "-c", script, **changes).run()
        equal((run.stdout, run.stderr), (expected, ""))
    row.__name__ = "row_" + name
    return test(row)


for row_name, (row_changes, row_script, row_expected) in ROWS.items():
    make(row_name, row_changes, row_script, row_expected)


@test
def row_errors_leave_nothing():
    for change, part in (({"ociVersion": "2.0.0"}, "not 1.x"),
                         ({"root": {"path": "/nonexistent"}}, "no such file"),
                         ({"process": {"args": []}}, "args is empty"),
                         ({"process": {"apparmorProfile": "x"}}, "AppArmor"),
                         ({"linux": {"namespaces": [{"type": "pid", "path": "/none"}]}}, "mount namespace"),
                         ({"linux": {"sysctl": {"vm.swappiness": "1"}}}, "not in a namespace")):
        b = Bundle("true", **change)
        fails(b.run(), part)
        equal(os.path.exists(BASE + "/oci-state/" + b.id), False)
