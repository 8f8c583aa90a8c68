"""Hostile submissions earn nothing, see nothing and leave nothing; and each would, were it not for what stops it.

The whole corpus is graded once, by the command, as a teaching assistant would. What a wall stops is graded again with
that wall left out, and has to succeed there: no test passes because its attack would not work anyway.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import replace

import cloudpickle
import msgspec
import numpy as np
import pytest
from corpus import HERE, STOPPERS, WALLS, attacks
from world import ROOT, Graded, World, run

from grader.check import check
from grader.isolated import Isolation, Task
from grader.results import VERDICTS
from grader.runner import WarmPool
from grader.settings import Limits, Settings
from grader.submission import Unreadable, parse_submission
from grader.walls import level, measure

ATTACKS = attacks()
BY_WALLS = [one for one in ATTACKS if one.walls]
AGAINST_WALLS = [one for one in ATTACKS if set(one.words("stopped by")) & set(WALLS)]
BY_DESIGN = [one for one in ATTACKS if one not in AGAINST_WALLS]  # which is the same whoever grades
MARK_OF_HIDDEN_INPUTS = "987654"
NOBODY = 65534

cloudpickle.register_pickle_by_value(sys.modules[__name__])  # as the probes in a file of checks travel
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="walls are built of what Linux has")


def named(cases):
    return [pytest.param(one, id=one.name) for one in cases]


def needs_every_wall():
    if level(measure()) != "full":
        pytest.skip("this machine does not have every wall")


@pytest.fixture(scope="session")
def full(grade):
    """The corpus behind every wall."""
    needs_every_wall()
    with World(ATTACKS) as world:
        yield run(grade, world)


@pytest.fixture(scope="session")
def without(grade):
    """What some walls stop, graded without them; a batch for each set of walls."""
    needs_every_wall()
    done: dict[frozenset[str], Graded] = {}

    def graded(walls):
        if walls not in done:
            with World([one for one in BY_WALLS if one.walls == walls]) as world:
                done[walls] = run(grade, world, sorted(walls), workers=1)
        return done[walls]

    return graded


@pytest.fixture(scope="session")
def basic(grade):
    """What the design stops, graded without any wall."""
    with World(BY_DESIGN) as world:
        yield run(grade, world, WALLS)


@pytest.fixture(scope="session")
def ordinary_user():
    """What walls stop, graded by a user who is not root but may read all files, so that nothing else stops it."""
    needs_every_wall()
    if os.geteuid() != 0 or not shutil.which("setpriv"):
        pytest.skip("only root can become an ordinary user, with setpriv")
    user = ["--reuid", str(NOBODY), "--regid", str(NOBODY), "--clear-groups"]
    reading = ["--inh-caps", "+dac_read_search", "--ambient-caps", "+dac_read_search"]

    def as_nobody(*words, env):
        command = ["setpriv", *user, *reading, "--", sys.executable, "-B", "-m", "grader.cli", *words]
        environment = {**os.environ, "COLUMNS": "100", **env}
        return subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, timeout=570, check=False, env=environment
        )

    with World(AGAINST_WALLS, owner=NOBODY) as world:
        graded = run(as_nobody, world)
        record = json.loads((world.output / "hostile.run.json").read_text())
        # In a user namespace the privilege to read all files is void: with it, no scratch folder is private.
        graded.walls = {"landlock", "seccomp", *(["scratch"] if record["isolation"]["private_scratch"] else [])}
        yield graded


@pytest.fixture(scope="session")
def naive(tmp_path_factory):
    """Points that a grader without isolation gives, by attack."""
    folder = tmp_path_factory.mktemp("naive")
    fooling = [one for one in ATTACKS if one.fools]
    for one in fooling:
        (folder / one.name).mkdir()
        (folder / one.name / "hostile.py").write_text(one.source())
    (folder / "parts.json").write_text(json.dumps({one.name: one.part for one in fooling}))
    command = [sys.executable, HERE / "naive.py", folder]
    return json.loads(subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout)


# --- the corpus itself ------------------------------------------------------------------------------------


def test_there_are_many_attacks():
    assert len(ATTACKS) >= 70


@pytest.mark.parametrize("attack", named(ATTACKS))
def test_an_attack_says_what_it_tries_and_what_stops_it(attack):
    assert re.match(r"# [A-Z].*\.", attack.path.read_text())
    assert attack.words("stopped by") and set(attack.words("stopped by")) <= set(STOPPERS)
    assert attack.verdicts and set(attack.verdicts) <= set(VERDICTS) - {"passed", "partial"}


# --- nothing is gained ------------------------------------------------------------------------------------


def assert_nothing_gained(attack, graded):
    for student in attack.students:
        row = graded.submissions[student]
        told = [
            f"{check['check']}: {check['verdict']}: {check['message']}" for check in graded.checks[student, attack.part]
        ]
        assert graded.score(student, attack.part) == 0, told
        assert set(graded.verdicts(student, attack.part)) <= set(attack.verdicts), told
        assert row["status"] == "graded", row
        if attack.keeps_honest:
            assert graded.score(student, "honest") == graded.worth(student, "honest"), row


def with_open_ones(attacks):
    """The attacks, those that are known to get through among them; once they do not, their header has to say so."""
    return [
        pytest.param(
            one,
            id=one.name,
            marks=[pytest.mark.xfail(reason=one.header["open"], strict=True)] if "open" in one.header else [],
        )
        for one in attacks
    ]


@pytest.mark.parametrize("attack", with_open_ones(ATTACKS))
def test_nothing_is_gained(attack, full):
    assert_nothing_gained(attack, full)


@pytest.mark.parametrize("attack", with_open_ones(BY_DESIGN))
def test_nothing_is_forged_without_any_wall(attack, basic):
    assert_nothing_gained(attack, basic)


@pytest.mark.slow
@pytest.mark.parametrize("attack", named(AGAINST_WALLS))
def test_nothing_is_gained_where_an_ordinary_user_grades(attack, ordinary_user):
    if attack.walls and not attack.walls & ordinary_user.walls:
        pytest.skip(f"this user has no {' and no '.join(attack.walls)}")
    assert_nothing_gained(attack, ordinary_user)


# --- the attacks are real ---------------------------------------------------------------------------------


@pytest.mark.parametrize("attack", named(BY_WALLS))
def test_an_attack_succeeds_where_its_wall_is_left_out(attack, without):
    graded = without(attack.walls)
    told = [graded.checks[student, attack.part] for student in attack.students]
    assert any(graded.score(one, attack.part) == graded.worth(one, attack.part) for one in attack.students), told


@pytest.mark.parametrize("attack", named(one for one in ATTACKS if one.fools))
def test_an_attack_fools_a_grader_that_decides_in_its_process(attack, naive):
    assert naive[attack.name] == 1


# --- nothing outside has changed --------------------------------------------------------------------------


@pytest.mark.parametrize("attack", named(ATTACKS))
def test_watched_files_are_as_they_were(attack, full):
    for student in attack.students:
        assert full.after[student] == full.world.before[student]


def test_offered_files_are_as_they_were(full):
    for path in (full.world.course / "assignments" / "hostile" / "offered").iterdir():
        assert path.read_bytes() == (HERE / path.relative_to(full.world.folder)).read_bytes(), path.name


def test_no_server_was_reached(full):
    assert full.visitors == []


def test_nothing_is_left_on_the_machine(full):
    assert full.traces == [] and full.left == [] and full.processes == []


def test_only_the_grader_writes_grades(full):
    names = {"hostile.csv", "hostile.checks.csv", "gradebook.csv", "hostile.run.json", "old.csv"}
    names |= {"gradebook.sqlite", "logs"}
    assert {path.name for path in full.output.iterdir()} == names


# --- what is written and shown ----------------------------------------------------------------------------


def test_tables_can_be_opened_and_shown(full):
    for name in ("hostile.csv", "hostile.checks.csv", "gradebook.csv"):
        text = (full.output / name).read_bytes().decode("utf-8")
        assert all(letter.isprintable() for letter in text.replace("\r\n", "")), name
    rows = [*full.submissions.values(), *(row for rows in full.checks.values() for row in rows)]
    for row in rows:
        for column, cell in row.items():
            assert not cell.startswith(("=", "+", "-", "@")), (row["student_id"], column, cell)
            assert len(cell) < 2500, (row["student_id"], column)


def test_the_terminal_gets_no_escape_codes(full):
    shown = full.process.stdout + full.process.stderr
    assert "\x1b" not in shown and all(letter.isprintable() or letter == "\n" for letter in shown)


def test_messages_of_visible_checks_tell_no_hidden_input(full):
    visible = [row for rows in full.checks.values() for row in rows if row["visibility"] == "visible"]
    assert not any(MARK_OF_HIDDEN_INPUTS in row["message"] for row in visible)
    assert not any(MARK_OF_HIDDEN_INPUTS in row["message"] for row in full.submissions.values())


# --- parts of the way that a batch does not show ----------------------------------------------------------


def plain(student, rng):
    """The part on inputs that anybody may see."""
    return student.prize(rng.normal(size=2))


def secret(student, rng):
    """The part on inputs that are secret."""
    return student.prize(np.array([float(MARK_OF_HIDDEN_INPUTS)]))


def observe(pool, source, *probes):
    """What a submission shows in a visible check for `plain`, in a hidden one for `secret`."""
    settings = Settings(title="t", points={"prize": 100.0}, limits=Limits(seconds_per_check=1.0, memory_mb=256))
    checks = [check(part="prize", points=1)(probe) for probe in probes]
    checks = [replace(one, visibility="hidden") if one.probe is secret else one for one in checks]
    submission = parse_submission(source.encode(), ".py", "work")
    isolation = Isolation(pool, settings, "work", submission, load_seconds=1.5)
    return isolation.observe([Task.of(one, b"", [1], 1.0) for one in checks])


@pytest.fixture(scope="module")
def pool():
    with WarmPool() as warm:
        yield warm


@pytest.mark.parametrize("name", ["printed_inputs", "logged_inputs", "message_of_a_visible_check", "problems_at_load"])
def test_what_is_printed_in_hidden_checks_is_dropped(pool, name):
    report = observe(pool, (HERE / "theft" / f"{name}.py").read_text(), secret, plain, secret)
    assert MARK_OF_HIDDEN_INPUTS.encode() not in report.output
    assert MARK_OF_HIDDEN_INPUTS not in report.outcomes[1].message + str(report.problems)


@pytest.mark.parametrize("version", range(1, 8))
def test_an_older_landlock_lets_no_file_be_emptied(version, tmp_path):
    """Before its third version Landlock does not know of truncation; an access mode of 3 asks it for no other right."""
    walls = measure()
    if level(walls) != "full" or walls.landlock < version:
        pytest.skip("this machine has no such Landlock")
    files = [tmp_path / str(mode) for mode in range(4)]
    for file in files:
        file.write_text("content")
    source = f"""
import os
def prize(x):
    for mode in range(4):
        try:
            os.open({str(tmp_path)!r} + f"/{{mode}}", mode | os.O_TRUNC)
        except OSError:
            continue
    return 1
"""
    with WarmPool(msgspec.structs.replace(walls, landlock=version)) as pool:
        assert observe(pool, source, plain).outcomes[0].verdict == ""
    assert [file.read_text() for file in files] == ["content"] * 4


def test_a_submission_does_not_pay_for_a_grader_that_is_busy_itself(pool):
    """One worker reads a large source, and meanwhile no other worker can look whether its answer has come."""
    busy = threading.Timer(0.05, sum, [range(120_000_000)])  # holds the interpreter for more than a second
    source = "import time\ndef prize(x):\n    time.sleep(0.2)\n    return 1\n"
    assert observe(pool, source, plain).outcomes[0].verdict == ""
    busy.start()
    try:
        assert observe(pool, source, plain).outcomes[0].verdict == ""
    finally:
        busy.join()


@pytest.mark.parametrize("encoding", ["punycode", "idna", "unicode_escape", "utf-7"])
def test_no_encoding_makes_the_grader_itself_slow(encoding):
    content = f"# coding: {encoding}\n".encode() + b"a" * 400_000 + b"-" + b"9a" * 20_000
    begin = time.thread_time()
    with contextlib.suppress(Unreadable):
        parse_submission(content, ".py", "work")
    assert time.thread_time() - begin < 0.5


def test_students_work_does_not_change_by_being_graded(full):
    for attack in ATTACKS:
        for student in attack.students:
            handed_in = full.world.submissions / student / f"hostile{attack.suffix}"
            assert handed_in.stat().st_mtime < (full.output / "hostile.csv").stat().st_mtime
