"""The CSV files of a batch: whole or not at all, harmless in a spreadsheet, the same bytes every time."""

import csv
import io
import os
import stat

import pandas
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from grader.check import Check
from grader.errors import UsageError
from grader.grading import CheckResult, Result
from grader.tables import (
    CHECK_COLUMNS,
    SUBMISSION_COLUMNS,
    number,
    text,
    write_csv,
    write_gradebook,
    write_results,
    write_whole,
)

QUICK = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
LOOP = Check("adds", "naive_add", 4.0, "A sentence.", lambda: None)
HIDDEN = Check("adds_more", "naive_add", 6.0, "Another.", lambda: None, visibility="hidden")


def result(student, *scores, status="graded", assignment="naive_ops", **more):
    checks = tuple(
        CheckResult(check, "passed" if score == check.points else "failed", score, 0.25, f"{check.name}: {score}")
        for check, score in zip((LOOP, HIDDEN), scores, strict=False)
    )
    return Result(student, assignment, status, 10.0, checks, **{"file": f"{student}/naive_ops.py", **more})


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def table_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# --- cells ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (0, "0"),
        (0.0, "0"),
        (-0.0, "0"),
        (100, "100"),
        (100.0, "100"),
        (10, "10"),
        (12.5, "12.5"),
        (100 / 3, "33.3333"),
        (99.99996, "100"),
        (99.99994, "99.9999"),
        (0.00001, "0"),
        (-0.00001, "0"),
        (-2.5, "-2.5"),
        (1e6, "1000000"),
        (0.1 + 0.2, "0.3"),
    ],
)
def test_numbers_are_short(value, told):
    assert number(value) == told


@QUICK
@given(st.floats(0, 1e6))
def test_numbers_read_back(value):
    told = number(value)
    assert abs(float(told) - value) <= 0.5001e-4
    assert "e" not in told
    assert not (told.endswith("0") and "." in told)


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_formulas_are_defused(start):
    assert text(f"{start}1+cmd|' /C calc'!A0") == f"'{start}1+cmd|' /C calc'!A0"
    assert text(f"a{start}b") == f"a{start}b"


@pytest.mark.parametrize(
    ("dirty", "cell"),
    [
        ("two\nlines", "two lines"),
        ("a\r\nb\tc", "a  b c"),
        ("\x1b[31mred\x07", " [31mred "),
        ("\u2028\u2029\u202e", "   "),
        ("\ud800", "\\ud800"),
        ("jörg müller, 你好", "jörg müller, 你好"),
        ("", ""),
    ],
)
def test_cells_are_one_line_of_valid_text(dirty, cell):
    assert text(dirty) == cell


@QUICK
@given(st.text())
@example("=1")
@example("\n=1")
@example("'=1")
def test_any_text_becomes_a_harmless_cell(value):
    cell = text(value)
    cell.encode("utf-8")
    assert cell.isprintable()
    assert not cell.startswith(("=", "+", "-", "@"))


# --- a table ----------------------------------------------------------------------------------------------


@QUICK
@given(st.lists(st.tuples(st.text(max_size=10), st.text(max_size=20)), max_size=5))
def test_ids_and_messages_survive_reading(tmp_path, cells):
    path = tmp_path / "table.csv"
    rows = [[text(student), text(message)] for student, message in cells]
    write_csv(path, ("student_id", "message"), rows)
    assert rows_of(path) == [["student_id", "message"], *rows]
    content = path.read_bytes()
    assert content.count(b"\n") == content.count(b"\r\n") == len(rows) + 1


def test_commas_and_quotes_survive_reading(tmp_path):
    path = tmp_path / "table.csv"
    row = ['a, "b"', "'c'; d", '""', ",", " padded "]
    write_csv(path, ("a", "b", "c", "d", "e"), [row])
    assert rows_of(path)[1] == row
    assert pandas.read_csv(path, keep_default_na=False, dtype=str).iloc[0].tolist() == row


def test_results_have_the_columns_of_the_contract(tmp_path):
    students = [
        result("zoe", 4.0, 0.0, sha256="ab" * 32, seconds=1.23456, flags=("late", "several_files"), message="a\nb"),
        result("Adam", 4.0, 6.0),
        result("=evil", status="missing", file="", message="+1"),
        result("eve", 4.0, status="needs_attention", message="out of memory"),
    ]
    write_results(tmp_path, "naive_ops", students)
    table = table_of(tmp_path / "naive_ops.csv")
    assert tuple(table[0]) == SUBMISSION_COLUMNS
    assert [row["student_id"] for row in table] == ["'=evil", "Adam", "eve", "zoe"]
    assert table[3] == {
        "student_id": "zoe",
        "assignment": "naive_ops",
        "status": "graded",
        "score": "4",
        "max_score": "10",
        "percent": "40",
        "file": "zoe/naive_ops.py",
        "sha256": "ab" * 32,
        "seconds": "1.235",
        "flags": "late several_files",
        "message": "a b",
    }
    assert (table[0]["score"], table[0]["percent"], table[0]["message"]) == ("0", "0", "'+1")
    assert (table[2]["score"], table[2]["percent"], table[2]["status"]) == ("", "", "needs_attention")
    checks = table_of(tmp_path / "naive_ops.checks.csv")
    assert tuple(checks[0]) == CHECK_COLUMNS
    assert [(row["student_id"], row["check"]) for row in checks] == [
        ("Adam", "adds"),
        ("Adam", "adds_more"),
        ("eve", "adds"),
        ("zoe", "adds"),
        ("zoe", "adds_more"),
    ]
    assert checks[1] == {
        "student_id": "Adam",
        "assignment": "naive_ops",
        "part": "naive_add",
        "check": "adds_more",
        "visibility": "hidden",
        "verdict": "passed",
        "score": "6",
        "points": "6",
        "seconds": "0.250",
        "message": "adds_more: 6.0",
    }


def test_the_same_results_give_the_same_bytes(tmp_path):
    students = [result(name, 4.0, 6.0) for name in ("c", "a", "b")]
    write_results(tmp_path / "one", "naive_ops", students)
    write_results(tmp_path / "two", "naive_ops", students[::-1])
    for name in ("naive_ops.csv", "naive_ops.checks.csv"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


# --- whole or not at all ----------------------------------------------------------------------------------


def test_a_file_is_replaced_at_once(tmp_path):
    path = tmp_path / "deep" / "folder" / "table.csv"
    write_whole(path, b"one")
    write_whole(path, b"two")
    assert path.read_bytes() == b"two"
    assert os.listdir(path.parent) == ["table.csv"]


def test_a_written_file_can_be_read_by_others(tmp_path):
    before = os.umask(0o022)
    try:
        write_whole(tmp_path / "table.csv", b"")
        assert stat.S_IMODE((tmp_path / "table.csv").stat().st_mode) == 0o644
        assert os.umask(0o022) == 0o022
    finally:
        os.umask(before)


@pytest.mark.parametrize("step", ["replace", "fsync", "chmod"])
def test_a_failure_leaves_what_was_there(tmp_path, monkeypatch, step):
    path = tmp_path / "table.csv"
    write_whole(path, b"old")

    def fail(*arguments, **keywords):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, step, fail)
        with pytest.raises(UsageError) as caught:
            write_whole(path, b"new")
    assert str(caught.value) == (
        f"{path}: cannot be written: No space left on device; what was there before is as it was"
    )
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["table.csv"]


def test_an_interrupt_leaves_what_was_there(tmp_path, monkeypatch):
    path = tmp_path / "table.csv"
    write_whole(path, b"old")

    def interrupt(*arguments):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", interrupt)
        with pytest.raises(KeyboardInterrupt):
            write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["table.csv"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_a_clear_error(tmp_path):
    path = tmp_path / "table.csv"
    write_whole(path, b"old")
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(UsageError, match="cannot be written: Permission denied"):
            write_whole(path, b"new")
        assert path.read_bytes() == b"old"
    finally:
        tmp_path.chmod(0o700)


def test_a_folder_that_cannot_be_made_is_a_clear_error(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UsageError, match=r"file/table\.csv: cannot be written: "):
        write_whole(tmp_path / "file" / "table.csv", b"new")
    (tmp_path / "taken.csv").mkdir()
    with pytest.raises(UsageError, match=r"taken\.csv: cannot be written: Is a directory"):
        write_whole(tmp_path / "taken.csv", b"new")
    assert sorted(os.listdir(tmp_path)) == ["file", "taken.csv"]


# --- the gradebook ----------------------------------------------------------------------------------------


def graded(student, score, assignment, status="graded"):
    return result(student, min(score, 4.0), score - min(score, 4.0), assignment=assignment, status=status)


def test_the_gradebook_joins_all_tables(tmp_path):
    write_results(tmp_path, "a", [graded("ann", 10, "a"), graded("bob", 5, "a"), graded("cem", 0, "a", "missing")])
    write_results(tmp_path, "c", [graded("bob", 7.5, "c"), graded("dan", 4, "c")])
    write_gradebook(tmp_path, ["a", "b", "c"])
    assert rows_of(tmp_path / "gradebook.csv") == [
        ["student_id", "a", "c", "total", "percent"],
        ["ann", "10", "", "10", "50"],
        ["bob", "5", "7.5", "12.5", "62.5"],
        ["cem", "0", "", "0", "0"],
        ["dan", "", "4", "4", "20"],
    ]


def test_an_open_score_counts_neither_way(tmp_path):
    write_results(tmp_path, "a", [graded("ann", 10, "a"), graded("bob", 0, "a", "needs_attention")])
    write_results(tmp_path, "b", [graded("ann", 0, "b", "needs_attention"), graded("bob", 0, "b", "needs_attention")])
    write_gradebook(tmp_path, ["a", "b"])
    assert rows_of(tmp_path / "gradebook.csv")[1:] == [["ann", "10", "", "10", "100"], ["bob", "", "", "0", ""]]


def test_the_gradebook_is_sorted_by_the_ids_themselves(tmp_path):
    ids = ["zoe", "=b", "-a", "Ann", "'quoted"]
    write_results(tmp_path, "a", [graded(student, 4, "a") for student in ids])
    write_gradebook(tmp_path, ["a"])
    order = [row[0] for row in rows_of(tmp_path / "gradebook.csv")[1:]]
    assert order == [row[0] for row in rows_of(tmp_path / "a.csv")[1:]] == ["'quoted", "'-a", "'=b", "Ann", "zoe"]


def test_ids_that_look_like_numbers_stay_texts(tmp_path):
    write_results(tmp_path, "a", [graded("007", 4, "a"), graded("1e3", 4, "a"), graded("NA", 4, "a")])
    write_gradebook(tmp_path, ["a"])
    assert [row[0] for row in rows_of(tmp_path / "gradebook.csv")[1:]] == ["007", "1e3", "NA"]


def test_different_ids_stay_different_students(tmp_path):
    write_results(tmp_path, "a", [graded("=x", 10, "a"), graded("'=x", 4, "a")])
    write_gradebook(tmp_path, ["a"])
    assert sorted(row[1] for row in rows_of(tmp_path / "gradebook.csv")[1:]) == ["10", "4"]


def test_a_gradebook_of_nothing_has_its_columns(tmp_path):
    write_gradebook(tmp_path, ["a"])
    assert rows_of(tmp_path / "gradebook.csv") == [["student_id", "total", "percent"]]
    write_results(tmp_path, "a", [])
    write_gradebook(tmp_path, ["a"])
    assert len(rows_of(tmp_path / "gradebook.csv")) == 1


def changed(path, **cells):
    rows = table_of(path)
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, SUBMISSION_COLUMNS)
    writer.writeheader()
    writer.writerows({**row, **cells} for row in rows)
    path.write_text(buffer.getvalue(), encoding="utf-8", newline="")


@pytest.mark.parametrize(
    "content",
    [
        b"name,grade\r\nann,1\r\n",
        b"",
        b"\xff\xfe\x00",
        b"\x00\x00",
        b'"',
        ",".join(SUBMISSION_COLUMNS).encode() + b"\r\nann\r\n",
        ",".join(SUBMISSION_COLUMNS).encode() + b",more\r\n",
    ],
    ids=["other columns", "empty", "not UTF-8", "null bytes", "an open quote", "a short row", "one column more"],
)
def test_a_foreign_table_is_one_clear_error(tmp_path, content):
    (tmp_path / "a.csv").write_bytes(content)
    (tmp_path / "gradebook.csv").write_bytes(b"old")
    with pytest.raises(UsageError) as caught:
        write_gradebook(tmp_path, ["a"])
    message = str(caught.value)
    assert message.startswith(f"{tmp_path / 'a.csv'}: ")
    assert message.endswith("; moving it elsewhere would be right")
    assert "\n" not in message
    assert (tmp_path / "gradebook.csv").read_bytes() == b"old"


@pytest.mark.parametrize("cells", [{"score": "ten"}, {"max_score": ""}, {"max_score": "a lot"}, {"score": "nan"}])
def test_a_table_that_somebody_changed_is_one_clear_error(tmp_path, cells):
    write_results(tmp_path, "a", [graded("ann", 4, "a")])
    changed(tmp_path / "a.csv", **cells)
    with pytest.raises(UsageError, match=r"a\.csv: .*moving it elsewhere would be right"):
        write_gradebook(tmp_path, ["a"])
