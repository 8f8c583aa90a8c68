"""The right solution."""


def calm(x):
    """Twice x and one."""
    return 2 * x + 1


def storm(x):
    """Three times x."""
    return 3 * x
