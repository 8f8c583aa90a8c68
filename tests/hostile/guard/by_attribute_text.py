# Gets at the module of the guard by attributes whose names are put together at run time.
# stopped by: design
# part: naive_total
# verdict: forbidden, error
import logging

system = getattr(logging, "".join(["s", "y", "s"]))
modules = getattr(system, "mod" + "ules")
guard = getattr(modules["gra" + "der.inside.elementwise"], "Element" + "Guard")
setattr(guard, "act" + "ive", property(lambda self: False))


def naive_total(x):
    return x.sum()
