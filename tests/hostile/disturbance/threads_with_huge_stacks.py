"""A thread with a stack of a gigabyte."""
# verdict: error memory

import threading


def calm(x):
    return 2 * x + 1


def storm(x):
    threading.stack_size(1 << 30)
    thread = threading.Thread(target=str)
    thread.start()
    thread.join()
    return 3 * x
