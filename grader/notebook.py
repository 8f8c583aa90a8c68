"""A notebook's cells as source: magics taken out, outputs, metadata and the named kernel ignored.

Lines that IPython would give to the shell or to a magic become ``pass``, so that what surrounds them runs; the
statement behind `%time` is Python and stays. Cells of another language (``%%bash``, ``%%html`` …) are left out.
"""

from __future__ import annotations

import itertools
import json
import re
import tokenize
from typing import Any, Final

from grader.inside.wire import Unit
from grader.submission import Unreadable

_PYTHON_CELL_MAGICS: Final = frozenset({"time", "capture", "prun"})
_MAGIC: Final = re.compile(r"^(\s*)(?:%(?!%)|!|\?)")
_TIMED: Final = re.compile(r"^(\s*)%time\s+(\S.*)$")
_ASSIGNED: Final = re.compile(r"^(\s*)([A-Za-z_][\w.\[\], *'\"]{0,200}?)\s*=\s*(?:!|%(?=[a-zA-Z]))\s*\S")
_MANY_UNCLOSED: Final = 10  # after so many statements without an end, a cell is too broken to look further
_LONGEST_STATEMENT: Final = 400  # lines
_HELP: Final = re.compile(r"^(\s*)[\w.%*]+(?:\(\))?\?{1,2}\s*$")
_AUTOMAGIC: Final = re.compile(
    r"^(\s*)(?:pip|conda|cd|ls|pwd|mkdir|cat|clear|matplotlib|load_ext|autoreload)\s+[^=(\s.,:)\]].*$"
)


def read_cells(content: bytes, assignment: str) -> list[Unit]:
    """The code cells of a notebook, numbered as a reader counts them (all cells, from 1).

    Raises:
        Unreadable: it is not a notebook.
    """
    units = []
    for number, source in _code_cells(content, f"{assignment}.ipynb"):
        text = without_magics(source)
        if text.strip():
            units.append(Unit(f"{assignment}.cell{number}.py", f"cell {number}", text))
    return units


def all_cells(content: bytes, name: str) -> list[dict[str, Any]]:
    """The cells of a notebook as they are: of any type, with all that stands in them.

    Raises:
        Unreadable: it is not a notebook.
    """
    try:
        notebook = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError, MemoryError) as error:
        where = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise Unreadable(f"{name}: a damaged notebook: not JSON{where}") from None
    if not isinstance(notebook, dict):
        raise Unreadable(f"{name}: a damaged notebook: there are no cells in it")
    if not isinstance(notebook.get("cells"), list):
        notebook = _of_an_older_format(notebook, name)
    return [cell if isinstance(cell, dict) else {} for cell in notebook["cells"]]


def _code_cells(content: bytes, name: str) -> list[tuple[int, str]]:
    cells = []
    for number, cell in enumerate(all_cells(content, name), 1):
        if cell.get("cell_type") != "code":
            continue
        source = text_of(cell.get("source", ""))
        if source is None:
            raise Unreadable(f"{name}: a damaged notebook: cell {number} has no text")
        cells.append((number, source.replace("\r\n", "\n").replace("\r", "\n")))
    return cells


def text_of(value: Any) -> str | None:
    """A text of a notebook, which may be a list of its lines; None where it is something else."""
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        return "".join(value)
    return value if isinstance(value, str) else None


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
    while (stripped := source.lstrip()).startswith("%%"):
        first, _, rest = stripped.partition("\n")
        magic = first[2:].split()[0] if first[2:].split() else ""
        if magic not in _PYTHON_CELL_MAGICS:
            return ""
        lead = source[: len(source) - len(stripped)].count("\n")
        source = "\n" * (lead + 1) + rest
    if _parses(source):
        return source
    lines = source.split("\n")
    indent = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    if indent and lines[next(n for n, line in enumerate(lines) if line.strip())][:indent].isspace():
        lines = [line[indent:] for line in lines]  # a whole cell that is indented runs in Jupyter
    number = unclosed = 0
    while number < len(lines):
        lines[number] = _without_magic(lines[number], lines, number)
        end = _end_of_statement(lines, number) if unclosed < _MANY_UNCLOSED else number
        unclosed += end is None
        number = (number if end is None else end) + 1  # what lies within a text or brackets is no magic
    return "\n".join(lines)


def _without_magic(line: str, lines: list[str], number: int) -> str:
    while timed := _TIMED.match(line):
        line = timed[1] + timed[2]
    assigned = _ASSIGNED.match(line)
    match = assigned or _MAGIC.match(line) or _HELP.match(line) or _AUTOMAGIC.match(line)
    if not match:
        return line
    while line.rstrip().endswith("\\") and number + 1 < len(lines):  # the command goes on in the next line
        number += 1
        line, lines[number] = lines[number], ""
    return f"{assigned[1]}{assigned[2]} = None" if assigned else match[1] + "pass"


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


def _end_of_statement(lines: list[str], start: int) -> int | None:
    """The last line of the logical line that begins at ``start``; None where it has no end."""
    if not any(mark in lines[start] for mark in "([{'\"\\"):
        return start
    rest = iter([lines[start].lstrip(), *itertools.islice(lines, start + 1, start + _LONGEST_STATEMENT)])
    reader = (line + "\n" for line in rest).__next__
    try:
        for token in tokenize.generate_tokens(reader):
            if token.type in (tokenize.NEWLINE, tokenize.ENDMARKER):
                return start + token.end[0] - 1
    except (tokenize.TokenError, SyntaxError, IndentationError):
        pass
    return None
