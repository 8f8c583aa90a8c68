"""Groups of exceptions, nested a hundred thousand deep."""
# verdict: error timeout memory crashed


def calm(x):
    return 2 * x + 1


def storm(x):
    error = ValueError(1)
    for _ in range(100_000):
        error = ExceptionGroup("group", [error, error])
    raise error
