"""Sorting again and again, each time one call in C."""
# verdict: timeout
# says: used more CPU time


def calm(x):
    return 2 * x + 1


def storm(x):
    numbers = list(range(2_000_000))
    while True:
        numbers.sort(key=lambda number: number * 7919 % 2_000_003)
