"""A thread that interrupts the main one again and again."""
# verdict: error timeout
# calm: either

import _thread
import threading
import time


def calm(x):
    return 2 * x + 1


def storm(x):
    def interrupt():
        for _ in range(10_000):
            _thread.interrupt_main()
            time.sleep(0.0005)

    threading.Thread(target=interrupt, daemon=True).start()
    time.sleep(1000)
