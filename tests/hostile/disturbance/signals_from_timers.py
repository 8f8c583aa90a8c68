"""A storm of timers."""
# verdict: passed timeout

import signal


def calm(x):
    return 2 * x + 1


def storm(x):
    for timer, number in ((signal.ITIMER_REAL, signal.SIGALRM), (signal.ITIMER_VIRTUAL, signal.SIGVTALRM)):
        signal.signal(number, lambda *_: None)
        signal.setitimer(timer, 1e-6, 1e-6)
    total = sum(range(200_000))
    return 3 * x + 0 * total
