"""An expression nested as deep as a file can hold."""
# verdict: passed
# status: graded unreadable
# calm: either


def calm(x):
    return 2 * x + 1


def storm(x):
    return 3 * x


deep = 1
