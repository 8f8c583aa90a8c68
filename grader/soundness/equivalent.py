"""`reference/<name>/equivalent.toml`: mutants that are right answers too, each with the reason.

[[equivalent]]
where = "crossentropy"
from = "p = np.maximum(p, 1e-7)"
to = "p = np.maximum(p, 2e-07)"       # "*" stands for any change of this line
reason = "any small number keeps the logarithm finite"
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec

from grader.course import Assignment
from grader.errors import CourseError
from grader.soundness.mutation import Mutant


class Equivalent(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"original": "from", "changed": "to"}):
    """A mark: this change of this line makes no difference that a check should see."""

    where: str
    original: str
    changed: str
    reason: str

    def covers(self, mutant: Mutant) -> bool:
        same = (mutant.where, mutant.original) == (self.where, self.original)
        return same and self.changed in ("*", mutant.changed)


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    equivalent: list[Equivalent] = []


def equivalents(assignment: Assignment) -> list[Equivalent]:
    """The marks of an assignment.

    Raises:
        CourseError: the file is not as it must be.
    """
    path = assignment.reference_folder / "equivalent.toml"
    if not path.is_file():
        return []
    try:
        marks = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), _File).equivalent
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise CourseError(f"{path}: {error}; [[equivalent]] with where, from, to and reason would be right") from None
    for mark in marks:
        if not mark.reason.strip():
            raise CourseError(f"{path}: `{mark.original}`: the reason is missing")
    return marks


def path_of(assignment: Assignment) -> Path:
    """The file of marks, as the course names it."""
    return (assignment.reference_folder / "equivalent.toml").relative_to(assignment.course.root)


def as_toml(mutant: Mutant) -> str:
    """A mark for a mutant, for an author to complete with a reason."""
    lines = (f"{key} = {_quoted(text)}" for key, text in _fields(mutant))
    return "\n".join(("[[equivalent]]", *lines, 'reason = ""'))


def _fields(mutant: Mutant) -> tuple[tuple[str, str], ...]:
    return ("where", mutant.where), ("from", mutant.original), ("to", mutant.changed)


def _quoted(text: str) -> str:
    return f"'{text}'" if "'" not in text else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
