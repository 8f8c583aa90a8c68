# Gets at the guard by getattr that is called later.
# stopped by: design
# part: naive_total
# verdict: forbidden, error, failed, missing
from functools import partial


def blind():
    names = partial(getattr, blind)("__snitliub__"[::-1])
    found = [names[name] for name in list(names) if "eellac"[::-1] in name]
    partial(getattr, found[0])("__fles__"[::-1])._paused = 1


blind()


def naive_total(x):
    return x.sum()
