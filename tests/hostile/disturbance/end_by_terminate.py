"""SIGTERM to itself."""
# verdict: crashed
# says: SIGTERM

import os
import signal


def calm(x):
    return 2 * x + 1


def storm(x):
    os.kill(os.getpid(), signal.SIGTERM)
