"""A client of the shim's protocol (docs/shim-protocol.md) for tests and measurements."""
import json
import os
import select
import shutil
import socket
import struct
import subprocess
import tempfile
import time

STDIN, STDOUT, STDERR, STDIN_EOF = 0, 1, 2, 3
START, SIGNAL, RESIZE, STATE, ATTACH, DELETE = 16, 17, 18, 19, 20, 21
EXEC, UPDATE, PAUSE, RESUME, RESERVE, EXEC_FORGET = 22, 23, 24, 25, 26, 27
OK, ERROR, READY, EXIT, OOM, EXEC_EXIT = 32, 33, 40, 41, 42, 43

HERE = os.path.dirname(os.path.abspath(__file__))
SHIM = os.environ.get("JOCKER_SHIM", os.path.join(HERE, "../../target/jocker-shim"))

CAPS = ["CAP_" + c for c in (
    "AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE NET_RAW SETFCAP "
    "SETGID SETPCAP SETUID SYS_CHROOT").split()]
MASKED = ["/proc/acpi", "/proc/asound", "/proc/interrupts", "/proc/kcore", "/proc/keys",
          "/proc/latency_stats", "/proc/sched_debug", "/proc/scsi", "/proc/timer_list",
          "/proc/timer_stats", "/sys/devices/virtual/powercap", "/sys/firmware",
          "/sys/fs/selinux"]
READONLY = ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger",
            "/proc/asound"]


def is_dead(pid):
    """Gone, or a zombie that its parent has not looked at yet."""
    try:
        with open("/proc/%d/stat" % pid) as f:
            return f.read().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True


class ShimError(Exception):
    def __init__(self, value):
        super().__init__(value["message"])
        self.value = value


class Conn:
    """One connection: frames out, frames in."""

    def __init__(self, sock):
        self.sock = sock
        self.sock.settimeout(20)
        self.events = []

    def send(self, kind, payload=b""):
        if isinstance(payload, (dict, list)):
            payload = json.dumps(payload).encode()
        self.sock.sendall(struct.pack(">B3xI", kind, len(payload)) + payload)

    def read(self, n):
        data = b""
        while len(data) < n:
            part = self.sock.recv(n - len(data))
            if not part:
                return data
            data += part
        return data

    def frame(self):
        head = self.read(8)
        if len(head) < 8:
            return None, None
        kind, size = struct.unpack(">B3xI", head)
        return kind, self.read(size)

    def call(self, kind, payload=None):
        """Sends a request, returns its answer; what else comes on the way is kept in events."""
        self.send(kind, payload if payload is not None else {})
        while True:
            got, data = self.frame()
            if got is None:
                raise EOFError("connection closed")
            if got in (EXIT, OOM, EXEC_EXIT):
                self.events.append((got, json.loads(data)))
                continue
            if got == ERROR:
                raise ShimError(json.loads(data))
            return json.loads(data)

    def wait(self, kind, fits=lambda value: True):
        for event in self.events:
            if event[0] == kind and fits(event[1]):
                return event[1]
        while True:
            got, data = self.frame()
            if got is None:
                raise EOFError("connection closed")
            self.events.append((got, json.loads(data)))
            if got == kind and fits(self.events[-1][1]):
                return self.events[-1][1]

    def collect(self):
        """Everything until the end: {1: bytes, 2: bytes}."""
        out = {1: bytearray(), 2: bytearray()}
        while True:
            kind, data = self.frame()
            if kind is None:
                return {k: bytes(v) for k, v in out.items()}
            out[kind] += data

    def close(self):
        self.sock.close()


class Container:
    """A container on a fresh overlay of a busybox tree, beneath a temporary directory."""
    counter = 0

    def __init__(self, base, rootfs, *args, shim=None, **options):
        Container.counter += 1
        self.id = "%064x" % (os.getpid() << 64 | Container.counter)
        self.dir = os.path.join(base, "%d-%d" % (os.getpid(), Container.counter))
        for name in ("s", "upper", "work", "root"):
            os.makedirs(os.path.join(self.dir, name))
        os.chmod(os.path.join(self.dir, "s"), 0o700)
        self.cgroup = "/jocker-test/" + self.id
        self.exit_path = os.path.join(self.dir, "exit.json")
        self.log_path = os.path.join(self.dir, "log.json")
        self.config = self.make_config(args, options)
        self.shim = {
            "id": self.id,
            "overlay": {"lower": [rootfs], "upper": self.dir + "/upper",
                        "work": self.dir + "/work", "volatile": True},
            "stdin": False,
            "log": {"driver": "json-file", "path": self.log_path, "maxSize": 0, "maxFile": 1},
            "exit": self.exit_path, "durable": False, "makeCwd": True}
        self.shim.update(shim or {})
        self.conn = None

    def make_config(self, args, options):
        caps = options.get("caps", CAPS)
        config = {
            "ociVersion": "1.2.0", "hostname": "test",
            "root": {"path": self.dir + "/root", "readonly": options.get("readonly", False)},
            "process": {
                "terminal": options.get("terminal", False), "args": list(args),
                "cwd": options.get("cwd", "/"),
                "env": ["PATH=/usr/bin:/bin:/sbin"] + options.get("env", []),
                "user": {"uid": 0, "gid": 0},
                "capabilities": {"bounding": caps, "permitted": caps, "effective": caps},
                "noNewPrivileges": options.get("nnp", False),
                "rlimits": options.get("rlimits", [])},
            "mounts": [
                {"destination": "/proc", "type": "proc", "source": "proc",
                 "options": ["nosuid", "noexec", "nodev"]},
                {"destination": "/dev", "type": "tmpfs", "source": "tmpfs",
                 "options": ["nosuid", "strictatime", "mode=755", "size=65536k"]},
                {"destination": "/dev/pts", "type": "devpts", "source": "devpts",
                 "options": ["nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620",
                             "gid=5"]},
                {"destination": "/sys", "type": "sysfs", "source": "sysfs",
                 "options": ["nosuid", "noexec", "nodev", "ro"]},
                {"destination": "/sys/fs/cgroup", "type": "cgroup", "source": "cgroup",
                 "options": ["nosuid", "noexec", "nodev", "ro"]},
                {"destination": "/dev/mqueue", "type": "mqueue", "source": "mqueue",
                 "options": ["nosuid", "noexec", "nodev"]},
                {"destination": "/dev/shm", "type": "tmpfs", "source": "shm",
                 "options": ["nosuid", "noexec", "nodev", "mode=1777", "size=67108864"]},
            ] + options.get("mounts", []),
            "linux": {
                "cgroupsPath": self.cgroup,
                "namespaces": [{"type": t} for t in (
                    "mount", "network", "uts", "pid", "ipc", "cgroup")],
                "maskedPaths": MASKED, "readonlyPaths": READONLY,
                "resources": options.get("resources", {
                    "devices": [{"allow": False, "access": "rwm"}]})}}
        config["linux"].update(options.get("linux", {}))
        config["process"].update(options.get("process", {}))
        return config

    def create(self):
        state = os.path.join(self.dir, "s")
        with open(state + "/config.json", "w") as f:
            json.dump(self.config, f)
        with open(state + "/shim.json", "w") as f:
            json.dump(self.shim, f)
        ours, theirs = socket.socketpair()
        pid = os.posix_spawn(SHIM, [SHIM, "shim", state], {}, file_actions=[
            (os.POSIX_SPAWN_DUP2, theirs.fileno(), 3)]) if theirs.fileno() != 3 else None
        theirs.close()
        os.waitpid(pid, 0)
        self.conn = Conn(ours)
        kind, data = self.conn.frame()
        if kind == ERROR:
            raise ShimError(json.loads(data))
        if kind != READY:
            raise RuntimeError("no READY: %r %r" % (kind, data))
        self.state = json.loads(data)
        return self

    def connect(self):
        sock = socket.socket(socket.AF_UNIX)
        sock.connect(os.path.join(self.dir, "s", "sock"))
        return Conn(sock)

    def attach(self, stdin=False, raw=False):
        conn = self.connect()
        conn.call(ATTACH, {"process": "", "stdin": stdin, "stdout": True, "stderr": True,
                           "raw": raw})
        return conn

    def start(self):
        return self.conn.call(START)

    def up(self):
        self.create()
        self.start()
        return self

    def exec_request(self, *args, **options):
        """The payload of EXEC; options: attach, stdin, user, groups, and members of process."""
        Container.counter += 1
        own = dict(self.config["process"], args=list(args), terminal=False)
        request = {"id": "%064x" % (1 << 255 | os.getpid() << 32 | Container.counter),
                   "stdin": False, "process": own}
        for name, value in options.items():
            (request if name in ("attach", "stdin", "user", "groups", "id") else own)[name] = value
        return request

    def exec(self, *args, **options):
        """Starts a process: its stream (attached to everything unless told otherwise)."""
        options.setdefault("attach", {"stdin": True, "stdout": True, "stderr": True, "raw": False})
        if options["attach"] is None:
            del options["attach"]
        stream = self.connect()
        request = self.exec_request(*args, **options)
        stream.started = stream.call(EXEC, request)
        stream.id = request["id"]
        return stream

    def exec_exit(self, stream):
        """Waits for the exit of an exec, told on the control connection."""
        return self.conn.wait(EXEC_EXIT, lambda x: x["id"] == stream.id)

    def exec_run(self, *args, **options):
        """(exit code, stdout, stderr) of a process run in this container."""
        stream = self.exec(*args, **options)
        out = stream.collect()
        stream.close()
        code = self.exec_exit(stream)["exitCode"]
        self.conn.call(EXEC_FORGET, {"id": stream.id})
        return code, out[1].decode(), out[2].decode()

    def exit(self):
        return self.conn.wait(EXIT)

    def run(self):
        """Creates, attaches, starts, waits: (exit record, stdout, stderr)."""
        self.create()
        stream = self.attach()
        self.start()
        out = stream.collect()
        return self.exit(), out[1], out[2]

    def log(self):
        with open(self.log_path) as f:
            return [json.loads(line) for line in f]

    def gone(self, timeout=3):
        """True once the shim has ended and its cgroups are removed."""
        end = time.time() + timeout
        while time.time() < end:
            if is_dead(self.state["shimPid"]):
                return True
            time.sleep(0.005)
        return False


def make_rootfs(path):
    for name in ("bin", "sbin", "etc", "proc", "dev", "sys", "tmp", "root", "home/bob", "usr/bin"):
        os.makedirs(os.path.join(path, name), exist_ok=True)
    shutil.copy("/bin/busybox", path + "/bin/busybox")
    for applet in subprocess.run(["/bin/busybox", "--list"], capture_output=True,
                                 text=True).stdout.split():
        if applet != "busybox":
            os.symlink("busybox", path + "/bin/" + applet)
    with open(path + "/etc/passwd", "w") as f:
        f.write("root:x:0:0:root:/root:/bin/sh\nbob:x:1000:1000:Bob:/home/bob:/bin/sh\n")
    with open(path + "/etc/group", "w") as f:
        f.write("root:x:0:\nbob:x:1000:\nwheel:x:10:bob,alice\naudio:x:29:bob\n")
    return path
