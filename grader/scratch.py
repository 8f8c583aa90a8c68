"""Scratch folders: one for each isolated process, gone afterwards.

The grader neither reads nor writes anything inside one. Whatever a submission left there is removed without
following links, without recursion and without opening a file.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import stat
import tempfile
from pathlib import Path


class ScratchRoot:
    """A private folder that holds the scratch folders of one command."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="grade-"))
        self._numbers = itertools.count(1)

    def new(self) -> Path:
        """A new, empty scratch folder."""
        folder = self.path / f"run-{next(self._numbers)}"
        folder.mkdir(mode=0o700)
        return folder

    def close(self) -> None:
        """Remove the folder with all that is left in it."""
        remove_tree(self.path)


def remove_tree(folder: Path) -> None:
    """Remove a folder whatever is in it: links, pipes, closed folders, ten thousand levels.

    A folder within is moved up to the top before it is looked into, so that no path grows long.
    """
    with contextlib.suppress(OSError):
        os.rmdir(folder)
        return
    top = os.fspath(folder)
    numbers = itertools.count()
    waiting = _empty(top)
    while waiting:
        current = waiting.pop()
        for inner in _empty(current):
            target = os.path.join(top, f".removed-{next(numbers)}")
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
