"""What a container is made of: tree, user, rights, limits, namespaces."""
import glob
import os
import shutil
import subprocess
import time

from harness import *  # noqa: F403


@test
def users_and_groups():
    script = "id -u; id -g; id -G; echo $HOME"
    equal(sh(script, shim={"user": "bob"})[1], "1000\n1000\n1000 10 29\n/home/bob\n")
    equal(sh(script, shim={"user": "1000"})[1], "1000\n1000\n1000 10 29\n/home/bob\n")
    equal(sh(script, shim={"user": "bob:wheel"})[1], "1000\n10\n10\n/home/bob\n")
    equal(sh(script, shim={"user": "4711"})[1], "4711\n0\n0\n/\n")
    equal(sh(script, shim={"user": "4711:4712", "groups": ["audio", "77"]})[1],
          "4711\n4712\n4712 29 77\n/\n")
    refused(container("true", shim={"user": "nope"}),
            "unable to find user nope: no matching entries in passwd file")
    refused(container("true", shim={"user": "bob:nope"}),
            "unable to find group nope: no matching entries in group file")
    refused(container("true", shim={"user": "4294967295"}), "range 0-2147483647")


@test
def passwd_that_is_no_file():
    root = make_rootfs(BASE + "/fifo-rootfs")
    os.remove(root + "/etc/passwd")
    os.mkfifo(root + "/etc/passwd")
    refused(Container(BASE, root, "true", shim={"user": "bob"}), "not a regular file")


@test
def capabilities():
    status = sh("cat /proc/self/status")[1]
    want = {"CapInh": 0, "CapPrm": 0xa80425fb, "CapEff": 0xa80425fb, "CapBnd": 0xa80425fb,
            "CapAmb": 0}
    for name, value in want.items():
        equal(int(status.split(name + ":")[1].split()[0], 16), value)
    status = sh("cat /proc/self/status", shim={"user": "bob"})[1]
    equal(int(status.split("CapEff:")[1].split()[0], 16), 0)
    equal(int(status.split("CapBnd:")[1].split()[0], 16), 0xa80425fb)
    equal("NoNewPrivs:\t1" in sh("cat /proc/self/status", nnp=True)[1], True)
    caps = ["CAP_NET_RAW"]
    c = container("cat", "/proc/self/status", shim={"user": "bob"}, process={"capabilities": {
        "bounding": caps, "permitted": caps, "effective": caps, "inheritable": caps,
        "ambient": caps}})
    status = c.run()[1].decode()
    for name in ("CapInh", "CapPrm", "CapEff", "CapAmb"):
        equal(int(status.split(name + ":")[1].split()[0], 16), 1 << 13)


@test
def read_only_root():
    code, out, err = sh("touch /x || touch /dev/shm/y && echo made", readonly=True)
    equal((out, "Read-only file system" in err), ("made\n", True))


@test
def masked_and_readonly_paths():
    code, out, err = sh("cat /proc/keys | wc -c; ls /proc/acpi /sys/firmware | grep -v : ;"
                        "echo 1 > /proc/sys/kernel/panic; touch /proc/acpi/x; echo end")
    equal(out.split(), ["0", "end"])
    equal(err.count("Read-only file system"), 2)


@test
def devices():
    code, out, err = sh("ls /dev | sort | tr '\\n' ' '; readlink /dev/ptmx; "
                        "mknod /tmp/sda b 8 0; cat /tmp/sda; head -c 3 /dev/zero | wc -c; "
                        "mknod /tmp/kmsg c 1 11 && cat /tmp/kmsg")
    equal(out.replace("core ", ""), "fd full mqueue null ptmx pts random shm stderr stdin stdout tty urandom zero "
          "pts/ptmx\n3\n")
    equal(err.count("Operation not permitted"), 2)
    c = container("sh", "-c", "ls -l /dev/extra/x | cut -c1-10; head -c 2 /dev/extra/x | wc -c",
                  linux={"devices": [{"path": "/dev/extra/x", "type": "c", "major": 1, "minor": 5,
                                      "fileMode": 0o640}]})
    equal(c.run()[1], b"crw-r-----\n2\n")


@test
def descriptors_are_three():
    # ls itself opens the directory as 3.
    equal(sh("ls /proc/self/fd | tr '\\n' ' '")[1], "0 1 2 3 ")
    c = container("sleep", "100").up()
    equal(sorted(os.listdir("/proc/%d/fd" % c.state["pid"])), ["0", "1", "2"])
    c.conn.call(DELETE, {"force": True})


@test
def environment_is_only_the_containers():
    out = container("env", env=["A=b c"]).run()[1].decode().split("\n")
    equal(sorted(x for x in out if x), ["A=b c", "HOME=/root", "PATH=/usr/bin:/bin:/sbin"])


@test
def missing_programs():
    refused(container("nope"), 'exec: "nope": executable file not found in $PATH')
    e = refused(container("/nope"), 'exec: "/nope": stat /nope: no such file or directory')
    equal((e["op"], e["errno"]), ("exec", 2))
    refused(container("/etc/passwd"), 'exec: "/etc/passwd": permission denied')
    refused(container("/etc"), 'exec: "/etc": is a directory')
    root = make_rootfs(BASE + "/bad-rootfs")
    with open(root + "/bin/bad", "w") as f:
        f.write("garbage")
    os.chmod(root + "/bin/bad", 0o755)
    c = Container(BASE, root, "bad")
    e = refused(c, "exec /bin/bad: exec format error")
    equal(c.gone(), True)
    equal(os.path.exists(c.exit_path), False)


@test
def working_directory():
    equal(sh("pwd", cwd="/tmp/a/b")[1], "/tmp/a/b\n")
    equal(sh("pwd", cwd="/root", shim={"user": "bob"})[1], "/root\n")
    refused(container("true", cwd="/etc/passwd/x"), "not a directory")
    refused(container("true", cwd="/none", shim={"makeCwd": False}), "no such file or directory")
    # A link that points outside is followed inside.
    root = make_rootfs(BASE + "/cwd-rootfs")
    os.symlink("../../../../../" + BASE.lstrip("/"), root + "/out")
    refused(Container(BASE, root, "pwd", cwd="/out/made"), "mkdir /out/made")
    equal(os.path.exists(BASE + "/made"), False)
    os.symlink("../../../tmp", root + "/in")
    equal(Container(BASE, root, "pwd", cwd="/in/made").run()[1], b"/tmp/made\n")


@test
def bind_mounts():
    os.makedirs(BASE + "/data/sub", exist_ok=True)
    open(BASE + "/data/file", "w").write("content\n")

    def mount(target, *options, source=BASE + "/data"):
        return {"destination": target, "type": "bind", "source": source,
                "options": ["rbind"] + list(options)}
    code, out, err = sh("cat /new/dir/file /one; touch /new/dir/sub/x; touch /new/dir/y",
                        mounts=[mount("/new/dir", "ro"), mount("/one", source=BASE + "/data/file")])
    equal(out, "content\ncontent\n")
    equal(err.count("Read-only"), 2)
    refused(container("true", mounts=[mount("/x", source=BASE + "/none")]), "no such file")
    refused(container("true", mounts=[mount("/x", "idmap")]), "idmap needs mappings")
    refused(container("true", mounts=[mount("/proc/sys")]), "only procfs")
    refused(container("true", mounts=[{"destination": "/x", "type": "tmpfs", "source": "x",
                                       "options": ["nonsense=1"]}]), "nonsense")


@test
def recursive_read_only():
    top = BASE + "/rec"
    os.makedirs(top + "/sub", exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "x", top + "/sub"], check=True)
    try:
        mount = {"destination": "/m", "type": "bind", "source": top, "options": ["rbind", "rro"]}
        equal(sh("touch /m/x; touch /m/sub/x", mounts=[mount])[2].count("Read-only"), 2)
        mount["options"] = ["rbind", "ro"]
        equal(sh("touch /m/x; touch /m/sub/x", mounts=[mount])[2].count("Read-only"), 1)
    finally:
        subprocess.run(["umount", top + "/sub"], check=True)


@test
def links_in_the_image_stay_inside():
    root = make_rootfs(BASE + "/evil-rootfs")
    outside = BASE + "/outside"
    os.makedirs(outside)
    shutil.rmtree(root + "/dev")
    os.symlink("../../../../.." + outside, root + "/dev")
    os.symlink(outside + "/new", root + "/etc/target")
    c = Container(BASE, root, "true", mounts=[
        {"destination": "/etc/target/x", "type": "tmpfs", "source": "t", "options": []}])
    try:
        c.run()
    except ShimError:
        pass
    equal(os.listdir(outside), [])


@test
def names_and_sysctls():
    equal(sh("hostname")[1], "test\n")
    linux = {"sysctl": {"net.ipv4.ip_unprivileged_port_start": "0", "kernel.shmmax": "12345678"}}
    equal(sh("cat /proc/sys/net/ipv4/ip_unprivileged_port_start /proc/sys/kernel/shmmax",
             linux=linux)[1], "0\n12345678\n")
    refused(container("true", linux={"sysctl": {"kernel.panic": "1"}}), "not in a namespace")
    refused(container("true", linux={"sysctl": {"net.nope": "1"}}), "net.nope")


@test
def rlimits():
    limits = [{"type": "RLIMIT_NOFILE", "soft": 100, "hard": 200}]
    equal(sh("ulimit -Sn; ulimit -Hn", rlimits=limits)[1], "100\n200\n")
    refused(container("true", rlimits=[{"type": "RLIMIT_NONE", "soft": 1, "hard": 1}]),
            "unknown rlimit RLIMIT_NONE")
    if not int(open("/proc/self/status").read().split("CapEff:")[1].split()[0], 16) >> 24 & 1:
        refused(container("true", rlimits=[{"type": "RLIMIT_NOFILE", "soft": 18446744073709551615,
                                            "hard": 18446744073709551615}]), "RLIMIT_NOFILE")


@test
def seccomp():
    linux = {"seccomp": {
        "defaultAction": "SCMP_ACT_ALLOW", "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86"],
        "syscalls": [{"names": ["mkdir", "mkdirat"], "action": "SCMP_ACT_ERRNO", "errnoRet": 13},
                     {"names": ["mseal", "no_such_call"], "action": "SCMP_ACT_ERRNO"}]}}
    cache = BASE + "/seccomp"
    os.makedirs(cache, exist_ok=True)
    for nnp in (False, True):
        code, out, err = sh("mkdir /tmp/x; grep Seccomp: /proc/self/status", linux=linux, nnp=nnp,
                            shim={"seccompCache": cache})
        equal(("Permission denied" in err, out), (True, "Seccomp:\t2\n"))
    files = glob.glob(cache + "/*")
    equal((len(files), os.stat(files[0]).st_mode & 0o777), (1, 0o600))
    linux["seccomp"]["defaultAction"] = "SCMP_ACT_NOPE"
    refused(container("true", linux=linux), "SCMP_ACT_NOPE")


@test
def limits_are_visible():
    resources = {"memory": {"limit": 64 << 20, "swap": 64 << 20}, "pids": {"limit": 33},
                 "cpu": {"shares": 512, "quota": 50000, "period": 100000, "cpus": "0"},
                 "devices": [{"allow": False, "access": "rwm"}]}
    files = ("memory.max pids.max cpu.weight cpu.max cpuset.cpus" if V2 else
             "memory/memory.limit_in_bytes pids/pids.max cpu/cpu.shares cpu/cpu.cfs_quota_us "
             "cpuset/cpuset.cpus")
    out = sh("cd /sys/fs/cgroup; cat %s; cat /proc/self/cgroup | grep -v ':/$'" % files,
             resources=resources)[1]
    equal(out.split(), ["67108864", "33", "20" if V2 else "512", "50000"]
          + (["100000"] if V2 else []) + ["0"])
    refused(container("true", resources={"cpu": {"realtimeRuntime": 1 << 60}}),
            "real-time" if V2 else "rt_runtime")
    refused(container("true", resources={"network": {"classID": 1}}), "not supported")


@test
def out_of_memory():
    c = container("sh", "-c", "head -c 100000000 /dev/zero | tail -c 90000000 | wc -c; exit 3",
                  resources={"memory": {"limit": 16 << 20, "swap": 16 << 20}}).create()
    c.start()
    record = c.exit()
    equal(record["oomKilled"], True)
    equal((OOM, {}) in c.conn.events, True)


def cpu_seconds(pid):
    with open("/proc/%d/stat" % pid) as f:
        fields = f.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@test
def out_of_memory_of_a_child():
    c = container("sleep", "100", resources={"memory": {"limit": 16 << 20, "swap": 16 << 20}}).up()
    for _ in range(2):
        # These, and never the container's own process.
        code = c.exec_run("sh", "-c", "head -c 100000000 /dev/zero | tail -c 90000000 >/dev/null",
                          oomScoreAdj=1000)[0]
        equal(code, 137)
        equal(c.conn.wait(OOM), {})
        c.conn.events = [event for event in c.conn.events if event[0] != OOM]
        equal(c.conn.call(STATE)["status"], "running")
    # Each is told (both ends of the pipe may have been killed), and then it is quiet.
    time.sleep(0.3)
    c.conn.call(STATE)
    c.conn.events = []
    time.sleep(0.3)
    equal(c.conn.call(STATE) and c.conn.events, [])
    before = cpu_seconds(c.state["shimPid"])
    time.sleep(0.3)
    equal(cpu_seconds(c.state["shimPid"]) - before < 0.1, True)
    c.conn.call(SIGNAL, {"signal": 9})
    equal(c.exit()["oomKilled"], True)


@test
def host_pid_leaves_nothing():
    linux = {"namespaces": [{"type": t} for t in ("mount", "network", "uts", "ipc", "cgroup")]}
    c = container("sh", "-c", "setsid sleep 1000 & sleep 0.1; echo $!", linux=linux)
    record, out, err = c.run()
    equal(record["exitCode"], 0)
    equal(c.gone(), True)
    equal(is_dead(int(out)), True)


@test
def joined_namespaces():
    first = container("sleep", "100").create()
    first.start()
    pid = first.state["pid"]
    names = {"network": "net", "ipc": "ipc", "uts": "uts", "pid": "pid"}
    linux = {"namespaces": [{"type": "mount"}, {"type": "cgroup"}] + [
        {"type": t, "path": "/proc/%d/ns/%s" % (pid, n)} for t, n in names.items()]}
    c = container("sh", "-c", "readlink /proc/self/ns/net; readlink /proc/self/ns/pid; echo $$",
                  linux=linux)
    out = c.run()[1].decode().split()
    equal(out[:2], [os.readlink("/proc/%d/ns/%s" % (pid, n)) for n in ("net", "pid")])
    equal(out[2] != "1", True)
    first.conn.call(DELETE, {"force": True})


@test
def user_and_time_namespaces():
    maps = [{"containerID": 0, "hostID": 200000, "size": 65536}]
    linux = {"namespaces": [{"type": t} for t in (
        "mount", "network", "uts", "pid", "ipc", "cgroup", "user", "time")],
        "uidMappings": maps, "gidMappings": maps,
        "timeOffsets": {"boottime": {"secs": 1000000}}}
    c = container("sh", "-c", "id -u; cat /proc/self/uid_map; ls -l /dev/null | cut -c1; "
                  "cut -d. -f1 /proc/uptime", linux=linux)
    out = fit_user_namespace(c).run()[1].decode().split()
    equal(out[:4], ["0", "0", "200000", "65536"])
    equal(out[4], "c")
    equal(int(out[5]) > 1000000, True)


@test
def many_layers():
    lower = []
    for i in range(127):
        lower.append("%s/layers/%03d-%s/diff" % (BASE, i, "x" * 60))
        os.makedirs(lower[-1])
        open(lower[-1] + "/f%d" % i, "w").close()
    c = container("sh", "-c", "ls / | grep -c '^f[0-9]'")
    c.shim["overlay"]["lower"] = lower + [ROOT]
    equal(c.run()[1].strip(), b"127")


@test
def configurations_that_are_refused():
    def with_config(change):
        c = container("true")
        change(c.config)
        return c
    refused(with_config(lambda c: c["linux"]["namespaces"].append({"type": "nope"})), "nope")
    refused(with_config(lambda c: c["linux"]["namespaces"].append({"type": "pid"})), "twice")
    refused(with_config(lambda c: c.update(hooks={"prestart": [{"path": "/x"}]})), "hooks")
    refused(with_config(lambda c: c["process"].update(cwd="x")), "not absolute")
    refused(with_config(lambda c: c["process"].update(args="x")), "array of strings")
    refused(with_config(lambda c: c["process"]["capabilities"].update(bounding=["CAP_X"])), "CAP_X")
    refused(with_config(lambda c: c["linux"].update(cgroupsPath="/../x/y")), "not usable")
    refused(container("true", shim={"nope": 1}), "nope: unknown key")
