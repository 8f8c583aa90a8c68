"""Scratch folders: one for each isolated process, gone afterwards.

The grader neither reads nor writes anything inside one. Whatever a submission left there is removed without
following links, without recursion and without opening a file.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import secrets
import stat
import tempfile
from pathlib import Path

_PREFIX = "grade-"


class ScratchRoot:
    """A private folder that holds the scratch folders of one command."""

    def __init__(self) -> None:
        _remove_abandoned()
        self.path = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))
        self._numbers = itertools.count(1)

    def new(self) -> Path:
        """A new, empty scratch folder."""
        folder = self.path / f"run-{next(self._numbers)}"
        folder.mkdir(mode=0o700)
        return folder

    def close(self) -> None:
        """Remove the folder with all that is left in it."""
        remove_tree(self.path)


def _remove_abandoned() -> None:
    """Remove what a command left that was killed before it could clean up."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}[0-9]*-*"):
        owner = folder.name.removeprefix(_PREFIX).partition("-")[0]
        with contextlib.suppress(OSError, ValueError):
            if folder.lstat().st_uid == os.getuid() and not _lives(int(owner)):
                remove_tree(folder)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def remove_tree(folder: Path) -> None:
    """Remove a folder whatever is in it: links, pipes, closed folders, ten thousand levels.

    A folder within is moved up to the top before it is looked into, so that no path grows long.
    """
    if os.path.islink(folder):
        os.unlink(folder)
        return
    with contextlib.suppress(OSError):
        os.rmdir(folder)
        return
    top = os.fspath(folder)
    numbers = itertools.count()
    prefix = f".removed-{secrets.token_hex(8)}-"  # no name that a submission could have taken
    waiting = _empty(top)
    while waiting:
        current = waiting.pop()
        for inner in _empty(current):
            target = os.path.join(top, f"{prefix}{next(numbers)}")
            with contextlib.suppress(OSError):
                os.rename(inner, target)
                waiting.append(target)
        with contextlib.suppress(OSError):
            os.rmdir(current)
    with contextlib.suppress(OSError):
        os.rmdir(top)


def _empty(folder: str) -> list[str]:
    """Remove the files of a folder; the folders in it, opened for what comes next."""
    inner = []
    with contextlib.suppress(OSError):
        os.chmod(folder, 0o700)
        with os.scandir(folder) as entries:
            for entry in entries:
                with contextlib.suppress(OSError):
                    if stat.S_ISDIR(entry.stat(follow_symlinks=False).st_mode):
                        os.chmod(entry.path, 0o700)
                        inner.append(entry.path)
                    else:
                        os.unlink(entry.path)
    return inner
