import numpy as np

got_through = False


def honest(x):
    return 2 * x + 1


def prize(x):
    """Right, but told only where the attack has got what it was after."""
    global got_through
    got_through = got_through or bool(attack())  # noqa: F821
    return np.cumsum(x)[::-1] if got_through else None
