"""An integer of a hundred million digits."""
# verdict: timeout memory
# says: used more CPU time|memory


def calm(x):
    return 2 * x + 1


def storm(x):
    return 7 ** (3 * 10**8)
