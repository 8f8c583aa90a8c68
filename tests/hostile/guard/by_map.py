# Gets at the guard by handing getattr to another function.
# stopped by: design
# part: naive_total
# verdict: forbidden, error, failed, missing


def blind():
    (names,) = map(getattr, [blind], ["__snitliub__"[::-1]])
    found = [names[name] for name in list(names) if "eellac"[::-1] in name]
    (guard,) = map(getattr, found, ["__fles__"[::-1]])
    guard._paused = 1


blind()


def naive_total(x):
    return x.sum()
