# Gets at the guard by functions that stand for attributes.
# stopped by: design
# part: naive_total
# verdict: forbidden, error, failed, missing
import operator


def blind():
    names = operator.attrgetter("__snitliub__"[::-1])(blind)
    found = [names[name] for name in list(names) if "eellac"[::-1] in name]
    operator.attrgetter("__fles__"[::-1])(found[0])._paused = 1


blind()


def naive_total(x):
    return x.sum()
