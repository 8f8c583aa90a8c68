"""Assignments made for nbgrader: the metadata of cells, solved regions, autograder tests with their points.

Metadata of schema versions 0 to 3 differ only in what is written down, not in what it means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from textwrap import dedent
from typing import Any, Final

from grader.errors import UsageError
from grader.importing.cells import Cell, read_cells
from grader.importing.material import Block, Material, Test

NEWEST: Final = 3
AUTOTEST: Final = "__autotest__"  # the call that stands for nbgrader's directive
_DIRECTIVE: Final = re.compile(r"^(\s*)#+\s*(?:HASHED\s+)?AUTOTEST\s+(.*)$")
_ANSWER: Final = "*Your answer here.*"


def notebooks_in(source: Path) -> list[Path]:
    """The notebooks of an assignment: the file itself, or those of a folder such as ``source/ps1``.

    Raises:
        UsageError: there are none.
    """
    if source.is_file():
        if source.suffix != ".ipynb":
            raise UsageError(f"{source}: a notebook, or the folder of an assignment, would be right")
        return [source]
    found = sorted(path for path in source.glob("*.ipynb") if path.is_file()) if source.is_dir() else []
    if not found:
        problem = "no notebook in it" if source.is_dir() else "no such file or folder"
        raise UsageError(f"{source}: {problem}; a notebook, or the folder of an assignment, would be right")
    return found


def read_nbgrader(source: Path) -> Material:
    """An assignment made for nbgrader.

    Raises:
        UsageError: it cannot be read, or nothing in it is nbgrader's.
    """
    found = notebooks_in(source)
    material = Material(title=source.stem)
    known = False
    for path in found:
        prefix = f"{path.name}, " if len(found) > 1 else ""
        for cell in read_cells(path):
            known |= _take(material, cell, prefix, path)
    if not known:
        raise UsageError(f"{source}: no cell of it has nbgrader's metadata; an assignment's source would be right")
    return material


def _take(material: Material, cell: Cell, prefix: str, path: Path) -> bool:
    """Add a cell; whether it is one of nbgrader's."""
    meta = _metadata(cell, path)
    grade, solution = bool(meta.get("grade")), bool(meta.get("solution"))
    where = f"{prefix}{cell.where}" + (f" ({meta['grade_id']})" if meta.get("grade_id") else "")
    points = points_of(meta.get("points"), where)
    if cell.attachments:
        material.todo.append(f"{where}: its attached pictures are not taken over")
    if cell.kind not in ("markdown", "code"):
        return bool(meta)
    if meta.get("task"):
        material.blocks.append(Block("prose", _without_mark_scheme(cell.source, where, material), where))
        material.todo.append(f"{where}: a task that a human grades ({points:g} points): it has no part here")
    elif cell.kind == "markdown":
        if solution or grade:
            material.answers.append((where, cell.source))
            material.blocks.append(Block("prose", _ANSWER, where))
            material.todo.append(f"{where}: a text that a human grades ({points:g} points): it has no part here")
        else:
            material.blocks.append(Block("prose", _without_solution(cell.source, where), where))
    elif solution:
        solved = solved_lines(cell.source, where)
        material.blocks.append(Block("solution", *solved_block(solved, where)))
        if grade:
            material.todo.append(f"{where}: code that a human grades ({points:g} points): no test tells what is right")
    elif grade:
        _take_test(material, cell, str(meta.get("grade_id") or f"cell_{cell.number}"), where, points)
    else:
        kept, hidden = _hidden_apart(cell.source, where)
        if hidden.strip():
            material.todo.append(f"{where}: hidden tests in a cell without points are left out")
        material.blocks.append(Block("code", kept, where))
    return bool(meta)


def _metadata(cell: Cell, path: Path) -> dict[str, Any]:
    meta = cell.metadata.get("nbgrader")
    if not isinstance(meta, dict):
        return {}
    version = meta.get("schema_version", 0)
    if not isinstance(version, int) or not 0 <= version <= NEWEST:
        raise UsageError(f"{path}: {cell.where}: nbgrader's schema version {version!r}; 0 to {NEWEST} can be read")
    if cell.kind == "markdown" and meta.get("solution"):  # as nbgrader upgrades version 0
        meta = {**meta, "grade": True}
    return meta


def points_of(value: Any, where: str) -> float:
    """The points in a cell's metadata, as a number of at least 0.

    Raises:
        UsageError: it is none.
    """
    if value is None or value == "":
        return 0.0
    try:
        points = float(value)
    except (TypeError, ValueError):
        points = -1.0
    if isinstance(value, bool) or not 0 <= points < 1e9:
        raise UsageError(f"{where}: points {value!r}: a number of at least 0 would be right")
    return points


def _take_test(material: Material, cell: Cell, name: str, where: str, points: float) -> None:
    """A cell of tests; what is hidden in it becomes a test of its own, with half of the points."""
    kept, hidden = _hidden_apart(_autotests(cell.source), where)
    both = bool(hidden.strip()) and _has_code(kept)
    after = len(material.blocks)
    if _has_code(kept) or not hidden.strip():
        material.tests.append(Test(name, where, kept, points / 2 if both else points, False, after))
    if hidden.strip():
        share = points / 2 if both else points
        material.tests.append(Test(f"{name}_hidden", where, dedent(hidden), share, True, after))
    if both:
        material.notes.append(f"{where}: half of its {points:g} points are for the visible lines, half for the hidden")


def _has_code(source: str) -> bool:
    return any(line.strip() and not line.strip().startswith("#") for line in source.split("\n"))


def _autotests(source: str) -> str:
    """The directive ``### AUTOTEST a; b`` as calls, one an expression."""
    lines = []
    for line in source.split("\n"):
        found = _DIRECTIVE.match(line)
        if found:
            wanted = [text.strip() for text in found[2].split(";") if text.strip()]
            line = "\n".join(f"{found[1]}{AUTOTEST}({text})" for text in wanted)
        lines.append(line)
    return "\n".join(lines)


def solved_lines(source: str, where: str) -> list[tuple[str, bool]]:
    """The lines of a cell without nbgrader's marks, and whether each is solved; without any mark all of them are.

    Raises:
        UsageError: the marks do not come in pairs.
    """
    lines, inside, marked = _between(source.split("\n"), "BEGIN SOLUTION", "END SOLUTION", where)
    return [(line, solved or not marked) for line, solved in zip(lines, inside, strict=True)]


def solved_block(lines: Iterable[tuple[str, bool]], where: str) -> tuple[str, str, tuple[bool, ...]]:
    """What a block of solved code is made of."""
    pairs = list(lines)
    return "\n".join(line for line, _ in pairs), where, tuple(solved for _, solved in pairs)


def _hidden_apart(source: str, where: str) -> tuple[str, str]:
    lines, inside, _ = _between(source.split("\n"), "BEGIN HIDDEN TESTS", "END HIDDEN TESTS", where)
    pairs = list(zip(lines, inside, strict=True))
    return "\n".join(line for line, hid in pairs if not hid), "\n".join(line for line, hid in pairs if hid)


def _without_solution(source: str, where: str) -> str:
    lines, inside, _ = _between(source.split("\n"), "BEGIN SOLUTION", "END SOLUTION", where)
    return "\n".join(line for line, solved in zip(lines, inside, strict=True) if not solved)


def _without_mark_scheme(source: str, where: str, material: Material) -> str:
    lines, inside, marked = _between(source.split("\n"), "BEGIN MARK SCHEME", "END MARK SCHEME", where)
    pairs = list(zip(lines, inside, strict=True))
    if marked:
        material.answers.append((where, "\n".join(line for line, apart in pairs if apart)))
    return "\n".join(line for line, apart in pairs if not apart)


def _between(lines: list[str], begin: str, end: str, where: str) -> tuple[list[str], list[bool], bool]:
    """The lines without the marks, whether each lies between them, and whether there were marks."""
    kept: list[str] = []
    inside: list[bool] = []
    opened = marked = False
    for line in lines:
        if begin in line or end in line:
            if opened == (begin in line):
                raise UsageError(f"{where}: {begin if opened else end} where it has no business; pairs would be right")
            opened, marked = not opened, True
            continue
        kept.append(line)
        inside.append(opened)
    if opened:
        raise UsageError(f"{where}: {begin} without {end}")
    return kept, inside, marked
