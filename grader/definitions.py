"""What a check consists of: the digest of its source and of all that it refers to in the files of checks.

A comment, an empty line or another check can change without changing it; so a score that was computed with it still
stands. Statements at a file's top that neither define nor import anything concern every check of the file.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from grader.check import HIDDEN, Check
from grader.course import Assignment


def definitions(assignment: Assignment, checks: Sequence[Check]) -> dict[str, str]:
    """The digest of each of an assignment's checks, by its name."""
    visible = _File(assignment.folder / "checks.py", None)
    hidden = None
    if any(check.visibility == HIDDEN for check in checks):
        hidden = _File(assignment.hidden_file, visible)
    digests = {}
    for check in checks:
        file = hidden if check.visibility == HIDDEN and hidden else visible
        digests[check.name] = file.digest(check.name)
    return digests


class _File:
    """One file of checks, by the names that its statements define."""

    def __init__(self, path: Path, visible: _File | None) -> None:
        body = [one for statement in ast.parse(path.read_bytes()).body for one in _apart(statement)]
        self.visible = visible
        self.defining: dict[str, list[ast.stmt]] = {}
        self.always: list[ast.stmt] = []
        for number, statement in enumerate(body):
            names = list(_bound(statement))
            for name in names:
                self.defining.setdefault(name, []).append(statement)
            if not names and not (number == 0 and _is_text(statement)):
                self.always.append(statement)

    def digest(self, name: str) -> str:
        found: set[str] = set()
        self._collect([*self.always, *self.defining.get(name, [])], found)
        return hashlib.sha256("\n".join(sorted(found)).encode()).hexdigest()[:32]

    def _collect(self, waiting: list[ast.stmt], found: set[str]) -> None:
        """The texts of these statements and of all that they refer to."""
        while waiting:
            statement = waiting.pop()
            text = ast.unparse(statement)
            if text in found:
                continue
            found.add(text)
            waiting += [other for name in _used(statement) for other in self.defining.get(name, [])]
            if isinstance(statement, ast.ImportFrom) and statement.module == "visible" and self.visible:
                for alias in statement.names:
                    self.visible._collect([*self.visible.defining.get(alias.name, [])], found)
                self.visible._collect([*self.visible.always], found)


def _apart(statement: ast.stmt) -> list[ast.stmt]:
    """An import of several names as one import a name."""
    if isinstance(statement, ast.ImportFrom):
        return [ast.ImportFrom(statement.module, [alias], statement.level) for alias in statement.names]
    return [statement]


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _bound(statement: ast.stmt) -> Iterable[str]:
    """The names that a statement at the top defines; none where it does more than that."""
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield statement.name
    elif isinstance(statement, (ast.Import, ast.ImportFrom)):
        for alias in statement.names:
            yield alias.asname or alias.name.partition(".")[0]
    elif isinstance(statement, (ast.Assign, ast.AnnAssign)):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        nodes = [node for target in targets for node in ast.walk(target)]
        if all(isinstance(node, (ast.Name, ast.Tuple, ast.List, ast.Starred, ast.expr_context)) for node in nodes):
            yield from (node.id for node in nodes if isinstance(node, ast.Name))


def _used(statement: ast.stmt) -> set[str]:
    return {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}
