"""Python bytecode without end."""
# verdict: timeout
# says: used more CPU time


def calm(x):
    return 2 * x + 1


def storm(x):
    while True:
        pass
