"""What a score was computed from: what counts as a change and what does not."""

from __future__ import annotations

import msgspec
import pytest

from grader.course import Course
from grader.definitions import definitions
from grader.provenance import Provenance
from grader.walls import measure

SETTINGS = """title = "Small"
[points]
one = 60
two = 40
"""
VISIBLE = '''"""Checks."""

from grader import Tolerance, check

CLOSE = Tolerance(rtol=1e-6)
UNUSED = 1


def helper(x):
    return deeper(x)


def deeper(x):
    return x + 1


@check(part="one", points=30, tolerance=CLOSE)
def one_visible(student, rng):
    """One."""
    return student.one(helper(1))


@check(part="two", points=20)
def two_visible(student, rng):
    """Two."""
    return student.two(1)
'''
HIDDEN = '''"""Hidden checks."""

from grader import check
from visible import CLOSE, helper


@check(part="one", points=30, tolerance=CLOSE)
def one_hidden(student, rng):
    """One."""
    return student.one(2)


@check(part="two", points=20)
def two_hidden(student, rng):
    """Two."""
    return student.two(helper(2))
'''


@pytest.fixture
def course(tmp_path):
    (tmp_path / "assignments" / "small").mkdir(parents=True)
    (tmp_path / "reference" / "small").mkdir(parents=True)
    (tmp_path / "assignments" / "small" / "assignment.toml").write_text(SETTINGS)
    (tmp_path / "assignments" / "small" / "checks.py").write_text(VISIBLE)
    (tmp_path / "reference" / "small" / "checks.py").write_text(HIDDEN)
    (tmp_path / "reference" / "small" / "small.py").write_text(
        "def one(x):\n    return x\n\n\ndef two(x):\n    return x\n"
    )
    (tmp_path / "reference" / "secret.txt").write_text("a long secret of this course")
    return tmp_path


def provenance(course, *, hidden=True):
    assignment = Course.at(course).assignment("small")
    return Provenance.of(assignment, assignment.checks(hidden=hidden), measure())


@pytest.mark.parametrize(
    ("file", "old", "new", "changed"),
    [
        ("assignments", "UNUSED = 1", "UNUSED = 2  # a remark", set()),
        ("assignments", '"""Checks."""', '"""Other words."""\n\n# a remark', set()),
        ("assignments", "student.two(1)", "student.two( 1 )", set()),
        ("assignments", "student.two(1)", "student.two(3)", {"two_visible"}),
        ("assignments", "points=20", "points=10 * 2", {"two_visible"}),
        ("assignments", "1e-6", "1e-5", {"one_visible", "one_hidden"}),
        ("assignments", "x + 1", "x + 2", {"one_visible", "two_hidden"}),
        (
            "assignments",
            "UNUSED = 1",
            "import math\nmath.tau = 3",
            {"one_visible", "two_visible", "one_hidden", "two_hidden"},
        ),
        ("reference", "student.one(2)", "student.one(3)", {"one_hidden"}),
        ("reference", "import CLOSE, helper", "import CLOSE, deeper as helper", {"two_hidden"}),
    ],
)
def test_a_check_is_its_source_and_what_it_refers_to(course, file, old, new, changed):
    def digests():
        assignment = Course.at(course).assignment("small")
        return definitions(assignment, assignment.checks(hidden=True))

    before = digests()
    path = course / file / "small" / "checks.py"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    after = digests()
    assert {name for name in before if before[name] != after[name]} == changed
    assert len(set(before.values())) == 4


def rewrite(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("assignments/small/assignment.toml", "Small", "Large", []),
        ("assignments/small/assignment.toml", "[points]", "[limits]\nmemory_mb = 100\n[points]", ["the settings"]),
        ("assignments/small/checks.py", "two(1)", "two(2)", ["the checks (two_visible)"]),
        ("reference/small/small.py", "return x", "return +x", ["the reference"]),
        ("reference/secret.txt", "long", "different", ["the seeds"]),
    ],
)
def test_what_changed_is_named(course, file, old, new, words):
    before = provenance(course)
    assert before == provenance(course) and before.digest == provenance(course).digest
    rewrite(course / file, old, new)
    after = provenance(course)
    assert before.differences(after) == words
    assert (before.digest == after.digest) == (not words)


def test_versions_and_isolation_are_named(course):
    before = provenance(course)
    changed = {
        "grader": "9.9",
        "python": "3.99.0",
        "machine": "abacus",
        "isolation": "basic",
        "packages": before.packages | {"numpy": "9.0"},
    }
    for field, value in changed.items():
        after = msgspec.structs.replace(before, **{field: value})
        [words] = before.differences(after)
        assert str(getattr(before, field) if field != "packages" else before.packages["numpy"]) in words
        assert before.digest != after.digest
    [words] = before.differences(msgspec.structs.replace(before, source="other"))
    assert "source" in words


def test_a_provenance_survives_storing(course):
    before = provenance(course)
    again = msgspec.json.decode(msgspec.json.encode(before), type=Provenance)
    assert again == before and again.digest == before.digest


def test_visible_checks_alone_can_be_compared(course):
    staff, student = provenance(course), provenance(course, hidden=False)
    assert student.seeds == "" and set(student.checks) == {"one_visible", "two_visible"}
    assert student.differences(staff, checks=student.checks) == []
    assert student.differences(staff) == ["the checks (one_hidden, two_hidden)"]


def test_a_stronger_isolation_will_do(course):
    own = provenance(course)
    weaker = msgspec.structs.replace(own, isolation="basic")
    assert own.as_strong_as(weaker) and own.as_strong_as(own)
    assert weaker.as_strong_as(own) == (own.isolation == "basic")


def test_deadlines_are_no_part_of_it(course):
    before = provenance(course, hidden=False)
    path = course / "assignments" / "small" / "assignment.toml"
    for terms in (
        "due = 2026-11-20T23:59:00Z",
        'due = 2026-11-21\ntime_zone = "Europe/Berlin"\ngrace = "1 hour"\nlate_penalty = { per_day = 10 }',
        'attempts = "best"',
    ):
        path.write_text(f"{terms}\n{SETTINGS}")
        assert provenance(course, hidden=False) == before
    path.write_text(SETTINGS.replace("60", "61").replace("40", "39"))
    assert provenance(course, hidden=False).settings != before.settings
    path.write_text(f"{SETTINGS}[limits]\nseconds_per_check = 3\n")
    assert provenance(course, hidden=False).settings != before.settings
