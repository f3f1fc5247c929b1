"""AppArmor profiles, where the kernel has them."""
import os
import subprocess

from harness import *  # noqa: F403

PROFILE = """
profile jocker-test flags=(attach_disconnected,mediate_deleted) {
  file,
  capability,
  network,
  signal,
  ptrace,
  mount,
  deny /etc/passwd r,
}
"""


def need_apparmor():
    try:
        with open("/sys/module/apparmor/parameters/enabled") as f:
            if f.read(1) == "Y":
                return
    except OSError:
        pass
    raise Skip("this kernel has no AppArmor, or it is switched off")


@test
def apparmor_profile_confines_init_and_execs():
    need_apparmor()
    if not shutil.which("apparmor_parser"):
        raise Skip("no apparmor_parser")
    with open(BASE + "/profile", "w") as f:
        f.write(PROFILE)
    subprocess.run(["apparmor_parser", "-rKT", BASE + "/profile"], check=True)
    look = "cat /proc/self/attr/current; cat /etc/passwd 2>/dev/null || echo denied"
    process = {"apparmorProfile": "jocker-test"}
    equal(sh(look, process=process)[1], "jocker-test (enforce)\ndenied\n")
    equal(sh(look, process=process, shim={"user": "bob"}, nnp=True)[1],
          "jocker-test (enforce)\ndenied\n")
    c = container("sleep", "100", process=process).up()
    equal(c.exec_run("sh", "-c", look, user="bob")[1], "jocker-test (enforce)\ndenied\n")
    out = c.exec_run("cat", "/proc/self/attr/current", apparmorProfile="unconfined")[1]
    equal(out.strip(), "unconfined")
    c.conn.call(DELETE, {"force": True})


@test
def apparmor_profile_that_is_not_there():
    process = {"apparmorProfile": "jocker-none"}
    try:
        need_apparmor()
    except Skip:
        refused(container("true", process=process), "jocker-none", "no AppArmor")
        return
    refused(container("true", process=process), "AppArmor profile jocker-none is not loaded")
    equal(sh("echo fine", process={"apparmorProfile": "unconfined"})[1], "fine\n")
