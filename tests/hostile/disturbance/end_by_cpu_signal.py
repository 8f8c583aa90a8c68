"""The signal of a used-up CPU limit, sent by itself."""
# verdict: crashed timeout

import os
import signal


def calm(x):
    return 2 * x + 1


def storm(x):
    os.kill(os.getpid(), signal.SIGXCPU)
