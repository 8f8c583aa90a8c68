"""select and poll on nothing."""
# verdict: timeout
# says: waited or slept longer

import select
import threading


def calm(x):
    return 2 * x + 1


def storm(x):
    threading.Thread(target=select.select, args=([], [], []), daemon=True).start()
    return select.poll().poll()
