"""What the class report tells, out of the gradebook: counted while results stream by, one small row a student kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar

from grader.gradebook.store import Entry, Gradebook
from grader.pages.statistics import CheckTally
from grader.results import STATUSES, CheckResult, Ruling
from grader.roster import Member

RAN: Final = frozenset({"graded", "late"})  # work that could be run
HANDED_IN: Final = RAN | {"unreadable", "needs_attention"}
EXCUSED: Final = "excused"
BY_HAND: Final = "set by hand"
_LONGEST: Final = 500  # characters of a message that are kept
_SUSPICIOUS: Final = frozenset({"uses", "writes", "opens", "exec", "not_read", "and_more"})  # see grader.flags
_FLAGS: Final = {
    "uses": "uses {}",
    "writes": "changes {}, which is not its own",
    "opens": "opens {}",
    "exec": "runs source that is hidden in a text",
    "not_read": "its source could not be looked through",
    "and_more": "and more of this kind",
    "several_files": "several files were handed in; the newest counts",
    "partly_loaded": "a part of the file failed while it was loaded",
}

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Mark:
    """What one student has in one assignment."""

    status: str
    score: float | None
    max_score: float
    seconds: float
    parts: tuple[float, ...]
    """The score in each part, in the order of the assignment's; empty where nothing could be run."""
    lost: tuple[int, ...]
    """Which parts lost points."""
    kinds: tuple[str, ...]
    """The kinds of mistakes that were seen."""
    flags: tuple[str, ...]
    message: str
    decided: str = ""
    """What somebody has decided, in a word."""

    @property
    def excused(self) -> bool:
        return self.decided == EXCUSED

    @property
    def suspicious(self) -> bool:
        return any(flag.partition(":")[0] in _SUSPICIOUS for flag in self.flags)


@dataclass(slots=True)
class KindTally:
    """How common a kind of mistake is."""

    students: int = 0
    checks: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class AssignmentTally:
    """One assignment of the report."""

    name: str
    statuses: Counter[str] = field(default_factory=Counter)
    parts: dict[str, float] = field(default_factory=dict)
    """The points of each."""
    checks: dict[tuple[str, str], CheckTally] = field(default_factory=dict)
    kinds: dict[str, KindTally] = field(default_factory=dict)
    marks: dict[str, Mark] = field(default_factory=dict)
    newest: str = ""
    """When the newest result was computed."""
    machine_seconds: float = 0.0
    """What all of it took; work that several handed in alike is graded once."""

    @property
    def max_score(self) -> float:
        return max((mark.max_score for mark in self.marks.values()), default=0.0)

    @property
    def percents(self) -> list[float]:
        """Of those whose work could be run."""
        return [_percent(mark.score, mark.max_score) for mark in self._ran() if mark.score is not None]

    @property
    def seconds(self) -> list[float]:
        return [mark.seconds for mark in self._ran()]

    @property
    def doubtful(self) -> list[CheckTally]:
        """The checks that stand out."""
        return [one for one in self.checks.values() if one.doubts]

    @property
    def commonest(self) -> list[tuple[str, KindTally]]:
        return sorted(self.kinds.items(), key=lambda item: (-item[1].students, item[0]))

    def _ran(self) -> Iterator[Mark]:
        return (mark for mark in self.marks.values() if mark.status in RAN)


@dataclass(frozen=True, slots=True)
class Standing:
    """A student over all assignments of the report; a score that is open counts neither way."""

    student_id: str
    marks: tuple[Mark | None, ...]
    total: float
    percent: float | None
    name: str = ""
    """As the roster has it."""

    @property
    def given(self) -> Iterator[Mark]:
        return (mark for mark in self.marks if mark is not None)

    @property
    def handed_in(self) -> bool:
        return any(mark.status in HANDED_IN for mark in self.given)


def tally(gradebook: Gradebook, name: str) -> AssignmentTally:
    """Go through an assignment's results once."""
    found = AssignmentTally(name)
    attempts: set[int] = set()
    keep = _Keep()
    for entry in gradebook.entries(gradebook.students(name)):
        result = entry.result
        found.statuses[result.status] += 1
        if entry.attempt_id is not None and entry.attempt_id not in attempts:
            attempts.add(entry.attempt_id)
            found.machine_seconds += result.seconds
            found.newest = max(found.newest, entry.graded)
        for one in result.checks if result.status in RAN else ():
            found.parts.setdefault(one.part, 0.0)
        found.marks[result.student_id] = _mark(entry, list(found.parts), keep)
        if result.status in RAN:
            _count(found, result.checks)
    for check in found.checks.values():
        found.parts[check.part] += check.points
    found.statuses = Counter({status: found.statuses[status] for status in STATUSES if found.statuses[status]})
    return found


def standings(tallies: Iterable[AssignmentTally], roster: Mapping[str, Member]) -> list[Standing]:
    """A row a student, by id, as `gradebook.csv` has it."""
    chosen = list(tallies)
    worth = [one.max_score for one in chosen]
    found = []
    for student in sorted({student for one in chosen for student in one.marks}):
        marks = tuple(one.marks.get(student) for one in chosen)
        total = sum(mark.score for mark in marks if mark is not None and mark.score is not None)
        possible = sum(
            points for mark, points in zip(marks, worth, strict=True) if mark is None or mark.score is not None
        )
        name = roster[student].name if student in roster else ""
        found.append(Standing(student, marks, total, _percent(total, possible) if possible else None, name))
    return found


def flag_words(flag: str) -> str:
    """What a flag means (see :mod:`grader.flags`)."""
    kind, _, what = flag.partition(":")
    return _FLAGS[kind].format(what) if kind in _FLAGS else flag.replace("_", " ")


class _Keep:
    """Gives equal values as one: a class has few kinds of rows, and thousands of them."""

    def __init__(self) -> None:
        self._known: dict[object, object] = {}

    def __call__(self, value: T) -> T:
        return self._known.setdefault(value, value)  # type: ignore[return-value]


def _decided(ruling: Ruling | None) -> str:
    if ruling is None or not (ruling.excused or ruling.overridden):
        return ""
    return EXCUSED if ruling.excused else BY_HAND


def _mark(entry: Entry, parts: list[str], keep: _Keep) -> Mark:
    result = entry.result
    decided = _decided(result.ruling)
    checks = result.checks if result.status in RAN else ()
    scores: dict[str, float] = {}
    for one in checks:
        scores[one.part] = scores.get(one.part, 0.0) + one.score
    lost = {one.part for one in checks if one.verdict != "passed"}
    return Mark(
        keep(result.status),
        None if decided == EXCUSED else entry.score,  # counts neither way
        result.max_score,
        result.seconds,
        keep(tuple(scores.get(part, 0.0) for part in parts) if scores else ()),
        keep(tuple(number for number, part in enumerate(parts) if part in lost)),
        keep(tuple(dict.fromkeys(one.diagnosis for one in checks if one.diagnosis))),
        keep(tuple(result.flags)),
        keep(result.message if len(result.message) <= _LONGEST else result.message[: _LONGEST - 1] + "…"),
        decided,
    )


def _count(found: AssignmentTally, results: Iterable[CheckResult]) -> None:
    checks = list(results)
    total = sum(one.score for one in checks)  # without what a late policy takes off
    kinds: Mapping[str, None] = dict.fromkeys(one.diagnosis for one in checks if one.diagnosis)
    for one in checks:
        key = one.part, one.check
        if key not in found.checks:
            found.checks[key] = CheckTally(one.part, one.check, one.visibility, one.sentence, one.points)
        found.checks[key].add(one.verdict, one.score, total)
        if one.diagnosis:
            found.kinds.setdefault(one.diagnosis, KindTally()).checks[one.check] += 1
    for kind in kinds:
        found.kinds[kind].students += 1


def _percent(score: float | None, possible: float) -> float:
    return 100 * (score or 0.0) / possible if possible else 0.0
