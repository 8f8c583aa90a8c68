"""Removing a folder whatever a submission has left in it."""

from __future__ import annotations

import contextlib
import itertools
import os
import secrets
import stat


def remove_tree(folder: str | os.PathLike[str]) -> None:
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
