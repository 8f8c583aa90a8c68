"""Probes use modules as they were before a submission; semaphores do without shared memory."""

from __future__ import annotations

import sys
import threading

import cloudpickle
import numpy as np
import pytest

from grader.check import check
from grader.inside.semaphores import SemLock
from grader.isolated import Isolation, Task
from grader.runner import WarmPool
from grader.settings import Settings
from grader.submission import parse_submission

cloudpickle.register_pickle_by_value(sys.modules[__name__])


def observe(source, probe):
    settings = Settings(title="t", points={"part": 100.0})
    submission = parse_submission(source.encode(), ".py", "work")
    with WarmPool() as pool:
        task = Task.of(check(part="part", points=1)(probe), b"", [1], 5.0)
        return Isolation(pool, settings, "work", submission, load_seconds=5.0).observe([task]).outcomes[0]


def helper(values):
    return len(values)


def computes(student, rng):
    """What a probe computes itself, with functions of modules and of the language."""
    import math

    part = student.part()
    return [part, np.abs(-2.0), np.linalg.norm([3.0, 4.0]), helper([1, 2]), math.sqrt(16.0), isinstance(1, str)]


PATCHES = """
import builtins, math, sys, threading, time
import numpy as np
def patch():
    np.abs = np.linalg.norm = lambda *a, **k: 77
    math.sqrt = lambda x: 77
    sys.modules["math"] = None
def patch_language():
    builtins.len = builtins.isinstance = lambda *a: 77
"""


@pytest.mark.parametrize(
    "moment",
    [
        "patch()\ndef part(): return 1\n",
        "def part():\n    patch()\n    return 1\n",
        "def part():\n    threading.Thread(target=patch).start()\n    time.sleep(0.1)\n    return 1\n",
    ],
    ids=["while loading", "in a call", "by a thread"],
)
def test_patches_do_not_reach_what_a_probe_computes(moment):
    outcome = observe(PATCHES + moment, computes)
    assert outcome.verdict == "", outcome.message
    assert [np.asarray(value).item() for value in outcome.observations[0].value[:4]] == [1, 2.0, 5.0, 2]


def test_patches_of_the_language_before_the_probe_do_not_reach_it():
    outcome = observe(PATCHES + "patch_language()\ndef part(): return 1\n", computes)
    assert outcome.verdict == "", outcome.message
    assert [np.asarray(value).item() for value in outcome.observations[0].value[3:4]] == [2]
    assert outcome.observations[0].value[5] is False


def test_patches_of_the_language_in_a_call_harm_their_own_answer_only():
    outcome = observe(PATCHES + "def part():\n    patch_language()\n    return 1\n", computes)
    assert outcome.verdict in ("crashed", "error")


def late_import(student, rng):
    """A module that nobody had loaded before, and names that a module does not have."""
    import fractions
    import json.tool

    missing = [hasattr(np, "no_such_name"), hasattr(fractions, "no_such_name")]
    return [str(fractions.Fraction(1, 3)), json.tool.__name__, *missing]


def test_a_module_that_is_loaded_later_is_found():
    assert observe("def part(): return 1\n", late_import).observations[0].value == ["1/3", "json.tool", False, False]


# --- semaphores ---


def test_a_semaphore_counts():
    lock = SemLock(1, 2, 2, "", True)
    assert lock.acquire() and lock.acquire() and not lock.acquire(False) and not lock.acquire(True, 0.02)
    assert lock._is_zero()
    lock.release()
    assert lock._get_value() == 1 and lock.acquire(True, None)
    lock.release()
    lock.release()
    with pytest.raises(ValueError, match="too many times"):
        lock.release()


def test_a_recursive_lock_belongs_to_a_thread():
    lock = SemLock(0, 1, 1, "", True)
    with lock:
        with lock:
            assert lock._is_mine() and lock._count() == 2
        seen = []
        thread = threading.Thread(target=lambda: seen.append((lock.acquire(False), lock._is_mine())))
        thread.start()
        thread.join()
        assert seen == [(False, False)]
    assert lock._count() == 0
    with pytest.raises(AssertionError, match="not owned"):
        lock.release()


def test_a_semaphore_wakes_who_waits():
    lock, done = SemLock(1, 0, 1, "", True), []
    thread = threading.Thread(target=lambda: done.append(lock.acquire(True, 20.0)))
    thread.start()
    lock.release()
    thread.join(20.0)
    assert done == [True]


def pools(student, rng):
    """Threads by way of multiprocessing."""
    return student.part()


def test_pools_of_threads_work_inside():
    source = """
import multiprocessing as mp
from multiprocessing.pool import ThreadPool
def part():
    lock, done = mp.RLock(), mp.Event()
    with ThreadPool(3) as pool, lock:
        done.set()
        return [pool.map(abs, [-1, -2, 3]), done.is_set()]
"""
    outcome = observe(source, pools)
    assert outcome.verdict == "", outcome.message
    assert outcome.observations[0].value == [[1, 2, 3], True]
