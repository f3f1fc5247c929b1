"""jocker-oci: runc's command line."""
import ctypes
import json
import os
import pty
import signal
import socket
import subprocess
import time

from bundle import *  # noqa: F403


def be_subreaper(yes):
    """As containerd's and podman's monitors are: a container's init becomes our child."""
    ctypes.CDLL(None).prctl(36, yes, 0, 0, 0)


@test
def oci_life():
    be_subreaper(1)
    b = Bundle("sh", "-c", "echo ready; sleep 100")
    pid_file, out = b.dir + "/pid", b.dir + "/out"
    with open(out, "w") as f:
        made = b.create("--pid-file", pid_file, out=f)
    be_subreaper(0)
    equal((made.returncode, made.stderr), (0, ""))
    state = b.state()
    pid = int(open(pid_file).read())
    equal((state["id"], state["status"], state["pid"], state["bundle"], state["ociVersion"]),
          (b.id, "created", pid, b.dir, "1.2.0"))
    equal(int(open("/proc/%d/stat" % pid).read().rsplit(")", 1)[1].split()[1]), os.getpid())
    equal(os.path.getsize(out), 0)
    fails(b.create(), "already exists")
    b.call("start", b.id)
    eventually(lambda: os.path.getsize(out))
    equal(open(out).read(), "ready\n")
    equal(b.status(), "running")
    fails(b.call("start", b.id, check=False), "already running")
    fails(b.call("delete", b.id, check=False), "not stopped: running")
    b.call("pause", b.id)
    equal(b.status(), "paused")
    fails(b.exec("true"), "paused container")
    b.call("resume", b.id)
    b.call("kill", b.id, "KILL")
    eventually(lambda: b.status() == "stopped")
    equal(b.state()["pid"], 0)
    equal(os.waitpid(pid, 0)[1], 9)
    fails(b.call("kill", b.id, "TERM", check=False), "container not running")
    fails(b.exec("true"), "stopped container")
    b.call("delete", b.id)
    fails(b.call("state", b.id, check=False), "does not exist")
    b.delete()  # force: no error for what is not there


@test
def oci_created_can_be_killed_and_deleted():
    b = Bundle("sleep", "100")
    equal(b.create().returncode, 0)
    b.call("kill", b.id, "KILL")
    eventually(lambda: b.status() == "stopped")
    fails(b.call("start", b.id, check=False), "has stopped")
    b.call("delete", b.id)
    b = Bundle("sleep", "100")
    equal(b.create().returncode, 0)
    b.call("delete", b.id)
    fails(b.call("state", b.id, check=False), "does not exist")


@test
def oci_run_in_the_foreground():
    run = Bundle("sh", "-c", "echo out; echo err >&2; exit 7").run()
    equal((run.returncode, run.stdout, run.stderr), (7, "out\n", "err\n"))
    b = Bundle("sh", "-c", "trap 'exit 9' USR1; echo up; while :; do sleep 0.02; done").write()
    child = subprocess.Popen([RUNTIME, "--root", BASE + "/oci-state", "run", "--bundle", b.dir, b.id],
                             stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
    equal(child.stdout.readline(), b"up\n")
    child.send_signal(signal.SIGUSR1)
    equal(child.wait(10), 9)
    fails(b.call("state", b.id, check=False), "does not exist")
    fails(Bundle("nope").run(), 'exec: "nope": executable file not found in $PATH')


@test
def oci_run_detached_and_list():
    b = Bundle("sleep", "100").write()
    b.detached("run", "-d", "--bundle", b.dir, b.id)
    listed = json.loads(b.call("list", "--format", "json").stdout)
    equal([x["status"] for x in listed if x["id"] == b.id], ["running"])
    equal(b.id in b.call("list", "-q").stdout.split(), True)
    equal(b.call("list").stdout.startswith("ID "), True)
    pid = b.state()["pid"]
    equal(json.loads(b.call("ps", "--format", "json", b.id).stdout), [pid])
    b.delete()


@test
def oci_exec():
    b = Bundle("sleep", "100").up()
    run = b.exec("sh", "-c", "echo in; id -u; exit 5")
    equal((run.returncode, run.stdout), (5, "in\n0\n"))
    run = b.call("exec", "--user", "5:6", "--additional-gids", "7", "--cwd", "/tmp", "--env", "A=b",
                 b.id, "sh", "-c", "id -u; id -g; id -G; pwd; echo $A")
    equal(run.stdout, "5\n6\n6 7\n/tmp\nb\n")
    process = dict(b.config["process"], args=["sh", "-c", "echo $P"], env=["PATH=/bin", "P=file"])
    with open(b.dir + "/process.json", "w") as f:
        json.dump(process, f)
    equal(b.call("exec", "--process", b.dir + "/process.json", b.id).stdout, "file\n")
    b.detached("exec", "-d", "--pid-file", b.dir + "/execpid", b.id, "sleep", "99")
    pid = int(open(b.dir + "/execpid").read())
    equal(os.readlink("/proc/%d/ns/pid" % pid), os.readlink("/proc/%d/ns/pid" % b.state()["pid"]))
    fails(b.exec("nope"), "executable file not found")
    fails(b.call("exec", "--cap", "CAP_NOPE", b.id, "true", check=False), "unknown capability")
    fails(b.call("exec", "--cgroup", "x", b.id, "true", check=False), "not supported")
    b.delete()


def receive_console(listener):
    conn = listener.accept()[0]
    name, fds, _, _ = socket.recv_fds(conn, 64, 1)
    conn.close()
    return name, fds[0]


def read_terminal(fd, wanted):
    data = b""
    end = time.time() + 10
    while wanted not in data and time.time() < end:
        try:
            data += os.read(fd, 4096)
        except OSError:
            break
    return data


@test
def oci_console_socket():
    path = BASE + "/console.sock"
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen()
    b = Bundle("sh", "-c", "tty; read x; echo got $x; sleep 100", process={"terminal": True})
    fails(b.create(), "without setting console socket")
    equal(b.create("--console-socket", path).returncode, 0)
    name, master = receive_console(listener)
    equal(name, b"/dev/ptmx")
    b.call("start", b.id)
    os.write(master, b"hello\n")
    equal(b"got hello" in read_terminal(master, b"got hello"), True)
    b.detached("exec", "-d", "-t", "--console-socket", path, b.id, "sh", "-c", "echo in exec")
    second = receive_console(listener)[1]
    equal(b"in exec" in read_terminal(second, b"in exec"), True)
    os.close(master)
    os.close(second)
    b.delete()


@test
def oci_terminal_in_the_foreground():
    b = Bundle("sh", "-c", "tty; stty size; read x; echo got $x; exit 3",
               process={"terminal": True}).write()
    pid, master = pty.fork()
    if pid == 0:
        try:
            os.execv(RUNTIME, [RUNTIME, "--root", BASE + "/oci-state", "run", "--bundle", b.dir, b.id])
        finally:
            os._exit(127)
    os.write(master, b"hello\n")
    out = read_terminal(master, b"got hello")
    equal(b"/dev/pts/0" in out and b"got hello" in out, True)
    read_terminal(master, b"nothing more")
    equal(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), 3)
    os.close(master)


@test
def oci_kill_signals():
    b = Bundle("sh", "-c", "for s in USR1 TERM 40; do trap \"echo $s >> /dev/shm/got\" $s; done;"
               "echo x > /dev/shm/up; while :; do sleep 0.02; done").up()
    eventually(lambda: b.exec("test", "-e", "/dev/shm/up").returncode == 0)
    for name in ("USR1", "SIGTERM", "40"):
        b.call("kill", b.id, name)
        time.sleep(0.1)
    equal(b.exec("cat", "/dev/shm/got").stdout.split(), ["USR1", "TERM", "40"])
    fails(b.call("kill", b.id, "NOPE", check=False), 'unknown signal "NOPE"')
    b.call("kill", "--all", b.id, "KILL")
    eventually(lambda: b.status() == "stopped")
    b.delete()


@test
def oci_update_and_stats():
    b = Bundle("sleep", "100").up()
    b.call("update", "--pids-limit", "77", "--memory", str(64 << 20), b.id)
    with open(b.dir + "/r.json", "w") as f:
        json.dump({"cpu": {"quota": 20000, "period": 50000}}, f)
    b.call("update", "--resources", b.dir + "/r.json", b.id)
    stats = json.loads(b.call("events", "--stats", b.id).stdout)
    equal((stats["type"], stats["id"]), ("stats", b.id))
    equal(stats["data"]["pids"], {"current": 1, "limit": 77})
    equal(stats["data"]["memory"]["usage"]["limit"], 64 << 20)
    equal(stats["data"]["cpu"]["usage"]["total"] > 0, True)
    group = "/sys/fs/cgroup%s/jocker-test/%s/%s" % (("", b.id, "cpu.max") if V2 else
                                                   ("/cpu", b.id, "cpu.cfs_quota_us"))
    equal(open(group).read().split()[0], "20000")
    fails(b.call("update", "--cpuset-cpus", "4095", b.id, check=False), "cpuset.cpus to 4095")
    b.delete()


@test
def oci_hooks():
    log = BASE + "/hooks.log"
    with open(BASE + "/hook", "w") as f:
        f.write("#!/bin/busybox sh\nin=$(/bin/busybox cat)\n"
                "status=${in#*status\\\":\\\"}\nif test -e /etc/passwd && test \"$5\"; then echo bad; fi\n"
                "echo \"$1 ${status%%\\\"*} $ENVIRON\" >> $2\n")
    os.chmod(BASE + "/hook", 0o755)

    def hook(name):
        return [{"path": BASE + "/hook", "args": ["hook", name, log], "env": ["ENVIRON=e"]}]
    kinds = ["prestart", "createRuntime", "createContainer", "poststart", "poststop"]
    b = Bundle("sleep", "100", hooks={k: hook(k) for k in kinds}, annotations={"a": "b"})
    b.config["hooks"]["startContainer"] = [{
        "path": "/bin/sh", "args": ["sh", "-c", "cat > /dev/shm/state"]}]
    equal(b.create().stderr, "")
    equal(b.state()["annotations"], {"a": "b"})
    equal(open(log).read().split("\n")[:-1], [k + " creating e" for k in kinds[:3]])
    b.call("start", b.id)
    equal(open(log).read().split("\n")[3], "poststart running e")
    state = json.loads(b.exec("cat", "/dev/shm/state").stdout)
    equal((state["id"], state["bundle"], state["annotations"]), (b.id, b.dir, {"a": "b"}))
    b.delete()
    equal(open(log).read().split("\n")[4], "poststop stopped e")
    for kind in ("prestart", "createRuntime", "createContainer"):
        b = Bundle("true", hooks={kind: [{"path": "/bin/busybox", "args": [
            "sh", "-c", "echo reason >&2; exit 4"]}]})
        fails(b.create(), "error running hook", "exit status 4: reason")
        fails(b.call("state", b.id, check=False), "does not exist")
    b = Bundle("true", hooks={"prestart": [{"path": "/bin/busybox", "args": ["sleep", "9"],
                                           "timeout": 1}]})
    fails(b.create(), "did not end within 1 s")


@test
def oci_preserved_descriptors():
    read, write = os.pipe()
    b = Bundle("sh", "-c", "echo through >&3").write()
    subprocess.run(["sh", "-c", 'exec "$@" 3>&%d' % write, "sh", RUNTIME, "--root", BASE + "/oci-state",
                    "run", "--preserve-fds", "1", "--bundle", b.dir, b.id], pass_fds=[write],
                   stdin=subprocess.DEVNULL, check=True, timeout=20)
    equal(os.read(read, 100), b"through\n")
    run = Bundle("sh", "-c", "ls /proc/self/fd | wc -l").run()
    equal(run.stdout, "4\n")


@test
def oci_cannot_be_overwritten_from_within():
    """A program that is `#!/proc/self/exe` becomes the runtime itself, whose file can then be opened."""
    root = make_rootfs(BASE + "/self-rootfs")
    with open(root + "/bin/self", "w") as f:
        f.write("#!/proc/self/exe\n")
    os.chmod(root + "/bin/self", 0o755)
    with open(RUNTIME, "rb") as f:
        before = f.read()
    b = Bundle("sh", "-c", """
        while ! [ -e /dev/shm/held ]; do
            for p in /proc/[0-9]*; do
                case $(readlink $p/exe) in
                    */busybox|"") ;;
                    *) exec 3< $p/exe && touch /dev/shm/held && break ;;
                esac
            done
        done
        while ! [ -e /dev/shm/ended ]; do usleep 10000; done
        { echo spoilt > /proc/self/fd/3; } 2> /dev/shm/error; touch /dev/shm/tried; sleep 100""",
               rootfs=root).up()
    # Its usage does not fit into this pipe: it stays for as long as it is needed.
    read, write = os.pipe()
    os.set_blocking(write, False)
    try:
        while True:
            os.write(write, b"x" * 4096)
    except BlockingIOError:
        os.set_blocking(write, True)
    itself = subprocess.Popen([RUNTIME, "--root", BASE + "/oci-state", "exec", b.id, "/bin/self"],
                              stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=write)

    def has(name):
        return b.exec("test", "-e", "/dev/shm/" + name).returncode == 0
    eventually(lambda: has("held"), 10)
    os.read(read, 65536)
    itself.wait(10)
    b.exec("touch", "/dev/shm/ended")
    eventually(lambda: has("tried"))
    equal("Read-only file system" in b.exec("cat", "/dev/shm/error").stdout, True)
    with open(RUNTIME, "rb") as f:
        equal(f.read() == before, True)
    os.close(read)
    os.close(write)
    b.delete()


@test
def oci_relative_paths_and_no_pivot():
    b = Bundle("cat", "/m/file")
    os.makedirs(b.dir + "/data")
    with open(b.dir + "/data/file", "w") as f:
        f.write("content\n")
    os.symlink(ROOT, b.dir + "/rootfs")
    b.config["root"]["path"] = "rootfs"
    b.config["root"]["readonly"] = False
    b.config["mounts"].append({"destination": "/m", "type": "none", "source": "data",
                               "options": ["bind", "ro"]})
    equal(b.run().stdout, "content\n")
    b.id += "x"
    run = b.call("run", "--no-pivot", "--bundle", b.dir, b.id)
    equal(run.stdout, "content\n")
    os.rmdir(ROOT + "/m")


@test
def oci_logs_and_refusals():
    log = BASE + "/oci.log"
    b = Bundle("true", linux={"cgroupsPath": "/../x"})
    b.write()
    run = b.call("--log", log, "--log-format", "json", "create", "--bundle", b.dir, b.id, check=False)
    fails(run, "not usable")
    entry = json.loads(open(log).read())
    equal((entry["level"], "not usable" in entry["msg"], "time" in entry), ("error", True, True))
    for args, part in ((("create", "--bundle", "/nonexistent", b.id), "no such file"),
                       (("create", "--bundle", b.dir, "a/b"), "invalid container ID"),
                       (("create", "--nonsense", b.id), "usage"), (("checkpoint", b.id), "no command"),
                       (("start", ".."), "invalid container ID"), (("start",), "usage")):
        fails(b.call(*args, check=False), part)
    equal(os.listdir(BASE + "/oci-state"), [])
    features = json.loads(b.call("features").stdout)
    equal("rro" in features["mountOptions"] and "createRuntime" in features["hooks"], True)
    equal(b.call("--version").stdout.split()[:2], ["jocker-oci", "version"])
    os.makedirs(BASE + "/spec", exist_ok=True)
    b.call("spec", "--bundle", BASE + "/spec")
    with open(BASE + "/spec/config.json") as f:
        equal(json.load(f)["process"]["args"], ["sh"])


@test
def oci_systemd_paths():
    b = Bundle("cat", "/proc/1/cgroup", linux={
        "cgroupsPath": "jocker-test.slice:jocker:x", "namespaces": [
            {"type": t} for t in ("mount", "network", "uts", "pid", "ipc")]}).write()
    run = b.call("--systemd-cgroup", "run", "--bundle", b.dir, b.id)
    equal("/jocker.slice/jocker-test.slice/jocker-x.scope" in run.stdout, True)
    for top in glob.glob("/sys/fs/cgroup/*/jocker.slice") + ["/sys/fs/cgroup/jocker.slice"]:
        for path in (top + "/jocker-test.slice", top):
            if os.path.isdir(path):
                os.rmdir(path)
    b = Bundle("true", linux={"cgroupsPath": "/a/b"}).write()
    fails(b.call("--systemd-cgroup", "run", "--bundle", b.dir, b.id, check=False),
          "slice:prefix:name")


@heavy_test
def oci_under_containerd():
    if not shutil.which("containerd") or not shutil.which("ctr"):
        raise Skip("no containerd")
    home = BASE + "/ctd"
    os.makedirs(home)
    with open(home + "/config.toml", "w") as f:
        f.write('version = 2\nroot = "%s/root"\nstate = "%s/state"\n'
                'disabled_plugins = ["io.containerd.grpc.v1.cri"]\n'
                '[grpc]\naddress = "%s/sock"\n' % (home, home, home))
    daemon = subprocess.Popen(["containerd", "-c", home + "/config.toml"], stdout=subprocess.DEVNULL,
                              stderr=open(home + "/log", "w"))

    def ctr(*args):
        return subprocess.run(["ctr", "-a", home + "/sock"] + list(args), capture_output=True,
                              text=True, timeout=60, stdin=subprocess.DEVNULL)
    try:
        eventually(lambda: ctr("version").returncode == 0, 20)
        how = ["--runc-binary", RUNTIME, "--rootfs", ROOT]
        name = "jocker-%d" % os.getpid()
        run = ctr("run", "--rm", "--cgroup", "/jocker-test/" + name, *how, name, "/bin/sh", "-c",
                  "echo under containerd; exit 4")
        equal((run.returncode, run.stdout), (4, "under containerd\n"))
        equal(ctr("run", "-d", "--cgroup", "/jocker-test/" + name, *how, name, "/bin/sleep",
                  "100").returncode, 0)
        run = ctr("task", "exec", "--exec-id", "e", name, "/bin/sh", "-c", "echo in exec; exit 6")
        equal((run.returncode, run.stdout), (6, "in exec\n"))
        equal(ctr("task", "pause", name).returncode, 0)
        equal("PAUSED" in ctr("task", "ls").stdout, True)
        equal(ctr("task", "resume", name).returncode, 0)
        equal(ctr("task", "kill", "-s", "KILL", name).returncode, 0)
        eventually(lambda: "STOPPED" in ctr("task", "ls").stdout)
        equal(ctr("task", "rm", name).returncode in (0, 137), True)
        equal(ctr("container", "rm", name).returncode, 0)
    finally:
        daemon.terminate()
        daemon.wait(20)
