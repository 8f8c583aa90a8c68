# Answers with a generator that never ends.
# stopped by: design
# verdict: failed
import itertools


def prize(x):
    return (float(number) for number in itertools.count())
