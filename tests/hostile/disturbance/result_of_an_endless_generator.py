"""A generator that never ends."""
# verdict: failed
# says: generator


def calm(x):
    return 2 * x + 1


def storm(x):
    def numbers():
        while True:
            yield 1

    return numbers()
