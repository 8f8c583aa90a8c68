"""The HTML page of `grade verify`: one file, no script, nothing from elsewhere; the margins as a picture."""

from __future__ import annotations

import math
from collections.abc import Sequence
from importlib.resources import files
from typing import Any, Final

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from grader.check import HIDDEN
from grader.soundness.examination import (
    RECALL,
    RIGHT_AT_MOST,
    VISIBLE_KILLS,
    WRONG_AT_LEAST,
    BarMargin,
    CheckMargin,
    Examination,
    Finding,
)
from grader.soundness.report import DIAGNOSES, HEADS, diagnosed, row, word

_LABELS: Final = 330  # the width of the checks' names, of 900 in all
_WIDTH: Final = 900
_ROW: Final = 22
_DECADES: Final = (-6, 6)
_KINDS: Final = {"+": "add", "-": "del"}


def as_html(examinations: Sequence[Examination]) -> bytes:
    """The page."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(files("grader.soundness").joinpath("page.html").read_text(encoding="utf-8"))
    page = template.render(
        sound=all(one.sound for one in examinations),
        assignments=[_assignment(one) for one in examinations],
        heads=(*HEADS[:-1], *DIAGNOSES, HEADS[-1]),
        visible_kills=f"{VISIBLE_KILLS:.0%}",
        recall=f"{RECALL:.0%}",
        right_at_most=RIGHT_AT_MOST,
        wrong_at_least=f"{WRONG_AT_LEAST:g}",
    )
    return page.encode("utf-8")


def _assignment(one: Examination) -> dict[str, Any]:
    figures = row(one)
    return {
        "name": one.assignment.name,
        "title": one.assignment.settings.title,
        "sound": one.sound,
        "word": word(one),
        "row": [*figures[:-1], *diagnosed(one), figures[-1]],
        "summary": f"{one.graded} trials made, {one.reused} known from earlier runs",
        "findings": [_finding(finding) for finding in one.findings],
        "notes": one.notes,
        "chart": _chart([margin for margin in one.margins if margin.right is not None]),
        "bars": _bars([(margin, bar) for margin in one.margins for bar in margin.bars]),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    lines = [(_KINDS.get(line[:1], ""), line) for line in finding.diff.splitlines()]
    return {"kind": finding.kind, "subject": finding.subject, "message": finding.message, "lines": lines}


# --- pictures ---------------------------------------------------------------------------------------------


def _chart(margins: Sequence[CheckMargin]) -> Markup:
    """A row a check: right and wrong errors on a logarithmic axis, with the tolerance at 1."""
    if not margins:
        return Markup("")
    low, high = _DECADES
    bottom = 24 + _ROW * len(margins)
    shapes = [Markup('<rect class="zone" x="{}" y="20" width="{}" height="{}"/>').format(*_zone(), bottom - 20)]
    for decade in range(low, high + 1):
        x = _at(10.0**decade)
        style = "edge" if decade == 0 else "grid"
        shapes.append(_line(style, x, 20, x, bottom))
        if decade % 2 == 0:
            label = "tolerance" if decade == 0 else f"1e{decade}"
            shapes.append(Markup('<text class="soft" x="{}" y="14" text-anchor="middle">{}</text>').format(x, label))
    for number, margin in enumerate(margins):
        y = 24 + _ROW * number + _ROW // 2
        shapes.append(_label(margin, y))
        if margin.wrong is not None:
            shapes.append(_diamond(_at(margin.wrong), y, f"wrong: {margin.wrong:.3g}"))
        shapes.append(_dot(_at(margin.right or 0.0), y, f"right: {margin.right or 0.0:.3g}"))
    return _svg(bottom + 4, shapes, "Errors of right and wrong solutions, check by check")


def _bars(margins: Sequence[tuple[CheckMargin, BarMargin]]) -> Markup:
    """A row a bar: what right and wrong solutions measured, from 0 to the highest of them."""
    if not margins:
        return Markup("")
    values = [value for _, one in margins for value in (one.bar, one.right, one.wrong) if value is not None]
    lowest, highest = min(0.0, *values), max(1.0, *values)
    shapes = []

    def at(value: float) -> float:
        return round(_LABELS + (_WIDTH - _LABELS - 20) * (value - lowest) / (highest - lowest), 1)

    for number, (margin, one) in enumerate(margins):
        y = 8 + _ROW * number + _ROW // 2
        shapes += [_label(margin, y, one.name), _line("grid", at(lowest), y, at(highest), y)]
        shapes.append(_line("edge", at(one.bar), y - 8, at(one.bar), y + 8))
        if one.wrong is not None:
            shapes.append(_diamond(at(one.wrong), y, f"wrong: {one.wrong:.4g}"))
        if one.right is not None:
            shapes.append(_dot(at(one.right), y, f"right: {one.right:.4g}; bar {one.bar:g}"))
    return _svg(12 + _ROW * len(margins), shapes, "What right and wrong solutions reached, check by check")


def _at(value: float) -> float:
    low, high = _DECADES
    decade = low if value <= 0 else high if math.isinf(value) else min(high, max(low, math.log10(value)))
    return round(_LABELS + (_WIDTH - _LABELS - 20) * (decade - low) / (high - low), 1)


def _zone() -> tuple[float, float]:
    """Between the largest error that a right solution should show and the smallest of a wrong one."""
    left, right = _at(RIGHT_AT_MOST), _at(WRONG_AT_LEAST)
    return left, round(right - left, 1)


def _label(margin: CheckMargin, y: float, more: str = "") -> Markup:
    words = [margin.check.name, *([more] if more else []), *(["hidden"] if margin.check.visibility == HIDDEN else [])]
    name = ", ".join(words)
    shown = name if len(name) <= 50 else name[:49] + "…"
    return Markup('<text x="{}" y="{}" text-anchor="end">{}</text>').format(_LABELS - 12, y + 4, shown)


def _line(style: str, x1: float, y1: float, x2: float, y2: float) -> Markup:
    return Markup('<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(style, x1, y1, x2, y2)


def _dot(x: float, y: float, title: str) -> Markup:
    return Markup('<circle class="right" cx="{}" cy="{}" r="5"><title>{}</title></circle>').format(x, y, title)


def _diamond(x: float, y: float, title: str) -> Markup:
    points = f"{x - 6},{y} {x},{y - 6} {x + 6},{y} {x},{y + 6}"
    return Markup('<polygon class="wrong" points="{}"><title>{}</title></polygon>').format(points, title)


def _svg(height: int, shapes: Sequence[Markup], title: str) -> Markup:
    head = Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="{}">').format(_WIDTH, height, escape(title))
    return head + Markup("\n").join(shapes) + Markup("</svg>")
