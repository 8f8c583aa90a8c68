"""What the reference shows for each check: observed anew, or read from the frozen file of a student's bundle.

A bundle holds no reference solution: ``grade release`` puts the observations of the visible checks into it, as the
same plain data that came out of the isolated process, and they are read with the same bounds. Where a platform grades,
those of the hidden checks are in it too, each with its own seed: the secret that all seeds are made from stays at home.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np

from grader.check import HIDDEN, Check
from grader.course import Assignment
from grader.errors import CourseError
from grader.given import given_cells
from grader.isolated import Isolation, Outcome, Task, observe_or_fault
from grader.observation import Malformed, Observation, encode_given, read_observation
from grader.runner import WarmPool
from grader.submission import Unreadable, parse_submission

_FORMAT: Final = 2
_OTHER_MACHINE: Final = 4.0  # a student's computer may be so many times slower than the one that made the bundle


@dataclass(frozen=True, slots=True)
class Expected:
    """What the reference showed for one check, and what only the judge may know."""

    task: Task
    observations: tuple[Observation, ...]
    secret: Any
    seconds: float
    """What the reference needed."""
    answers: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Expectations:
    """What the reference showed, check by check, and the seconds that a source may take to load."""

    checks: tuple[Expected, ...]
    reference_load_seconds: float
    load_seconds: float
    given: frozenset[str]
    """Digests of the stub notebook's cells that only try things out."""


class FrozenCheck(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The reference's answers to one check, a case each."""

    name: str
    seconds: float
    answers: list[bytes]
    seed: list[int] = []
    """Of a hidden check, which nobody can make without the course's secret."""


class Frozen(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The file of frozen expectations."""

    format: int
    assignment: str
    reference: str
    """The SHA-256 of the reference solution."""
    checks_sha256: str
    load_seconds: float
    checks: list[FrozenCheck]
    given: list[str]
    files: dict[str, str]
    """The files of the bundle: name to SHA-256 of what was released."""
    hidden_sha256: str = ""
    """Of the file of hidden checks, where there is one."""


def expectations_of(assignment: Assignment, pool: WarmPool, checks: list[Check], *, variant: int = 0) -> Expectations:
    """From the frozen file where the assignment is a student's bundle, else from the reference.

    Raises:
        CourseError: the checks, the reference or the frozen file are not as they must be.
    """
    if assignment.frozen_file.is_file():
        return _thaw(assignment, checks)
    return _observe_reference(assignment, pool, checks, variant)


# --- from the reference -----------------------------------------------------------------------------------


def _observe_reference(assignment: Assignment, pool: WarmPool, checks: list[Check], variant: int) -> Expectations:
    limits = assignment.settings.limits
    path = assignment.reference_file
    try:
        submission = parse_submission(path.read_bytes(), ".py", assignment.name)
    except OSError as error:
        raise CourseError(f"{path}: the reference solution cannot be read: {error.strerror}") from None
    except Unreadable as error:
        raise CourseError(f"{path}: {error}") from None
    prepared = [_task(assignment, check, assignment.seed(check, variant)) for check in checks]
    unhurried = msgspec.structs.replace(limits, seconds_in_all=3600.0)
    isolation = Isolation(
        pool,
        msgspec.structs.replace(assignment.settings, limits=unhurried),
        assignment.name,
        submission,
        load_seconds=max(120.0, limits.seconds_to_load),
        offered=assignment.offered(),
        details=True,
    )
    report = observe_or_fault(isolation, [task for task, _ in prepared])
    if report.problems:
        raise CourseError(f"{path}: the reference solution does not run: {report.problems[0].message}")
    found = [
        _expected(assignment, task, secret, outcome)
        for (task, secret), outcome in zip(prepared, report.outcomes, strict=True)
    ]
    given = given_cells(submission.units[0].source)
    return Expectations(tuple(found), report.load_seconds, _to_load(assignment, report.load_seconds), given)


def _expected(assignment: Assignment, task: Task, secret: Any, outcome: Outcome) -> Expected:
    if outcome.verdict:
        raise CourseError(
            f"{assignment.name}: check {task.check.name} ({task.check.visibility}): the reference solution gets "
            f"{outcome.verdict!r}: {outcome.message}"
        )
    timed = replace(task, seconds=_for_check(assignment, task.check, outcome.seconds))
    return Expected(timed, outcome.observations, secret, outcome.seconds, outcome.answers)


def _task(assignment: Assignment, check: Check, seed: list[int]) -> tuple[Task, Any]:
    given, secret = b"", None
    if check.data is not None:
        made, secret = check.data(np.random.default_rng(seed))
        given = encode_given(made)
    at_least = check.seconds or assignment.settings.limits.seconds_per_check
    return Task.of(check, given, seed, 20 * at_least), secret


def _for_check(assignment: Assignment, check: Check, reference_seconds: float) -> float:
    limits = assignment.settings.limits
    return max(check.seconds or limits.seconds_per_check, limits.times_reference * reference_seconds)


def _to_load(assignment: Assignment, reference_seconds: float) -> float:
    limits = assignment.settings.limits
    return max(limits.seconds_to_load, limits.times_reference * reference_seconds)


# --- frozen -----------------------------------------------------------------------------------------------


def freeze(assignment: Assignment, expectations: Expectations, files: Mapping[str, str]) -> bytes:
    """The content of a bundle's file of frozen expectations."""
    checks = [
        FrozenCheck(check.name, one.seconds, list(one.answers), assignment.seed(check) if hidden else [])
        for one in expectations.checks
        for check, hidden in [(one.task.check, one.task.check.visibility == HIDDEN)]
    ]
    digest = checks_digest(assignment.folder / "checks.py")
    frozen = Frozen(
        _FORMAT,
        assignment.name,
        assignment.reference_digest(),
        digest,
        expectations.reference_load_seconds,
        checks,
        sorted(expectations.given),
        dict(files),
        checks_digest(assignment.hidden_file) if any(one.seed for one in checks) else "",
    )
    return msgspec.msgpack.encode(frozen)


def read_frozen(path: Path) -> Frozen:
    """A file of frozen expectations.

    Raises:
        CourseError: it cannot be read, is damaged, or of another version.
    """
    try:
        frozen = msgspec.msgpack.decode(path.read_bytes(), type=Frozen)
    except OSError as error:
        raise CourseError(f"{path}: cannot be read: {error.strerror}") from None
    except msgspec.MsgspecError:
        raise CourseError(f"{path}: damaged, or of another version of grade; a new copy would be right") from None
    if frozen.format != _FORMAT:
        raise CourseError(f"{path}: made by another version of grade; a new copy would be right")
    return frozen


def checks_digest(path: Path) -> str:
    """The SHA-256 of a file of checks, whatever its line ends."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def _thaw(assignment: Assignment, checks: list[Check]) -> Expectations:
    frozen = read_frozen(assignment.frozen_file)
    known = {one.name: one for one in frozen.checks}
    path = assignment.folder / "checks.py"
    unchanged = checks_digest(path) == frozen.checks_sha256
    if any(check.visibility == HIDDEN for check in checks):
        unchanged = unchanged and checks_digest(assignment.hidden_file) == frozen.hidden_sha256
    if not unchanged or set(known) != {check.name for check in checks}:
        raise CourseError(f"{path}: changed since it was handed out; a new copy of the assignment would be right")
    found = []
    for check in checks:
        one = known[check.name]
        task, secret = _task(assignment, check, one.seed or assignment.seed(check))
        try:
            observations = tuple(read_observation(answer) for answer in one.answers)
        except Malformed:
            raise CourseError(f"{assignment.frozen_file}: damaged; a new copy would be right") from None
        seconds = _OTHER_MACHINE * one.seconds
        timed = replace(task, seconds=_for_check(assignment, check, seconds))
        found.append(Expected(timed, observations, secret, seconds, tuple(one.answers)))
    load_seconds = _OTHER_MACHINE * frozen.load_seconds
    return Expectations(tuple(found), load_seconds, _to_load(assignment, load_seconds), frozenset(frozen.given))


__all__ = ["Expectations", "Expected", "Frozen", "checks_digest", "expectations_of", "freeze", "read_frozen"]
