"""A decorator does not end: only the function that it decorates is lost."""
# verdict: missing timeout
# problem: while the file was executed


def calm(x):
    return 2 * x + 1


def endless(function):
    while True:
        pass


@endless
def storm(x):
    return 3 * x
