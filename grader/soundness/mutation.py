"""Mutants: the reference with one small mistake in a solved region, of the kinds that students make.

The text is changed where the syntax tree says, and nowhere else, so that a mutant's diff is one that a human reads.
"""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from grader.stubs import solved_regions

_BINARY: Final[dict[type[ast.operator], tuple[str, tuple[str, ...]]]] = {
    ast.Add: ("+", ("-",)),
    ast.Sub: ("-", ("+",)),
    ast.Mult: ("*", ("/",)),
    ast.Div: ("/", ("*",)),
    ast.MatMult: ("@", ("*",)),
    ast.Pow: ("**", ("*",)),
    ast.FloorDiv: ("//", ("/",)),
    ast.Mod: ("%", ("//",)),
}
_COMPARISONS: Final[dict[type[ast.cmpop], tuple[str, tuple[str, ...]]]] = {
    ast.Lt: ("<", ("<=", ">=")),
    ast.LtE: ("<=", ("<", ">")),
    ast.Gt: (">", (">=", "<=")),
    ast.GtE: (">=", (">", "<")),
    ast.Eq: ("==", ("!=",)),
    ast.NotEq: ("!=", ("==",)),
}
_TWINS: Final = {
    "abs": (),
    "exp": (),
    "sqrt": (),
    "square": (),
    "float": (),
    "int": (),
    "copy": (),
    "list": (),
    "enumerate": (),
    "stop_gradient": (),
    "tanh": ("sigmoid",),
    "sum": ("mean",),
    "mean": ("sum",),
    "reduce_sum": ("reduce_mean",),
    "reduce_mean": ("reduce_sum",),
    "reduce_max": ("reduce_min",),
    "max": ("min",),
    "min": ("max",),
    "maximum": ("minimum",),
    "minimum": ("maximum",),
    "argmax": ("argmin",),
    "argmin": ("argmax",),
    "sin": ("cos",),
    "cos": ("sin",),
    "log": ("log10",),
    "any": ("all",),
    "all": ("any",),
    "zeros": ("ones",),
    "ones": ("zeros",),
    "zeros_like": ("ones_like",),
    "assign_add": ("assign_sub", "assign"),
    "assign_sub": ("assign_add", "assign"),
}
"""Functions that are taken for each other; one that is called with one argument may also be forgotten."""
_SYMMETRIC: Final = frozenset({"max", "min", "maximum", "minimum", "add", "multiply", "zip", "isclose", "allclose"})
_LEFT_OUT: Final = (ast.Expr, ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Raise, ast.Assert, ast.If)
_FORGOTTEN: Final = frozenset({"abs", "exp", "sqrt", "square", "copy", "transpose", "stop_gradient", "tanh", "log"})


@dataclass(frozen=True, slots=True)
class Mutant:
    """The reference with one change."""

    where: str
    """The function that was changed, ``NaiveDense.__call__``; empty at the module's level."""
    original: str
    """The lines that were changed, without their indentation."""
    changed: str
    occurrence: int
    """Which of the changes of this function that read the same, from 1."""
    line: int
    source: bytes = field(repr=False)
    diff: str = field(repr=False)

    @property
    def label(self) -> str:
        """Its name within the assignment."""
        again = f" ({self.occurrence})" if self.occurrence > 1 else ""
        return f"{self.where or 'module'}: `{self.original}` → `{self.changed}`{again}"


@dataclass(frozen=True, slots=True)
class _Change:
    start: int
    end: int
    text: bytes


def mutants(reference: bytes, path: str) -> list[Mutant]:
    """Every mutant of a reference solution, in the order of its lines.

    Raises:
        CourseError: the marks of the solved regions are not in order.
    """
    regions = solved_regions(reference.decode(), path)
    maker = _Maker(reference, regions)
    found: list[Mutant] = []
    seen: set[bytes] = {reference}
    counts: dict[tuple[str, str, str], int] = {}
    for where, node, change in maker.changes():
        source = reference[: change.start] + change.text + reference[change.end :]
        if source in seen or not _compiles(source):
            continue
        seen.add(source)
        original, changed, diff = _lines(reference, source, path)
        key = (where, original, changed)
        counts[key] = counts.get(key, 0) + 1
        found.append(Mutant(where, original, changed, counts[key], node.lineno, source, diff))
    return found


def _compiles(source: bytes) -> bool:
    try:
        compile(source, "mutant", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return True


def _lines(before: bytes, after: bytes, path: str) -> tuple[str, str, str]:
    """The lines that differ, joined, and the diff."""
    old, new = before.decode().splitlines(), after.decode().splitlines()
    diff = list(difflib.unified_diff(old, new, path, path, lineterm="", n=1))
    removed = [line[1:].strip() for line in diff[2:] if line.startswith("-")]
    added = [line[1:].strip() for line in diff[2:] if line.startswith("+")]
    return " ".join(removed), " ".join(added), "\n".join(diff[2:])


class _Maker:
    """Walks the solved regions of a source and tells every change worth trying."""

    def __init__(self, source: bytes, regions: list[tuple[int, int]]) -> None:
        self.source = source
        self.regions = regions
        self.tree = ast.parse(source)
        starts = [0]
        for line in source.splitlines(keepends=True):
            starts.append(starts[-1] + len(line))
        self.starts = starts
        self._even: set[ast.expr] = set()  # operands whose sign makes no difference

    def changes(self) -> Iterator[tuple[str, ast.expr | ast.stmt, _Change]]:
        yield from self._walk(self.tree, "", "")

    def _walk(
        self, node: ast.AST, where: str, first: str, quiet: bool = False
    ) -> Iterator[tuple[str, ast.expr | ast.stmt, _Change]]:
        for child in ast.iter_child_nodes(node):
            inner, parameter, silent = where, first, quiet
            if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                inner = f"{where}.{child.name}" if where else child.name
                if not isinstance(child, ast.ClassDef):
                    parameter = _first_parameter(child)
                for decorator in child.decorator_list:
                    if self._solved(decorator):
                        start = self._at(decorator.lineno, 0)
                        yield inner, decorator, _Change(start, self._at(decorator.end_lineno or 0, 0, after=True), b"")
            elif isinstance(child, (ast.Raise, ast.Assert)):
                silent = True  # the words of an exception are nobody's business
            if isinstance(child, (ast.expr, ast.stmt)) and self._solved(child):
                for change in self._of(child, parameter, quiet):
                    yield inner, child, change
            yield from self._walk(child, inner, parameter, silent)

    def _solved(self, node: ast.expr | ast.stmt) -> bool:
        return any(begin < node.lineno and (node.end_lineno or 0) < end for begin, end in self.regions)

    def _at(self, line: int, column: int, *, after: bool = False) -> int:
        return self.starts[line] if after else self.starts[line - 1] + column

    def _span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        assert node.end_lineno is not None and node.end_col_offset is not None
        return self._at(node.lineno, node.col_offset), self._at(node.end_lineno, node.end_col_offset)

    def _text(self, node: ast.expr | ast.stmt) -> bytes:
        start, end = self._span(node)
        return self.source[start:end]

    def _instead(self, node: ast.expr | ast.stmt, text: bytes | str) -> _Change:
        return _Change(*self._span(node), text.encode() if isinstance(text, str) else text)

    def _between(self, left: ast.expr, right: ast.expr, old: str, new: str) -> _Change:
        """Another operator between two operands."""
        start, end = self._span(left)[1], self._span(right)[0]
        return _Change(start, end, self.source[start:end].replace(old.encode(), new.encode(), 1))

    def _swapped(self, one: ast.expr, other: ast.expr) -> _Change:
        start, end = self._span(one)[0], self._span(other)[1]
        middle = self.source[self._span(one)[1] : self._span(other)[0]]
        return _Change(start, end, self._text(other) + middle + self._text(one))

    # --- the kinds of changes ---

    def _of(self, node: ast.expr | ast.stmt, first: str, quiet: bool) -> Iterator[_Change]:
        if isinstance(node, ast.stmt):
            yield from self._statement(node, first)
        elif isinstance(node, ast.BinOp):
            yield from self._binary(node)
        elif isinstance(node, ast.UnaryOp):
            yield self._instead(node, self._text(node.operand))
        elif isinstance(node, ast.Compare):
            yield from self._comparison(node)
        elif isinstance(node, ast.BoolOp):
            names = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
            yield self._between(node.values[0], node.values[1], *names)
        elif isinstance(node, ast.IfExp):
            yield self._instead(node.test, b"not (" + self._text(node.test) + b")")
        elif isinstance(node, ast.Constant):
            yield from self._constant(node, quiet)
        elif isinstance(node, ast.Attribute) and node.attr == "T":
            yield self._instead(node, self._text(node.value))
        elif isinstance(node, ast.Call):
            yield from self._call(node)
        elif isinstance(node, ast.Slice) and (node.lower is None) != (node.upper is None) and node.step is None:
            bound = node.lower or node.upper
            assert bound is not None
            text = self._text(bound)
            yield self._instead(node, text + b":" if node.upper is bound else b":" + text)
        elif isinstance(node, (ast.ListComp, ast.GeneratorExp)):
            for one in node.generators:
                for test in one.ifs:
                    yield self._instead(test, b"not (" + self._text(test) + b")")

    def _statement(self, node: ast.stmt, first: str) -> Iterator[_Change]:
        a_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if isinstance(node, _LEFT_OUT) and not a_text:
            yield self._instead(node, "pass")
        if isinstance(node, (ast.If, ast.While)):
            yield self._instead(node.test, b"not (" + self._text(node.test) + b")")
        if isinstance(node, ast.Break):
            yield self._instead(node, "continue")
        if isinstance(node, ast.Continue):
            yield self._instead(node, "break")
        if isinstance(node, ast.Return) and node.value is not None:
            if first:
                yield self._instead(node, f"return {first}")
            if isinstance(node.value, ast.Tuple) and len(node.value.elts) > 1:
                for one, other in zip(node.value.elts, node.value.elts[1:], strict=False):
                    yield self._swapped(one, other)
        if isinstance(node, ast.AugAssign) and type(node.op) in _BINARY:
            old, others = _BINARY[type(node.op)]
            for new in others:
                yield self._between(node.target, node.value, f"{old}=", f"{new}=")
            yield self._between(node.target, node.value, f"{old}=", "=")

    def _binary(self, node: ast.BinOp) -> Iterator[_Change]:
        old, others = _BINARY.get(type(node.op), ("", ()))
        for new in others:
            yield self._between(node.left, node.right, old, new)
        if isinstance(node.op, ast.Pow) and isinstance(node.right, ast.Constant) and node.right.value == 2:
            self._even.add(node.left)
        if isinstance(node.op, (ast.Sub, ast.Div, ast.MatMult)) and node not in self._even:
            yield self._swapped(node.left, node.right)

    def _comparison(self, node: ast.Compare) -> Iterator[_Change]:
        operands = [node.left, *node.comparators]
        for operator, left, right in zip(node.ops, operands, operands[1:], strict=False):
            old, others = _COMPARISONS.get(type(operator), ("", ()))
            for new in others:
                yield self._between(left, right, old, new)

    def _constant(self, node: ast.Constant, quiet: bool) -> Iterator[_Change]:
        value = node.value
        if isinstance(value, bool):
            yield self._instead(node, str(not value))
        elif isinstance(value, int):
            yield self._instead(node, "0" if value == 1 else str(value + 1))
        elif isinstance(value, float):
            yield self._instead(node, "1.0" if value == 0.0 else repr(2 * value))
        elif isinstance(value, str) and not quiet and self._is_a_name(node, value):
            yield self._instead(node, repr(value + "_"))

    def _is_a_name(self, node: ast.Constant, value: str) -> bool:
        """A text that means something to the program: one word, and no part of a longer text or an f-string."""
        return bool(value) and not any(map(str.isspace, value)) and self.source[self._span(node)[0]] in b"\"'"

    def _call(self, node: ast.Call) -> Iterator[_Change]:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in ("abs", "square", "norm"):
            self._even.update(node.args[:1])
        for twin in _TWINS.get(name, ()):
            end = self._span(node.func)[1]
            yield _Change(end - len(name.encode()), end, twin.encode())
        if name in _FORGOTTEN and len(node.args) + len(node.keywords) <= 1:
            if node.args:
                yield self._instead(node, self._text(node.args[0]))
            elif isinstance(node.func, ast.Attribute) and not node.keywords:
                yield self._instead(node, self._text(node.func.value))
        if name == "range":
            begin, last = node.args[0], node.args[min(1, len(node.args) - 1)]
            yield self._instead(last, self._text(last) + b" - 1")
            if begin is last:
                yield self._instead(begin, b"1, " + self._text(begin))
            else:
                yield self._instead(begin, self._text(begin) + b" + 1")
        for one, other in zip(node.args, node.args[1:], strict=False) if name not in _SYMMETRIC else ():
            if not isinstance(one, ast.Starred) and not isinstance(other, ast.Starred):
                yield self._swapped(one, other)
        for keyword in node.keywords:
            if keyword.arg is not None:
                yield self._without(node, keyword)

    def _without(self, node: ast.Call, keyword: ast.keyword) -> _Change:
        """A call without one of its keyword arguments, and without the comma before it."""
        start = self._at(keyword.lineno, keyword.col_offset)
        end = self._span(keyword.value)[1]
        before = self.source[:start].rstrip()
        if before.endswith(b","):
            return _Change(len(before) - 1, end, b"")
        after = self.source[end:]
        rest = after.lstrip()
        return _Change(start, end + len(after) - len(rest) + 1 if rest.startswith(b",") else end, b"")


def _first_parameter(function: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    names = [one.arg for one in (*function.args.posonlyargs, *function.args.args)]
    if names and names[0] in ("self", "cls"):
        names = names[1:]
    return names[0] if names else ""
