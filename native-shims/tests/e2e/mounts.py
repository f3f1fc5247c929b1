"""The finer points of mounts."""
import os
import subprocess

from harness import *  # noqa: F403


def bind(target, source, *options, **more):
    return dict({"destination": target, "type": "bind", "source": source,
                 "options": ["rbind"] + list(options)}, **more)


def maps(inside, outside, size=1000):
    entry = [{"containerID": inside, "hostID": outside, "size": size}]
    return {"uidMappings": entry, "gidMappings": entry}


def tmpfs(path):
    os.makedirs(path, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "x", path], check=True)
    return path


@test
def id_mapped_binds():
    source = BASE + "/idmap"
    os.makedirs(source + "/sub", exist_ok=True)
    open(source + "/file", "w").close()
    os.chown(source + "/file", 7, 8)
    if not TMPFS_MAPS:
        refused(container("true", mounts=[bind("/m", source, **maps(0, 1000))]),
                "cannot be id-mapped")
        return
    out = sh("stat -c %u:%g /m/file; touch /m/new; stat -c %u:%g /m/new",
             mounts=[bind("/m", source, **maps(0, 0, 5))])[1]
    equal(out, "65534:65534\n0:0\n")
    out = sh("stat -c %u:%g /m/file",
             mounts=[bind("/m", source, "idmap", **maps(0, 1000))])[1]
    equal(out, "1007:1008\n")
    os.chown(source + "/sub", 3, 3)
    out = sh("touch /m/sub/theirs; stat -c %u /m/sub/theirs", shim={"user": "bob"},
             mounts=[bind("/m", source, **maps(3, 1000, 1))])[1]
    equal(out, "1000\n")
    equal(os.stat(source + "/sub/theirs").st_uid, 3)
    refused(container("true", mounts=[bind("/m", source, uidMappings=[
        {"containerID": 0, "hostID": 0, "size": 1}])]), "belong together")


@test
def id_mapped_binds_in_a_user_namespace():
    if not TMPFS_MAPS:
        raise Skip("this kernel cannot id-map tmpfs")
    source = BASE + "/idmap-user"
    os.makedirs(source, exist_ok=True)
    open(source + "/file", "w").close()
    linux = dict(maps(0, 200000, 65536), namespaces=[{"type": t} for t in (
        "mount", "network", "uts", "pid", "ipc", "cgroup", "user")])
    c = container("sh", "-c", "stat -c %u /m/file /plain/file; touch /m/new", linux=linux, mounts=[
        bind("/m", source, "idmap"), bind("/plain", source)])
    equal(c.run()[1], b"0\n65534\n")
    equal(os.stat(source + "/new").st_uid, 0)


@test
def the_overlay_of_a_user_namespace():
    """Layers belong to the host's root; the container's root sees them as its own."""
    if not TMPFS_MAPS:
        raise Skip("layers here are on tmpfs, which this kernel cannot id-map")
    top = BASE + "/opaque-layer"
    os.makedirs(top + "/home/bob", exist_ok=True)
    with open(top + "/home/bob/new", "w"):
        pass
    os.makedirs(BASE + "/below/home/bob/hidden", exist_ok=True)
    os.setxattr(top + "/home/bob", "trusted.overlay.opaque", b"y")
    linux = dict(maps(0, 200000, 65536), namespaces=[{"type": t} for t in (
        "mount", "network", "uts", "pid", "ipc", "cgroup", "user")])
    c = container("sh", "-c", "stat -c %u:%g / /bin/busybox /home/bob; ls /home/bob; chown bob /etc/group;"
                  "touch /made && rm /etc/passwd && echo changed", linux=linux)
    c.shim["overlay"]["lower"] = [top, BASE + "/below", ROOT]
    record, out, err = c.run()
    equal((out, err), (b"0:0\n0:0\n0:0\nnew\nchanged\n", b""))
    equal([os.stat(c.dir + "/upper" + p).st_uid for p in ("", "/made", "/etc/group")],
          [200000, 200000, 201000])
    equal(os.stat(ROOT + "/etc/group").st_uid, 0)
    equal(c.gone(), True)


@test
def a_tmpfs_that_begins_with_what_it_hides():
    root = make_rootfs(BASE + "/copyup-rootfs")
    os.makedirs(root + "/data/deep/er")
    with open(root + "/data/deep/file", "w") as f:
        f.write("content\n")
    os.chmod(root + "/data/deep/file", 0o4751)
    os.chown(root + "/data/deep/er", 5, 6)
    os.symlink("/etc/passwd", root + "/data/link")
    os.mkfifo(root + "/data/pipe")
    script = ("cat /data/deep/file; stat -c '%a %u:%g' /data/deep/file /data/deep/er; "
              "readlink /data/link; test -p /data/pipe && echo pipe; touch /data/x || echo ro")
    for options, end in (([], ""), (["ro"], "ro\n")):
        mount = {"destination": "/data", "type": "tmpfs", "source": "tmpfs",
                 "options": ["tmpcopyup", "nosuid"] + options}
        c = Container(BASE, root, "sh", "-c", script, mounts=[mount])
        equal(c.run()[1].decode(), "content\n4751 0:0\n755 5:6\n/etc/passwd\npipe\n" + end)
    refused(container("true", mounts=[{"destination": "/x", "type": "proc", "source": "proc",
                                       "options": ["tmpcopyup"]}]), "tmpfs only")


@test
def the_mode_of_a_tmpfs():
    def tmp(target, *options):
        return {"destination": target, "type": "tmpfs", "source": "t", "options": list(options)}
    equal(sh("stat -c %a /new /home/bob /given", mounts=[
        tmp("/new"), tmp("/home/bob"), tmp("/given", "mode=700")])[1], "1777\n755\n700\n")


@test
def propagation_of_binds():
    top = tmpfs(BASE + "/prop")
    try:
        subprocess.run(["mount", "--make-shared", top], check=True)
        os.makedirs(top + "/in")
        os.makedirs(top + "/out")
        wanted = {"rprivate": 0, "rslave": 1, "rshared": 1}
        for mode, seen in wanted.items():
            c = container("sleep", "100", caps=CAPS + ["CAP_SYS_ADMIN"],
                          mounts=[bind("/m", top, mode)]).up()
            subprocess.run(["mount", "-t", "tmpfs", "x", top + "/in"], check=True)
            try:
                equal(int(c.exec_run("sh", "-c", "grep -c ' /m/in ' /proc/self/mountinfo")[1]), seen)
            finally:
                subprocess.run(["umount", top + "/in"], check=True)
            c.exec_run("mount", "-t", "tmpfs", "x", "/m/out")
            mounted = " %s/out " % top in open("/proc/self/mountinfo").read()
            equal(mounted, mode == "rshared")
            if mounted:
                subprocess.run(["umount", top + "/out"], check=True)
            c.conn.call(DELETE, {"force": True})
            equal(c.gone(), True)
    finally:
        subprocess.run(["umount", "-l", top], check=True)


@test
def propagation_of_the_root():
    line = "awk '$5 == \"/\" {print $7}' /proc/self/mountinfo"
    for mode, part in (("shared", "shared:"), ("private", "-"), ("slave", "-"), ("unbindable",
                                                                                "unbindable")):
        equal(sh(line, linux={"rootfsPropagation": mode})[1].startswith(part), True)
    refused(container("true", linux={"rootfsPropagation": "x"}), "unknown propagation")


@test
def recursive_options():
    top = BASE + "/recopts"
    tmpfs(top + "/sub")
    try:
        for option, flag in (("rnoexec", "noexec"), ("rnosuid", "nosuid"), ("rnodev", "nodev"),
                             ("rro", "ro"), ("rnoatime", "noatime")):
            out = sh("awk '$5 == \"/m/sub\" {print $6}' /proc/self/mountinfo",
                     mounts=[bind("/m", top, option)])[1]
            equal(flag in out.strip().split(","), True)
        out = sh("touch /m/x /m/sub/x && echo made", mounts=[bind("/m", top, "ro", "rrw")])[1]
        equal(out, "made\n")
    finally:
        subprocess.run(["umount", top + "/sub"], check=True)
