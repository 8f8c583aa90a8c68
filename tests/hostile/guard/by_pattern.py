# Gets at the module of the guard by patterns, which read attributes without naming their owner.
# stopped by: design
# part: naive_total
# verdict: forbidden, error
import logging

match logging:
    case object(sys=system):
        pass
match system:
    case object(modules=modules):
        pass
modules["gra" + "der.inside.elementwise"].is_bulk = lambda value: False


def naive_total(x):
    return x.sum()
