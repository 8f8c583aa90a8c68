# Gets at the guard of the element-by-element rule without a name that a reader of the source would look for.
# stopped by: design
# part: naive_total
# verdict: forbidden, error


def find():
    names = dict(globals())["__buil" + "tins__"]
    for name in list(names):
        if name.startswith("__gu" + "ard") and "callee" in name:
            return names[name].__reduce__()[1][0]


find()._paused = 1


def naive_total(x):
    return x.sum()
