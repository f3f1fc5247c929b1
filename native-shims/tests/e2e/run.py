#!/usr/bin/env python3
"""Real containers, made by the real shim. Needs root and a static busybox. Under a minute.

Usage: run.py [name…]   only the tests whose names contain one of these
"""
import ctypes
import os
import signal
import sys
import time
import traceback

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from harness import TESTS, Skip, clean_up, equal, settle, test  # noqa: E402
import apparmor  # noqa: E402,F401
import life  # noqa: E402,F401
import logs  # noqa: E402,F401
import tree  # noqa: E402,F401
import execs  # noqa: E402,F401
import foreign  # noqa: E402,F401
import inits  # noqa: E402,F401
import mounts  # noqa: E402,F401
import oci  # noqa: E402,F401
import rows  # noqa: E402,F401
import resources  # noqa: E402,F401


@test
def nothing_is_left_behind():
    equal(settle(), ([], [], []))


def under_a_reaper():
    """What the tests orphan is waited for at once, which not every machine's first process does."""
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)
    child = os.fork()
    while child:
        pid, status = os.wait()
        if pid == child:
            sys.exit(os.waitstatus_to_exitcode(status) != 0)


def main():
    passed = failed = 0
    for function in TESTS:
        wanted = sys.argv[1:]
        if wanted and not any(w in function.__name__ for w in wanted):
            continue
        begin = time.time()
        try:
            function()
            passed += 1
            print("ok    %-50s %5.2f s" % (function.__name__, time.time() - begin))
        except Skip as e:
            print("skip  %-50s %s" % (function.__name__, e))
        except Exception:  # noqa: BLE001
            failed += 1
            print("FAIL  %s" % function.__name__)
            traceback.print_exc(limit=-3, file=sys.stdout)
        sys.stdout.flush()
    clean_up()
    print("%d passed, %d failed" % (passed, failed))
    return failed != 0


if __name__ == "__main__":
    under_a_reaper()
    signal.alarm(200)
    sys.exit(main())
