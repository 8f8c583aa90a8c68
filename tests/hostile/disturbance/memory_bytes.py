"""Ten gigabytes at once."""
# verdict: memory
# says: more memory than the limit


def calm(x):
    return 2 * x + 1


def storm(x):
    return len(bytearray(10**10))
