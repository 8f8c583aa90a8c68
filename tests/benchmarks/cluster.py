"""Prints the throughput of local Dask workers and of as many local worker threads, and the ratio of the two.

    python tests/benchmarks/cluster.py [--submissions 200] [--rounds 3] [--workers 2] [--threads 1]

The class is the reference of naive_ops with its right and wrong solutions, each submission made different from the
others by a comment. A round grades all of it both ways, into gradebooks of their own, in changing order; a busy machine
slows both alike. A scheduler and workers are started for it and ended after it, all on this machine: Dask's own work is
done by the same cores. A rate is of the seconds between the first result and the last, since making ready is no
throughput.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from grader.batch import Batch
from grader.course import Assignment, Course
from grader.executors import Executor
from grader.executors.cluster import DaskExecutor
from grader.executors.local import LocalExecutor
from grader.gradebook.connection import address
from grader.gradebook.store import Gradebook
from grader.grading import Grader
from grader.provenance import Provenance
from grader.runner import WarmPool
from grader.submission import find_submissions
from grader.walls import measure

ROOT = Path(__file__).resolve().parents[2]
NAME = "naive_ops"
DASK = [sys.executable, "-m", "dask"]


def make_class(folder: Path, submissions: int) -> None:
    """Right and wrong solutions in turns; a wrong one holds only what differs from the reference."""
    reference = (ROOT / "reference" / NAME / f"{NAME}.py").read_text(encoding="utf-8")
    sources = [reference]
    for kind in ("right", "wrong"):
        for path in sorted((ROOT / "reference" / NAME / kind).glob("*.py")):
            text = path.read_text(encoding="utf-8")
            sources.append(text if kind == "right" else f"{reference}\n\n{text}")
    for number, source in zip(range(submissions), itertools.cycle(sources), strict=False):
        student = folder / f"student{number:04}"
        student.mkdir(parents=True)
        (student / f"{NAME}.py").write_text(f"{source}\n# {number}\n", encoding="utf-8")


@contextlib.contextmanager
def cluster(folder: Path, workers: int, threads: int) -> Iterator[str]:
    """The address of a scheduler with workers, all on this machine."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with (folder / "dask.log").open("wb") as log, contextlib.ExitStack() as stack:

        def start(*words: str) -> None:
            process = subprocess.Popen([*DASK, *words], cwd=folder, env=environment, stdout=log, stderr=log)
            stack.callback(process.wait)
            stack.callback(process.terminate)

        file = folder / "scheduler.json"
        start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file))
        for _ in range(workers):
            start("worker", "--scheduler-file", str(file), "--nthreads", str(threads), "--no-dashboard")
        deadline = time.monotonic() + 30
        while not (file.exists() and file.read_text().rstrip().endswith("}")) and time.monotonic() < deadline:
            time.sleep(0.1)
        yield str(json.loads(file.read_text())["address"])


def rate(
    executor: Executor, assignment: Assignment, provenance: Provenance, work: Path, output: Path, most: int | None
) -> float:
    """Submissions a second, from the first result to the last."""
    times: list[float] = []
    checks = assignment.checks(hidden=True)
    output.mkdir()
    with Gradebook(address(output, None), create=True) as gradebook:
        run = gradebook.begin(provenance, checks, whole=True, isolation={})
        batch = Batch(gradebook, run, assignment, checks, find_submissions(work, NAME)[:most])
        batch.plan(regrade=True)
        batch.grade(executor, lambda result, founds: times.append(time.perf_counter()))
    return (len(times) - 1) / (times[-1] - times[0])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--submissions", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--threads", type=int, default=1, help="of each Dask worker")
    options = parser.parse_args()
    at_once = options.workers * options.threads
    course = Course.at(ROOT)
    assignment = course.assignment(NAME)
    walls = measure()
    checks = assignment.checks(hidden=True)
    provenance = Provenance.of(assignment, checks, walls)
    rates: dict[str, list[float]] = {"local": [], "dask": []}
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        make_class(folder / "work", options.submissions)
        where = stack.enter_context(cluster(folder, options.workers, options.threads))
        pool = stack.enter_context(WarmPool(walls))
        worth = sum(check.points for check in checks)
        dask = stack.enter_context(DaskExecutor(where, course.root, provenance, worth))
        local = LocalExecutor(Grader.prepare(assignment, pool, hidden=True), at_once)
        executors: dict[str, Executor] = {"local": local, "dask": dask}
        for kind, executor in executors.items():  # every worker is ready after that
            rate(executor, assignment, provenance, folder / "work", folder / f"{kind}-0", 8 * at_once)
        print(f"{options.submissions} submissions of {NAME}, {at_once} at once, {os.cpu_count()} cores")
        for number in range(1, options.rounds + 1):
            for kind in sorted(executors, reverse=bool(number % 2)):
                output = folder / f"{kind}-{number}"
                rates[kind].append(rate(executors[kind], assignment, provenance, folder / "work", output, None))
            a, b = rates["local"][-1], rates["dask"][-1]
            print(f"    round {number}: local {a:5.2f}/s, Dask {b:5.2f}/s, ratio {b / a:.3f}", flush=True)
    medians = {kind: statistics.median(found) for kind, found in rates.items()}
    ratio = statistics.median(b / a for a, b in zip(rates["local"], rates["dask"], strict=True))
    print(f"median: local {medians['local']:.2f}/s, Dask {medians['dask']:.2f}/s, ratio {ratio:.3f}")


if __name__ == "__main__":
    main()
