"""The gradebook: every attempt is kept, and what counts for whom; first through `grade batch`, then its parts."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sqlite3
import subprocess
import sys
import tracemalloc
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import Column, MetaData, Table, create_engine, insert, select, text

from grader.check import Check
from grader.errors import UsageError
from grader.gradebook import migrations, schema
from grader.gradebook.connection import FILE, Database, GradebookError, address, shown
from grader.gradebook.store import COMPLETE, INTERRUPTED, NOT_REACHED, Gradebook
from grader.provenance import Provenance
from grader.results import CheckResult, Result, Ruling
from grader.submission import Found

NAIVE_RELU = "import numpy as np\n\n\ndef naive_relu(x):\n    return np.where(x > 0, x, 0)\n"


# --- through the front door -------------------------------------------------------------------------------


def hand_in(folder, student, source):
    (folder / student).mkdir(parents=True, exist_ok=True)
    (folder / student / "naive_ops.py").write_text(source, encoding="utf-8")


def query(path, statement):
    """What another program reads from the database."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(statement)]


def one_line(done):
    """The only line of a command that could not run."""
    assert done.returncode == 2, (done.stdout, done.stderr)
    assert done.stdout == ""
    [line] = done.stderr.splitlines()
    assert line.startswith("grade: ")
    return line


def test_every_attempt_is_kept_with_what_it_was_computed_from(reference, grade, rows, tmp_path):
    work, output = tmp_path / "work", tmp_path / "out"
    hand_in(work, "alice", reference("naive_ops"))
    hand_in(work, "bob", "print('x' * 10_000_000)\nraise ValueError('not today')\n")
    hand_in(work, "carol", "def naive_relu(:\n")
    (work / "dave").mkdir()
    before = datetime.now(UTC) - timedelta(seconds=1)
    assert grade("batch", work, "-a", "naive_ops", "-o", output).returncode == 0
    first = rows(output / "naive_ops.csv")
    hand_in(work, "bob", NAIVE_RELU)
    done = grade("batch", work, "-a", "naive_ops", "-o", output)
    assert done.returncode == 0 and "4 submissions, 2 of them unchanged" in done.stdout, done.stdout

    attempts = query(output / FILE, "SELECT * FROM attempts ORDER BY id")
    record = json.loads((output / "naive_ops.run.json").read_text())
    assert query(output / FILE, "SELECT digest FROM provenances") == [{"digest": record["provenance"]["digest"]}]
    bobs = [one for one in attempts if one["sha256"] == first[1]["sha256"]]
    assert len(bobs) == 1 and bobs[0]["message"] == first[1]["message"] and "not today" in first[1]["message"]
    assert b"xxx" in bobs[0]["output"] and len(bobs[0]["output"]) < 1 << 20
    new = hashlib.sha256(NAIVE_RELU.encode()).hexdigest()
    assert [one["sha256"] for one in attempts].count(new) == 1
    checks = rows(output / "naive_ops.checks.csv")
    for one in attempts:
        assert before <= datetime.fromisoformat(one["graded"]) <= datetime.now(UTC)
        assert one["host"] == platform.node() and one["seconds"] >= 0
        verdicts = query(output / FILE, f"SELECT * FROM verdicts WHERE attempt_id = {one['id']} ORDER BY position")
        assert len(verdicts) == len(checks) / 4
        if one["sha256"] == new:
            told = [(row["verdict"], row["message"]) for row in checks if row["student_id"] == "bob"]
            assert [(verdict["verdict"], verdict["message"]) for verdict in verdicts] == told
            assert one["seconds"] > 0 and any(verdict["seconds"] > 0 for verdict in verdicts)
    entries = query(output / FILE, "SELECT run_id, student_id, attempt_id FROM entries")
    counted = {(one["run_id"], one["student_id"]): one["attempt_id"] for one in entries}
    assert counted[1, "alice"] == counted[2, "alice"] and counted[1, "bob"] == bobs[0]["id"] != counted[2, "bob"]
    runs = query(output / FILE, "SELECT * FROM runs ORDER BY id")
    assert [(run["outcome"], run["whole"], run["host"]) for run in runs] == [("complete", 1, platform.node())] * 2
    assert runs[0]["executor"].endswith("local workers") or runs[0]["executor"] == "1 local worker"


def test_part_of_a_class_overlays_the_newest_run_over_all_of_it(reference, grade, rows, tmp_path):
    work, output = tmp_path / "work", tmp_path / "out"

    def batch(*options):
        done = grade("batch", work, "-a", "naive_ops", "-o", output, *options)
        assert done.returncode == 0, done.stderr
        return [float(row["score"]) for row in rows(output / "naive_ops.csv")]

    for student in ("a", "b", "c"):
        hand_in(work, student, NAIVE_RELU)
    low = batch()[0]
    assert batch() == [low] * 3
    assert len(query(output / FILE, "SELECT * FROM attempts")) == 1  # one content is graded once
    for student in ("a", "b", "c"):
        hand_in(work, student, reference("naive_ops"))
    assert batch("--only", "b") == [low, 100, low]
    assert batch("--limit", "1") == [100, 100, low]
    assert [float(row["naive_ops"]) for row in rows(output / "gradebook.csv")] == [100, 100, low]
    (work / "a" / "naive_ops.py").unlink()
    (work / "a").rmdir()
    assert batch("--only", "c") == [100, 100, 100]
    assert batch() == [100, 100]


def test_strange_names_and_messages_survive(grade, rows, tmp_path):
    work, output = tmp_path / "work", tmp_path / "out"
    names = [b"caf\xe9", b"\xff\xfe", "\U0010fee9".encode(), "👩‍🔬 Zoë".encode(), b"=1+1", b"\x1a[]", b"plain"]
    for name in names:
        hand_in(work, os.fsdecode(name), "raise ValueError('NUL \\0, \\ud800 and 🦆')\n")
    for unchanged in ("", "7 of them unchanged"):
        done = grade("batch", work, "-a", "naive_ops", "-o", output)
        assert done.returncode == 0 and unchanged in done.stdout, (done.stdout, done.stderr)
        table = rows(output / "naive_ops.csv")
        assert len({row["student_id"] for row in table}) == len(names)
        assert all("🦆" in row["message"] and "\0" not in row["message"] for row in table)
    for name in names[:3]:
        done = grade("receipt", os.fsdecode(name), "naive_ops", "-o", output)
        assert done.returncode == 0 and "naive_ops.py" in done.stdout, done.stderr


def test_classes_that_share_a_database_do_not_see_each_other(reference, grade, rows, tmp_path):
    url = f"sqlite:///{tmp_path / 'shared.sqlite'}"
    for section, source in (("one", reference("naive_ops")), ("two", NAIVE_RELU)):
        hand_in(tmp_path / section, f"student of {section}", source)
        done = grade(
            "batch", tmp_path / section, "-a", "naive_ops", "-o", tmp_path / f"{section} out", "--database", url
        )
        assert done.returncode == 0, done.stderr
    for section in ("one", "two"):
        output = tmp_path / f"{section} out"
        assert [row["student_id"] for row in rows(output / "gradebook.csv")] == [f"student of {section}"]
        own = grade("receipt", f"student of {section}", "naive_ops", "-o", output, "--database", url)
        assert own.returncode == 0 and "naive_ops" in own.stdout, own.stderr
    other = grade("receipt", "student of one", "naive_ops", "-o", tmp_path / "two out", "--database", url)
    assert "no student 'student of one'" in one_line(other)


def test_two_batches_make_one_database_at_the_same_moment(root, reference, tmp_path):
    hand_in(tmp_path / "work", "alice", reference("naive_ops"))
    (tmp_path / "work" / "alice" / "gradient_descent.py").write_text("def diverges(eta):\n    return None\n")
    command = [sys.executable, "-m", "grader.cli", "batch", str(tmp_path / "work"), "-o", str(tmp_path / "out")]
    running = [
        subprocess.Popen([*command, "-a", name], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for name in ("naive_ops", "gradient_descent")
    ]
    for process in running:
        _, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
    runs = query(tmp_path / "out" / FILE, "SELECT assignment, outcome FROM runs ORDER BY assignment")
    assert [tuple(run.values()) for run in runs] == [("gradient_descent", "complete"), ("naive_ops", "complete")]


def test_a_gradebook_of_a_newer_version_is_refused(reference, grade, tmp_path):
    hand_in(tmp_path / "work", "alice", reference("naive_ops"))
    with Gradebook(address(tmp_path, None), create=True):
        pass
    with closing(sqlite3.connect(tmp_path / FILE)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    for words in (
        ("batch", tmp_path / "work", "-a", "naive_ops", "-o", tmp_path),
        ("receipt", "alice", "naive_ops", "-o", tmp_path),
        ("diff", "naive_ops", "-o", tmp_path),
    ):
        line = one_line(grade(*words))
        assert FILE in line and "newer version of grade" in line
    assert query(tmp_path / FILE, "SELECT count(*) AS many FROM runs") == [{"many": 0}]


def test_a_database_that_is_not_known_here_is_one_line_without_its_password(grade, tmp_path):
    url = "mysql://me:secret@host/name"
    for words in (("batch", tmp_path, "-a", "naive_ops"), ("receipt", "alice", "naive_ops"), ("diff", "naive_ops")):
        hand_in(tmp_path, "alice", NAIVE_RELU)
        line = one_line(grade(*words, "-o", tmp_path / "out", "--database", url))
        assert "--database mysql:***@host/name: postgresql://user@host/name or sqlite:///path/to/file" in line


@pytest.mark.parametrize(
    "url",
    [
        "nothing:me:sec/ret@host",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite://me:secret@host/file",
        "sqlite:///file?key=secret",
        "postgresql://me:secret@host:port/name",
        "",
    ],
)
def test_a_url_that_is_none_of_a_database(url):
    with pytest.raises(UsageError) as error:
        address(Path("out"), url)
    assert "would be right" in str(error.value)
    assert "secret" not in str(error.value) and "sec/ret" not in str(error.value)


@pytest.mark.parametrize("url", ["postgresql://me:secret@host/name?sslmode=require", "postgres:///n?password=secret"])
def test_the_password_of_a_database_is_not_shown(url):
    url = address(Path("out"), url)
    assert url.drivername == "postgresql+psycopg" and "secret" not in shown(url)


# --- the tables -------------------------------------------------------------------------------------------


def test_the_steps_make_the_tables_that_the_code_knows(tmp_path):
    Database(address(tmp_path, None), create=True).close()
    engine = create_engine(address(tmp_path, None))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, schema.metadata) == []
        assert context.get_current_revision() == schema.REVISION
    engine.dispose()
    assert query(tmp_path / FILE, "PRAGMA journal_mode") == [{"journal_mode": "wal"}]


def test_the_steps_are_numbered_one_after_another():
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_heads() == [schema.REVISION]
    numbers = [script.revision for script in reversed(list(scripts.walk_revisions()))]
    assert numbers == [f"{number:04d}" for number in range(1, len(numbers) + 1)]


def test_many_processes_open_a_new_database_at_the_same_moment(root, tmp_path):
    code = (
        "import sys\nfrom pathlib import Path\nfrom grader.gradebook.connection import Database, address\n"
        "input()\nDatabase(address(Path(sys.argv[1]), None), create=True).close()\n"
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path)],
            cwd=root, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for _ in range(4)
    ]  # fmt: skip
    for process in running:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in running:
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors
    assert query(tmp_path / FILE, "SELECT version_num FROM alembic_version") == [{"version_num": schema.REVISION}]


# What a file name can hold that is not UTF-8 comes as one of these 128 code points.
WORDS = st.text(
    st.characters(exclude_categories=["Cs"])
    | st.integers(0xDC80, 0xDCFF).map(chr)
    | st.sampled_from('\0\x1a="\\\U0010fe80\U0010ffff')
)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | WORDS,
    lambda inner: st.lists(inner) | st.dictionaries(WORDS, inner),
)
COLUMNS = Table("t", MetaData(), Column("words", schema.Words), Column("json", schema.Json))


@pytest.fixture(scope="module")
def columns():
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        COLUMNS.create(connection)
        yield connection
    engine.dispose()


@given(WORDS, PLAIN)
@example("\x1a[]", "\x1a")
@example("\x1a", float("inf"))
def test_columns_give_back_what_they_were_given(columns, words, plain):
    with columns.begin_nested() as transaction:
        columns.execute(insert(COLUMNS), {"words": words, "json": plain})
        [row] = columns.execute(select(COLUMNS))
        assert (row.words, row.json) == (words, plain)
        assert columns.execute(select(COLUMNS).where(COLUMNS.c.words == words)).all()
        [kept] = columns.exec_driver_sql("SELECT * FROM t").all()
        assert all("\0" not in text for text in kept)  # PostgreSQL refuses it
        transaction.rollback()


# --- the store --------------------------------------------------------------------------------------------

CHECKS = [
    Check("adds", "naive_add", 60.0, "Adds.", probe=print),
    Check("keeps", "naive_relu", 40.0, "Keeps.", probe=print, visibility="hidden"),
]


def provenance(assignment="naive_ops", **other):
    values = {
        "checks": {check.name: "digest" for check in CHECKS},
        "packages": {"numpy": "2.1"},
        "isolation": "full",
        **dict.fromkeys(("reference", "settings", "files", "seeds", "grader", "source", "python", "machine"), "x"),
    }
    return Provenance(assignment=assignment, **{**values, **other})


def result(score=60.0, sha256="aa", **other):
    verdicts = tuple(
        CheckResult.of(check, "passed" if score >= check.points else "failed", min(score, check.points), 0.5, "so\0so")
        for check in CHECKS
    )
    return Result("naive_ops", "graded", 100.0, verdicts, sha256, 1.25, **other)


def found(student, **other):
    return Found(student, Path(f"{student}.py"), f"{student}.py", **other)


@pytest.fixture
def open_book(tmp_path):
    """Opens books of one database."""
    opened = []

    def book(name="", *, create=True):
        opened.append(Gradebook(address(tmp_path, None), name, create=create))
        return opened[-1]

    yield book
    for one in opened:
        one.__exit__()


def begin(book, *, whole=True, assignment="naive_ops", **other):
    return book.begin(provenance(assignment, **other), CHECKS, whole=whole, isolation={"level": "full"})


def grade_all(book, scores, *, whole=True, outcome=COMPLETE, assignment="naive_ops"):
    """A run in which these students got these scores; None: the run did not come to the student."""
    run = begin(book, whole=whole, assignment=assignment)
    for student, score in scores.items():
        if score is None:
            book.enter(run, [(found(student), None)])
        else:
            book.record(run, result(score, f"{student} {score}"), ".py", [found(student)], "host")
    if outcome:
        book.end(run, outcome)
    return run


def scores_of(book, run=None, assignment="naive_ops"):
    return {one.result.student_id: one.score for one in book.entries(book.students(assignment, run))}


def test_an_attempt_comes_back_as_it_was(open_book):
    book = open_book()
    run = begin(book)
    student = found("é\udcff", flags=("several_files",), note="two files")
    given_in = result(
        60.0, "ab" * 32, flags=("slow",), message="NUL \0 here", problems=("one", "two\udc80"), output=b"\0\xff" * 9
    )
    number = book.record(run, given_in, ".py", [student], "a host")
    book.set_executor(run, "2 local workers", {"level": "basic"})
    book.end(run, COMPLETE)
    [entry] = open_book().entries({"é\udcff": run.id})
    assert replace(entry.result, ruling=None) == replace(given_in.of(student), output=b"")  # which only `result` reads
    assert entry.result.ruling == Ruling(score=100.0, raw_score=100.0)
    assert book.result(number) == given_in
    assert (entry.score, entry.host, entry.attempt_id, entry.provenance) == (100.0, "a host", number, run.provenance)
    assert datetime.fromisoformat(entry.graded).utcoffset() == timedelta()
    [again] = book.runs("naive_ops")
    assert (again.outcome, again.executor, again.isolation) == (COMPLETE, "2 local workers", {"level": "basic"})
    assert again.provenance == run.provenance and again.ended is not None


def test_what_is_known_is_of_the_same_provenance_and_settled(open_book):
    book = open_book()
    run = begin(book)
    number = book.record(run, result(60.0, "aa"), ".py", [found("a")], "host")
    newer = book.record(run, result(60.0, "aa"), ".py", [found("b")], "host")
    book.record(run, Result("naive_ops", "needs_attention", 100.0, sha256="bb"), ".py", [found("c")], "host")
    book.record(run, Result("naive_ops", "missing", 100.0), "", [found("d")], "host")
    assert number < newer and book.known(run.provenance) == {("aa", ".py"): newer}
    assert book.known(provenance(reference="another")) == {}
    assert open_book("another class").known(run.provenance) == {("aa", ".py"): newer}


def test_the_newest_run_over_the_class_and_what_came_after_it(open_book):
    book = open_book()
    grade_all(book, {"a": 40.0, "gone": 40.0})
    whole = grade_all(book, {"a": 0.0, "b": 0.0, "c": 40.0})
    grade_all(book, {"b": 40.0, "d": 40.0}, whole=False)
    part = grade_all(book, {"b": 60.0}, whole=False)
    assert scores_of(book) == {"a": 0.0, "b": 100.0, "c": 80.0, "d": 80.0}
    assert scores_of(book, whole) == {"a": 0.0, "b": 0.0, "c": 80.0}
    assert scores_of(book, part) == {"b": 100.0}
    grade_all(book, {"b": 0.0})
    assert scores_of(book) == {"b": 0.0}


def test_runs_over_parts_alone_count_together(open_book):
    book = open_book()
    grade_all(book, {"a": 40.0, "b": 0.0}, whole=False)
    grade_all(book, {"b": 40.0}, whole=False)
    assert scores_of(book) == {"a": 80.0, "b": 80.0}


def test_an_interrupted_run_has_open_scores_and_a_killed_one_does_not_count(open_book):
    book = open_book()
    grade_all(book, {"a": 40.0, "b": 40.0})
    grade_all(book, {"a": 0.0}, outcome=None)
    assert scores_of(book) == {"a": 80.0, "b": 80.0} and len(book.runs("naive_ops")) == 1
    grade_all(book, {"a": 60.0, "b": None}, outcome=INTERRUPTED)
    first, second = book.entries(book.students("naive_ops"))
    assert (first.score, first.result.status) == (100.0, "graded")
    assert (second.score, second.attempt_id, second.result.message) == (None, None, NOT_REACHED)
    assert (second.result.status, second.result.max_score) == ("needs_attention", 100.0)


def test_two_books_in_one_database_do_not_see_each_other(open_book):
    one, two = open_book("one"), open_book("two")
    grade_all(one, {"a": 40.0})
    grade_all(two, {"a": 60.0, "b": 0.0})
    grade_all(two, {"z": 60.0}, assignment="tensor_ops")
    assert scores_of(one) == {"a": 80.0} and scores_of(two) == {"a": 100.0, "b": 0.0}
    assert one.assignments() == ["naive_ops"] and two.assignments() == ["naive_ops", "tensor_ops"]
    assert one.students("tensor_ops") == {} and [run.book for run in one.runs("naive_ops")] == ["one"]


def test_a_record_that_is_repeated_is_inserted_once(open_book, tmp_path, monkeypatch):
    """As where the connection is lost after the server has committed, and before it could say so."""
    book = open_book()
    run = begin(book)
    write = Database.write

    def twice(database, work):
        first, second = write(database, work), write(database, work)
        assert first == second
        return second

    monkeypatch.setattr(Database, "write", twice)
    number = book.record(run, result(), ".py", [found("a"), found("b")], "host")
    book.enter(run, [(found("c"), number)])
    monkeypatch.undo()
    book.end(run, COMPLETE)
    assert len(query(tmp_path / FILE, "SELECT * FROM attempts")) == 1
    assert len(query(tmp_path / FILE, "SELECT * FROM verdicts")) == len(CHECKS)
    assert scores_of(book) == {"a": 100.0, "b": 100.0, "c": 100.0}


def test_what_fails_half_way_leaves_nothing(open_book, tmp_path):
    book = open_book()
    run = begin(book)
    with pytest.raises(GradebookError, match="FOREIGN KEY"):
        book.enter(run, [(found("a"), 12345)])
    nameless = Found(None, None)  # the attempt and its verdicts are written before this is seen
    with pytest.raises(GradebookError, match="NOT NULL"):
        book.record(run, result(), ".py", [nameless], "host")
    assert query(tmp_path / FILE, "SELECT * FROM attempts") == []
    assert query(tmp_path / FILE, "SELECT * FROM entries") == []


def test_there_is_no_such_run(open_book):
    with pytest.raises(UsageError, match="there is no run 7"):
        open_book().run(7)


def test_thousands_of_entries_are_read_a_few_at_a_time(open_book):
    book = open_book()
    run = begin(book)
    size, students = 64 << 10, 3000
    number = book.record(run, result(output=b"x" * size), ".py", [found("s0000")], "host")
    book.enter(run, ((found(f"s{one:04d}"), number) for one in range(1, students)))
    book.end(run, COMPLETE)
    counting = book.students("naive_ops")
    assert len(counting) == students
    tracemalloc.start()
    try:
        seen = [entry.result.student_id for entry in book.entries(counting)]
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert seen == sorted(counting)
    assert peak < size * students / 4  # of 190 MB


def test_a_gradebook_of_the_first_version_is_brought_up_to_date_by_whoever_reads_it(tmp_path):
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    engine = create_engine(f"sqlite:///{tmp_path / FILE}")
    content = json.dumps(msgspec.to_builtins(provenance()))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for statement in (
            "INSERT INTO provenances VALUES (1, 'd', 'naive_ops', :content)",
            "INSERT INTO checks VALUES (1, 0, 'p', 'c', 'visible', 'S.', 100)",
            "INSERT INTO runs VALUES (1, '', 'naive_ops', 1, 1, 'complete', '2026', '2026', 'h', 'e', '{}')",
            "INSERT INTO attempts VALUES "
            "(1, 't', 1, 1, 'aa', '.py', NULL, 'graded', 60, 100, 1, '[]', '', '[]', '', 'g', 'h')",
            "INSERT INTO verdicts VALUES (1, 0, 'partial', 60, 0.5, 'words')",
            "INSERT INTO entries VALUES (1, 'ann', 1, 'ann.py', '[]', '')",
        ):
            connection.execute(text(statement), {"content": content} if ":content" in statement else {})
    engine.dispose()
    with Gradebook.at(tmp_path, None) as book:
        [entry] = book.entries(book.students("naive_ops"), pictures=True)
        assert (entry.score, entry.result.student_id, entry.result.status) == (60, "ann", "graded")
        [one] = entry.result.checks
        assert (one.message, one.diagnosis, one.picture) == ("words", "", b"")
        assert book.members() == {} and book.decisions() == [] and book.runs("naive_ops")[0].folder == ""
    assert query(tmp_path / FILE, "SELECT version_num FROM alembic_version") == [{"version_num": schema.REVISION}]
