"""Visible checks."""

from grader import AtLeast, Tolerance, check, timed


@check(part="honest", points=10)
def honest_seen(student, rng):
    """Twice x plus one."""
    return student.honest(rng.normal(size=5))


@check(part="prize", points=20, cases=2)
def prize_seen(student, rng):
    """What a hostile submission is after."""
    return student.prize(rng.normal(size=6))


def total_in_a_loop(x):
    """The yardstick."""
    total = 0.0
    for number in x:
        total += number
    return total


def race(function, rng):
    """The best of some rounds against the best of the yardstick, each round on new numbers."""
    loops, seconds, totals = [], [], []
    for _ in range(5):
        x = rng.normal(size=4000)
        loops.append(timed(total_in_a_loop, x)[0])
        needed, total = timed(function, x)
        seconds.append(needed)
        totals.append(total)
    return {"totals": totals, "times as fast": min(loops) / max(min(seconds), 1e-9)}


@check(part="fast_total", points=5, tolerance={"totals": Tolerance(), "times as fast": AtLeast(4.0)})
def fast_seen(student, rng):
    """At least 4 times as fast as a loop."""
    return race(student.fast_total, rng)


@check(part="careful", points=5)
def careful_seen(student, rng):
    """The entries in order, x as it was."""
    return student.careful(rng.normal(size=8))


@check(part="naive_total", points=10)
def naive_total_seen(student, rng):
    """The sum, one element at a time."""
    return student.naive_total(rng.normal(size=8))
