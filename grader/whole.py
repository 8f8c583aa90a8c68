"""Files written whole or not at all: under another name first, renamed when they are complete and on the disk."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from grader.errors import UsageError

_SUFFIX: Final = ".part"


@contextlib.contextmanager
def replacing(*paths: Path) -> Iterator[list[BinaryIO]]:
    """Files to be written in place of these: they take their places when all of them are complete.

    Raises:
        UsageError: one cannot be written; what was there before is as it was.
    """
    with contextlib.ExitStack() as stack:
        files: list[tuple[Path, BinaryIO, str]] = []
        for path in paths:
            with _telling(path):
                path.parent.mkdir(parents=True, exist_ok=True)
                _remove_abandoned(path)
                prefix = f".{path.name}.{os.getpid()}-"
                descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=prefix, suffix=_SUFFIX)
                stack.callback(_remove, temporary)
                file: BinaryIO = os.fdopen(descriptor, "wb")
                stack.callback(_close, file)
                files.append((path, file, temporary))
        with _telling(paths[0]):
            yield [file for _, file, _ in files]
        for path, file, temporary in files:
            with _telling(path):
                file.flush()
                os.fsync(file.fileno())
                os.chmod(temporary, 0o666 & ~_umask())
        for path, _, temporary in files:
            with _telling(path):
                os.replace(temporary, path)


@contextlib.contextmanager
def _telling(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or error
        raise UsageError(f"{path}: cannot be written: {reason}; what was there before is as it was") from None


def write_whole(path: Path, content: bytes) -> None:
    """Replace the file's content at once.

    Raises:
        UsageError: it cannot be written; what was there before is as it was.
    """
    with replacing(path) as [file]:
        file.write(content)


def write_page(path: Path, content: bytes) -> None:
    """Replace the file's content at once, but leave it to the system when it is on the disk.

    For what can be made again: many thousand pages need not wait for the disk one by one.

    Raises:
        UsageError: it cannot be written; what was there before is as it was.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}-{_SUFFIX}")
    with _telling(path):
        try:
            temporary.write_bytes(content)
            os.replace(temporary, path)
        except BaseException:
            _remove(os.fspath(temporary))
            raise


def _close(file: BinaryIO) -> None:
    with contextlib.suppress(OSError):  # what it could not write has been told already
        file.close()


def _remove(temporary: str) -> None:
    with contextlib.suppress(OSError):  # it is there only where something went wrong
        os.unlink(temporary)


def _remove_abandoned(path: Path) -> None:
    """Remove what a process left here that was killed before it could rename it."""
    start = f".{path.name}."
    for name in os.listdir(path.parent):
        if name.startswith(start) and name.endswith(_SUFFIX):
            owner = name.removeprefix(start).partition("-")[0]
            if owner.isdecimal() and not _lives(int(owner)):
                _remove(os.fspath(path.parent / name))


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
