# Interrupts itself as Ctrl-C does.
# stopped by: design
# verdict: error, crashed
import os
import signal


def prize(x):
    os.kill(os.getpid(), signal.SIGINT)
