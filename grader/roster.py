"""The roster: who takes part, read from the CSV that a university's system or a spreadsheet wrote, and the nearest
names of whoever is not on it.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import SequenceMatcher
from pathlib import Path
from typing import Final, NamedTuple

from grader.errors import UsageError, near, printable
from grader.policy import MOST_DAYS
from grader.whole import replacing

COLUMNS: Final = ("student_id", "name", "email", "section", "extension_days")
_DELIMITERS: Final = ",;\t"
_LARGEST: Final = 64 << 20  # bytes
_NUMBER: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)?(?:[eE][-+]?[0-9]{1,2})?")
# The same as in the tables that are written: what a spreadsheet would run as a formula has a quote before it.
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class Member:
    """A student of the course."""

    student_id: str
    name: str = ""
    email: str = ""
    section: str = ""
    extension_days: float = 0.0
    other: Mapping[str, str] = field(default_factory=dict)
    """The columns that mean nothing to the grader, in their order."""


class Stranger(NamedTuple):
    """Whose submission is of nobody on the roster, and who on it has the nearest id, name or address."""

    student_id: str
    nearest: tuple[Member, ...]

    def words(self) -> str:
        """``1024x is not on the roster; did you mean 1024 (Ada Lovelace)?``."""
        said = [one.student_id + (f" ({one.name})" if one.name else "") for one in self.nearest]
        meant = f"; did you mean {' or '.join(said)}?" if said else ""
        return printable(f"{self.student_id} is not on the roster{meant}")


# --- reading and writing ----------------------------------------------------------------------------------


def read_roster(path: Path) -> dict[str, Member]:
    """The members by their ids, in the order of the file.

    A CSV in UTF-8 or UTF-16 with commas, semicolons or tabs. Of the columns only ``student_id`` must be there; their
    order does not matter, nor do capitals, spaces, hyphens and underscores in their names.

    Raises:
        UsageError: one line with the file, the line and what would be right.
    """
    text = _decoded(path)
    rows = _rows(path, text, _delimiter(text))
    line, header = next(rows, (1, []))
    columns = _columns(f"{printable(str(path))}: line {line}", header)
    members: dict[str, Member] = {}
    lines: dict[str, int] = {}
    for line, cells in rows:
        where = f"{printable(str(path))}: line {line}"
        if any(cells[len(columns) :]):
            raise UsageError(
                f"{where}: {len(cells)} cells, but there are {len(columns)} columns; quotes around a cell that holds "
                "the separator would be right"
            )
        values = dict(zip(columns, cells, strict=False))
        student = values.get("student_id", "")
        if not student:
            raise UsageError(f"{where}: student_id is empty; an id in every row would be right")
        if student in lines:
            raise UsageError(
                f"{where}: student_id {printable(student)} is in line {lines[student]} already; "
                "one row a student would be right"
            )
        lines[student] = line
        members[student] = Member(
            student_id=student,
            name=values.get("name", ""),
            email=values.get("email", ""),
            section=values.get("section", ""),
            extension_days=_extension(where, values.get("extension_days", "")),
            other={column: values.get(column, "") for column in columns if column not in COLUMNS},
        )
    return members


def write_roster(path: Path, members: Iterable[Member]) -> None:
    """Write what :func:`read_roster` reads back the same; safe to open in a spreadsheet.

    Raises:
        UsageError: it cannot be written.
    """
    members = list(members)
    others = list(dict.fromkeys(column for member in members for column in member.other))
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([_defused(cell) for cell in (*COLUMNS, *others)])
    for member in members:
        days = format(Decimal(repr(member.extension_days)).normalize(), "f") if member.extension_days else ""
        own = member.student_id, member.name, member.email, member.section, days
        writer.writerow([_defused(cell) for cell in (*own, *(member.other.get(column, "") for column in others))])
    with replacing(path) as [file]:
        file.write(buffer.getvalue().encode("utf-8", "backslashreplace"))


def fused(cell: str) -> str:
    """A cell as it was before it was made safe for spreadsheets: ``=1`` of ``'=1``."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA_STARTS) else cell


def _defused(cell: str) -> str:
    cell = cell.strip()
    return "'" + cell if cell.lstrip("'").startswith(_FORMULA_STARTS) else cell


def _decoded(path: Path) -> str:
    shown = printable(str(path))
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except OSError as error:
        raise UsageError(f"{shown}: cannot be read: {error.strerror or error}; the roster would be right") from None
    if len(content) > _LARGEST:
        raise UsageError(f"{shown}: more than {_LARGEST >> 20} MB; a roster, a row a student, would be right")
    utf_16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return content.decode("utf-16" if utf_16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        if utf_16:
            raise UsageError(f"{shown}: not UTF-16, as its first two bytes say; UTF-8 would be right") from None
        line = content.count(b"\n", 0, error.start) + 1
        raise UsageError(f"{shown}: line {line}: not UTF-8; saved as 'CSV UTF-8' it would be right") from None


def _delimiter(text: str) -> str:
    """The separator with which the header has a column of ids, the most columns if several do."""

    def suits(delimiter: str) -> tuple[bool, int]:
        try:
            header = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
        except csv.Error:
            return False, 0
        return any(_plain(cell) == "studentid" for cell in header), len(header)

    return max(_DELIMITERS, key=suits)  # of equal ones the first


def _rows(path: Path, text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty, with the line in which each begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for row in reader:
            cells = [fused(cell.strip()) for cell in row]
            if any(cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise UsageError(
            f"{printable(str(path))}: line {line}: not CSV ({error}); quotes doubled within quotes would be right"
        ) from None


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]+", "", name).casefold()


def _columns(where: str, header: Sequence[str]) -> list[str]:
    """The names of the columns, those that we know as we call them."""
    known = {_plain(column): column for column in COLUMNS}
    columns = [known.get(_plain(cell), cell) for cell in header]
    while columns and not columns[-1]:
        columns.pop()
    if "student_id" not in columns:
        hint = near("student_id", map(printable, columns)) if columns else "; the file is empty"
        raise UsageError(f"{where}: no column student_id{hint}")
    for number, column in enumerate(columns, 1):
        if not column:
            raise UsageError(f"{where}: column {number} has no name; a name for every column would be right")
        if column in columns[: number - 1]:
            raise UsageError(f"{where}: two columns are called {printable(column)}; one would be right")
    return columns


def _extension(where: str, text: str) -> float:
    if not text:
        return 0.0
    days = float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else -1.0
    if not 0 <= days <= MOST_DAYS:
        raise UsageError(
            f"{where}: extension_days {printable(text)!r}; a number of days from 0 to {MOST_DAYS} would be right"
        )
    return days


# --- whoever is not on it ---------------------------------------------------------------------------------

_MOST: Final = 3  # names that are told
_LOOKED_AT: Final = 30  # forms that share the most with what is asked: comparing with all of 20,000 would take long
_COUNTED: Final = 4000  # forms that share some of it, beginning with what the fewest share
_EXPLAINED: Final = 200  # of more strangers than these it is the roster that is wrong
_NEAR_ENOUGH: Final = 0.6


def strangers(handed_in: Iterable[str], roster: Mapping[str, Member]) -> list[Stranger]:
    """Those who handed in and are not on the roster, sorted by id; the first 200 with the nearest members."""
    unknown = sorted(set(handed_in) - roster.keys())
    if not unknown:
        return []
    index = _Index(roster.values())
    return [Stranger(one, index.nearest(one) if n < _EXPLAINED else ()) for n, one in enumerate(unknown)]


class _Index:
    """Ids, names and addresses by the threes of characters in them."""

    def __init__(self, members: Iterable[Member]) -> None:
        self._owners: defaultdict[str, list[Member]] = defaultdict(list)
        for member in members:
            for text in (member.student_id, member.name, member.email, member.email.partition("@")[0]):
                for form in _forms(text):
                    owners = self._owners[form]
                    if not owners or owners[-1] is not member:
                        owners.append(member)
        self._by_three: defaultdict[str, list[str]] = defaultdict(list)
        for form in self._owners:
            for three in _threes(form):
                self._by_three[three].append(form)

    def nearest(self, student: str) -> tuple[Member, ...]:
        ratios: dict[str, tuple[float, Member]] = {}
        for asked in _forms(student[:200]):
            shared: Counter[str] = Counter()
            counted = 0
            for forms in sorted((self._by_three.get(three, []) for three in _threes(asked)), key=len):
                counted += len(forms)
                if counted > _COUNTED and shared:
                    break
                shared.update(forms)
            # of those that share as much the shorter: more of them is what was asked for
            best = sorted(shared, key=lambda form: (-shared[form], len(form), form))[:_LOOKED_AT]
            for form in best:
                ratio = SequenceMatcher(None, asked, form, autojunk=False).ratio()
                if len(form) > 3 and f" {form} " in f" {asked} ":  # such as an LMS's Doe_Jane_1024_answer
                    ratio = 1.0
                for member in self._owners[form][:_MOST]:
                    known = ratios.get(member.student_id)
                    if known is None or known[0] < ratio:
                        ratios[member.student_id] = ratio, member
        ranked = sorted(ratios.values(), key=lambda one: (-one[0], one[1].student_id))
        bar = max(_NEAR_ENOUGH, ranked[0][0] - 0.15) if ranked else 1.0
        return tuple(member for ratio, member in ranked[:_MOST] if ratio >= bar)


def _forms(text: str) -> set[str]:
    """The text without accents, capitals and punctuation; also with its words sorted, and as a number."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
    parts = re.findall(r"[^\W_]+", plain)
    joined = " ".join(parts)
    return {joined, " ".join(sorted(parts)), joined.lstrip("0")} - {""}


def _threes(text: str) -> set[str]:
    padded = f" {text} "
    return {padded[n : n + 3] for n in range(len(padded) - 2)}
