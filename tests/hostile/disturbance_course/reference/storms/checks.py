"""Hidden checks: they run after the visible ones, the storm before the calm again."""

from grader import Exact, check


@check(part="storm", points=30, tolerance=Exact(), seconds=0.5)
def storm_once_more(student, rng):
    """Three times x."""
    return student.storm(rng.normal(size=7))


@check(part="calm", points=30, tolerance=Exact())
def calm_in_the_end(student, rng):
    """Twice x and one."""
    return student.calm(rng.normal(size=7))
