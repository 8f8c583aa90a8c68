"""A gradebook on PostgreSQL: a server of the tests' own, which they stop and start while batches run."""

from __future__ import annotations

import csv
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import URL, create_engine

from grader.check import Check
from grader.gradebook import connection, schema
from grader.gradebook.connection import FILE, address
from grader.gradebook.store import Gradebook
from grader.provenance import Provenance

psycopg = pytest.importorskip("psycopg", reason="psycopg is not installed: pip install 'grader[postgresql]'")

NOBODY = 65534
PASSWORD = "s3cr:et/ @?"
SLOW = 5  # submissions of the class that takes some seconds


def ordinary_user():
    """For subprocess: PostgreSQL refuses to be run by root."""
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}


class Server:
    """PostgreSQL on a free port and on a socket, with one user who has a password."""

    def __init__(self, binaries: Path) -> None:
        self._binaries = binaries
        self.folder = Path(tempfile.mkdtemp(prefix="pg-"))  # not in pytest's, which only its owner may enter
        (self.folder / "password").write_text(PASSWORD)
        for path in (self.folder, self.folder / "password"):
            if os.geteuid() == 0:
                os.chown(path, NOBODY, NOBODY)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self._databases = 0
        words = ("-U", "grader", "-A", "scram-sha-256", "--pwfile", self.folder / "password", "-E", "UTF8")
        self._run("initdb", "-D", self.folder / "data", "--locale", "C", "--no-sync", *words)

    def _run(self, name, *words):
        command = [str(self._binaries / name), *map(str, words)]
        subprocess.run(command, check=True, capture_output=True, cwd=self.folder, timeout=60, **ordinary_user())

    def start(self):
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        self._run("pg_ctl", "-D", self.folder / "data", "-l", self.folder / "log", "-o", options, "-w", "start")

    def stop(self):
        """As where its machine loses power."""
        self._run("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "-w", "stop")

    def new_database(self):
        """The URL of one that is empty."""
        self._databases += 1
        self.query(f"CREATE DATABASE test{self._databases}")
        return self.url(database=f"test{self._databases}")

    def url(self, **other):
        parts = {"username": "grader", "password": PASSWORD, "host": "127.0.0.1", "port": self.port, **other}
        return URL.create("postgresql", **parts).render_as_string(hide_password=False)

    def query(self, statement, url=None):
        database = url.rpartition("/")[2] if url else "postgres"
        with psycopg.connect(
            host="127.0.0.1", port=self.port, user="grader", password=PASSWORD, dbname=database, autocommit=True
        ) as session:
            done = session.execute(statement)
            return done.fetchall() if done.description else []


@pytest.fixture(scope="session")
def server():
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    running = Server(found[-1].parent)
    try:
        running.start()
        yield running
        running.stop()
    finally:
        shutil.rmtree(running.folder)


@pytest.fixture
def database(server):
    return server.new_database()


def hand_in(folder, student, source):
    (folder / student).mkdir(parents=True, exist_ok=True)
    (folder / student / "naive_ops.py").write_text(source, encoding="utf-8")


def tables(output):
    """The CSV files, but for the seconds."""
    found = {"gradebook.csv": (output / "gradebook.csv").read_bytes()}
    for name in ("naive_ops.csv", "naive_ops.checks.csv"):
        with (output / name).open(encoding="utf-8", newline="") as file:
            lines = list(csv.reader(file))
        column = lines[0].index("seconds")
        found[name] = [line[:column] + line[column + 1 :] for line in lines]
    return found


def one_line(done):
    """The only line of a command that could not run; no password anywhere."""
    assert done.returncode == 2, (done.stdout, done.stderr)
    assert done.stdout == ""
    [line] = done.stderr.splitlines()
    assert line.startswith("grade: ")
    assert "s3cr" not in line and PASSWORD not in line
    return line


# --- through the front door -------------------------------------------------------------------------------


def test_a_batch_gives_the_same_as_with_sqlite(root, server, database, grade, tmp_path):
    work = tmp_path / "work"
    for student in ("m.curie", "o'brien, pat", "陈美玲"):
        shutil.copytree(root / "tests/submissions/naive_ops" / student, work / student)
    hand_in(work, os.fsdecode(b"caf\xe9"), "raise ValueError('NUL \\0 and \\x1a and 🦆')\n")
    (work / "nobody").mkdir()

    def batch(name, *words):
        done = grade("batch", work, "-a", "naive_ops", "-o", tmp_path / name, *words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    batch("lite")
    batch("shared", "--database", database)
    assert tables(tmp_path / "shared") == tables(tmp_path / "lite")
    assert not (tmp_path / "shared" / FILE).exists()
    attempts = server.query("SELECT count(*) FROM attempts", database)
    assert "4 of them unchanged" in batch("shared", "--database", database)
    assert tables(tmp_path / "shared") == tables(tmp_path / "lite")
    graded = "SELECT count(*) FROM attempts WHERE status <> 'missing'"
    assert server.query(graded, database) == [(4,)] and attempts == [(5,)]

    where = ("-o", tmp_path / "shared", "--database", database)
    assert grade("diff", "naive_ops", *where).returncode == 0
    hand_in(work, "m.curie", "x = 1\n")
    assert "3 of them unchanged" in batch("shared", "--database", database)
    changed = grade("diff", "naive_ops", *where)
    assert changed.returncode == 1 and "m.curie" in changed.stdout and "their work" in changed.stdout
    shown = grade("receipt", "陈美玲", "naive_ops", *where)
    assert shown.returncode == 0 and "陈美玲" in shown.stdout
    for path in (tmp_path / "shared").rglob("*"):
        assert path.is_dir() or b"s3cr" not in path.read_bytes(), path


@pytest.mark.slow
def test_the_database_is_named_by_an_environment_variable_which_no_submission_sees(
    server, database, reference, grade, rows, tmp_path
):
    hand_in(tmp_path / "work", "right", reference("naive_ops"))
    spy = (
        "import glob, os\nseen = [str(dict(os.environ))]\nfor path in glob.glob('/proc/*/environ') + "
        "glob.glob('/proc/*/cmdline'):\n    try:\n        seen.append(open(path, errors='replace').read())\n"
        "    except OSError:\n        pass\n"
        "text = '\\n'.join(seen)\nprint(text)\nraise ValueError(f'🦆 {len(text)} s3cr in it: ' + str('s3cr' in text))\n"
    )
    hand_in(tmp_path / "work", "spy", spy)
    environment = {"GRADE_DATABASE": database, "PGCLIENTENCODING": "LATIN1"}
    done = grade("batch", tmp_path / "work", "-a", "naive_ops", "-o", tmp_path / "out", env=environment)
    assert done.returncode == 0, done.stderr
    assert server.query("SELECT count(*) FROM attempts", database) == [(2,)]
    assert not (tmp_path / "out" / FILE).exists()
    told = rows(tmp_path / "out" / "naive_ops.csv")[1]["message"]
    assert "🦆" in told and "s3cr in it: False" in told, told
    assert (
        server.query("SELECT 1 FROM attempts WHERE position('et/ @?' in encode(output, 'escape')) > 0", database) == []
    )
    done = grade("receipt", "right", "naive_ops", "-o", tmp_path / "out", env=environment)
    assert done.returncode == 0, done.stderr
    assert "no gradebook here" in one_line(grade("receipt", "right", "naive_ops", "-o", tmp_path / "out"))


def test_a_socket_and_a_password_among_the_options(server, database, grade, tmp_path):
    hand_in(tmp_path / "work", "someone", "x = 1\n")
    url = server.url(host=None, port=None, password=None, database=database.rpartition("/")[2])
    url += f"?host={server.folder}&port={server.port}"
    options = ("batch", tmp_path / "work", "-a", "naive_ops", "-o", tmp_path / "out", "--database")
    assert "no password supplied" in one_line(grade(*options, url))
    done = grade(*options, f"{url}&password=s3cr%3Aet%2F%20%40%3F")
    assert done.returncode == 0, done.stderr
    assert "password" in one_line(grade(*options, f"{url}&password=s3cret"))


@pytest.mark.slow
def test_what_cannot_be_reached_is_one_clear_line_at_once(server, grade, tmp_path):
    hand_in(tmp_path / "work", "someone", "x = 1\n")
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        for other, says in (
            ({"database": "postgres", "password": "s3cret"}, "password authentication failed"),
            ({"database": "nowhere"}, 'database "nowhere" does not exist'),
            ({"database": "postgres", "port": unused.getsockname()[1]}, "Connection refused"),
        ):
            begin = time.monotonic()
            words = ("-o", tmp_path / "out", "--database", server.url(**other))
            line = one_line(grade("batch", tmp_path / "work", "-a", "naive_ops", *words))
            assert says in line and "127.0.0.1" in line
            assert time.monotonic() - begin < connection.PATIENCE / 2
    assert "Connection refused" not in one_line(grade("diff", "naive_ops", *words[:3], server.url(database="nowhere")))


def test_a_database_of_something_else_is_left_alone(server, database, grade, tmp_path):
    hand_in(tmp_path / "work", "someone", "x = 1\n")
    server.query("CREATE TABLE alembic_version (version_num text)", database)
    server.query("INSERT INTO alembic_version VALUES ('ae1027a6acf')", database)
    words = ("-o", tmp_path / "out", "--database", database)
    for command in (("batch", tmp_path / "work", "-a", "naive_ops"), ("diff", "naive_ops")):
        assert "holds tables of something else" in one_line(grade(*command, *words))
    found = server.query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'", database)
    assert found == [("alembic_version",)]


def test_a_database_that_cannot_hold_every_text_is_refused_at_once(server, grade, tmp_path):
    hand_in(tmp_path / "work", "someone", "x = 1\n")
    server.query("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0")
    words = ("-a", "naive_ops", "-o", tmp_path / "out", "--database", server.url(database="latin"))
    assert "its encoding is LATIN1; UTF8 would be right" in one_line(grade("batch", tmp_path / "work", *words))


# --- while a batch runs -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def slow_class(reference, grade, tmp_path_factory):
    """A folder of submissions that take a moment each, and the tables of a run that nothing disturbed."""
    folder = tmp_path_factory.mktemp("slow")
    for number in range(SLOW):
        source = reference("naive_ops") if number % 2 else "x = 1\n"
        hand_in(folder / "work", f"s{number}", f"import time\n\ntime.sleep(0.6 + {number} / 1000)\n{source}")
    done = grade("batch", folder / "work", "-a", "naive_ops", "-o", folder / "out")
    assert done.returncode == 0, done.stderr
    return folder / "work", tables(folder / "out")


@pytest.fixture
def begin(root, slow_class, database, tmp_path):
    """Begins a batch of the slow class; ``patience`` is for a server that has gone away."""

    def start(patience=30.0):
        words = ["grade", "batch", str(slow_class[0]), "-a", "naive_ops", "-o", str(tmp_path), "-w", "1"]
        code = (
            f"import sys; sys.argv = {[*words, '--database', database]!r}\n"
            f"from grader.gradebook import connection; connection.PATIENCE = {patience}\n"
            "from grader.cli import main; main()"
        )
        return subprocess.Popen(
            [sys.executable, "-c", code], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    return start


def finished(process):
    output, errors = process.communicate(timeout=120)
    return subprocess.CompletedProcess(process.args, process.returncode, output, errors)


def wait_for_attempts(server, database, process, many):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        known = server.query("SELECT 1 FROM pg_tables WHERE tablename = 'attempts'", database)
        if known and server.query("SELECT count(*) FROM attempts", database)[0][0] >= many:
            return
        time.sleep(0.05)
    raise AssertionError(finished(process) if process.poll() is not None else "no attempt in time")


def counts(server, database):
    """Attempts, different contents among them, and how many students count in the last run."""
    [attempts] = server.query("SELECT count(*), count(DISTINCT sha256) FROM attempts", database)
    [entries] = server.query("SELECT count(*) FROM entries WHERE run_id = (SELECT max(id) FROM runs)", database)
    return *attempts, *entries


@pytest.mark.slow
def test_a_batch_that_was_killed_goes_on(server, database, begin, slow_class, tmp_path):
    process = begin()
    wait_for_attempts(server, database, process, 2)
    process.send_signal(signal.SIGKILL)
    finished(process)
    assert not (tmp_path / "naive_ops.csv").exists()
    kept = server.query("SELECT count(*) FROM attempts", database)[0][0]
    assert 2 <= kept < SLOW
    done = finished(begin())
    assert done.returncode == 0 and f"{kept} of them unchanged" in done.stdout, (done.stdout, done.stderr)
    assert counts(server, database) == (SLOW, SLOW, SLOW)
    assert tables(tmp_path) == slow_class[1]


@pytest.mark.slow
def test_a_server_that_comes_back_in_time_costs_nothing(server, database, begin, slow_class, tmp_path):
    process = begin()
    wait_for_attempts(server, database, process, 1)
    server.stop()
    time.sleep(1.5)  # a result waits for it
    server.start()
    done = finished(process)
    assert done.returncode == 0 and done.stderr == "", done.stderr
    assert counts(server, database) == (SLOW, SLOW, SLOW)
    assert tables(tmp_path) == slow_class[1]


@pytest.mark.slow
def test_a_server_that_stays_away_is_one_line_and_the_rest_is_graded_later(
    server, database, begin, slow_class, tmp_path
):
    process = begin(patience=1.0)
    wait_for_attempts(server, database, process, 1)
    server.stop()
    try:
        line = one_line(finished(process))
    finally:
        server.start()
    kept = server.query("SELECT count(*) FROM attempts", database)[0][0]
    assert f"{kept} of {SLOW} submissions are graded and kept; the same command grades the rest" in line
    assert not (tmp_path / "naive_ops.csv").exists()
    done = finished(begin())
    assert done.returncode == 0 and f"{kept} of them unchanged" in done.stdout, (done.stdout, done.stderr)
    assert counts(server, database) == (SLOW, SLOW, SLOW)
    assert tables(tmp_path) == slow_class[1]


@pytest.mark.slow
def test_two_batches_of_one_database_at_the_same_time(root, server, database, reference, rows, tmp_path):
    hand_in(tmp_path / "work", "someone", reference("naive_ops"))
    (tmp_path / "work" / "someone" / "gradient_descent.py").write_text("def diverges(eta):\n    return None\n")
    command = [sys.executable, "-m", "grader.cli", "batch", str(tmp_path / "work"), "--database", database]
    running = [
        subprocess.Popen(
            [*command, "-a", name, "-o", str(tmp_path / output)],
            cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for name, output in (("naive_ops", "one"), ("gradient_descent", "one"), ("naive_ops", "two"))
    ]  # fmt: skip
    for process in running:
        done = finished(process)
        assert done.returncode == 0, done.stderr
    assert server.query("SELECT count(*) FROM runs WHERE outcome = 'complete'", database) == [(3,)]
    assert [row["score"] for row in rows(tmp_path / "two" / "naive_ops.csv")] == ["100"]
    assert server.query("SELECT count(*) FROM provenances", database) == [(2,)]


# --- the parts --------------------------------------------------------------------------------------------


def test_the_steps_make_the_tables_that_the_code_knows(database):
    with Gradebook(address(Path(), database), create=True):
        pass
    engine = create_engine(address(Path(), database))
    with engine.connect() as session:
        context = MigrationContext.configure(session, opts={"compare_type": True})
        assert compare_metadata(context, schema.metadata) == []
    engine.dispose()


CHECKS = [Check("adds", "naive_add", 60.0, "Adds.", probe=print)]


def provenance(reference):
    fields = ("settings", "files", "seeds", "grader", "source", "python", "machine")
    return Provenance(
        assignment="naive_ops", checks={"adds": "x"}, reference=reference, packages={}, isolation="full",
        **dict.fromkeys(fields, "x"),
    )  # fmt: skip


def test_runs_of_a_new_provenance_begin_at_the_same_moment(server, database):
    """Both find that it is not there yet, and both write it."""
    together = threading.Barrier(4)
    failures = []

    def work(number):
        try:
            with Gradebook(address(Path(), database), f"class {number}", create=True) as book:
                for one in range(10):
                    together.wait(20)
                    book.begin(provenance(str(one)), CHECKS, whole=True, isolation={})
        except Exception as error:
            together.abort()
            failures.append(error)

    Gradebook(address(Path(), database), create=True).__exit__()
    threads = [threading.Thread(target=work, args=(number,), daemon=True) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == [] and not any(thread.is_alive() for thread in threads)
    assert server.query("SELECT count(*), count(DISTINCT digest) FROM provenances", database) == [(10, 10)]
    assert server.query("SELECT count(*) FROM checks", database) == [(10,)]
    assert server.query("SELECT count(*) FROM runs", database) == [(40,)]


@pytest.mark.slow
def test_reading_too_waits_for_a_server_that_comes_back(server, database):
    with Gradebook(address(Path(), database), create=True) as book:
        run = book.begin(provenance("x"), CHECKS, whole=True, isolation={})
        server.stop()
        restart = threading.Timer(1.0, server.start)
        restart.start()
        try:
            assert book.run(run.id) == run
        finally:
            restart.join()
