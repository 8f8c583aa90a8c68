"""What a student has handed in, read once: bytes to be graded, or a result where there is nothing that could be."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from grader.check import Check
from grader.course import Assignment
from grader.results import CheckResult, Result
from grader.submission import Found, Unreadable, read_bytes

_LARGEST_HASHED = 64 << 20  # bytes of a file that is too large to be graded


@dataclass(frozen=True, slots=True)
class Work:
    """The bytes of a file; ``suffix`` says whether it is a notebook. Neither its name nor its owner counts."""

    content: bytes
    suffix: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def read_work(found: Found, assignment: Assignment, checks: Sequence[Check]) -> Work | Result:
    """The file's content, or the result where there is none, or none that we could look at."""
    if found.path is None and not found.fault:
        return nothing(assignment, checks, "missing", "")
    fault = found.fault
    if found.path is not None:
        try:
            return Work(read_bytes(found.path, assignment.settings.limits.source_kb << 10), found.path.suffix)
        except Unreadable as error:
            return nothing(assignment, checks, "unreadable", str(error), _digest_of(found))
        except OSError as error:
            fault = f"{found.file}: cannot be read: {error.strerror or type(error).__name__}"
        except Exception as error:
            fault = f"a fault of the grader while reading {found.file}: {type(error).__name__}: {error}"
    worth = sum(check.points for check in checks)
    return Result(assignment.name, "needs_attention", worth, message=fault)


def nothing(assignment: Assignment, checks: Sequence[Check], status: str, message: str, sha256: str = "") -> Result:
    """The result of a submission that has no part: `missing`, or `unreadable`."""
    short = "nothing was handed in" if status == "missing" else "the file cannot be read"
    results = tuple(CheckResult.of(check, "missing", 0.0, 0.0, short) for check in checks)
    worth = sum(check.points for check in checks)
    return Result(assignment.name, status, worth, results, sha256=sha256, message=message)


def _digest_of(found: Found) -> str:
    """The hash of a file that cannot be graded, where it is a plain file of reasonable size."""
    assert found.path is not None
    try:
        return hashlib.sha256(read_bytes(found.path, _LARGEST_HASHED)).hexdigest()
    except (OSError, Unreadable):
        return ""
