"""A thread uses the processor while the next check runs."""
# verdict: passed

import threading


def calm(x):
    return 2 * x + 1


def storm(x):
    def burn():
        while True:
            pass

    threading.Thread(target=burn, daemon=True).start()
    return 3 * x
