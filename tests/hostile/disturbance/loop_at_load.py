"""The top level does not end."""
# verdict: passed
# problem: used more CPU time than its limit while the file was executed


def calm(x):
    return 2 * x + 1


def storm(x):
    return 3 * x


while True:
    pass
