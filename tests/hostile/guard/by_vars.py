# Gets at the module of the guard through the dictionaries of modules alone.
# stopped by: design
# part: naive_total
# verdict: forbidden, error
import enum
import tempfile

modules = vars(vars(enum)["sy" + "s"])["mod" + "ules"]
vars(modules["gra" + "der.inside.elementwise"])["is_bulk"] = lambda value: False
tempfile.gettempdir()


def naive_total(x):
    return x.sum()
