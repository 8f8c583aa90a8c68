"""Students' pages a second, with pictures and without, and how large they are: `python tests/benchmarks/pages.py`.

A class of notebooks of `naive_ops`, each with the stub's texts, and code and outputs that nobody else has. Verdicts are
written into a gradebook directly, since grading is not what is measured; the commands are run as a user runs them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np

from grader.check import VISIBLE
from grader.course import Course
from grader.gradebook.store import COMPLETE, Gradebook
from grader.pictures import Entries
from grader.provenance import Provenance
from grader.results import CheckResult, Result
from grader.submission import Found
from grader.walls import measure

ROOT = Path(__file__).resolve().parents[2]
NAME = "naive_ops"


def notebook(rng: random.Random, source: str) -> str:
    """The reference's parts as cells, with remarks and outputs that nobody else has."""
    cells = []
    for number, block in enumerate(source.split("\n\n\n")):
        text = f"### Part {number}\n\nNow the next one: *element by element*, with `loops` and $x_{{ij}}$."
        cells.append({"cell_type": "markdown", "metadata": {}, "source": text})
        printed = {"output_type": "stream", "name": "stdout", "text": f"{rng.random()}\n" * 5}
        changed = f"{block}\n# {rng.random()}"
        cells.append(
            {"cell_type": "code", "metadata": {}, "execution_count": 1, "source": changed, "outputs": [printed]}
        )
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4})


def make_class(folder: Path, output: Path, students: int) -> None:
    """The submissions, and a gradebook with their verdicts: one check in five is lost, visible ones with a picture."""
    rng, numbers = random.Random(1), np.random.default_rng(1)
    assignment = Course.at(ROOT).assignment(NAME)
    source = (ROOT / "reference" / NAME / f"{NAME}.py").read_text(encoding="utf-8")
    checks = assignment.checks(hidden=True)
    provenance = Provenance.of(assignment, checks, measure())
    output.mkdir()
    with Gradebook.at(output, None, create=True) as gradebook:
        run = gradebook.begin(provenance, checks, whole=True, isolation={}, folder=str(folder))
        for number in range(students):
            student = f"s{number:05d}"
            (folder / student).mkdir(parents=True)
            content = notebook(rng, source).encode()
            (folder / student / f"{NAME}.ipynb").write_bytes(content)
            given = []
            for check in checks:
                if rng.random() < 0.8:
                    given.append(CheckResult.of(check, "passed", check.points, 0.001))
                    continue
                lost = CheckResult.of(check, "failed", 0.0, 0.001, "`f(x)`: 3 of 24 entries differ, first at [0, 1]")
                if check.visibility == VISIBLE:
                    lost = replace(lost, picture=msgspec.msgpack.encode(Entries.of(numbers.random((4, 6)) < 0.3)))
                given.append(lost)
            result = Result(NAME, "graded", 100.0, tuple(given), hashlib.sha256(content).hexdigest(), 0.1)
            found = Found(student, None, f"{student}/{NAME}.ipynb")
            gradebook.record(run, result, ".ipynb", [found], "here")
        gradebook.end(run, COMPLETE)


def main() -> None:
    """Make a class, then its pages in both ways."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--students", type=int, default=200)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        make_class(root / "work", root / "out", arguments.students)
        for words in ([], ["--no-pictures"], ["--no-pictures", "--no-work"]):
            begin = time.monotonic()
            command = [sys.executable, "-m", "grader.cli", "feedback", NAME, "-o", root / "out", *words]
            subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
            seconds = time.monotonic() - begin
            sizes = [path.stat().st_size for path in (root / "out" / "feedback" / NAME).iterdir()]
            rate = arguments.students / seconds
            label = " ".join(words) or "all"
            print(f"{label:28} {rate:6.1f} pages a second ({seconds:.1f} s), largest {max(sizes) / 1000:.0f} kB")


if __name__ == "__main__":
    main()
