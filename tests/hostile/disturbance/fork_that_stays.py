"""Children with sessions of their own that ignore every signal and sleep half a minute."""
# verdict: forbidden
# says: starts no other program
# weaker: passed error timeout crashed

import contextlib
import os
import signal
import time


def calm(x):
    return 2 * x + 1


def storm(x):
    for double in (False, True):
        if os.fork() == 0:
            os.setsid()
            if double and os.fork():
                os._exit(0)
            for number in signal.valid_signals():
                with contextlib.suppress(OSError, ValueError):
                    signal.signal(number, signal.SIG_IGN)
            time.sleep(30)
            os._exit(0)
    return 3 * x
