"""A student's own work as pieces of a page: code, texts and outputs, cell by cell; nothing of it can run there.

nbconvert's own filters make the HTML, one cell at a time: its exporter as a whole parses every page twice and takes
0.3 s for one. Whatever came from the student goes through an allowlist of tags (nh3) without classes, styles and
addresses, so that it can neither fetch nor imitate anything.
"""

from __future__ import annotations

import ast
import base64
import binascii
import re
import warnings
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

import nh3
from ipython_pygments_lexers import IPython3Lexer
from markupsafe import Markup
from nbconvert.filters.ansi import strip_ansi
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from pygments import highlight
from pygments.formatters import HtmlFormatter

from grader.notebook import all_cells, text_of, without_magics
from grader.pages.frame import harmless
from grader.submission import decode_source

_TAGS: Final = frozenset(
    "a abbr b blockquote br caption code dd del div dl dt em h1 h2 h3 h4 h5 h6 hr i kbd li ol p pre q s samp span "
    "strong sub sup table tbody td tfoot th thead tr u ul var".split()
)
_ATTRIBUTES: Final = {"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}, "ol": {"start"}}
_IMAGES: Final = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}
_MAX_OUTPUT: Final = 4_000  # characters of one text output
_MAX_HTML: Final = 20_000  # of one output or text in HTML
_SMALL: Final = 4_000  # characters of a text that is worth remembering
_MAX_CODE: Final = 150_000  # of all code in HTML
_PLAIN_TOKEN: Final = re.compile(r'<span class="(?:n|p|o|w|nn|nb|nv|bp|py|na|no|err|esc|x)">([^<]*)</span>')
_ANCHOR: Final = re.compile(r'<a class="anchor-link"[^>]*>[^<]*</a>')
_FORMAT: Final[HtmlFormatter[str]] = HtmlFormatter(nowrap=True)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a notebook, or some lines of a file."""

    label: str
    code: Markup | None
    """Highlighted; None for a cell of text."""
    lines: range
    text: Markup
    outputs: tuple[Markup, ...] = ()
    parts: tuple[str, ...] = ()
    """The parts that are defined here, as they count."""


def cells_of(content: bytes, suffix: str, assignment: str, parts: Collection[str], room: int = 400_000) -> list[Cell]:
    """The cells of what was handed in, in so many bytes of HTML; code comes first, outputs share what it leaves.

    Raises:
        Unreadable: it is neither a text nor a notebook.
    """
    if suffix == ".ipynb":
        return list(_of_notebook(all_cells(content, assignment + suffix), parts, room))
    return _of_file(decode_source(content, assignment + suffix), parts)


# --- which parts are defined where ------------------------------------------------------------------------


def _last_definitions(sources: Iterable[str], parts: Collection[str]) -> list[tuple[str, ...]]:
    """For each cell the parts whose last definition is in it."""
    found = [_defined(source, parts) for source in sources]
    last = {part: number for number, names in enumerate(found) for part in names}
    return [tuple(part for part in parts if last.get(part) == number) for number in range(len(found))]


def _defined(source: str, parts: Collection[str]) -> set[str]:
    if not any(part in source for part in parts):
        return set()
    tree = _tree(source) or _tree(without_magics(source)) or ast.Module([], [])
    return {name for statement in tree.body for name in _names(statement) if name in parts}


def _tree(source: str) -> ast.Module | None:
    """The statements; None where it cannot be parsed, or should not be."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source) if len(source) <= _MAX_CODE else None
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _names(statement: ast.stmt) -> Iterator[str]:
    """What a statement at the top defines, also within an `if` or `try`."""
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield statement.name
    elif isinstance(statement, (ast.Assign, ast.AnnAssign)):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        yield from (node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name))
    else:
        for inner in ast.iter_child_nodes(statement):
            if isinstance(inner, ast.stmt):
                yield from _names(inner)


# --- a file -----------------------------------------------------------------------------------------------


def _of_file(source: str, parts: Collection[str]) -> list[Cell]:
    """A cell for each definition of a part, and for what lies between."""
    lines = source.split("\n")
    tree = _tree(source) or ast.Module([], [])
    where: dict[str, ast.stmt] = {name: one for one in tree.body for name in _names(one) if name in parts}
    cells, at = [], 0
    for statement in dict.fromkeys(sorted(where.values(), key=lambda one: one.lineno)):
        begin, end = _span(statement, lines)
        if begin > at:
            cells.append(_lines(lines, at, begin))
        own = tuple(part for part in parts if where.get(part) is statement)
        cells.append(replace(_lines(lines, max(begin, at), end), parts=own))
        at = end
    cells.append(_lines(lines, at, len(lines)))
    codes = _fitting([cell.code for cell in cells])
    return [
        replace(cell, code=code, text=Markup("") if code is not None else _left_out("code"))
        for cell, code in zip(cells, codes, strict=True)
        if cell.lines
    ]


def _fitting(codes: Iterable[Markup | None]) -> list[Markup | None]:
    """The code of each cell, as long as there is room for it."""
    room, found = _MAX_CODE, []
    for code in codes:
        fits = code is not None and len(code) <= room
        room -= len(code) if fits and code is not None else 0
        found.append(code if fits else None)
    return found


def _span(statement: ast.stmt, lines: list[str]) -> tuple[int, int]:
    """A definition's lines, from 0, with its decorators and the comment above it."""
    decorators = getattr(statement, "decorator_list", [])
    begin = min([statement.lineno, *(one.lineno for one in decorators)]) - 1
    while begin > 0 and lines[begin - 1].startswith("#"):
        begin -= 1
    return begin, statement.end_lineno or statement.lineno


def _lines(lines: list[str], begin: int, end: int) -> Cell:
    """A cell of these lines, without the empty ones around them."""
    while begin < end and not lines[begin].strip():
        begin += 1
    while begin < end and not lines[end - 1].strip():
        end -= 1
    if begin == end:
        return Cell("", None, range(0), Markup(""))
    label = f"lines {begin + 1} to {end}" if end > begin + 1 else f"line {end}"
    return Cell(label, _highlighted("\n".join(lines[begin:end])), range(begin + 1, end + 1), Markup(""))


# --- a notebook -------------------------------------------------------------------------------------------


def _of_notebook(cells: Sequence[dict[str, Any]], parts: Collection[str], room: int) -> Iterator[Cell]:
    sources = [(text_of(cell.get("source", "")) or "").replace("\r\n", "\n").replace("\r", "\n") for cell in cells]
    is_code = [cell.get("cell_type") == "code" for cell in cells]
    codes = _fitting(
        _highlighted(source.rstrip()) if own else None for source, own in zip(sources, is_code, strict=True)
    )
    defined = _last_definitions((source if own else "" for source, own in zip(sources, is_code, strict=True)), parts)
    left = _Room(room - sum(len(code) for code in codes if code))
    for number, (cell, source, own, code) in enumerate(zip(cells, sources, is_code, codes, strict=True), 1):
        label = f"cell {number}"
        if not source.strip():
            continue
        if not own:
            yield Cell(label, None, range(0), left.text(_marked_up(source), "text"))
            continue
        outputs = cell.get("outputs")
        shown = tuple(filter(None, map(left.output, outputs if isinstance(outputs, list) else ())))
        text = Markup("") if code is not None else _left_out("code")
        lines = range(1, source.rstrip().count("\n") + 2) if code is not None else range(0)
        yield Cell(label, code, lines, text, shown, defined[number - 1])


@dataclass(slots=True)
class _Room:
    """How much may still be shown: a page stays small whatever is in the notebook."""

    left: int

    def text(self, html: Markup, what: str) -> Markup:
        size = len(html.encode("utf-8", "replace"))
        if size > min(self.left, _MAX_HTML):
            return _left_out(what)
        self.left -= size
        return html

    def output(self, output: Any) -> Markup:
        """One output of a cell: an image, a table, or text; of several forms the one that Jupyter prefers."""
        if not isinstance(output, dict):
            return Markup("")
        if output.get("output_type") == "stream":
            return self._printed(text_of(output.get("text")))
        if output.get("output_type") == "error":
            traceback = output.get("traceback")
            return self._printed("\n".join(map(str, traceback)) if isinstance(traceback, list) else None)
        data = output.get("data")
        if not isinstance(data, dict):
            return Markup("")
        for kind in _IMAGES:
            if kind in data:
                return self._image(kind, text_of(data[kind]))
        for kind, make in (("text/html", _cleaned), ("text/markdown", _marked_up)):
            text = text_of(data.get(kind))
            if text is not None and len(text) <= 5 * _MAX_HTML and (html := make(text)).strip():
                return self.text(html, "output")
        return self._printed(text_of(data.get("text/plain")))

    def _printed(self, text: str | None) -> Markup:
        if not text or not text.strip():
            return Markup("")
        short = text if len(text) <= _MAX_OUTPUT else text[:_MAX_OUTPUT] + "\n…"
        html = Markup("<pre>{}</pre>").format(harmless(str(strip_ansi(short))))
        return self.text(html, "output")

    def _image(self, kind: str, text: str | None) -> Markup:
        encoded = "".join((text or "").split())
        if len(encoded) > self.left:
            return _left_out("picture")
        try:
            if not base64.b64decode(encoded, validate=True).startswith(_IMAGES[kind]):
                return _left_out("picture")
        except (binascii.Error, ValueError):
            return _left_out("picture")
        self.left -= len(encoded)
        return Markup('<img src="data:{};base64,{}" alt="a picture that the cell has shown">').format(kind, encoded)


def _left_out(what: str) -> Markup:
    return Markup('<p class="left-out">{}</p>').format(f"{what}: too large for this page, or not to be shown here")


def _marked_up(source: str) -> Markup:
    if len(source) > 5 * _MAX_HTML:
        return _left_out("text")
    return _small_text(source) if len(source) <= _SMALL else _small_text.__wrapped__(source)


def _highlighted(source: str) -> Markup | None:
    """The code with its words in spans; None where it is too large to be looked at."""
    if len(source) > _MAX_CODE:
        return None
    return _small_code(source) if len(source) <= _SMALL else _small_code.__wrapped__(source)


# Most texts and many codes of a class are the stub's: these are marked up once.


@lru_cache(maxsize=2048)
def _small_text(source: str) -> Markup:
    return _cleaned(_MARKDOWN.render(source))


@lru_cache(maxsize=2048)
def _small_code(source: str) -> Markup:
    html = str(highlight(harmless(source), _LEXER, _FORMAT))
    return Markup(_PLAIN_TOKEN.sub(r"\1", html))  # what has no colour needs no element


def _cleaned(html: str) -> Markup:
    clean = nh3.clean(
        _ANCHOR.sub("", html),
        tags=set(_TAGS),
        clean_content_tags={"script", "style"},
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        attribute_filter=_kept,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )
    return Markup(harmless(clean))


def _kept(tag: str, attribute: str, value: str) -> str | None:
    """An attribute's value; an address within this page, or of a file beside it, is none of a student's business."""
    return value if attribute != "href" or value.lower().startswith(("https://", "http://", "mailto:")) else None


_LEXER: Final = IPython3Lexer(stripnl=False)
_MARKDOWN: Final = MarkdownWithMath(renderer=IPythonRenderer(escape=False, anchor_link_text=""))
