"""Lines without end on stdout."""
# verdict: timeout


def calm(x):
    return 2 * x + 1


def storm(x):
    while True:
        print("x" * 1000)
