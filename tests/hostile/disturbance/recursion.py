"""A function that calls itself."""
# verdict: error
# says: RecursionError


def calm(x):
    return 2 * x + 1


def storm(x):
    return storm(x)
