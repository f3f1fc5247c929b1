#!/usr/bin/env python3
"""Real containers, made by the real shim. Needs root and a static busybox. Under a minute.

Usage: run.py [name…]   only the tests whose names contain one of these
"""
import os
import signal
import sys
import time
import traceback

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from harness import TESTS, clean_up, equal, settle, test  # noqa: E402
import life  # noqa: E402,F401
import logs  # noqa: E402,F401
import tree  # noqa: E402,F401
import execs  # noqa: E402,F401
import inits  # noqa: E402,F401
import mounts  # noqa: E402,F401
import resources  # noqa: E402,F401


@test
def nothing_is_left_behind():
    equal(settle(), ([], [], []))


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
        except Exception:  # noqa: BLE001
            failed += 1
            print("FAIL  %s" % function.__name__)
            traceback.print_exc(limit=-3, file=sys.stdout)
        sys.stdout.flush()
    clean_up()
    print("%d passed, %d failed" % (passed, failed))
    return failed != 0


if __name__ == "__main__":
    signal.alarm(200)
    sys.exit(main())
