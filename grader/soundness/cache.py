"""Trials of earlier runs, by content: what has not changed is not graded again.

The key of a trial holds all that it depends on: the grader's own source, the versions of Python and of the packages
that compute, the assignment's settings, checks, reference and readable files, the course's secret, and the solution.
"""

from __future__ import annotations

import contextlib
import hashlib
import sys
from typing import Final

import msgspec

from grader.course import Assignment
from grader.errors import UsageError
from grader.provenance import Provenance
from grader.soundness.trials import Trial
from grader.walls import measure
from grader.whole import write_whole

_decode: Final = msgspec.msgpack.Decoder(dict[str, Trial]).decode


class Cache:
    """The trials of one assignment, in a file of the course's folder `.grade/`."""

    def __init__(self, assignment: Assignment, *, read: bool = True) -> None:
        self.path = assignment.course.root / ".grade" / "verify" / f"{assignment.name}.msgpack"
        self.base = _base(assignment)
        self._earlier: dict[str, Trial] = {}
        self._used: dict[str, Trial] = {}
        if read:
            with contextlib.suppress(OSError, msgspec.MsgspecError):
                self._earlier = _decode(self.path.read_bytes())

    def key(self, *what: object) -> str:
        """The key of a trial, from what tells it from others of this assignment."""
        return hashlib.blake2b(repr((self.base, what)).encode(), digest_size=16).hexdigest()

    def get(self, key: str) -> Trial | None:
        trial = self._earlier.get(key) or self._used.get(key)
        if trial is not None:
            self._used[key] = trial
        return trial

    def put(self, key: str, trial: Trial) -> None:
        self._used[key] = trial

    def write(self, *, whole: bool) -> None:
        """Keep the trials of this run; those of earlier ones only where this one did not come to its end."""
        kept = self._used if whole else {**self._earlier, **self._used}
        if kept == self._earlier:
            return
        with contextlib.suppress(OSError, UsageError):  # a course on a disk that cannot be written is verified anew
            self.path.parent.mkdir(parents=True, exist_ok=True)
            (self.path.parents[1] / ".gitignore").write_text("*\n")
            write_whole(self.path, msgspec.msgpack.encode(kept))


def _base(assignment: Assignment) -> str:
    provenance = Provenance.of(assignment, assignment.checks(hidden=True), measure())
    return f"{provenance.digest} {sys.version}"
