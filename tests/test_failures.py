"""What goes wrong around a batch: no rights, no room, a locked or damaged gradebook. One line, and nothing is lost."""

from __future__ import annotations

import contextlib
import csv
import errno
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

import pytest

from grader.check import Check
from grader.errors import UsageError
from grader.gradebook.connection import FILE, address
from grader.gradebook.store import COMPLETE, Gradebook
from grader.provenance import Provenance
from grader.results import CheckResult, Result
from grader.submission import Found

NOBODY = 65534
SLOW = 4  # submissions of the class that takes some seconds
ON_PATIENCE = "from grader.gradebook import connection; connection.PATIENCE = {}; from grader.cli import main; main()"


def tables(output):
    """The CSV files, but for the seconds."""
    found = {"gradebook.csv": (output / "gradebook.csv").read_bytes()}
    for name in ("naive_ops.csv", "naive_ops.checks.csv"):
        with (output / name).open(encoding="utf-8", newline="") as file:
            lines = list(csv.reader(file))
        column = lines[0].index("seconds")
        found[name] = [line[:column] + line[column + 1 :] for line in lines]
    return found


def one_line(done, *says):
    """The only line of a command that could not run."""
    assert done.returncode == 2, (done.stdout, done.stderr)
    assert done.stdout == ""
    [line] = done.stderr.splitlines()
    assert line.startswith("grade: ") and all(words in line for words in says), line
    return line


@pytest.fixture
def open_folder():
    """A folder that every user can reach, as pytest's is not."""
    with tempfile.TemporaryDirectory(prefix="grades-") as folder:
        os.chmod(folder, 0o755)
        yield Path(folder)


@pytest.fixture(scope="module")
def graded(reference, grade):
    """A class of four that take a moment each, and the output of a run that nothing disturbed."""
    with tempfile.TemporaryDirectory(prefix="grades-") as folder:
        os.chmod(folder, 0o755)
        make_class(Path(folder), reference("naive_ops"))
        done = grade("batch", f"{folder}/work", "-a", "naive_ops", "-o", f"{folder}/out", "-w", "2")
        assert done.returncode == 0, done.stderr
        yield Path(folder)


def make_class(folder, solution):
    for number in range(SLOW):
        (folder / "work" / f"s{number}").mkdir(parents=True)
        rest = solution if number % 2 else "x = 1\n"
        source = f"import time\n\ntime.sleep(0.5 + {number} / 1000)\n{rest}"
        (folder / "work" / f"s{number}" / "naive_ops.py").write_text(source)


@pytest.fixture
def output(graded, open_folder):
    """A copy of that output."""
    shutil.copytree(graded / "out", open_folder / "out")
    return open_folder / "out"


@pytest.fixture
def batch(graded, grade):
    """Grades the class."""
    return lambda output, *words, **options: grade(
        "batch", graded / "work", "-a", "naive_ops", "-o", output, *words, **options
    )


@pytest.fixture
def begin(root, graded):
    """Begins to grade the class, one after another, in a process that waits so long for others."""

    def start(output, patience=30.0):
        words = ["grade", "batch", str(graded / "work"), "-a", "naive_ops", "-o", str(output), "-w", "1"]
        code = f"import sys; sys.argv = {words!r}; {ON_PATIENCE.format(patience)}"
        return subprocess.Popen(
            [sys.executable, "-c", code], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    return start


def finished(process):
    out, errors = process.communicate(timeout=120)
    return subprocess.CompletedProcess(process.args, process.returncode, out, errors)


def attempts(output):
    with closing(sqlite3.connect(output / FILE)) as connection:
        try:
            return connection.execute("SELECT count(*) FROM attempts").fetchone()[0]
        except sqlite3.OperationalError as error:
            assert "no such table" in str(error)
            return 0


def wait_for_attempts(output, process, many=1):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        if (output / FILE).is_file() and attempts(output) >= many:
            return
        time.sleep(0.02)
    raise AssertionError(finished(process) if process.poll() is not None else "no attempt in time")


def goes_on(batch, graded, output, kept):
    """The same command, once the trouble is gone, grades the rest and nothing else."""
    done = batch(output)
    assert done.returncode == 0, done.stderr
    if kept:
        assert f"{SLOW} submissions, {kept} of them unchanged" in done.stdout
    assert tables(output) == tables(graded / "out")
    assert attempts(output) == SLOW


# --- no rights --------------------------------------------------------------------------------------------


@pytest.fixture
def as_user(root):
    """Runs `grade` as somebody who may write nowhere that is not allowed expressly; root may write everywhere."""
    prefix = []
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("root becomes an ordinary user with setpriv, which is not there")
        user = ["--reuid", str(NOBODY), "--regid", str(NOBODY), "--clear-groups"]
        prefix = ["setpriv", *user, "--inh-caps", "+dac_read_search", "--ambient-caps", "+dac_read_search", "--"]

    def run(*words):
        command = [*prefix, sys.executable, "-B", "-m", "grader.cli", *map(str, words)]
        environment = {**os.environ, "COLUMNS": "100", "HOME": "/nonexistent"}
        return subprocess.run(
            command, cwd=root, capture_output=True, text=True, timeout=120, check=False, env=environment
        )

    return run


@contextlib.contextmanager
def read_only(folder):
    for path in (folder, *folder.rglob("*")):
        if os.geteuid() == 0:
            os.chown(path, NOBODY, NOBODY)
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        yield
    finally:
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)


def test_output_folder_that_is_read_only(graded, as_user, batch, output):
    words = ("batch", graded / "work", "-a", "naive_ops", "-o")
    with read_only(output):
        one_line(as_user(*words, output), str(output), "Permission denied", "--output FOLDER says where else")
        one_line(as_user(*words, output / "new"), str(output / "new"), "Permission denied", "--output FOLDER")
        assert tables(output) == tables(graded / "out")
    goes_on(batch, graded, output, SLOW)


def test_gradebook_that_is_read_only(graded, as_user, batch, output):
    with read_only(output):
        output.chmod(0o755)
        done = as_user("batch", graded / "work", "-a", "naive_ops", "-o", output)
        one_line(done, str(output / FILE), "cannot be written to")
    goes_on(batch, graded, output, SLOW)


def test_receipt_and_diff_of_a_folder_that_is_read_only(as_user, batch, open_folder, output):
    assert batch(output).returncode == 0
    strange = open_folder / os.fsdecode("100% #1?& ü".encode() + b"\xff")
    output.rename(strange)
    with read_only(strange):
        shown = as_user("receipt", "s1", "naive_ops", "-o", strange)
        assert shown.returncode == 0 and "100 of 100 points" in shown.stdout, shown.stderr
        same = as_user("diff", "naive_ops", "-o", strange)
        assert same.returncode == 0 and "no score changed, 4 students" in same.stdout, same.stderr
    assert batch(strange, errors="backslashreplace").returncode == 0


@pytest.mark.slow
def test_receipt_sees_what_a_killed_batch_has_left_in_a_folder_that_is_read_only(as_user, output, open_folder):
    """What is committed is in the WAL, a file of its own, until the last connection is closed."""
    left = open_folder / "left"
    left.mkdir()
    with closing(sqlite3.connect(output / FILE)) as connection:
        connection.execute("UPDATE entries SET file = 'written last'")
        connection.commit()
        for path in output.glob(f"{FILE}*"):
            shutil.copy(path, left)
    assert len(list(left.iterdir())) == 3
    with read_only(left):
        shown = as_user("receipt", "s1", "naive_ops", "-o", left, "--json")
        assert shown.returncode == 0 and json.loads(shown.stdout)["file"] == "written last", shown.stderr


def test_gradebook_that_is_not_there(grade, batch, tmp_path):
    for words in (("receipt", "s1", "naive_ops"), ("diff", "naive_ops")):
        for output in (tmp_path, tmp_path / "nowhere"):
            line = one_line(grade(*words, "-o", output), "no gradebook here; `grade batch` makes one")
            assert str(output / FILE) in line
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "file").write_text("")
    one_line(batch(tmp_path / "file"), str(tmp_path / "file"), "--output FOLDER says where else")
    url = f"sqlite:///{tmp_path}/nowhere/file"
    one_line(batch(tmp_path / "out", "--database", url), f"{tmp_path}/nowhere/file: cannot be opened; is the folder")


# --- no room ----------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path):
    """A folder on a file system of two megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=2m", "none", folder]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("a file system of its own can be mounted by root only")
    yield folder
    subprocess.run(["umount", folder], check=True)


def fill(path):
    """Leave no byte on its disk."""
    with path.open("ab", buffering=0) as file:
        for size in (1 << 16, 1 << 12, 1):
            with contextlib.suppress(OSError):
                while True:
                    file.write(b"x" * size)
    with pytest.raises(OSError) as full, path.with_name("more").open("wb", buffering=0) as more:
        more.write(b"x")
    path.with_name("more").unlink(missing_ok=True)
    assert full.value.errno == errno.ENOSPC


def test_disk_that_is_full_from_the_start(batch, graded, small_disk):
    fill(small_disk / "films")
    one_line(batch(small_disk), str(small_disk), "no room left on its disk; ", "the same command goes on")
    (small_disk / "films").unlink()
    goes_on(batch, graded, small_disk, 0)


@pytest.mark.slow
def test_disk_that_fills_while_a_batch_runs(begin, batch, graded, small_disk):
    process = begin(small_disk)
    wait_for_attempts(small_disk, process)
    fill(small_disk / "films")
    done = finished(process)
    (small_disk / "films").unlink()
    kept = attempts(small_disk)
    assert 1 <= kept < SLOW
    one_line(done, "no room left on its disk", f"{kept} of {SLOW} submissions are graded and kept; the same command")
    goes_on(batch, graded, small_disk, kept)


def test_disk_without_room_for_the_tables(batch, graded, small_disk, tmp_path):
    """The gradebook is elsewhere: what was graded is in it."""
    (small_disk / "naive_ops.csv").write_text("what was there before")
    fill(small_disk / "films")
    where = ("--database", f"sqlite:///{tmp_path}/elsewhere.sqlite")
    line = one_line(batch(small_disk, *where), "No space left on device", "what was there before is as it was")
    assert f"the results are in {tmp_path}/elsewhere.sqlite, the same command writes the files again" in line
    assert (small_disk / "naive_ops.csv").read_text() == "what was there before"
    (small_disk / "films").unlink()
    done = batch(small_disk, *where)
    assert done.returncode == 0 and f"{SLOW} of them unchanged" in done.stdout
    assert tables(small_disk) == tables(graded / "out")


# --- a locked gradebook -----------------------------------------------------------------------------------


@contextlib.contextmanager
def locked(output):
    with closing(sqlite3.connect(output / FILE, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        yield
        connection.execute("ROLLBACK")


@pytest.mark.slow
def test_lock_that_is_released_in_time_costs_nothing(begin, graded, tmp_path):
    process = begin(tmp_path)
    wait_for_attempts(tmp_path, process)
    with locked(tmp_path):
        time.sleep(2)  # a result waits for it
        assert process.poll() is None
    done = finished(process)
    assert done.returncode == 0 and done.stderr == "", done.stderr
    assert tables(tmp_path) == tables(graded / "out") and attempts(tmp_path) == SLOW


@pytest.mark.slow
def test_lock_that_stays_while_a_batch_runs(begin, batch, graded, tmp_path):
    process = begin(tmp_path, patience=1.0)
    wait_for_attempts(tmp_path, process)
    with locked(tmp_path):
        done = finished(process)
    kept = attempts(tmp_path)
    assert 1 <= kept < SLOW
    one_line(done, FILE, "locked by another program for 1 s", f"{kept} of {SLOW} submissions are graded and kept")
    goes_on(batch, graded, tmp_path, kept)


@pytest.mark.slow
def test_lock_that_is_there_from_the_start(begin, grade, batch, graded, output):
    with locked(output):
        done = finished(begin(output, patience=1.0))
        one_line(done, FILE, "locked by another program for 1 s; ending that one would be right")
        assert grade("receipt", "s1", "naive_ops", "-o", output).returncode == 0  # reading goes on all the same
    goes_on(batch, graded, output, SLOW)


# --- a damaged gradebook ----------------------------------------------------------------------------------


DAMAGED = "damaged; a copy of it, or moving it elsewhere and grading anew, would be right"


def garbage(path):
    path.write_bytes(b"this is no gradebook" * 1000)


def truncated(path):
    os.truncate(path, path.stat().st_size // 2 // 4096 * 4096)


def torn(path):
    os.truncate(path, path.stat().st_size - 100)


def flipped(path):
    """Garbage in the page with the attempts' table, as the file's own table of contents says where it is."""
    with closing(sqlite3.connect(path)) as connection:
        [(page,)] = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'attempts'").fetchall()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xa5" * 4096)


def folder(path):
    path.unlink()
    path.mkdir()


def of_something_else(path):
    path.unlink()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE alembic_version (version_num text)")
        connection.execute("INSERT INTO alembic_version VALUES ('ae1027a6acf')")
        connection.execute("CREATE TABLE runs (id integer)")


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (garbage, "not a gradebook, or damaged; moving it elsewhere would be right"),
        pytest.param(truncated, DAMAGED, marks=pytest.mark.slow),
        pytest.param(torn, DAMAGED, marks=pytest.mark.slow),
        (flipped, DAMAGED),
        (folder, "not a file; moving it elsewhere would be right"),
        (of_something_else, "holds tables of something else; a database of its own would be right"),
    ],
)
def test_gradebook_that_is_none(damage, says, grade, batch, graded, output):
    path = output / FILE
    damage(path)
    content = path.read_bytes() if path.is_file() else b""
    one_line(batch(output), str(path), says)
    one_line(grade("receipt", "s1", "naive_ops", "-o", output), str(path), says)
    assert not path.is_file() or path.read_bytes() == content
    assert tables(output) == tables(graded / "out")
    for left in output.glob(f"{FILE}*"):
        left.rename(left.with_name(f"old {left.name}"))
    goes_on(batch, graded, output, 0)


CHECKS = [Check(f"check{number}", "naive_add", 10.0, "Adds.", probe=print) for number in range(10)]


def use_everything(folder):
    """Whatever a batch, a receipt and a diff do with a gradebook."""
    fields = ("reference", "settings", "files", "seeds", "grader", "source", "python", "machine")
    provenance = Provenance(
        assignment="naive_ops", checks={check.name: "x" for check in CHECKS}, packages={}, isolation="full",
        **dict.fromkeys(fields, "x"),
    )  # fmt: skip
    with Gradebook(address(folder, None), create=True) as book:
        known = book.known(provenance)
        run = book.begin(provenance, CHECKS, whole=True, isolation={"level": "full"})
        for number in range(30):
            verdicts = tuple(CheckResult.of(check, "passed", 10.0, 0.1, "so " * 20) for check in CHECKS)
            result = Result("naive_ops", "graded", 100.0, verdicts, f"{number:064}", output=b"x" * 500)
            if (result.sha256, ".py") not in known:
                book.record(run, result, ".py", [Found(f"s{number}", None)], "host")
        book.end(run, COMPLETE)
        for one in book.runs("naive_ops"):
            list(book.entries(book.students("naive_ops", one)))
        list(book.entries(book.students("naive_ops")))
    with Gradebook(address(folder, None), create=False) as book:
        list(book.entries(book.students("naive_ops")))


@pytest.mark.slow
def test_damage_anywhere_is_one_line_and_no_other_exception(tmp_path):
    use_everything(tmp_path)
    path = tmp_path / FILE
    whole = path.read_bytes()
    random_numbers = random.Random(20)
    noticed = 0
    for page in range(len(whole) // 4096):
        for kind in ("page", "bytes", "byte"):
            content = bytearray(whole)
            if kind == "page":
                content[page * 4096 : page * 4096 + 4096] = random_numbers.randbytes(4096)
            for _ in range({"page": 0, "bytes": 40, "byte": 1}[kind]):
                content[page * 4096 + random_numbers.randrange(4096)] ^= 1 << random_numbers.randrange(8)
            for left in tmp_path.iterdir():
                left.unlink()
            path.write_bytes(content)
            try:
                use_everything(tmp_path)
            except UsageError as error:
                noticed += 1
                assert str(path) in str(error)
    assert noticed
