"""Prints how fast grading is, and what it adds to the floor: the same probes in one warm process without isolation.

    python tests/benchmarks/speed.py [--rounds 20] [--submissions 50] [--workers 2] [ASSIGNMENT …]

The floor's process stays alive; a round of it and a graded submission of the reference take turns, so that a busy
machine slows both alike. The figure is their difference: in wall time by the medians, and in CPU time by the sums of
all processes that take part (of a submission: the grader, the warm process, and the children that it has forked).
Isolation, transport and bookkeeping are to add at most 25 ms, or 0.3 times the floor where that is more.

Seconds of a batch are seconds of one core: wall time between the first result and the last, times workers. Quote
ratios and medians; a busy machine makes every figure larger.
"""

from __future__ import annotations

import argparse
import itertools
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from grader.course import Course
from grader.executors import Job
from grader.executors.local import LocalExecutor
from grader.grading import Grader
from grader.intake import Work
from grader.runner import WarmPool
from grader.submission import SUFFIXES, Found

ROOT = Path(__file__).resolve().parents[2]
GRADE = Path(sys.executable).parent / "grade"
ROUNDS = 5
MOST_ADDED, MOST_SHARE = 0.025, 0.3  # seconds, or of the floor, whichever is more

FLOOR = """
import os, sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import numpy as np
from grader.course import Course
from grader.inside.loading import Source
from grader.inside.probing import Recorder, Student
from grader.inside.wire import Unit
assignment = Course.at(Path(sys.argv[1])).assignment(sys.argv[2])
checks = assignment.checks(hidden=True)
data = {check.name: check.data(np.random.default_rng(assignment.seed(check)))[0] for check in checks if check.data}
for package in assignment.settings.preload:
    __import__(package)
os.chdir(sys.argv[3])
source = Source(assignment.name, [Unit("solution.py", "", assignment.reference_file.read_text())], False, None, {})
for _ in sys.stdin:
    begin, used = time.perf_counter(), time.process_time()
    namespace = source.execute()[0]
    student = Student(namespace, Recorder(False), None, lambda names: source.execute(replacing=names)[0])
    for check in checks:
        for case in range(check.cases):
            rng = np.random.default_rng([*assignment.seed(check), case])
            offered = {"student": student, "rng": rng, "case": case, "given": data.get(check.name)}
            names = check.probe.__code__.co_varnames[: check.probe.__code__.co_argcount]
            check.probe(**{name: offered[name] for name in names})
    print(time.perf_counter() - begin, time.process_time() - used, flush=True)
"""
# As in a warm process.
QUIET = {
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "-1",
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}


class Floor:
    """The probes of the reference in one process that is warm and stays alive; a context that ends it."""

    def __init__(self, name: str) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", FLOOR, str(ROOT), name, self._folder.name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **QUIET},
            text=True,
        )
        self.pid = self._process.pid

    def __enter__(self) -> Floor:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()
        self._folder.cleanup()

    def round(self) -> tuple[float, float]:
        """Wall and CPU seconds of all probes, once."""
        assert self._process.stdin and self._process.stdout
        print(file=self._process.stdin, flush=True)
        wall, cpu = map(float, self._process.stdout.readline().split())
        return wall, cpu


def cpu_seconds(without: int) -> float:
    """CPU seconds of this process and of its children, with all of theirs that have ended; without one of them."""
    seconds = time.process_time()
    for task in Path("/proc/self/task").iterdir():
        for child in (task / "children").read_text().split():
            if int(child) == without:
                continue
            fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
            seconds += sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    return seconds


def in_turns(name: str, rounds: int) -> tuple[float, float, float, float]:
    """Seconds of the floor and of a submission: wall (the median), then CPU (the mean)."""
    reference = sources(name)[0][0]
    walls: list[tuple[float, float]] = []
    cpu_of_floor = cpu = 0.0
    with WarmPool() as pool:
        grader = Grader.prepare(Course.at(ROOT).assignment(name), pool, hidden=True)
        with Floor(name) as floor:
            for number in range(rounds + 2):
                if number == 2:  # by then both are warm
                    walls, cpu_of_floor, cpu = [], 0.0, -cpu_seconds(floor.pid)
                lowest, used = floor.round()
                begin = time.perf_counter()
                result = grader.grade(Found("student", reference, reference.name))
                walls.append((lowest, time.perf_counter() - begin))
                cpu_of_floor += used
                assert result.status == "graded", result.message
            cpu += cpu_seconds(floor.pid)
    return *map(statistics.median, zip(*walls, strict=True)), cpu_of_floor / rounds, cpu / rounds


def whole_command(*words: str, cwd: Path = ROOT) -> float:
    """Seconds of a command from start to end, the median of some rounds after one that is not counted."""
    seconds = []
    for _ in range(ROUNDS + 1):
        begin = time.perf_counter()
        subprocess.run([str(GRADE), *words], cwd=cwd, stdout=subprocess.DEVNULL, check=False)
        seconds.append(time.perf_counter() - begin)
    return statistics.median(seconds[1:])


def sources(name: str) -> tuple[list[Path], list[Path]]:
    """The reference solution, and every right solution however costly its way is."""
    reference = ROOT / "reference" / name / f"{name}.py"
    right = sorted((ROOT / "reference" / name / "right").glob("*"))
    return [reference], [reference, *(path for path in right if path.suffix in SUFFIXES)]


def batch(name: str, files: list[Path], submissions: int, workers: int) -> float:
    """Seconds of one core for a submission in a batch of these files, after the first result."""
    with WarmPool() as pool:
        grader = Grader.prepare(Course.at(ROOT).assignment(name), pool, hidden=True)
        works = [Work(path.read_bytes(), path.suffix) for path in files]
        executor = LocalExecutor(grader, workers)
        for _ in executor.run(itertools.starmap(Job, enumerate(works))):  # starts every warm process
            pass
        jobs = itertools.starmap(Job, enumerate(itertools.islice(itertools.cycle(works), submissions)))
        times = [time.perf_counter() for _ in executor.run(jobs)]
    return (times[-1] - times[0]) * workers / (submissions - 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("assignments", nargs="*", default=["naive_ops", "gradient_descent"])
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--submissions", type=int, default=50)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}")
    print(f"grade --help                      {whole_command('--help'):7.3f} s")
    cold = whole_command("locally", str(ROOT / "reference" / "naive_ops" / "naive_ops.py"))
    print(f"grade locally naive_ops, cold     {cold:7.3f} s")
    for name in options.assignments:
        report(name, options)


def report(name: str, options: argparse.Namespace) -> None:
    lowest, wall, cpu_of_floor, cpu = in_turns(name, options.rounds)
    print(f"{name}: the floor and a submission in turns, {options.rounds} rounds")
    for kind, least, seconds in (("wall", lowest, wall), ("CPU", cpu_of_floor, cpu)):
        added, allowed = seconds - least, max(MOST_ADDED, MOST_SHARE * least)
        verdict = "within" if added <= allowed else "more than"
        print(
            f"    {kind:4} floor {1000 * least:6.1f} ms, submission {1000 * seconds:6.1f} ms: "
            f"{seconds / least:4.2f} x, {1000 * added:+.1f} ms, {verdict} the {1000 * allowed:.1f} ms that may be added"
        )
    print(f"    a submission in a batch of {options.submissions} with {options.workers} workers, seconds of one core:")
    for label, files in zip(("the reference solution", "all right solutions"), sources(name), strict=True):
        each = batch(name, files, options.submissions, options.workers)
        print(
            f"    {label:24} {each:7.3f} s   {each / lowest:5.2f} x the floor, {options.workers / each:5.1f} a second"
        )


if __name__ == "__main__":
    main()
