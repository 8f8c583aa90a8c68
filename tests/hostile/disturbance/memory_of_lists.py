"""Lists of lists."""
# verdict: memory timeout


def calm(x):
    return 2 * x + 1


def storm(x):
    lists = []
    while len(lists) < 5_000:
        lists.append([0] * 100_000)
    return 3 * x
