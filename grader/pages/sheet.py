"""What stands on a student's page: score by part, each check in words and pictures, the work and its verdicts."""

from __future__ import annotations

import base64
import builtins
import re
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from markupsafe import Markup, escape

from grader.check import HIDDEN
from grader.diagnose import HINTS
from grader.pages.frame import harmless, render
from grader.parts import NOT_WRITTEN, OK, PartResult, by_part
from grader.results import CheckResult, Result
from grader.tables import number

_MAX_PAGE: Final = 390_000  # bytes of all that is of no fixed size
_MAX_PICTURES: Final = 140_000  # of these, of all pictures, as they stand in the page
_MAX_MESSAGES: Final = 60_000  # and of all messages
_MAX_MESSAGE: Final = 2_000  # characters
_MAX_CELLS: Final = 250
_EXCEPTION: Final = re.compile(r"(?:^|`: )([A-Z]\w{0,60})(?=[: (]|$)")
_TICKED: Final = re.compile("`([^`]{1,200})`")
_WORDS: Final = {
    "passed": ("passed", "good", "✓"),
    "partial": ("partly", "warn", "◐"),
    "failed": ("not right", "bad", "✗"),
    "error": ("exception", "bad", "✗"),
    "timeout": ("too slow", "bad", "✗"),
    "memory": ("too much memory", "bad", "✗"),
    "crashed": ("crashed", "bad", "✗"),
    "forbidden": ("not allowed", "bad", "✗"),
    "missing": ("not there", "warn", "–"),
}
_HIDDEN_WORDS: Final = {
    "timeout": "it takes too long with other inputs",
    "memory": "it needs too much memory with other inputs",
    "crashed": "the process died",
    "forbidden": "it does something that is not allowed",
    "partial": "right in part",
}
_STATUSES: Final = {
    "graded": "graded",
    "late": "graded, handed in late",
    "missing": "nothing was handed in",
    "unreadable": "it cannot be read",
    "needs_attention": "not graded yet",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """A verdict in a word, a sign and a colour."""

    word: str
    look: str
    sign: str


@dataclass(frozen=True, slots=True)
class ShownCheck:
    """One check of a part."""

    verdict: Verdict
    sentence: Markup
    score: str
    points: str
    hidden: bool
    message: Markup
    picture: str = ""
    caption: str = ""

    @property
    def passed(self) -> bool:
        return self.verdict.look == "good"


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A part with its checks."""

    name: str
    anchor: str
    score: str
    points: str
    percent: float
    verdict: Verdict
    checks: list[ShownCheck]
    opened: bool
    """Whether there is more to read than that it is right, or not there."""
    first: Markup
    """What the first lost check says."""
    where: str = ""
    """The anchor of the cell that defines it."""


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell of the student's work."""

    label: str
    anchor: str
    code: Markup | None
    numbers: str
    text: Markup
    outputs: tuple[Markup, ...]
    parts: list[ShownPart]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Everything on a student's page."""

    student: str
    title: str
    eyebrow: str
    figures: list[tuple[str, str, str]]
    remarks: list[str]
    parts: list[ShownPart]
    work: str
    cells: list[ShownCell]
    no_source: str
    footer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a page is made of; plain data that can be sent to another process."""

    result: Result
    title: str
    eyebrow: str
    footer: str
    score: float | None = None
    source: bytes | None = None
    suffix: str = ""
    no_source: str = ""
    work: str = "Your work"
    pictures: bool = True
    remarks: tuple[str, ...] = ()


def page(content: Content) -> bytes:
    """The page of a student."""
    return render("feedback", sheet=sheet(content))


def sheet(content: Content) -> Sheet:
    """What stands on the page of a student."""
    result = content.result
    room = _Room(content.pictures)
    parts = [] if result.status in ("missing", "needs_attention") else _parts(result, room)
    cells, no_source = _cells(content, {part.name: part for part in parts}, room.left)
    where = {part.name: cell.anchor for cell in cells for part in cell.parts}
    parts = [replace(part, where=where.get(part.name, "")) for part in parts]
    remarks = [*content.remarks, *(f"While loading: {room.message(problem)}" for problem in result.problems[:5])]
    if result.status == "unreadable":
        remarks.insert(0, room.message(result.message))
    return Sheet(
        student=result.student_id,
        title=content.title,
        eyebrow=content.eyebrow,
        figures=_figures(content),
        remarks=remarks,
        parts=parts,
        work=content.work,
        cells=cells,
        no_source=no_source,
        footer=content.footer,
    )


def _figures(content: Content) -> list[tuple[str, str, str]]:
    result = content.result
    figures = []
    if content.score is not None:
        figures.append(("score", number(content.score), f"of {number(result.max_score)}"))
        if result.max_score:
            figures.append(("percent", number(round(100 * content.score / result.max_score, 1)), "%"))
    else:
        figures.append(("score", "open", ""))
    passed = sum(one.verdict == "passed" for one in result.checks)
    figures.append(("checks passed", str(passed), f"of {len(result.checks)}"))
    figures.append(("status", _STATUSES.get(result.status, result.status), ""))
    return figures


# --- parts and checks -------------------------------------------------------------------------------------


class _Room:
    """How much may still be said and drawn: a page stays small whatever the messages are."""

    def __init__(self, pictures: bool) -> None:
        self.pictures = _MAX_PICTURES if pictures else 0
        self.messages = _MAX_MESSAGES

    @property
    def left(self) -> int:
        """What is left for the work."""
        return _MAX_PAGE - (_MAX_PICTURES - self.pictures) - (_MAX_MESSAGES - self.messages)

    def message(self, text: str) -> str:
        """The beginning of a message."""
        most = min(_MAX_MESSAGE, self.messages)
        short = text if len(text) <= most else text[: max(most - 1, 0)] + "…"
        self.messages -= min(len(short.encode("utf-8", "replace")), self.messages)
        return short

    def picture(self, check: CheckResult) -> tuple[str, str]:
        """An image's address and its words, or nothing."""
        if not self.pictures or not check.picture:
            return "", ""
        from grader.pages.drawing import draw  # matplotlib takes half a second

        try:
            drawn = draw(check.picture)
        except Exception:  # a page without a picture is better than none
            drawn = None
        if drawn is None:
            return "", ""
        address = f"data:image/svg+xml;base64,{base64.b64encode(drawn[0]).decode()}"
        if len(address) > self.pictures:
            return "", ""
        self.pictures -= len(address)
        return address, drawn[1]


def shown_parts(result: Result, *, pictures: bool) -> list[ShownPart]:
    """The parts with their checks as a page tells them, for other places that do."""
    return _parts(result, _Room(pictures))


def _parts(result: Result, room: _Room) -> list[ShownPart]:
    return [_part(one, room) for one in by_part(dict.fromkeys(one.part for one in result.checks), result.checks)]


def _part(one: PartResult, room: _Room) -> ShownPart:
    checks = [_check(check, room) for check in one.checks]
    lost = [check for check in checks if not check.passed]
    verdict = Verdict("all passed", "good", "✓")
    if one.word == NOT_WRITTEN:
        verdict = Verdict(NOT_WRITTEN, "warn", "–")
    elif all(check.verdict == "missing" for check in one.checks):
        verdict = Verdict(*_WORDS["missing"])
    elif one.word != OK:
        few = one.score > 0
        verdict = Verdict(f"{len(lost)} of {len(checks)} lost", "warn" if few else "bad", "◐" if few else "✗")
    first = next((check.message for check in lost if check.message), lost[0].sentence if lost else Markup(""))
    return ShownPart(
        one.part,
        f"part-{_anchor(one.part)}",
        number(one.score),
        number(one.points),
        round(100 * one.score / one.points, 1) if one.points else 0.0,
        verdict,
        checks,
        verdict.sign not in "✓–",
        Markup("") if one.word == NOT_WRITTEN else first,
    )


def _check(one: CheckResult, room: _Room) -> ShownCheck:
    hidden = one.visibility == HIDDEN
    message = "" if one.verdict == "passed" else hint(one) if hidden else room.message(one.message)
    picture, caption = room.picture(one)
    return ShownCheck(
        Verdict(*_WORDS.get(one.verdict, (one.verdict, "bad", "✗"))),
        _marked(one.sentence),
        number(one.score),
        number(one.points),
        hidden,
        _marked(message),
        picture,
        caption,
    )


def hint(check: CheckResult) -> str:
    """What a student reads of a hidden check that was lost: the kind of mistake, no value and no input."""
    if check.diagnosis in HINTS:
        return f"What it looks like: {HINTS[check.diagnosis]}."
    if check.verdict == "error":
        name = _EXCEPTION.search(check.message)
        known = name is not None and isinstance(getattr(builtins, name[1], None), type)
        what = name[1] if known and name else "an exception"
        return f"It raises {what} with other inputs."
    if check.verdict == "missing" and NOT_WRITTEN in check.message:
        return NOT_WRITTEN
    words = _HIDDEN_WORDS.get(check.verdict, "")
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def _marked(text: str) -> Markup:
    """A text whose `calls` stand as code."""
    return Markup(_TICKED.sub(r"<code>\1</code>", str(escape(harmless(text)))))


def _anchor(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9_]", "-", name)


# --- the work ---------------------------------------------------------------------------------------------


def _cells(content: Content, parts: dict[str, ShownPart], room: int) -> tuple[list[ShownCell], str]:
    """The cells of the work, and why there are none."""
    if content.source is None:
        return [], content.no_source
    from grader.pages.source import cells_of  # nbconvert takes half a second
    from grader.submission import Unreadable

    try:
        cells = cells_of(content.source, content.suffix, content.result.assignment, list(parts), room)
    except Unreadable as error:
        return [], f"It cannot be shown: {error}"
    shown = [
        ShownCell(
            cell.label,
            f"work-{position}",
            cell.code,
            "\n".join(map(str, cell.lines)),
            cell.text,
            cell.outputs,
            [parts[name] for name in cell.parts],
        )
        for position, cell in enumerate(islice(cells, _MAX_CELLS), 1)
    ]
    return shown, f"Only the first {_MAX_CELLS} cells are shown." if len(cells) > _MAX_CELLS else ""
