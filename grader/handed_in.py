"""When a submission was handed in, and who says so.

Theory of operation. Four sources are asked, and the first that answers counts:

    collected.csv    in the folder of submissions, by `grade collect`: what the learning platform said
    timestamp.txt    beside the file or in the student's folder, as nbgrader's exchange writes it
    git commit       the last one that touched the file, if the student's own folder is a repository
    file             the time of the file's last change

All but the first may come from the student. So sizes are bounded, links are not followed, a time that cannot be is
passed over, and git never sees the student's configuration, which may name programs to run: it works in a fresh
repository of ours that only borrows the student's objects. None of this makes a time true: who writes the commit writes
its date. Where that matters, the platform's times are what to collect.
"""

from __future__ import annotations

import csv
import io
import os
import re
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Final

from grader.errors import UsageError, printable
from grader.policy import find_zone
from grader.roster import fused
from grader.submission import Found, Unreadable, read_bytes

COLLECTED: Final = "collected.csv"
_COLUMNS: Final = ("student_id", "assignment", "file", "handed_in", "handed_in_from")
_LARGEST_TABLE: Final = 64 << 20
_LARGEST_TIMESTAMP: Final = 1 << 10
_LARGEST_REFS: Final = 16 << 20
_GIT_SECONDS: Final = 10.0
# The first day of 1980 is what archives without times say, in whatever zone they were unpacked.
_EARLIEST: Final = datetime(1980, 1, 2, tzinfo=UTC)
_AHEAD: Final = timedelta(days=2)  # how far other clocks may be ahead of ours
_TIME: Final = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(\.[0-9]{1,9})?\s*"
    r"(Z|[-+][0-9]{2}:?[0-9]{2}|[A-Za-z][A-Za-z0-9_+/-]{0,63})?"
)


_NEVER: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class HandedIn:
    """When, in UTC, and who says so; None and nobody where no source knows."""

    when: datetime | None
    source: str


@dataclass(frozen=True, slots=True)
class _Row:
    file: str
    when: datetime | None
    source: str


class HandIns:
    """The times of handing in of one assignment in a folder of submissions; its table is read once."""

    def __init__(self, folder: Path, assignment: str) -> None:
        """Read the table of what was collected, if there is one.

        Raises:
            UsageError: there is one that cannot be read: by other sources everybody would be late.
        """
        self._folder = folder
        self._rows: dict[str, list[_Row]] = {}
        latest = datetime.now(UTC) + _AHEAD
        for row in _table(folder / COLLECTED):
            when = _parsed(row["handed_in"], latest)
            if row["assignment"] != assignment:
                continue
            source = printable(row["handed_in_from"]) if when is not None else ""
            known = _Row(row["file"], when, f"collected: {source}" if source else "collected")
            # An id that cannot be a folder's name has another one there; the file tells whose row it is.
            for key in {row["student_id"], PurePosixPath(row["file"]).parts[0] if row["file"] else row["student_id"]}:
                self._rows.setdefault(key, []).append(known)

    def of(self, found: Found) -> HandedIn:
        """When a submission was handed in. One that is not there was not."""
        path = found.path
        if path is None:
            return HandedIn(None, "")
        latest = datetime.now(UTC) + _AHEAD
        rows = self._rows.get(found.student_id, [])
        row = max(rows, key=lambda row: (row.file == found.file, row.when or _NEVER), default=None)
        if row is not None:  # without a time too: that of the file is when it was collected
            return HandedIn(row.when, row.source if row.when is not None else "")
        inner = PurePosixPath(found.file)
        own = self._folder / inner.parts[0] if len(inner.parts) > 1 else None  # None: no folder of the student's own
        if own is not None:
            for beside in dict.fromkeys((path.parent, own)):
                when = _timestamp(beside / "timestamp.txt", latest)
                if when is not None:
                    return HandedIn(when, "timestamp.txt")
            when = _committed(own, "/".join(inner.parts[1:]), latest)
            if when is not None:
                return HandedIn(when, "git commit")
        when = _changed(path, latest)
        return HandedIn(when, "file") if when is not None else HandedIn(None, "")


def _plausible(when: datetime, latest: datetime) -> datetime | None:
    return when if _EARLIEST <= when <= latest else None


def _parsed(text: str, latest: datetime) -> datetime | None:
    """The instant of ``2015-02-02 15:58:23.948203 America/Los_Angeles`` and the like; without a zone it is in UTC."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        return None
    day, time, fraction, zone = found.groups()
    try:
        when = datetime.fromisoformat(f"{day}T{time}")
        if fraction:
            when = when.replace(microsecond=int(fraction[1:7].ljust(6, "0")))
        if zone in (None, "Z", "UTC", "GMT"):
            when = when.replace(tzinfo=UTC)
        elif zone[0] in "+-":
            when = datetime.fromisoformat(when.isoformat() + zone).astimezone(UTC)
        else:
            where = find_zone(zone)
            if where is None:
                return None
            # A time that the clocks showed twice is the earlier one, in the student's favour.
            when = min(when.replace(tzinfo=where, fold=fold).astimezone(UTC) for fold in (0, 1))
    except (ValueError, OverflowError):  # the 31st of February; the year 1 in another zone
        return None
    return _plausible(when, latest)


# --- what was collected -----------------------------------------------------------------------------------


def _table(path: Path) -> list[dict[str, str]]:
    """The rows of the table; none where there is no table."""
    shown = printable(str(path))
    try:
        content = read_bytes(path, _LARGEST_TABLE).decode("utf-8-sig")
    except FileNotFoundError:
        return []
    except (OSError, Unreadable, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(f"{shown}: cannot be read: {reason}; the table that `grade collect` writes is right") from None
    reader = csv.reader(io.StringIO(content, newline=""), strict=True)
    try:
        rows = [[fused(cell) for cell in row] for row in reader if row]
    except csv.Error as error:
        raise UsageError(
            f"{shown}: line {reader.line_num}: not CSV ({error}); the table that `grade collect` writes is right"
        ) from None
    header = rows[0] if rows else []
    missing = [column for column in _COLUMNS if column not in header]
    if missing:
        raise UsageError(f"{shown}: no column {missing[0]}; the columns {', '.join(_COLUMNS)} would be right")
    places = {column: header.index(column) for column in _COLUMNS}
    return [
        {column: row[place] if place < len(row) else "" for column, place in places.items()}  # short rows have no time
        for row in rows[1:]
    ]


# --- what may come from the student -----------------------------------------------------------------------


def _small(path: Path, limit: int) -> bytes | None:
    try:
        return read_bytes(path, limit)
    except (OSError, Unreadable):
        return None


def _timestamp(path: Path, latest: datetime) -> datetime | None:
    try:
        return _parsed((_small(path, _LARGEST_TIMESTAMP) or b"").decode("utf-8-sig"), latest)
    except UnicodeDecodeError:
        return None


def _changed(path: Path, latest: datetime) -> datetime | None:
    try:
        return _plausible(datetime.fromtimestamp(path.lstat().st_mtime, UTC), latest)
    except (OSError, OverflowError, ValueError):
        return None


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False


def _committed(own: Path, file: str, latest: datetime) -> datetime | None:
    """When the last commit was made that touched the file, if the student's own folder is a repository."""
    repository = own / ".git"
    if not _is_folder(repository) or not _is_folder(repository / "objects"):
        return None
    head = _head(repository)
    if head is None:
        return None
    with tempfile.TemporaryDirectory(prefix="grade-git-") as ours:
        fresh = Path(ours)
        kind = "sha256" if len(head) == 64 else "sha1"
        core = "[core]\nrepositoryformatversion = 1\nbare = true\n"
        _write(fresh / "config", f"{core}[extensions]\nobjectFormat = {kind}\n")
        _write(fresh / "HEAD", f"{head}\n")
        (fresh / "refs").mkdir()
        (fresh / "objects").mkdir()
        shallow = _small(repository / "shallow", _LARGEST_REFS)
        if shallow is not None:  # a clone without all of the history: git must know where it ends
            (fresh / "shallow").write_bytes(shallow)
        command = [
            "git", "--no-pager", "--no-replace-objects", "--literal-pathspecs", f"--git-dir={ours}",
            "-c", "core.commitGraph=false", "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false",
            "log", "-1", "--no-show-signature", "--no-patch", "--format=%cI", head, "--", file,
        ]  # fmt: skip
        environment = {
            "PATH": os.environ.get("PATH", os.defpath),
            "LC_ALL": "C",
            "HOME": ours,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
            "GIT_ATTR_NOSYSTEM": "1",
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": "safe.directory",
            "GIT_CONFIG_VALUE_0": "*",
            "GIT_ALTERNATE_OBJECT_DIRECTORIES": f'"{_quoted(repository / "objects")}"',
            "GIT_ALLOW_PROTOCOL": "none",
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_OPTIONAL_LOCKS": "0",
            "GIT_TERMINAL_PROMPT": "0",
        }
        try:
            done = subprocess.run(
                command, cwd=ours, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL, timeout=_GIT_SECONDS, check=False,
            )  # fmt: skip
        except (OSError, subprocess.SubprocessError, ValueError):  # no git, too slow, a NUL in a name
            return None
    return _parsed(done.stdout.decode("ascii", "replace"), latest) if done.returncode == 0 else None


def _head(repository: Path) -> str | None:
    """The commit that the repository's HEAD names, itself or by a branch."""
    text = (_small(repository / "HEAD", 4096) or b"").decode("utf-8", "replace").strip()
    if text.startswith("ref:"):
        reference = text[4:].strip()
        parts = reference.split("/")
        if parts[:2] != ["refs", "heads"] or any(part in ("", ".", "..") for part in parts) or "\0" in reference:
            return None
        text = ""
        if all(_is_folder(repository.joinpath(*parts[:n])) for n in range(1, len(parts))):  # no link leads out
            text = (_small(repository / reference, 4096) or b"").decode("utf-8", "replace").strip()
        if not text:
            packed = (_small(repository / "packed-refs", _LARGEST_REFS) or b"").decode("utf-8", "replace")
            lines = (line.split(" ", 1) for line in packed.splitlines() if line[:1] not in ("#", "^"))
            text = next((line[0] for line in lines if line[1:] == [reference]), "")
    return text if re.fullmatch(r"[0-9a-f]{40}(?:[0-9a-f]{24})?", text) else None


def _quoted(path: Path) -> str:
    """As git's list of folders wants it: a name may hold colons and quotes."""
    return str(path.absolute()).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
