"""When something was handed in: the first source that knows, and none that students can abuse."""

import os
import shutil
import subprocess
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.handed_in import HandedIn, HandIns
from grader.submission import Found, find_submissions

CHANGED = datetime(2021, 6, 1, 12, tzinfo=UTC)
COMMITTED = datetime(2020, 5, 5, 8, tzinfo=UTC)
STAMPED = datetime(2019, 2, 2, 23, 58, 23, tzinfo=UTC)
COLUMNS = "student_id,assignment,file,handed_in,handed_in_from"
needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="without git")


@pytest.fixture
def folder(tmp_path):
    file = tmp_path / "ada" / "a.py"
    file.parent.mkdir()
    file.write_text("x = 1\n")
    os.utime(file, (CHANGED.timestamp(),) * 2)
    return tmp_path


def of(folder, student="ada", assignment="a"):
    [found] = [one for one in find_submissions(folder, assignment) if one.student_id == student]
    return HandIns(folder, assignment).of(found)


def git(where, *arguments, when=COMMITTED):
    environment = {
        **os.environ,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_COMMITTER_DATE": when.isoformat(),
        "GIT_AUTHOR_DATE": "2018-01-01T00:00:00Z",
    }
    options = ("user.name=A", "user.email=a@b", "init.defaultBranch=main", "core.fsync=none")
    subprocess.run(
        ["git", *(word for one in options for word in ("-c", one)), *arguments],
        cwd=where, env=environment, check=True, capture_output=True,
    )  # fmt: skip


def commit(where, when=COMMITTED):
    git(where, "init", "-q")
    git(where, "add", "-A")
    git(where, "commit", "-qm", "work", when=when)


def test_the_file_says_when_nothing_else_does(folder):
    assert of(folder) == HandedIn(CHANGED, "file")


def test_what_is_not_there_was_not_handed_in(folder):
    assert HandIns(folder, "a").of(Found("bob", None)) == HandedIn(None, "")
    assert HandIns(folder, "a").of(Found("bob", folder / "bob.py", "bob.py")) == HandedIn(None, "")


@pytest.mark.parametrize("years", [-60, 40])
def test_a_time_that_cannot_be_is_nobodys(folder, years):
    when = datetime.now(UTC) + timedelta(days=365 * years)
    os.utime(folder / "ada" / "a.py", (when.timestamp(),) * 2)
    assert of(folder) == HandedIn(None, "")


# --- the table --------------------------------------------------------------------------------------------


def test_the_table_comes_first(folder):
    (folder / "ada" / "timestamp.txt").write_text("2019-02-02 23:58:23 UTC")
    (folder / "collected.csv").write_text(
        f"{COLUMNS},more\r\nada,a,ada/a.py,2022-03-04T05:06:07Z,Moodle,x\r\nada,b,ada/b.py,2001-01-01T00:00:00Z,x,x\r\n",
        encoding="utf-8-sig",
    )
    assert of(folder) == HandedIn(datetime(2022, 3, 4, 5, 6, 7, tzinfo=UTC), "collected: Moodle")


def test_of_several_rows_that_of_the_file_counts_and_then_the_latest(folder):
    rows = "ada,a,ada/a.py,2022-01-01T00:00:00Z,one\nada,a,ada/a.ipynb,2023-01-01T00:00:00Z,two\n"
    (folder / "collected.csv").write_text(f"{COLUMNS}\n{rows}")
    assert of(folder).source == "collected: one"
    (folder / "collected.csv").write_text(f"{COLUMNS}\n{rows.replace('a.py', 'c.py')}")
    assert of(folder).source == "collected: two"


@pytest.mark.parametrize("cells", ["", "soon", "1970-01-01T00:00:00Z", "9999-01-01T00:00:00Z", "2022-02-31T00:00:00Z"])
def test_a_row_without_a_time_says_that_none_is_known(folder, cells):
    (folder / "collected.csv").write_text(f"{COLUMNS}\nada,a,ada/a.py,{cells},Moodle\nada,a\n")
    assert of(folder) == HandedIn(None, ""), "that of the file is when it was collected"


def test_ids_are_read_as_they_were_before_they_were_made_safe(folder):
    (folder / "ada").rename(folder / "=ada")
    (folder / "collected.csv").write_text(f"{COLUMNS}\n'=ada,a,'=ada/a.py,2022-01-01T00:00:00+02:00,\n")
    assert of(folder, "=ada") == HandedIn(datetime(2021, 12, 31, 22, tzinfo=UTC), "collected")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no column student_id"),
        (b"student_id,assignment,file\n", "no column handed_in"),
        (COLUMNS.encode() + b'\n"ada', "line 2: not CSV"),
        (b"\xff\xfe\xff", "cannot be read"),
    ],
)
def test_a_table_that_cannot_be_read_is_no_table_of_nobody(folder, content, said):
    (folder / "collected.csv").write_bytes(content)
    with pytest.raises(UsageError) as caught:
        HandIns(folder, "a")
    assert said in str(caught.value) and "\n" not in str(caught.value)


# --- timestamp.txt ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2015-02-02 15:58:23.948203 America/Los_Angeles", datetime(2015, 2, 2, 23, 58, 23, 948203, tzinfo=UTC)),
        ("2015-07-02 15:58:23.948203 America/Los_Angeles", datetime(2015, 7, 2, 22, 58, 23, 948203, tzinfo=UTC)),
        ("2015-02-02 15:58:23.948203 UTC\n", datetime(2015, 2, 2, 15, 58, 23, 948203, tzinfo=UTC)),
        ("2015-02-02 15:58:23.948203+01:00", datetime(2015, 2, 2, 14, 58, 23, 948203, tzinfo=UTC)),
        ("2015-02-02 15:58:23 +0100", datetime(2015, 2, 2, 14, 58, 23, tzinfo=UTC)),
        ("2015-02-02T15:58:23Z", datetime(2015, 2, 2, 15, 58, 23, tzinfo=UTC)),
        ("2015-02-02T15:58", datetime(2015, 2, 2, 15, 58, tzinfo=UTC)),
        ("\ufeff2015-02-02 15:58:23.5", datetime(2015, 2, 2, 15, 58, 23, 500000, tzinfo=UTC)),
        ("2020-10-25 02:30:00 Europe/Berlin", datetime(2020, 10, 25, 0, 30, tzinfo=UTC)),  # the earlier of the two
    ],
)
def test_nbgraders_timestamp_is_read(folder, text, when):
    (folder / "ada" / "timestamp.txt").write_text(text, encoding="utf-8")
    assert of(folder) == HandedIn(when, "timestamp.txt")


@pytest.mark.parametrize(
    "content",
    [
        b"", b"soon", b"2015-02-02", b"2015-02-31 15:58:23 UTC", b"2015-02-02 25:00:00 UTC", b"\xff\xfe",
        b"2015-02-02 15:58:23 Mars/Olympus", b"2015-02-02 15:58:23 ../../etc/passwd", b"2015-02-02 15:58:23 +99:99",
        b"1970-01-01 00:00:00 UTC", b"9999-12-31 23:59:59 UTC", b"0001-01-01 00:00:00+14:00",
        b"2015-02-02 15:58:23 UTC" + b" " * 5000,
    ],
)  # fmt: skip
def test_garbage_is_passed_over(folder, content):
    (folder / "ada" / "timestamp.txt").write_bytes(content)
    assert of(folder) == HandedIn(CHANGED, "file")


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=40) | st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:.]{5,16} ?[-+A-Za-z/0-9:]{0,12}"))
def test_no_timestamp_stops_the_grader(folder, content):
    (folder / "ada" / "timestamp.txt").write_bytes(content if isinstance(content, bytes) else content.encode())
    assert of(folder).when is not None


def test_the_timestamp_beside_the_file_comes_before_the_students(folder):
    inner = folder / "bob" / "a"
    inner.mkdir(parents=True)
    (inner / "a.py").write_text("")
    (folder / "bob" / "timestamp.txt").write_text("2018-02-02 23:58:23 UTC")
    assert of(folder, "bob").when.year == 2018
    (inner / "timestamp.txt").write_text("2019-02-02 23:58:23 UTC")
    assert of(folder, "bob") == HandedIn(STAMPED, "timestamp.txt")


def test_a_timestamp_for_all_is_nobodys(folder):
    (folder / "bob.py").write_text("")
    os.utime(folder / "bob.py", (CHANGED.timestamp(),) * 2)
    (folder / "timestamp.txt").write_text("2019-02-02 23:58:23 UTC")
    assert of(folder, "bob").source == "file"
    assert of(folder).source == "file"


def test_links_are_not_followed(folder, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "timestamp.txt").write_text("2019-02-02 23:58:23 UTC")
    (folder / "ada" / "timestamp.txt").symlink_to(elsewhere / "timestamp.txt")
    assert of(folder).source == "file"


def test_a_named_pipe_is_not_waited_for(folder):
    os.mkfifo(folder / "ada" / "timestamp.txt")
    assert of(folder).source == "file"


# --- git --------------------------------------------------------------------------------------------------


@needs_git
def test_the_last_commit_of_the_file_counts(folder):
    ada = folder / "ada"
    commit(ada)
    (ada / "notes.txt").write_text("later")
    git(ada, "add", "-A")
    git(ada, "commit", "-qm", "notes", when=COMMITTED + timedelta(days=9))
    assert of(folder) == HandedIn(COMMITTED, "git commit")
    git(ada, "gc", "-q")  # packs its branches and objects
    assert of(folder) == HandedIn(COMMITTED, "git commit")
    git(ada, "checkout", "-q", "--detach")
    assert of(folder) == HandedIn(COMMITTED, "git commit")


@needs_git
def test_a_commit_in_a_deeper_folder_with_a_name_that_means_something_to_git(folder):
    inner = folder / 'b:o"b\\' / "a"
    inner.mkdir(parents=True)
    (inner / "a[*].py").write_text("")
    (inner / "README").write_text("")
    commit(inner.parent)
    assert of(folder, 'b:o"b\\') == HandedIn(COMMITTED, "git commit")


@needs_git
def test_a_shallow_clone_will_do(folder):
    commit(folder / "ada")
    (folder / "ada" / "a.py").write_text("x = 2\n")
    git(folder / "ada", "commit", "-qam", "more", when=COMMITTED + timedelta(days=1))
    git(folder, "clone", "-q", "--depth=1", f"file://{folder}/ada", "bob")
    assert of(folder, "bob") == HandedIn(COMMITTED + timedelta(days=1), "git commit")


@needs_git
def test_a_repository_around_the_folder_does_not_count(folder):
    commit(folder)
    assert of(folder).source == "file"


@needs_git
def test_what_was_not_committed_was_not(folder):
    ada = folder / "ada"
    (ada / "a.py").rename(folder / "a.py")
    (ada / "notes.txt").write_text("")
    commit(ada)
    (folder / "a.py").rename(ada / "a.py")
    assert of(folder) == HandedIn(CHANGED, "file")


@needs_git
def test_a_commit_of_the_future_is_passed_over(folder):
    commit(folder / "ada", datetime.now(UTC) + timedelta(days=400))
    assert of(folder) == HandedIn(CHANGED, "file")


@needs_git
def test_no_program_of_the_student_runs(folder):
    ada, trap = folder / "ada", folder / "trapped"
    commit(ada)
    script = ada / ".git" / "trap"
    script.write_text(f"#!/bin/sh\ntouch '{trap}'\n")
    script.chmod(0o755)
    with (ada / ".git" / "config").open("a") as config:
        config.write(
            f'[core]\nfsmonitor = "{script}"\npager = "{script}"\nsshCommand = "{script}"\n'
            f"hooksPath = {script.parent}\n"
            f'[gpg]\nprogram = "{script}"\n[log]\nshowSignature = true\n[diff]\nexternal = "{script}"\n'
            f'[extensions]\npartialClone = origin\n[remote "origin"]\nurl = "ext::{script}"\nuploadpack = "{script}"\n'
            'promisor = true\n[protocol "ext"]\nallow = always\n'
        )
    assert of(folder) == HandedIn(COMMITTED, "git commit")
    for objects in (ada / ".git" / "objects").iterdir():  # what is missing is not fetched either
        shutil.rmtree(objects)
    assert of(folder) == HandedIn(CHANGED, "file")
    assert not trap.exists()


@needs_git
@pytest.mark.parametrize(
    "head",
    [
        "",
        "ref: refs/heads/none",
        "ref: ../../../../etc/passwd",
        "ref: refs/heads/../../HEAD",
        "--all",
        "ref: HEAD",
        "0" * 40,
    ],
)
def test_a_head_that_leads_elsewhere_is_passed_over(folder, head):
    commit(folder / "ada")
    (folder / "ada" / ".git" / "HEAD").write_text(head)
    assert of(folder) == HandedIn(CHANGED, "file")


@needs_git
def test_a_repository_elsewhere_does_not_count(folder, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    commit(folder / "ada")
    (folder / "ada" / ".git").rename(elsewhere / "git")
    (folder / "ada" / ".git").symlink_to(elsewhere / "git")
    assert of(folder).source == "file"
    (folder / "ada" / ".git").unlink()
    (folder / "ada" / ".git").write_text(f"gitdir: {elsewhere / 'git'}")
    assert of(folder).source == "file"


def test_without_git_the_file_says(folder, monkeypatch):
    (folder / "ada" / ".git" / "objects").mkdir(parents=True)
    (folder / "ada" / ".git" / "HEAD").write_text("0" * 40)
    monkeypatch.setenv("PATH", str(folder))
    assert of(folder) == HandedIn(CHANGED, "file")


def test_where_the_download_tells_no_time_none_is_made_up(tmp_path):
    (tmp_path / "a%2Fb").mkdir()
    file = tmp_path / "a%2Fb" / "naive_ops.py"
    file.write_text("x = 1\n")
    columns = "student_id,name,assignment,file,handed_in,handed_in_from,late_mark,sha256,original,attempt,remarks"
    (tmp_path / "collected.csv").write_text(f"{columns}\r\na/b,,naive_ops,a%2Fb/naive_ops.py,,,,,x,,\r\n")
    found = Found("a%2Fb", file, "a%2Fb/naive_ops.py")
    assert HandIns(tmp_path, "naive_ops").of(found) == HandedIn(None, "")
    assert HandIns(tmp_path, "siamese").of(found).source == "file"
