"""What a download consists of: files under names that can do no harm, read on demand and within bounds."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Final, Literal, NamedTuple, Protocol

ARCHIVE: Final = "archive"
FILE: Final = "file"
Weight = Literal["refused", "look", "hint", "aside"]
_CHUNK: Final = 1 << 16
# What operating systems, editors and package managers leave in a folder; nobody's work.
_JUNK_FOLDERS: Final = frozenset(
    {"__macosx", ".ipynb_checkpoints", "__pycache__", ".git", ".venv", "venv", "node_modules", "site-packages"}
)
_JUNK_FILES: Final = frozenset({".ds_store", "thumbs.db", "desktop.ini"})


class Refused(Exception):
    """Something in a download that is not taken, and why; never more than one student's loss."""


class Note(NamedTuple):
    """What was not taken as it is: ``refused`` and ``look`` need a person, ``hint`` and ``aside`` do not."""

    weight: Weight
    where: str
    why: str


class Bounds(NamedTuple):
    """How much is looked at. All bytes are counted as they are decompressed, whatever a header claims."""

    entries: int = 200_000  # of the download
    inner_entries: int = 20_000  # of all archives that a student handed in
    directory: int = 16 << 20  # bytes of a zip's own list of what is in it
    inner_directory: int = 2 << 20
    work: int = 64 << 20  # bytes of a file that is taken
    inner: int = 256 << 20  # bytes of an archive in an archive
    student: int = 320 << 20  # all that is decompressed for one student
    everything: int = 16 << 30
    small: int = 16 << 20  # up to here nobody asks how well something was compressed
    ratio: int = 100  # above, an archive that grows by more is a bomb
    depth: int = 2  # archives in archives


class Budget:
    """Bytes that may still be decompressed and files that may still be listed, for one student out of those for all."""

    def __init__(self, left: int, files: int, whose: str, above: Budget | None = None) -> None:
        self.left, self.files, self._most, self._whose, self._above = left, files, files, whose, above

    def take(self, count: int) -> None:
        """So many bytes have been made.

        Raises:
            Refused: they were too many.
        """
        self.left -= count
        if self.left < 0:
            raise Refused(f"decompresses to more than is allowed for {self._whose}")
        if self._above:
            self._above.take(count)

    def take_files(self, count: int) -> None:
        """So many files have been listed.

        Raises:
            Refused: they were too many.
        """
        self.files -= count
        if self.files < 0:
            raise Refused(f"more than {self._most} files")


class Opener(Protocol):
    """Opens a file of a download; each time anew."""

    def __call__(self) -> AbstractContextManager[BinaryIO]: ...


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A file of a download. The parts of its name hold no way out of a folder; of archives within, all the way."""

    parts: tuple[str, ...]
    open: Opener
    packed: int  # bytes that it takes in the archive
    time: datetime | None
    time_from: str = FILE
    depth: int = 0  # so many archives around it, the download itself not counted

    @property
    def shown(self) -> str:
        return "/".join(self.parts)

    def read(self, limit: int, budget: Budget, ratio: tuple[int, int] = (0, 0)) -> bytes:
        """The content; ``ratio`` as for `copy`.

        Raises:
            Refused: it is too large, damaged, or cannot be read.
        """
        pieces: list[bytes] = []
        self.copy(pieces.append, limit, budget, ratio)
        return b"".join(pieces)

    def copy(
        self, write: Callable[[bytes], object], limit: int, budget: Budget, ratio: tuple[int, int] = (0, 0)
    ) -> None:
        """Hand the content on piece by piece; ``ratio``: above so many bytes it may not have grown by more.

        Raises:
            Refused: as for `read`.
        """
        done = 0
        small, most = ratio
        with self.open() as file:
            while piece := file.read(_CHUNK):
                done += len(piece)
                if done > limit:
                    raise Refused(f"more than {limit >> 20} MB" if limit >> 20 else f"more than {limit} bytes")
                if most and done > max(small, most * self.packed):
                    raise Refused(f"grows more than {most}-fold when it is unpacked: a zip bomb?")
                budget.take(len(piece))
                write(piece)


def is_junk(parts: tuple[str, ...]) -> bool:
    """Whether a name is what systems leave behind."""
    last = parts[-1].lower()
    return last in _JUNK_FILES or last.startswith("._") or any(part.lower() in _JUNK_FOLDERS for part in parts)


@dataclass(frozen=True, slots=True)
class Handed:
    """A file that a student handed in; ``path`` is its name within what the student handed in."""

    student_id: str
    name: str
    entry: Entry
    path: tuple[str, ...]
    handed_in: datetime | None
    handed_in_from: str
    late_mark: bool = False
    remark: str = ""
    original: str = ""  # the name in the download
