"""The CSV files of a batch: whole or not at all, harmless in a spreadsheet, the same bytes every time."""

import csv
import tracemalloc

import pandas
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from grader.check import Check
from grader.errors import UsageError
from grader.results import CheckResult, Result
from grader.tables import (
    CHECK_COLUMNS,
    SUBMISSION_COLUMNS,
    Csv,
    Standing,
    number,
    text,
    write_gradebook,
    write_results,
)

QUICK = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
LOOP = Check("adds", "naive_add", 4.0, "A sentence.", lambda: None)
HIDDEN = Check("adds_more", "naive_add", 6.0, "Another.", lambda: None, visibility="hidden")


def result(student, *scores, status="graded", assignment="naive_ops", **more):
    checks = tuple(
        CheckResult.of(check, "passed" if score == check.points else "failed", score, 0.25, f"{check.name}: {score}")
        for check, score in zip((LOOP, HIDDEN), scores, strict=False)
    )
    where = {"student_id": student, "file": f"{student}/naive_ops.py"}
    return Result(assignment, status, 10.0, checks, **{**where, **more})


def write(path, columns, rows):
    with path.open("wb") as file:
        Csv(file, columns).write(rows)


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
    write(path, ("student_id", "message"), rows)
    assert rows_of(path) == [["student_id", "message"], *rows]
    content = path.read_bytes()
    assert content.count(b"\n") == content.count(b"\r\n") == len(rows) + 1


def test_commas_and_quotes_survive_reading(tmp_path):
    path = tmp_path / "table.csv"
    row = ['a, "b"', "'c'; d", '""', ",", " padded "]
    write(path, ("a", "b", "c", "d", "e"), [row])
    assert rows_of(path)[1] == row
    assert pandas.read_csv(path, keep_default_na=False, dtype=str).iloc[0].tolist() == row


def test_results_have_the_columns_of_the_contract(tmp_path):
    students = [
        result("=evil", status="missing", file="", message="+1"),
        result("Adam", 4.0, 6.0),
        result("eve", 4.0, status="needs_attention", message="out of memory"),
        result("zoe", 4.0, 0.0, sha256="ab" * 32, seconds=1.23456, flags=("late", "several_files"), message="a\nb"),
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


def test_tables_of_a_large_class_are_not_held_in_memory(tmp_path):
    def students():
        for student in range(3000):
            yield result(f"s{student:05}", 4.0, 6.0, message="x" * 500)

    tracemalloc.start()
    try:
        write_results(tmp_path, "naive_ops", students())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (tmp_path / "naive_ops.csv").stat().st_size > 1_500_000 and peak < 500_000
    assert len(rows_of(tmp_path / "naive_ops.checks.csv")) == 6001


def test_both_tables_of_an_assignment_are_replaced_or_none(tmp_path):
    write_results(tmp_path, "naive_ops", [result("ann", 4.0, 6.0)])
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def students():
        yield result("bob", 0.0, 0.0)
        raise UsageError("the gradebook cannot be read")

    with pytest.raises(UsageError):
        write_results(tmp_path, "naive_ops", students())
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


# --- the gradebook's table --------------------------------------------------------------------------------


def standing(**scores):
    return {student.lstrip("_"): Standing(score, 10.0) for student, score in scores.items()}


def test_the_table_joins_all_assignments(tmp_path):
    write_gradebook(tmp_path, {"a": standing(ann=10.0, bob=5.0, cem=0.0), "c": standing(bob=7.5, dan=4.0)})
    assert rows_of(tmp_path / "gradebook.csv") == [
        ["student_id", "a", "c", "total", "percent"],
        ["ann", "10", "", "10", "50"],
        ["bob", "5", "7.5", "12.5", "62.5"],
        ["cem", "0", "", "0", "0"],
        ["dan", "", "4", "4", "20"],
    ]


def test_an_open_score_counts_neither_way(tmp_path):
    write_gradebook(tmp_path, {"a": standing(ann=10.0, bob=None), "b": standing(ann=None, bob=None)})
    assert rows_of(tmp_path / "gradebook.csv")[1:] == [["ann", "10", "", "10", "100"], ["bob", "", "", "0", ""]]


def test_the_table_is_sorted_by_the_ids_themselves(tmp_path):
    ids = ["zoe", "=b", "-a", "Ann", "'quoted", "007", "1e3", "NA"]
    write_gradebook(tmp_path, {"a": {student: Standing(4.0, 10.0) for student in ids}})
    order = [row[0] for row in rows_of(tmp_path / "gradebook.csv")[1:]]
    assert order == ["'quoted", "'-a", "007", "1e3", "'=b", "Ann", "NA", "zoe"]


def test_different_ids_stay_different_students(tmp_path):
    write_gradebook(tmp_path, {"a": {"=x": Standing(10.0, 10.0), "'=x": Standing(4.0, 10.0)}})
    assert sorted(row[1] for row in rows_of(tmp_path / "gradebook.csv")[1:]) == ["10", "4"]


def test_a_table_of_nothing_has_its_columns(tmp_path):
    write_gradebook(tmp_path, {})
    assert rows_of(tmp_path / "gradebook.csv") == [["student_id", "total", "percent"]]
