"""No more isolated processes at once than there is memory for."""

from __future__ import annotations

import threading
import time

import pytest

from grader.admission import Admission, available_memory
from grader.course import Course
from grader.errors import GraderFault
from grader.executors import Job
from grader.executors.local import LocalExecutor
from grader.grading import Grader
from grader.inside.confinement import Limits
from grader.intake import Work
from grader.runner import IsolatedRun, WarmPool

GB = 1 << 30


def at_once(admission, processes, most):
    """The most processes that were in at the same time, of so many threads."""
    inside, seen = [], []

    def live(number):
        admission.enter(number, most)
        inside.append(number)
        seen.append(len(inside))
        time.sleep(0.3)  # on a busy machine the last thread begins late
        inside.remove(number)
        admission.leave(number)

    threads = [threading.Thread(target=live, args=(number,)) for number in range(processes)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
        assert not thread.is_alive()
    return max(seen)


@pytest.mark.parametrize(("free", "together"), [(7 * GB, 3), (4 * GB, 2), (3 * GB, 1), (0, 1), (None, 6)])
def test_no_more_than_fit(free, together):
    assert at_once(Admission(lambda: free), 6, 2 * GB) == together


def test_what_others_take_counts_as_soon_as_they_take_it():
    free = [8 * GB]
    admission = Admission(lambda: free[0])
    admission.enter("one", 2 * GB)
    free[0] = 3 * GB
    waiting = threading.Thread(target=admission.enter, args=("two", 2 * GB), daemon=True)
    waiting.start()
    waiting.join(timeout=0.7)
    assert waiting.is_alive()
    free[0] = 5 * GB
    waiting.join(timeout=5)
    assert not waiting.is_alive()


def test_nobody_waits_when_the_command_ends():
    admission = Admission(lambda: 0)
    admission.enter("one", GB)
    faults = []

    def wait():
        try:
            admission.enter("two", GB)
        except GraderFault as fault:
            faults.append(fault)

    waiting = threading.Thread(target=wait)
    waiting.start()
    admission.close()
    waiting.join(timeout=5)
    assert len(faults) == 1


def test_memory_of_the_machine_and_of_control_groups(tmp_path):
    proc, mount = tmp_path / "proc", tmp_path / "cgroup"
    (proc / "self").mkdir(parents=True)
    (proc / "meminfo").write_text("MemTotal: 9000000 kB\nMemAvailable: 8000000 kB\n")
    (proc / "self" / "cgroup").write_text("0::/slice/job\n")
    assert available_memory(proc, mount) == 8_000_000 * 1024
    job = mount / "slice" / "job"
    job.mkdir(parents=True)
    for folder, most, used in ((job, "max", 100), (job.parent, 5000, 4000)):
        (folder / "memory.max").write_text(f"{most}\n")
        (folder / "memory.current").write_text(f"{used}\n")
        (folder / "memory.stat").write_text("anon 1\ninactive_file 300\n")
    assert available_memory(proc, mount) == 1300
    (proc / "self" / "cgroup").write_text("12:cpu:/elsewhere\n4:memory:/batch\n")
    batch = mount / "memory" / "batch"
    batch.mkdir(parents=True)
    (batch / "memory.limit_in_bytes").write_text("900")
    (batch / "memory.usage_in_bytes").write_text("1000")
    (batch / "memory.stat").write_text("total_inactive_file 150\n")
    assert available_memory(proc, mount) == 50
    assert available_memory(tmp_path / "nothing", mount) is None


def test_processes_of_a_batch_wait_for_memory(root, monkeypatch):
    """Four workers, memory for one: never two processes at once, and everybody is graded."""
    running, most = set(), []
    enter, leave = Admission.enter, Admission.leave

    def entered(self, process, size):
        enter(self, process, size)
        running.add(process)
        most.append(len(running))

    def left(self, process):
        running.discard(process)
        leave(self, process)

    monkeypatch.setattr(Admission, "enter", entered)
    monkeypatch.setattr(Admission, "leave", left)
    with WarmPool(admission=Admission(lambda: 3 * GB)) as pool:
        grader = Grader.prepare(Course.at(root).assignment("naive_ops"), pool, hidden=True)
        sources = [f"# {number}\ndef naive_relu(x):\n    return None\n".encode() for number in range(6)]
        jobs = [Job(number, Work(source, ".py")) for number, source in enumerate(sources)]
        done = list(LocalExecutor(grader, 4).run(jobs))
    assert max(most) == 1 and len(most) > 6 and not running
    assert [one.result.status for one in done] == ["graded"] * 6


def test_a_process_that_cannot_be_forked_gives_its_place_back(monkeypatch):
    admission = Admission(lambda: 0)
    with WarmPool(admission=admission) as pool:
        pool.process(("numpy",))._process.kill()
        monkeypatch.setattr(pool, "process", lambda preload: pool._processes[preload])
        limits = Limits("", 10, GB, 1 << 20, 1 << 20, 64, 64, {})
        for _ in range(2):  # the second one would wait for ever
            with pytest.raises(GraderFault):
                IsolatedRun(pool, ("numpy",), limits, output_bytes=100, frame_bytes=1000)
