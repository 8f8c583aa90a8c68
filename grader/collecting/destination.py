"""The folder that work is collected into. Nothing is written outside of it, whatever somebody has put there before.

Every step down is taken from an open folder (``dir_fd``) and follows no link; a file is made under a name that is new
(``O_EXCL``), and takes its place by a rename, which replaces a link and does not follow it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import stat
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from grader.collecting.entries import Refused
from grader.errors import UsageError

_NOFOLLOW: Final = getattr(os, "O_NOFOLLOW", 0)
_FOLDER: Final = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | _NOFOLLOW
_LARGEST: Final = 1 << 30


class Destination:
    """An open folder; with ``dry`` nothing is written, and it need not exist."""

    def __init__(self, path: Path, *, dry: bool) -> None:
        """Open it, alone.

        Raises:
            UsageError: it cannot be written to, or another `grade collect` is at work in it.
        """
        self.path, self._dry, self._descriptor = path, dry, -1
        try:
            if not dry:
                path.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(*(FileNotFoundError,) if dry else ()):
                self._descriptor = os.open(path, _FOLDER)
            if not dry:
                self._lock()
        except BlockingIOError:
            self.close()
            raise UsageError(f"{path}: another `grade collect` is at work in it; wait until it is done") from None
        except OSError as error:
            self.close()
            raise UsageError(f"{path}: cannot be written to: {error.strerror}; a folder would be right") from None

    def _lock(self) -> None:
        try:
            import fcntl
        except ImportError:  # not on this system: whoever starts two at once has to know
            return
        fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def __enter__(self) -> Destination:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    @contextlib.contextmanager
    def _folder(self, name: str, *, make: bool) -> Iterator[int]:
        if make:
            with contextlib.suppress(FileExistsError):
                os.mkdir(name, dir_fd=self._descriptor)
        try:
            descriptor = os.open(name, _FOLDER, dir_fd=self._descriptor)
        except FileNotFoundError:
            raise
        except OSError as error:
            link = "is a link or a file" if not self._is_folder(name) else f"cannot be opened: {error.strerror}"
            raise Refused(f"{name}/ in {self.path} {link}; a folder would be right") from None
        try:
            yield descriptor
        finally:
            os.close(descriptor)

    def _is_folder(self, name: str) -> bool:
        try:
            return stat.S_ISDIR(os.stat(name, dir_fd=self._descriptor, follow_symlinks=False).st_mode)
        except OSError:
            return False

    def digest(self, folder: str, name: str) -> str | None:
        """The SHA-256 of a file that is there; None where there is none, nothing where it is no plain file.

        Raises:
            Refused: the folder is a link, or the file cannot be read.
        """
        if self._descriptor < 0:
            return None
        try:
            with self._folder(folder, make=False) as within:
                found = os.stat(name, dir_fd=within, follow_symlinks=False)
                if not stat.S_ISREG(found.st_mode) or found.st_size > _LARGEST:
                    return ""
                with os.fdopen(os.open(name, os.O_RDONLY | _NOFOLLOW, dir_fd=within), "rb") as file:
                    return hashlib.file_digest(file, "sha256").hexdigest()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise Refused(f"{folder}/{name} cannot be read: {error.strerror}") from None

    def write(self, folder: str, name: str, content: bytes, moment: datetime | None) -> None:
        """A file with this content, dated when it was handed in, in place of any other.

        Raises:
            Refused: it cannot be written.
        """
        if self._dry:
            return
        temporary = f".{name}.{secrets.token_hex(6)}.part"
        try:
            with self._folder(folder, make=True) as within:
                try:
                    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NOFOLLOW
                    with os.fdopen(os.open(temporary, flags, 0o666, dir_fd=within), "wb") as file:
                        file.write(content)
                        file.flush()
                        if moment:
                            with contextlib.suppress(OSError, OverflowError, ValueError):
                                os.utime(file.fileno(), (moment.timestamp(), moment.timestamp()))
                    os.rename(temporary, name, src_dir_fd=within, dst_dir_fd=within)
                except BaseException:
                    with contextlib.suppress(OSError):
                        os.unlink(temporary, dir_fd=within)
                    raise
        except OSError as error:
            raise Refused(f"{folder}/{name} cannot be written: {error.strerror}") from None

    def remove(self, folder: str, name: str) -> None:
        """Take a file away that another has replaced.

        Raises:
            Refused: it cannot be removed.
        """
        if self._dry:
            return
        try:
            with self._folder(folder, make=False) as within:
                os.unlink(name, dir_fd=within)
        except OSError as error:
            raise Refused(f"{folder}/{name} cannot be removed: {error.strerror}") from None
