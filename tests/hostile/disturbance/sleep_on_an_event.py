"""Waiting for an event that nobody sets."""
# verdict: timeout
# says: waited or slept longer

import threading


def calm(x):
    return 2 * x + 1


def storm(x):
    threading.Event().wait()
