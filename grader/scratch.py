"""Scratch folders: one for each isolated process, gone afterwards.

The grader neither reads nor writes anything inside one. Whatever a submission left there is removed without
following links, without recursion and without opening a file.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import platform
import tempfile
from pathlib import Path

from grader.inside.removal import remove_tree

_PREFIX = f"grade-{platform.node()}-"  # a shared /tmp holds those of other machines too


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
