"""`grade batch` from the front door: sample class in, CSV files out."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import tomllib

import pytest

SUBMISSION_COLUMNS = "student_id,assignment,status,score,max_score,percent,file,sha256,seconds,flags,message"
CHECK_COLUMNS = "student_id,assignment,part,check,visibility,verdict,score,points,seconds,message"
VERDICTS = {"passed", "partial", "failed", "error", "timeout", "memory", "crashed", "forbidden", "missing"}


def without_seconds(path):
    """The file's cells but for the one that may differ."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    column = lines[0].index("seconds")
    return [line[:column] + line[column + 1 :] for line in lines]


@pytest.fixture(scope="session")
def naive_class(root, grade, tmp_path_factory):
    """The sample class of naive_ops, graded with two workers."""
    output = tmp_path_factory.mktemp("grades")
    done = grade("batch", root / "tests/submissions/naive_ops", "--assignment", "naive_ops", "-o", output, "-w", 2)
    return done, output


def check_class(root, rows, output, name):
    """Every student of a sample class has the status and lost exactly the parts that are expected."""
    expected = tomllib.loads((root / f"tests/submissions/{name}.expected.toml").read_text(encoding="utf-8"))
    table = {row["student_id"]: row for row in rows(output / f"{name}.csv")}
    lost = {student: set() for student in table}
    for row in rows(output / f"{name}.checks.csv"):
        if row["verdict"] != "passed":
            lost[row["student_id"]].add(row["part"])
    assert sorted(table) == sorted(expected)
    for student, wanted in expected.items():
        assert table[student]["status"] == wanted["status"], (student, table[student])
        if wanted["status"] == "graded":
            assert lost[student] == set(wanted["loses"]), (student, table[student]["message"])
        else:
            assert table[student]["score"] == "0"


def test_sample_class_gets_what_it_must(root, rows, naive_class):
    done, output = naive_class
    assert done.returncode == 0, done.stderr
    assert "16 submissions" in done.stdout
    assert "mean" in done.stdout and "median" in done.stdout and "unreadable" in done.stdout
    check_class(root, rows, output, "naive_ops")


@pytest.mark.trains
@pytest.mark.parametrize(
    "name",
    [
        "tensor_ops",
        *(
            pytest.param(name, marks=pytest.mark.slow)
            for name in "gradient_descent autodiff custom_dense training_loop sequential_digits siamese".split()
        ),
    ],
)
def test_sample_classes_that_use_tensorflow(name, root, grade, rows, tmp_path):
    done = grade("batch", root / "tests/submissions" / name, "--assignment", name, "--output", tmp_path)
    assert done.returncode == 0, done.stderr
    check_class(root, rows, tmp_path, name)


def test_columns_and_verdicts_are_the_contract(rows, naive_class):
    _, output = naive_class
    assert (output / "naive_ops.csv").read_text(encoding="utf-8").splitlines()[0] == SUBMISSION_COLUMNS
    assert (output / "naive_ops.checks.csv").read_text(encoding="utf-8").splitlines()[0] == CHECK_COLUMNS
    table = rows(output / "naive_ops.csv")
    assert [row["student_id"] for row in table] == sorted(row["student_id"] for row in table)
    checks = rows(output / "naive_ops.checks.csv")
    assert {row["verdict"] for row in checks} <= VERDICTS
    assert {"passed", "failed", "error", "timeout", "memory", "crashed", "forbidden", "missing"} <= {
        row["verdict"] for row in checks
    }
    for student in table:
        own = [row for row in checks if row["student_id"] == student["student_id"]]
        assert sum(float(row["points"]) for row in own) == 100
        assert sum(float(row["score"]) for row in own) == pytest.approx(float(student["score"]))
    gradebook = rows(output / "gradebook.csv")
    assert list(gradebook[0]) == ["student_id", "naive_ops", "total", "percent"]
    assert [row["naive_ops"] for row in gradebook] == [row["score"] for row in table]


@pytest.mark.slow
def test_number_of_workers_changes_no_byte(root, grade, naive_class, tmp_path):
    _, output = naive_class
    done = grade("batch", root / "tests/submissions/naive_ops", "-a", "naive_ops", "-o", tmp_path, "-w", 1)
    assert done.returncode == 0
    for name in ("naive_ops.csv", "naive_ops.checks.csv"):
        assert without_seconds(tmp_path / name) == without_seconds(output / name)
    assert (tmp_path / "gradebook.csv").read_bytes() == (output / "gradebook.csv").read_bytes()


def test_second_assignment_joins_the_gradebook(root, grade, rows, naive_class, tmp_path):
    _, output = naive_class
    shutil.copy(output / "gradebook.sqlite", tmp_path)
    work = tmp_path / "work"
    (work / "aturing42").mkdir(parents=True)
    (work / "aturing42" / "gradient_descent.py").write_text("def diverges(eta, x0=10.0, steps=50):\n    return None\n")
    assert grade("batch", work, "-a", "gradient_descent", "-o", tmp_path).returncode == 0
    table = {row["student_id"]: row for row in rows(tmp_path / "gradebook.csv")}
    assert list(table["aturing42"]) == ["student_id", "gradient_descent", "naive_ops", "total", "percent"]
    assert (table["aturing42"]["total"], table["aturing42"]["percent"]) == ("100", "50")
    assert table["ada.lovelace"]["gradient_descent"] == ""


STRANGE_IDS = ["a,b", 'say "hi"', "=1+1", "-dash", "+plus", "@at", "ünï", "名前", "two words", "tab\tid", "\x1b[31mred"]


def test_strange_ids_survive_in_every_file(reference, grade, rows, tmp_path):
    work, output = tmp_path / "work", tmp_path / "out"
    for student in STRANGE_IDS:
        (work / student).mkdir(parents=True)
        (work / student / "naive_ops.py").write_text("def naive_relu(x):\n    return x\n")
    done = grade("batch", work, "-a", "naive_ops", "-o", output)
    assert done.returncode == 0, done.stderr
    found = [row["student_id"] for row in rows(output / "naive_ops.csv")]
    defused = {"=1+1": "'=1+1", "-dash": "'-dash", "+plus": "'+plus", "@at": "'@at"}
    shown = {**defused, "tab\tid": "tab id", "\x1b[31mred": " [31mred"}
    assert sorted(found) == sorted(shown.get(student, student) for student in STRANGE_IDS)
    assert len(rows(output / "gradebook.csv")) == len(STRANGE_IDS)
    assert "\x1b" not in done.stdout + done.stderr


def test_layouts_of_a_folder_and_what_is_not_there(root, reference, grade, rows, tmp_path):
    source = reference("naive_ops")
    work, output = tmp_path / "work", tmp_path / "out"
    (work / "one").mkdir(parents=True)
    (work / "one" / "naive_ops.py").write_text(source)
    (work / "two" / "naive_ops").mkdir(parents=True)
    (work / "two" / "naive_ops" / "my work.py").write_text(source)
    (work / "three.py").write_text(source)
    (work / "four").mkdir()
    (work / "four" / "naiveops.py").write_text(source)
    (work / "five").mkdir()
    (work / "five" / "naive_ops.py").write_text("def naive_relu(:\n")
    (work / "five" / "naive_ops.ipynb").write_bytes((root / "assignments/naive_ops/naive_ops.ipynb").read_bytes())
    os.utime(work / "five" / "naive_ops.ipynb", (1, 1))
    (work / ".ipynb_checkpoints").mkdir()
    (work / "six").mkdir()
    (work / "six" / "naive_ops.ipynb").write_text('{"cells": [')
    assert grade("batch", work, "-a", "naive_ops", "-o", output).returncode == 0
    table = {row["student_id"]: row for row in rows(output / "naive_ops.csv")}
    assert sorted(table) == ["five", "four", "one", "six", "three", "two"]
    assert [table[s]["score"] for s in ("one", "two", "three")] == ["100"] * 3
    assert table["two"]["file"] == "two/naive_ops/my work.py"
    assert table["four"]["status"] == "missing" and "naiveops.py" in table["four"]["message"]
    assert table["five"]["status"] == "unreadable" and table["five"]["flags"] == "several_files"
    assert "naive_ops.py, counts" in table["five"]["message"] and "line 1" in table["five"]["message"]
    assert table["six"]["status"] == "unreadable" and "damaged notebook" in table["six"]["message"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["{empty}", "-a", "naive_ops"], "no submissions"),
        (["{empty}/nowhere", "-a", "naive_ops"], "no such folder"),
        (["{empty}", "-a", "naive_opps"], "did you mean naive_ops?"),
        (["{empty}"], "--assignment"),
        (["{empty}", "-a", "naive_ops", "--workers", "0"], "--workers"),
        (["{empty}", "-a", "naive_ops", "--course", "{empty}"], "no course"),
    ],
)
def test_bad_input_is_one_clear_line(words, says, grade, tmp_path):
    done = grade("batch", *[word.format(empty=tmp_path) for word in words])
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1 and says in done.stderr, done.stderr


def small_class(folder, reference, students=2):
    for number in range(students):
        (folder / f"s{number}").mkdir(parents=True)
        (folder / f"s{number}" / "naive_ops.py").write_text(reference("naive_ops"))


def test_a_table_that_cannot_be_written_loses_no_result(reference, grade, rows, tmp_path):
    small_class(tmp_path / "work", reference)
    output = tmp_path / "out"
    (output / "naive_ops.checks.csv").mkdir(parents=True)
    (output / "naive_ops.csv").write_text("what was there before")
    done = grade("batch", tmp_path / "work", "-a", "naive_ops", "-o", output)
    assert done.returncode == 2
    assert "naive_ops.checks.csv: cannot be written: Is a directory" in done.stderr
    assert "the results are in" in done.stderr and len(done.stderr.strip().splitlines()) == 1
    (output / "naive_ops.checks.csv").rmdir()
    again = grade("batch", tmp_path / "work", "-a", "naive_ops", "-o", output, "--json")
    assert json.loads(again.stdout)["graded"] == 0
    assert [row["score"] for row in rows(output / "naive_ops.csv")] == ["100", "100"]


def test_json_answer(reference, grade, tmp_path):
    small_class(tmp_path / "work", reference)
    done = grade("batch", tmp_path / "work", "-a", "naive_ops", "-o", tmp_path / "out", "--json")
    answer = json.loads(done.stdout)
    assert answer["submissions"] == 2 and answer["mean"] == 100 and answer["statuses"] == {"graded": 2}


def processes_of(group):
    listing = subprocess.run(["ps", "-eo", "pid,ppid,pgid,args"], capture_output=True, text=True, check=True).stdout
    return [line for line in listing.splitlines() if "importlib.util" in line and f" {group} " in line]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_interruption_leaves_complete_files_and_no_process(number, root, rows, tmp_path):
    (tmp_path / "work" / "sleeper").mkdir(parents=True)
    (tmp_path / "work" / "sleeper" / "naive_ops.py").write_text("import time\ntime.sleep(60)\n")
    (tmp_path / "work" / "a_quick_one").mkdir()
    (tmp_path / "work" / "a_quick_one" / "naive_ops.py").write_text("x = 1\n")
    command = [sys.executable, "-m", "grader.cli", "batch", str(tmp_path / "work"), "-a", "naive_ops", "-w", "1"]
    running = subprocess.Popen(
        [*command, "-o", str(tmp_path / "out")], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    time.sleep(5)
    children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(running.pid)], capture_output=True, text=True)
    warm = [int(pid) for pid in children.stdout.split()]
    assert warm, running.poll()
    running.send_signal(number)
    running.communicate(timeout=30)
    deadline = time.monotonic() + 10
    while any(os.path.exists(f"/proc/{pid}") for pid in warm) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(os.path.exists(f"/proc/{pid}") for pid in warm)
    if number == signal.SIGKILL:
        return
    assert running.returncode == 130
    table = {row["student_id"]: row for row in rows(tmp_path / "out" / "naive_ops.csv")}
    assert table["a_quick_one"]["status"] == "graded"
    assert table["sleeper"]["status"] == "needs_attention" and table["sleeper"]["score"] == ""


@pytest.mark.trains
def test_tensorflow_is_never_loaded_in_the_graders_own_process(root, tmp_path):
    work = tmp_path / "work"
    work.mkdir()
    (work / "someone.py").write_bytes((root / "reference/custom_dense/custom_dense.py").read_bytes())
    code = (
        f"import sys; sys.argv = ['grade', 'batch', {str(work)!r}, '-a', 'custom_dense', '-o', {str(tmp_path)!r}]\n"
        "from grader.cli import main\n"
        "try: main()\nexcept SystemExit as end: print('STATUS', end.code)\n"
        "print('LOADED', [name for name in ('tensorflow', 'keras') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert "STATUS 0" in done.stdout and "LOADED []" in done.stdout


def test_names_with_escape_codes_do_not_reach_the_terminal(grade, tmp_path):
    student = tmp_path / "work" / "eve\x1b]0;owned\x07\x1b[2J"
    student.mkdir(parents=True)
    (student / "naive_ops.py").symlink_to("/nowhere")
    done = grade("batch", tmp_path / "work", "-a", "naive_ops", "-o", tmp_path / "out")
    missing = grade("batch", tmp_path / "no\x1b[2Jfolder", "-a", "naive_ops")
    assert missing.returncode == 2
    assert "\x1b" not in done.stdout + done.stderr + missing.stdout + missing.stderr
    assert "\x1b" not in (tmp_path / "out" / "naive_ops.csv").read_text(encoding="utf-8")
