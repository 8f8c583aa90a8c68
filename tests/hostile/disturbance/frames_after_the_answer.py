"""A thread that floods the channel after the answer."""
# verdict: passed

import os
import threading
import time


def calm(x):
    return 2 * x + 1


FRAME = b"\x00\x00\x00\x0d\x93\xa6answer\x01\x91\xc4\x01x"


def storm(x):
    def flood():
        time.sleep(0.02)
        while True:
            os.write(3, FRAME * 1000)

    threading.Thread(target=flood, daemon=True).start()
    return 3 * x
