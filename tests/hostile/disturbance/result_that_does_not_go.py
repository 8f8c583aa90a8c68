"""A result that does not let itself be deleted."""
# verdict: failed timeout


def calm(x):
    return 2 * x + 1


class Clinging:
    def __del__(self):
        while True:
            pass


def storm(x):
    return Clinging()
