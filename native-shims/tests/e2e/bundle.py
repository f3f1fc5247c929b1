"""An OCI bundle and the runtime's command line, for tests."""
import copy
import json
import os
import subprocess

from harness import *  # noqa: F403

RUNTIME = os.environ.get("JOCKER_OCI", os.path.join(os.path.dirname(SHIM), "jocker-oci"))


class Bundle:
    """A bundle with a configuration like `spec`'s, and one container in it."""
    counter = 0

    def __init__(self, *args, rootfs=None, **changes):
        Bundle.counter += 1
        self.id = "oci-%d-%d" % (os.getpid(), Bundle.counter)
        self.dir = os.path.join(BASE, self.id)
        os.makedirs(self.dir)
        own = container(*(args or ["true"]))
        shutil.rmtree(own.dir)
        self.config = copy.deepcopy(own.config)
        self.config["root"] = {"path": rootfs or ROOT, "readonly": True}
        self.config["linux"]["cgroupsPath"] = "/jocker-test/" + self.id
        for key, value in changes.items():
            if isinstance(value, dict) and key in self.config:
                self.config[key].update(value)
            else:
                self.config[key] = value
        self.process = None

    def write(self):
        with open(self.dir + "/config.json", "w") as f:
            json.dump(self.config, f)
        return self

    def call(self, *args, check=True, **options):
        """Runs the runtime; its output."""
        run = subprocess.run([RUNTIME, "--root", BASE + "/oci-state"] + list(args),
                             capture_output=True, text=True, timeout=60,
                             stdin=subprocess.DEVNULL, **options)
        if check and run.returncode:
            raise AssertionError("%s: %d: %s" % (args, run.returncode, run.stderr))
        return run

    def detached(self, *args):
        """Whatever it starts keeps our streams: they are not waited for."""
        subprocess.run([RUNTIME, "--root", BASE + "/oci-state"] + list(args), check=True, timeout=30,
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

    def run(self):
        """In the foreground, to its end."""
        self.write()
        return self.call("run", "--bundle", self.dir, self.id, check=False)

    def create(self, *options, out=subprocess.DEVNULL):
        """Its stderr goes to a file: the container inherits it and keeps it open."""
        self.write()
        with open(self.dir + "/stderr", "w") as err:
            run = subprocess.run(
                [RUNTIME, "--root", BASE + "/oci-state", "create", "--bundle", self.dir]
                + list(options) + [self.id], stdin=subprocess.DEVNULL, stdout=out, stderr=err,
                text=True, timeout=30, check=False)
        with open(self.dir + "/stderr") as err:
            run.stderr = err.read()
        return run

    def up(self, *options, **more):
        made = self.create(*options, **more)
        if made.returncode:
            raise AssertionError(made.stderr)
        self.call("start", self.id)
        return self

    def state(self):
        return json.loads(self.call("state", self.id).stdout)

    def status(self):
        return self.state()["status"]

    def exec(self, *args, check=False):
        return self.call("exec", self.id, *args, check=check)

    def delete(self):
        self.call("delete", "--force", self.id)


def fails(run, *parts):
    equal(run.returncode != 0, True)
    for part in parts:
        if part not in run.stderr:
            raise AssertionError("%r lacks %r" % (run.stderr, part))
