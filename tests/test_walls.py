"""Which walls there are, and that each holds where it stands and is missed where it is left out."""

from __future__ import annotations

import json
import os
import platform
import sys
from dataclasses import replace
from pathlib import Path

import cloudpickle
import msgspec
import pytest

from grader.check import check
from grader.errors import GraderFault, UsageError
from grader.inside.confinement import Walls
from grader.isolated import Isolation, Task
from grader.runner import WarmPool
from grader.settings import Limits, Settings
from grader.submission import parse_submission
from grader.walls import level, measure, missing, readable_paths, refuse_exposed

cloudpickle.register_pickle_by_value(sys.modules[__name__])
FULL = Walls(landlock=7, seccomp=True, private_scratch=True, control_group=False, readable=["/usr/lib"])
linux = pytest.mark.skipif(sys.platform != "linux", reason="walls are Linux's")
full_here = pytest.mark.skipif(level(measure({})) != "full", reason="this machine gives no full isolation")


def without(walls, **changes):
    return msgspec.structs.replace(walls, **changes)


def test_level_is_that_of_what_is_there():
    assert level(FULL) == "full"
    assert level(without(FULL, private_scratch=False)) == "full"
    assert level(without(FULL, landlock=0)) == level(without(FULL, seccomp=False)) == "partial"
    assert level(without(FULL, landlock=0, seccomp=False)) == "basic"


def test_what_is_missing_is_named_with_its_remedy():
    nothing = without(FULL, landlock=0, seccomp=False, private_scratch=False)
    assert [one.what for one in missing(nothing)] == ["Landlock", "seccomp", "private scratch folder"]
    assert all(one.effect and one.remedy for one in missing(nothing))
    assert missing(FULL) == []


def test_walls_are_left_out_by_name():
    assert measure({"GRADE_WITHOUT": "landlock"}).landlock == 0
    assert not measure({"GRADE_WITHOUT": "seccomp, scratch"}).seccomp
    assert not measure({"GRADE_WITHOUT": "seccomp, scratch"}).private_scratch
    with pytest.raises(UsageError, match="'lanlock' is no wall; did you mean landlock"):
        measure({"GRADE_WITHOUT": "lanlock"})


def test_a_machine_that_is_not_known_has_no_filter(monkeypatch):
    monkeypatch.setattr(platform, "machine", lambda: "s390x")
    assert not measure({}).seccomp


def test_another_system_has_no_walls(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    walls = measure({})
    assert level(walls) == "basic"
    assert "Linux" in missing(walls)[0].remedy


def test_the_interpreter_may_be_read_and_nothing_of_the_course(root):
    granted = readable_paths()
    assert any(Path(os.__file__).is_relative_to(path) for path in granted)
    assert any(Path(msgspec.__file__).is_relative_to(path) for path in granted)
    for private in (root / "reference", root / "assignments", root / "grader", Path.home(), Path("/tmp"), Path("/etc")):
        assert not any(private.resolve().is_relative_to(path) for path in granted), private
    assert "/" not in granted and "/usr" not in granted and "/proc" not in granted


def test_a_course_where_submissions_may_read_is_refused():
    with pytest.raises(UsageError, match="/usr/lib/course: lies in /usr/lib, which every submission may read"):
        refuse_exposed([Path("/usr/lib/course")], FULL)
    refuse_exposed([Path("/usr/lib/course")], without(FULL, landlock=0))
    refuse_exposed([Path("/usr/libcourse")], FULL)


# --- what holds ---


def observe(source, probes, *, offered=None, visibility="visible", **limits):
    settings = Settings(title="t", points={"part": 100.0}, limits=Limits(**{"seconds_per_check": 5.0, **limits}))
    submission = parse_submission(source.encode(), ".py", "work")
    with WarmPool() as pool:
        isolation = Isolation(pool, settings, "work", submission, load_seconds=5.0, offered=offered)
        checks = [replace(check(part="part", points=1)(probe), visibility=visibility) for probe in probes]
        report = isolation.observe([Task.of(one, b"", [1, 2], 5.0) for one in checks])
        return report, pool.in_force()


def tried(student, rng):
    """What the submission has tried, and how each ended."""
    return student.tried()


ATTEMPTS = """
import os, socket
def attempt(action):
    try:
        action()
        return "done"
    except OSError as error:
        return type(error).__name__
def tried():
    return {"read": attempt(lambda: open("/etc/passwd").close()),
            "list": attempt(lambda: os.listdir("/")),
            "connect": attempt(lambda: socket.socket().close()),
            "start": attempt(lambda: os.posix_spawn("/bin/true", ["true"], {})),
            "write": attempt(lambda: open("own", "w").close())}
"""
REFUSED = "PermissionError"


@linux
@full_here
@pytest.mark.parametrize(
    ("left_out", "through"),
    [
        ("", {"write"}),
        ("scratch", {"write"}),
        ("landlock", {"write", "read", "list"}),
        ("seccomp", {"write", "connect", "start"}),
        ("landlock,seccomp,scratch", {"write", "read", "list", "connect", "start"}),
    ],
)
def test_each_wall_holds_what_it_is_for(monkeypatch, left_out, through):
    monkeypatch.setenv("GRADE_WITHOUT", left_out)
    report, walls = observe(ATTEMPTS, [tried])
    seen = report.outcomes[0].observations[0].value
    if "seccomp" in left_out and "landlock" not in left_out:
        through = through - {"start"}  # Landlock grants no right to execute either
    assert {what for what, how in seen.items() if how == "done"} == through
    assert walls.landlock == (0 if "landlock" in left_out else measure({}).landlock)


@linux
def test_a_process_has_no_capabilities_but_reading(monkeypatch):
    source = """
def tried():
    lines = open("/proc/self/status").read().splitlines()
    return dict(line.split(":\\t") for line in lines if line.startswith(("Cap", "NoNewPrivs", "Seccomp:")))
"""
    report, _ = observe(source, [tried])
    seen = report.outcomes[0].observations[0].value
    assert seen["NoNewPrivs"] == "1" and seen["Seccomp"] == "2"
    for name in ("CapInh", "CapPrm", "CapEff", "CapAmb"):
        assert int(seen[name], 16) & ~0b100 == 0, name


@linux
def test_a_process_that_cannot_be_confined_is_our_fault_and_reads_no_source(monkeypatch):
    impossible = without(measure({}), landlock=-1)
    settings = Settings(title="t", points={"part": 100.0})
    submission = parse_submission(b"print('ran')", ".py", "work")
    with WarmPool(impossible) as pool:
        with pytest.raises(GraderFault, match="could not be confined"):
            Isolation(pool, settings, "work", submission, load_seconds=5.0).load()
        assert list(pool.scratch.path.glob("run-*")) == []


def test_files_that_the_assignment_offers_are_found_and_stay_as_they_are(tmp_path):
    table = tmp_path / "data" / "table.csv"
    table.parent.mkdir()
    table.write_text("1,2\n")
    (table.parent / "answers.csv").write_text("secret")
    source = """
import os
def attempt(path, mode):
    try:
        with open(path, mode) as file:
            return file.read() if mode == "r" else file.write("x")
    except OSError as error:
        return type(error).__name__
def tried():
    beside = os.path.join(os.path.dirname(os.readlink("data/table.csv")), "answers.csv")
    return [attempt("data/table.csv", "r"), attempt("data/table.csv", "w"), attempt(beside, "r")]
"""
    report, _ = observe(source, [tried], offered={"data/table.csv": str(table)})
    assert report.outcomes[0].observations[0].value in (["1,2\n", how, REFUSED] for how in (REFUSED, "OSError"))
    assert table.read_text() == "1,2\n"


def test_what_is_printed_while_a_hidden_check_runs_is_dropped():
    source = "print('while loading', flush=True)\ndef tried():\n    print('hidden input', flush=True)\n    return 1\n"
    report, _ = observe(source, [tried], visibility="hidden")
    assert report.output == b"while loading\n"
    report, _ = observe(source, [tried])
    assert report.output == b"while loading\nhidden input\n"


def test_visible_checks_run_before_hidden_ones():
    settings = Settings(title="t", points={"part": 100.0})
    submission = parse_submission(
        b"calls = []\ndef tried():\n    calls.append(1)\n    return len(calls)\n", ".py", "work"
    )
    one = check(part="part", points=1)(tried)
    order = ["hidden", "visible", "hidden", "visible"]
    with WarmPool() as pool:
        tasks = [Task.of(replace(one, visibility=visibility), b"", [1], 5.0) for visibility in order]
        report = Isolation(pool, settings, "work", submission, load_seconds=5.0).observe(tasks)
    assert [outcome.observations[0].value for outcome in report.outcomes] == [3, 1, 4, 2]


def test_a_call_that_the_walls_refuse_is_forbidden_and_says_why():
    source = """
import urllib.request
def tried():
    return urllib.request.urlopen("http://127.0.0.1:9/").read()
"""
    outcome = observe(source, [tried])[0].outcomes[0]
    assert outcome.verdict == "forbidden" and outcome.refused
    assert "no network" in outcome.message and "line 4" in outcome.message


def test_a_permission_error_of_the_students_own_is_an_error():
    outcome = observe("def tried():\n    raise PermissionError('mine')\n", [tried])[0].outcomes[0]
    assert outcome.verdict == "error" and not outcome.refused


# --- through the front door ---


@pytest.fixture
def one_submission(tmp_path, reference):
    (tmp_path / "work" / "ada").mkdir(parents=True)
    (tmp_path / "work" / "ada" / "naive_ops.py").write_text(reference("naive_ops"))
    return tmp_path / "work"


def batch(grade, folder, out, *more, **environment):
    return grade("batch", folder, "-a", "naive_ops", "-o", out, *more, env=environment)


@linux
@full_here
def test_a_batch_records_its_isolation(grade, one_submission, tmp_path):
    out = tmp_path / "out"
    assert batch(grade, one_submission, out).returncode == 0
    record = json.loads((out / "naive_ops.run.json").read_text())
    assert record["isolation"]["level"] == "full" and record["isolation"]["landlock"] >= 1
    assert record["isolation"]["seccomp"] is True and record["submissions"] == 1
    assert set(record["packages"]) >= {"numpy", "keras"}


@linux
@pytest.mark.parametrize("wall", ["landlock", "seccomp"])
def test_a_batch_refuses_to_run_with_less_unless_told(grade, one_submission, tmp_path, wall):
    out = tmp_path / "out"
    done = batch(grade, one_submission, out, GRADE_WITHOUT=wall)
    assert done.returncode == 2 and done.stderr.count("\n") == 1
    assert wall in done.stderr.lower() and "--isolation best-effort" in done.stderr
    assert not out.exists()
    done = batch(grade, one_submission, out, "--isolation", "best-effort", GRADE_WITHOUT=wall)
    assert done.returncode == 0, done.stderr
    record = json.loads((out / "naive_ops.run.json").read_text())
    assert record["isolation"]["level"] == "partial"
    assert [name.lower() for name in record["isolation"]["missing"]] == [wall]
    assert "100" in (out / "naive_ops.csv").read_text()


def test_a_level_that_does_not_exist_is_one_line(grade, one_submission, tmp_path):
    done = batch(grade, one_submission, tmp_path / "out", "--isolation", "most")
    assert done.returncode == 2 and "'full', 'best-effort'" in done.stderr


@linux
def test_locally_takes_what_there_is_and_says_nothing_about_it(grade, one_submission):
    done = grade("locally", one_submission / "ada", env={"GRADE_WITHOUT": "landlock,seccomp,scratch"})
    assert done.returncode == 0, done.stderr
    assert not any(word in (done.stdout + done.stderr).lower() for word in ("landlock", "seccomp", "isolat"))


@linux
@full_here
def test_doctor_tries_the_walls_and_names_what_is_missing(grade):
    whole = json.loads(grade("doctor", "--json").stdout)["isolation"]
    assert whole["level"] == "full" and set(whole["refused"].values()) == {True}
    less = json.loads(grade("doctor", "--json", env={"GRADE_WITHOUT": "seccomp"}).stdout)["isolation"]
    assert less["level"] == "partial" and list(less["missing"]) == ["seccomp"]
    assert less["refused"]["opens a connection"] is False and less["refused"]["reads a file of the system"] is True
    text = grade("doctor", env={"GRADE_WITHOUT": "landlock", "COLUMNS": "200"}).stdout
    assert "missing: Landlock" in text and "Linux 5.13" in text
