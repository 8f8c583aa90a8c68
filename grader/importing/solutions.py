"""The parts of solved cells, their solved lines marked as this project marks them."""

from __future__ import annotations

import ast
import warnings
from dataclasses import dataclass, field
from typing import Final

from grader.errors import CourseError
from grader.importing.material import Block
from grader.stubs import BEGIN, END, stub_source

_FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)
_NAMED: Final = (*_FUNCTIONS, ast.ClassDef)
_WHERE: Final = "the cell"


@dataclass(slots=True)
class Solved:
    """A cell with marks: its source, the functions and classes with a solved region, other names that it binds."""

    source: str
    parts: list[str] = field(default_factory=list)
    variables: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def parse(source: str) -> ast.Module:
    """The tree of a source that may hold escapes that Python warns of.

    Raises:
        SyntaxError: it is not Python.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(source)
        except (ValueError, RecursionError, MemoryError) as error:
            raise SyntaxError(str(error)) from None


def mark(block: Block) -> Solved:
    """A cell of a solution with the marks of its regions.

    A function or class that is solved as a whole keeps its first line and its docstring for students: only what
    has a name in the stub can be a part. A statement at the first column that is solved in part is left out whole.

    Raises:
        SyntaxError: the cell is not Python.
    """
    lines = block.source.split("\n")
    statements = parse(block.source).body
    made = Solved("")
    out: list[str] = []
    done = 0
    for statement in statements:
        first = _first_line(statement)
        last = statement.end_lineno or first
        out += _lead(lines[done : first - 1], block.solved[done : first - 1])
        code, solved = lines[first - 1 : last], list(block.solved[first - 1 : last])
        meant = [flag for line, flag in zip(code, solved, strict=True) if line.strip()]
        out += _statement(statement, code, solved, meant, made, block.where)
        done = last
    out += _lead(lines[done:], block.solved[done:])
    made.source = "\n".join(out).strip("\n").replace(f"\n{END}\n{BEGIN}\n", "\n")
    return made


def _first_line(statement: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(one.lineno for one in decorators)])


def _lead(lines: list[str], solved: tuple[bool, ...]) -> list[str]:
    """Comments and blank lines between statements; solved comments are not for students."""
    return [line for line, flag in zip(lines, solved, strict=True) if not flag or not line.strip()]


def _statement(
    statement: ast.stmt, code: list[str], solved: list[bool], meant: list[bool], made: Solved, where: str
) -> list[str]:
    named = isinstance(statement, _NAMED)
    if not any(meant):
        return code
    if not named:
        if not isinstance(statement, (ast.Import, ast.ImportFrom)):
            made.variables += [name for name in _bound(statement) if name not in made.variables]
        if not all(meant):
            made.notes.append(f"{where}: a statement that is solved in part is left out of the stub as a whole")
        return [BEGIN, *code, END]
    assert isinstance(statement, _NAMED)
    made.parts.append(statement.name)
    if not all(meant):
        marked = _runs(code, solved)
        if _has_sound_stub("\n".join(marked)):
            return marked
    made.notes.append(f"{where}: {statement.name} is solved as a whole; its first line and docstring stay in the stub")
    return _whole(statement, code)


def _bound(statement: ast.stmt) -> list[str]:
    return [node.id for node in ast.walk(statement) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]


def _runs(code: list[str], solved: list[bool]) -> list[str]:
    """The lines with marks around each run of solved ones, at the indentation of its first line."""
    out: list[str] = []
    indent: str | None = None
    for number, (line, flag) in enumerate(zip(code, solved, strict=True)):
        if flag and indent is None:
            first = next((one for one in code[number:] if one.strip()), line)
            indent = first[: len(first) - len(first.lstrip())]
            out.append(indent + BEGIN)
        elif not flag and indent is not None and line.strip():
            out.append(indent + END)
            indent = None
        out.append(line)
    return [*out, indent + END] if indent is not None else out


def _has_sound_stub(source: str) -> bool:
    """Whether the stub is Python, and a class of it does not raise where it is defined."""
    try:
        stub = parse(stub_source(source, _WHERE))
    except (SyntaxError, CourseError):
        return False
    classes = [node for node in ast.walk(stub) if isinstance(node, ast.ClassDef)]
    return not any(isinstance(inner, ast.Raise) for one in classes for inner in one.body)


def _whole(statement: ast.stmt, code: list[str]) -> list[str]:
    """A function's body, or that of each method of a class, as a solved region."""
    if isinstance(statement, ast.ClassDef):
        out, done = [], _first_line(statement)
        for inner in statement.body:
            if isinstance(inner, _FUNCTIONS):
                first, last = _first_line(inner), inner.end_lineno or inner.lineno
                out += code[done - _first_line(statement) : first - _first_line(statement)]
                out += _whole(inner, code[first - _first_line(statement) : last - _first_line(statement) + 1])
                done = last + 1
        return out + code[done - _first_line(statement) :]
    assert isinstance(statement, _FUNCTIONS)
    start = _first_line(statement)
    body = statement.body
    documented = isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
    if body[0].lineno == statement.lineno or (documented and len(body) == 1):  # on one line, or nothing but a text
        head = code[0][: len(code[0]) - len(code[0].lstrip())]
        code = [head + line for line in ast.unparse(statement).split("\n")]
        if documented and len(body) == 1:
            return [*code, f"{head}    {BEGIN}", f"{head}    pass", f"{head}    {END}"]
        return [*code[: -len(body)], f"{head}    {BEGIN}", *code[-len(body) :], f"{head}    {END}"]
    solved = body[1] if documented else body[0]
    begin = _first_line(solved) - start
    while begin > 0 and code[begin - 1].strip().startswith("#"):  # comments above it tell the solution too
        begin -= 1
    indent = code[_first_line(solved) - start][: solved.col_offset]
    return [*code[:begin], indent + BEGIN, *code[begin:], indent + END]
