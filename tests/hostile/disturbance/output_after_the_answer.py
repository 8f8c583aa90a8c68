"""A thread that prints on while the other checks run."""
# verdict: passed

import os
import threading
import time


def calm(x):
    return 2 * x + 1


def storm(x):
    def flood():
        while True:
            os.write(1, b"x" * 65536)
            time.sleep(0)

    threading.Thread(target=flood, daemon=True).start()
    return 3 * x
