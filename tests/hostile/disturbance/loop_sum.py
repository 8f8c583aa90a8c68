"""One call in C that keeps the interpreter's lock for an hour and looks at no signal."""
# verdict: timeout
# says: used more CPU time


def calm(x):
    return 2 * x + 1


def storm(x):
    return sum(range(10**12))
