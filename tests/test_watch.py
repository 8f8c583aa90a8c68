"""What a process is charged for, and when it is ended."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from grader.inside.confinement import Limits
from grader.watch import Budget, Meter, Watch, _too_full

LIMITS = Limits(
    scratch="",
    cpu_seconds=60,
    memory_bytes=64 << 20,
    file_bytes=1 << 20,
    scratch_bytes=1 << 20,
    open_files=64,
    threads=8,
)


@pytest.fixture
def process():
    started = []

    def start(code):
        one = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
        started.append(one)
        assert one.stdout.readline() == "ready\n"
        return one.pid

    yield start
    for one in started:
        one.kill()
        one.wait()
        one.stdout.close()


def ending(watch, patience=20.0):
    """The ending that comes, however busy the machine is."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        over = watch.over()
        if over:
            return over
        time.sleep(0.02)
    raise AssertionError("nothing ended it")


READY = "import time, threading; print('ready', flush=True)\n"


def test_work_and_sleep_are_charged_alike(process):
    busy = Watch(Meter(process(READY + "while True: pass"), LIMITS, None), Budget(0.3))
    assert ending(busy).verdict == "timeout"
    asleep = Watch(Meter(process(READY + "time.sleep(60)"), LIMITS, None), Budget(0.3))
    over = ending(asleep)
    assert (over.verdict, over.message) == ("timeout", "it waited or slept longer than its limit")


def test_half_work_and_half_sleep_use_up_one_budget_and_not_two(process):
    code = f"""{READY}
while True:
    end = time.process_time() + 0.02
    while time.process_time() < end: pass
    time.sleep(0.02)
"""
    watch = Watch(Meter(process(code), LIMITS, None), Budget(0.4))
    begin = time.monotonic()
    ending(watch)
    assert watch.used() == pytest.approx(0.4, abs=0.3)
    assert time.monotonic() - begin >= 0.4


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="processors cannot be chosen here")
def test_waiting_for_a_processor_is_not_charged(process):
    cpu = min(os.sched_getaffinity(0))
    pids = [process(READY + "time.sleep(0.3)\nwhile True: pass") for _ in range(4)]
    for pid in pids:
        os.sched_setaffinity(pid, {cpu})
    meter = Meter(pids[0], LIMITS, None)
    time.sleep(0.5)
    watch = Watch(meter, Budget(100.0))
    time.sleep(1.2)
    used = watch.settle()
    assert used < 0.8, "four processes share one processor: a quarter of the time is its own"
    assert used == pytest.approx(meter.cpu(), abs=0.6)


@pytest.mark.skipif(not hasattr(os, "SCHED_IDLE"), reason="the kernel's idle class is Linux's")
def test_a_long_wait_for_a_processor_is_not_charged_before_it_is_over(process):
    """In the idle class beside a busy process: the kernel says how long it has waited only when it runs again."""
    core = min(os.sched_getaffinity(0))
    process(f"import os; os.sched_setaffinity(0, [{core}])\n" + READY + "while True: pass")
    code = f"import os; os.sched_setaffinity(0, [{core}])\n" + READY
    code += "os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))\nwhile True: pass"
    pid = process(code)
    time.sleep(0.2)
    watch = Watch(Meter(pid, LIMITS, None), Budget(0.5))
    end = time.monotonic() + 3
    while time.monotonic() < end:
        assert watch.over() is None, "what it waited was taken for sleep"
        time.sleep(0.02)


def test_threads_that_wait_for_a_processor_are_not_charged_either(process):
    code = READY + "time.sleep(0.3)\nthreading.Thread(target=lambda: [None for _ in iter(int, 1)]).start()"
    cpu = min(os.sched_getaffinity(0))
    pids = [process(code)] + [process(READY + "while True: pass") for _ in range(3)]
    for pid in pids:
        os.sched_setaffinity(pid, {cpu})
        for thread in os.listdir(f"/proc/{pid}/task"):
            os.sched_setaffinity(int(thread), {cpu})
    meter = Meter(pids[0], LIMITS, None)
    time.sleep(0.6)
    meter.excess()  # notes how many threads there are
    watch = Watch(meter, Budget(100.0))
    time.sleep(1.2)
    assert watch.settle() < 0.9


def test_too_many_threads_end_a_process(process):
    code = READY + "for _ in range(20): threading.Thread(target=time.sleep, args=(60,)).start()"
    over = ending(Watch(Meter(process(code), LIMITS, None), Budget(60.0)))
    assert (over.verdict, over.message) == ("crashed", "it started more than 8 threads")


def test_memory_that_no_resource_limit_counts_ends_a_process(process):
    code = "import mmap\n" + READY + "m = mmap.mmap(-1, 300 << 20); m.write(bytes(300 << 20)); time.sleep(60)"
    assert ending(Watch(Meter(process(code), LIMITS, None), Budget(60.0))).verdict == "memory"


def test_a_process_that_is_gone_is_charged_for_what_it_did(process):
    pid = process(READY + "sum(range(10**7))")
    meter = Meter(pid, LIMITS, None)
    watch = Watch(meter, Budget(60.0))
    os.waitpid(pid, 0)
    assert watch.settle() >= 0 and watch.over() is None


def test_files_are_counted_without_following_links(tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "large").write_bytes(bytes(3 << 20))
    scratch = tmp_path / "scratch"
    (scratch / "a" / "b").mkdir(parents=True)
    (scratch / "link").symlink_to(outside)
    (scratch / "a" / "b" / "small").write_bytes(bytes(1000))
    os.mkfifo(scratch / "pipe")
    assert not _too_full(scratch, 1 << 20)
    (scratch / "a" / "b" / "large").write_bytes(bytes(2 << 20))
    assert _too_full(scratch, 1 << 20)


def test_very_many_files_are_too_many(tmp_path):
    for number in range(70):
        folder = tmp_path / str(number)
        folder.mkdir()
        for inner in range(60):
            (folder / str(inner)).touch()
    assert _too_full(tmp_path, 1 << 30)


def test_a_folder_too_deep_to_be_seen_is_too_full(tmp_path):
    here = os.open(tmp_path, os.O_RDONLY)
    for _ in range(40):
        os.mkdir("n" * 200, dir_fd=here)
        inner = os.open("n" * 200, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)
    assert _too_full(tmp_path, 1 << 30)
    from grader.inside.removal import remove_tree

    remove_tree(tmp_path)


def test_a_folder_that_has_vanished_is_not_too_full(tmp_path):
    assert not _too_full(tmp_path / "gone", 1)
