"""What is written to the gradebook and read from it: runs, attempts, and which attempt counts for whom."""

from __future__ import annotations

import platform
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final, Self, TypeVar

import msgspec
from sqlalchemy import URL, Connection, Row, Select, delete, func, insert, select, update

from grader.check import Check
from grader.errors import UsageError, near
from grader.gradebook.connection import Database, address
from grader.gradebook.schema import attempts, checks, decisions, entries, members, provenances, runs, verdicts
from grader.policy import Policy
from grader.provenance import Provenance
from grader.results import CheckResult, Result, Ruling, joined
from grader.roster import Member
from grader.rulings import CHOICE, Decision, Raw, Terms, in_force, rule
from grader.submission import Found

RUNNING: Final = "running"
COMPLETE: Final = "complete"
INTERRUPTED: Final = "interrupted"
NOT_REACHED: Final = "not graded yet: the batch was interrupted"
_AT_ONCE: Final = 250  # rows by id in one query

T = TypeVar("T")
Content = tuple[str, str]
"""The SHA-256 of what was handed in, and the suffix that says what it is."""


@dataclass(frozen=True, slots=True)
class Run:
    """One command over a class."""

    id: int
    book: str
    assignment: str
    provenance: Provenance
    whole: bool
    outcome: str
    begun: str
    ended: str | None
    host: str
    executor: str
    folder: str
    isolation: dict[str, object]
    terms: Terms


@dataclass(frozen=True, slots=True)
class Entry:
    """What counted for one student in a run; ``result`` has the student's id and file, and what was decided."""

    run_id: int
    result: Result
    score: float | None
    provenance: Provenance
    graded: str
    host: str
    attempt_id: int | None


class Gradebook:
    """An open gradebook. ``book`` tells the classes apart that share a database."""

    def __init__(self, url: URL, book: str = "", *, create: bool) -> None:
        self._database = Database(url, create=create)
        self.shown = self._database.shown
        self.book = book
        self._provenances: dict[int, Provenance] = {}
        self._checks: dict[int, list[CheckResult]] = {}

    @classmethod
    def at(cls, output: Path, database: str | None, *, create: bool = False) -> Self:
        """The gradebook of an output folder, in a file there or in a database that is named.

        Raises:
            UsageError: there is none, or it is not one.
        """
        return cls(address(output, database), "" if database is None else str(output.resolve()), create=create)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    # --- writing ---

    def begin(
        self,
        provenance: Provenance,
        course_checks: Sequence[Check],
        *,
        whole: bool,
        isolation: Mapping[str, object],
        folder: str = "",
        terms: Terms = Terms(),
    ) -> Run:
        """A new run."""

        def work(connection: Connection) -> int:
            values = {
                "book": self.book,
                "assignment": provenance.assignment,
                "provenance_id": _provenance_id(connection, provenance, course_checks),
                "whole": whole,
                "outcome": RUNNING,
                "begun": _now(),
                "host": platform.node(),
                "executor": "",
                "folder": folder,
                "policy": msgspec.to_builtins(terms),
                "isolation": dict(isolation),
            }
            return int(connection.execute(insert(runs).returning(runs.c.id), values).scalar_one())

        return self.run(self._database.write(work))

    def known(self, provenance: Provenance) -> dict[Content, int]:
        """The attempts that were computed from the same: content to the newest attempt whose score is settled."""
        query = (
            select(attempts.c.sha256, attempts.c.suffix, func.max(attempts.c.id))
            .join(provenances)
            .where(provenances.c.digest == provenance.digest)
            .where(attempts.c.status != "needs_attention", attempts.c.status != "missing", attempts.c.suffix != "")
            .group_by(attempts.c.sha256, attempts.c.suffix)
        )
        with self._database.reading() as connection:
            return {(sha256, suffix): attempt for sha256, suffix, attempt in connection.execute(query)}

    def kin(self, run: Run) -> tuple[dict[Content, int], frozenset[str]]:
        """Attempts of another provenance that differs in the checks of some parts only, and which parts these are.

        Of several the one where the fewest parts differ. Attempts that met a limit are left out: there one check can
        have cost another its time.
        """
        none: tuple[dict[Content, int], frozenset[str]] = ({}, frozenset())
        query = select(provenances.c.id).where(provenances.c.assignment == run.assignment)
        limits = select(verdicts.c.attempt_id).where(verdicts.c.verdict.in_(("timeout", "memory", "crashed")))
        contents = (
            select(attempts.c.sha256, attempts.c.suffix, func.max(attempts.c.id))
            .where(attempts.c.status == "graded", attempts.c.id.not_in(limits))
            .group_by(attempts.c.sha256, attempts.c.suffix)
        )
        with self._database.reading() as connection:
            now = connection.execute(select(runs.c.provenance_id).where(runs.c.id == run.id)).scalar_one()
            own = self._templates(connection, now)
            found: list[tuple[int, int, frozenset[str]]] = []
            for number in connection.execute(query).scalars().all():
                other = self._provenance(connection, number)
                if number != now and not other.differences(run.provenance, checks=()):
                    theirs = self._templates(connection, number)
                    changed = _changed_parts(run.provenance, own, other, theirs)
                    found.append((len(changed), -number, changed))
            parts = {one.part for one in own}
            for _, number, changed in sorted(found)[:1]:
                if changed < parts:
                    rows = connection.execute(contents.where(attempts.c.provenance_id == -number))
                    return {(sha256, suffix): attempt for sha256, suffix, attempt in rows}, changed
        return none

    def result(self, attempt: int) -> Result:
        """An attempt's result; nobody's in particular."""
        query = select(attempts).where(attempts.c.id == attempt)
        with self._database.reading() as connection:
            row = connection.execute(query).one()
            given = connection.execute(_WITH_PICTURES.where(verdicts.c.attempt_id == attempt)).all()
            return self._as_result(connection, row, given)

    def record(
        self, run: Run, result: Result, suffix: str, founds: Sequence[Found], host: str, base: int | None = None
    ) -> int:
        """A new attempt, and for whom it counts; durable when the call returns. The attempt's id.

        ``base`` is the attempt that the verdicts of unchanged parts are taken from.
        """
        token = uuid.uuid4().hex
        attempt = {
            "token": token,
            "run_id": run.id,
            "sha256": result.sha256,
            "suffix": suffix,
            "base_id": base,
            "status": result.status,
            "score": result.score,
            "max_score": result.max_score,
            "seconds": result.seconds,
            "flags": list(result.flags),
            "message": result.message,
            "problems": list(result.problems),
            "output": result.output,
            "graded": _now(),
            "host": host,
        }

        def work(connection: Connection) -> int:
            known = connection.execute(select(attempts.c.id).where(attempts.c.token == token)).scalar()
            if known is not None:  # the connection was lost after all had been written
                return int(known)
            provenance = select(runs.c.provenance_id).where(runs.c.id == run.id).scalar_subquery()
            statement = insert(attempts).values(provenance_id=provenance).returning(attempts.c.id)
            number = int(connection.execute(statement, attempt).scalar_one())
            if result.checks:
                rows = [
                    {
                        "attempt_id": number,
                        "position": position,
                        "verdict": one.verdict,
                        "score": one.score,
                        "seconds": one.seconds,
                        "message": one.message,
                        "diagnosis": one.diagnosis,
                        "picture": one.picture,
                    }
                    for position, one in enumerate(result.checks)
                ]
                connection.execute(insert(verdicts), rows)
            _enter(connection, run, [(found, number) for found in founds])
            return number

        return self._database.write(work)

    def enter(self, run: Run, counted: Iterable[tuple[Found, int | None]]) -> None:
        """For whom which attempt counts in a run; None: the run did not come to this student."""
        for some in _batches(counted, 1000):
            self._database.write(lambda connection, some=some: _enter(connection, run, some))  # type: ignore[misc]

    def end(self, run: Run, outcome: str) -> None:
        """The run has ended."""
        statement = update(runs).where(runs.c.id == run.id).values(outcome=outcome, ended=_now())
        self._database.write(lambda connection: connection.execute(statement))

    def set_executor(self, run: Run, executor: str, isolation: Mapping[str, object]) -> None:
        """Who grades in a run, and what is in force around submissions, once that has been seen."""
        statement = update(runs).where(runs.c.id == run.id).values(executor=executor, isolation=dict(isolation))
        self._database.write(lambda connection: connection.execute(statement))

    # --- people ---

    def decide(self, decision: Decision) -> int:
        """Keep what somebody has decided; its number."""
        values = {
            name: getattr(decision, name)
            for name in ("kind", "assignment", "student_id", "part", "value", "words", "who")
        }
        statement = insert(decisions).returning(decisions.c.id)

        def work(connection: Connection) -> int:
            row = {**values, "book": self.book, "made": _now()}
            return int(connection.execute(statement, row).scalar_one())

        return self._database.write(work)

    def undo(self, number: int, who: str) -> None:
        """Take a decision back; that it was made is kept."""
        statement = update(decisions).where(decisions.c.id == number, decisions.c.undone == "")
        self._database.write(lambda connection: connection.execute(statement.values(undone=_now(), undone_by=who)))

    def decisions(self, assignment: str | None = None, student: str | None = None) -> list[Decision]:
        """What has been decided, oldest first, also what was taken back."""
        query = select(decisions).where(decisions.c.book == self.book).order_by(decisions.c.id)
        if assignment is not None:
            query = query.where(decisions.c.assignment == assignment)
        if student is not None:
            query = query.where(decisions.c.student_id == student)
        with self._database.reading() as connection:
            return [_as_decision(row) for row in connection.execute(query)]

    def set_members(self, roster: Mapping[str, Member]) -> None:
        """Who is in the class now, in place of whoever was."""
        rows = [
            {
                "book": self.book,
                "student_id": one.student_id,
                "position": position,
                "name": one.name,
                "email": one.email,
                "section": one.section,
                "extension_days": one.extension_days,
                "other": dict(one.other),
            }
            for position, one in enumerate(roster.values())
        ]

        def work(connection: Connection) -> None:
            connection.execute(delete(members).where(members.c.book == self.book))
            if rows:
                connection.execute(insert(members), rows)

        self._database.write(work)

    def members(self) -> dict[str, Member]:
        """Who is in the class, in the roster's order; empty where no roster has been given."""
        query = select(members).where(members.c.book == self.book).order_by(members.c.position)
        with self._database.reading() as connection:
            return {
                row.student_id: Member(row.student_id, row.name, row.email, row.section, row.extension_days, row.other)
                for row in connection.execute(query)
            }

    # --- reading ---

    def run(self, number: int) -> Run:
        """One run of any book.

        Raises:
            UsageError: there is none of this number.
        """
        with self._database.reading() as connection:
            row = connection.execute(select(runs).where(runs.c.id == number)).first()
            if row is None:
                raise UsageError(f"{self.shown}: there is no run {number}")
            return self._as_run(connection, row)

    def runs(self, assignment: str) -> list[Run]:
        """The ended runs of an assignment, oldest first."""
        query = select(runs).where(runs.c.book == self.book, runs.c.assignment == assignment)
        with self._database.reading() as connection:
            rows = connection.execute(query.where(runs.c.ended.is_not(None)).order_by(runs.c.id)).all()
            return [self._as_run(connection, row) for row in rows]

    def require(self, assignment: str) -> None:
        """See that something of it has been graded.

        Raises:
            UsageError: nothing of this name.
        """
        known = self.assignments()
        if assignment not in known:
            raise UsageError(
                f"{self.shown}: nothing of {assignment!r} has been graded into it{near(assignment, known)}"
            )

    def folder(self, assignment: str) -> Path:
        """Where the submissions of the newest run lay.

        Raises:
            UsageError: it is not known.
        """
        for run in reversed(self.runs(assignment)):
            if run.folder:
                return Path(run.folder)
        raise UsageError(
            f"{self.shown}: it does not say where the submissions are; --submissions FOLDER would be right"
        )

    def assignments(self) -> list[str]:
        """What has been graded into this book."""
        query = select(runs.c.assignment).where(runs.c.book == self.book, runs.c.ended.is_not(None)).distinct()
        with self._database.reading() as connection:
            return sorted(connection.execute(query).scalars())

    def students(self, assignment: str, run: Run | None = None) -> dict[str, int]:
        """Who counts in an assignment, by id: student to the run whose entry counts.

        Of the newest run over the whole class everybody, and whoever was graded again since; with ``run`` its own.
        """
        ended: list[Run] = []
        if run is None:
            ended = self.runs(assignment)
            wholes = [one.id for one in ended if one.whole]
            counting = [one.id for one in ended if not wholes or one.id >= wholes[-1]]
        else:
            counting = [run.id]
        query = select(entries.c.student_id, func.max(entries.c.run_id))
        found: dict[str, int] = {}
        with self._database.reading() as connection:
            for some in _batches(counting, _AT_ONCE):
                rows = connection.execute(query.where(entries.c.run_id.in_(some)).group_by(entries.c.student_id))
                found |= {student: number for student, number in rows}
        if run is None and ended:
            found |= self._others_that_count(assignment, ended, found)
        return dict(sorted(found.items()))

    def _others_that_count(self, assignment: str, ended: list[Run], last: Mapping[str, int]) -> dict[str, int]:
        """Who has another attempt than the last one that counts, the best or a chosen one, and in which run it is."""
        found: dict[str, int] = {}
        if ended[-1].terms.attempts == "best":
            found = self._best(ended, last)
        chosen = self.decisions(assignment)
        for student in {one.student_id for one in chosen if one.kind == CHOICE} & last.keys():
            own = [one for one in chosen if one.student_id == student]
            choice = in_force(own).get((CHOICE, ""))
            if choice is not None and choice.value is not None:
                found[student] = int(choice.value)
        return found

    def _best(self, ended: list[Run], last: Mapping[str, int]) -> dict[str, int]:
        """Of students who handed in different contents the run with the best score; of equal ones the last."""
        query = (
            select(entries.c.student_id, attempts.c.sha256, func.max(entries.c.run_id))
            .join(attempts, attempts.c.id == entries.c.attempt_id)
            .where(entries.c.run_id.in_([run.id for run in ended]), attempts.c.sha256 != "")
            .group_by(entries.c.student_id, attempts.c.sha256)
        )
        several: dict[str, list[int]] = {}
        with self._database.reading() as connection:
            for student, _, number in connection.execute(query):
                several.setdefault(student, []).append(number)
        found: dict[str, int] = {}
        for student in last.keys() & several.keys():
            runs_of = sorted({*several[student], last[student]})
            if len(runs_of) > 1:
                tried = [entry for number in runs_of for entry in self.entries({student: number}, details=False)]
                found[student] = max(
                    tried, key=lambda one: (one.score is not None, one.score or 0.0, one.run_id)
                ).run_id
        return found

    def entries(self, students: Mapping[str, int], *, details: bool = True, pictures: bool = False) -> Iterator[Entry]:
        """The entries of students (see :meth:`students`), in this order; a few in memory at a time.

        Without ``details`` the verdicts of single checks are left out; what was printed is, in any case (see
        :meth:`result`), and what pictures are drawn from unless it is asked for.
        """
        for some in _batches(students.items(), _AT_ONCE):
            yield from self._some_entries(dict(some), details, _WITH_PICTURES if pictures else _VERDICTS)

    def _some_entries(self, students: Mapping[str, int], details: bool, query_verdicts: Select[Any]) -> list[Entry]:
        query = _ENTRIES.where(entries.c.student_id.in_(students), entries.c.run_id.in_(set(students.values())))
        with self._database.reading() as connection:
            rows = {row.student_id: row for row in connection.execute(query) if students[row.student_id] == row.run_id}
            rules = self._rules(connection, rows.values())
            wanted = {
                row.attempt_id
                for row in rows.values()
                if row.attempt_id is not None and (details or rules.needs_parts(row.student_id))
            }
            by_attempt: dict[int, list[Row[Any]]] = {}
            for row in connection.execute(query_verdicts.where(verdicts.c.attempt_id.in_(wanted))) if wanted else ():
                by_attempt.setdefault(row.attempt_id, []).append(row)
            return [self._as_entry(connection, rows[student], by_attempt, rules) for student in students]

    def _rules(self, connection: Connection, rows: Iterable[Row[Any]]) -> _Rules:
        """The policies of these entries' runs, these students' extensions, and what was decided about them."""
        known = list(rows)
        policies: dict[int, Policy | None] = {}
        query = select(runs.c.id, runs.c.policy).where(runs.c.id.in_({row.run_id for row in known}))
        for number, policy in connection.execute(query):
            policies[number] = Policy.of(_as_terms(policy))
        students = {row.student_id for row in known}
        query = select(members.c.student_id, members.c.extension_days).where(members.c.book == self.book)
        extensions = {
            one.student_id: one.extension_days
            for one in connection.execute(query.where(members.c.student_id.in_(students)))
        }
        decided: dict[tuple[str, str], list[Decision]] = {}
        about = select(decisions).where(decisions.c.book == self.book, decisions.c.student_id.in_(students))
        for one in map(_as_decision, connection.execute(about)):
            decided.setdefault((one.assignment, one.student_id), []).append(one)
        return _Rules(policies, extensions, decided)

    def entry(self, assignment: str, student: str) -> Entry:
        """What counts for one student.

        Raises:
            UsageError: nothing of this assignment, or no such student in it.
        """
        self.require(assignment)
        students = self.students(assignment)
        if student not in students:
            raise UsageError(f"{self.shown}: {assignment}: no student {student!r}{near(student, students)}")
        [found] = self.entries({student: students[student]})
        return found

    def newest_isolation(self, provenance: Provenance) -> dict[str, object] | None:
        """What was in force in the last run that graded something with this provenance."""
        query = (
            select(runs.c.isolation)
            .join(provenances)
            .where(provenances.c.digest == provenance.digest)
            .where(runs.c.id.in_(select(attempts.c.run_id)))
            .order_by(runs.c.id.desc())
        )
        with self._database.reading() as connection:
            found: dict[str, object] | None = connection.execute(query.limit(1)).scalar()
            return found

    # --- rows as what they mean ---

    def _as_run(self, connection: Connection, row: Row[Any]) -> Run:
        return Run(
            row.id,
            row.book,
            row.assignment,
            self._provenance(connection, row.provenance_id),
            row.whole,
            row.outcome,
            row.begun,
            row.ended,
            row.host,
            row.executor,
            row.folder,
            row.isolation,
            _as_terms(row.policy),
        )

    def _as_entry(
        self, connection: Connection, row: Row[Any], by_attempt: Mapping[int, list[Row[Any]]], rules: _Rules
    ) -> Entry:
        found = Found(row.student_id, None, row.file, tuple(row.entry_flags), row.note)
        provenance = self._provenance(connection, row.provenance_id)
        if row.attempt_id is None:
            worth = sum(one.points for one in self._templates(connection, row.provenance_id))
            open_score = Result(provenance.assignment, "needs_attention", worth, message=NOT_REACHED)
            result = rules.applied(open_score.of(found), row, None)
            return Entry(row.run_id, result, result.score, provenance, "", "", None)
        result = self._as_result(connection, row, by_attempt.get(row.attempt_id, ()))
        result = rules.applied(result.of(found), row, row.score)
        return Entry(row.run_id, result, result.score, provenance, row.graded, row.host, row.attempt_id)

    def _as_result(self, connection: Connection, row: Row[Any], given: Sequence[Row[Any]]) -> Result:
        templates = self._templates(connection, row.provenance_id)
        results = tuple(
            CheckResult(
                known.part,
                known.check,
                known.visibility,
                known.sentence,
                known.points,
                one.verdict,
                one.score,
                one.seconds,
                one.message,
                one.diagnosis,
                (one.picture or b"") if "picture" in one._fields else b"",
            )
            for one in given
            for known in (templates[one.position],)
        )
        return Result(
            self._provenance(connection, row.provenance_id).assignment,
            row.status,
            row.max_score,
            results,
            row.sha256,
            row.seconds,
            tuple(row.flags),
            row.message,
            tuple(row.problems),
            row.output if "output" in row._fields else b"",
        )

    def _provenance(self, connection: Connection, number: int) -> Provenance:
        if number not in self._provenances:
            content = connection.execute(select(provenances.c.content).where(provenances.c.id == number)).scalar_one()
            self._provenances[number] = msgspec.convert(content, Provenance)
        return self._provenances[number]

    def _templates(self, connection: Connection, number: int) -> list[CheckResult]:
        """The checks of a provenance, by position, as results that nobody has got yet."""
        if number not in self._checks:
            query = select(checks).where(checks.c.provenance_id == number).order_by(checks.c.position)
            self._checks[number] = [
                CheckResult(row.part, row.name, row.visibility, row.sentence, row.points, "", 0.0, 0.0)
                for row in connection.execute(query)
            ]
        return self._checks[number]


def _rank(entry: Entry) -> tuple[bool, float, int]:
    """The better the score, the later the run; an open score is behind all others."""
    return entry.score is not None, entry.score or 0.0, entry.run_id


@dataclass(frozen=True, slots=True)
class _Rules:
    """What is needed to say what counts for some students."""

    policies: Mapping[int, Policy | None]
    extensions: Mapping[str, float]
    decided: Mapping[tuple[str, str], list[Decision]]

    def needs_parts(self, student: str) -> bool:
        """Whether somebody has set the points of a part."""
        return any(one.part for (_, other), many in self.decided.items() if other == student for one in many)

    def applied(self, result: Result, row: Row[Any], score: float | None) -> Result:
        """The result with what counts, and why."""
        policy = self.policies[row.run_id]
        own = self.decided.get((result.assignment, result.student_id), [])
        if policy is None and not own:
            nothing = Ruling(score=score, raw_score=score, handed_in=row.handed_in, handed_in_from=row.handed_in_from)
            return replace(result, ruling=nothing)
        parts: dict[str, tuple[float, float]] = {}
        for one in result.checks:
            earned, points = parts.get(one.part, (0.0, 0.0))
            parts[one.part] = earned + one.score, points + one.points
        raw = Raw(
            status=result.status,
            score=score,
            max_score=result.max_score,
            parts=parts,
            handed_in=row.handed_in,
            handed_in_from=row.handed_in_from,
        )
        ruling, status = rule(raw, policy, self.extensions.get(result.student_id, 0.0), own)
        return replace(result, ruling=ruling, status=status, message=joined(*ruling.remarks, result.message))


def _as_terms(content: Any) -> Terms:
    return Terms() if content is None else msgspec.convert(content, Terms)


def _as_decision(row: Row[Any]) -> Decision:
    return Decision(
        kind=row.kind,
        assignment=row.assignment,
        student_id=row.student_id,
        part=row.part,
        value=row.value,
        words=row.words,
        who=row.who,
        made=row.made,
        undone=row.undone,
        undone_by=row.undone_by,
        id=row.id,
    )


_ENTRIES: Final[Select[Any]] = (
    select(
        entries.c.run_id,
        entries.c.student_id,
        entries.c.attempt_id,
        entries.c.file,
        entries.c.flags.label("entry_flags"),
        entries.c.note,
        entries.c.handed_in,
        entries.c.handed_in_from,
        func.coalesce(attempts.c.provenance_id, runs.c.provenance_id).label("provenance_id"),
        attempts.c.status,
        attempts.c.score,
        attempts.c.max_score,
        attempts.c.sha256,
        attempts.c.seconds,
        attempts.c.flags,
        attempts.c.message,
        attempts.c.problems,
        attempts.c.graded,
        attempts.c.host,
    )
    .join(runs, runs.c.id == entries.c.run_id)
    .outerjoin(attempts, attempts.c.id == entries.c.attempt_id)
)
_WITH_PICTURES: Final[Select[Any]] = select(verdicts).order_by(verdicts.c.attempt_id, verdicts.c.position)
_VERDICTS: Final[Select[Any]] = _WITH_PICTURES.with_only_columns(*(one for one in verdicts.c if one.name != "picture"))


def _provenance_id(connection: Connection, provenance: Provenance, course_checks: Sequence[Check]) -> int:
    """The id of a provenance, which is written where it is new."""
    query = select(provenances.c.id).where(provenances.c.digest == provenance.digest)
    known = connection.execute(query).scalar()
    if known is not None:
        return int(known)
    values = {
        "digest": provenance.digest,
        "assignment": provenance.assignment,
        "content": msgspec.to_builtins(provenance),
    }
    number = int(connection.execute(insert(provenances).returning(provenances.c.id), values).scalar_one())
    rows = [
        {
            "provenance_id": number,
            "position": position,
            "part": check.part,
            "name": check.name,
            "visibility": check.visibility,
            "sentence": check.sentence,
            "points": check.points,
        }
        for position, check in enumerate(course_checks)
    ]
    connection.execute(insert(checks), rows)
    return number


def _changed_parts(
    mine: Provenance, own: Sequence[CheckResult], other: Provenance, theirs: Sequence[CheckResult]
) -> frozenset[str]:
    """The parts whose checks are not the same, in number, order or definition."""

    def of(provenance: Provenance, known: Sequence[CheckResult]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for one in known:
            found.setdefault(one.part, []).append(provenance.checks[one.check])
        return found

    before, now = of(other, theirs), of(mine, own)
    return frozenset(part for part in {*before, *now} if before.get(part) != now.get(part))


def _enter(connection: Connection, run: Run, counted: Sequence[tuple[Found, int | None]]) -> None:
    known = set(
        connection.execute(
            select(entries.c.student_id)
            .where(entries.c.run_id == run.id)
            .where(entries.c.student_id.in_([found.student_id for found, _ in counted]))
        ).scalars()
    )
    rows = [
        {
            "run_id": run.id,
            "student_id": found.student_id,
            "attempt_id": attempt,
            "file": found.file,
            "flags": list(found.flags),
            "note": found.note,
            "handed_in": found.handed_in,
            "handed_in_from": found.handed_in_from,
        }
        for found, attempt in counted
        if found.student_id not in known
    ]
    if rows:
        connection.execute(insert(entries), rows)


def _batches(many: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of so many, in their order."""
    rest = iter(many)
    while some := list(islice(rest, size)):
        yield some


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
