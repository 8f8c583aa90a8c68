"""sys.exit with exit handlers and threads that do not end."""
# verdict: error

import atexit
import sys
import threading
import time


def calm(x):
    return 2 * x + 1


def storm(x):
    atexit.register(time.sleep, 10**6)
    threading.Thread(target=time.sleep, args=(10**6,)).start()
    sys.exit(0)
