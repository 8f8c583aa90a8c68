"""Hidden checks. Inputs of the prize hold a number that marks them: it must not be found where students look."""

import numpy as np
from visible import race

from grader import AtLeast, Tolerance, check

MARK = 987654.25


@check(part="honest", points=10)
def honest_hidden(student, rng):
    """Twice x plus one."""
    return student.honest(rng.normal(size=7))


@check(part="prize", points=12, cases=2)
def prize_hidden(student, rng):
    """What a hostile submission is after, on other inputs."""
    return student.prize(np.append(rng.normal(size=5), MARK))


def inputs_and_secret(rng):
    x = np.append(rng.normal(size=4), MARK)
    return {"x": x}, np.cumsum(x)[::-1]


def judge_by_secret(seen, secret):
    return isinstance(seen, np.ndarray) and seen.shape == secret.shape and bool(np.allclose(seen, secret))


@check(part="prize", points=8, data=inputs_and_secret, judge=judge_by_secret)
def prize_judged(student, given):
    """What only the judge knows."""
    return student.prize(given["x"])


@check(part="fast_total", points=5, tolerance={"totals": Tolerance(), "times as fast": AtLeast(4.0)})
def fast_hidden(student, rng):
    """At least 4 times as fast as a loop."""
    return race(student.fast_total, rng)


@check(part="careful", points=5)
def careful_hidden(student, rng):
    """The entries in order, x as it was."""
    return student.careful(rng.normal(size=9))


@check(part="naive_total", points=10)
def naive_total_hidden(student, rng):
    """The sum, one element at a time."""
    return student.naive_total(rng.normal(size=9))
