"""Source text to namespace: cell by cell, statement by statement, as Python and Jupyter would.

A `.py` stops at the first statement that raises; of a notebook only the rest of that cell is lost. Before a
statement that may take long, its number is reported, so that the outside knows which one a process died in:
the next process leaves it out (``skip``).
"""

from __future__ import annotations
import __future__ as future

import ast
import builtins
import contextlib
import linecache
import sys
import types
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from grader.inside.encoding import clean, describe
from grader.inside.wire import Problem, Unit

_DEFINITIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)
_BARE: Final = (ast.Expr, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Assert, ast.Delete)


class Source:
    """A submission's source inside the isolated process, to be executed once or more."""

    def __init__(
        self,
        module: str,
        units: Sequence[Unit],
        notebook: bool,
        transform: Callable[[ast.Module], ast.Module] | None,
        extra_names: Mapping[str, Any],
    ) -> None:
        self.module = module
        self.units = units
        self.notebook = notebook
        self.transform = transform
        self.extra_names = extra_names
        for unit in units:
            _write(unit)

    def execute(
        self,
        *,
        mode: str = "everything",
        skip: Sequence[int] = (),
        report: Callable[[int, str], None] | None = None,
        replacing: Mapping[str, Any] | None = None,
    ) -> tuple[dict[str, Any], list[Problem], int]:
        """A new namespace with the source executed in it, what went wrong, how many statements ran to their end."""
        module = types.ModuleType(self.module)
        sys.modules[self.module] = module
        namespace = module.__dict__
        if self.extra_names:  # where `globals()` does not show them
            namespace["__builtins__"] = {**vars(builtins), **self.extra_names}
        if self.notebook:
            namespace.update(_notebook_names())
        problems: list[Problem] = []
        statement = executed = flags = 0
        for unit in self.units:
            namespace["__file__"] = unit.filename
            try:
                tree = ast.parse(unit.source, unit.filename)
                if self.transform:
                    tree = self.transform(tree)
            except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
                problems.append(Problem(unit.label, describe(error)))
                continue
            body, first = tree.body, statement
            statement += len(body)
            for number, node in enumerate(body, first):
                if isinstance(node, ast.ImportFrom) and node.module == "__future__":
                    flags |= _future_flags(node)
                if number in skip or not _wanted(node, mode):
                    continue
                if report and not _only_binds(node):
                    report(number, _place(unit.label, node.lineno))
                try:
                    code = compile(ast.Module([node], []), unit.filename, "exec", flags, dont_inherit=True)
                    exec(code, namespace)
                    executed += 1
                except BaseException as error:
                    problems.append(Problem(unit.label, located(error, self.units)))
                    if mode == "everything":
                        break
                if replacing:
                    _replace(namespace, replacing)
            else:
                continue
            if not self.notebook:
                break
        return namespace, problems, executed


def located(error: BaseException, units: Sequence[Unit]) -> str:
    """The error and where in the submission it happened: ``ValueError: … (line 12)``."""
    labels = {unit.filename: unit.label for unit in units}
    place = ""
    if isinstance(error, SyntaxError) and error.filename in labels and error.lineno:
        place = _place(labels[error.filename], error.lineno)
    trace = error.__traceback__
    while trace is not None:
        filename = trace.tb_frame.f_code.co_filename
        if filename in labels:
            place = _place(labels[filename], trace.tb_lineno)
        trace = trace.tb_next
    text = describe(error)
    if isinstance(error, SystemExit):
        text = "the code ends the program (sys.exit, exit or quit)"
    elif isinstance(error, NotImplementedError):
        text = f"not written yet ({text})"
    return clean(f"{text} ({place})" if place else text)


def _write(unit: Unit) -> None:
    """The source as a file in the scratch folder, where `inspect` and with it tf.function's autograph look for it."""
    with contextlib.suppress(OSError), open(unit.filename, "w", encoding="utf-8", newline="\n") as file:
        file.write(unit.source)
    lines = unit.source.splitlines(keepends=True)
    linecache.cache[unit.filename] = (len(unit.source), None, lines, unit.filename)


def _place(label: str, line: int) -> str:
    return f"{label}, line {line}" if label else f"line {line}"


def _future_flags(node: ast.ImportFrom) -> int:
    flags = 0
    for alias in node.names:
        feature = getattr(future, alias.name, None)
        flags |= getattr(feature, "compiler_flag", 0)
    return flags


def _only_binds(node: ast.stmt) -> bool:
    """Whether nothing of the submission's own is executed by this statement."""
    if isinstance(node, ast.FunctionDef):
        defaults = (*node.args.defaults, *node.args.kw_defaults)
        return not node.decorator_list and all(isinstance(one, (ast.Constant, type(None))) for one in defaults)
    return isinstance(node, ast.Import)


def _wanted(node: ast.stmt, mode: str) -> bool:
    """Whether the statement is executed at all: a second or third attempt leaves out what only computes."""
    if mode == "everything":
        return True
    if mode == "no bare statements":
        return not isinstance(node, _BARE)
    if isinstance(node, _DEFINITIONS):
        return True
    if isinstance(node, (ast.If, ast.Try)):
        inner = [*node.body, *node.orelse, *getattr(node, "finalbody", [])]
        return all(_wanted(statement, mode) or isinstance(statement, ast.Pass) for statement in inner)
    return isinstance(node, (ast.Assign, ast.AnnAssign)) and not _computes(node.value)


def _computes(value: ast.expr | None) -> bool:
    """Whether an assigned value calls anything but what makes a function or a variable of TensorFlow."""
    cheap = {"function", "Variable", "constant", "partial"}
    for node in ast.walk(value) if value is not None else ():
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name not in cheap:
                return True
        if isinstance(node, (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
            return True
    return False


def _replace(namespace: dict[str, Any], replacing: Mapping[str, Any]) -> None:
    """Bind our objects where the source has bound its own, and under every other name that these have."""
    for name, ours in replacing.items():
        theirs = namespace.get(name, ours)
        if theirs is not ours:
            for other in [key for key, value in namespace.items() if value is theirs]:
                namespace[other] = ours


class _Shell:
    """Stands in for IPython's shell: takes every request and does nothing."""

    def __getattr__(self, name: str) -> Any:
        return lambda *arguments, **keywords: None


def _notebook_names() -> dict[str, Any]:
    shell = _Shell()
    return {"get_ipython": lambda: shell, "display": lambda *objects, **options: None}
