"""Assignments made for Otter Assign, format v1: raw cells that begin and end questions, solutions and tests.

    # BEGIN QUESTION … # END QUESTION     name, points, manual; in it the three blocks
    # BEGIN SOLUTION / PROMPT / TESTS …   and in cells of code the marks # SOLUTION, # BEGIN SOLUTION, # HIDDEN

A Markdown cell with a block ```` ```otter ```` is such a raw cell too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from grader.errors import UsageError
from grader.importing.cells import Cell, read_cells
from grader.importing.material import Block, Material, Test
from grader.importing.nbgrader import points_of, solved_block

_BOUNDARY: Final = re.compile(r"#\s+(BEGIN|END)\s+(QUESTION|PROMPT|SOLUTION|TESTS)\b", re.IGNORECASE)
_CONFIG: Final = re.compile(r"#\s+assignment\s+config\b", re.IGNORECASE)
_FENCE: Final = re.compile(r"\A\s*```otter\n(.*?)\n```\s*\Z", re.DOTALL)
_IGNORED: Final = re.compile(r"(##\s*ignore\s*##|#\s*ignore)\s*", re.IGNORECASE)
_TEST_CONFIG: Final = re.compile(r"(?:.\s*=\s*)?\"\"?\"?\s*#\s*BEGIN\s*TEST\s*CONFIG", re.IGNORECASE)
_END_TEST_CONFIG: Final = re.compile(r"\"\"?\"?\s*#\s*END\s*TEST\s*CONFIG", re.IGNORECASE)
_LINE_MARK: Final = re.compile(r"\s*#\s?(?:SOLUTION(?: NO PROMPT)?|SEED)\s*$")
_BEGIN_MARK: Final = re.compile(r"\s*# BEGIN SOLUTION(?: NO PROMPT)?\s*$")
_MAX_CONFIG: Final = 64 << 10
_ANSWER: Final = "*Your answer here.*"


@dataclass(slots=True)
class _Question:
    """A question whose end has not come yet."""

    name: str
    where: str
    manual: bool
    points: Any
    tests: list[tuple[Test, float | None]] = field(default_factory=list)


def read_otter(path: Path) -> Material:
    """An assignment made for Otter Assign.

    Raises:
        UsageError: it cannot be read, or nothing in it is Otter's.
    """
    if path.suffix != ".ipynb":
        raise UsageError(f"{path}: a notebook for Otter Assign would be right")
    reader = _Reader(Material(title=path.stem))
    for cell in read_cells(path):
        reader.take(cell)
    if reader.open_blocks:
        raise UsageError(f"{path}: BEGIN {reader.open_blocks[-1]} without its END")
    if not reader.known:
        raise UsageError(f"{path}: no raw cell of it begins a question; a notebook for Otter Assign would be right")
    return reader.material


class _Reader:
    """Goes through the cells; knows which blocks it is in."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.open_blocks: list[str] = []
        self.question: _Question | None = None
        self.known = False

    def take(self, cell: Cell) -> None:
        source = cell.source
        fenced = _FENCE.match(source) if cell.kind == "markdown" else None
        if fenced:
            source = fenced[1]
        if cell.attachments:
            self.material.todo.append(f"{cell.where}: its attached pictures are not taken over")
        if cell.kind == "raw" or fenced:
            self._raw(source, cell.where)
        elif not _IGNORED.match(source):
            self._content(cell)

    def _raw(self, source: str, where: str) -> None:
        boundary = _BOUNDARY.match(source)
        if _CONFIG.match(source):
            config = _settings(source, where)
            self.known = True
            if isinstance(config.get("name"), str):
                self.material.title = config["name"]
            files = config.get("files")
            if files:
                self.material.todo.append(f"{where}: files for students ({files}): limits.readable names them")
        elif boundary is None:
            return
        elif boundary[1].upper() == "END":
            self._end(boundary[2].upper(), where)
        else:
            self._begin(boundary[2].upper(), source, where)

    def _begin(self, block: str, source: str, where: str) -> None:
        allowed = [] if block == "QUESTION" else ["QUESTION"]
        if self.open_blocks != allowed:
            inside = f"within {self.open_blocks[-1]}" if self.open_blocks else "outside of a question"
            raise UsageError(f"{where}: BEGIN {block} {inside}")
        self.open_blocks.append(block)
        if block != "QUESTION":
            return
        self.known = True
        config = _settings(source, where)
        name = config.get("name")
        if not isinstance(name, str) or not name:
            raise UsageError(f"{where}: a question without a name")
        self.question = _Question(name, f"{where} ({name})", bool(config.get("manual")), config.get("points"))

    def _end(self, block: str, where: str) -> None:
        if not self.open_blocks or self.open_blocks[-1] != block:
            raise UsageError(f"{where}: END {block} without its BEGIN")
        self.open_blocks.pop()
        question = self.question
        if block != "QUESTION" or question is None:
            return
        if question.manual:
            self.material.todo.append(f"{question.where}: a human grades it: it has no part here")
        self.material.tests += _with_points(question)
        self.question = None

    def _content(self, cell: Cell) -> None:
        block = self.open_blocks[-1] if self.open_blocks else ""
        question = self.question
        where = f"{cell.where} ({question.name})" if question else cell.where
        if block == "TESTS" and question:
            if cell.kind != "code":
                raise UsageError(f"{where}: among tests only code would be right")
            test, points = _test(cell, question, len(self.material.blocks), where)
            question.tests.append((test, points))
        elif cell.kind == "markdown":
            if block == "SOLUTION":
                self.material.answers.append((where, cell.source))
                self.material.blocks.append(Block("prose", _ANSWER, where))
            else:
                self.material.blocks.append(Block("prose", cell.source, where))
        elif cell.kind == "code" and block == "PROMPT":
            self.material.notes.append(f"{where}: its prompt is left out; the stub is made of the solution")
        elif cell.kind == "code":
            lines, marked = _solved_lines(cell.source, where)
            if block == "SOLUTION" or marked:
                every = block == "SOLUTION" and not marked
                pairs = [(line, solved or every) for line, solved in lines]
                self.material.blocks.append(Block("solution", *solved_block(pairs, where)))
            else:
                self.material.blocks.append(Block("code", "\n".join(line for line, _ in lines), where))


def _settings(source: str, where: str) -> dict[str, Any]:
    """The YAML of a raw cell; its first line is the mark."""
    import yaml

    text = source.partition("\n")[2]
    if len(text) > _MAX_CONFIG:
        raise UsageError(f"{where}: settings longer than {_MAX_CONFIG >> 10} KB")
    try:
        found = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f" (line {mark.line + 2})" if mark else ""
        raise UsageError(f"{where}: its settings are not YAML{line}") from None
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise UsageError(f"{where}: its settings are {type(found).__name__}; `name: …` a line would be right")
    return found


def _test(cell: Cell, question: _Question, after: int, where: str) -> tuple[Test, float | None]:
    lines = cell.source.split("\n")
    hidden = lines[0].lstrip().startswith("#") and bool(re.search(r"\bhidden\b", lines[0], re.IGNORECASE))
    config: dict[str, Any] = {}
    if _TEST_CONFIG.match(lines[0]):
        end = next((number for number, line in enumerate(lines) if _END_TEST_CONFIG.match(line)), None)
        if end is None:
            raise UsageError(f"{where}: BEGIN TEST CONFIG without END TEST CONFIG")
        config = _settings("\n".join(lines[:end]), where)
        lines = lines[end + 1 :]
        hidden = bool(config.get("hidden", hidden))
    points = config.get("points")
    name = f"{question.name}_{len(question.tests) + 1}"
    test = Test(name, where, "\n".join(lines), 0.0, hidden, after, cell.output)
    return test, None if points is None else points_of(points, where)


def _with_points(question: _Question) -> list[Test]:
    """The tests with their points: the question's that no test claims are shared by the others, as Otter does."""
    tests, total = question.tests, question.points
    if not tests:
        return []
    given: list[float | None] = [points for _, points in tests]
    if isinstance(total, list):
        if len(total) != len(tests):
            raise UsageError(f"{question.where}: {len(total)} points for {len(tests)} tests")
        given, total = [points_of(one, question.where) for one in total], None
    elif isinstance(total, dict):
        total = points_of(total.get("each", 1), question.where) * len(tests)
    claimed = sum(points or 0.0 for points in given)
    open_ones = sum(points is None for points in given)
    whole = points_of(total, question.where) if total is not None else None if claimed else 1.0
    if whole is not None and claimed > whole and total is not None:
        raise UsageError(f"{question.where}: its tests have {claimed:g} points, the question {whole:g}")
    share = (whole - claimed) / open_ones if whole is not None and open_ones else 0.0
    return [
        Test(one.name, one.where, one.source, share if points is None else points, one.hidden, one.after, one.output)
        for (one, _), points in zip(tests, given, strict=True)
    ]


def _solved_lines(source: str, where: str) -> tuple[list[tuple[str, bool]], bool]:
    """The lines without Otter's marks, whether each is solved, and whether there was a mark."""
    kept: list[tuple[str, bool]] = []
    inside = ignored = prompt = marked = False
    for line in source.split("\n"):
        bare = line.rstrip()
        if bare.endswith(("# BEGIN PROMPT", "# END PROMPT")):
            prompt, marked = bare.endswith("# BEGIN PROMPT"), True
        elif re.match(r"\s*#\s*BEGIN\s*IGNORE", line, re.IGNORECASE):
            ignored = True
        elif bare.endswith("# END IGNORE"):
            ignored = False
        elif _BEGIN_MARK.match(line):
            if inside:
                raise UsageError(f"{where}: BEGIN SOLUTION within BEGIN SOLUTION")
            inside = marked = True
        elif bare.endswith("# END SOLUTION"):
            if not inside:
                raise UsageError(f"{where}: END SOLUTION without BEGIN SOLUTION")
            inside = False
        elif not (ignored or prompt or bare.endswith("# IGNORE")):
            clean = _LINE_MARK.sub("", line)
            solved = clean != line and not bare.endswith("SEED")
            marked |= solved
            kept.append((clean, inside or solved))
    if inside:
        raise UsageError(f"{where}: BEGIN SOLUTION without END SOLUTION")
    return kept, marked
