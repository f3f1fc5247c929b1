"""Containers under another OCI runtime, watched by our shim."""
from bundle import RUNTIME
from harness import *  # noqa: F403


def runtimes():
    """Our own command line is one, too. crun refuses version 2 beside version 1 if it has controllers."""
    names = ["runc"]
    unified = "/sys/fs/cgroup/unified/cgroup.controllers"
    if not os.path.exists(unified) or not open(unified).read().strip():
        names.append("crun")
    return [p for p in map(shutil.which, names) if p] + [RUNTIME]


def under(path, *args, **options):
    shim = dict(options.pop("shim", {}), runtime={"path": path})
    options.setdefault("caps", ["CAP_" + c for c in "CHOWN KILL SETUID SETGID".split()])
    c = container(*args, shim=shim, **options)
    # runc cannot mask what is not there read-only, nor version 1's groups without a mount of them.
    c.config["mounts"] = [m for m in c.config["mounts"] if m["destination"] != "/sys/fs/cgroup"]
    return c


def each(function):
    def run():
        for path in runtimes():
            try:
                function(path)
            except Exception as e:
                raise AssertionError("%s: %s" % (path, e)) from e
    run.__name__ = "foreign_" + function.__name__
    return heavy_test(run)


@each
def life_and_log(path):
    c = under(path, "sh", "-c", "echo out; echo err >&2; id -u; exit 6", shim={"user": "bob"})
    record, out, err = c.run()
    equal((record["exitCode"], out, err), (6, b"out\n1000\n", b"err\n"))
    equal(sorted(x["log"] for x in c.log()), ["1000\n", "err\n", "out\n"])
    with open(c.exit_path) as f:
        equal(json.load(f), record)
    equal(c.gone(), True)
    equal(sorted(os.listdir(c.dir + "/s")), ["config.json", "shim.json"])


@each
def exec_and_signals(path):
    c = under(path, "sleep", "100").up()
    equal(c.exec_run("sh", "-c", "echo in; id -G; exit 5", user="bob"), (5, "in\n1000 10 29\n", ""))
    equal(c.exec_run("cat", "/proc/1/comm")[1], "sleep\n")
    try:
        c.exec("nope")
        raise AssertionError("was not refused")
    except ShimError as e:
        equal("nope" in e.value["message"], True)
    stream = c.exec("sleep", "100")
    c.conn.call(SIGNAL, {"process": stream.id, "signal": 9})
    equal(c.exec_exit(stream)["exitCode"], 137)
    c.conn.call(SIGNAL, {"signal": 9})
    equal(c.exit()["exitCode"], 137)
    equal(c.gone(), True)


@each
def stdin_and_terminal(path):
    c = under(path, "cat", shim={"stdin": True}).create()
    stream = c.attach(stdin=True)
    c.start()
    stream.send(STDIN, b"there and back")
    stream.send(STDIN_EOF)
    equal(stream.collect()[1], b"there and back")
    c = under(path, "sh", "-c", "tty; read x; stty size; echo got $x", terminal=True,
              shim={"stdin": True}).create()
    stream = c.attach(stdin=True)
    c.start()
    equal(stream.frame()[1].strip(), b"/dev/pts/0")
    c.conn.call(RESIZE, {"process": "", "width": 81, "height": 25})
    stream.send(STDIN, b"hello\n")
    equal(stream.collect()[1].replace(b"\r", b""), b"hello\n25 81\ngot hello\n")
    equal(c.exit()["exitCode"], 0)


@each
def pause_update_delete(path):
    c = under(path, "sleep", "100").up()
    c.conn.call(PAUSE)
    equal(c.conn.call(STATE)["status"], "paused")
    c.conn.call(RESUME)
    c.conn.call(UPDATE, {"resources": {"pids": {"limit": 55}}})
    group = "/sys/fs/cgroup%s%s/pids.max" % ("" if V2 else "/pids", c.cgroup)
    equal(open(group).read().strip(), "55")
    c.conn.call(DELETE, {"force": True})
    equal(c.exit()["exitCode"], 137)
    equal(c.gone(), True)
    c = under(path, "sleep", "100").create()
    c.conn.call(DELETE, {})
    equal(c.gone(), True)
    equal(os.path.exists(c.exit_path), False)


@each
def tiny_init(path):
    c = under(path, "sh", "-c", "echo $$; tr '\\0' ' ' < /proc/1/cmdline", shim={"init": True})
    out = c.run()[1].decode().split("\n")
    equal(out[0] != "1" and out[1].startswith("/sbin/docker-init -- sh -c"), True)


@each
def failures_in_its_own_words(path):
    refused(under(path, "nope"), "nope")
    refused(under(path, "true", shim={"user": "nobody-there"}), "unable to find user nobody-there")


@test
def foreign_runtime_that_is_none():
    refused(under("/nonexistent/runc", "true"), "/nonexistent/runc cannot be executed")
    refused(under("relative", "true"), "not an absolute path")
