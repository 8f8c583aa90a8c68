"""The frame that every page has in common: one file with its style and script inside, and nothing else may run in it.

What students wrote goes into these pages, and staff and students open them with a browser. Three things, each enough
by itself, keep such a text from being more than a text: every value is escaped as it goes into a template; a strict
Content-Security-Policy names the page's own style and script by their hashes, so that no other runs, and nothing is
loaded or sent anywhere; and characters that do not show, or that turn a text around, are replaced (see `printable`).
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Final

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from grader.errors import printable

_TOGETHER: Final = 1 << 16  # characters at once of a page that is written as it is made


def render(template: str, *, script: str | None = None, **values: object) -> bytes:
    """A page: ``templates/TEMPLATE.html`` in the frame.

    Args:
        template: the name of the template, which extends ``base.html``; ``templates/TEMPLATE.css``, where there is
            one, follows the common style.
        script: ``templates/SCRIPT.js``, the page's only script; without it none can run.
        values: what the template may name; whatever else it names is a fault.
    """
    return b"".join(stream(template, script=script, **values))


def stream(template: str, *, script: str | None = None, **values: object) -> Iterator[bytes]:
    """A page as :func:`render` makes it, piece by piece: one with thousands of rows need not be in memory at once."""
    style, code = _style(template), None if script is None else _read(f"templates/{script}.js")
    frame = {
        "frame_policy": _policy(style, code),
        "frame_style": _inline(style),
        "frame_script": None if code is None else _inline(code),
    }
    waiting: list[str] = []
    size = 0
    for piece in _environment().get_template(f"{template}.html").generate(**frame, **values):
        waiting.append(piece)
        size += len(piece)
        if size > _TOGETHER:
            yield "".join(waiting).encode("utf-8")
            waiting, size = [], 0
    yield "".join(waiting).encode("utf-8")


def harmless(text: str) -> str:
    """The text with what does not show, or changes the order of what does, replaced; lines and tabs stay."""
    if text.isprintable():
        return text
    return "\n".join(line if line.isprintable() else _line(line) for line in text.split("\n"))


def _line(text: str) -> str:
    return "\t".join(piece if piece.isprintable() else printable(piece) for piece in text.split("\t"))


@cache
def _environment() -> Environment:
    return Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=FunctionLoader(lambda name: _read(f"templates/{name}")),
        finalize=_finalize,
    )


def _finalize(value: object) -> object:
    return harmless(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _read(name: str) -> str:
    """A file of this package; with line ends as a browser counts them for the hash, whatever git made of them."""
    return files("grader.pages").joinpath(name).read_text(encoding="utf-8").replace("\r\n", "\n")


@cache
def _style(template: str) -> str:
    own = files("grader.pages").joinpath(f"templates/{template}.css")
    return _read("style.css") + (_read(f"templates/{template}.css") if own.is_file() else "")


def _inline(content: str) -> Markup:
    """The content of a `style` or `script` element, which ends at the first ``</``: ours has none."""
    if "</" in content or "<!--" in content:
        raise ValueError("a style or a script with </ or <!-- in it would end or change where it stands")
    return Markup(content)  # not a student's text: read from this package


def _policy(style: str, code: str | None) -> str:
    scripts = "'none'" if code is None else _hash(code)
    return (
        f"default-src 'none'; img-src data:; style-src {_hash(style)}; script-src {scripts}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode('utf-8')).digest()).decode('ascii')}'"
