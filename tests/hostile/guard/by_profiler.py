# Has a profiler execute a text.
# stopped by: design
# part: naive_total
# verdict: forbidden, error
import cProfile

cProfile.Profile().run("import sys; sys.modules['grader.inside.elementwise'].is_bulk = lambda value: False")


def naive_total(x):
    return x.sum()
