"""What a score was computed from, the submission aside: checks, reference, settings, seeds, versions, isolation.

The same submission with the same provenance gets the same score on every machine; where two scores differ, the two
provenances say why.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import platform
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final

import msgspec

import grader
from grader.check import HIDDEN, Check
from grader.course import Assignment
from grader.definitions import definitions
from grader.inside.confinement import Walls
from grader.walls import LEVELS, level

PACKAGES: Final = ("numpy", "tensorflow-cpu", "tensorflow", "keras", "scikit-learn", "scipy", "pandas", "matplotlib")


class Provenance(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """The digests and versions that a score depends on."""

    assignment: str
    checks: dict[str, str]
    """Check to the digest of its definition."""
    reference: str
    settings: str
    files: str
    """Of what submissions may read."""
    seeds: str
    """Of what the hidden checks' seeds are made from; empty where there are no hidden checks."""
    grader: str
    source: str
    """Of the grader's own source."""
    python: str
    machine: str
    packages: dict[str, str]
    isolation: str

    @classmethod
    def of(cls, assignment: Assignment, checks: Sequence[Check], walls: Walls) -> Provenance:
        """The provenance of scores that are computed here and now."""
        return cls(
            assignment=assignment.name,
            checks=definitions(assignment, checks),
            reference=assignment.reference_digest(),
            settings=_digest([msgspec.json.encode(assignment.settings.of_the_checks())]),
            files=_digest(_contents(assignment.offered().items())),
            seeds=_seeds(assignment, checks),
            grader=grader.__version__,
            source=_own_source(),
            python=platform.python_version(),
            machine=platform.machine(),
            packages=package_versions(),
            isolation=level(walls),
        )

    @cached_property
    def digest(self) -> str:
        """One digest of all of it; the order of the checks counts too."""
        return hashlib.sha256(msgspec.json.encode(self)).hexdigest()

    def differences(self, other: Provenance, *, checks: Iterable[str] | None = None) -> list[str]:
        """In words, from this one to the other: what is not the same. ``checks`` limits which of them count."""
        names = set(self.checks) | set(other.checks) if checks is None else set(checks)
        changed = sorted(name for name in names if self.checks.get(name) != other.checks.get(name))
        found = [f"the checks ({_few(changed)})"] if changed else []
        for field, words in (
            ("reference", "the reference"),
            ("settings", "the settings"),
            ("files", "the files that submissions may read"),
            ("seeds", "the seeds"),
        ):
            one, another = getattr(self, field), getattr(other, field)
            if one != another and not (field == "seeds" and "" in (one, another)):  # without hidden checks
                found.append(words)
        if self.grader != other.grader:
            found.append(f"the grader ({self.grader} → {other.grader})")
        elif self.source != other.source:
            found.append(f"the grader (its source, both {self.grader})")
        if self.python != other.python:
            found.append(f"Python ({self.python} → {other.python})")
        for name in sorted({*self.packages, *other.packages}):
            old, new = self.packages.get(name, "none"), other.packages.get(name, "none")
            if old != new:
                found.append(f"{name} ({old} → {new})")
        if self.machine != other.machine:
            found.append(f"the kind of machine ({self.machine} → {other.machine})")
        if self.isolation != other.isolation:
            found.append(f"the isolation ({self.isolation} → {other.isolation})")
        return found

    def as_strong_as(self, other: Provenance) -> bool:
        """Whether submissions are isolated here at least as well as there."""
        return LEVELS.index(self.isolation) >= LEVELS.index(other.isolation)


def package_versions() -> dict[str, str]:
    """The versions of the packages that scores depend on, as far as they are installed."""
    found = {}
    for name in PACKAGES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def _few(names: Sequence[str], most: int = 4) -> str:
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def _digest(contents: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for content in contents:
        digest.update(b"%d:" % len(content) + content)
    return digest.hexdigest()[:32]


def _contents(files: Iterable[tuple[str, str]]) -> Iterable[bytes]:
    """Names and contents of files and of all files in folders."""
    for name, where in sorted(files):
        root = Path(where)
        for path in sorted(path for path in root.rglob("*") if path.is_file()) if root.is_dir() else [root]:
            yield os.fsencode(name) + os.fsencode(path.relative_to(root))
            yield path.read_bytes()


def _seeds(assignment: Assignment, checks: Sequence[Check]) -> str:
    if all(check.visibility != HIDDEN for check in checks):
        return ""
    return hashlib.blake2b(assignment.name.encode(), key=assignment.course.secret()[:64], digest_size=16).hexdigest()


def _own_source() -> str:
    package = Path(grader.__file__).parent
    return _digest(_contents((path.relative_to(package).as_posix(), str(path)) for path in package.rglob("*.py")))
