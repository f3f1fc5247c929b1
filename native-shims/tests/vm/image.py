#!/usr/bin/env python3
"""Packs an initramfs for scripts/test-vm: busybox, this Python, the shim, its tests, a module or two.

Usage: image.py OUTPUT SHIM NAMES MODULE…   the tests whose names contain one of NAMES are run;
modules are loaded in that order (.ko, .ko.xz, .ko.zst)
"""
import lzma
import os
import stat
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
E2E = os.path.join(os.path.dirname(HERE), "e2e")

INIT = """#!/bin/busybox sh
/bin/busybox mkdir -p /new
/bin/busybox mount -t tmpfs -o size=80% tmpfs /new
# The first root of a machine cannot be pivoted away from: on to another.
for d in /*; do
    [ $d = /new ] || /bin/busybox cp -a $d /new/
done
exec /bin/busybox switch_root /new /second
"""

SECOND = """#!/bin/busybox sh
/bin/busybox --install -s /bin
export PATH=/bin:/usr/bin:/sbin HOME=/root
mkdir -p /proc /sys /dev /tmp /run /root /etc /sbin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev
mkdir -p /dev/pts /dev/shm
mount -t devpts devpts /dev/pts
mount -t tmpfs shm /dev/shm
mount -t tmpfs tmp /tmp
ln -sf /proc/self/fd /dev/fd
mount -t cgroup2 cgroup2 /sys/fs/cgroup
mount -t securityfs security /sys/kernel/security
for c in $(cat /sys/fs/cgroup/cgroup.controllers); do
    echo +$c > /sys/fs/cgroup/cgroup.subtree_control
done
for m in /modules/*; do insmod $m; done
ip link set lo up
echo "kernel $(uname -r), control groups: $(cat /sys/fs/cgroup/cgroup.controllers)"
JOCKER_EMULATED=1 JOCKER_SHIM=/tests/jocker-shim @PYTHON@ -B /tests/e2e/run.py $(cat /tests/names) < /dev/null
echo "test-vm: ended with $?"
poweroff -f
"""

# Everything that the tests import is found by importing it.
LIST = """
import sys
import copy, ctypes, glob, gzip, json, lzma, os, pty, random, re, select, shutil, signal, socket, struct, subprocess
import encodings.utf_8, encodings.latin_1, encodings.ascii, encodings.idna
import tempfile, termios, threading, time, traceback
for module in list(sys.modules.values()):
    if getattr(module, "__file__", None):
        print(module.__file__)
"""


def libraries(path):
    out = subprocess.run(["ldd", path], capture_output=True, text=True).stdout
    for line in out.splitlines():
        for word in line.split():
            if word.startswith("/"):
                yield word


def add(files, path, to=None):
    """A file and, where it is a program or library, what it is linked to."""
    to = to or os.path.abspath(path)
    if to in files:
        return
    with open(path, "rb") as f:
        files[to] = (f.read(), stat.S_IMODE(os.stat(path).st_mode) | 0o400)
    if files[to][0][:4] == b"\x7fELF":
        for library in libraries(path):
            add(files, library)


def unpacked(path):
    with open(path, "rb") as f:
        data = f.read()
    if path.endswith(".xz"):
        return lzma.decompress(data)
    if path.endswith(".zst"):
        return subprocess.run(["zstd", "-dc"], input=data, capture_output=True, check=True).stdout
    return data


def header(name, mode, size):
    fields = (0, mode, 0, 0, 1, 0, size, 0, 0, 0, 0, len(name) + 1, 0)
    head = "070701" + "".join("%08x" % x for x in fields)
    data = head.encode() + name.encode() + b"\0"
    return data + b"\0" * (-len(data) % 4)


def archive(files):
    made = set()
    for path in sorted(files):
        parts = path.strip("/").split("/")
        for i in range(1, len(parts)):
            parent = "/".join(parts[:i])
            if parent not in made:
                made.add(parent)
                yield header(parent, stat.S_IFDIR | 0o755, 0)
        data, mode = files[path]
        yield header(path.strip("/"), stat.S_IFREG | mode, len(data))
        yield data + b"\0" * (-len(data) % 4)
    yield header("TRAILER!!!", 0, 0)


def main(output, shim, names, modules):
    python = os.path.realpath(sys.executable)
    files = {}
    add(files, "/bin/busybox")
    add(files, python)
    add(files, shim, "/tests/jocker-shim")
    add(files, shim, "/tests/jocker-oci")
    listing = subprocess.run([python, "-I", "-c", LIST], capture_output=True, text=True, check=True)
    for path in listing.stdout.splitlines():
        if os.path.isfile(path):
            add(files, path)
    for name in os.listdir(E2E):
        if name.endswith(".py"):
            add(files, os.path.join(E2E, name), "/tests/e2e/" + name)
    for i, module in enumerate(modules):
        files["/modules/%02d-%s.ko" % (i, os.path.basename(module).split(".")[0])] = (
            unpacked(module), 0o644)
    parser = os.environ.get("JOCKER_VM_APPARMOR", "")
    if os.path.exists(parser + "/sbin/apparmor_parser"):
        add(files, parser + "/sbin/apparmor_parser", "/sbin/apparmor_parser")
    files["/tests/names"] = (names.encode(), 0o644)
    files["/init"] = (INIT.encode(), 0o755)
    files["/second"] = (SECOND.replace("@PYTHON@", python).encode(), 0o755)
    with open(output, "wb") as f:
        for part in archive(files):
            f.write(part)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:])
