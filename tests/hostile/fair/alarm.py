# An alarm that ends what takes too long, as it is often done.
import signal
import time


class TooSlow(Exception):
    pass


def ring(number, frame):
    raise TooSlow


def honest(x):
    old = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    try:
        time.sleep(2)
    except TooSlow:
        pass
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, old)
    return 2 * x + 1
