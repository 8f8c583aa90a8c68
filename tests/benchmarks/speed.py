"""Prints how fast grading is, and its ratio to the floor: the same probes in one warm process without isolation.

    python tests/benchmarks/speed.py [--submissions 50] [--workers 2] [ASSIGNMENT …]

Seconds are seconds of one core: wall time between the first result and the last, times workers. Quote ratios and
medians; a busy machine makes every figure larger.
"""

from __future__ import annotations

import argparse
import itertools
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from grader.batch import grade_all
from grader.course import Course
from grader.grading import Grader
from grader.runner import WarmPool
from grader.submission import SUFFIXES, find_submissions

ROOT = Path(__file__).resolve().parents[2]
GRADE = Path(sys.executable).parent / "grade"
ROUNDS = 5

FLOOR = """
import os, sys, time, types
os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="-1", TF_ENABLE_ONEDNN_OPTS="0",
                  TF_NUM_INTRAOP_THREADS="1", TF_NUM_INTEROP_THREADS="1", OMP_NUM_THREADS="1")
sys.path.insert(0, sys.argv[1])
import numpy as np
from grader.course import Course
from grader.inside.loading import Source
from grader.inside.probing import Recorder, Student
from grader.inside.wire import Unit
from pathlib import Path
assignment = Course.at(Path(sys.argv[1])).assignment(sys.argv[2])
checks = assignment.checks(hidden=True)
data = {check.name: check.data(np.random.default_rng(assignment.seed(check)))[0] for check in checks if check.data}
for package in assignment.settings.preload:
    __import__(package)
os.chdir(sys.argv[4])
source = Source(assignment.name, [Unit("solution.py", "", assignment.reference_file.read_text())], False, None, {})
for _ in range(int(sys.argv[3])):
    begin = time.perf_counter()
    namespace = source.execute()[0]
    student = Student(namespace, Recorder(False), None, lambda names: source.execute(replacing=names)[0])
    for check in checks:
        for case in range(check.cases):
            rng = np.random.default_rng([*assignment.seed(check), case])
            offered = {"student": student, "rng": rng, "case": case, "given": data.get(check.name)}
            names = check.probe.__code__.co_varnames[: check.probe.__code__.co_argcount]
            check.probe(**{name: offered[name] for name in names})
    print(time.perf_counter() - begin, flush=True)
"""


def whole_command(*words: str, cwd: Path = ROOT) -> float:
    """Seconds of a command from start to end, the median of some rounds after one that is not counted."""
    seconds = []
    for _ in range(ROUNDS + 1):
        begin = time.perf_counter()
        subprocess.run([str(GRADE), *words], cwd=cwd, stdout=subprocess.DEVNULL, check=False)
        seconds.append(time.perf_counter() - begin)
    return statistics.median(seconds[1:])


def floor(name: str) -> float:
    """Seconds of all probes of the reference in one warm process: the median after the first round."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-W", "ignore", "-c", FLOOR, str(ROOT), name, str(ROUNDS + 1), folder]
        printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return statistics.median([float(line) for line in printed.split()][1:])


def sources(name: str) -> tuple[list[Path], list[Path]]:
    """The reference solution, and every right solution however costly its way is."""
    reference = ROOT / "reference" / name / f"{name}.py"
    right = sorted((ROOT / "reference" / name / "right").glob("*"))
    return [reference], [reference, *(path for path in right if path.suffix in SUFFIXES)]


def batch(name: str, files: list[Path], submissions: int, workers: int) -> float:
    """Seconds of one core for a submission in a batch of these files, after the first result."""
    with tempfile.TemporaryDirectory() as folder, WarmPool() as pool:
        for number, source in zip(range(submissions), itertools.cycle(files), strict=False):
            student = Path(folder) / f"student{number:03}"
            student.mkdir()
            shutil.copy(source, student / f"{name}{source.suffix}")
        grader = Grader.prepare(Course.at(ROOT).assignment(name), pool, hidden=True)
        warm_up = find_submissions(Path(folder), name)
        grade_all(grader, warm_up[: len(files)], workers, lambda result: None)  # starts every warm process
        times: list[float] = []
        grade_all(grader, warm_up, workers, lambda result: times.append(time.perf_counter()))
    return (times[-1] - times[0]) * workers / (submissions - 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("assignments", nargs="*", default=["naive_ops", "gradient_descent"])
    parser.add_argument("--submissions", type=int, default=50)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}")
    print(f"grade --help                      {whole_command('--help'):7.3f} s")
    cold = whole_command("locally", str(ROOT / "reference" / "naive_ops" / "naive_ops.py"))
    print(f"grade locally naive_ops, cold     {cold:7.3f} s")
    for name in options.assignments:
        lowest = floor(name)
        print(f"{name}, floor {lowest:.3f} s; a submission in a batch of {options.submissions}, seconds of one core:")
        for label, files in zip(("the reference solution", "all right solutions"), sources(name), strict=True):
            each = batch(name, files, options.submissions, options.workers)
            print(f"    {label:24} {each:7.3f} s   {each / lowest:5.1f} x the floor, {each - lowest:+.3f} s")


if __name__ == "__main__":
    main()
