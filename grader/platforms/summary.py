"""A job on GitHub: what `grade locally --json` said, as a table in the job's summary and remarks at lines of the work.

What the runner reads on a job's log it takes for commands (``::error …::``, ``::set-env …::``), and a message of a
check tells what a student's code said. So one kind of line is printed, a command of our own that begins it, and all
that stands in it is escaped as GitHub's toolkit does: nothing in it ends the line or the command. In the summary each
character that Markdown or HTML would take for more than itself is written as its number.
"""

from __future__ import annotations

import argparse
import os
import re
import string
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from grader.check import VISIBLE
from grader.errors import printable
from grader.parts import NOT_WRITTEN, OK, PartResult, by_part
from grader.results import CheckResult
from grader.submission import Unreadable, read_bytes
from grader.tables import number

_MOST_REMARKS: Final = 10  # GitHub shows so many of a step
_LONGEST: Final = 1_000  # characters of a message
_LONGEST_SUMMARY: Final = 200_000  # bytes; GitHub takes a megabyte
_MAX_SOURCE: Final = 16 << 20
_SPECIAL: Final = frozenset(string.punctuation) - frozenset(".,;?'\"%/=")
_SIGNS: Final = {OK: "✅", NOT_WRITTEN: "⬜"}


class _Check(msgspec.Struct, frozen=True):
    part: str
    check: str
    sentence: str
    verdict: str
    score: float
    points: float
    message: str = ""

    def result(self) -> CheckResult:
        return CheckResult(
            self.part, self.check, VISIBLE, self.sentence, self.points, self.verdict, self.score, 0.0, self.message
        )


class Graded(msgspec.Struct, frozen=True):
    """What `grade locally --json` prints, as far as it is needed here."""

    assignment: str
    file: str
    status: str
    checks: list[_Check]
    message: str = ""
    problems: list[str] = []

    def parts(self) -> list[PartResult]:
        """The parts in their order."""
        return by_part(dict.fromkeys(one.part for one in self.checks), [one.result() for one in self.checks])


def main(words: list[str] | None = None) -> int:
    """Write the summary, print the annotations; the exit code is that of `grade locally`."""
    parser = argparse.ArgumentParser("grader.platforms.summary", description="The summary of a job on GitHub.")
    parser.add_argument("result", type=Path, help="what `grade locally --json` printed")
    parser.add_argument("--errors", type=Path, help="what it wrote to stderr")
    parser.add_argument("--status", type=int, default=0, help="its exit code")
    asked = parser.parse_args(words)
    try:
        graded = msgspec.json.decode(asked.result.read_bytes(), type=Graded)
    except (OSError, msgspec.MsgspecError):
        reason = _reason(asked.errors)
        _write(f"## The checks could not run\n\n{escaped(reason)}\n")
        print(command("error", reason))
        return asked.status or 2
    _write(summary(graded))
    for line in remarks(graded):
        print(line)
    return int(asked.status)


def _reason(errors: Path | None) -> str:
    """The last thing that `grade` said."""
    try:
        text = errors.read_bytes()[-4096:].decode(errors="replace") if errors else ""
    except OSError:
        text = ""
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "`grade locally` said nothing"


def _write(text: str) -> None:
    """Add to the job's summary; without one, nothing: a message must not get to the log in any other way."""
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if path:
        with open(path, "a", encoding="utf-8") as file:
            file.write(text)


# --- the table --------------------------------------------------------------------------------------------


def summary(graded: Graded) -> str:
    """The summary of a job, as Markdown."""
    parts = graded.parts()
    earned, possible = sum(one.score for one in parts), sum(one.points for one in parts)
    lines = [
        f"## {escaped(graded.assignment)}: {number(earned)} of {number(possible)} points in the visible checks",
        "",
    ]
    if graded.status == "unreadable":
        lines += [f"It cannot be read: {escaped(_short(graded.message))}", ""]
    lines += [f"While loading: {escaped(_short(one))}  " for one in graded.problems[:5]]
    lines += ["", "| | part | points | |", "| --- | --- | ---: | --- |"]
    for one in parts:
        sign = _SIGNS.get(one.word, "❌")
        points = f"{number(one.score)} / {number(one.points)}"
        lines.append(f"| {sign} | {escaped(one.part)} | {points} | {escaped(one.word)} |")
    for one in parts:
        if one.word in (OK, NOT_WRITTEN):
            continue
        lines += ["", f"### {escaped(one.part)}", ""]
        for lost in one.lost:
            lines.append(f"- {escaped(lost.sentence)}<br>**{escaped(lost.verdict)}** {escaped(_short(lost.message))}")
    lines += ["", f"Graded: {escaped(_short(graded.file))}. Hidden checks with other inputs run when it is handed in."]
    text = "\n".join(lines) + "\n"
    if len(text.encode()) <= _LONGEST_SUMMARY:
        return text
    whole = text.encode()[:_LONGEST_SUMMARY].decode(errors="ignore").rpartition("\n")[0]
    return f"{whole}\n\n…\n"


def escaped(text: str) -> str:
    """The text on one line, each character that Markdown or HTML would take for more than itself as its number."""
    return "".join(f"&#{ord(one)};" if one in _SPECIAL else one for one in printable(" ".join(text.split())))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


# --- annotations ------------------------------------------------------------------------------------------


def remarks(graded: Graded) -> Iterator[str]:
    """A command for each part that lost points, at the line where it begins; no more than GitHub shows."""
    source = _source(Path(graded.file))
    if graded.status == "unreadable":
        line = re.search(r"\bline (\d{1,6})\b", graded.message)
        yield command("error", _short(graded.message), graded.file, int(line[1]) if line else 1, "It cannot be read")
        return
    failing = [one for one in graded.parts() if one.word not in (OK, NOT_WRITTEN)]
    for one in failing[: _MOST_REMARKS if len(failing) <= _MOST_REMARKS else _MOST_REMARKS - 1]:
        first = one.lost[0]
        title = f"{one.part}: {number(one.score)} of {number(one.points)} points"
        text = f"{first.sentence}\n{first.verdict}: {_short(first.message)}"
        yield command("error", text, graded.file, line_of(source, one.part), title)
    if len(failing) > _MOST_REMARKS:
        more = failing[_MOST_REMARKS - 1 :]
        yield command("error", f"points are lost in {len(more)} more parts: {', '.join(one.part for one in more)}")


def line_of(source: str, part: str) -> int:
    """The line where a part is defined, the last time that it is; in a notebook of the file that it is kept in."""
    defines = re.compile(rf'(?:^|")[ \t]*(?:async[ \t]+def|def|class)[ \t]+{re.escape(part)}\b')
    lines = [count for count, line in enumerate(source.split("\n"), 1) if defines.search(line)]
    return lines[-1] if lines else 1


def _source(path: Path) -> str:
    try:
        return read_bytes(path, _MAX_SOURCE).decode(errors="replace")
    except (OSError, Unreadable):
        return ""


def command(kind: str, message: str, file: str = "", line: int = 0, title: str = "") -> str:
    """A command of a workflow, escaped as in GitHub's toolkit; on one line whatever stands in it."""
    given = {"file": file, "line": str(line) if line else "", "title": title}
    properties = ",".join(f"{name}={_property(value)}" for name, value in given.items() if value)
    return f"::{kind}{' ' if properties else ''}{properties}::{_data(message)}"


def _data(text: str) -> str:
    """Line ends stay, as codes; whatever else does not show is replaced, whatever it would end or begin."""
    clean = "\n".join(printable(line) for line in text.replace("\r\n", "\n").split("\n"))
    return clean.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


if __name__ == "__main__":
    sys.exit(main())
