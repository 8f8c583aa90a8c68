# Has a shelf give back the guard's class.
# stopped by: design
# part: naive_total
# verdict: forbidden, error
import dbm
import shelve

with dbm.open("shelf", "c") as store:
    store["guard"] = b"cgra" + b"der.inside.elementwise\nElementGuard\n."
with shelve.open("shelf") as shelf:
    guard = shelf["guard"]
guard.active = property(lambda self: False)


def naive_total(x):
    return x.sum()
