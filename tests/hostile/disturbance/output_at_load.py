"""The top level prints without end."""
# verdict: passed
# problem: while the file was executed


def calm(x):
    return 2 * x + 1


def storm(x):
    return 3 * x


while True:
    print("x" * 1000)
