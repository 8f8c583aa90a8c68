# Gets at the guard by the method behind every attribute.
# stopped by: design
# part: naive_total
# verdict: forbidden, error, failed, missing
def blind():
    names = object.__getattribute__(blind, "__snitliub__"[::-1])
    found = [names[name] for name in list(names) if "eellac"[::-1] in name]
    object.__getattribute__(found[0], "__fles__"[::-1])._paused = 1


blind()


def naive_total(x):
    return x.sum()
