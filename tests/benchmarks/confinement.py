"""Prints what confinement costs a submission: the same run with all walls and with none, in turns.

    python tests/benchmarks/confinement.py [--rounds 40] [ASSIGNMENT …]

Both graders are warm and take turns submission by submission, so that a busy machine slows both alike. The figure is
wall time from reading the file to its verdicts; the process's start, confinement, end and clean-up are in it.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import msgspec

from grader.course import Course
from grader.grading import Grader
from grader.inside.confinement import Walls
from grader.runner import WarmPool
from grader.submission import Found
from grader.walls import level, measure

ROOT = Path(__file__).resolve().parents[2]


def without_walls() -> Walls:
    return msgspec.structs.replace(
        measure(), landlock=0, seccomp=False, private_scratch=False, control_group=False, readable=[]
    )


def in_turns(name: str, file: Path, rounds: int) -> dict[str, list[float]]:
    """Seconds of each round, with the walls of this machine and with none."""
    with ExitStack() as stack:
        graders = {}
        for walls in (measure(), without_walls()):
            pool = stack.enter_context(WarmPool(walls))
            graders[level(walls)] = Grader.prepare(Course.at(ROOT).assignment(name), pool, hidden=True)
        seconds: dict[str, list[float]] = {label: [] for label in graders}
        for _ in range(rounds + 2):
            for label, grader in graders.items():
                begin = time.perf_counter()
                result = grader.grade(Found("student", file, file.name))
                seconds[label].append(time.perf_counter() - begin)
                assert result.status in ("graded", "unreadable"), result.message
    return {label: values[2:] for label, values in seconds.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("assignments", nargs="*", default=["naive_ops", "gradient_descent"])
    parser.add_argument("--rounds", type=int, default=40)
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, isolation {level(measure())}")
    for name in options.assignments:
        reference = ROOT / "reference" / name / f"{name}.py"
        medians = {
            label: statistics.median(values) for label, values in in_turns(name, reference, options.rounds).items()
        }
        (walled, seconds), (bare, least) = medians.items()
        print(
            f"{name:18} {walled} {1000 * seconds:7.1f} ms   {bare} {1000 * least:7.1f} ms   "
            f"{seconds / least:5.2f} x, {1000 * (seconds - least):+.1f} ms a submission"
        )


if __name__ == "__main__":
    main()
