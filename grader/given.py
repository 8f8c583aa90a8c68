"""The cells of a stub notebook that only try things out: where a student has left one as it was, it is not executed.

It draws and trains, which takes time, and what it does is known: it defines nothing that is graded. A cell that
defines something which the student's own cells use is kept.
"""

from __future__ import annotations

import hashlib
import re
import symtable
from collections.abc import Collection
from dataclasses import dataclass, replace
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
    """A notebook without the given cells of which the student's own ones use nothing, directly or not."""
    if not submission.notebook or not given:
        return submission
    left_out = {number for number, unit in enumerate(submission.units) if _digest(unit.source) in given}
    names = [_names(unit.source) for unit in submission.units]
    while needed := {number for number in left_out if names[number].bound & _used(names, left_out)}:
        left_out -= needed
    kept = [number for number in range(len(submission.units)) if number not in left_out]
    units, trees = tuple(submission.units[i] for i in kept), tuple(submission.trees[i] for i in kept)
    return replace(submission, units=units, trees=trees)


def _used(names: list[_Names], left_out: Collection[int]) -> set[str]:
    return set().union(*(one.used for number, one in enumerate(names) if number not in left_out))


def _digest(source: str) -> str:
    from grader.notebook import without_magics

    return hashlib.blake2b(without_magics(source).strip().encode(), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class _Names:
    """The module's names that a cell binds, and those that it reads."""

    bound: set[str]
    used: set[str]


def _names(source: str) -> _Names:
    try:
        module = symtable.symtable(source, "cell", "exec")
    except (SyntaxError, ValueError, RecursionError):
        return _Names(set(), set())
    names = _Names(set(), set())
    waiting = [module]
    while waiting:
        table = waiting.pop()
        waiting += table.get_children()
        for symbol in table.get_symbols():
            if table is module or symbol.is_global():
                if symbol.is_assigned() or symbol.is_imported():
                    names.bound.add(symbol.get_name())
                if symbol.is_referenced():
                    names.used.add(symbol.get_name())
    return names
