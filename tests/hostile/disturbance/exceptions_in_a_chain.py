"""A chain of a hundred thousand exceptions."""
# verdict: error timeout memory crashed


def calm(x):
    return 2 * x + 1


def storm(x):
    error = None
    for number in range(100_000):
        outer = ValueError(number)
        outer.__cause__ = outer.__context__ = error
        error = outer
    raise error
