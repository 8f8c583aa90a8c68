"""`grade diff` and `grade receipt` from the front door: whose score changed and why, what it was computed from."""

from __future__ import annotations

import json
import shutil

import pytest

SOLUTION = """
def naive_vector_dot(x, y):
    total = 0.0
    for a, b in zip(x, y, strict=True):
        total += a * b
    return total
"""
WRONG = SOLUTION.replace("+= a * b", "+= a + b")


@pytest.fixture(scope="module")
def course(root, tmp_path_factory):
    folder = tmp_path_factory.mktemp("course")
    for kind in ("assignments", "reference"):
        specimens = shutil.ignore_patterns("right", "wrong")
        shutil.copytree(root / kind / "naive_ops", folder / kind / "naive_ops", ignore=specimens)
    shutil.copy(root / "reference" / "secret.txt", folder / "reference")
    return folder


@pytest.fixture(scope="module")
def twice(grade, course, tmp_path_factory):
    """A class that was graded, changed, and graded again with another check: work, changed course, output."""
    folder = tmp_path_factory.mktemp("twice")
    work, output, other = folder / "work", folder / "grades", folder / "course"
    for student, source in (("ann", WRONG), ("bob", SOLUTION), ("cem", WRONG), ("dan", SOLUTION)):
        (work / student).mkdir(parents=True)
        (work / student / "naive_ops.py").write_text(f"# {student}\n{source}")
    assert grade("batch", work, "-a", "naive_ops", "-o", output, "--course", course).returncode == 0
    (work / "ann" / "naive_ops.py").write_text(f"# ann\n{SOLUTION}")
    shutil.rmtree(work / "dan")
    (work / "eve.py").write_text(SOLUTION)
    assert grade("batch", work, "-a", "naive_ops", "-o", output, "--course", course).returncode == 0
    shutil.copytree(course, other)
    checks = other / "assignments" / "naive_ops" / "checks.py"
    text = checks.read_text()
    start = text.index("def ", text.index('part="naive_vector_dot"'))
    body = text.index('"""', text.index('"""', start) + 3) + 3
    checks.write_text(text[:body] + "\n    return 12.5" + text[body:])
    assert grade("batch", work, "-a", "naive_ops", "-o", output, "--course", other).returncode == 0
    return work, other, output, text[start + 4 : text.index("(", start)]


def diff(grade, output, *runs):
    done = grade("diff", "naive_ops", *runs, "-o", output, "--json")
    assert done.returncode in (0, 1), done.stderr
    return done.returncode, json.loads(done.stdout)


def test_whose_work_changed(grade, twice):
    code, answer = diff(grade, twice[2], 1, 2)
    assert code == 1 and answer["provenance_differences"] == []
    found = {change["student_id"]: change for change in answer["changes"]}
    assert sorted(found) == ["ann", "dan", "eve"]
    assert found["ann"]["why"] == ["their work"] and found["ann"]["new"] > found["ann"]["old"]
    assert all("failed → passed" in check for check in found["ann"]["checks"])
    assert found["dan"]["why"] == ["no longer in the folder"] and found["dan"]["new"] is None
    assert found["eve"]["why"] == ["new in the folder"] and found["eve"]["old"] is None


def test_which_check_changed(grade, twice):
    _, _, output, check = twice
    code, answer = diff(grade, output)
    assert (answer["old"]["run"], answer["new"]["run"]) == (2, 3)
    assert code == 1 and answer["provenance_differences"] == [f"the checks ({check})"]
    [cem] = answer["changes"]
    assert cem["student_id"] == "cem" and cem["why"] == [f"the checks ({check})"]
    assert cem["checks"] == [f"{check}: failed → passed"]


def test_the_table_of_changes(grade, twice):
    done = grade("diff", "naive_ops", 1, 3, "-o", twice[2])
    assert done.returncode == 1
    assert "their work" in done.stdout and "4 changed of 4 students: 2 up, 0 down" in done.stdout, done.stdout
    same = grade("diff", "naive_ops", 3, 3, "-o", twice[2])
    assert same.returncode == 0 and "no score changed" in same.stdout


def test_an_unexplained_change_is_named_as_such(grade, twice, tmp_path):
    import sqlite3

    output = shutil.copytree(twice[2], tmp_path / "grades")
    with sqlite3.connect(output / "gradebook.sqlite") as database:
        attempt = database.execute("SELECT attempt_id FROM entries WHERE run_id = 1 AND student_id = 'bob'").fetchone()[
            0
        ]
        run = database.execute("SELECT max(id) FROM attempts").fetchone()[0] + 1
        columns = "provenance_id, run_id, sha256, suffix, status, max_score, seconds, flags, message, problems, output"
        columns += ", graded, host"
        database.execute(
            f"INSERT INTO attempts (id, token, score, {columns}) SELECT {run}, 'x', score + 1, {columns} "
            f"FROM attempts WHERE id = {attempt}"
        )
        database.execute(f"UPDATE entries SET attempt_id = {run} WHERE run_id = 2 AND student_id = 'bob'")
    database.close()
    _, answer = diff(grade, output, 1, 2)
    [bob] = [change for change in answer["changes"] if change["student_id"] == "bob"]
    assert bob["new"] == bob["old"] + 1 and "nothing that is recorded" in bob["why"][0]


def test_receipts_say_what_a_score_was_computed_from(grade, course, twice, rows):
    _, _, output, _ = twice
    done = grade("receipt", "ann", "naive_ops", "-o", output, "--course", course, "--json")
    assert done.returncode == 0, done.stderr
    receipt = json.loads(done.stdout)
    row = next(row for row in rows(output / "naive_ops.csv") if row["student_id"] == "ann")
    record = json.loads((output / "naive_ops.run.json").read_text())
    assert receipt["sha256"] == row["sha256"] and receipt["score"] == float(row["score"])
    assert receipt["digest"] == record["provenance"]["digest"]
    assert set(receipt["provenance"]) >= {"checks", "reference", "settings", "seeds", "packages", "isolation", "source"}
    assert len(receipt["verdicts"]) == len(receipt["provenance"]["checks"])
    told = grade("receipt", "ann", "naive_ops", "-o", output, "--course", twice[1])
    assert row["sha256"] in told.stdout and "nothing of it has changed" in told.stdout
    since = grade("receipt", "ann", "naive_ops", "-o", output, "--course", course)
    assert "since then changed here: the checks" in since.stdout


def test_receipts_of_two_places_are_compared(grade, course, twice, tmp_path):
    work, other, output, check = twice
    words = ("receipt", "ann", "naive_ops", "-o", output)
    own = tmp_path / "own.json"
    own.write_text(grade(*words, "--json").stdout)
    same = grade(*words, "--against", own)
    assert same.returncode == 0 and "the same as" in same.stdout
    local = tmp_path / "local.json"
    local.write_text(grade("locally", work / "ann", "--course", other, "--json").stdout)
    assert grade(*words, "--against", local).returncode == 0, grade(*words, "--against", local).stdout
    local.write_text(grade("locally", work / "cem", "--course", course, "--json").stdout)
    differs = grade(*words, "--against", local)
    assert differs.returncode == 1
    assert "the submission" in differs.stdout and f"the checks ({check})" in differs.stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["receipt", "anne", "naive_ops"], "did you mean ann?"),
        (["receipt", "ann", "naive_op"], "did you mean naive_ops?"),
        (["receipt", "ann", "naive_ops", "--against", "nowhere.json"], "cannot be read"),
        (["receipt", "ann", "naive_ops", "--against", "{other}"], "no receipt"),
        (["receipt", "ann", "naive_ops", "--output", "nowhere"], "no gradebook here"),
        (["diff", "naive_op"], "did you mean naive_ops?"),
        (["diff", "naive_ops", "1", "7"], "has no run 7"),
        (["diff", "naive_ops", "--database", "mysql://nobody"], "would be right"),
    ],
)
def test_bad_input_is_one_clear_line(words, says, grade, twice, tmp_path):
    other = tmp_path / "other.json"
    other.write_text('{"a": 1}')
    words = [word.format(other=other) for word in words]
    done = grade(*words, *([] if "--output" in words else ["--output", twice[2]]))
    assert done.returncode == 2 and done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1 and says in done.stderr, done.stderr


def test_a_bundle_and_the_course_give_the_same_receipt(grade, course, twice, tmp_path):
    """A student's own check and the class's score can be shown to be of the same."""
    work, _, _, _ = twice
    assert grade("release", "naive_ops", "--to", tmp_path / "out", "--course", course).returncode == 0
    bundle = tmp_path / "out" / "naive_ops"
    shutil.copy(work / "bob" / "naive_ops.py", bundle / "naive_ops.py")
    local = tmp_path / "local.json"
    local.write_text(grade("locally", bundle, "--json").stdout)
    assert grade("batch", work, "-a", "naive_ops", "-o", tmp_path / "grades", "--course", course).returncode == 0
    done = grade("receipt", "bob", "naive_ops", "-o", tmp_path / "grades", "--against", local)
    assert done.returncode == 0, done.stdout + done.stderr
