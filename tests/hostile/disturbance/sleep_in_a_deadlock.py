"""Two threads, two locks, taken in opposite order."""
# verdict: timeout
# says: waited or slept longer

import threading
import time


def calm(x):
    return 2 * x + 1


def storm(x):
    one, two = threading.Lock(), threading.Lock()

    def take(first, second):
        with first:
            time.sleep(0.05)
            with second:
                pass

    threads = [threading.Thread(target=take, args=pair) for pair in ((one, two), (two, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return 3 * x
