#!/usr/bin/env python3
"""Real containers, made by the real shim. Needs root and a static busybox. Under a minute.

Usage: run.py [name…]   only the tests whose names contain one of these
"""
import glob
import os
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
import traceback

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from shimclient import *  # noqa: E402,F403

BASE = tempfile.mkdtemp(prefix="jocker-e2e-")
ROOT = make_rootfs(BASE + "/rootfs")
TESTS = []


def test(function):
    TESTS.append(function)
    return function


def equal(got, want):
    if got != want:
        raise AssertionError("got %r, expected %r" % (got, want))


def container(*args, **options):
    return Container(BASE, ROOT, *args, **options)


def sh(script, **options):
    """Runs a shell script to its end: (exit code, stdout, stderr)."""
    record, out, err = container("sh", "-c", script, **options).run()
    return record["exitCode"], out.decode(), err.decode()


def refused(make, *parts):
    try:
        make.create()
        make.start()
    except ShimError as e:
        for part in parts:
            if part not in e.value["message"]:
                raise AssertionError("%r lacks %r" % (e.value, part)) from None
        return e.value
    raise AssertionError("was not refused")


@test
def exit_codes_and_signals():
    equal(sh("exit 0")[0], 0)
    equal(sh("exit 42")[0], 42)
    c = container("sleep", "100").create()
    c.start()
    c.conn.call(SIGNAL, {"signal": 9, "all": False})
    record = c.exit()
    equal((record["exitCode"], record["signal"]), (137, 9))
    with open(c.exit_path) as f:
        equal(json.load(f), record)
    equal(c.gone(), True)
    equal(os.path.exists(c.dir + "/s/sock"), False)


@test
def streams_are_framed_and_logged():
    c = container("sh", "-c", "echo out; sleep 0.05; echo err >&2; sleep 0.05; printf 'no end'")
    record, out, err = c.run()
    equal((out, err), (b"out\nno end", b"err\n"))
    equal([(x["log"], x["stream"]) for x in c.log()],
          [("out\n", "stdout"), ("err\n", "stderr"), ("no end", "stdout")])


@test
def log_is_byte_exact():
    script = r"""printf 'a\t<b>&"\\\001\n'; printf 'bad \377\n'; printf 'gr\303\274n \342\200\250\n'"""
    c = container("sh", "-c", script)
    c.run()
    with open(c.log_path, "rb") as f:
        lines = f.read().split(b"\n")
    want = [rb'a\u0009\u003cb\u003e\u0026\"\\\u0001\n', rb'bad \ufffd\n',
            b'gr\xc3\xbcn \\u2028\\n']
    for line, text in zip(lines, want):
        if not line.startswith(b'{"log":"' + text + b'","stream":"stdout","time":"'):
            raise AssertionError("%r lacks %r" % (line, text))


@test
def nothing_is_lost_in_volume():
    c = container("sh", "-c", "yes 0123456789012345678901234567890123456789 | head -c 20000000")
    record, out, err = c.run()
    equal(len(out), 20000000)
    equal(sum(len(x["log"]) for x in c.log()), 20000000)


@test
def a_slow_reader_slows_and_a_vanished_one_does_not():
    c = container("sh", "-c", "head -c 8000000 /dev/zero | tr '\\0' x; sleep 100",
                  shim={"log": {"driver": "none"}}).create()
    slow, gone = c.attach(), c.attach()
    c.start()
    gone.close()
    time.sleep(0.3)
    # The 8 MB cannot have been read: tr still waits.
    procs = open("/sys/fs/cgroup/pids%s/cgroup.procs" % c.cgroup).read().split()
    equal(len(procs) > 2, True)
    got = 0
    while got < 8000000:
        got += len(slow.frame()[1])
    equal(got, 8000000)
    c.conn.call(SIGNAL, {"signal": 9})
    equal(c.exit()["exitCode"], 137)


@test
def stdin_and_its_end():
    c = container("cat", shim={"stdin": True}).create()
    stream = c.attach(stdin=True)
    c.start()
    data = os.urandom(300000)
    for i in range(0, len(data), 60000):
        stream.send(STDIN, data[i:i + 60000])
    other = c.attach(stdin=True)
    other.close()  # a lost connection is no end of stdin
    stream.send(STDIN_EOF)
    equal(stream.collect()[1], data)
    equal(c.exit()["exitCode"], 0)


@test
def stdin_sent_by_a_vanished_client_arrives():
    c = container("sh", "-c", "sleep 0.3; wc -c", shim={"stdin": True}).create()
    reader, writer = c.attach(), c.attach(stdin=True)
    c.start()
    for _ in range(6):
        writer.send(STDIN, b"x" * 60000)
    writer.send(STDIN_EOF)
    writer.close()
    equal(reader.collect()[1].strip(), b"360000")


@test
def terminal():
    c = container("sh", "-c", "tty; stty size; read x; echo got $x; ls -l /dev/console | cut -c1",
                  terminal=True, shim={"stdin": True},
                  process={"consoleSize": {"height": 30, "width": 100}}).create()
    stream = c.attach(stdin=True)
    c.start()
    time.sleep(0.2)
    c.conn.call(RESIZE, {"process": "", "width": 81, "height": 25})
    stream.send(STDIN, b"hello\n")
    out = stream.collect()
    equal(out[2], b"")
    equal(out[1].replace(b"\r", b""), b"/dev/pts/0\n30 100\nhello\ngot hello\nc\n")


@test
def terminal_output_is_whole():
    c = container("sh", "-c", "seq 1 20000", terminal=True)
    record, out, err = c.run()
    equal(out.replace(b"\r", b"").split(), [b"%d" % i for i in range(1, 20001)])


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
    equal(out, "fd full mqueue null ptmx pts random shm stderr stdin stdout tty urandom zero "
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
    equal(sh("ls /proc/1/fd | tr '\\n' ' '")[1], "0 1 2 ")


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
    refused(container("true", mounts=[mount("/x", "idmap")]), "idmap is not supported")
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
    out = sh("cd /sys/fs/cgroup; cat memory/memory.limit_in_bytes pids/pids.max cpu/cpu.shares "
             "cpu/cpu.cfs_quota_us cpuset/cpuset.cpus; cat /proc/self/cgroup | grep -v ':/$'",
             resources=resources)[1]
    equal(out.split(), ["67108864", "33", "512", "50000", "0"])
    refused(container("true", resources={"cpu": {"realtimeRuntime": 1 << 60}}), "rt_runtime")
    refused(container("true", resources={"network": {"classID": 1}}), "not supported")


@test
def out_of_memory():
    c = container("sh", "-c", "head -c 100000000 /dev/zero | tail -c 90000000 | wc -c; exit 3",
                  resources={"memory": {"limit": 16 << 20, "swap": 16 << 20}}).create()
    c.start()
    record = c.exit()
    equal(record["oomKilled"], True)
    equal((OOM, {}) in c.conn.events, True)


@test
def state_and_refusals():
    c = container("sleep", "100").create()
    equal(c.state["status"], "created")
    equal(c.conn.call(STATE)["status"], "created")
    c.start()
    state = c.conn.call(STATE)
    equal((state["status"], state["pid"]), ("running", c.state["pid"]))
    for kind, payload in ((START, {}), (DELETE, {}), (22, {}), (SIGNAL, {"signal": 99}),
                          (SIGNAL, {"sig": 9}), (RESIZE, {"width": 1, "height": 1})):
        try:
            c.conn.call(kind, payload)
            raise AssertionError("%d was not refused" % kind)
        except ShimError:
            pass
    os.kill(c.state["shimPid"], signal.SIGTERM)
    equal(c.conn.call(STATE)["status"], "running")
    c.conn.call(DELETE, {"force": True})
    equal(c.exit()["exitCode"], 137)
    equal(c.gone(), True)


@test
def requests_without_waiting():
    c = container("sh", "-c", "exit 5").create()
    for kind in (STATE, START, STATE, STATE):
        c.conn.send(kind, {})
    kinds = [c.conn.frame()[0] for _ in range(2)]
    equal(kinds, [OK, OK])
    equal(c.exit()["exitCode"], 5)


@test
def broken_frames_end_the_connection():
    c = container("sleep", "100").create()
    for bad in (b"\x10\x01\0\0\0\0\0\0", b"\x63\0\0\0\0\0\0\0", b"\x10\0\0\0\xff\xff\xff\xff"):
        other = c.connect()
        other.sock.sendall(bad)
        equal(other.frame(), (None, None))
    other = c.connect()
    try:
        other.call(STATE, b"{} x")
        raise AssertionError("garbage was accepted")
    except ShimError:
        pass
    equal(other.call(STATE)["status"], "created")
    c.conn.call(DELETE, {})
    equal(c.gone(), True)
    equal(os.path.exists(c.exit_path), False)


@test
def the_controlling_client_is_killed():
    script = """
import os, sys
sys.path.insert(0, sys.argv[1])
import shimclient
c = shimclient.Container(sys.argv[2], sys.argv[3], "sh", "-c",
                         "for i in 1 2 3 4 5 6; do echo line $i; sleep 0.1; done; exit 9")
c.id and c.create(); c.start(); a = c.attach()
print(c.dir, c.state["shimPid"], c.cgroup, flush=True)
os.kill(os.getpid(), 9)
"""
    run = subprocess.run([sys.executable, "-c", script, os.path.dirname(os.path.abspath(__file__)),
                          BASE, ROOT], capture_output=True, text=True)
    place, pid, group = run.stdout.split()
    sock = socket.socket(socket.AF_UNIX)
    sock.connect(place + "/s/sock")
    again = Conn(sock)
    equal(again.call(STATE)["status"], "running")
    equal(again.wait(EXIT)["exitCode"], 9)
    with open(place + "/log.json") as f:
        equal([json.loads(x)["log"] for x in f], ["line %d\n" % i for i in range(1, 7)])


@test
def a_late_client_gets_the_exit_at_once():
    c = container("sh", "-c", "head -c 3000000 /dev/zero; exit 4").create()
    slow = c.attach()
    c.start()
    got = 0
    while not os.path.exists(c.exit_path):
        got += len(slow.frame()[1])
        time.sleep(0.02)
    equal(c.exit()["exitCode"], 4)
    late = c.connect()
    equal(late.wait(EXIT)["exitCode"], 4)
    while got < 3000000:
        got += len(slow.frame()[1])
    equal(slow.frame(), (None, None))
    equal(c.gone(), True)


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
    for path in (c.dir, BASE):
        os.chmod(path, 0o755)
    for path in ("upper", "work", "root"):
        os.chown(os.path.join(c.dir, path), 200000, 200000)
    out = c.run()[1].decode().split()
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

@test
def rotation():
    c = container("sh", "-c", "seq 1 3000")
    c.shim["log"].update(maxSize=20000, maxFile=3)
    c.run()
    files = [c.log_path, c.log_path + ".1", c.log_path + ".2"]
    equal([os.path.exists(f) for f in files], [True] * 3)
    equal(os.path.exists(c.log_path + ".3"), False)
    equal(all(os.path.getsize(f) <= 20000 for f in files), True)
    numbers = []
    for f in reversed(files):
        numbers += [int(json.loads(x)["log"]) for x in open(f)]
    equal(numbers, list(range(numbers[0], 3001)))


@test
def log_attributes():
    c = container("echo", "x")
    c.shim["log"]["attrs"] = {"tag": "a\"b", "l": "v"}
    c.run()
    equal(c.log()[0]["attrs"], {"tag": "a\"b", "l": "v"})


def left_over():
    mounts = [x for x in open("/proc/self/mountinfo") if BASE in x]
    groups = glob.glob("/sys/fs/cgroup/*/jocker-test/*/")
    shims = [p for p in glob.glob("/proc/[0-9]*/cmdline")
             if BASE.encode() in open(p, "rb").read() and str(os.getpid()) not in p]
    return mounts, groups, shims


def settle():
    end = time.time() + 3
    while any(left_over()) and time.time() < end:
        time.sleep(0.02)
    return left_over()


@test
def nothing_is_left_behind():
    equal(settle(), ([], [], []))


def clean_up():
    for path in left_over()[2]:
        try:
            os.kill(int(path.split("/")[2]), signal.SIGKILL)
        except OSError:
            pass
    for group in glob.glob("/sys/fs/cgroup/*/jocker-test/*/") + glob.glob(
            "/sys/fs/cgroup/*/jocker-test"):
        try:
            os.rmdir(group)
        except OSError:
            pass
    shutil.rmtree(BASE, ignore_errors=True)


def main():
    passed = failed = 0
    for function in TESTS:
        wanted = sys.argv[1:]
        if wanted and not any(w in function.__name__ for w in wanted):
            continue
        begin = time.time()
        try:
            function()
            passed += 1
            print("ok    %-50s %5.2f s" % (function.__name__, time.time() - begin))
        except Exception:  # noqa: BLE001
            failed += 1
            print("FAIL  %s" % function.__name__)
            traceback.print_exc(limit=-3, file=sys.stdout)
        sys.stdout.flush()
    clean_up()
    print("%d passed, %d failed" % (passed, failed))
    return failed != 0


if __name__ == "__main__":
    signal.alarm(120)
    sys.exit(main())
