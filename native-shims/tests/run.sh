#!/bin/sh
# Runs test programs, each of which prints "PASSED FAILED", and adds up.
passed=0
failed=0
for program; do
    name=$(basename "$program")
    if counts=$("$program"); then status=ok; else status=FAIL; fi
    # Sanitizers end a program without counts: one failure.
    set -- $counts
    if [ $# -ne 2 ]; then set -- 0 1; status=FAIL; fi
    echo "$status $name: $1 passed, $2 failed"
    passed=$((passed + $1))
    failed=$((failed + $2))
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
