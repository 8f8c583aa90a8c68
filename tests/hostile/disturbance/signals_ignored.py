"""Every signal ignored and blocked, then a loop without end."""
# verdict: timeout
# says: used more CPU time

import contextlib
import signal


def calm(x):
    return 2 * x + 1


def storm(x):
    for number in signal.valid_signals():
        with contextlib.suppress(OSError, ValueError):
            signal.signal(number, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    while True:
        pass
