"""Processes started in a running container."""
import os
import time

from harness import *  # noqa: F403


def refused_exec(c, *args, parts=(), **options):
    try:
        c.exec(*args, **options)
    except ShimError as e:
        for part in parts:
            if part not in e.value["message"]:
                raise AssertionError("%r lacks %r" % (e.value, part)) from None
        return e.value
    raise AssertionError("was not refused")


def namespaces(pid):
    return [os.readlink("/proc/%d/ns/%s" % (pid, n))
            for n in ("mnt", "net", "uts", "pid", "ipc", "cgroup", "user", "time")]


@test
def exec_output_and_exit_code():
    c = container("sleep", "100").up()
    equal(c.exec_run("sh", "-c", "echo out; echo err >&2; exit 7"), (7, "out\n", "err\n"))
    stream = c.exec("sh", "-c", "kill -9 $$")
    record = c.exec_exit(stream)
    equal((record["exitCode"], record["signal"]), (137, 9))
    equal((record["pid"], record["startTime"]),
          (stream.started["pid"], stream.started["startTime"]))
    equal(c.log(), [])
    c.conn.call(DELETE, {"force": True})
    equal(c.gone(), True)


@test
def exec_joins_everything():
    c = container("sleep", "100").up()
    stream = c.exec("sleep", "50")
    pid = stream.started["pid"]
    equal(namespaces(pid), namespaces(c.state["pid"]))
    equal(open("/proc/%d/cgroup" % pid).read(), open("/proc/%d/cgroup" % c.state["pid"]).read())
    equal(os.stat("/proc/%d/root" % pid).st_ino, os.stat("/proc/%d/root" % c.state["pid"]).st_ino)
    status = open("/proc/%d/status" % pid).read()
    equal(int(status.split("PPid:")[1].split()[0]), c.state["shimPid"])
    equal([x["id"] for x in c.conn.call(STATE)["execs"]], [stream.id])
    equal(sorted(os.listdir("/proc/%d/fd" % pid)), ["0", "1", "2"])
    equal(c.exec_run("sh", "-c", "ls /proc/self/fd | wc -l; ls / | grep -c oldroot; pwd")[1],
          "4\n0\n/\n")
    c.conn.call(SIGNAL, {"process": stream.id, "signal": 15})
    equal(c.exec_exit(stream)["exitCode"], 143)
    c.conn.call(DELETE, {"force": True})


@test
def exec_has_the_filter_and_the_rights():
    linux = {"seccomp": {"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [
        {"names": ["mkdir", "mkdirat"], "action": "SCMP_ACT_ERRNO", "errnoRet": 13}]}}
    c = container("sleep", "100", linux=linux, nnp=True).up()
    code, out, err = c.exec_run("sh", "-c", "mkdir /tmp/x; grep -E '^(Seccomp|NoNewPrivs|CapEff):'"
                                " /proc/self/status")
    equal("Permission denied" in err, True)
    equal(out, "CapEff:\t00000000a80425fb\nNoNewPrivs:\t1\nSeccomp:\t2\n")
    caps = ["CAP_CHOWN"]
    out = c.exec_run("grep", "CapEff", "/proc/self/status", capabilities={
        "bounding": caps, "permitted": caps, "effective": caps})[1]
    equal(out, "CapEff:\t0000000000000001\n")
    c.conn.call(DELETE, {"force": True})


@test
def exec_user_cwd_env_limits():
    c = container("sleep", "100").up()
    script = "id -u; id -g; id -G; echo $HOME $X; pwd; ulimit -n"
    equal(c.exec_run("sh", "-c", script, user="bob", groups=["77"], cwd="/tmp",
                     env=["PATH=/bin", "X=y"],
                     rlimits=[{"type": "RLIMIT_NOFILE", "soft": 99, "hard": 99}])[1],
          "1000\n1000\n1000 10 29 77\n/home/bob y\n/tmp\n99\n")
    refused_exec(c, "true", user="nope", parts=["unable to find user nope"])
    refused_exec(c, "true", cwd="/none", parts=["chdir to cwd /none", "no such file"])
    refused_exec(c, "nope", parts=['exec: "nope": executable file not found in $PATH'])
    refused_exec(c, "/etc/passwd", parts=['exec: "/etc/passwd": permission denied'])
    refused_exec(c, "/etc", parts=["is a directory"])
    equal(c.conn.call(STATE).get("execs"), None)
    equal(c.exec_run("true")[0], 0)
    c.conn.call(DELETE, {"force": True})


@test
def exec_takes_after_the_container():
    c = container("sleep", "100", rlimits=[{"type": "RLIMIT_NOFILE", "soft": 77, "hard": 77}],
                  process={"oomScoreAdj": 300}).up()
    script = "ulimit -n; cat /proc/self/oom_score_adj; grep CapEff /proc/self/status | cut -f2"
    request = c.exec_request("sh", "-c", script, attach={"stdout": True})
    for name in ("rlimits", "oomScoreAdj", "capabilities"):
        del request["process"][name]
    stream = c.connect()
    stream.call(EXEC, request)
    equal(stream.collect()[1], b"77\n300\n00000000a80425fb\n")
    equal(c.exec_run("sh", "-c", script, oomScoreAdj=400, capabilities={}, rlimits=[
        {"type": "RLIMIT_NOFILE", "soft": 66, "hard": 77}])[1], "66\n400\n0000000000000000\n")
    c.conn.call(DELETE, {"force": True})


@test
def exec_format_error_is_the_answer():
    root = make_rootfs(BASE + "/exec-bad-rootfs")
    with open(root + "/bin/bad", "w") as f:
        f.write("garbage")
    os.chmod(root + "/bin/bad", 0o755)
    c = Container(BASE, root, "sleep", "100").up()
    refused_exec(c, "bad", parts=["exec /bin/bad: exec format error"])
    c.conn.call(DELETE, {"force": True})


@test
def exec_stdin():
    c = container("sleep", "100").up()
    stream = c.exec("cat", stdin=True)
    data = os.urandom(200000)
    for i in range(0, len(data), 50000):
        stream.send(STDIN, data[i:i + 50000])
    stream.send(STDIN_EOF)
    equal(stream.collect()[1], data)
    equal(c.exec_exit(stream)["exitCode"], 0)
    equal(c.exec_run("cat")[0], 0)  # without stdin it is /dev/null
    lost = c.exec("sh", "-c", "cat > /tmp/got; exit 3", stdin=True)
    lost.send(STDIN, b"last words")
    lost.close()
    equal(c.exec_exit(lost)["exitCode"], 3)
    equal(c.exec_run("cat", "/tmp/got")[1], "last words")
    c.conn.call(DELETE, {"force": True})


@test
def exec_terminal():
    c = container("sleep", "100").up()
    stream = c.exec("sh", "-c", "tty; stty size; read x; stty size; echo got $x", stdin=True,
                    terminal=True, consoleSize={"height": 30, "width": 100})
    time.sleep(0.1)
    c.conn.call(RESIZE, {"process": stream.id, "width": 81, "height": 25})
    stream.send(STDIN, b"hello\n")
    equal(stream.collect()[1].replace(b"\r", b""),
          b"/dev/pts/0\n30 100\nhello\n25 81\ngot hello\n")
    equal(c.exec_exit(stream)["exitCode"], 0)
    # Nobody reads: it is no reason to stand still.
    stream = c.exec("sh", "-c", "seq 1 100000", terminal=True, attach=None)
    equal(c.exec_exit(stream)["exitCode"], 0)
    c.conn.call(DELETE, {"force": True})


@test
def exec_detached_goes_nowhere():
    c = container("sleep", "100").up()
    stream = c.exec("sh", "-c", "for i in 0 2; do readlink /proc/self/fd/$i; done > /tmp/where;"
                    "seq 1 99999",
                    attach=None)
    equal(c.exec_exit(stream)["exitCode"], 0)
    equal(c.exec_run("cat", "/tmp/where")[1], "/dev/null\n/dev/null\n")
    equal(c.log(), [])
    c.conn.call(DELETE, {"force": True})


@test
def exec_output_is_whole():
    c = container("sleep", "100").up()
    stream = c.exec("sh", "-c", "yes 0123456789 | head -c 5000000")
    equal(len(stream.collect()[1]), 5000000)
    raw = c.exec("sh", "-c", "echo raw; echo err >&2",
                 attach={"stdin": False, "stdout": True, "stderr": True, "raw": True})
    equal(sorted(raw.read(100).split()), [b"err", b"raw"])
    c.conn.call(DELETE, {"force": True})


@test
def a_grandchild_does_not_delay_the_exit():
    c = container("sleep", "100").up()
    begin = time.time()
    stream = c.exec("sh", "-c", "sleep 50 & echo started")
    equal(c.exec_exit(stream)["exitCode"], 0)
    equal(time.time() - begin < 1, True)
    equal(stream.collect()[1], b"started\n")
    equal(1.5 < time.time() - begin < 4, True)
    c.conn.call(DELETE, {"force": True})


@test
def exec_exits_are_kept_until_acknowledged():
    c = container("sleep", "100").up()
    stream = c.exec("sh", "-c", "exit 5")
    equal(c.exec_exit(stream)["exitCode"], 5)
    late = c.connect()
    equal(late.wait(EXEC_EXIT)["exitCode"], 5)
    equal([x["exitCode"] for x in c.conn.call(STATE)["execs"]], [5])
    for _ in range(2):
        equal(c.conn.call(EXEC_FORGET, {"id": stream.id}), {})
    equal(c.conn.call(STATE).get("execs"), None)
    for _ in range(70):
        c.exec("true", attach=None)
    eventually(lambda: all("exitCode" in x for x in c.conn.call(STATE)["execs"]))
    equal(len(c.conn.call(STATE)["execs"]), 64)
    c.conn.call(DELETE, {"force": True})


@test
def execs_end_with_the_container():
    c = container("sleep", "100").up()
    done, forgotten, running = c.exec("sh", "-c", "exit 4"), c.exec("true"), c.exec("sleep", "100")
    c.exec_exit(done)
    c.exec_exit(forgotten)
    c.conn.call(EXEC_FORGET, {"id": forgotten.id})
    c.conn.call(SIGNAL, {"signal": 9})
    record = c.exit()
    equal([(x["id"], x["exitCode"]) for x in record["execs"]], [(done.id, 4), (running.id, 137)])
    equal(c.exec_exit(running)["exitCode"], 137)
    with open(c.exit_path) as f:
        equal(json.load(f), record)
    equal(running.collect()[1], b"")
    equal(c.gone(), True)


@test
def execs_end_with_a_container_in_the_hosts_pid_namespace():
    linux = {"namespaces": [{"type": t} for t in ("mount", "network", "uts", "ipc", "cgroup")]}
    c = container("sleep", "100", linux=linux).up()
    running = c.exec("sh", "-c", "setsid sleep 1000 & sleep 1000")
    time.sleep(0.1)
    c.conn.call(SIGNAL, {"signal": 9})
    equal([x["exitCode"] for x in c.exit()["execs"]], [137])
    equal(c.gone(), True)
    equal(is_dead(running.started["pid"]), True)


@test
def exec_refusals():
    c = container("sleep", "100").create()
    refused_exec(c, "true", parts=["not running"])
    c.start()
    stream = c.exec("sleep", "100")
    refused_exec(c, "true", id=stream.id, parts=["already"])
    refused_exec(c, "true", id="x", parts=["64 hexadecimal"])
    refused_exec(c, "true", cwd="relative", parts=["not absolute"])
    for kind, payload in ((EXEC_FORGET, {"id": stream.id}), (EXEC_FORGET, {}),
                          (SIGNAL, {"process": "00", "signal": 9}),
                          (RESIZE, {"process": stream.id, "width": 1, "height": 1}),
                          (ATTACH, {"process": stream.id})):
        try:
            c.conn.call(kind, payload)
            raise AssertionError("%d was not refused" % kind)
        except ShimError:
            pass
    c.conn.call(DELETE, {"force": True})


@test
def exec_in_user_and_time_namespaces():
    maps = [{"containerID": 0, "hostID": 200000, "size": 65536}]
    linux = {"namespaces": [{"type": t} for t in (
        "mount", "network", "uts", "pid", "ipc", "cgroup", "user", "time")],
        "uidMappings": maps, "gidMappings": maps,
        "timeOffsets": {"boottime": {"secs": 1000000}}}
    c = container("sleep", "100", linux=linux)
    fit_user_namespace(c).up()
    stream = c.exec("sleep", "100")
    equal(namespaces(stream.started["pid"]), namespaces(c.state["pid"]))
    out = c.exec_run("sh", "-c", "id -u; cat /proc/self/uid_map; cut -d. -f1 /proc/uptime")[1].split()
    equal(out[:4], ["0", "0", "200000", "65536"])
    equal(int(out[4]) > 1000000, True)
    equal(c.exec_run("id", "-u", user="bob")[1], "1000\n")
    c.conn.call(DELETE, {"force": True})


@test
def many_execs_at_once():
    c = container("sleep", "100").up()
    streams = [c.exec("sh", "-c", "echo %d; exit %d" % (i, i)) for i in range(40)]
    equal([s.collect()[1] for s in streams], [b"%d\n" % i for i in range(40)])
    equal([c.exec_exit(s)["exitCode"] for s in streams], list(range(40)))
    c.conn.call(DELETE, {"force": True})


@test
def exec_is_quick():
    c = container("sleep", "100").up()
    times = []
    for _ in range(30):
        begin = time.time()
        c.exec_run("true")
        times.append(time.time() - begin)
    equal(sorted(times)[15] < 0.02 or EMULATED, True)
    c.conn.call(DELETE, {"force": True})
    print("      median %.2f ms" % (sorted(times)[15] * 1000))
