"""The protocol, streams, signals, logs and ends."""
import json
import os
import signal
import socket
import subprocess
import sys
import time

from harness import *  # noqa: F403


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


@heavy_test
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
    procs = open("/sys/fs/cgroup%s%s/cgroup.procs" % ("" if V2 else "/pids", c.cgroup)).read().split()
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


@heavy_test
def terminal_output_is_whole():
    c = container("sh", "-c", "seq 1 20000", terminal=True)
    record, out, err = c.run()
    equal(out.replace(b"\r", b"").split(), [b"%d" % i for i in range(1, 20001)])


@test
def state_and_refusals():
    c = container("sleep", "100").create()
    equal(c.state["status"], "created")
    equal(c.conn.call(STATE)["status"], "created")
    c.start()
    state = c.conn.call(STATE)
    equal((state["status"], state["pid"]), ("running", c.state["pid"]))
    for kind, payload in ((START, {}), (DELETE, {}), (RESERVE, {}), (EXEC, {}), (SIGNAL, {"signal": 99}),
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


@heavy_test
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
