"""Prints whether `grade similar` puts planted copies first, how fast it is, and how much memory it takes.

    python tests/benchmarks/similar.py [ASSIGNMENT ...] [--sizes 100 1000 10000]

A student of the class takes each part from one of the reference, right and wrong solutions, the more natural ones more
often, in an order and with names and small habits of his or her own: so many share a part, as in a real class. Among
them are copies of a few, disguised in one way each. Precision is how many of the first k pairs are planted ones, k
being their number (halves aside). The scores are the lowest of a whole copy, that of a copied half, and the highest of
two students who did not copy, who in a large class may well have taken the same way in nearly all parts.
"""

from __future__ import annotations

import argparse
import ast
import itertools
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from grader.course import Course
from grader.submission import SUFFIXES, parse_submission

ROOT = Path(__file__).resolve().parents[2]
NAMED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
IMPORTS = (ast.Import, ast.ImportFrom)


def text_of(path: Path) -> str:
    """A solution's source; that of a notebook cell after cell."""
    submission = parse_submission(path.read_bytes(), path.suffix, path.stem)
    return "\n\n\n".join(unit.source for unit in submission.units)


def solutions(name: str) -> list[str]:
    """The reference solution, then every other right one."""
    assignment = Course.at(ROOT).assignment(name)
    right = sorted(path for path in (assignment.reference_folder / "right").glob("*") if path.suffix in SUFFIXES)
    return [text_of(path) for path in (assignment.reference_file, *right)]


def given_names(name: str) -> set[str]:
    """What a copy cannot rename: whatever the stub defines, methods and parameters included."""
    assignment = Course.at(ROOT).assignment(name)
    tree = ast.parse((assignment.folder / f"{name}.py").read_text(encoding="utf-8"))
    return {*assignment.parts, *(node.name for node in ast.walk(tree) if isinstance(node, NAMED))}


# --- disguises --------------------------------------------------------------------------------------------


def renamed(source: str, given: set[str], suffix: str = "_") -> str:
    """All names that are free to choose changed, comments gone, layout as `ast.unparse` has it."""
    tree = ast.parse(source)
    bound, fixed = set[str](), {"self", "cls", *given}
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            fixed.update(one.name for one in node.body if isinstance(one, NAMED))
        elif isinstance(node, IMPORTS):
            fixed.update((one.asname or one.name).partition(".")[0] for one in node.names)
        elif isinstance(node, ast.Call):
            fixed.update(one.arg for one in node.keywords if one.arg)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            bound.add(node.id)
        elif isinstance(node, ast.arg):
            bound.add(node.arg)
        elif isinstance(node, NAMED):
            bound.add(node.name)
    new = {one: f"n{one[::-1]}{suffix}" for one in bound - fixed}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            node.id = new.get(node.id, node.id)
        elif isinstance(node, ast.arg):
            node.arg = new.get(node.arg, node.arg)
        elif isinstance(node, NAMED):
            node.name = new.get(node.name, node.name)
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            node.names = [new.get(one, one) for one in node.names]
    return ast.unparse(tree)


def commented(source: str) -> str:
    """A comment in front of every definition, and empty lines."""
    lines = source.split("\n")
    return "\n".join(
        f"\n# my own idea, line {n}\n{line}" if line[:4] == "def " else line for n, line in enumerate(lines)
    )


def reordered(source: str) -> str:
    """Imports first, then everything else backwards."""
    body = ast.parse(source).body
    order = sorted(reversed(body), key=_imports_first)
    return "\n\n\n".join(map(ast.unparse, order))


def as_notebook(source: str) -> str:
    """Every definition in a cell of its own."""
    cells = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": ast.unparse(node)}
        for node in ast.parse(source).body
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4})


class _OneLoop(ast.NodeTransformer):
    """The first `for` becomes a `while`."""

    done = False

    def visit_For(self, node: ast.For) -> ast.AST | list[ast.AST]:
        if self.done:
            return node
        self.done = True
        begin, loop = ast.parse(
            "rest = iter(_)\nwhile True:\n    try:\n        _ = next(rest)\n    except StopIteration: break"
        ).body
        assert isinstance(begin, ast.Assign) and isinstance(begin.value, ast.Call) and isinstance(loop, ast.While)
        begin.value.args = [node.iter]
        [attempt] = loop.body
        assert isinstance(attempt, ast.Try) and isinstance(attempt.body[0], ast.Assign)
        attempt.body[0].targets = [node.target]
        loop.body += node.body
        return [begin, loop]


def looped(source: str) -> str:
    """One loop written otherwise, and a function that nobody needs."""
    tree = ast.fix_missing_locations(_OneLoop().visit(ast.parse(source)))
    return ast.unparse(tree) + "\n\n\ndef unused(a, b):\n    c = [a + i for i in range(10)]\n    return sum(c) * b\n"


def _imports_first(node: ast.stmt) -> int:
    return (
        0 if isinstance(node, ast.ImportFrom) and node.module == "__future__" else 1 + (not isinstance(node, IMPORTS))
    )


def merged(source: str, other: str) -> str:
    """The first half of one's definitions, all others from somebody else."""
    own, theirs = ast.parse(source).body, ast.parse(other).body
    named = [node for node in own if isinstance(node, NAMED)]
    half = {node.name for node in named[: len(named) // 2]}
    body = [node for node in theirs if getattr(node, "name", "") not in half]
    body += [node for node in own if isinstance(node, IMPORTS) or getattr(node, "name", None) in half]
    body.sort(key=_imports_first)
    return "\n\n\n".join(map(ast.unparse, body))


def disguises(given: set[str]) -> dict[str, Callable[[str, str], str]]:
    """Each way to disguise a copy of the first text; the second one is somebody else's."""
    return {
        "bytes": lambda source, other: source,
        "comments": lambda source, other: commented(source),
        "renamed": lambda source, other: renamed(source, given),
        "reordered": lambda source, other: reordered(source),
        "notebook": lambda source, other: as_notebook(source),
        "loop": lambda source, other: looped(source),
        "all": lambda source, other: as_notebook(looped(reordered(renamed(source, given)))),
        "merged": merged,
    }


def plant(folder: Path, name: str, sources: dict[str, str]) -> set[frozenset[str]]:
    """A copy in each disguise beside the students whose sources these are; the pairs that are to be found."""
    students = list(sources)
    families = {student: {student} for student in students}
    for number, (kind, disguise) in enumerate(disguises(given_names(name)).items()):
        one, other = students[number % len(students)], students[(number + 1) % len(students)]
        hand_in(folder, f"copy_{kind}", name, disguise(sources[one], sources[other]))
        families[one].add(f"copy_{kind}")
        if kind == "merged":
            families[other].add(f"copy_{kind}")
    return {frozenset(pair) for family in families.values() for pair in itertools.combinations(family, 2)}


def hand_in(folder: Path, student: str, name: str, source: str) -> None:
    """A submission."""
    (folder / student).mkdir(parents=True)
    suffix = ".ipynb" if source.startswith('{"cells"') else ".py"
    (folder / student / f"{name}{suffix}").write_text(source, encoding="utf-8")


# --- independent work -------------------------------------------------------------------------------------


class Ways:
    """The ways of writing each part that a course knows."""

    def __init__(self, name: str) -> None:
        assignment = Course.at(ROOT).assignment(name)
        wrong = [
            path.read_text(encoding="utf-8") for path in sorted((assignment.reference_folder / "wrong").glob("*.py"))
        ]
        self.parts = assignment.parts
        self.given = given_names(name)
        self.ways: dict[str, list[list[ast.stmt]]] = {part: [] for part in self.parts}
        for source in (*solutions(name), *wrong):
            body = ast.parse(source).body
            named = {node.name: node for node in body if isinstance(node, NAMED)}
            for part in self.ways:
                if part in named:
                    self.ways[part].append(list(self._with_helpers(part, named)))

    def _with_helpers(self, part: str, named: dict[str, ast.stmt]) -> Iterable[ast.stmt]:
        waiting, seen = [part], {part}
        while waiting:
            node = named[waiting.pop()]
            used = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)} & named.keys()
            waiting += sorted(used - seen - set(self.parts))
            seen |= used
            yield node

    def student(self, chance: random.Random, number: int) -> tuple[str, dict[str, int]]:
        """A submission of somebody who copies from nobody, and which way of each part it is."""
        chosen: list[str] = []
        taken: dict[str, int] = {}
        for part in chance.sample(self.parts, len(self.parts)):
            ways = self.ways[part]
            taken[part] = way = min(int(chance.paretovariate(0.5)) - 1, len(ways) - 1)  # the first, the most natural
            chosen += [ast.unparse(_Habits(chance).visit(ast.parse(ast.unparse(one)))) for one in ways[way]]
        return renamed("\n\n\n".join(dict.fromkeys(chosen)), self.given, f"_{number}"), taken


class _Habits(ast.NodeTransformer):
    """What one writes one way and another the other way."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def _sometimes(self) -> bool:
        return self.chance.random() < 0.25

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.op, (ast.Add, ast.Mult)) and self._sometimes():
            node.left, node.right = node.right, node.left
        return node

    def visit_Return(self, node: ast.Return) -> ast.AST | list[ast.AST]:
        self.generic_visit(node)
        if node.value is None or isinstance(node.value, ast.Name) or not self._sometimes():
            return node
        return [ast.copy_location(one, node) for one in (
            ast.Assign([ast.Name("answer", ast.Store())], node.value, lineno=1),
            ast.Return(ast.Name("answer", ast.Load())),
        )]  # fmt: skip

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        turned = {ast.Lt: ast.Gt, ast.Gt: ast.Lt, ast.Eq: ast.Eq, ast.NotEq: ast.NotEq}.get(type(node.ops[0]))
        if turned and len(node.ops) == 1 and self._sometimes():
            node.left, node.comparators, node.ops = node.comparators[0], [node.left], [turned()]
        return node

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        self.generic_visit(node)
        if not isinstance(node.target, ast.Name) or not self._sometimes():
            return node
        value = ast.BinOp(ast.Name(node.target.id, ast.Load()), node.op, node.value)
        return ast.copy_location(ast.Assign([node.target], value), node)

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        small = type(node.value) is int and 1 < node.value < 100
        return ast.Constant(node.value + 1) if small and self._sometimes() else node


# --- measuring --------------------------------------------------------------------------------------------


def measure(name: str, students: int, seed: int = 0) -> str:
    """A line of the table."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "class"
        ways = Ways(name)
        originals, taken = {}, {}
        for number in range(students):
            student = f"s{number:05}"
            source, taken[student] = ways.student(chance, number)
            hand_in(folder, student, name, source)
            if number < 5:
                originals[student] = source
        planted = plant(folder, name, originals)
        merged_ones = {pair for pair in planted if "copy_merged" in pair}
        begun = time.perf_counter()
        words = (name, "--submissions", folder, "--output", temporary, "--min-score", "0", "--json")
        code = (
            "import resource, sys, grader.cli\ntry: grader.cli.main()\nexcept SystemExit: pass\n"
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, "similar", *map(str, words)],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        seconds = time.perf_counter() - begun
        memory = int(done.stderr.split()[-1]) / 1024
        answer = json.loads(done.stdout)
    ranked = [(frozenset(one["students"]), one["score"]) for one in answer["pairs"]]
    first = planted - merged_ones
    hits = sum(pair in planted for pair, _ in ranked[: len(first)])
    lowest = min((score for pair, score in ranked if pair in first), default=0.0)
    half = min((score for pair, score in ranked if pair in merged_ones), default=0.0)
    others = [(score, pair) for pair, score in ranked if pair not in planted and pair <= taken.keys()]
    highest, pair = max(others, key=lambda one: one[0], default=(0.0, frozenset()))
    same = set.intersection(*(set(taken[student].items()) for student in pair)) if pair else set()
    return (
        f"{name:18} {students:6} {hits:4}/{len(first):<4} {lowest:8.2f} {half:8.2f} {highest:8.2f}"
        f" {len(same):5}/{len(ways.parts):<3} {seconds:8.1f} {memory:7.0f}"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Precision, time and memory of `grade similar`.")
    parser.add_argument("assignments", nargs="*", default=Course.at(ROOT).names)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000])
    options = parser.parse_args()
    print("assignment          class  first k  lowest   halves  highest   same")
    print("                           copies   copied   copied    other   ways   seconds      MB")
    for name in options.assignments:
        for size in options.sizes:
            print(measure(name, size), flush=True)


if __name__ == "__main__":
    main()
