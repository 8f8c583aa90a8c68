# Has an example in a docstring executed.
# stopped by: design
# part: naive_total
# verdict: forbidden, error
import doctest


def example():
    """
    >>> import sys
    >>> sys.modules["grader.inside.elementwise"].is_bulk = lambda value: False
    """


doctest.run_docstring_examples(example, {})


def naive_total(x):
    return x.sum()
