"""Fair work: what honest students use inside their functions and at the top of their files costs no points."""

from __future__ import annotations

import pytest
from corpus import fair_work
from world import World, run

WORK = fair_work()


def named(cases):
    return [pytest.param(one, id=one.path.stem, marks=[pytest.mark.trains] if one.trains else []) for one in cases]


@pytest.fixture(scope="session")
def graded(grade):
    """All that needs no TensorFlow."""
    with World([one for one in WORK if not one.trains], generous=True) as world:
        yield run(grade, world)


@pytest.fixture(scope="session")
def trained(grade):
    """What trains."""
    with World([one for one in WORK if one.trains], generous=True) as world:
        yield run(grade, world)


@pytest.mark.parametrize("work", named(one for one in WORK if not one.refused))
def test_honest_work_keeps_full_points(work, request):
    tables = request.getfixturevalue("trained" if work.trains else "graded")
    row, messages = tables.submissions[work.name], tables.messages(work.name, "honest")
    assert tables.score(work.name, "honest") == tables.worth(work.name, "honest"), (messages, row)
    assert row["status"] == "graded" and "partly_loaded" not in row["flags"], row
    assert "forbidden" not in tables.verdicts(work.name, "honest")


@pytest.mark.parametrize("work", named(one for one in WORK if one.refused))
def test_what_the_walls_take_from_honest_work_is_refused_with_a_reason(work, graded):
    assert set(graded.verdicts(work.name, "honest")) == {"forbidden"}
    assert all("a submission has no network" in message for message in graded.messages(work.name, "honest"))
    assert graded.submissions[work.name]["status"] == "graded"
