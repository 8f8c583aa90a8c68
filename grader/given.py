"""The cells of a stub notebook that only try things out: where a student has left one as it was, it is not executed.

It draws and trains, which takes time, and what it does is known: it defines nothing that is graded. A cell that
defines something which the student's own cells use is kept.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Collection
from dataclasses import replace
from typing import Final

from grader.submission import Submission

_NOTEBOOK_ONLY: Final = re.compile(r'^# %%.*\bactive="ipynb"')


def given_cells(reference: str) -> frozenset[str]:
    """The digests of the cells that a reference in percent format has for its notebook only."""
    found: set[str] = set()
    lines: list[str] | None = None
    for line in [*reference.splitlines(), "# %%"]:
        if line.startswith("# %%"):
            if lines is not None:
                found.add(_digest("\n".join(lines)))
            lines = [] if _NOTEBOOK_ONLY.match(line) else None
        elif lines is not None:
            lines.append(line.removeprefix("# ") if line != "#" else "")
    return frozenset(found)


def without_given(submission: Submission, given: Collection[str]) -> Submission:
    """A notebook without the given cells of which the student's own ones use nothing."""
    if not submission.notebook or not given:
        return submission
    cells = list(zip(submission.units, submission.trees, strict=True))
    own = [(unit, tree) for unit, tree in cells if _digest(unit.source) not in given]
    used = {node.id for _, tree in own for node in ast.walk(tree) if isinstance(node, ast.Name)}
    kept = [(unit, tree) for unit, tree in cells if (unit, tree) in own or used & _bound(tree)]
    units, trees = tuple(unit for unit, _ in kept), tuple(tree for _, tree in kept)
    return replace(submission, units=units, trees=trees)


def _digest(source: str) -> str:
    from grader.notebook import without_magics

    return hashlib.blake2b(without_magics(source).strip().encode(), digest_size=16).hexdigest()


def _bound(tree: ast.Module) -> set[str]:
    """The names that a cell's statements bind."""
    names: set[str] = set()
    for node in tree.body:
        for inner in ast.walk(node):
            if isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                names.add(inner.name)
            elif isinstance(inner, (ast.Import, ast.ImportFrom)):
                names.update(alias.asname or alias.name.partition(".")[0] for alias in inner.names)
            elif isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
                names.add(inner.id)
    return names
