"""A thread takes the interpreter's lock for an hour, just after the answer: the next question finds nobody."""
# verdict: passed timeout
# calm: either

import threading
import time


def calm(x):
    return 2 * x + 1


def storm(x):
    def keep():
        time.sleep(0.02)
        sum(range(10**12))

    threading.Thread(target=keep, daemon=True).start()
    return 3 * x
