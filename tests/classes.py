"""Made-up classes in a gradebook, without grading anything: for tests of what is made of a gradebook."""

from __future__ import annotations

import hashlib
import math
import random
from dataclasses import replace
from pathlib import Path

from grader.check import Check
from grader.gradebook.store import COMPLETE, Gradebook
from grader.provenance import Provenance
from grader.results import CheckResult, Result
from grader.submission import Found

ISOLATION = {"level": "full"}
WRONG = (
    ("failed", "got 0.25, expected 0.5 at [0, 1]; the sign is flipped", "sign"),
    ("failed", "every entry of your result is 0", "zeros"),
    ("failed", "the shape is (3, 4), but should be (4, 3)", ""),
    ("failed", "your result is transposed", "transposed"),
    ("error", "ValueError: operands could not be broadcast together", ""),
    ("timeout", "it took longer than 2 s", ""),
)
PARTS = ("naive_relu", "naive_leaky_relu", "naive_add", "matrix_product", "broadcasting", "softmax_rows")


def provenance(assignment="naive_ops", checks=(), **other):
    values = {
        "checks": {one.name: "digest" for one in checks},
        "packages": {"numpy": "2.4"},
        "isolation": "full",
        **dict.fromkeys(("reference", "settings", "files", "seeds", "grader", "source", "python", "machine"), "x"),
    }
    return Provenance(assignment=assignment, **{**values, **other})


def course_checks(parts=PARTS, each=3):
    """Checks in these parts; the last of each is hidden."""
    words = ("handles negative entries", "keeps the shape", "agrees on random input", "leaves its argument alone")
    return [
        Check(
            name=f"{part}_{words[number % 4].replace(' ', '_')}",
            part=part,
            sentence=f"It {words[number % 4]}.",
            points=100 / len(parts) / each,
            probe=print,
            visibility="hidden" if number == each - 1 else "visible",
        )
        for part in parts
        for number in range(each)
    ]


def graded(assignment, checks, passed, chance=None, **other):
    """The result of work that passes these of the checks, by place."""
    chance = chance or random.Random(0)
    verdicts = []
    for place, one in enumerate(checks):
        if place in passed:
            verdicts.append(CheckResult.of(one, "passed", one.points, 0.01))
        else:
            verdict, message, kind = chance.choice(WRONG)
            verdicts.append(replace(CheckResult.of(one, verdict, 0.0, 0.02, message), diagnosis=kind))
    blank = Result(assignment, "graded", sum(one.points for one in checks), **other)
    return blank.with_checks(verdicts)


def write(output, assignment, checks, students, *, attempts=None):
    """A run over a class: student to result; with ``attempts`` so many different ones, shared in turn."""
    own = provenance(assignment, checks)
    Path(output).mkdir(parents=True, exist_ok=True)
    with Gradebook.at(Path(output), None, create=True) as book:
        run = book.begin(own, checks, whole=True, isolation=ISOLATION)
        everybody = list(students.items())
        step = attempts or len(everybody)
        for first, (_, result) in enumerate(everybody[:step]):
            founds = [
                Found(student, None if result.status == "missing" else Path("x.py"), f"{assignment}.py")
                for student, _ in everybody[first::step]
            ]
            book.record(run, result, ".py", founds, "host")
        book.end(run, COMPLETE)


def some_class(count, assignment="naive_ops", parts=PARTS, each=3, seed=1):
    """Students of all abilities, with one check that is wrong, one that nobody passes, and all statuses."""
    chance = random.Random(seed)
    checks = course_checks(parts, each)
    hardness = [chance.uniform(-2.5, 1.0) for _ in checks]
    students = {}
    for number in range(count):
        student = f"s{10_000 + number}"
        ability = chance.gauss(0.4, 1.3)
        passed = {
            place
            for place, hard in enumerate(hardness)
            if chance.random() < 1 / (1 + math.exp((hard - ability) * (-1.5 if place == 4 else 2.0))) and place != 11
        }
        sha256 = hashlib.sha256(f"{assignment}{student}".encode()).hexdigest()
        dice = chance.random()
        other = {"sha256": sha256, "seconds": chance.lognormvariate(0.6, 0.5)}
        result = graded(assignment, checks, passed, chance, **other)
        if dice < 0.04:
            result = Result(assignment, "missing", 100.0, message="")
        elif dice < 0.06:
            message = "line 12: invalid syntax: def naive_relu(x:"
            result = Result(assignment, "unreadable", 100.0, sha256=sha256, message=message)
        elif dice < 0.065:
            result = Result(assignment, "needs_attention", 100.0, sha256=sha256, message="no memory left for it")
        elif dice < 0.09:
            result = replace(result, status="late", message="handed in 5 h after the deadline")
        elif dice < 0.1:
            result = replace(result, flags=("uses:os._exit", "opens:/etc/passwd"))
        students[student] = result
    return checks, students
