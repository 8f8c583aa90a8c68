"""A download as a list of entries: a folder, a zip, a tar, and the archives within. Nothing is ever unpacked to a disk.

Entries are named and dated by whoever made the archive, so nothing of them is believed: a name must be a way down, an
entry must be a plain file, and sizes are what comes out of the decompressor. What is wrong with one entry costs that
entry; what is wrong with an archive within costs that archive.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import os
import stat
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import IO, BinaryIO, Final, cast

from grader.collecting.entries import ARCHIVE, FILE, Bounds, Budget, Entry, Note, Refused
from grader.collecting.legible import from_bytes, safe_parts
from grader.collecting.times import from_local, from_seconds
from grader.errors import UsageError

ARCHIVES: Final = (".zip", ".tar", ".tar.gz", ".tgz")
OPAQUE: Final = (".rar", ".7z", ".tar.xz", ".tar.bz2", ".tbz2", ".txz", ".gz", ".xz", ".bz2")
_READ: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})  # the others have no bound on what a piece becomes
_UTF_8: Final = 0x800  # the mark of a zip's name
_IN_MEMORY: Final = 4 << 20
_SKIPPED: Final = frozenset({".git", "node_modules", "site-packages", ".venv", "venv"})  # thousands of files, no work


def is_archive(name: str) -> bool:
    """Whether a name is of an archive that can be looked into."""
    return name.lower().endswith(ARCHIVES)


def without_suffix(name: str) -> str:
    """An archive's name without ``.zip``, ``.tar.gz`` …"""
    suffix = next((one for one in sorted(ARCHIVES, key=len, reverse=True) if name.lower().endswith(one)), "")
    return name[: len(name) - len(suffix)]


class Download:
    """The entries of a folder or an archive, in its order; to be closed."""

    def __init__(self, path: Path, bounds: Bounds = Bounds()) -> None:
        """Look into it.

        Raises:
            UsageError: it is neither a folder nor an archive that can be read.
        """
        self.bounds = bounds
        self.notes: list[Note] = []
        self.repositories: dict[tuple[str, ...], Path | None] = {}  # where there is a .git, and on the disk where
        self._stack = contextlib.ExitStack()
        try:
            if path.is_dir():
                self.budget = Budget(bounds.everything, bounds.entries, "a download")
                self.entries = list(self._in_folder(path))
                return
            if not path.is_file():
                raise Refused("neither a file nor a folder")
            size = path.stat().st_size
            most = min(bounds.everything, max(1 << 30, bounds.ratio * size))
            self.budget = Budget(most, bounds.entries, "a download of its size")
            file = self._stack.enter_context(path.open("rb"))
            self.entries = self._in_archive(file, self._stack, (), 0, size, self.budget)
        except Refused as refused:
            self.close()
            raise UsageError(
                f"{path}: {refused}; a folder, .zip, .tar or .tar.gz as downloaded would be right"
            ) from None
        except OSError as error:
            self.close()
            raise UsageError(f"{path}: cannot be read: {error.strerror or error}") from None

    def __enter__(self) -> Download:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._stack.close()

    def look_into(self, entry: Entry, stack: contextlib.ExitStack, budget: Budget) -> list[Entry]:
        """The entries of an archive that is an entry; their names begin with its own. They live as long as the stack.

        Raises:
            Refused: it is damaged, a bomb, or too many archives are around it.
        """
        bounds = self.bounds
        if entry.depth >= bounds.depth:
            raise Refused(f"an archive within {bounds.depth} others; deeper is not looked into")
        with contextlib.ExitStack() as own:  # what is refused is closed at once
            spool = own.enter_context(_spool())
            entry.copy(spool.write, bounds.inner, budget, (bounds.small, bounds.ratio))
            found = self._in_archive(spool, own, entry.parts, entry.depth + 1, spool.tell(), budget)
            stack.enter_context(own.pop_all())
        return found

    # --- folders ------------------------------------------------------------------------------------------

    def _in_folder(self, root: Path) -> Iterator[Entry]:
        waiting: list[tuple[tuple[str, ...], str]] = [((), os.fspath(root))]
        while waiting:
            above, folder = waiting.pop()
            try:
                with os.scandir(folder) as scan:
                    found = sorted(scan, key=lambda one: one.name)
            except OSError as error:
                if not above:
                    raise
                self._refuse("/".join(above), f"cannot be read: {error.strerror}")
                continue
            within = []
            for one in found:
                self.budget.take_files(1)
                try:
                    entry = self._on_disk(one, above)
                except (Refused, OSError) as error:
                    self._refuse("/".join((*above, from_bytes(os.fsencode(one.name)))), str(error))
                    continue
                if isinstance(entry, Entry):
                    yield entry
                elif entry is not None:
                    within.append((entry, one.path))
            waiting += reversed(within)

    def _on_disk(self, one: os.DirEntry[str], above: tuple[str, ...]) -> Entry | tuple[str, ...] | None:
        """A file, or the name of a folder to look into; None for what is not looked into."""
        parts = above + safe_parts(from_bytes(os.fsencode(one.name)), backslashes=False)
        kind = one.stat(follow_symlinks=False)
        if stat.S_ISDIR(kind.st_mode):
            if one.name == ".git":
                self.repositories[above] = Path(one.path)
            if len(parts) > 40:
                raise Refused("folders within folders, more than 40 deep")
            return parts if one.name not in _SKIPPED else None
        if one.name == ".git":
            return None  # a submodule's or a worktree's: it leads elsewhere
        if not stat.S_ISREG(kind.st_mode):
            raise Refused("a symbolic link" if stat.S_ISLNK(kind.st_mode) else "not a plain file")
        return Entry(parts, partial(_open_on_disk, one.path), kind.st_size, from_seconds(kind.st_mtime), FILE)

    # --- archives -----------------------------------------------------------------------------------------

    def _in_archive(
        self,
        file: IO[bytes],
        stack: contextlib.ExitStack,
        above: tuple[str, ...],
        depth: int,
        size: int,
        budget: Budget,
    ) -> list[Entry]:
        with _damaged():
            file.seek(0)
            head = file.read(4)
            file.seek(0)
        if head[:2] == b"PK":
            return self._in_zip(file, stack, above, depth, budget)
        if head[:2] == b"\x1f\x8b":
            most = max(self.bounds.small, self.bounds.ratio * size)
            file = self._without_gzip(file, stack, min(most, self.bounds.inner) if depth else most, budget)
        return self._in_tar(file, stack, above, depth, budget)

    def _in_zip(
        self, file: IO[bytes], stack: contextlib.ExitStack, above: tuple[str, ...], depth: int, budget: Budget
    ) -> list[Entry]:
        bounds = self.bounds
        measured = _Directory(file, bounds.inner_directory if depth else bounds.directory)
        with _damaged():
            archive = stack.enter_context(zipfile.ZipFile(cast(IO[bytes], measured)))
        measured.opened = True
        infos = archive.infolist()
        budget.take_files(len(infos))
        entries: list[Entry] = []
        for info in infos:
            raw = info.orig_filename.encode("utf-8" if info.flag_bits & _UTF_8 else "cp437", "replace")
            name = _unicode_path(info.extra, raw) or from_bytes(raw)
            mode = info.external_attr >> 16
            refuse = ""
            if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
                refuse = "a symbolic link" if stat.S_ISLNK(mode) else "not a plain file"
            elif info.flag_bits & 1:
                refuse = "encrypted"
            elif info.compress_type not in _READ:
                refuse = f"compressed by a method (number {info.compress_type}) that is not read"
            time = _extended_time(info.extra) or from_local(info.date_time)
            entries += self._entry(
                name,
                name.endswith(("/", "\\")) or stat.S_ISDIR(mode),
                refuse,
                partial(_open_in_zip, archive, info),
                info.compress_size,
                time,
                above,
                depth,
            )
        return self._without_twins(entries)

    def _without_gzip(self, file: IO[bytes], stack: contextlib.ExitStack, most: int, budget: Budget) -> IO[bytes]:
        """The tar in a .tar.gz, unpacked aside as far as the bounds allow: a tar is read back and forth."""
        spool = stack.enter_context(_spool())
        done = 0
        with _damaged(), gzip.GzipFile(fileobj=file, mode="rb") as unpacked:
            while piece := unpacked.read(1 << 16):
                done += len(piece)
                if done > most:
                    raise Refused(f"grows to more than {most >> 20} MB when it is unpacked: a zip bomb?")
                budget.take(len(piece))
                spool.write(piece)
            spool.seek(0)
        return spool

    def _in_tar(
        self, file: IO[bytes], stack: contextlib.ExitStack, above: tuple[str, ...], depth: int, budget: Budget
    ) -> list[Entry]:
        entries: list[Entry] = []
        with _damaged("neither a zip nor a tar that can be read"):
            archive = stack.enter_context(
                tarfile.open(fileobj=file, mode="r:", encoding="utf-8", errors="surrogateescape")
            )
        while True:
            with _damaged():
                info = archive.next()
            if info is None:
                return self._without_twins(entries)
            budget.take_files(1)
            refuse = ""
            if info.issym() or info.islnk():
                refuse = "a link"
            elif not info.isreg() and not info.isdir():
                refuse = "not a plain file"
            elif info.issparse():
                refuse = "a file with holes"
            entries += self._entry(
                from_bytes(info.name.encode("utf-8", "surrogateescape")),
                info.isdir(),
                refuse,
                partial(_open_in_tar, archive, info),
                info.size,
                from_seconds(info.mtime),
                above,
                depth,
            )

    def _entry(
        self,
        name: str,
        folder: bool,
        refuse: str,
        opener: Callable[[], contextlib.AbstractContextManager[BinaryIO]],
        packed: int,
        time: datetime | None,
        above: tuple[str, ...],
        depth: int,
    ) -> Iterator[Entry]:
        where = "/".join((*above, name[:200]))
        try:
            parts = above + safe_parts(name, backslashes=True)
        except Refused as refused:
            if not (folder and name.strip("./\\") == ""):  # the archive's own root
                self._refuse(where, str(refused))
            return
        if ".git" in parts:
            self.repositories.setdefault(parts[: parts.index(".git")], None)
        if refuse:
            self._refuse(where, refuse)
        elif not folder:
            yield Entry(parts, opener, packed, time, ARCHIVE, depth)

    def _without_twins(self, entries: list[Entry]) -> list[Entry]:
        """Of entries of one name the last, which is what unpacking leaves."""
        last = {entry.parts: entry for entry in entries}
        if len(last) < len(entries):
            seen: set[tuple[str, ...]] = set()
            for entry in entries:
                if entry.parts in seen:
                    self.notes.append(Note("look", entry.shown, "more than once in the archive: the last one counts"))
                seen.add(entry.parts)
        return list(last.values())

    def _refuse(self, where: str, why: str) -> None:
        self.notes.append(Note("refused", where, why))


class _Directory:
    """A zip's file. While it is opened, its list of contents is bounded.

    `zipfile` would give up the whole archive for one name that is marked as UTF-8 and is not, so that mark is taken
    off: it then costs this entry only.
    """

    def __init__(self, file: IO[bytes], limit: int) -> None:
        self._file, self._limit = file, limit
        self.opened = False

    def read(self, count: int = -1) -> bytes:
        if self.opened:
            return self._file.read(count)
        if count > self._limit:
            raise Refused(f"a list of contents of more than {self._limit >> 20} MB")
        data = self._file.read(min(count, self._limit) if count >= 0 else self._limit)
        return _unmarked(data) if data.startswith(b"PK\1\2") else data

    def seek(self, *place: int) -> int:
        return self._file.seek(*place)

    def tell(self) -> int:
        return self._file.tell()

    def seekable(self) -> bool:
        return True

    def close(self) -> None:
        """The file is another's."""


def _unmarked(directory: bytes) -> bytes:
    changed = bytearray(directory)
    place = 0
    while changed[place : place + 4] == b"PK\1\2" and place + 46 <= len(changed):
        name, *others = (int.from_bytes(changed[place + at : place + at + 2], "little") for at in (28, 30, 32))
        try:
            changed[place + 46 : place + 46 + name].decode("utf-8")
        except UnicodeDecodeError:
            changed[place + 9] &= ~0x08
        place += 46 + name + sum(others)
    return bytes(changed)


@contextlib.contextmanager
def _damaged(what: str = "damaged") -> Iterator[None]:
    """Whatever a damaged or hostile archive makes the library raise is that it cannot be read."""
    try:
        yield
    except Refused:
        raise
    except Exception as error:
        detail = " ".join(str(error).split())[:120]
        raise Refused(f"{what} ({type(error).__name__}{': ' + detail if detail else ''})") from None


@contextlib.contextmanager
def _spool() -> Iterator[IO[bytes]]:
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as file:
        yield cast(IO[bytes], file)


@contextlib.contextmanager
def _open_on_disk(path: str) -> Iterator[BinaryIO]:
    with _damaged("cannot be read"):
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise Refused("not a plain file")
            yield cast(BinaryIO, file)


@contextlib.contextmanager
def _open_in_zip(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[BinaryIO]:
    with _damaged(), archive.open(info) as file:
        yield cast(BinaryIO, file)


@contextlib.contextmanager
def _open_in_tar(archive: tarfile.TarFile, info: tarfile.TarInfo) -> Iterator[BinaryIO]:
    with _damaged():
        file = archive.extractfile(info)
        with file or io.BytesIO() as content:
            yield cast(BinaryIO, content)


def _fields(extra: bytes) -> Iterator[tuple[int, bytes]]:
    while len(extra) >= 4:
        size = int.from_bytes(extra[2:4], "little")
        yield int.from_bytes(extra[:2], "little"), extra[4 : 4 + size]
        extra = extra[4 + size :]


def _extended_time(extra: bytes) -> datetime | None:
    """The moment in UTC that many zip programs add to the time on a clock without a zone."""
    data = next((data for kind, data in _fields(extra) if kind == 0x5455), b"")
    return from_seconds(int.from_bytes(data[1:5], "little", signed=True)) if len(data) >= 5 and data[0] & 1 else None


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """The name in UTF-8 that some zip programs add; it counts as long as it belongs to the name that it is added to."""
    data = next((data for kind, data in _fields(extra) if kind == 0x7075), b"")
    if len(data) > 5 and data[0] == 1 and int.from_bytes(data[1:5], "little") == zlib.crc32(raw):
        with contextlib.suppress(UnicodeDecodeError):
            return data[5:].decode("utf-8")
    return None
