"""sys.exit in a thread ends that thread."""
# verdict: passed

import sys
import threading


def calm(x):
    return 2 * x + 1


def storm(x):
    thread = threading.Thread(target=sys.exit)
    thread.start()
    thread.join()
    return 3 * x
