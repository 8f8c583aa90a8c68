"""A picture of an answer, drawn as SVG from the data that was kept with its verdict.

It stands in a page as an image, where nothing in it can run; its colours follow the reader's light or dark scheme.
"""

from __future__ import annotations

import io
import re
from functools import lru_cache
from typing import Any, Final

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from grader.pages.frame import harmless
from grader.pictures import EXPECTED, YOURS, Entries, Lines, Points, Walk, read_picture

_STYLE: Final[dict[str, Any]] = {
    "svg.fonttype": "none",  # texts stay texts: small, and as sharp as the rest
    "svg.hashsalt": "grade",  # the same data gives the same bytes
    "font.family": "sans-serif",
    "font.sans-serif": ["Arial", "Helvetica", "DejaVu Sans"],
    "font.size": 9,
}
_SIZE: Final = (4.4, 2.6)  # inches
# Stand-ins while it is drawn, and what each becomes on light and on dark paper.
_INK, _FAINT, _RIGHT, _OWN, _PAPER = "#010203", "#020304", "#030405", "#040506", "#050607"
_LIGHT: Final = {_INK: "#3c4043", _FAINT: "#d5d9de", _RIGHT: "#00734d", _OWN: "#b3401e", _PAPER: "#ffffff"}
_DARK: Final = {_INK: "#c9cdd2", _FAINT: "#3f454c", _RIGHT: "#5fd0a0", _OWN: "#ff9b73", _PAPER: "#1a1e25"}
_SERIES: Final = (_RIGHT, _OWN, "#4477aa", "#aa3377", "#808080", "#228833")
# Ten colours that people with colour blindness tell apart as well as may be, on both papers.
_CLASSES: Final = (
    "#4477aa", "#ee6677", "#228833", "#bb9911", "#66bbdd", "#aa3377", "#888888", "#dd7711", "#117766", "#8855cc",
)  # fmt: skip
_MARKS: Final = "osD^vPX<>p"


@lru_cache(maxsize=2048)
def draw(encoded: bytes) -> tuple[bytes, str] | None:
    """The picture as SVG, and the same in a few words; None where there is nothing to draw."""
    picture = read_picture(encoded)
    if picture is None:
        return None
    if isinstance(picture, Entries):
        svg, words = _entries(picture)
        return _in_both_schemes(svg), words
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=_SIZE)
        figure.patch.set_alpha(0.0)
        axes = figure.add_axes((0.11, 0.15, 0.86, 0.81))
        words = _fill(axes, picture)
        file = io.BytesIO()
        figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    return _in_both_schemes(file.getvalue().decode()), words


def _fill(axes: Axes, picture: Lines | Walk | Points) -> str:
    axes.patch.set_alpha(0.0)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("bottom", "left"):
        axes.spines[side].set_color(_INK)
    axes.tick_params(colors=_INK, labelsize=8)
    match picture:
        case Lines():
            return _lines(axes, picture)
        case Walk():
            return _walk(axes, picture)
        case Points():
            return _points(axes, picture)


def _entries(picture: Entries) -> tuple[str, str]:
    """A matrix as squares, those that are wrong crossed; without matplotlib, which takes 40 ms for it."""
    rows, columns = len(picture.wrong), len(picture.wrong[0]) if picture.wrong else 0
    side = max(7, min(26, 400 // max(columns, 1), 230 // max(rows, 1)))
    step = 1 if side > 15 else 5
    shapes = []
    for j in range(0, columns, step):
        shapes.append(f'<text x="{30 + (j + 0.5) * side:g}" y="14" text-anchor="middle">{j}</text>')
    for i, row in enumerate(picture.wrong):
        y = 20 + i * side
        if i % step == 0:
            shapes.append(f'<text x="24" y="{y + 0.5 * side + 4:g}" text-anchor="end">{i}</text>')
        for j, wrong in enumerate(row):
            x, size = 30 + j * side, side - 2
            shapes.append(f'<rect x="{x}" y="{y}" width="{size}" height="{size}" fill="{_OWN if wrong else _FAINT}"/>')
            if wrong:
                far, half = 0.25 * size, 0.5 * size
                cross = f"M{x + far:g} {y + far:g}l{half:g} {half:g}m0 {-half:g}l{-half:g} {half:g}"
                shapes.append(f'<path d="{cross}" stroke="{_PAPER}" stroke-width="1.5"/>')
    width, height = 40 + columns * side, 26 + rows * side
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
    group = f'<g fill="{_INK}" font-family="sans-serif" font-size="11">{"".join(shapes)}</g>'
    words = f"Where entries differ in the {' x '.join(map(str, picture.shape))} result: "
    words += f"{sum(map(sum, picture.wrong))} of {rows * columns} entries"
    if (rows, columns) != tuple(picture.shape):
        words += f"; the first {rows} rows and {columns} columns are shown"
    return f"{head}{group}</svg>", f"{words}."


def _lines(axes: Axes, picture: Lines) -> str:
    marked = all(len(line) <= 40 for line in picture.lines.values())
    for (name, line), color in zip(picture.lines.items(), _colors(picture.lines), strict=False):
        values = [float("nan") if value is None else value for value in line]
        style = "--" if name == EXPECTED else "-"
        first = 1 if picture.across == "epoch" else 0
        across = range(first, first + len(values))
        axes.plot(across, values, style, color=color, lw=1.6, marker="o" if marked else "", ms=3, label=_label(name))
    axes.set_xlabel(picture.across, color=_INK)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    _finish(axes)
    return f"{' and '.join(picture.lines)} as lines" + (f" over the {picture.across}." if picture.across else ".")


def _walk(axes: Axes, picture: Walk) -> str:
    axes.plot(*_across_and_up(picture.curve), color=_FAINT, lw=2)
    for (name, way), color in zip(picture.ways.items(), _colors(picture.ways), strict=False):
        right = name == EXPECTED
        look: dict[str, Any] = (
            {"marker": "o", "ms": 6, "mfc": "none", "mew": 1.2} if right else {"marker": "X", "ms": 5, "mew": 0}
        )
        axes.plot(*_across_and_up(way), ls="", color=color, label=_label(name), **look)
    axes.set_xlabel("x", color=_INK)
    axes.set_ylabel("f(x)", color=_INK, labelpad=1)
    _finish(axes)
    known = [(name, way[0][0], way[-1][0]) for name, way in picture.ways.items() if way]
    ends = "; ".join(f"{name} from x = {first:.4g} to {last:.4g}" for name, first, last in known)
    return f"The points of the descent on the curve of f: {ends}."


def _points(axes: Axes, picture: Points) -> str:
    classes = sorted(set(picture.classes))
    for number, name in enumerate(classes):
        own = [point for point, one in zip(picture.points, picture.classes, strict=False) if one == name]
        mark, color = _MARKS[number % len(_MARKS)], _CLASSES[number % len(_CLASSES)]
        axes.plot(*_across_and_up(own), mark, color=color, ms=3.5, mew=0)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.set_xlabel("two principal components; a colour and shape for each class", color=_INK, fontsize=8)
    return (
        f"{len(picture.points)} embeddings of {len(classes)} classes as points in a plane, one colour for each class."
    )


def _label(name: str) -> str:
    """A name as it is, whatever it means to matplotlib."""
    return harmless(name).replace("\\", "/").replace("$", r"\$").replace("\n", " ").lstrip("_") or "?"


def _colors(names: dict[str, Any]) -> list[str]:
    """The same two for what is expected and what is the student's everywhere."""
    rest = [color for color in _SERIES if color not in (_RIGHT, _OWN)]
    if not {EXPECTED, YOURS} & set(names):
        rest = [*_SERIES[2:], _RIGHT, _OWN]
    fixed = {EXPECTED: _RIGHT, YOURS: _OWN}
    return [fixed[name] if name in fixed else rest.pop(0) for name in names]


def _across_and_up(points: list[tuple[float, float]]) -> tuple[list[float], list[float]]:
    return [x for x, _ in points], [y for _, y in points]


def _finish(axes: Axes) -> None:
    axes.grid(color=_FAINT, lw=0.5, alpha=0.6)
    axes.set_axisbelow(True)
    if not axes.get_legend_handles_labels()[0]:
        return
    left, bottom, width, _ = axes.get_position().bounds
    axes.set_position((left, bottom, width, 0.74))  # the legend stands above, where it hides nothing
    axes.legend(
        loc="lower left", bbox_to_anchor=(0, 1), ncols=4, fontsize=8, frameon=False, labelcolor=_INK, borderaxespad=0.2,
        columnspacing=1.2, handletextpad=0.5,
    )  # fmt: skip


def _in_both_schemes(svg: str) -> bytes:
    """The stand-ins become properties, which the reader's colour scheme sets."""
    names = {stand_in: f"--c{number}" for number, stand_in in enumerate(_LIGHT)}
    svg = re.sub("|".join(names), lambda found: f"var({names[found[0]]})", svg)

    def block(colors: dict[str, str]) -> str:
        return ":root{" + ";".join(f"{names[one]}:{color}" for one, color in colors.items()) + "}"

    style = f"<style>{block(_LIGHT)}@media (prefers-color-scheme: dark){{{block(_DARK)}}}</style>"
    svg = svg[svg.index("<svg") :]
    end = svg.index(">") + 1
    return (svg[:end] + style + svg[end:]).encode()
