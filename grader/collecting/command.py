"""`grade collect`: what was downloaded from a learning platform, as the folder that `grade batch` reads."""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Final

from rich.console import Console
from rich.text import Text

from grader.collecting import canvas, flat, github, gradescope, moodle, nbgrader
from grader.collecting.archives import OPAQUE, Download, is_archive
from grader.collecting.choose import choose
from grader.collecting.destination import Destination
from grader.collecting.entries import Bounds, Budget, Entry, Handed, Note, Refused, is_junk
from grader.collecting.legible import folder_name
from grader.collecting.recognise import NAMES, Kind, Layout, recognise
from grader.collecting.record import Collected, read_collected, write_collected
from grader.collecting.times import one_sitting
from grader.course import Course
from grader.errors import UsageError, near, printable
from grader.submission import SUFFIXES

DONE: Final = ("new", "replaced", "unchanged", "newer_there", "not_taken")
_LONGEST_ID: Final = 300
_LONGEST_CELL: Final = 2000
_SHOWN: Final = 20
_NAME: Final = re.compile(r"[A-Za-z0-9]\w*(?:-\w+)*")
_WEIGHTS: Final = ("refused", "look", "hint", "aside")  # what needs a person comes first


@dataclass(frozen=True, kw_only=True)
class Request:
    """What was typed."""

    source: Path
    assignment: str
    to: Path
    kind: str | None = None
    force: bool = False
    dry: bool = False
    as_json: bool = False


@dataclass
class Outcome:
    """What became of a download: a row a student, by what was done, and what was not taken as it is."""

    layout: Layout
    rows: list[Collected] = field(default_factory=list)
    done: dict[str, list[str]] = field(default_factory=lambda: {word: [] for word in DONE})
    notes: list[Note] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        return all(note.weight in ("hint", "aside") for note in self.notes)


def collect(request: Request) -> int:
    """Collect, and tell what became of it; the exit code.

    Raises:
        UsageError: it cannot be collected at all; nothing has been written then.
    """
    _known_assignment(request.assignment)
    outcome = collect_into(request)
    if request.as_json:
        print(json.dumps(_as_json(request, outcome), indent=2))
    else:
        _show(request, outcome)
    return 0 if outcome.clean else 1


def _known_assignment(name: str) -> None:
    """A slip in the name would make files that `grade batch` does not find."""
    if not _NAME.fullmatch(name):
        raise UsageError(f"{name!r}: no name of an assignment; one such as `tensor_ops` would be right")
    try:
        names = Course.find(Path.cwd()).names
    except UsageError:  # no course here: a download may be collected anywhere
        return
    if name not in names:
        raise UsageError(f"unknown assignment {name!r}{near(name, names)}")


def collect_into(request: Request, bounds: Bounds = Bounds()) -> Outcome:
    """Every student's work in a download, written into the folder.

    Raises:
        UsageError: it is no download, nobody's work is in it, or the folder cannot be written to.
    """
    if not _NAME.fullmatch(request.assignment):
        raise UsageError(f"{request.assignment!r}: no name of an assignment")
    source, to = _places(request)
    with Download(source, bounds) as download, contextlib.ExitStack() as stack:
        entries, notes = _entries(download, stack, request.source)
        wanted = Kind(request.kind) if request.kind else None
        layout = recognise(download, entries, request.assignment, wanted)
        outcome = Outcome(layout)
        handed = _hand_ins(download, layout, entries, request.assignment, notes)
        if not handed:
            raise UsageError(_nobody(request, layout, notes or download.notes))
        by_student: dict[str, list[Handed]] = {}
        for one in handed:
            if one.student_id:
                by_student.setdefault(one.student_id, []).append(one)
            else:
                notes.append(Note("look", one.entry.shown, "no student's id in its name"))
        with Destination(to, dry=request.dry) as destination:
            known = read_collected(to)
            for student in sorted(by_student):
                _collect_one(student, by_student[student], download, destination, known, request, outcome)
            if not request.dry and outcome.rows:
                write_collected(to, known.values())
        outcome.notes = sorted(
            [*download.notes, *notes, *outcome.notes], key=lambda note: (_WEIGHTS.index(note.weight), note.where)
        )
    return outcome


def _places(request: Request) -> tuple[Path, Path]:
    """Both, without links: neither may lie in the other."""
    try:
        source, to = request.source.resolve(strict=True), request.to.resolve()
    except FileNotFoundError:
        raise UsageError(f"{request.source}: no such file or folder; a download would be right") from None
    except (OSError, RuntimeError, ValueError) as error:
        raise UsageError(f"{request.source}: cannot be read: {error}") from None
    if source == to or source in to.parents or to in source.parents:
        raise UsageError(
            f"--to {request.to}: one of it and {request.source} lies in the other; a folder apart would be right"
        )
    return source, to


def _entries(download: Download, stack: contextlib.ExitStack, shown: Path) -> tuple[list[Entry], list[Note]]:
    """The files of a download; of one that is nothing but an archive, what is in that."""
    entries = download.entries
    while True:
        files = [entry for entry in entries if not is_junk(entry.parts)]
        if len(files) != 1 or not is_archive(files[0].parts[-1]):
            break
        try:
            entries = download.look_into(files[0], stack, download.budget)
        except Refused as refused:
            raise UsageError(f"{printable(f'{shown}: {files[0].shown}: {refused}')}") from None
    if not files:
        reasons = "; ".join(f"{note.where}: {note.why}" for note in download.notes[:3])
        raise UsageError(printable(f"{shown}: no files in it{': ' if reasons else ''}{reasons}"))
    junk = len(entries) - len(files)
    return files, [Note("aside", "", f"files that systems and editors leave behind: {junk}")] if junk else []


def _hand_ins(
    download: Download, layout: Layout, entries: Sequence[Entry], assignment: str, notes: list[Note]
) -> list[Handed]:
    kind, _, root = layout
    entries = [entry for entry in entries if len(entry.parts) > root]
    if kind is Kind.gradescope:
        if not any(entry.parts[root:] == (gradescope.METADATA,) for entry in entries):
            raise UsageError(f"no {gradescope.METADATA} in it; a Gradescope export has one at its top")
        return gradescope.hand_ins(entries, root, download.budget, notes)
    if kind is Kind.nbgrader:
        return nbgrader.hand_ins(entries, root, assignment, download.budget, notes)
    if kind is Kind.github:
        return github.hand_ins(entries, root, assignment, download.repositories, notes)
    if kind is Kind.flat:
        return flat.hand_ins(entries, root, assignment, notes)
    handed = canvas.hand_ins(entries, root, notes) if kind is Kind.canvas else moodle.hand_ins(entries, root, notes)
    firsts: dict[str, datetime | None] = {}
    for one in handed:
        firsts.setdefault(one.student_id, one.handed_in)
    if one_sitting(list(firsts.values())):
        words = "the times in it tell when it was made, not when anybody handed in: hand-in times are left empty"
        notes.append(Note("hint", "", words))
        return [replace(one, handed_in=None, handed_in_from="") for one in handed]
    return handed


def _nobody(request: Request, layout: Layout, notes: Sequence[Note]) -> str:
    said = "; ".join(f"{note.where}: {note.why}" if note.where else note.why for note in notes[:2])
    hint = "" if request.kind is None else f"; without --from {request.kind} it is looked at anew"
    return printable(f"{request.source}: as {NAMES[layout.kind]}, nobody's work is in it ({said}){hint}")


# --- one student ------------------------------------------------------------------------------------------


def _collect_one(
    student: str,
    files: Sequence[Handed],
    download: Download,
    destination: Destination,
    known: dict[tuple[str, str], Collected],
    request: Request,
    outcome: Outcome,
) -> None:
    """A student's work, read, compared with what is there, and written; what is wrong costs this student only."""
    try:
        row, content = _read(student, files, download, request.assignment, outcome.notes)
        before = known.get((student, request.assignment))
        word = _write(row, content, before, destination, request)
    except Refused as refused:
        outcome.notes.append(Note("refused", student, str(refused)))
        outcome.done["not_taken"].append(student)
        return
    outcome.done[word].append(student)
    if before and (word == "newer_there" or (word == "unchanged" and _as_early(before, row))):
        row = before
    if word == "newer_there":
        outcome.notes.append(Note("aside", student, "what is there was handed in later: it stays"))
    known[student, request.assignment] = row
    outcome.rows.append(row)


def _as_early(before: Collected, now: Collected) -> bool:
    """Whether the same bytes were there by then already; handing them in again makes nobody late."""
    if now.handed_in is None or before.handed_in is None:
        return now.handed_in is None and before.handed_in is not None
    return before.handed_in_from == now.handed_in_from and before.handed_in < now.handed_in


def _read(
    student: str, files: Sequence[Handed], download: Download, assignment: str, notes: list[Note]
) -> tuple[Collected, bytes]:
    if len(student) > _LONGEST_ID:
        raise Refused(f"an id of {len(student)} characters")
    budget = Budget(download.bounds.student, download.bounds.inner_entries, "one student", download.budget)
    with contextlib.ExitStack() as stack:
        unpacked = [one for file in files for one in _unpacked(file, download, stack, budget, notes)]
        choice = choose(unpacked, assignment)
        if choice is None:
            raise Refused(f"no .py or .ipynb; there is: {_listed(unpacked or files)}")
        chosen = choice.chosen
        try:
            bounds = download.bounds
            content = chosen.entry.read(bounds.work, budget, (bounds.small, bounds.ratio))
        except Refused as refused:
            raise Refused(f"{'/'.join(chosen.path)}: {refused}") from None
    remarks = [chosen.remark] if chosen.remark else []
    folder = folder_name(student)
    if folder != student:
        remarks.append(f"the folder is named {folder}")
        notes.append(Note("hint", student, f"no name of a folder: it is named {folder}"))
    if choice.others:
        remarks.append(f"{choice.why + ', ' if choice.why else ''}left aside: {_listed(choice.others)}")
    notes += [Note("aside", one.original, f"{student}'s: {chosen.path[-1]} counts") for one in choice.others]
    if choice.unsure:
        notes.append(Note("look", student, f"which file is the work? {chosen.original} was taken, {choice.why}"))
    suffix = PurePosixPath(chosen.path[-1]).suffix.lower()
    row = Collected(
        student_id=student,
        name=chosen.name[:_LONGEST_CELL],
        assignment=assignment,
        file=f"{folder}/{assignment}{suffix}",
        handed_in=chosen.handed_in,
        handed_in_from=chosen.handed_in_from if chosen.handed_in else "",
        late_mark=chosen.late_mark,
        sha256=hashlib.sha256(content).hexdigest(),
        original=chosen.original[:_LONGEST_CELL],
        attempt=choice.attempt,
        remarks="; ".join(remarks)[:_LONGEST_CELL],
    )
    return row, content


def _listed(files: Sequence[Handed]) -> str:
    names = [one.original for one in files]
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")


def _unpacked(
    one: Handed, download: Download, stack: contextlib.ExitStack, budget: Budget, notes: list[Note]
) -> Iterable[Handed]:
    """The file itself, or what is in it; an archive that cannot be read is reported, and nothing."""
    if one.path[-1].lower().endswith(OPAQUE) and not is_archive(one.path[-1]):
        notes.append(Note("look", one.original, "an archive that is not looked into; a .zip would be right"))
    if not is_archive(one.path[-1]):
        yield one
        return
    try:
        inner = download.look_into(one.entry, stack, budget)
    except Refused as refused:
        notes.append(Note("refused", one.original, str(refused)))
        return
    for entry in inner:
        if not is_junk(entry.parts):
            rest = entry.parts[len(one.entry.parts) :]
            within = replace(one, entry=entry, path=one.path + rest, original="/".join((one.original, *rest)))
            yield from _unpacked(within, download, stack, budget, notes)


def _write(row: Collected, content: bytes, before: Collected | None, destination: Destination, request: Request) -> str:
    """Put the file there unless somebody has changed what is there; what was done, as a word of `DONE`."""
    folder, name = row.file.split("/", 1)
    there = {suffix: destination.digest(folder, row.assignment + suffix) for suffix in SUFFIXES}
    present = {suffix: digest for suffix, digest in there.items() if digest is not None}
    own = PurePosixPath(name).suffix
    recorded = before.sha256 if before else ""
    foreign = [suffix for suffix, digest in present.items() if digest not in (recorded, row.sha256) or not digest]
    if foreign and not request.force:
        what = f"{folder}/{row.assignment}{foreign[0]}"
        why = "has been changed since it was collected" if before else "is there already, and was not collected"
        raise Refused(f"{what} {why}; --force writes over it")
    if list(present) == [own] and present[own] == row.sha256:
        return "unchanged"
    if (
        before
        and before.handed_in
        and row.handed_in
        and before.handed_in_from == row.handed_in_from
        and row.handed_in < before.handed_in
        and present
        and not request.force
    ):
        return "newer_there"
    if present.get(own) != row.sha256:
        destination.write(folder, name, content, row.handed_in)
    for suffix in present:
        if suffix != own:
            destination.remove(folder, row.assignment + suffix)
    return "replaced" if present else "new"


# --- telling ----------------------------------------------------------------------------------------------


def _next_command(request: Request) -> str:
    return f"grade batch {shlex.quote(str(request.to))} -a {request.assignment}"


def _show(request: Request, outcome: Outcome) -> None:
    console = Console(highlight=False)
    layout = outcome.layout
    _line(console, Text.assemble(f"{request.source}: ", (NAMES[layout.kind], "bold"), f" ({layout.why})"))
    words = {
        "new": "new",
        "replaced": "handed in again",
        "unchanged": "unchanged",
        "newer_there": "newer there",
        "not_taken": "not taken",
    }
    told = ", ".join(f"{len(outcome.done[word])} {words[word]}" for word in DONE if outcome.done[word])
    count = sum(map(len, outcome.done.values()))
    verb = " (nothing is written)" if request.dry else ""
    _line(console, Text(f"{count} student{'s' * (count != 1)} → {request.to}: {told}{verb}"))
    again = outcome.done["replaced"]
    if again:
        _line(console, Text(f"handed in again: {', '.join(again[:10])}{' …' if len(again) > 10 else ''}"))
    styles = {"refused": "red", "look": "yellow", "hint": "cyan", "aside": "dim"}
    titles = {"refused": "refused", "look": "have a look", "hint": "to know", "aside": "left aside"}
    for note in outcome.notes[:_SHOWN]:
        where = f"{note.where}: " if note.where else ""
        _line(console, Text.assemble((f"{titles[note.weight]}: ", styles[note.weight]), printable(where + note.why)))
    if len(outcome.notes) > _SHOWN:
        _line(console, Text(f"… and {len(outcome.notes) - _SHOWN} more: --json tells all"))
    if outcome.rows and not request.dry:
        _line(console, Text.assemble("next: ", (_next_command(request), "bold")))


def _line(console: Console, text: Text) -> None:
    text.plain = printable(text.plain)
    console.print(text, soft_wrap=True)


def _as_json(request: Request, outcome: Outcome) -> dict[str, object]:
    return {
        "source": printable(str(request.source)),
        "to": printable(str(request.to)),
        "assignment": request.assignment,
        "recognised": {"kind": outcome.layout.kind.value, "why": outcome.layout.why},
        "dry_run": request.dry,
        "students": {word: outcome.done[word] for word in DONE},
        "collected": [
            {
                "student_id": row.student_id,
                "name": row.name,
                "file": row.file,
                "handed_in": row.handed_in.isoformat() if row.handed_in else None,
                "handed_in_from": row.handed_in_from or None,
                "late_mark": row.late_mark,
                "sha256": row.sha256,
                "original": row.original,
                "attempt": row.attempt,
                "remarks": row.remarks,
            }
            for row in outcome.rows
        ],
        "notes": [note._asdict() for note in outcome.notes],
        "next": _next_command(request),
    }
