"""A notebook's cells, read with bounds. What is in it is never executed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from grader.errors import UsageError
from grader.notebook import all_cells, text_of
from grader.submission import Unreadable

_MAX_BYTES: Final = 64 << 20  # outputs with pictures included
_MAX_CELLS: Final = 5000
_MAX_SOURCE: Final = 256 << 10


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; its number as a reader counts them, from 1."""

    number: int
    kind: str
    source: str
    metadata: dict[str, Any]
    output: str
    """The text that it printed and showed when it was run last."""
    attachments: bool = False

    @property
    def where(self) -> str:
        return f"cell {self.number}"


def read_cells(path: Path) -> list[Cell]:
    """The cells of a notebook in Python.

    Raises:
        UsageError: one line on why it cannot be read.
    """
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise UsageError(f"{path}: larger than {_MAX_BYTES >> 20} MB; without its outputs it would be right")
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from None
    try:
        found = all_cells(content, str(path))
    except Unreadable as error:
        raise UsageError(str(error)) from None
    if len(found) > _MAX_CELLS:
        raise UsageError(f"{path}: more than {_MAX_CELLS} cells")
    language = _language(content)
    if language != "python":
        raise UsageError(f"{path}: a notebook in {language}; one in Python would be right")
    return [_cell(number, cell, path) for number, cell in enumerate(found, 1)]


def _cell(number: int, cell: dict[str, Any], path: Path) -> Cell:
    source = text_of(cell.get("source", ""))
    if source is None:
        raise UsageError(f"{path}: a damaged notebook: cell {number} has no text")
    if len(source) > _MAX_SOURCE:
        raise UsageError(f"{path}: cell {number} is longer than {_MAX_SOURCE >> 10} KB")
    metadata = cell.get("metadata")
    return Cell(
        number,
        str(cell.get("cell_type", "")),
        source.replace("\r\n", "\n").replace("\r", "\n").strip("\n"),
        metadata if isinstance(metadata, dict) else {},
        _output(cell.get("outputs")),
        bool(cell.get("attachments")),
    )


def _output(outputs: Any) -> str:
    """What a cell printed, and the text of what it showed."""
    texts = []
    for output in outputs if isinstance(outputs, list) else ():
        if isinstance(output, dict):
            data = output.get("data")
            shown = data.get("text/plain") if isinstance(data, dict) else None
            texts += [text_of(output.get("text", "")) or "", text_of(shown or "") or ""]
    return "".join(texts).strip("\n")


def _language(content: bytes) -> str:
    metadata = json.loads(content.decode("utf-8-sig")).get("metadata")
    kernel = metadata.get("kernelspec") if isinstance(metadata, dict) else None
    language = kernel.get("language") if isinstance(kernel, dict) else None
    return language.lower() if isinstance(language, str) and language else "python"
