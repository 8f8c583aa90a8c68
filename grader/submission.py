"""Where submissions lie and what is in them: found, read with bounds, decoded once, never executed out here."""

from __future__ import annotations

import ast
import codecs
import hashlib
import io
import os
import stat
import tokenize
import warnings
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from grader.errors import UsageError
from grader.inside.wire import Unit
from grader.names import Names

SUFFIXES = (".py", ".ipynb")
_MAX_CODE = 256 << 10  # bytes of source; reading takes longer than in proportion to it
_COMPILED_AT_ONCE = 32 << 10
_NO_ALPHABETS = frozenset({"punycode", "idna", "unicode-escape", "raw-unicode-escape", "utf-7"})
_HEAVY = ("tensorflow", "keras", "matplotlib", "pandas", "scipy", "sklearn")


class Unreadable(Exception):
    """A submission that cannot be graded as it is: syntax error, damaged notebook, not a file at all."""


@dataclass(frozen=True, slots=True)
class Found:
    """One student's work in a folder of submissions; ``path`` is None where there is nothing to grade."""

    student_id: str
    path: Path | None
    file: str = ""  # relative to the folder of submissions
    flags: tuple[str, ...] = ()
    note: str = ""
    fault: str = ""  # why we cannot look at it, which is not the student's fault
    handed_in: str = ""  # UTC, ISO 8601
    handed_in_from: str = ""  # who says so


@dataclass(frozen=True, slots=True)
class Submission:
    """A submission's source, read and decoded; a tree for each unit. Cells that cannot be parsed are left out."""

    units: tuple[Unit, ...]
    notebook: bool
    sha256: str
    trees: tuple[ast.Module, ...] = field(repr=False)
    notes: tuple[str, ...] = ()
    _names: list[Names] = field(default_factory=list, init=False, repr=False, compare=False)

    def names(self) -> Names:
        """What the names in the source stand for; found out once, for all who ask."""
        if not self._names:
            self._names.append(Names(self.trees))
        return self._names[0]

    def heavy_imports(self) -> frozenset[str]:
        """The large packages that the source imports, so that a warm process with them can be chosen."""
        try:
            return frozenset(self.names().imported.intersection(_HEAVY))
        except Exception:  # whatever a source makes us stumble over, it is to be run
            return frozenset(_HEAVY)


# --- finding ----------------------------------------------------------------------------------------------


def find_submissions(folder: Path, assignment: str) -> list[Found]:
    """Every student's work in a folder, sorted by id.

    ``<id>/<assignment>.py|.ipynb``, nbgrader's ``<id>/<assignment>/<file>`` and flat ``<id>.py|.ipynb``.

    Raises:
        UsageError: the folder is missing, unreadable or holds nothing.
    """
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except FileNotFoundError:
        raise UsageError(f"{folder}: no such folder; the folder that holds the submissions would be right") from None
    except NotADirectoryError:
        raise UsageError(f"{folder}: not a folder; the folder that holds the submissions would be right") from None
    except OSError as error:
        raise UsageError(f"{folder}: cannot be read: {error.strerror}") from None
    candidates: dict[str, list[Path]] = {}
    notes: dict[str, str] = {}
    faults: dict[str, str] = {}
    for entry in entries:
        if entry.name.startswith((".", "__")):
            continue
        path = Path(entry.path)
        if entry.is_dir(follow_symlinks=False):
            try:
                files, note = _in_student_folder(path, assignment)
            except OSError as error:
                files, note = [], ""
                faults[entry.name] = f"{entry.name}: cannot be read: {error.strerror}"
            candidates.setdefault(entry.name, []).extend(files)
            if note:
                notes[entry.name] = note
        elif path.suffix in SUFFIXES:
            candidates.setdefault(path.stem, []).append(path)
        elif entry.is_symlink():
            candidates.setdefault(entry.name, []).append(path)
    if not candidates:
        raise UsageError(
            f"{folder}: no submissions; <student_id>/{assignment}.py or .ipynb, "
            f"<student_id>/{assignment}/<file> or <student_id>.py would be right"
        )
    return [
        Found(student, None, fault=faults[student])
        if student in faults
        else _choose(student, candidates[student], folder, notes.get(student, ""))
        for student in sorted(candidates)
    ]


def _in_student_folder(folder: Path, assignment: str) -> tuple[list[Path], str]:
    names = sorted(name for name in os.listdir(folder) if not name.startswith("."))
    files = [folder / (assignment + suffix) for suffix in SUFFIXES if assignment + suffix in names]
    inner = folder / assignment
    if inner.is_dir() and not inner.is_symlink():
        within = sorted(name for name in os.listdir(inner) if not name.startswith("."))
        named = [inner / (assignment + suffix) for suffix in SUFFIXES if assignment + suffix in within]
        files += named or [inner / name for name in within if Path(name).suffix in SUFFIXES]
    if files:
        return files, ""
    there = ", ".join(names[:5]) or "nothing"
    return [], f"no {assignment}.py or {assignment}.ipynb in the folder; there is: {there}"


def _choose(student: str, files: list[Path], root: Path, note: str) -> Found:
    """The file that counts: the newest; of two equally new ones the last by name."""
    if not files:
        return Found(student, None, note=note)
    newest = max(files, key=lambda path: (_modified(path), path.name))
    flags: tuple[str, ...] = ()
    if len(files) > 1:
        flags = ("several_files",)
        others = ", ".join(sorted(path.name for path in files if path != newest))
        note = f"{len(files)} files: the newest, {newest.name}, counts, not {others}"
    return Found(student, newest, newest.relative_to(root).as_posix(), flags, note)


def _modified(path: Path) -> int:
    try:
        return path.lstat().st_mtime_ns
    except OSError:
        return 0


# --- reading ----------------------------------------------------------------------------------------------


def read_bytes(path: Path, limit: int) -> bytes:
    """A regular file's content; nothing is followed, waited for or read beyond the limit.

    Raises:
        Unreadable: it is a link, a folder, a device, or too large.
        OSError: it cannot be opened, which is not the student's fault.
    """
    kind = path.lstat()
    if not stat.S_ISREG(kind.st_mode):
        words = {stat.S_ISLNK: "a symbolic link", stat.S_ISDIR: "a folder", stat.S_ISFIFO: "a named pipe"}
        what = next((word for test, word in words.items() if test(kind.st_mode)), "a device or socket")
        raise Unreadable(f"{path.name} is {what}; a file would be right")
    if kind.st_size > limit:
        raise Unreadable(f"{path.name} has {kind.st_size // 1024} KB; at most {limit // 1024} KB would be right")
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(descriptor, "rb") as file:
        content = file.read(limit + 1)
    if len(content) > limit:
        raise Unreadable(f"{path.name} is larger than {limit // 1024} KB")
    return content


def read_submission(path: Path, assignment: str, limit: int) -> Submission:
    """The source in a file.

    Raises:
        Unreadable: nothing in it can be executed.
        OSError: the file cannot be opened.
    """
    content = read_bytes(path, limit)
    return parse_submission(content, path.suffix, assignment)


def parse_submission(content: bytes, suffix: str, assignment: str) -> Submission:
    """The source in a file's bytes; `suffix` says whether it is a notebook.

    Raises:
        Unreadable: nothing in it can be executed.
    """
    digest = hashlib.sha256(content).hexdigest()
    if suffix == ".ipynb":
        from grader.notebook import read_cells

        cells = read_cells(content, assignment)
        size = sum(len(cell.source) for cell in cells)
        if size > _MAX_CODE:
            raise Unreadable(f"{size >> 10} KB of code in all cells; at most {_MAX_CODE >> 10} KB would be right")
        parsed, notes = _parse_cells(cells)
        units, trees = tuple(unit for unit, _ in parsed), tuple(tree for _, tree in parsed)
        return Submission(units, True, digest, trees, tuple(notes))
    unit = Unit(f"{assignment}.py", "", decode_source(content, f"{assignment}.py"))
    return Submission((unit,), False, digest, (_parse(unit),))


def decode_source(content: bytes, name: str) -> str:
    """Bytes as Python reads them: BOM, coding line, any line ends.

    Raises:
        Unreadable: they are not in the encoding that they claim.
    """
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
        if codecs.lookup(encoding).name in _NO_ALPHABETS:
            raise LookupError(f"{encoding} is no encoding of texts")
        text = content.decode(encoding)
    except (SyntaxError, UnicodeError, LookupError) as error:
        raise Unreadable(f"{name}: not a Python file in UTF-8 or the encoding of its coding line ({error})") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _parse(unit: Unit) -> ast.Module:
    """The tree; of a long source without the errors that only compiling shows: the isolated process will find them."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if len(unit.source) > _MAX_CODE:
                raise Unreadable(
                    f"{unit.label or unit.filename}: {len(unit.source) >> 10} KB of code; "
                    f"at most {_MAX_CODE >> 10} KB would be right"
                )
            tree = ast.parse(unit.source, unit.filename)
            if len(unit.source) <= _COMPILED_AT_ONCE:
                compile(tree, unit.filename, "exec", dont_inherit=True)
            return tree
    except SyntaxError as error:
        line = f", line {error.lineno}" if error.lineno else ""
        raise Unreadable(f"syntax error: {error.msg} ({unit.label or unit.filename}{line})") from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise Unreadable(f"{unit.label or unit.filename}: cannot be parsed ({type(error).__name__}: {error})") from None


def _parse_cells(units: Iterable[Unit]) -> tuple[list[tuple[Unit, ast.Module]], list[str]]:
    """The cells that can be executed, with their trees, and what is wrong with the others."""
    parsed, notes = [], []
    for unit in units:
        try:
            parsed.append((unit, _parse(unit)))
        except Unreadable as error:
            notes.append(str(error))
    if notes and not parsed:
        raise Unreadable(f"no cell can be executed: {notes[0]}")
    return parsed, notes
