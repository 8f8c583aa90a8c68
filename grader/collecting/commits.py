"""When a repository's last commit was made, asked of git without trusting the repository.

A repository is a student's: its configuration can name programs that git would start. So git is never started in it.
It works in an empty repository of our own and is only told where the objects lie; what HEAD is, is read as text here.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Final

_SECONDS: Final = 10
_LARGEST_COMMIT: Final = 1 << 20
_MEMORY: Final = 2 << 30
_HASH: Final = re.compile(r"[0-9a-f]{40}")
_REFERENCE: Final = re.compile(r"ref: (refs/[\w./-]{1,200})")
_COMMITTER: Final = re.compile(rb"^committer [^\n]*> (\d{1,12}) ([+-])(\d\d)(\d\d)$", re.MULTILINE)


@contextlib.contextmanager
def commit_clock() -> Iterator[Clock]:
    """A way to ask; of no use where there is no git."""
    git = shutil.which("git")
    with tempfile.TemporaryDirectory() as folder:
        clock = Clock(git, Path(folder))
        yield clock


class Clock:
    """Asks for the moment of the commit that a repository's HEAD is."""

    def __init__(self, git: str | None, folder: Path) -> None:
        self._git, self._folder = git, folder
        self._environment = {
            "PATH": os.defpath,
            "HOME": str(folder),
            "GIT_DIR": str(folder),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_ATTR_NOSYSTEM": "1",
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_ALLOW_PROTOCOL": "",
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_NO_REPLACE_OBJECTS": "1",
            "GIT_OPTIONAL_LOCKS": "0",
            "LC_ALL": "C",
        }
        if git:
            for name in ("objects", "refs"):
                (folder / name).mkdir()
            (folder / "HEAD").write_text("ref: refs/heads/main\n", encoding="ascii")
            config = "[core]\n\trepositoryformatversion = 0\n\tbare = true\n\tpackedGitWindowSize = 1m\n"
            (folder / "config").write_text(config, encoding="ascii")

    def time_of(self, repository: Path) -> datetime | None:
        """The committer's time of HEAD; None where it cannot be found out."""
        objects = repository / "objects"
        commit = _head(repository)
        if not self._git or not commit or not objects.is_dir() or objects.is_symlink():
            return None
        header = self._ask(objects, commit).partition(b"\n\n")[0]
        match = _COMMITTER.search(header)
        if not match:
            return None
        minutes = int(match[3]) * 60 + int(match[4])
        try:
            when = datetime.fromtimestamp(int(match[1]), UTC)
            return when.astimezone(timezone(timedelta(minutes=-minutes if match[2] == b"-" else minutes)))
        except (ValueError, OverflowError, OSError):
            return None

    def _ask(self, objects: Path, commit: str) -> bytes:
        """The commit's text; nothing where there is none, or where it is longer than any commit."""
        try:
            with tempfile.TemporaryFile() as answer:  # a file, since the system bounds how long it may become
                subprocess.run(
                    [str(self._git), "--no-pager", "cat-file", "commit", commit],
                    cwd=self._folder,
                    env={**self._environment, "GIT_OBJECT_DIRECTORY": str(objects)},
                    stdin=subprocess.DEVNULL,
                    stdout=answer,
                    stderr=subprocess.DEVNULL,
                    timeout=_SECONDS,
                    check=True,
                    preexec_fn=_bounded if os.name == "posix" else None,
                )
                answer.seek(0)
                return answer.read(_LARGEST_COMMIT)
        except (OSError, subprocess.SubprocessError, ValueError):
            return b""


def _bounded() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_COMMIT, _LARGEST_COMMIT))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def _head(repository: Path) -> str:
    """The commit that HEAD is, of a branch or of itself."""
    text = _text(repository / "HEAD").strip()
    reference = _REFERENCE.fullmatch(text)
    if reference and ".." not in reference[1]:
        name = reference[1]
        text = _text(repository / name).strip()
        if not text:
            lines = (line.split(" ", 1) for line in _text(repository / "packed-refs", 4 << 20).splitlines())
            text = next((words[0] for words in lines if len(words) == 2 and words[1] == name), "")
    return text if _HASH.fullmatch(text) else ""


def _text(path: Path, most: int = 4096) -> str:
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb") as file:
            plain = stat.S_ISREG(os.fstat(descriptor).st_mode)
            return file.read(most).decode("utf-8", "replace") if plain else ""
    except OSError:
        return ""
