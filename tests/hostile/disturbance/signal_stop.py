"""SIGSTOP to itself."""
# verdict: timeout
# says: waited or slept longer

import os
import signal


def calm(x):
    return 2 * x + 1


def storm(x):
    os.kill(os.getpid(), signal.SIGSTOP)
