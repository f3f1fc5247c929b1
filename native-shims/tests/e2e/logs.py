"""Log drivers other than plain json-file."""
import glob
import gzip
import os
import re
import signal
import socket
import struct
import threading
import time

from harness import *  # noqa: F403


def logging(*args, **log):
    c = container(*args)
    c.shim["log"] = log
    return c


def local_entries(data):
    """[(stream, goes on, bytes)] of a file of the local driver, checked from both sides."""
    found, at = [], 0
    while at < len(data):
        size, ns, stream, partial = struct.unpack_from(">IQBB", data, at)
        text = data[at + 14:at + 4 + size]
        equal(struct.unpack_from(">I", data, at + 4 + size)[0], size)
        equal(abs(ns / 1e9 - time.time()) < 60, True)
        found.append((stream, partial, text))
        at += size + 8
    return found


def rotated(path):
    """The contents of path and what was rotated, oldest first."""
    out = []
    for name in sorted(glob.glob(path + ".*"), key=lambda n: -int(n.split(".")[-1 - n.endswith(
            ".gz")])):
        with (gzip.open if name.endswith(".gz") else open)(name, "rb") as f:
            out.append(f.read())
    with open(path, "rb") as f:
        return out + [f.read()]


@test
def local_log():
    c = logging("sh", "-c", "echo out; sleep 0.02; echo err >&2; sleep 0.02;"
                "head -c 20000 /dev/zero | tr '\\0' x; echo; printf end", driver="local",
                path=BASE + "/local.log", maxSize=0, maxFile=1)
    equal(c.run()[0]["exitCode"], 0)
    with open(BASE + "/local.log", "rb") as f:
        got = local_entries(f.read())
    equal(got, [(1, 0, b"out\n"), (2, 0, b"err\n"), (1, 1, b"x" * 16384),
                (1, 0, b"x" * 3616 + b"\n"), (1, 0, b"end")])


@heavy_test
def rotated_files_are_compressed():
    for driver in ("json-file", "local"):
        path = BASE + "/compressed-" + driver
        c = logging("sh", "-c", "for i in $(seq 1 200); do seq ${i}000 ${i}099; sleep 0.002; done;"
                    "sleep 0.3", driver=driver, path=path, maxSize=60000, maxFile=60, compress=True)
        equal(c.run()[0]["exitCode"], 0)
        files = glob.glob(path + ".*")
        equal(len([f for f in files if f.endswith(".gz")]) > len(files) - 3, True)
        equal([f for f in files if f.endswith(".tmp")], [])
        whole = rotated(path)
        equal(len(whole) > 5, True)
        if driver == "local":
            numbers = [int(e[2]) for part in whole for e in local_entries(part)]
        else:
            numbers = [int(json.loads(x)["log"]) for part in whole for x in part.splitlines()]
        equal(numbers, [i * 1000 + k for i in range(1, 201) for k in range(100)])


@test
def what_is_left_uncompressed_is_compressed_by_the_next():
    path = BASE + "/late"
    with open(path + ".2", "w") as f:
        f.write("old\n")
    c = logging("sleep", "0.2", driver="json-file", path=path, maxSize=100, maxFile=5,
                compress=True)
    c.run()
    equal(gzip.open(path + ".2.gz").read(), b"old\n")
    equal(os.path.exists(path + ".2"), False)


def writers(c):
    """The log writers among the shim's children."""
    pid = c.state["shimPid"]
    with open("/proc/%d/task/%d/children" % (pid, pid)) as f:
        return [int(p) for p in f.read().split()
                if open("/proc/%s/comm" % p).read().strip() == "jocker-log"]


@heavy_test
def a_log_that_hangs_does_not_hold_up_the_container():
    c = logging("sh", "-c", "sleep 0.2; seq 1 200000; touch /tmp/done; sleep 100",
                driver="json-file", path=BASE + "/nonblocking", mode="non-blocking",
                maxBufferSize=100000, maxSize=0, maxFile=1).up()
    writer, = writers(c)
    os.kill(writer, signal.SIGSTOP)
    end = time.time() + 5
    while not os.path.exists(c.dir + "/upper/tmp/done") and time.time() < end:
        time.sleep(0.02)
    equal(os.path.exists(c.dir + "/upper/tmp/done"), True)
    os.kill(writer, signal.SIGCONT)
    equal(c.exec_run("true")[0], 0)
    c.conn.call(SIGNAL, {"signal": 9})
    equal(c.exit()["exitCode"], 137)
    with open(BASE + "/nonblocking") as f:
        entries = [json.loads(x) for x in f]
    equal(entries[0]["log"], "1\n")
    equal(1000 < len(entries) < 200000, True)
    equal(c.gone(), True)


@heavy_test
def a_log_that_does_not_block_is_whole_when_it_can_be():
    c = logging("seq", "1", "50000", driver="json-file", path=BASE + "/nonblocking2",
                mode="non-blocking", maxBufferSize=8 << 20, maxSize=0, maxFile=1)
    c.run()
    with open(BASE + "/nonblocking2") as f:
        equal([int(json.loads(x)["log"]) for x in f], list(range(1, 50001)))
    refused(logging("true", driver="json-file", path="/nonexistent/x", mode="non-blocking"),
            "open log", "no such file")
    # The writer is a child of the shim's, too, and waits for its end: nobody waits for the writer.
    begin = time.time()
    refused(logging("nope", driver="json-file", path=BASE + "/nonblocking3", mode="non-blocking"),
            'exec: "nope"')
    equal(time.time() - begin < 3, True)


def datagrams(sock, count):
    sock.settimeout(5)
    return [sock.recv(100000) for _ in range(count)]


@test
def syslog_over_datagrams():
    path = BASE + "/syslog.sock"
    local = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    local.bind(path)
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.bind(("127.0.0.1", 0))
    script = "echo out; sleep 0.05; echo; echo err >&2"
    logging("sh", "-c", script, driver="syslog", address="unixgram://" + path, tag="abc").run()
    got = datagrams(local, 2)
    equal([re.sub(rb"[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d (\w+)\[\d+\]", rb"T \1", x)
           for x in got], [b"<30>T abc: out\n", b"<27>T abc: err\n"])
    logging("sh", "-c", script, driver="syslog", address="udp://127.0.0.1:%d" % udp.getsockname()[1],
            tag="t", format="rfc5424micro", facility="local3").run()
    got = datagrams(udp, 2)
    for line, text in zip(got, (b"<158>1 ", b"<155>1 ")):
        equal(line.startswith(text), True)
    equal(bool(re.match(rb"<158>1 \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}(Z|[+-]\d\d:\d\d) \S+ t \d+ t - out\n$",
                        got[0])), True)
    logging("sh", "-c", script, driver="syslog", address="udp://127.0.0.1:%d" % udp.getsockname()[1],
            tag="t", format="rfc3164", facility="4").run()
    equal(bool(re.match(rb"<38>\w{3} [ \d]\d \d\d:\d\d:\d\d \S+ t\[\d+\]: out\n$", datagrams(udp, 1)[0])),
          True)
    refused(logging("true", driver="syslog", address="unixgram:///nonexistent"), "no such file")
    refused(logging("true", driver="syslog", address="tcp+tls://127.0.0.1:1"), "not a usable address")
    refused(logging("true", driver="syslog", facility="nope"), "invalid syslog facility nope")
    refused(logging("true", driver="syslog", format="nope"), "invalid syslog format nope")


@test
def syslog_over_tcp_and_a_receiver_that_vanishes():
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("127.0.0.1", 0))
    server.listen()
    port = server.getsockname()[1]
    c = logging("sh", "-c", "seq 1 1000; sleep 0.4; echo lost; echo lost; sleep 2.2; echo back;"
                "sleep 0.1; echo last", driver="syslog", address="tcp://127.0.0.1:%d" % port, tag="t")
    c.create()
    peer = server.accept()[0]
    c.start()
    data = b""
    while data.count(b"\n") < 1000:
        data += peer.recv(65536)
    equal([int(x.rsplit(b" ", 1)[1]) for x in data.splitlines()], list(range(1, 1001)))
    peer.close()
    server.close()
    time.sleep(1)
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("127.0.0.1", port))
    server.listen()
    equal(c.exit()["exitCode"], 0)
    peer = server.accept()[0]
    rest = b""
    while not rest.endswith(b"last\n"):
        part = peer.recv(65536)
        if not part:
            break
        rest += part
    equal(b"entries were lost" in rest and rest.endswith(b"last\n"), True)
    refused(logging("true", driver="syslog", address="tcp://127.0.0.1:1"), "connection refused")


@heavy_test
def a_receiver_that_does_not_read_does_not_hold_up_the_container():
    path = BASE + "/deaf.sock"
    deaf = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    deaf.bind(path)
    server = socket.socket()
    server.bind(("127.0.0.1", 0))
    server.listen()
    for address in ("unixgram://" + path, "tcp://127.0.0.1:%d" % server.getsockname()[1]):
        begin = time.time()
        c = logging("sh", "-c", "seq 1 100000", driver="syslog", address=address, tag="t")
        equal(c.run()[0]["exitCode"], 0)
        equal(time.time() - begin < 4, True)


@test
def journald():
    path = BASE + "/journal.sock"
    journal = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    journal.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
    journal.bind(path)
    fields = {"CONTAINER_ID": "abc", "CONTAINER_NAME": "n", "LABEL": "a\nb"}
    logging("sh", "-c", "echo out; sleep 0.05; echo err >&2; sleep 0.05;"
            "head -c 20000 /dev/zero | tr '\\0' x; echo", driver="journald", socket=path,
            fields=fields).run()
    out, err, first, second = datagrams(journal, 4)
    equal(out.startswith(b"MESSAGE=out\nPRIORITY=6\nCONTAINER_ID=abc\nCONTAINER_NAME=n\nLABEL\n"
                         b"\x03\0\0\0\0\0\0\0a\nb\nSYSLOG_TIMESTAMP=2"), True)
    equal(b"MESSAGE=err\nPRIORITY=3\n" in err and b"PARTIAL" not in err, True)
    equal(b"CONTAINER_PARTIAL_MESSAGE=true\n" in first and b"CONTAINER_PARTIAL_ORDINAL=1\n" in first,
          True)
    equal(b"CONTAINER_PARTIAL_LAST=true\n" in second and b"PARTIAL_MESSAGE" not in second, True)
    equal(b"CONTAINER_LOG_ORDINAL=4\n" in second, True)
    refused(logging("true", driver="journald", socket=path, fields={"_BAD": "x"}), "not a field's name")
    refused(logging("true", driver="journald", socket="/nonexistent"), "no such file")


@test
def logs_that_are_refused():
    for log, part in (({"driver": "fluentd"}, "unknown log driver fluentd"),
                      ({"driver": "json-file"}, "path"),
                      ({"driver": "local", "path": "x"}, "absolute"),
                      ({"driver": "none", "path": "/x"}, "unknown key"),
                      ({"driver": "none", "mode": "x"}, "blocking or non-blocking"),
                      ({"driver": "local", "path": "/x", "attrs": {}}, "unknown key")):
        refused(logging("true", **log), part)
