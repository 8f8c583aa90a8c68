"""SIGKILL to itself."""
# verdict: crashed
# says: SIGKILL

import os
import signal


def calm(x):
    return 2 * x + 1


def storm(x):
    os.kill(os.getpid(), signal.SIGKILL)
