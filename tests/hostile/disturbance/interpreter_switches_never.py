"""Threads switch twice a month: a thread that spins leaves the others no turn."""
# verdict: passed timeout
# calm: either

import sys
import threading


def calm(x):
    return 2 * x + 1


def storm(x):
    def burn():
        while True:
            pass

    sys.setswitchinterval(1e6)
    threading.Thread(target=burn, daemon=True).start()
    return 3 * x
