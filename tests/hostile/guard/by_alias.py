# Gets at the guard by getattr under another name, and by names that are put together at run time.
# stopped by: design
# part: naive_total
# verdict: forbidden, error, failed, missing
look = [getattr][0]


def blind():
    names = look(blind, "__snitliub__"[::-1])
    guards = [look(names[name], "__fles__"[::-1]) for name in list(names) if "eellac"[::-1] in name]
    guards[0]._paused = 1


blind()


def naive_total(x):
    return x.sum()
