"""SIGSTOP to itself at the top level."""
# verdict: passed
# problem: waited or slept longer

import os
import signal


def calm(x):
    return 2 * x + 1


def storm(x):
    return 3 * x


os.kill(os.getpid(), signal.SIGSTOP)
