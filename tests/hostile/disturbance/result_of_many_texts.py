"""An answer of texts that each have to be cleaned."""
# verdict: failed timeout


def calm(x):
    return 2 * x + 1


def storm(x):
    return ["\x1b" * 10_000] * 1500
