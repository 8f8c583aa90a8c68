"""A handler that raises, again and again, wherever the process is."""
# verdict: error timeout crashed
# calm: either

import signal


def calm(x):
    return 2 * x + 1


def storm(x):
    def handler(*_):
        raise ValueError("a signal")

    signal.signal(signal.SIGALRM, handler)
    signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
    while True:
        pass
