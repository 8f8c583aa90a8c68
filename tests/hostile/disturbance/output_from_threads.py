"""Threads that print at the same time."""
# verdict: timeout

import os
import threading


def calm(x):
    return 2 * x + 1


def storm(x):
    def flood(descriptor):
        while True:
            os.write(descriptor, b"x" * 65536)

    for number in range(8):
        threading.Thread(target=flood, args=(1 + number % 2,), daemon=True).start()
    threading.Event().wait()
