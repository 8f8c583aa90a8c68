"""Visible checks: they run first, the storm before the calm."""

from grader import Exact, check


@check(part="storm", points=20, tolerance=Exact(), seconds=0.5)
def storm_at_first(student, rng):
    """Three times x."""
    return student.storm(rng.normal(size=5))


@check(part="calm", points=20, tolerance=Exact())
def calm_after_it(student, rng):
    """Twice x and one."""
    return student.calm(rng.normal(size=5))
