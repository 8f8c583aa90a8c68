"""An integer of a hundred megabytes."""
# verdict: failed
# says: larger than an answer may be|very large


def calm(x):
    return 2 * x + 1


def storm(x):
    return 1 << 800_000_000
