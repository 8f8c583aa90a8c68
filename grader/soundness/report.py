"""The findings of `grade verify`: on the terminal, as JSON, as JUnit XML, and as an HTML page."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from xml.etree import ElementTree

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from grader.soundness.examination import CheckMargin, Examination, Finding

HEADS = ("right", "wrong", "mutants", "hidden", "visible", "right ≤", "wrong ≥", "s")
"""Solutions; mutants less the equivalent ones; the shares that hidden and visible checks see; errors; seconds."""
DIAGNOSES = ("stated", "precision", "named", "recall")
"""Diagnoses that wrong solutions got, and the share that they name; those that name one, and the share that got it."""
KINDS = {
    "reference": "the reference gets full points",
    "stub": "the stubs get none",
    "right": "right solutions get full points",
    "wrong": "wrong solutions lose what they name",
    "trivial": "trivial answers earn nothing",
    "mutant": "mutants are seen",
    "mark": "marks of equivalent mutants are in use",
    "margin": "tolerances and bars have room on both sides",
    "diagnosis": "wrong solutions get the diagnosis that they name",
    "flake": "nothing depends on the run",
    "grader": "the grader does not fail",
}
"""What is proved, by the kind of finding that would refute it."""


def print_report(console: Console, examinations: Sequence[Examination]) -> None:
    """A table, an assignment a row, and below it what was found."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=0)
    for head in ("assignment", ""):
        table.add_column(head, no_wrap=True, vertical="bottom")
    for head in HEADS:
        table.add_column(head.replace(" ", "\n"), justify="right", no_wrap=True, vertical="bottom")
    for one in examinations:
        table.add_row(Text(one.assignment.name), Text(word(one), "green" if one.sound else "bold red"), *row(one))
    console.print(table)
    if any(one.diagnoses.stated or one.diagnoses.named for one in examinations):
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
        table.add_column("diagnoses", no_wrap=True)
        for head in DIAGNOSES:
            table.add_column(head, justify="right", no_wrap=True)
        for one in examinations:
            table.add_row(Text(one.assignment.name), *diagnosed(one))
        console.print(table)
    for one in examinations:
        for finding in one.findings:
            console.print(Text.assemble((f"{one.assignment.name} {finding.kind}: ", "red"), str(finding)))
            if finding.diff:
                diff = Syntax(finding.diff, "diff", background_color="default", word_wrap=True)
                console.print(Padding(diff, (0, 0, 0, 4)))
        for note in one.notes:
            console.print(Text.assemble((f"{one.assignment.name} note: ", "yellow"), note))
        if any(finding.mark for finding in one.findings):
            console.print(
                Text(
                    "A mistake that no check sees wants another check, or a solution that does without that code; one "
                    f"that is none is marked in reference/{one.assignment.name}/equivalent.toml (--json has the lines)."
                )
            )


def _findings(count: int) -> str:
    return "1 finding" if count == 1 else f"{count} findings"


def word(one: Examination) -> str:
    """The answer."""
    return "sound" if one.sound else "unsound"


def row(one: Examination) -> list[str]:
    """The figures of an assignment, as the table and the page show them."""
    tried = one.mutants - one.equivalent
    right, wrong = extremes(one)
    return [
        str(one.counts.get("right", 0)),
        str(one.counts.get("wrong", 0)),
        f"{one.mutants}−{one.equivalent}" if one.equivalent else str(one.mutants),
        share(one.killed_hidden, tried),
        share(one.killed_visible, tried),
        units(right),
        units(wrong),
        f"{one.seconds:.0f}",
    ]


def diagnosed(one: Examination) -> list[str]:
    """The figures of its diagnoses."""
    found = one.diagnoses
    precision, recall = share(found.right, found.stated), share(found.found, found.named)
    return [str(found.stated), precision, str(found.named), recall]


def extremes(one: Examination) -> tuple[float | None, float | None]:
    """The largest error of a right solution and the smallest of a wrong one, in any check."""
    right = max((margin.right for margin in one.margins if margin.right is not None), default=None)
    wrong = min((margin.wrong for margin in one.margins if margin.wrong is not None), default=None)
    return right, wrong


def share(count: int, of: int) -> str:
    """A part of a whole; 100 % only where nothing is missing."""
    return "" if not of else f"{math.floor(100 * count / of)} %"


def units(value: float | None) -> str:
    """An error in units of its tolerance."""
    if value is None:
        return ""
    if value == 0 or math.isinf(value):
        return "∞" if value else "0"
    return f"{value:.2g}" if 0.001 <= value < 1000 else f"{value:.0e}"


# --- for programs -----------------------------------------------------------------------------------------


def as_json(examinations: Sequence[Examination]) -> dict[str, Any]:
    """Everything that was found, as plain data."""
    return {
        one.assignment.name: {
            "sound": one.sound,
            "solutions": one.counts,
            "mutants": {
                "made": one.mutants,
                "equivalent": one.equivalent,
                "killed_by_hidden": one.killed_hidden,
                "killed_by_visible": one.killed_visible,
            },
            "diagnoses": asdict(one.diagnoses),
            "findings": [_finding_as_json(finding) for finding in one.findings],
            "notes": one.notes,
            "margins": [_margin_as_json(margin) for margin in one.margins],
            "graded": one.graded,
            "reused": one.reused,
            "seconds": round(one.seconds, 1),
        }
        for one in examinations
    }


def _finding_as_json(finding: Finding) -> dict[str, str]:
    content = {"kind": finding.kind, "subject": finding.subject, "message": finding.message}
    more = {"diff": finding.diff, "mark": finding.mark}
    return content | {key: text for key, text in more.items() if text}


def _margin_as_json(margin: CheckMargin) -> dict[str, Any]:
    def number(value: float | None) -> float | str | None:
        return "infinite" if value is not None and math.isinf(value) else value

    return {
        "check": margin.check.name,
        "part": margin.check.part,
        "visibility": margin.check.visibility,
        "right": number(margin.right),
        "wrong": number(margin.wrong),
        "bars": [{"name": one.name, "bar": one.bar, "right": one.right, "wrong": one.wrong} for one in margin.bars],
    }


def as_junit(examinations: Sequence[Examination]) -> bytes:
    """JUnit XML: an assignment a suite, what is proved a case, a failure for every finding against it."""
    root = ElementTree.Element("testsuites", name="grade verify")
    for one in examinations:
        kinds = {kind: [finding for finding in one.findings if finding.kind == kind] for kind in KINDS}
        suite = ElementTree.SubElement(
            root,
            "testsuite",
            name=one.assignment.name,
            tests=str(len(kinds)),
            failures=str(sum(map(bool, kinds.values()))),
            errors="0",
            skipped="0",
            time=f"{one.seconds:.1f}",
        )
        for kind, sentence in KINDS.items():
            case = ElementTree.SubElement(suite, "testcase", classname=one.assignment.name, name=sentence)
            if kinds[kind]:
                words = "\n\n".join(f"{finding}\n{finding.diff}".rstrip() for finding in kinds[kind])
                failure = ElementTree.SubElement(case, "failure", message=_findings(len(kinds[kind])))
                failure.text = "".join(c for c in words if c.isprintable() or c == "\n")
    ElementTree.indent(root)
    content: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return content
