# Moves the process that it was forked from to one processor.
# stopped by: seccomp, kernel
# verdict: failed, forbidden
import os


def attack():
    parent = os.getppid()
    before = os.sched_getaffinity(parent)
    os.sched_setaffinity(parent, {min(before)})
    try:
        return len(before) > 1 and os.sched_getaffinity(parent) == {min(before)}
    finally:
        os.sched_setaffinity(parent, before)
