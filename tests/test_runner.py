"""Isolated runs: what a submission does to its process costs its own check and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import cloudpickle
import msgspec
import numpy as np
import pytest

from grader.check import check
from grader.inside.confinement import Limits
from grader.isolated import Isolation, Task
from grader.observation import CallRecord, without_details
from grader.runner import WarmPool
from grader.settings import Limits as SettingLimits
from grader.settings import Settings
from grader.submission import parse_submission

cloudpickle.register_pickle_by_value(sys.modules[__name__])  # as the probes in a file of checks travel


@pytest.fixture(scope="module")
def pool():
    with WarmPool() as warm:
        yield warm


def limits(**changes):
    usual = {"seconds_per_check": 1.0, "seconds_to_load": 1.5, "memory_mb": 256, "seconds_in_all": 30.0}
    return SettingLimits(**{**usual, **changes})


def observe(pool, source, probes, **changes):
    settings = Settings(title="t", points={"part": 100.0}, limits=limits(**changes))
    submission = parse_submission(source.encode(), ".py", "work")
    isolation = Isolation(pool, settings, "work", submission, load_seconds=settings.limits.seconds_to_load)
    checks = [check(part="part", points=1)(probe) for probe in probes]
    return isolation.observe([Task.of(one, b"", [1, 2], settings.limits.seconds_per_check) for one in checks])


def good(student, rng):
    """A probe that always answers."""
    return student.good()


def takes(student, rng):
    """A probe that hands an array over."""
    return student.double(rng.normal(size=3))


def bad(student, rng):
    """A probe that the submission disturbs."""
    return student.bad()


GOOD = "def good():\n    return 42\n"


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        ("while True: pass", "timeout"),
        ("import time; time.sleep(100)", "timeout"),
        ("import threading; threading.Lock().acquire(); e = threading.Event(); e.wait()", "timeout"),
        ("import signal, os; os.kill(os.getpid(), signal.SIGSTOP)", "timeout"),
        ("import os; os._exit(0)", "crashed"),
        ("import os; os.abort()", "crashed"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "crashed"),
        ("import ctypes; ctypes.string_at(0)", "crashed"),
        ("import sys; sys.exit(0)", "error"),
        ("raise KeyboardInterrupt", "error"),
        ("raise SystemExit", "error"),
        ("raise ValueError('no')", "error"),
        ("def f(): return f()\n    return f()", "error"),
        ("return input('name? ')", "error"),
        ("return bytearray(10**9)", "memory"),
        ("import numpy as np; return np.ones(10**9)", "memory"),
        ("import numpy as np; return np.broadcast_to(1.0, (10**9,))", "failed"),
        ("x = []; x.append(x); return x", "failed"),
        ("return [0] * 10**6", "failed"),
        ("import os; os.write(3, b'x' * 100)", "crashed"),
        ("import os; os.close(3); return 1", "crashed"),
        ("raise type('E', (Exception,), {'__str__': lambda s: 1/0})", "error"),
        ("del bad\n    return bad", "error"),
    ],
)
def test_a_bad_check_costs_itself_only(pool, body, verdict):
    report = observe(pool, f"{GOOD}\ndef bad():\n    {body}\n", [good, bad, good])
    outcomes = report.outcomes
    assert [one.verdict for one in outcomes] == ["", verdict, ""], outcomes[1]
    assert outcomes[0].observations[0].value == outcomes[2].observations[0].value == 42


def test_a_missing_part_is_missing(pool):
    assert [one.verdict for one in observe(pool, GOOD, [good, bad]).outcomes] == ["", "missing"]


def test_what_is_printed_is_kept_also_where_it_is_little(pool):
    """A pipe makes Python keep back what is printed until it is 8 KB; the process is ended before that."""
    source = "print('at the top')\ndef good():\n    print('in a call')\n    return 1\n"
    assert observe(pool, source, [good]).output == b"at the top\nin a call\n"
    [outcome] = observe(pool, "import sys\nsys.stdout.close()\n" + GOOD, [good]).outcomes
    assert outcome.verdict == "", outcome


def test_the_very_bytes_that_are_known_are_not_read_again(pool):
    settings = Settings(title="t", points={"part": 100.0}, limits=limits())

    def outcomes(source, known=(), details=False):
        submission = parse_submission(source.encode(), ".py", "work")
        isolation = Isolation(pool, settings, "work", submission, load_seconds=1.5, details=details)
        task = Task.of(check(part="part", points=1)(takes), b"", [1, 2], 1.0)
        return isolation.observe([replace(task, known=known)]).outcomes[0]

    right = "def double(x):\n    return 2 * x\n"
    reference = outcomes(right, details=True)
    known = tuple(map(without_details, reference.answers))
    for source, as_known in (
        (right, True),
        ("def double(x):\n    return x + x\n", True),
        ("def double(x):\n    return 2.0000001 * x\n", False),
        ("def double(x):\n    y = 2 * x\n    x[0] = 7\n    return y\n", False),
        ("def double(x):\n    return (2 * x).astype('float32')\n", False),
    ):
        outcome = outcomes(source, known)
        assert (outcome.as_known, outcome.verdict) == (as_known, ""), source
        assert bool(outcome.observations) == (not as_known)


def test_output_floods_neither_block_nor_grow(pool):
    source = GOOD + "import sys\ndef bad():\n    for _ in range(200): sys.stdout.write('x' * 10**5)\n    return 1\n"
    report = observe(pool, source, [bad, good], output_kb=4)
    assert [one.verdict for one in report.outcomes] == ["", ""]
    assert len(report.output) <= 4 << 10


def test_environment_of_a_submission_is_clean(pool, monkeypatch):
    monkeypatch.setenv("SECRET_OF_THE_TEACHER", "1")
    source = """
import gc, os, sys
def good():
    return {"environment": dict(os.environ), "cwd": os.listdir("."), "argv": sys.argv,
            "fds": [fd for fd in range(4096) if is_open(fd)],
            "modules": [m for m in sys.modules if m.startswith("grader")],
            "objects": [type(o).__name__ for o in gc.get_objects() if type(o).__module__.startswith("grader")],
            "stdin": sys.stdin.read(),
            "orig_argv": sys.orig_argv, "command": open("/proc/self/cmdline").read(), "path": sys.path}
def is_open(fd):
    try:
        os.fstat(fd)
    except OSError:
        return False
    return True
"""
    value = observe(pool, source, [good]).outcomes[0].observations[0].value
    assert "SECRET_OF_THE_TEACHER" not in value["environment"]
    assert value["cwd"] == ["work.py"] and value["argv"] == value["orig_argv"] == [""] and value["stdin"] == ""
    assert str(Path(__file__).parent.parent / "grader") not in value["command"]
    assert value["fds"] == [0, 1, 2, 3]  # stdin, stdout, stderr, the channel
    assert value["modules"] == []
    assert set(value["objects"]) <= {"Student", "StudentFunction", "Call", "Probe"}  # what this very call is made of
    assert not any(Path(entry) == Path(__file__).resolve().parent.parent for entry in value["path"])


def test_processes_that_a_submission_starts_are_ended_where_nothing_forbids_them(monkeypatch, tmp_path):
    monkeypatch.setenv("GRADE_WITHOUT", "seccomp,landlock,scratch")
    mark = tmp_path / "pids"
    source = f"""
import os, subprocess, time
def bad():
    pids = []
    for double in (False, True):
        pid = os.fork()
        if pid == 0:
            if double:
                os.setsid()
                if os.fork():
                    os._exit(0)
            with open({str(mark)!r}, "a") as file:
                file.write(str(os.getpid()) + "\\n")
            os.close(1); os.close(2)
            time.sleep(100)
    time.sleep(0.3)
    return 1
{GOOD}"""
    with WarmPool() as pool:
        assert [one.verdict for one in observe(pool, source, [bad, good]).outcomes] == ["", ""]
    pids = [int(line) for line in mark.read_text().split()]
    assert len(pids) == 2
    deadline = time.monotonic() + 5
    while any(Path(f"/proc/{pid}").exists() for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)


def test_limits_are_hard_and_core_files_off(pool):
    source = """
import resource as r
def good():
    return [list(r.getrlimit(k)) for k in (r.RLIMIT_CORE, r.RLIMIT_NOFILE, r.RLIMIT_FSIZE)]
def bad():
    with open("big", "wb") as file:
        for _ in range(100): file.write(bytes(1 << 20))
"""
    report = observe(pool, source, [good, bad, good], file_mb=2)
    assert report.outcomes[0].observations[0].value == [[0, 0], [256, 256], [2 << 20, 2 << 20]]
    assert report.outcomes[1].verdict == "error" and "File too large" in report.outcomes[1].message
    assert report.outcomes[2].verdict == ""


def test_scratch_folders_are_gone(pool):
    observe(pool, GOOD + "open('left', 'w').close()\n", [good])
    assert [path.name for path in pool.scratch.path.iterdir() if path.name.startswith("run-")] == []


def test_endless_top_level_code_does_not_cost_the_definitions(pool):
    source = "x = 1\n" + GOOD + "while True:\n    x += 1\ndef bad():\n    return x\n"
    report = observe(pool, source, [good, bad])
    assert [one.verdict for one in report.outcomes] == ["", ""]
    assert "line 4" in report.problems[0].message and "CPU time" in report.problems[0].message


def test_top_level_code_that_ends_the_process_does_not_cost_the_definitions(pool):
    report = observe(pool, "import os\nos._exit(3)\n" + GOOD, [good])
    assert report.outcomes[0].verdict == "" and "line 2" in report.problems[0].message


def test_slow_assignment_at_the_top_level_is_left_out_in_the_end(pool):
    source = "def slow():\n    while True: pass\n" + "a = slow()\nb = slow()\n" + GOOD
    assert observe(pool, source, [good]).outcomes[0].verdict == ""


def test_whole_submission_has_a_limit(pool):
    source = GOOD + "def bad():\n    while True: pass\n"
    report = observe(pool, source, [bad] * 6 + [good], seconds_per_check=0.3, seconds_in_all=0.8)
    assert report.outcomes[-1].verdict == "timeout" and "whole submission" in report.outcomes[-1].message
    assert report.seconds < 3


def test_a_busy_machine_costs_no_points(pool):
    """Waiting for a processor is no idling: eight spinning processes beside a check that needs half of its limit."""
    source = "import time\ndef good():\n    end = time.thread_time() + 0.6\n"
    source += "    while time.thread_time() < end: pass\n    return 1\n"
    others = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(8)]
    try:
        report = observe(pool, source, [good], seconds_per_check=1.2)
    finally:
        for other in others:
            other.kill()
            other.wait()
    assert report.outcomes[0].verdict == ""


def test_seeds_are_set_anew_for_each_check_and_case(pool):
    source = "import random, numpy as np\ndef good():\n    return [random.random(), float(np.random.rand())]\n"
    settings = Settings(title="t", points={"part": 100.0}, limits=limits())
    submission = parse_submission(source.encode(), ".py", "work")
    task = Task.of(check(part="part", points=1, cases=2)(good), b"", [5], 1.0)
    one, two = (
        Isolation(pool, settings, "work", submission, load_seconds=1.5).observe([task, task]).outcomes for _ in range(2)
    )
    values = [[case.value for case in outcome.observations] for outcome in (*one, *two)]
    assert values[0] == values[1] == values[2] == values[3]
    assert values[0][0] != values[0][1]


def test_probe_sees_arguments_that_change(pool):
    def changing(student, rng):
        """The argument is left alone."""
        return student.good(rng.normal(size=3))

    source = "def good(x):\n    x[0] = 0\n    return 1\n"
    calls = observe(pool, source, [changing]).outcomes[0].observations[0].calls
    assert calls[0].changed() == "x"


def test_dead_warm_process_is_replaced(pool):
    with WarmPool() as own:
        assert observe(own, GOOD, [good]).outcomes[0].verdict == ""
        process = own.process(("numpy",))
        process._process.kill()
        process._process.wait()
        assert observe(own, GOOD, [good]).outcomes[0].verdict == ""


def test_limits_travel_as_plain_data():
    one = Limits(
        scratch="/x", cpu_seconds=1, memory_bytes=2, file_bytes=3, scratch_bytes=9, open_files=4, threads=5,
        offered={"data/a.csv": "/course/data/a.csv"},
    )  # fmt: skip
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(one), type=Limits) == one
    assert np.isfinite(one.cpu_seconds)


# --- what is done once, before the fork ---


def test_a_call_that_leaves_its_arguments_alone_has_nothing_to_tell(pool):
    def looking(student, rng):
        """The first argument changes in the second call only."""
        return [student.good(rng.normal(size=3), 0), student.good(rng.normal(size=3), 1)]

    source = "def good(x, change):\n    x[0] += change\n    return 1\n"
    first, second = observe(pool, source, [looking]).outcomes[0].observations[0].calls
    assert first == CallRecord((), (), ())
    assert second.changed() == "x" and len(second.before) == 1


def test_a_run_leaves_no_descriptor_open(pool):
    observe(pool, GOOD, [good])
    before = sorted(os.listdir("/proc/self/fd"))
    observe(pool, GOOD, [good, good])
    assert sorted(os.listdir("/proc/self/fd")) == before


def test_a_probe_imports_nothing_that_the_warm_process_could_have_imported(pool):
    source = "import sys\nbefore = set(sys.modules)\ndef good():\n    return sorted(set(sys.modules) - before)\n"
    values = [one.observations[0].value for one in observe(pool, source, [good, good]).outcomes]
    assert values == [[], []]


TENSORFLOW = """
import os, sys
threads = len(os.listdir("/proc/self/task"))
import tensorflow as tf
import keras
from tensorflow.python.eager import context
started = context._context is not None and context._context._context_handle is not None
first_layer = keras.layers.Dense(1).name
ours = [name for name in sys.modules if name.partition(".")[0] == "grader"]

@tf.function
def doubled(x):
    if x > 0:
        return 2.0 * x
    return x

@tf.function
def noise():
    return tf.random.uniform((2,))

def state():
    return [threads, started, first_layer, ours, float(doubled(tf.constant(2.0))), float(doubled(tf.constant(-2.0)))]

def draws():
    return [noise(), noise()]

def eager():
    return [tf.random.uniform((2,)), keras.random.uniform((2,)), tf.random.normal((2,), seed=3)]
"""


def state(student):
    """What the process was like when the source was loaded, and a function that AutoGraph has to read."""
    return student.state()


def draws(student):
    """Random numbers of a graph."""
    return student.draws()


def eager(student):
    """Random numbers without a graph."""
    return student.eager()


@pytest.fixture(scope="module")
def tensorflow(pool):
    """The values of some probes, two cases each, of a source with TensorFlow."""

    def observed(*probes):
        settings = Settings(title="t", points={"part": 100.0}, limits=limits(seconds_per_check=60.0, memory_mb=1024))
        submission = parse_submission(TENSORFLOW.encode(), ".py", "work")
        isolation = Isolation(pool, settings, "work", submission, load_seconds=60.0)
        checks = [check(part="part", points=1, cases=2)(probe) for probe in probes]
        report = isolation.observe([Task.of(one, b"", [7], 60.0) for one in checks])
        assert not report.problems and not any(outcome.message for outcome in report.outcomes), report
        return [[case.value for case in outcome.observations] for outcome in report.outcomes]

    return observed


def test_tensorflow_has_not_started_before_the_source_is_loaded(tensorflow):
    assert tensorflow(state) == [[[1, False, "dense", [], 4.0, -2.0]] * 2]


def test_random_numbers_of_tensorflow_start_anew_for_each_case(tensorflow):
    first, again = tensorflow(draws, draws)
    assert not np.array_equal(first[0][0], first[0][1])
    for case in (first[1], *again):  # a graph keeps the seed that it was made with
        np.testing.assert_array_equal(case, first[0])


def test_random_numbers_of_tensorflow_do_not_depend_on_what_was_drawn_before(tensorflow):
    (alone,) = tensorflow(eager)
    _, after, once_more = tensorflow(draws, eager, eager)
    np.testing.assert_array_equal(after, alone)
    np.testing.assert_array_equal(once_more, alone)
    assert not np.array_equal(alone[0], alone[1])


SEEDING = """
import random, sys
import numpy as np, tensorflow as tf, keras
from tensorflow.python.eager import context
from grader.inside import seeding

cleared = []
context.pywrap_tfe = type("Noting", (), {
    "__getattr__": lambda self, name, real=context.pywrap_tfe: getattr(real, name),
    "TFE_ContextClearCaches": lambda self, handle, real=context.pywrap_tfe: (
        cleared.append(1), real.TFE_ContextClearCaches(handle)),
})()

def drawn():
    return [random.random(), np.random.rand(), float(keras.random.uniform(())), float(tf.random.uniform(()))]

tf.constant(1.0) + 1.0  # the context exists from now on
seeding.seed_everything(5)
assert len(cleared) == 1, "as ever where nothing is prepared"
wanted = drawn()
seeding.seed_everything(5)
seeding.prepare()
cleared.clear()
for _ in range(3):
    seeding.seed_everything(5)
    keras.random.uniform(()), tf.random.Generator.from_seed(1).uniform(()), tf.constant(1.0) + 1.0
assert not cleared, "no random operation, nothing to throw away"
seeding.seed_everything(5)
assert drawn() == wanted
seeding.seed_everything(5)
assert len(cleared) == 1 and drawn() == wanted
"""


def test_what_tensorflow_has_made_ready_is_kept_where_nothing_is_random():
    done = subprocess.run([sys.executable, "-c", SEEDING], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
