"""A list that holds itself, a hundred times."""
# verdict: failed


def calm(x):
    return 2 * x + 1


def storm(x):
    result = []
    result += [result] * 100
    return result
