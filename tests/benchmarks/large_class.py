"""Prints how fast a large class is graded, whether time grows linearly, and how much memory the grader itself takes.

    python tests/benchmarks/large_class.py [--sizes 100 1000 10000] [--workers 2] [--again] [ASSIGNMENT]

The class is made of the assignment's reference, its right and its wrong solutions in turns, each with a comment of its
own, so that no two are the same. The whole command is timed, from its start to its CSV files; the rate counts from
the first result to the last. Memory is the resident memory of the command's own process (VmHWM), which is not that
of the isolated processes.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

from grader.course import Course
from grader.submission import SUFFIXES

ROOT = Path(__file__).resolve().parents[2]
GRADE = Path(sys.executable).parent / "grade"


def sources(name: str) -> list[tuple[bytes, str]]:
    """The reference, every right solution, and every wrong one appended to the reference."""
    assignment = Course.at(ROOT).assignment(name)
    reference = assignment.reference_file.read_bytes()
    right = [path for path in sorted((assignment.reference_folder / "right").glob("*")) if path.suffix in SUFFIXES]
    wrong = sorted((assignment.reference_folder / "wrong").glob("*.py"))
    found = [(reference, ".py"), *((path.read_bytes(), path.suffix) for path in right)]
    found += [(reference + b"\n\n\n" + path.read_bytes(), ".py") for path in wrong]
    random.Random(1).shuffle(found)
    return found


def make_class(folder: Path, name: str, students: int) -> None:
    """So many submissions, each different from all others."""
    for number, (content, suffix) in zip(range(students), itertools.cycle(sources(name)), strict=False):
        student = folder / f"student{number:05}"
        student.mkdir(parents=True)
        if suffix == ".ipynb":
            notebook = json.loads(content)
            notebook["metadata"]["student"] = number
            mine = json.dumps(notebook).encode()
        else:
            mine = content + f"\n# {number}\n".encode()
        (student / f"{name}{suffix}").write_bytes(mine)


def peak_megabytes(pid: int) -> float:
    """The most resident memory that the process has had."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0.0


def run(name: str, work: Path, output: Path, workers: int) -> tuple[float, float, dict[str, object]]:
    """Seconds, peak memory and the answer of a whole command."""
    command = [GRADE, "batch", work, "-a", name, "-o", output, "--course", ROOT, "-w", workers, "--json"]
    begin = time.perf_counter()
    with tempfile.TemporaryFile("w+") as answer:
        process = subprocess.Popen(list(map(str, command)), stdout=answer)
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, peak_megabytes(process.pid))
            time.sleep(0.1)
        seconds = time.perf_counter() - begin
        answer.seek(0)
        return seconds, peak, json.load(answer)


def rate(output: Path, students: int) -> float:
    """Submissions a second from the first result to the last, by the log."""
    [*_, log] = sorted((output / "logs").iterdir(), key=lambda path: path.stat().st_mtime)
    lines = [line for line in log.read_text().splitlines() if re.search(r" points, [\d.]+ s", line)]
    first, last = (datetime.fromisoformat(line.partition(" ")[0]) for line in (lines[0], lines[-1]))
    return students / max((last - first).total_seconds(), 1.0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("assignment", nargs="?", default="naive_ops")
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--again", action="store_true", help="time a second run over the unchanged class, too")
    options = parser.parse_args()
    name = options.assignment
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, {name}, {options.workers} workers")
    each = {}
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as folder:
            work, output = Path(folder) / "work", Path(folder) / "grades"
            make_class(work, name, size)
            seconds, peak, answer = run(name, work, output, options.workers)
            assert answer["graded"] == size, answer
            each[size] = seconds / size
            print(
                f"{size:6} submissions  {seconds:8.1f} s  {1000 * each[size]:7.1f} ms each  "
                f"{rate(output, size):6.1f} a second  {peak:5.0f} MB  "
                f"{each[size] / each[options.sizes[0]]:5.2f} x the time each of the first class",
                flush=True,
            )
            if options.again:
                seconds, peak, answer = run(name, work, output, options.workers)
                assert answer["graded"] == 0, answer
                print(f"{'':6} unchanged    {seconds:8.1f} s  {peak:36.0f} MB", flush=True)


if __name__ == "__main__":
    main()
