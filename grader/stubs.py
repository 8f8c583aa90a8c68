"""Stubs for students, made from the reference solution: its solved regions are taken out, the rest stays.

    ### BEGIN SOLUTION
    ### END SOLUTION

A region within a function becomes a `NotImplementedError`; one at the first column is left out, so that a stub runs
as it is and every part is there. The notebook is the same text: jupytext's percent format has its cells.
"""

from __future__ import annotations

import ast
import json
import re
from difflib import SequenceMatcher
from pathlib import Path
from typing import Final

from grader.course import Assignment, Course
from grader.errors import CourseError
from grader.whole import write_whole

BEGIN: Final = "### BEGIN SOLUTION"
END: Final = "### END SOLUTION"
_NAMED: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_NEARLY: Final = re.compile(r"^#+\s*(?:begin|end)\s+solutions?\b", re.IGNORECASE)


def solved_regions(reference: str, where: str) -> list[tuple[int, int]]:
    """The lines of the marks of each solved region, from 1.

    Raises:
        CourseError: the marks do not come in pairs, or there are none.
    """
    try:
        ast.parse(reference)
    except (SyntaxError, ValueError) as error:
        raise CourseError(f"{where}: not Python: {error}") from None
    regions: list[tuple[int, int]] = []
    opened, indent = 0, ""
    for number, line in enumerate(reference.splitlines(), 1):
        mark = line.strip()
        if mark == BEGIN:
            if opened:
                raise CourseError(f"{where}:{number}: {BEGIN} within the region that line {opened} begins")
            opened, indent = number, line[: line.index("#")]
        elif mark == END:
            if not opened:
                raise CourseError(f"{where}:{number}: {END} without {BEGIN}")
            if line[: line.index("#")] != indent:
                raise CourseError(f"{where}:{number}: {END} is indented otherwise than {BEGIN} in line {opened}")
            regions.append((opened, number))
            opened = 0
        elif _is_nearly_a_mark(mark):
            raise CourseError(f"{where}:{number}: {mark!r}: {BEGIN} or {END} would be right")
    if opened:
        raise CourseError(f"{where}:{opened}: {BEGIN} without {END}")
    if not regions:
        raise CourseError(f"{where}: no solved region; {BEGIN} and {END} mark one")
    return regions


def _is_nearly_a_mark(line: str) -> bool:
    """Whether a comment is one of the marks, misspelt."""
    words = line.lstrip("#").strip().upper() if line.startswith("#") else ""
    close = (SequenceMatcher(None, words, mark.strip("# ")).ratio() for mark in (BEGIN, END))
    return bool(_NEARLY.match(line)) or (len(words) < 20 and max(close) > 0.85)


def stub_source(reference: str, where: str) -> str:
    """The reference without its solved regions.

    Raises:
        CourseError: the marks do not come in pairs, or there are none.
    """
    lines = reference.splitlines()
    kept: list[str] = []
    done = 0
    for begin, end in solved_regions(reference, where):
        kept += lines[done : begin - 1]
        mark = lines[begin - 1]
        indent = mark[: len(mark) - len(mark.lstrip())]
        if indent:
            kept.append(f'{indent}raise NotImplementedError("write {_function_at(reference, begin)}")')
        done = end
    return "\n".join(kept + lines[done:]) + "\n"


def _solved_names(reference: str, where: str) -> set[str]:
    """The functions and classes at the first column that hold a solved region."""
    begins = [begin for begin, _ in solved_regions(reference, where)]
    named = (node for node in ast.parse(reference).body if isinstance(node, _NAMED))
    return {node.name for node in named if any(node.lineno < begin <= (node.end_lineno or 0) for begin in begins)}


def _function_at(source: str, line: int) -> str:
    """The function that a line lies in: ``descend`` or ``NaiveDense.__call__``."""
    name = ""

    def visit(node: ast.AST, prefix: str) -> None:
        nonlocal name
        for child in ast.iter_child_nodes(node):
            if isinstance(child, _NAMED) and child.lineno <= line <= (child.end_lineno or 0):
                name = prefix + child.name
                visit(child, name + ".")

    visit(ast.parse(source), "")
    return name


def notebook_of(source: str) -> str:
    """A script in percent format as a notebook, the same bytes each time."""
    import jupytext
    import nbformat

    notebook = jupytext.reads(source, fmt="py:percent")
    for number, cell in enumerate(notebook.cells, 1):
        cell["id"] = f"cell-{number}"
        cell["metadata"] = {}
    notebook.metadata.clear()
    notebook.metadata.update(
        kernelspec={"display_name": "Python 3", "language": "python", "name": "python3"},
        language_info={"name": "python"},
    )
    notebook.nbformat_minor = 5
    content = json.loads(nbformat.writes(notebook, version=4))
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def stubs(assignment: Assignment) -> dict[Path, str]:
    """The stub as a script and as a notebook: path to content."""
    path = assignment.reference_file
    try:
        reference = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CourseError(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}") from None
    source = stub_source(reference, str(path))
    solved = _solved_names(reference, str(path))
    for part in assignment.parts:
        if not re.search(rf"^(?:def|class) {part}\b", source, re.MULTILINE):
            raise CourseError(f"{path}: the stub lacks {part}; its `def` or `class` line belongs outside the marks")
        if part not in solved:
            raise CourseError(f"{path}: {part} has no solved region: the stub would give its solution away")
    folder, name = assignment.folder, assignment.name
    return {folder / f"{name}.py": source, folder / f"{name}.ipynb": notebook_of(source)}


def stale_stubs(assignment: Assignment) -> dict[Path, str]:
    """The stubs that are not on disk as the reference makes them: path to content.

    Raises:
        CourseError: a reference has no proper marks.
    """
    made = stubs(assignment).items()
    return {path: text for path, text in made if not (path.is_file() and path.read_text(encoding="utf-8") == text)}


def write_stubs(course: Course, names: list[str], *, check: bool) -> int:
    """Write the stubs of assignments, or only tell which are out of date; the exit code.

    Raises:
        CourseError: a reference has no proper marks.
    """
    stale = 0
    for name in names or course.names:
        for path, content in stale_stubs(course.assignment(name)).items():
            shown = path.relative_to(course.root)
            stale += 1
            if check:
                print(f"out of date: {shown}; `grade stubs` makes it anew")
            else:
                write_whole(path, content.encode("utf-8"))
                print(f"written: {shown}")
    return 1 if check and stale else 0
