"""The tiny init."""
import os
import subprocess
import sys

from harness import *  # noqa: F403


def with_init(*args, **options):
    shim = dict(options.pop("shim", {}), init=True)
    return container(*args, shim=shim, **options)


@test
def init_ends_as_its_program():
    for script, code in (("exit 0", 0), ("exit 42", 42), ("kill -9 $$", 137)):
        equal(with_init("sh", "-c", script).run()[0]["exitCode"], code)
    out = with_init("sh", "-c", "echo $$; tr '\\0' ' ' < /proc/1/cmdline; echo; cat /proc/1/comm"
                    ).run()[1].decode().split("\n")
    equal(out[0] != "1", True)
    equal(out[1].startswith("/sbin/docker-init -- sh -c echo"), True)
    equal(out[2], "docker-init")
    refused(with_init("nope"), 'exec: "nope": executable file not found in $PATH')


@test
def init_forwards_and_reaps():
    c = with_init("sh", "-c", "trap 'echo usr; exit 7' USR1; while :; do sleep 0.02; done").create()
    stream = c.attach()
    c.start()
    # An orphan of an orphan becomes init's.
    equal(c.exec_run("sh", "-c", "(sleep 0.05 &) ; (true &)")[0], 0)
    eventually(lambda: "zombie" not in c.exec_run("sh", "-c", "cat /proc/[0-9]*/status")[1])
    c.conn.call(SIGNAL, {"signal": 10})
    equal(c.exit()["exitCode"], 7)
    equal(stream.collect()[1], b"usr\n")


@test
def init_is_not_in_the_image_and_cannot_be_written():
    c = with_init("sh", "-c", "ls /sbin; (echo x >> /proc/1/exe) 2>&1; ls /proc/1/fd | wc -l; id -u",
                  shim={"user": "bob"})
    record, out, err = c.run()
    lines = out.decode().split("\n")
    equal("docker-init" in lines[0], False)
    root = with_init("sh", "-c", "echo x >> /proc/1/exe").run()
    equal("Read-only file system" in root[2].decode() or "Text file busy" in root[2].decode(), True)
    equal(lines[-2], "1000")
    c = with_init("sleep", "100").up()
    equal(sorted(os.listdir("/proc/%d/fd" % c.state["pid"])), ["0", "1", "2"])
    equal(os.path.exists(c.dir + "/upper/sbin"), False)
    c.conn.call(DELETE, {"force": True})


@test
def init_and_the_terminal():
    c = with_init("sh", "-c", "trap 'echo int; exit 3' INT; echo go; while :; do sleep 0.02; done",
                  terminal=True, shim={"stdin": True}).create()
    stream = c.attach(stdin=True)
    c.start()
    equal(stream.frame()[1].strip(), b"go")
    stream.send(STDIN, b"\x03")
    equal(b"int" in stream.collect()[1], True)
    equal(c.exit()["exitCode"], 3)


@test
def init_of_a_shim_that_the_daemon_launched():
    """The shim's own file is then a detached clone already, which older kernels do not clone again."""
    script = """
import os, sys
os.environ["JOCKER_SHIM"] = "/proc/self/fd/" + os.environ["JOCKER_SHIM_FD"]
sys.path.insert(0, sys.argv[1])
import shimclient
c = shimclient.Container(sys.argv[2], sys.argv[3], "sleep", "100", shim={"init": True}).up()
pids = c.state["pid"], c.state["shimPid"]
print([os.statvfs("/proc/%d/exe" % pid).f_flag & os.ST_RDONLY for pid in pids])
c.conn.call(shimclient.SIGNAL, {"signal": 15}) # at once: it may not be ready to hand it on
print(c.exit()["exitCode"], c.gone())
"""
    run = subprocess.run([SHIM, "launch", "--", sys.executable, "-c", script,
                          os.path.dirname(os.path.abspath(__file__)), BASE, ROOT],
                         capture_output=True, text=True, timeout=60)
    equal((run.stdout, run.stderr), ("[1, 1]\n143 True\n", ""))
