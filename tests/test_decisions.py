"""Who is in the class, when work was due, and what people decide: from `grade batch` to the tables and back."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import classes
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.gradebook.store import Gradebook
from grader.policy import PerDay, Policy
from grader.rulings import COMMENT, EXCUSE, EXTENSION, OVERRIDE, Decision, Raw, Terms, rule

NAIVE_RELU = """def naive_relu(x):
    assert x.ndim == 2
    x = x.copy()
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            x[i, j] = max(x[i, j], 0)
    return x
"""
LATE = {"ann": "2026-11-10 22:00:00 UTC", "ben": "2026-11-11 22:30:00 Europe/Berlin", "cem": "2026-11-14 12:00:00 UTC"}


@pytest.fixture(scope="module")
def course(root, tmp_path_factory):
    """A course with a deadline and a roster."""
    there = tmp_path_factory.mktemp("course")
    for folder in ("assignments", "reference"):
        shutil.copytree(root / folder / "naive_ops", there / folder / "naive_ops")
    shutil.copy(root / "reference" / "secret.txt", there / "reference" / "secret.txt")
    settings = there / "assignments" / "naive_ops" / "assignment.toml"
    policy = 'due = 2026-11-10T23:59:00\ntime_zone = "Europe/Berlin"\ngrace = "15 minutes"\n'
    settings.write_text(f"{policy}late_penalty = {{ per_day = 10, cap = 50 }}\n" + settings.read_text(encoding="utf-8"))
    (there / "roster.csv").write_text(
        "student_id,name,email,section,extension_days,tutorial\n"
        "ann,Ann Ålund,ann@x.org,A,,1\nben,Ben,ben@x.org,A,,2\ncem,Cem,cem@x.org,B,2,2\ndee,Dee,dee@x.org,B,,1\n"
    )
    return there


@pytest.fixture
def graded(course, grade, reference, tmp_path):
    """A graded class: in time, a day late, three days late with two days more, missing, unknown."""
    work = tmp_path / "work"
    for student, when in {**LATE, "deb": "2026-11-10 10:00:00 UTC"}.items():
        (work / student / "naive_ops").mkdir(parents=True)
        (work / student / "naive_ops" / "naive_ops.py").write_text(NAIVE_RELU)
        (work / student / "naive_ops" / "timestamp.txt").write_text(when)
    done = grade("batch", work, "-a", "naive_ops", "-o", tmp_path / "out", "--course", course)
    assert done.returncode == 0, done.stderr
    return tmp_path


def score_of(graded, rows):
    table = rows(graded / "out" / "naive_ops.csv")
    return {row["student_id"]: (row["status"], float(row["score"]), row["message"]) for row in table}


def test_the_row_says_who_is_late_and_who_says_so(graded, rows):
    found = score_of(graded, rows)
    assert found["ann"][:2] == ("graded", 8) and found["dee"][:2] == ("missing", 0)
    assert found["ben"][:2] == ("late", 0) and "1 day late" in found["ben"][2] and "timestamp.txt" in found["ben"][2]
    assert found["cem"][0] == "late" and "2 days late" in found["cem"][2], "two days of four are an extension"
    assert "not on the roster; did you mean dee" in found["deb"][2] and found["deb"][1] == 8
    assert "not_on_roster" in {row["student_id"]: row for row in rows(graded / "out" / "naive_ops.csv")}["deb"]["flags"]


def test_a_deadline_that_moves_changes_scores_and_grades_nothing_again(graded, grade, course, rows):
    settings = course / "assignments" / "naive_ops" / "assignment.toml"
    text = settings.read_text()
    settings.write_text(text.replace("2026-11-10T23:59:00", "2026-11-30T23:59:00"))
    try:
        words = ("batch", graded / "work", "-a", "naive_ops", "-o", graded / "out", "--course", course, "--json")
        done = grade(*words)
        assert json.loads(done.stdout)["graded"] == 0, done.stderr
    finally:
        settings.write_text(text)
    assert {status for status, *_ in score_of(graded, rows).values()} == {"graded", "missing"}


def test_decisions_count_survive_a_regrade_and_can_be_undone(graded, grade, course, rows):
    out = ("-o", graded / "out")

    def decide(*words):
        done = grade(*words, *out)
        assert done.returncode == 0, done.stderr
        return done.stdout

    told = decide("override", "ann", "naive_ops", "--score", "50", "--reason", "=clerical error")
    assert told == "ann, naive_ops: 8 → 50 points; 50 points by decision (=clerical error)\n"
    decide("override", "deb", "naive_ops", "--part", "naive_add", "--score", "7", "--reason", "right by hand")
    decide("extend", "ben", "naive_ops", "--days", "1", "--reason", "ill")
    decide("excuse", "dee", "naive_ops", "--reason", "ill all month")
    decide("comment", "ann", "naive_ops", "Well done, Ann!")

    def check():
        found = score_of(graded, rows)
        assert found["ann"][:2] == ("graded", 50) and "by decision (=clerical error)" in found["ann"][2]
        assert found["deb"][1] == 15 and "naive_add: 7 of 7 points by decision" in found["deb"][2]
        assert found["ben"][:2] == ("graded", 8)
        assert "excused (ill all month)" in found["dee"][2]
        book = {row["student_id"]: row for row in rows(graded / "out" / "gradebook.csv")}
        assert book["dee"]["naive_ops"] == "excused" and book["dee"]["percent"] == ""
        assert book["ann"]["total"] == "50"

    check()
    words = ("batch", graded / "work", "-a", "naive_ops", "-o", graded / "out", "--course", course, "--regrade")
    assert grade(*words).returncode == 0
    check()
    page = grade("feedback", "naive_ops", *out)
    assert page.returncode == 0, page.stderr
    text = (graded / "out" / "feedback" / "naive_ops" / "ann.html").read_text(encoding="utf-8")
    assert "Well done, Ann!" in text and "by decision" in text
    assert decide("override", "ann", "naive_ops", "--undo") == "ann, naive_ops: 50 → 8 points\n"
    decide("extend", "ben", "naive_ops", "--undo")
    found = score_of(graded, rows)
    assert found["ann"][1] == 8 and found["ben"][:2] == ("late", 0)
    told = json.loads(decide("decisions", "--json"))
    assert [(one["kind"], bool(one["undone"])) for one in told] == [
        ("override", True), ("override", False), ("extension", True), ("excuse", False), ("comment", False),
    ]  # fmt: skip
    assert all(one["who"] and one["made"] for one in told)
    assert "undone by" in decide("decisions", "naive_ops", "--student", "ann")


def test_another_attempt_can_count(graded, grade, course, rows):
    words = ("batch", graded / "work", "-a", "naive_ops", "-o", graded / "out", "--course", course)
    (graded / "work" / "ann" / "naive_ops" / "naive_ops.py").write_text("def naive_relu(x):\n    return x\n")
    assert grade(*words).returncode == 0
    assert score_of(graded, rows)["ann"][1] < 8
    settings = course / "assignments" / "naive_ops" / "assignment.toml"
    text = settings.read_text()
    settings.write_text('attempts = "best"\n' + text)
    try:
        assert grade(*words).returncode == 0
    finally:
        settings.write_text(text)
    assert score_of(graded, rows)["ann"][1] == 8
    assert grade(*words).returncode == 0
    assert score_of(graded, rows)["ann"][1] < 8
    done = grade("choose", "ann", "naive_ops", "--run", "1", "-o", graded / "out")
    assert done.returncode == 0, done.stderr
    assert score_of(graded, rows)["ann"][1] == 8
    assert grade("choose", "ann", "naive_ops", "--undo", "-o", graded / "out").returncode == 0
    assert score_of(graded, rows)["ann"][1] < 8


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["override", "anne", "naive_ops", "--score", "1", "--reason", "x"], "did you mean ann?"),
        (["override", "ann", "naive_op", "--score", "1", "--reason", "x"], "did you mean naive_ops?"),
        (["override", "ann", "naive_ops", "--score", "101", "--reason", "x"], "from 0 to 100"),
        (["override", "ann", "naive_ops", "--score", "nan", "--reason", "x"], "from 0 to 100"),
        (["override", "ann", "naive_ops", "--score", "9", "-p", "naive_relu", "--reason", "x"], "from 0 to 8"),
        (
            ["override", "ann", "naive_ops", "--score", "9", "-p", "naive_reluu", "--reason", "x"],
            "did you mean naive_relu",
        ),
        (["override", "ann", "naive_ops", "--score", "9"], "--reason: missing"),
        (["override", "ann", "naive_ops", "--reason", "x"], "--score: missing"),
        (["override", "ann", "naive_ops", "--undo"], "no score by decision to undo"),
        (["comment", "ann", "naive_ops"], "the comment is empty"),
        (["extend", "ann", "naive_ops", "--days", "-1", "--reason", "x"], "at least 0"),
        (["choose", "ann", "naive_ops", "--run", "77"], "not in run 77"),
        (["choose", "ann", "naive_ops"], "--run: missing"),
    ],
)
@pytest.mark.slow
def test_a_wrong_decision_gets_one_line_and_changes_nothing(graded, grade, words, told):
    before = (graded / "out" / "naive_ops.csv").read_bytes()
    done = grade(*words, "-o", graded / "out")
    assert done.returncode == 2 and done.stdout == ""
    [line] = done.stderr.splitlines()
    assert told in line
    assert (graded / "out" / "naive_ops.csv").read_bytes() == before
    with closing(sqlite3.connect(graded / "out" / "gradebook.sqlite")) as connection:
        assert connection.execute("SELECT count(*) FROM decisions").fetchone() == (0,)


# --- parts ------------------------------------------------------------------------------------------------

POLICY = Policy.of(Terms(due=datetime(2026, 11, 20, 23, tzinfo=UTC), late_penalty=PerDay(per_day=10, cap=50)))


def raw(score=80.0, status="graded", **other):
    return Raw(status=status, score=score, max_score=100.0, parts={"f": (10.0, 20.0)}, **other)


def decided(kind, number=1, **other):
    return Decision(kind=kind, assignment="a", student_id="s", id=number, **other)


def test_what_comes_first():
    late = {"handed_in": "2026-11-21T12:00:00+00:00", "handed_in_from": "file"}
    ruling, status = rule(raw(**late), POLICY, 0.0, [])
    assert (ruling.score, ruling.raw_score, ruling.penalty, status) == (70, 80, 10, "late")
    part = decided(OVERRIDE, part="f", value=20.0, words="why")
    ruling, status = rule(raw(**late), POLICY, 0.0, [part])
    assert (ruling.score, ruling.raw_score, ruling.penalty) == (80, 80, 10)
    whole = decided(OVERRIDE, 2, value=33.0)
    ruling, status = rule(raw(**late), POLICY, 0.0, [part, whole])
    assert (ruling.score, ruling.penalty, status, ruling.overridden) == (33, 0, "late", True)
    ruling, status = rule(raw(**late), POLICY, 0.0, [decided(EXTENSION, value=0.5)])
    assert (ruling.score, status) == (70, "late")
    ruling, status = rule(raw(**late), POLICY, 0.5, [decided(EXTENSION, value=0.5)])
    assert (ruling.score, status, ruling.due[:10]) == (80, "graded", "2026-11-21")


def test_the_newest_decision_counts_and_what_was_undone_does_not():
    old, new = decided(OVERRIDE, 1, value=1.0), decided(OVERRIDE, 2, value=2.0)
    assert rule(raw(), None, 0.0, [new, old])[0].score == 2
    gone = decided(OVERRIDE, 3, value=3.0, undone="2026-01-01")
    assert rule(raw(), None, 0.0, [gone, new, old])[0].score == 2
    assert rule(raw(), None, 0.0, [gone])[0].score == 80


def test_an_open_score_stays_open_until_somebody_settles_it():
    open_score = raw(None, "needs_attention")
    assert rule(open_score, POLICY, 0.0, [decided(OVERRIDE, part="f", value=1.0)])[0].score is None
    ruling, status = rule(open_score, POLICY, 0.0, [decided(OVERRIDE, value=60.0)])
    assert (ruling.score, status) == (60, "graded")
    ruling, status = rule(open_score, POLICY, 0.0, [decided(EXCUSE), decided(COMMENT, words="c")])
    assert ruling.excused and ruling.comment == "c" and status == "needs_attention"


@given(
    st.floats(0, 100),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)),
    st.floats(0, 30),
    st.lists(st.tuples(st.sampled_from([OVERRIDE, EXTENSION, EXCUSE, COMMENT]), st.floats(0, 20), st.booleans())),
)
def test_a_score_is_never_below_zero_and_never_above_the_raw_one_without_an_override(score, when, days, chosen):
    known = [
        decided(kind, number, value=value, undone="x" if undone else "", part="f" if kind == OVERRIDE else "")
        for number, (kind, value, undone) in enumerate(chosen)
    ]
    handed = {"handed_in": when.replace(tzinfo=UTC).isoformat(timespec="seconds"), "handed_in_from": "file"}
    ruling, _ = rule(raw(score, **handed), POLICY, days, known)
    assert ruling.score is not None and ruling.score >= -10.000001
    if not any(kind == OVERRIDE and not undone for kind, _, undone in chosen):
        assert 0 <= ruling.score <= score + 1e-6 and ruling.penalty <= 50


def test_a_receipt_tells_what_was_computed(tmp_path, grade):
    checks, students = classes.some_class(6)
    classes.write(tmp_path, "naive_ops", checks, students)
    first = max(students, key=lambda one: students[one].score or 0)
    with Gradebook.at(tmp_path, None) as book:
        decision = Decision(kind=OVERRIDE, assignment="naive_ops", student_id=first, value=1.0, words="why", who="x")
        book.decide(decision)
        assert book.entry("naive_ops", first).score == 1
    told = json.loads(grade("receipt", first, "naive_ops", "-o", tmp_path, "--json").stdout)
    assert told["score"] == pytest.approx(students[first].score)
