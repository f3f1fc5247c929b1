"""What the tests of real containers have in common."""
import glob
import os
import shutil
import signal
import tempfile
import time

from shimclient import *  # noqa: F403

BASE = tempfile.mkdtemp(prefix="jocker-e2e-")
ROOT = make_rootfs(BASE + "/rootfs")
TESTS = []
# In an emulator time means little.
EMULATED = "JOCKER_EMULATED" in os.environ
# Whether this machine has control groups of version 2 only.
V2 = os.path.exists("/sys/fs/cgroup/cgroup.controllers")


def test(function):
    TESTS.append(function)
    return function


class Skip(Exception):
    """This machine cannot do it; the reason is printed."""


def heavy_test(function):
    """A test of volume: in an emulator it would take minutes and show nothing."""
    return function if EMULATED else test(function)


def equal(got, want):
    if got != want:
        raise AssertionError("got %r, expected %r" % (got, want))


def eventually(condition, seconds=5):
    end = time.time() + seconds
    while not condition():
        if time.time() > end:
            raise AssertionError("did not come true")
        time.sleep(0.01)


def container(*args, **options):
    return Container(BASE, ROOT, *args, **options)


# tmpfs can be id-mapped since 6.3; in the virtual machine there is nothing else.
TMPFS_MAPS = not V2 or tuple(int(x) for x in os.uname().release.split(".")[:2]) >= (6, 3)


def fit_user_namespace(c):
    """Where layers cannot be mapped, the namespace's root must own what it is to change."""
    if TMPFS_MAPS:
        return c
    for path in (c.dir, BASE):
        os.chmod(path, 0o755)
    for path in ("upper", "work", "root"):
        os.chown(os.path.join(c.dir, path), 200000, 200000)
    return c


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


def read_or_nothing(path):
    try:
        with open(path, "rb") as f:
            return f.read()
    except OSError:
        return b""


GROUPS = "/sys/fs/cgroup/jocker-test" if V2 else "/sys/fs/cgroup/*/jocker-test"


def own_groups():
    """Control groups of this run's containers: another may be under way beside it."""
    names = ("%048x" % os.getpid(), "oci-%d-" % os.getpid(), "jocker-%d" % os.getpid())
    return [g for g in glob.glob(GROUPS + "/*/") if g.split("/")[-2].startswith(names)]


def left_over():
    mounts = [x for x in open("/proc/self/mountinfo") if BASE in x]
    groups = own_groups()
    shims = [p for p in glob.glob("/proc/[0-9]*/cmdline")
             if BASE.encode() in read_or_nothing(p) and str(os.getpid()) not in p]
    return mounts, groups, shims


def settle():
    end = time.time() + 3
    while any(left_over()) and time.time() < end:
        time.sleep(0.02)
    return left_over()


def clean_up():
    for path in left_over()[2]:
        try:
            os.kill(int(path.split("/")[2]), signal.SIGKILL)
        except OSError:
            pass
    for group in own_groups():
        for pid in read_or_nothing(group + "cgroup.procs").split():
            try:
                os.kill(int(pid), signal.SIGKILL)
            except OSError:
                pass
    time.sleep(0.1)
    for group in own_groups() + glob.glob(GROUPS):
        try:
            os.rmdir(group)
        except OSError:
            pass
    shutil.rmtree(BASE, ignore_errors=True)
