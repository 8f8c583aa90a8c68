"""Threads that start threads, a few at a time."""
# verdict: timeout

import threading


def calm(x):
    return 2 * x + 1


def storm(x):
    def start():
        threading.Thread(target=start, daemon=True).start()

    start()
    threading.Event().wait()
