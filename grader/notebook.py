"""A notebook's cells as source: magics taken out, outputs, metadata and the named kernel ignored.

Lines that IPython would give to the shell or to a magic become ``pass``, so that what surrounds them runs; the
statement behind `%time` is Python and stays. Cells of another language (``%%bash``, ``%%html`` …) are left out.
"""

from __future__ import annotations

import io
import json
import re
import tokenize
from typing import Any, Final

from grader.inside.wire import Unit
from grader.submission import Unreadable

_PYTHON_CELL_MAGICS: Final = frozenset({"time", "capture", "prun"})
_MAGIC: Final = re.compile(r"^(\s*)(?:%(?!%)|!|\?)")
_TIMED: Final = re.compile(r"^(\s*)%time\s+(\S.*)$")
_ASSIGNED: Final = re.compile(r"^(\s*)([A-Za-z_][\w.\[\], *]*?)\s*=\s*(?:!|%(?=[a-zA-Z]))\s*\S")
_HELP: Final = re.compile(r"^(\s*)[\w.%]+(?:\(\))?\?{1,2}\s*$")
_AUTOMAGIC: Final = re.compile(
    r"^(\s*)(?:pip|conda|cd|ls|pwd|mkdir|cat|clear|matplotlib|load_ext|autoreload)\s+[^=(\s.,:)\]].*$"
)


def read_cells(content: bytes, assignment: str) -> list[Unit]:
    """The code cells of a notebook, numbered as a reader counts them (all cells, from 1).

    Raises:
        Unreadable: it is not a notebook.
    """
    name = f"{assignment}.ipynb"
    units = []
    for number, source in _code_cells(content, name):
        text = without_magics(source)
        if text.strip():
            units.append(Unit(f"{assignment}.cell{number}.py", f"cell {number}", text))
    return units


def _code_cells(content: bytes, name: str) -> list[tuple[int, str]]:
    try:
        notebook = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError, MemoryError) as error:
        where = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise Unreadable(f"{name}: a damaged notebook: not JSON{where}") from None
    if not isinstance(notebook, dict):
        raise Unreadable(f"{name}: a damaged notebook: there are no cells in it")
    if not isinstance(notebook.get("cells"), list):
        notebook = _of_an_older_format(notebook, name)
    cells = []
    for number, cell in enumerate(notebook["cells"], 1):
        if not isinstance(cell, dict) or cell.get("cell_type") != "code":
            continue
        source = cell.get("source", "")
        if isinstance(source, list) and all(isinstance(line, str) for line in source):
            source = "".join(source)
        if not isinstance(source, str):
            raise Unreadable(f"{name}: a damaged notebook: cell {number} has no text")
        cells.append((number, source.replace("\r\n", "\n").replace("\r", "\n")))
    return cells


def _of_an_older_format(notebook: dict[str, Any], name: str) -> dict[str, Any]:
    """A notebook of format 3 or older, brought to today's by nbformat."""
    if not isinstance(notebook.get("worksheets"), list):
        raise Unreadable(f"{name}: a damaged notebook: there are no cells in it")
    import nbformat

    try:
        return dict(nbformat.reads(json.dumps(notebook), as_version=4))
    except Exception as error:
        raise Unreadable(f"{name}: a damaged notebook of an old format ({type(error).__name__})") from None


def without_magics(source: str) -> str:
    """The cell as Python: every line keeps its number.

    A cell that is Python as it stands is not touched, so that a line within a text that looks like a magic stays.
    """
    stripped = source.lstrip()
    if stripped.startswith("%%"):
        first, _, rest = stripped.partition("\n")
        magic = first[2:].split()[0] if first[2:].split() else ""
        if magic not in _PYTHON_CELL_MAGICS:
            return ""
        lead = source[: len(source) - len(stripped)].count("\n")
        source = "\n" * (lead + 1) + rest
    if _parses(source):
        return source
    lines = source.split("\n")
    inside = _continued_lines(lines)
    for number, line in enumerate(lines):
        if number not in inside:
            lines[number] = _without_magic(line, lines, number)
    return "\n".join(lines)


def _without_magic(line: str, lines: list[str], number: int) -> str:
    timed = _TIMED.match(line)
    if timed:
        return timed[1] + timed[2]
    assigned = _ASSIGNED.match(line)
    if assigned:
        return f"{assigned[1]}{assigned[2]} = None"
    match = _MAGIC.match(line) or _HELP.match(line) or _AUTOMAGIC.match(line)
    if not match:
        return line
    while line.rstrip().endswith("\\") and number + 1 < len(lines):  # the command goes on in the next line
        number += 1
        line, lines[number] = lines[number], ""
    return match[1] + "pass"


def _parses(source: str) -> bool:
    import ast
    import warnings

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _continued_lines(lines: list[str]) -> set[int]:
    """The lines that lie within a text over several lines or within brackets, and so are never magics."""
    inside: set[int] = set()
    start = 0
    while start < len(lines):
        end = _end_of_statement(lines, start)
        inside.update(range(start + 1, end + 1))
        start = end + 1
    return inside


def _end_of_statement(lines: list[str], start: int) -> int:
    """The last line of the logical line that begins at ``start``; ``start`` itself where it cannot be told."""
    if _MAGIC.match(lines[start]) or not any(mark in lines[start] for mark in "([{'\"\\"):
        return start
    reader = io.StringIO("\n".join(lines[start:]).lstrip() + "\n").readline
    try:
        for token in tokenize.generate_tokens(reader):
            if token.type in (tokenize.NEWLINE, tokenize.ENDMARKER):
                return start + token.end[0] - 1
    except (tokenize.TokenError, SyntaxError, IndentationError):
        pass
    return start
