# Asks the guard of the element-by-element rule to pause, by way of the names that its own source was given.
# stopped by: design
# part: naive_total
# verdict: forbidden


def naive_total(x):
    names = dict(__builtins__)
    guard = next(names[name].__self__ for name in names if name.startswith("__guard") and "callee" in name)
    guard._paused += 1
    return x.sum()
