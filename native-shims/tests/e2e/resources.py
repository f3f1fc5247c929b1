"""Limits changed while the container runs, and the freezer; control groups version 1 and 2."""
import os
import time

from harness import *  # noqa: F403

MB = 1 << 20


def read(c, v1, v2):
    """A file of the container's group: "memory/memory.limit_in_bytes", or version 2's name."""
    if V2:
        path = "/sys/fs/cgroup%s/%s" % (c.cgroup, v2)
    else:
        controller, name = v1.split("/")
        path = "/sys/fs/cgroup/%s%s/%s" % (controller, c.cgroup, name)
    with open(path) as f:
        return f.read().strip()


def update(c, **resources):
    return c.conn.call(UPDATE, {"resources": resources})


def refused_update(c, *parts, **resources):
    try:
        update(c, **resources)
    except ShimError as e:
        for part in parts:
            if part not in e.value["message"]:
                raise AssertionError("%r lacks %r" % (e.value, part)) from None
        return
    raise AssertionError("was not refused")


def swap_file(c):
    """What the group says of memory and swap together."""
    if not V2:
        return int(read(c, "memory/memory.memsw.limit_in_bytes", ""))
    swap = read(c, "", "memory.swap.max")
    return swap if swap == "max" else int(swap) + int(read(c, "", "memory.max"))


@test
def update_memory_up_and_down():
    c = container("sleep", "100", resources={"memory": {"limit": 64 * MB, "swap": 64 * MB}}).up()
    for memory, swap in ((128, 256), (32, 48), (256, 256), (16, 16)):
        update(c, memory={"limit": memory * MB, "swap": swap * MB})
        equal(int(read(c, "memory/memory.limit_in_bytes", "memory.max")), memory * MB)
        equal(swap_file(c), swap * MB)
    update(c, memory={"swap": 20 * MB})
    equal(swap_file(c), 20 * MB)
    update(c, memory={"reservation": 8 * MB})
    equal(int(read(c, "memory/memory.soft_limit_in_bytes", "memory.low")), 8 * MB)
    equal(int(read(c, "memory/memory.limit_in_bytes", "memory.max")), 16 * MB)
    update(c, memory={"limit": -1})
    equal(read(c, "memory/memory.limit_in_bytes", "memory.max") in
          ("max", "9223372036854771712"), True)
    equal(str(swap_file(c)) in ("max", "9223372036854771712"), True)
    refused_update(c, "below what the container uses", memory={
        "limit": 4096, "checkBeforeUpdate": True})
    c.conn.call(DELETE, {"force": True})


@test
def update_cpu():
    c = container("sleep", "100").up()
    update(c, cpu={"quota": 50000, "period": 100000})
    update(c, cpu={"shares": 512})
    if V2:
        equal(read(c, "", "cpu.max"), "50000 100000")
        equal(int(read(c, "", "cpu.weight")) < 100, True)
    else:
        equal(read(c, "cpu/cpu.cfs_quota_us", ""), "50000")
        equal(read(c, "cpu/cpu.shares", ""), "512")
    update(c, cpu={"quota": 5000, "period": 10000})
    update(c, cpu={"quota": 20000})
    equal((read(c, "cpu/cpu.cfs_quota_us", "cpu.max") + " " +
           (read(c, "cpu/cpu.cfs_period_us", "cpu.max") if not V2 else "")).split()[:2],
          ["20000", "10000"])
    update(c, cpu={"quota": -1})
    equal(read(c, "cpu/cpu.cfs_quota_us", "cpu.max").split()[0], "max" if V2 else "-1")
    update(c, cpu={"cpus": "0"})
    equal(read(c, "cpuset/cpuset.cpus", "cpuset.cpus"), "0")
    refused_update(c, "cpuset.cpus to 4095", cpu={"cpus": "4095"})
    equal(read(c, "cpuset/cpuset.cpus", "cpuset.cpus"), "0")
    if V2:
        refused_update(c, "real-time", cpu={"realtimeRuntime": 1000})
    c.conn.call(DELETE, {"force": True})


@test
def update_pids():
    c = container("sleep", "100", resources={"pids": {"limit": 20}}).up()
    update(c, pids={"limit": 50})
    equal(read(c, "pids/pids.max", "pids.max"), "50")
    update(c, pids={"limit": -1})
    equal(read(c, "pids/pids.max", "pids.max"), "max")
    c.conn.call(DELETE, {"force": True})


@test
def an_update_that_fails_changes_nothing():
    c = container("sleep", "100", resources={
        "memory": {"limit": 64 * MB, "swap": 96 * MB}, "cpu": {"shares": 300, "cpus": "0"}}).up()
    names = [("memory/memory.limit_in_bytes", "memory.max"), ("cpu/cpu.shares", "cpu.weight"),
             ("cpuset/cpuset.cpus", "cpuset.cpus"), ("cpu/cpu.cfs_quota_us", "cpu.max")]
    before = [read(c, *n) for n in names] + [swap_file(c)]
    refused_update(c, "cpuset.cpus to 4095", memory={"limit": 32 * MB, "swap": 32 * MB},
                   cpu={"shares": 900, "quota": 20000, "cpus": "4095"})
    equal([read(c, *n) for n in names] + [swap_file(c)], before)
    refused_update(c, "cpuset.cpus to 4095", memory={"limit": 512 * MB, "swap": 1024 * MB},
                   cpu={"cpus": "4095"})
    equal([read(c, *n) for n in names] + [swap_file(c)], before)
    refused_update(c, "devices", devices=[{"allow": True, "access": "rwm"}])
    refused_update(c, "string", cpu={"cpus": 1})
    c.conn.call(DELETE, {"force": True})


@test
def pause_and_resume():
    c = container("sh", "-c", "while :; do echo x >> /tmp/ticks; usleep 5000; done").up()
    time.sleep(0.1)
    equal(c.conn.call(PAUSE), {})
    equal(c.conn.call(STATE)["status"], "paused")
    ticks = os.path.getsize(c.dir + "/upper/tmp/ticks")
    time.sleep(0.1)
    equal(os.path.getsize(c.dir + "/upper/tmp/ticks"), ticks)
    for kind, payload in ((PAUSE, {}), (EXEC, c.exec_request("true"))):
        try:
            c.conn.call(kind, payload)
            raise AssertionError("%d was not refused" % kind)
        except ShimError as e:
            equal("paused" in e.value["message"], True)
    update(c, pids={"limit": 50})
    equal(c.conn.call(RESUME), {})
    equal(c.conn.call(STATE)["status"], "running")
    time.sleep(0.1)
    equal(os.path.getsize(c.dir + "/upper/tmp/ticks") > ticks, True)
    try:
        c.conn.call(RESUME)
        raise AssertionError("a second RESUME was not refused")
    except ShimError as e:
        equal("not paused" in e.value["message"], True)
    c.conn.call(DELETE, {"force": True})


@test
def the_paused_can_be_killed():
    for payload in ({"signal": 9}, {"signal": 9, "all": True}):
        c = container("sh", "-c", "sleep 100 & sleep 100").up()
        c.conn.call(PAUSE)
        c.conn.call(SIGNAL, payload)
        equal(c.exit()["exitCode"], 137)
        equal(c.gone(), True)
    c = container("sleep", "100").up()
    c.conn.call(PAUSE)
    c.conn.call(DELETE, {"force": True})
    equal(c.exit()["exitCode"], 137)
    equal(c.gone(), True)
    c = container("sh", "-c", "trap 'exit 8' TERM; while :; do usleep 1000; done").up()
    time.sleep(0.05)
    c.conn.call(PAUSE)
    c.conn.call(SIGNAL, {"signal": 15})
    equal(c.conn.call(STATE)["status"], "paused")
    c.conn.call(RESUME)
    equal(c.exit()["exitCode"], 8)


@test
def exec_into_a_container_with_groups_of_its_own():
    """Version 2 has no place for processes in a group that gives controllers to those below it."""
    if not V2:
        raise Skip("only with control groups version 2 alone")
    c = container("sh", "-c", "cd /sys/fs/cgroup; mkdir inner; echo 1 > inner/cgroup.procs;"
                  "echo +pids > cgroup.subtree_control; touch /tmp/done; sleep 100")
    for m in c.config["mounts"]:
        if m["destination"] == "/sys/fs/cgroup":
            m["options"].remove("ro")
    c.up()
    eventually(lambda: os.path.exists(c.dir + "/upper/tmp/done"))
    equal(read(c, "", "cgroup.subtree_control"), "pids")
    equal(c.exec_run("cat", "/proc/self/cgroup")[1], "0::/inner\n")
    c.conn.call(DELETE, {"force": True})
    equal(c.gone(), True)


@test
def a_fork_bomb_is_deleted():
    c = container("sh", "-c", "bomb() { bomb | bomb & }; bomb 2>/dev/null; while :; do sleep 1; done",
                  resources={"pids": {"limit": 100}}, shim={"log": {"driver": "none"}}).up()
    time.sleep(0.5)
    begin = time.time()
    c.conn.call(DELETE, {"force": True})
    equal(c.exit()["exitCode"], 137)
    equal(c.gone(10), True)
    equal(time.time() - begin < 5, True)


@test
def a_created_container_cannot_be_paused():
    c = container("true").create()
    try:
        c.conn.call(PAUSE)
        raise AssertionError("was not refused")
    except ShimError as e:
        equal("not running" in e.value["message"], True)
    update(c, pids={"limit": 50})
    c.conn.call(DELETE, {})
