"""What has a result is not graded again, and a batch that was killed goes on: from the front door."""

from __future__ import annotations

import csv
import json
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

TABLES = ("naive_ops.csv", "naive_ops.checks.csv", "gradebook.csv")
STUDENTS = 12


@pytest.fixture(scope="module")
def course(root, tmp_path_factory):
    """A course of one assignment, to be changed."""
    folder = tmp_path_factory.mktemp("course")
    for kind in ("assignments", "reference"):
        shutil.copytree(
            root / kind / "naive_ops", folder / kind / "naive_ops", ignore=shutil.ignore_patterns("*ight", "wrong")
        )
    shutil.copy(root / "reference" / "secret.txt", folder / "reference")
    return folder


def solution(number):
    """A small submission, different for every number: right in some parts, wrong in others."""
    wrong = "x" if number % 3 == 0 else "np.maximum(x, 0)"
    return (
        f"import numpy as np\n\n# student {number}\n\n\ndef fast_add_relu(x, y):\n    return np.maximum(x + y, 0)\n\n\n"
        f"def naive_vector_dot(x, y):\n    total = {float(number % 2)}\n    for a, b in zip(x, y):\n"
        f"        total += a * b\n    return total\n\n\ndef naive_relu(x):\n    return {wrong}\n"
    )


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    """A class; one of it has handed in nothing, one what cannot be read."""
    folder = tmp_path_factory.mktemp("work")
    for number in range(STUDENTS):
        (folder / f"s{number:02}").mkdir()
        (folder / f"s{number:02}" / "naive_ops.py").write_text(solution(number))
    (folder / "nothing").mkdir()
    (folder / "unreadable.py").write_text("def (:\n")
    return folder


@pytest.fixture
def batch(grade, course):
    """`grade batch` in the small course; the answer as JSON."""

    def run(work, output, *words, course=course):
        done = grade("batch", work, "-a", "naive_ops", "-o", output, "--course", course, "--json", *words)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


@pytest.fixture(scope="module")
def graded(grade, course, work, tmp_path_factory):
    """The folder of an undisturbed run."""
    output = tmp_path_factory.mktemp("undisturbed")
    done = grade("batch", work, "-a", "naive_ops", "-o", output, "--course", course)
    assert done.returncode == 0, done.stderr
    return output


@pytest.fixture
def output(graded, tmp_path):
    """A copy of it, to go on from."""
    return shutil.copytree(graded, tmp_path / "grades")


def attempts(output):
    """Content to how often it was graded."""
    with sqlite3.connect(output / "gradebook.sqlite") as database:
        rows = database.execute("SELECT sha256, count(*) FROM attempts WHERE suffix != '' GROUP BY sha256").fetchall()
    database.close()
    return dict(rows)


def without_seconds(path):
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    columns = [number for number, name in enumerate(lines[0]) if name != "seconds"]
    return [[line[number] for number in columns] for line in lines]


def test_an_unchanged_class_is_not_graded_again(batch, work, output):
    before = {name: (output / name).read_bytes() for name in TABLES}
    again = batch(work, output)
    assert (again["graded"], again["unchanged"], again["submissions"]) == (0, STUDENTS + 1, STUDENTS + 2)
    assert {name: (output / name).read_bytes() for name in TABLES} == before
    assert set(attempts(output).values()) == {1}


def test_a_changed_submission_alone_is_graded_again(batch, work, output, rows, tmp_path):
    changed = shutil.copytree(work, tmp_path / "work")
    (changed / "s01" / "naive_ops.py").write_text("def naive_relu(x):\n    return None\n")
    (changed / "new").mkdir()
    (changed / "new" / "naive_ops.py").write_text(solution(4))
    shutil.rmtree(changed / "s02")
    again = batch(changed, output)
    assert (again["graded"], again["unchanged"]) == (1, STUDENTS)
    table = {row["student_id"]: row for row in rows(output / "naive_ops.csv")}
    assert table["s01"]["score"] == "0" and "s02" not in table
    assert table["new"]["score"] == table["s04"]["score"] != "0"


def test_the_same_content_is_graded_once_whoever_handed_it_in(batch, rows, tmp_path):
    for student in ("ann", "bob", "cem"):
        (tmp_path / "work" / student).mkdir(parents=True)
        (tmp_path / "work" / student / "naive_ops.py").write_text(solution(2))
    (tmp_path / "work" / "dan.py").write_text(solution(2))
    (tmp_path / "work" / "eve").mkdir()
    (tmp_path / "work" / "eve" / "naive_ops.py").write_text(solution(2))
    (tmp_path / "work" / "eve" / "naive_ops.ipynb").write_text("{}")
    done = batch(tmp_path / "work", tmp_path / "out")
    assert done["graded"] == 5 and list(attempts(tmp_path / "out").values()) in ([1], [1, 1])
    table = rows(tmp_path / "out" / "naive_ops.csv")
    assert len({row["score"] for row in table if row["student_id"] != "eve"}) == 1
    assert [row["file"] for row in table][:4] == [f"{one}/naive_ops.py" for one in ("ann", "bob", "cem")] + ["dan.py"]
    assert table[4]["flags"] == "several_files" and "the newest" in table[4]["message"]


def test_what_concerns_a_score_grades_anew_and_nothing_else_does(batch, course, work, output, tmp_path):
    def after(what, change):
        other = shutil.copytree(course, tmp_path / what)
        change(other)
        return batch(work, output, course=other)["graded"]

    def edit(name, old, new):
        text = (course / name).read_text()
        assert old in text
        return lambda other: (other / name).write_text(text.replace(old, new))

    checks, settings = "assignments/naive_ops/checks.py", "assignments/naive_ops/assignment.toml"
    reference = edit("reference/naive_ops/naive_ops.py", "import numpy", "import math\nimport numpy")
    everybody = STUDENTS + 1
    assert after("comment", edit(checks, "\n\n\n", "\n\n\n# a remark\n\n\n")) == 0
    assert after("title", edit(settings, "title = ", 'title = "Another" # ')) == 0
    assert after("limit", edit(settings, "seconds_in_all = 120.0", "seconds_in_all = 121.0")) == everybody
    assert after("check", edit(checks, "rtol=2e-5", "rtol=3e-5")) == everybody
    assert after("reference", reference) == everybody
    assert (
        after("secret", lambda other: (other / "reference/secret.txt").write_text("another, long secret")) == everybody
    )
    assert batch(work, output)["graded"] == 0  # the first results are still there


def test_a_changed_check_runs_the_checks_of_its_part_only(batch, course, work, output, tmp_path):
    other = shutil.copytree(course, tmp_path / "course")
    checks = other / "reference/naive_ops/checks.py"
    text = checks.read_text()
    start = text.index('part="naive_vector_dot"')
    checks.write_text(text[:start] + text[start:].replace("points=", "seconds=1.9, points=", 1))
    slow = shutil.copytree(work, tmp_path / "work")
    (slow / "sleeper.py").write_text(solution(1) + "\n\ndef naive_add(x, y):\n    while True:\n        pass\n")
    assert batch(slow, output)["graded"] == 1
    assert batch(slow, output, course=other)["graded"] == STUDENTS + 2
    with sqlite3.connect(output / "gradebook.sqlite") as database:
        query = "SELECT count(*), count(base_id) FROM attempts WHERE suffix != '' AND run_id = 3"
        assert database.execute(query).fetchone() == (STUDENTS + 2, STUDENTS)  # not unreadable.py, not the sleeper
    database.close()
    fresh = tmp_path / "fresh"
    batch(slow, fresh, course=other)
    for name in TABLES:
        assert without_seconds(output / name) == without_seconds(fresh / name)


def test_regrade_grades_everything(batch, work, output):
    assert batch(work, output, "--regrade")["graded"] == STUDENTS + 1
    assert set(attempts(output).values()) == {2}
    assert batch(work, output)["graded"] == 0


def test_a_quick_look_keeps_the_rows_of_all_others(batch, grade, course, work, output, rows, tmp_path):
    changed = shutil.copytree(work, tmp_path / "work")
    for number in (3, 5):
        (changed / f"s{number:02}" / "naive_ops.py").write_text("def naive_relu(x):\n    return None\n")
    before = rows(output / "naive_ops.csv")
    words = ("batch", changed, "-a", "naive_ops", "-o", output, "--course", course)
    done = grade(*words, "--only", "s03", "--only", "s04")
    assert done.returncode == 0 and "s03" in done.stdout and "s04" in done.stdout and "s05" not in done.stdout
    after = rows(output / "naive_ops.csv")
    assert [one["student_id"] for one, other in zip(before, after, strict=True) if one != other] == ["s03"]
    assert batch(changed, tmp_path / "few", "--limit", "3")["submissions"] == 3
    assert [row["student_id"] for row in rows(tmp_path / "few" / "naive_ops.csv")] == ["nothing", "s00", "s01"]
    wrong = grade(*words, "--only", "s033")
    assert wrong.returncode == 2 and "did you mean s03" in wrong.stderr


def start(root, course, work, output):
    command = [sys.executable, "-m", "grader.cli", "batch", work, "-a", "naive_ops", "-o", output, "--course", course]
    return subprocess.Popen(list(map(str, command)), cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def killed_and_resumed(root, course, work, output, batch, after):
    """What the resumed run answers, after a first one was killed so many seconds after its beginning."""
    running = start(root, course, work, output)
    time.sleep(after)
    running.send_signal(signal.SIGKILL)
    running.wait()
    return batch(work, output)


def check_resumed(graded, output):
    for name in TABLES:
        assert without_seconds(output / name) == without_seconds(graded / name), name
    assert set(attempts(output).values()) == {1}, "something was graded twice"
    assert not list(output.glob(".*")), "something half-written is left"


@pytest.mark.parametrize("after", [2.2])
def test_a_killed_batch_goes_on(after, root, course, work, batch, graded, tmp_path):
    answer = killed_and_resumed(root, course, work, tmp_path / "out", batch, after)
    assert answer["graded"] + answer["unchanged"] == STUDENTS + 1
    check_resumed(graded, tmp_path / "out")


@pytest.mark.slow
def test_a_batch_killed_at_fifty_moments_goes_on(root, course, work, batch, graded, tmp_path):
    begin = time.monotonic()
    batch(work, tmp_path / "timed")
    whole = time.monotonic() - begin
    moments = random.Random(5)
    unfinished = 0
    for number in range(50):
        after = moments.uniform(0.1, whole)
        answer = killed_and_resumed(root, course, work, tmp_path / str(number), batch, after)
        unfinished += 0 < answer["graded"] < STUDENTS + 1
        check_resumed(graded, tmp_path / str(number))
    assert unfinished > 3, "the moments were not in the midst of the batches"


@pytest.mark.slow
def test_an_interrupted_batch_says_so_and_goes_on(root, course, work, batch, graded, rows, tmp_path):
    slow = shutil.copytree(work, tmp_path / "work")
    (slow / "zz_sleeper.py").write_text("import time\ntime.sleep(60)\n")
    running = start(root, course, slow, tmp_path / "out")
    time.sleep(6)
    running.send_signal(signal.SIGINT)
    assert running.wait(timeout=30) == 130
    table = {row["student_id"]: row for row in rows(tmp_path / "out" / "naive_ops.csv")}
    assert table["zz_sleeper"]["status"] == "needs_attention" and "interrupted" in table["zz_sleeper"]["message"]
    assert {row["student_id"]: row["naive_ops"] for row in rows(tmp_path / "out" / "gradebook.csv")}["zz_sleeper"] == ""
    (slow / "zz_sleeper.py").unlink()
    assert batch(slow, tmp_path / "out")["unchanged"] > 0
    check_resumed(graded, tmp_path / "out")


def test_a_course_that_cannot_grade_leaves_the_files_of_the_run_before(grade, course, work, output, tmp_path):
    broken = shutil.copytree(course, tmp_path / "course")
    (broken / "reference/naive_ops/naive_ops.py").write_text("def naive_relu(x):\n    return x\n")
    before = {name: (output / name).read_bytes() for name in TABLES}
    done = grade("batch", work, "-a", "naive_ops", "-o", output, "--course", broken)
    assert done.returncode == 2 and "the reference solution" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert {name: (output / name).read_bytes() for name in TABLES} == before
    look = grade("batch", work, "-a", "naive_ops", "-o", output, "--course", course, "--only", "s01")
    assert look.returncode == 0
    assert {name: (output / name).read_bytes() for name in TABLES} == before


def test_a_log_of_the_batch(work, graded):
    [log] = (graded / "logs").iterdir()
    lines = log.read_text(encoding="utf-8").splitlines()
    assert log.name == "naive_ops-run1.log"
    assert sum(" s0" in line or " s1" in line for line in lines) == STUDENTS
    assert any("2 local workers" in line or "local worker" in line for line in lines)
