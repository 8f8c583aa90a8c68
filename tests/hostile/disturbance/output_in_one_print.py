"""A gigabyte in one print."""
# verdict: memory
# says: more memory than the limit


def calm(x):
    return 2 * x + 1


def storm(x):
    print("x" * 10**9)
    return 3 * x
