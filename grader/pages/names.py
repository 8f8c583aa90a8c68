"""Names of files that pages get: a student's id may be any text, a file's name may not."""

from __future__ import annotations

import hashlib
import re
from typing import Final

_LONGEST: Final = 120  # bytes
_KEPT: Final = re.compile(r"[a-z0-9_-][a-z0-9._-]*(?<!\.)", re.ASCII)
_DEVICE: Final = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.ASCII)
_TAKEN: Final = frozenset({"index"})


def page_name(student_id: str) -> str:
    """The name of a student's page, without its suffix: a file name on every system, and in a URL as it is.

    An id of small ASCII letters, digits and ``._-`` is its own name. In any other, what is not of these is replaced
    and a hash follows after ``~``, which no other name holds: no two ids have one name, also where a file system
    does not tell ``Ann`` from ``ann``.
    """
    fits = len(student_id) <= _LONGEST and _KEPT.fullmatch(student_id)
    if fits and student_id not in _TAKEN and not _DEVICE.match(student_id):
        return student_id
    digest = hashlib.sha256(student_id.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    stem = re.sub(r"[^a-z0-9_-]+", "_", student_id.lower(), flags=re.ASCII).strip("_")
    return f"{stem[: _LONGEST - 17]}~{digest}"
