"""A thread goes on sleeping after the answer."""
# verdict: passed

import threading
import time


def calm(x):
    return 2 * x + 1


def storm(x):
    threading.Thread(target=time.sleep, args=(10**6,)).start()
    return 3 * x
