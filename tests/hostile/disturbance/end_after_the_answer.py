"""A thread ends the process just after the answer, while nothing is asked."""
# verdict: passed

import os
import threading
import time


def calm(x):
    return 2 * x + 1


def storm(x):
    def end():
        time.sleep(0.05)
        os._exit(0)

    threading.Thread(target=end, daemon=True).start()
    return 3 * x
