"""The top level does not end and keeps the interpreter's lock."""
# verdict: passed
# problem: used more CPU time than its limit while the file was executed


def calm(x):
    return 2 * x + 1


def storm(x):
    return 3 * x


total = sum(range(10**12))
