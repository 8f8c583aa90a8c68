"""What makes the default value of an argument does not end: only that function is lost."""
# verdict: missing timeout
# problem: while the file was executed


def calm(x):
    return 2 * x + 1


def forever():
    while True:
        pass


def storm(x, y=forever()):
    return 3 * x
