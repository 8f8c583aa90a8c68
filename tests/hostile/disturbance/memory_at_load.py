"""A gigabyte at the top level, after the definitions."""
# verdict: passed
# problem: MemoryError


def calm(x):
    return 2 * x + 1


def storm(x):
    return 3 * x


content = b"x" * 10**9
