"""`grade report`: a class on one page, for its teachers: scores, checks that stand out, who needs attention."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from grader import __version__
from grader.check import HIDDEN
from grader.errors import UsageError, printable
from grader.gradebook.store import Gradebook
from grader.pages.frame import stream
from grader.pages.gather import HANDED_IN, RAN, AssignmentTally, Mark, Standing, flag_words, standings, tally
from grader.pages.names import page_name
from grader.pages.statistics import FEWEST, LOW_DISCRIMINATION, LOW_RATE, CheckTally, Spread, histogram
from grader.tables import number
from grader.whole import replacing

FEEDBACK: Final = "feedback"
"""The folder of the students' pages, in the output folder: ``feedback/<assignment>/<page_name>.html``."""
_FEW_STUDENTS: Final = 30  # below, a correlation is read with care
_SHOWN_AT_ONCE: Final = 12  # of a list; a longer one is opened by whoever wants it
_STATUS_WORDS: Final = {
    "graded": ("●", "graded", ""),
    "late": ("◐", "late", "warn"),
    "missing": ("○", "missing", "soft"),
    "unreadable": ("✕", "unreadable", "bad"),
    "needs_attention": ("▲", "needs attention", "bad"),
}


def report(
    names: Sequence[str], output: Path, database: str | None, to: Path | None = None, *, as_json: bool = False
) -> int:
    """Write the page of these assignments, of all that are graded where none is named; the exit code.

    Raises:
        UsageError: there is no such assignment or gradebook, or the page cannot be written.
    """
    with Gradebook.at(output, database) as gradebook:
        for name in names:
            gradebook.require(name)
        wanted = list(dict.fromkeys(names)) or gradebook.assignments()
        if not wanted:
            raise UsageError(f"{gradebook.shown}: nothing has been graded into it")
        tallies = [tally(gradebook, name) for name in wanted]
        students = standings(tallies, gradebook.members())
    if as_json:
        print(json.dumps(_as_json(tallies, students), indent=2))
        return 0
    path = to or output / "report.html"
    with replacing(path) as [file]:
        for piece in stream("report", script="report", **_values(tallies, students, _Links(output, path))):
            file.write(piece)
    print(printable(os.fspath(path)))
    return 0


class _Links:
    """Where a student's own page is, as seen from the report; only pages that are there."""

    def __init__(self, output: Path, page: Path) -> None:
        self._folder = output / FEEDBACK
        self._from = page.resolve().parent
        self._there: dict[str, tuple[str, frozenset[str]]] = {}

    def to(self, student: str, assignment: str) -> str:
        """The URL, or nothing."""
        if assignment not in self._there:
            folder = self._folder / assignment
            files = frozenset(os.listdir(folder)) if folder.is_dir() else frozenset()
            self._there[assignment] = self._url(folder.resolve()), files
        base, files = self._there[assignment]
        name = f"{page_name(student)}.html"
        return f"{base}/{quote(name)}" if name in files else ""

    def _url(self, folder: Path) -> str:
        try:
            steps = Path(os.path.relpath(folder, self._from)).parts
        except ValueError:  # on another drive
            return folder.as_uri()
        return "/".join(quote(os.fsencode(step), safe="") for step in steps)


# --- what the template shows ------------------------------------------------------------------------------


def _values(tallies: Sequence[AssignmentTally], students: Sequence[Standing], links: _Links) -> dict[str, Any]:
    single = len(tallies) == 1
    percents = _percents(tallies, students)
    places = [(one, part) for one in tallies for part in one.parts]
    numbers = {(one.name, part): place for place, (one, part) in enumerate(places)}
    worth = sum(one.max_score for one in tallies)
    return {
        "single": single,
        "title": tallies[0].name if single else f"{len(tallies)} assignments",
        "version": __version__,
        "duration": duration,
        "newest": _when(max(one.newest for one in tallies)),
        "students": len(students),
        "handed_in": sum(one.handed_in for one in students),
        "spread": Spread.of(percents),
        "all_points": sum(one >= 100 - 1e-9 for one in percents),
        "doubtful": sum(len(one.doubtful) for one in tallies),
        "picture": _picture("total", "all assignments", percents),
        "assignments": [_assignment(one, numbers) for one in tallies],
        "attention": _attention(tallies, links),
        "late": _group(tallies, links, "Late", "after the deadline", lambda mark: mark.status == "late", _message),
        "shown_at_once": _SHOWN_AT_ONCE,
        "worth": points(worth),
        "columns": [(part, points(worth)) for part, worth in tallies[0].parts.items()] if single else [],
        "filters": {
            "statuses": [
                (status, _STATUS_WORDS[status][1])
                for status in _STATUS_WORDS
                if any(one.statuses[status] for one in tallies)
            ],
            "flagged": any(mark.flags for one in tallies for mark in one.marks.values()),
            "parts": [(one.name, [(numbers[one.name, part], part) for part in one.parts]) for one in tallies],
            "kinds": sorted({kind for one in tallies for kind in one.kinds}),
        },
        "rows": (_row(one, tallies, numbers, links) for one in students),
        "few_students": _FEW_STUDENTS,
        "fewest": FEWEST,
        "low_discrimination": LOW_DISCRIMINATION,
        "low_rate": f"{100 * LOW_RATE:g} %",
    }


def _percents(tallies: Sequence[AssignmentTally], students: Sequence[Standing]) -> list[float]:
    """Of one assignment those of the work that could be run, of several those of whoever handed in anything."""
    if len(tallies) == 1:
        return tallies[0].percents
    return [one.percent for one in students if one.handed_in and one.percent is not None]


def _assignment(one: AssignmentTally, numbers: Mapping[tuple[str, str], int]) -> dict[str, Any]:
    from grader.diagnose import HINTS

    ran = max((check.association.count for check in one.checks.values()), default=0)
    checks = [_check(check) for check in one.checks.values()]
    return {
        "name": one.name,
        "anchor": quote(f"assignment-{one.name}", safe=""),
        "students": len(one.marks),
        "handed_in": sum(one.statuses[status] for status in HANDED_IN),
        "statuses": [(*_STATUS_WORDS[status], status, count) for status, count in one.statuses.items()],
        "max_score": points(one.max_score),
        "spread": Spread.of(one.percents),
        "all_points": sum(percent >= 100 - 1e-9 for percent in one.percents),
        "picture": _picture(f"picture-{quote(one.name, safe='')}", one.name, one.percents),
        "seconds": Spread.of(one.seconds),
        "machine_time": duration(one.machine_seconds),
        "ran": ran,
        "checks": len(checks),
        "parts": [
            (part, points(worth), numbers[one.name, part], [check for check in checks if check["part"] == part])
            for part, worth in one.parts.items()
        ],
        "doubtful": [check for check in checks if check["doubts"]],
        "kinds": [
            {
                "kind": kind,
                "word": kind.replace("_", " "),
                "words": HINTS.get(kind, ""),
                "students": known.students,
                "share": _share(known.students, ran),
                "checks": [f"{check} ({count})" for check, count in known.checks.most_common(3)],
                "more": max(0, len(known.checks) - 3),
            }
            for kind, known in one.commonest
        ],
    }


def _check(one: CheckTally) -> dict[str, Any]:
    discrimination = one.association.correlation
    return {
        "part": one.part,
        "name": one.check,
        "sentence": one.sentence,
        "hidden": one.visibility == HIDDEN,
        "points": points(one.points),
        "count": one.association.count,
        "rate": _share(one.association.passed, one.association.count),
        "discrimination": "–" if discrimination is None else f"{discrimination:+.2f}".replace("-", "−"),
        "verdicts": [f"{verdict} {count}" for verdict, count in one.verdicts.most_common() if verdict != "passed"],
        "doubts": one.doubts,
    }


def _attention(tallies: Sequence[AssignmentTally], links: _Links) -> list[dict[str, Any]]:
    """Groups of students by what a person has to do about them, the most urgent first."""
    groups = [
        _group(tallies, links, title, words, wanted, told)
        for title, words, wanted, told in (
            (
                "Not graded to the end",
                "a fault of the grader’s or of its machine, no score yet; grade them again",
                lambda mark: mark.status == "needs_attention",
                _message,
            ),
            (
                "Flagged",
                "code that homework has no use for; a flag is no deduction, look at the work",
                lambda mark: mark.suspicious,
                lambda mark: "; ".join(flag_words(flag) for flag in mark.flags),
            ),
            (
                "Unreadable",
                "what was handed in does not load, no points",
                lambda mark: mark.status == "unreadable",
                _message,
            ),
            ("Missing", "nothing was handed in", lambda mark: mark.status == "missing", lambda mark: ""),
        )
    ]
    return [group for group in groups if group["entries"]]


def _group(
    tallies: Sequence[AssignmentTally],
    links: _Links,
    title: str,
    words: str,
    wanted: Callable[[Mark], bool],
    told: Callable[[Mark], str],
) -> dict[str, Any]:
    entries = [
        {"student": student, "assignment": one.name, "words": told(mark), "link": links.to(student, one.name)}
        for one in tallies
        for student, mark in one.marks.items()
        if wanted(mark) and not mark.excused
    ]
    return {"title": title, "words": words, "entries": entries, "told": any(entry["words"] for entry in entries)}


def _message(mark: Mark) -> str:
    return mark.message


def _row(
    one: Standing,
    tallies: Sequence[AssignmentTally],
    numbers: Mapping[tuple[str, str], int],
    links: _Links,
) -> dict[str, Any]:
    marks = [(own, mark) for own, mark in zip(tallies, one.marks, strict=True) if mark is not None]
    tokens = {mark.status for _, mark in marks} | ({"flagged"} if any(mark.flags for _, mark in marks) else set())
    lost = [numbers[own.name, part] for own, mark in marks for part in _lost(own, mark)]
    kinds = dict.fromkeys(kind for _, mark in marks for kind in mark.kinds)
    flags = dict.fromkeys(flag for _, mark in marks for flag in mark.flags)
    single = marks[0] if len(tallies) == 1 else None
    cells = [] if single is None else _part_cells(*single)
    if single is None:
        for own, mark in zip(tallies, one.marks, strict=True):
            cells.append(_cell(mark, links.to(one.student_id, own.name) if mark is not None else ""))
    ran = [mark.seconds for _, mark in marks if mark.seconds]
    is_open = single is not None and single[1].score is None
    return {
        "student": one.student_id,
        "name": one.name,
        "link": links.to(one.student_id, single[0].name) if single is not None else "",
        "status": _STATUS_WORDS[single[1].status] if single is not None else None,
        "decided": single[1].decided if single is not None else "",
        "statuses": " ".join(sorted(tokens)),
        "lost": " ".join(map(str, lost)),
        "kinds": " ".join(kinds),
        "cells": cells,
        "total": "" if is_open else points(one.total),
        "percent": "" if one.percent is None else f"{one.percent:.1f}",
        "seconds": f"{sum(ran):.1f}" if ran else "",
        "words": ", ".join(kind.replace("_", " ") for kind in kinds),
        "flags": " ".join(flags),
    }


def _lost(own: AssignmentTally, mark: Mark) -> Iterator[str]:
    parts = list(own.parts)
    return (parts[place] for place in mark.lost)


def _part_cells(own: AssignmentTally, mark: Mark) -> list[dict[str, str]]:
    """A cell a part; empty where nothing could be run, or the part was not there yet when it was graded."""
    given = [*map(points, mark.parts), *[""] * len(own.parts)]
    lost = set(mark.lost)
    return [{"text": text, "tone": "lost" if place in lost else "", "link": ""} for place, text in
            enumerate(given[: len(own.parts)])]  # fmt: skip


def _cell(mark: Mark | None, link: str) -> dict[str, str]:
    """A student's cell in the column of an assignment."""
    if mark is None:
        return {"text": "", "tone": "", "link": ""}
    _, word, tone = _STATUS_WORDS[mark.status]
    words = [] if mark.status not in RAN or mark.score is None else [points(mark.score)]
    text = " ".join([*words, *([word] if mark.status != "graded" else []), *([mark.decided] if mark.decided else [])])
    return {"text": text, "tone": tone, "link": link}


# --- pictures ---------------------------------------------------------------------------------------------

_WIDTH: Final = 374
_HEIGHT: Final = 168
_TOP: Final = 22
_BOTTOM: Final = 28
_STEP: Final = 34


@dataclass(frozen=True, slots=True)
class _Bar:
    x: int
    y: float
    width: int
    height: float
    middle: float
    count: int
    label: str
    words: str


def _picture(anchor: str, name: str, percents: Sequence[float]) -> dict[str, Any] | None:
    """A histogram of scores in percent, and the same in words; None where there are no scores."""
    if not percents:
        return None
    bins = histogram(percents)
    most = max(one.count for one in bins)
    room = _HEIGHT - _TOP - _BOTTOM
    bars = []
    for place, one in enumerate(bins):
        height = round(max(room * one.count / most, 2.0 if one.count else 0.0), 1)
        x = place * _STEP + 2
        label = f"{one.low}" if one.low % 20 == 0 else ""
        bars.append(
            _Bar(x, _HEIGHT - _BOTTOM - height, _STEP - 4, height, x + (_STEP - 4) / 2, one.count, label, one.words)
        )
    told = "; ".join(f"{one.words}: {one.count}" for one in bins if one.count)
    return {
        "anchor": anchor,
        "title": f"How the scores of {name} are spread",
        "words": f"Students by percent of the points. {told}.",
        "width": _WIDTH,
        "height": _HEIGHT,
        "base": _HEIGHT - _BOTTOM,
        "bars": bars,
    }


def _share(count: int, of: int) -> dict[str, Any]:
    percent = 100 * count / of if of else 0.0
    shown = "100" if count == of else f"{min(percent, 99.0):.0f}" if percent >= 1 or not count else "<1"
    return {"count": count, "of": of, "percent": round(percent, 1), "words": f"{shown} %"}


def points(value: float) -> str:
    """A score for people: two digits say enough, the CSV files have four."""
    return number(round(value, 2))


def duration(seconds: float) -> str:
    """A time in words of a fitting size."""
    if seconds < 99.5:
        return f"{seconds:.1f} s" if seconds < 9.95 else f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 100 else f"{minutes / 60:.1f} h"


def _when(stamp: str) -> str:
    return stamp[:16].replace("T", " ")


# --- for programs -----------------------------------------------------------------------------------------


def _as_json(tallies: Sequence[AssignmentTally], students: Sequence[Standing]) -> dict[str, Any]:
    percents = _percents(tallies, students)
    return {
        "students": len(students),
        "handed_in": sum(one.handed_in for one in students),
        "percent": _spread(percents),
        "histogram": _histogram(percents),
        "assignments": {one.name: _assignment_json(one) for one in tallies},
    }


def _assignment_json(one: AssignmentTally) -> dict[str, Any]:
    return {
        "students": len(one.marks),
        "statuses": dict(one.statuses),
        "max_score": one.max_score,
        "percent": _spread(one.percents),
        "histogram": _histogram(one.percents),
        "seconds": _spread(one.seconds),
        "machine_seconds": round(one.machine_seconds, 3),
        "parts": one.parts,
        "checks": [
            {
                "part": check.part,
                "check": check.check,
                "visibility": check.visibility,
                "points": check.points,
                "students": check.association.count,
                "passed": check.association.passed,
                "pass_rate": _rounded(check.association.rate),
                "discrimination": _rounded(check.association.correlation),
                "verdicts": dict(check.verdicts.most_common()),
                "stands_out": check.doubts,
            }
            for check in one.checks.values()
        ],
        "diagnoses": [
            {"kind": kind, "students": known.students, "checks": dict(known.checks.most_common())}
            for kind, known in one.commonest
        ],
        "needs_attention": [
            {"student_id": student, "status": mark.status, "flags": list(mark.flags), "message": mark.message}
            for student, mark in one.marks.items()
            if mark.status in ("needs_attention", "unreadable", "missing") or mark.suspicious
        ],
        "late": [student for student, mark in one.marks.items() if mark.status == "late"],
    }


def _spread(values: Sequence[float]) -> dict[str, float] | None:
    found = Spread.of(values)
    return None if found is None else {key: round(value, 4) for key, value in asdict(found).items()}


def _histogram(percents: Sequence[float]) -> list[dict[str, int]]:
    return [{"from": one.low, "students": one.count} for one in histogram(percents)]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
