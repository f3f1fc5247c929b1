#!/usr/bin/env python3
"""Benchmarks of jocker beside a dockerd: the same work in turn on both, medians and their ratio.

Started by scripts/bench, which makes both engines. A case is a function that does the work once against one engine
and returns a number; its entry says the unit, how often it is run and what the goal for the ratio ours/peer is.
"""
import argparse
import http.client
import json
import os
import re
import socket
import statistics
import subprocess
import tempfile
import threading
import time

API = "/v1.41"
LINE = "0123456789" * 9 + "012345678"  # 99 bytes and a newline


class Engine:
    def __init__(self, name, path):
        self.name, self.path = name, path

    def connection(self):
        connection = http.client.HTTPConnection("engine")
        connection.sock = socket.socket(socket.AF_UNIX)
        connection.sock.connect(self.path)
        return connection

    def call(self, connection, method, path, body=None):
        headers = {"Content-Type": "application/json"} if body is not None else {}
        connection.request(method, API + path, json.dumps(body) if body is not None else None, headers)
        response = connection.getresponse()
        data = response.read()
        if response.status >= 400:
            raise RuntimeError(f"{self.name}: {method} {path}: {response.status} {data[:300]}")
        return json.loads(data) if data[:1] in (b"{", b"[") else None

    def attached(self, container, streams):
        """A connection that has become the container's streams."""
        stream = socket.socket(socket.AF_UNIX)
        stream.connect(self.path)
        stream.sendall(f"POST {API}/containers/{container}/attach?stream=1&{streams} HTTP/1.1\r\nHost: x\r\n"
                       "Connection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: 0\r\n\r\n".encode())
        head = b""
        while b"\r\n\r\n" not in head:
            head += stream.recv(1)
        return stream

    def docker(self, *words, **options):
        # Without a timeout, for which Python would look only every 50 ms whether the client has ended.
        return subprocess.run(["docker", "-H", "unix://" + self.path, *words], check=True, **options)


def seconds(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def run_true(engine, context):
    return seconds(lambda: engine.docker("run", "--rm", "--network", "none", "busybox", "true"))


def cycle(engine, connection):
    body = {"Image": "busybox", "Cmd": ["true"], "HostConfig": {"NetworkMode": "none"}}
    start = time.perf_counter()
    container = engine.call(connection, "POST", "/containers/create", body)["Id"]
    engine.call(connection, "POST", f"/containers/{container}/start")
    engine.call(connection, "POST", f"/containers/{container}/wait")
    engine.call(connection, "DELETE", f"/containers/{container}")
    return time.perf_counter() - start


def api_cycle(engine, context):
    connection = engine.connection()
    return statistics.median(cycle(engine, connection) for _ in range(10)) * 1000


def api_parallel(engine, context):
    def worker():
        connection = engine.connection()
        for _ in range(10):
            cycle(engine, connection)

    threads = [threading.Thread(target=worker) for _ in range(8)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return 80 / (time.perf_counter() - start)


def attach(engine, driver):
    """Bytes a second of 1 GiB from the container to a client that only counts."""
    connection = engine.connection()
    body = {"Image": "busybox", "Cmd": ["sh", "-c", f"yes {LINE} | dd bs=64k count=16384 iflag=fullblock 2>/dev/null"],
            "AttachStdout": True, "HostConfig": {"NetworkMode": "none", "LogConfig": {"Type": driver}}}
    container = engine.call(connection, "POST", "/containers/create", body)["Id"]
    stream = engine.attached(container, "stdout=1")
    start = time.perf_counter()
    engine.call(connection, "POST", f"/containers/{container}/start")
    buffer, total = bytearray(1 << 20), 0
    while True:
        count = stream.recv_into(buffer)
        if count == 0:
            break
        total += count
    elapsed = time.perf_counter() - start
    engine.call(connection, "POST", f"/containers/{container}/wait")
    engine.call(connection, "DELETE", f"/containers/{container}")
    if total < 1 << 30:
        raise RuntimeError(f"{engine.name}: only {total} bytes arrived")
    return (1 << 30) / elapsed / 1e6


def attach_unlogged(engine, context):
    return attach(engine, "none")


def attach_logged(engine, context):
    return attach(engine, "json-file")


def await_word(stream, word):
    seen = b""
    while word not in seen:
        seen += stream.recv(100)


def log_write(engine, context):
    """MB a second of 200 MB in lines of 100 bytes into the log, from the first to the last, while the container lives:
    its end has other costs, such as that of unmounting. Leaves the container for log_read."""
    connection = engine.connection()
    name = "bench-log"
    try:
        engine.call(connection, "DELETE", f"/containers/{name}?force=1")
    except RuntimeError:
        connection = engine.connection()
    # The lines are made before the clock starts, in memory; cat then moves them without touching them.
    script = (f"yes {LINE} | dd bs=100000 count=100 iflag=fullblock of=/dev/shm/lines 2>/dev/null; "
              "echo ready >&2; read go; for i in $(seq 20); do cat /dev/shm/lines; done; echo done >&2; read go")
    body = {"Image": "busybox", "Cmd": ["sh", "-c", script], "OpenStdin": True, "StdinOnce": True,
            "HostConfig": {"NetworkMode": "none", "LogConfig": {"Type": "json-file", "Config": {"max-size": "1g"}}}}
    engine.call(connection, "POST", f"/containers/create?name={name}", body)
    stream = engine.attached(name, "stdin=1&stderr=1")
    engine.call(connection, "POST", f"/containers/{name}/start")
    await_word(stream, b"ready")
    os.sync()  # what the run before left to be written is not to be charged to this one
    start = time.perf_counter()
    stream.sendall(b"\n")
    await_word(stream, b"done")
    elapsed = time.perf_counter() - start
    stream.sendall(b"\n")
    engine.call(connection, "POST", f"/containers/{name}/wait")
    return 200 / elapsed


def log_read(engine, context):
    connection = engine.connection()
    start = time.perf_counter()
    connection.request("GET", f"{API}/containers/bench-log/logs?stdout=1")
    response, buffer, total = connection.getresponse(), bytearray(1 << 20), 0
    while True:
        count = response.readinto(buffer)
        if count == 0:
            break
        total += count
    elapsed = time.perf_counter() - start
    if total != 2000000 * 108:
        raise RuntimeError(f"{engine.name}: {total} bytes of log")
    return 200 / elapsed


def client_ps(engine, context):
    if engine.name == "peer":  # what it is compared with: a JVM that does nothing
        return seconds(lambda: subprocess.run(
            [context.java, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-cp", context.empty, "Empty"],
            check=True)) * 1000
    return seconds(lambda: subprocess.run([context.client, "-H", "unix://" + engine.path, "ps"],
                                          check=True, stdout=subprocess.DEVNULL)) * 1000


def client_run(engine, context):
    """Our client against our daemon, docker's client against docker's."""
    if engine.name == "peer":
        return run_true(engine, context)
    return seconds(lambda: subprocess.run([context.client, "-H", "unix://" + engine.path, "run", "--rm", "--network",
                                           "none", "busybox", "true"], check=True))


def load(engine, context):
    engine.docker("rmi", "-f", "busybox", stdout=subprocess.DEVNULL)
    return seconds(lambda: engine.docker("load", "-q", "-i", context.image, stdout=subprocess.DEVNULL))


def supervisor_memory(engine, context):
    """Private memory of the process beside each of 20 idle containers, in kB."""
    connection = engine.connection()
    body = {"Image": "busybox", "Cmd": ["sleep", "600"], "HostConfig": {"NetworkMode": "none"}}
    containers = [engine.call(connection, "POST", "/containers/create", body)["Id"] for _ in range(20)]
    for container in containers:
        engine.call(connection, "POST", f"/containers/{container}/start")
    time.sleep(1)
    figures = []
    for process in filter(str.isdigit, os.listdir("/proc")):
        try:
            line = open(f"/proc/{process}/cmdline").read()
            if any(c in line for c in containers) and ("jocker-shim" in line or "/s/" in line or "shim" in line):
                text = open(f"/proc/{process}/smaps_rollup").read()
                figures.append(sum(int(n) for n in re.findall(r"^Private_\w+: +(\d+) kB", text, re.M)))
        except OSError:
            continue
    for container in containers:
        engine.call(connection, "DELETE", f"/containers/{container}?force=1")
    return statistics.median(figures)


def idle(engine, count, name, command=("sleep", "600")):
    """So many containers that do nothing, started; their ids."""
    connection = engine.connection()
    containers = []
    for number in range(count):
        body = {"Image": "busybox", "Cmd": list(command), "HostConfig": {"NetworkMode": "none"}}
        containers.append(engine.call(connection, "POST", f"/containers/create?name={name}-{number}", body)["Id"])
        engine.call(connection, "POST", f"/containers/{containers[-1]}/start")
    return containers


def remove(engine, containers):
    engine.docker("rm", "-f", *containers, stdout=subprocess.DEVNULL)


def exec_once(engine, connection, container):
    body = {"Cmd": ["true"], "AttachStdout": True, "AttachStderr": True}
    start = time.perf_counter()
    run = engine.call(connection, "POST", f"/containers/{container}/exec", body)["Id"]
    stream = socket.socket(socket.AF_UNIX)
    stream.connect(engine.path)
    stream.sendall(f"POST {API}/exec/{run}/start HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n"
                   "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}".encode())
    while stream.recv(1 << 16):
        pass
    report = engine.call(connection, "GET", f"/exec/{run}/json")
    elapsed = time.perf_counter() - start
    if report["ExitCode"] != 0:
        raise RuntimeError(f"{engine.name}: the exec ended with {report}")
    return elapsed


def exec_cycle(engine, context):
    """create, start to the end of the stream, and inspect for the exit code, over the API."""
    containers = idle(engine, 1, "bench-exec")
    connection = engine.connection()
    try:
        return statistics.median(exec_once(engine, connection, containers[0]) for _ in range(10)) * 1000
    finally:
        remove(engine, containers)


def exec_client(engine, context):
    containers = idle(engine, 1, "bench-exec")
    try:
        return statistics.median(seconds(lambda: engine.docker("exec", containers[0], "true"))
                                 for _ in range(5)) * 1000
    finally:
        remove(engine, containers)


def stop_start(engine, context):
    containers = idle(engine, 1, "bench-stop", ("sh", "-c", "trap exit TERM; while :; do sleep 600 & wait; done"))
    connection = engine.connection()

    def again():
        engine.call(connection, "POST", f"/containers/{containers[0]}/stop")
        engine.call(connection, "POST", f"/containers/{containers[0]}/start")

    try:
        return statistics.median(seconds(again) for _ in range(5)) * 1000
    finally:
        remove(engine, containers)


def remove_100(engine, context):
    containers = idle(engine, 100, "bench-rm")
    return seconds(lambda: remove(engine, containers))


def stats_50(engine, context):
    containers = idle(engine, 50, "bench-stats")
    try:
        return seconds(lambda: engine.docker("stats", "--no-stream", stdout=subprocess.DEVNULL))
    finally:
        remove(engine, containers)


def ps_1000(engine, context):
    connection = engine.connection()
    body = {"Image": "busybox", "Cmd": ["true"], "HostConfig": {"NetworkMode": "none"}}
    containers = [engine.call(connection, "POST", "/containers/create", body)["Id"] for _ in range(1000)]
    try:
        return statistics.median(seconds(lambda: engine.docker("ps", "-a", stdout=subprocess.DEVNULL))
                                 for _ in range(5)) * 1000
    finally:
        remove(engine, containers)


# name: (function, unit, runs, goal or None); a goal of three words is one for our own figure, not for ours/peer
CASES = {
    "run-true": (run_true, "s", 15, ("<=", 0.20)),
    "run-true-own-client": (client_run, "s", 15, None),
    "api-cycle": (api_cycle, "ms", 5, ("<=", 25, "ms")),
    "api-8-parallel": (api_parallel, "/s", 3, (">=", 100, "/s")),
    "attach-1GiB": (attach_unlogged, "MB/s", 3, (">=", 1.5)),
    "attach-1GiB-logged": (attach_logged, "MB/s", 1, (">=", 1.5)),
    "log-write-200MB": (log_write, "MB/s", 3, (">=", 5)),
    "log-read-200MB": (log_read, "MB/s", 3, (">=", 5)),
    "load-busybox": (load, "s", 5, None),
    "exec-cycle": (exec_cycle, "ms", 3, ("<=", 0.20)),
    "exec-docker-client": (exec_client, "ms", 3, ("<=", 0.40)),
    "stop-start": (stop_start, "ms", 3, ("<=", 0.20)),
    "rm-100": (remove_100, "s", 1, ("<=", 0.3)),
    "stats-50": (stats_50, "s", 1, ("<=", 1.0)),
    "ps-1000": (ps_1000, "ms", 1, ("<=", 1.0)),
    "shim-memory": (supervisor_memory, "kB", 1, ("<=", 500, "kB")),
    "jocker-ps-vs-empty-jvm": (client_ps, "ms", 21, ("<=", 3.2)),
}


def verdict(goal, figure):
    met = figure <= goal[1] if goal[0] == "<=" else figure >= goal[1]
    return " ".join(map(str, goal)) + (" met" if met else " MISSED")


def main():
    parser = argparse.ArgumentParser()
    for option in ("--ours", "--peer", "--image", "--client", "--json"):
        parser.add_argument(option)
    parser.add_argument("--list", action="store_true")
    parser.add_argument("cases", nargs="*")
    context = parser.parse_args()
    if context.list:
        print("\n".join(CASES))
        return
    context.java = os.environ.get("JOCKER_JAVA", "java")
    context.empty = tempfile.mkdtemp()
    with open(context.empty + "/Empty.java", "w") as source:
        source.write("public class Empty { public static void main(String[] a) {} }")
    subprocess.run([os.path.join(os.path.dirname(context.java), "javac"), "-d", context.empty,
                    context.empty + "/Empty.java"], check=True)
    engines = [Engine("ours", context.ours), Engine("peer", context.peer)]
    for engine in engines:
        engine.docker("load", "-q", "-i", context.image, stdout=subprocess.DEVNULL)
    for engine in engines:  # both as they are after some minutes of service, not in their first seconds
        connection = engine.connection()
        for _ in range(80):
            cycle(engine, connection)
    results = {}
    print(f"{'case':<24}{'jocker':>12}{'peer':>12}  {'unit':<6}{'ratio':>7}  goal")
    for name in context.cases or CASES:
        function, unit, runs, goal = CASES[name]
        figures = {"ours": [], "peer": []}
        for number in range(runs + 1):  # the first pair warms up
            for engine in engines:
                # What an engine still has to tidy up after it answered is not to be charged to the other.
                time.sleep(0.3)
                value = function(engine, context)
                if number > 0 or runs == 1:
                    figures[engine.name].append(value)
            if runs == 1:
                break
        ours, peer = (statistics.median(figures[k]) for k in ("ours", "peer"))
        ratio = ours / peer
        text = "" if goal is None else verdict(goal, ratio if len(goal) == 2 else ours)
        print(f"{name:<24}{ours:>12.3f}{peer:>12.3f}  {unit:<6}{ratio:>7.2f}  {text}", flush=True)
        results[name] = {"unit": unit, "ours": figures["ours"], "peer": figures["peer"], "ratio": ratio, "goal": goal}
    with open(context.json, "w") as out:
        json.dump(results, out, indent=2)


if __name__ == "__main__":
    main()
