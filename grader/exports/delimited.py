"""A delimited file that was downloaded: single cells are set, and everything else stays as it is, byte for byte."""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

from grader.errors import UsageError, near

_DELIMITERS: Final = ",;\t"
_BEGINNINGS: Final = (
    (b"PK\x03\x04", "it is a workbook (.xlsx) or a zip"),
    (b"\xd0\xcf\x11\xe0", "it is an old workbook (.xls)"),
    (b"%PDF", "it is a PDF"),
    (codecs.BOM_UTF16_LE, "it is UTF-16"),
    (codecs.BOM_UTF16_BE, "it is UTF-16"),
)


class Sheet:
    """Rows of cells as they stand in the file. The first row is the header."""

    def __init__(self, content: bytes, shown: str) -> None:
        """Read it.

        Raises:
            UsageError: it is not a CSV in UTF-8; ``shown`` is what the message calls it.
        """
        self.shown = shown
        for beginning, what in _BEGINNINGS:
            if content.startswith(beginning):
                raise UsageError(f"{shown}: {what}; a CSV file in UTF-8 would be right")
        self._mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
        body = content.removeprefix(codecs.BOM_UTF8)
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError as error:
            line = body[: error.start].count(b"\n") + 1
            what = f"byte 0x{body[error.start]:02x} is not UTF-8"
            raise UsageError(f"{shown}, line {line}: {what}; a CSV file in UTF-8 would be right") from None
        if "\0" in text:
            raise UsageError(f"{shown}: not a text file; a CSV file in UTF-8 would be right")
        if not text.strip():
            raise UsageError(f"{shown}: it is empty")
        self.delimiter = max(_DELIMITERS, key=lambda one: _width(text, one))
        self._raw, self._ends = self._split(text, self.delimiter)
        self.rows = [[_value(cell) for cell in row] for row in self._raw]
        """The cells' values; a row may have fewer cells than the header."""
        self.header = [cell.strip() for cell in self.rows[0]]

    @classmethod
    def read(cls, path: Path) -> Sheet:
        """The file.

        Raises:
            UsageError: it cannot be read, or is not a CSV in UTF-8.
        """
        try:
            content = path.read_bytes()
        except OSError as error:
            raise UsageError(f"{path}: cannot be read: {error.strerror or error}") from None
        return cls(content, os.fspath(path))

    def _split(self, text: str, delimiter: str) -> tuple[list[list[str]], list[str]]:
        """The cells of each row as they are written, and what ends each row."""
        rows, ends = [], []
        row: list[str] = []
        place, pattern = 0, _cells(delimiter)
        while True:
            found = pattern.match(text, place)
            if found is None:
                line = text.count("\n", 0, place) + 1
                raise UsageError(f"{self.shown}, line {line}: not a CSV: a quotation mark there does not end its cell")
            row.append(found[1])
            place = found.end()
            if found[2] == delimiter:
                continue
            rows.append(row)
            ends.append(found[2])
            if place == len(text):
                return rows, ends
            row = []

    def column(self, name: str) -> int | None:
        """The place of a column; None where there is none.

        Raises:
            UsageError: there are two.
        """
        if self.header.count(name) > 1:
            raise UsageError(f"{self.shown}: there are two columns {name!r}; one would be right")
        return self.header.index(name) if name in self.header else None

    def required(self, name: str, *, of: str) -> int:
        """The place of a column.

        Raises:
            UsageError: there is none, or more than one.
        """
        place = self.column(name)
        if place is None:
            raise UsageError(f"{self.shown}: no column {name!r}, so it is not {of}{near(name, self.header)}")
        return place

    def cell(self, row: int, column: int | None) -> str:
        """A value; nothing where there is no such cell."""
        cells = self.rows[row]
        return cells[column] if column is not None and column < len(cells) else ""

    def students(self) -> list[int]:
        """The rows below the header that hold anything."""
        return [place for place in range(1, len(self.rows)) if any(cell.strip() for cell in self.rows[place])]

    def set(self, row: int, column: int, value: str) -> None:
        """Another value for a cell, quoted where the old one was or where it must be."""
        values, raw = self.rows[row], self._raw[row]
        missing = column + 1 - len(raw)
        values.extend([""] * missing)
        raw.extend([""] * missing)
        values[column] = value
        raw[column] = quoted(value, self.delimiter, always=raw[column].startswith('"'))

    def encode(self) -> bytes:
        """The file's content."""
        lines = (self.delimiter.join(row) + end for row, end in zip(self._raw, self._ends, strict=True))
        return self._mark + "".join(lines).encode("utf-8")


@cache
def _cells(delimiter: str) -> re.Pattern[str]:
    """A cell, quoted or bare, and what comes after it."""
    bare = f'[^"{delimiter}\\r\\n][^{delimiter}\\r\\n]*'
    return re.compile(f'("[^"]*(?:""[^"]*)*"|{bare}|)({delimiter}|\\r\\n|\\n|\\r|\\Z)')


def _width(text: str, delimiter: str) -> int:
    """How many cells the first row has if they are delimited so; none where they cannot be."""
    count, place = 0, 0
    while found := _cells(delimiter).match(text, place):
        count, place = count + 1, found.end()
        if found[2] != delimiter:
            return count
    return 0


def _value(raw: str) -> str:
    return raw[1:-1].replace('""', '"') if raw.startswith('"') else raw


def quoted(value: str, delimiter: str, *, always: bool = False) -> str:
    """A value as it stands in a file."""
    if always or value != value.strip() or any(sign in value for sign in (delimiter, '"', "\r", "\n")):
        return '"' + value.replace('"', '""') + '"'
    return value


def lines(rows: Sequence[Sequence[str]]) -> bytes:
    """A new file with these rows: commas, CR LF, UTF-8; an id that is not valid Unicode is told by its bytes."""
    text = "".join(",".join(quoted(cell, ",") for cell in row) + "\r\n" for row in rows)
    return text.encode("utf-8", "backslashreplace")
