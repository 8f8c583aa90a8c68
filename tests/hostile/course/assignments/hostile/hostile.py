"""The stub."""


def honest(x):
    """Twice x plus one."""
    raise NotImplementedError


def prize(x):
    """What a hostile submission is after."""
    raise NotImplementedError


def fast_total(x):
    """The sum of x, without a loop."""
    raise NotImplementedError


def careful(x):
    """The entries in order, x as it was."""
    raise NotImplementedError


def naive_total(x):
    """The sum of x, one element at a time."""
    raise NotImplementedError
