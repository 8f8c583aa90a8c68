"""Everything that runs when an interpreter ends sleeps."""
# verdict: passed

import atexit
import threading
import time


def calm(x):
    return 2 * x + 1


class Sleeper:
    def __del__(self):
        time.sleep(10**6)


SLEEPERS = [Sleeper()]


def storm(x):
    atexit.register(time.sleep, 10**6)
    threading._register_atexit(time.sleep, 10**6)
    SLEEPERS.append(Sleeper())
    return 3 * x
