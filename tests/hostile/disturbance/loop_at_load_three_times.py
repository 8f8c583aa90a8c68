"""Three statements that do not end, of kinds that a second and a third attempt leave out."""
# verdict: passed
# problem: while the file was executed

import time


def calm(x):
    return 2 * x + 1


def storm(x):
    return 3 * x


def forever():
    while True:
        pass


first = forever()
time.sleep(1000)
if first:
    second = forever()
