"""Threads switch a billion times a second."""
# verdict: passed timeout

import sys
import threading


def calm(x):
    return 2 * x + 1


def storm(x):
    sys.setswitchinterval(1e-9)
    threads = [threading.Thread(target=sum, args=(range(1000),)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return 3 * x
