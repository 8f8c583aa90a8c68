"""The tables of the gradebook.

    provenances ◂── checks        what scores were computed from, and the checks that there were
         ▴
         ├── runs ◂── entries     one command over a class, and for each student the attempt that counted in it
         │               ▾
         └── attempts ◂── verdicts   one graded content, whoever handed it in

    members, decisions            who is in the class, and what people have decided about a student's work

An attempt belongs to a content and a provenance, not to a student: the same file is graded once.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

REVISION: Final = "0003"  # the newest in migrations/versions
_QUOTED: Final = "\x1a"  # SUBSTITUTE: what follows is the text in JSON
_REFUSED: Final = re.compile("[\0\ud800-\udfff]")


class Words(TypeDecorator[str]):
    """Any text of ours or of a student's, also what a database refuses: NUL, file names that are not UTF-8.

    Such a text is kept in JSON, where both are written in ASCII.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None or not (value.startswith(_QUOTED) or _REFUSED.search(value)):
            return value
        return _QUOTED + json.dumps(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        kept: str | None = value
        return json.loads(kept.removeprefix(_QUOTED)) if kept and kept.startswith(_QUOTED) else kept


class Json(TypeDecorator[Any]):
    """Plain data as JSON text in ASCII."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:
        return json.dumps(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

provenances = Table(
    "provenances",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("digest", Text, nullable=False, unique=True),
    Column("assignment", Words, nullable=False),
    Column("content", Json, nullable=False),
)

checks = Table(
    "checks",
    metadata,
    Column("provenance_id", ForeignKey("provenances.id"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("part", Words, nullable=False),
    Column("name", Words, nullable=False),
    Column("visibility", Text, nullable=False),
    Column("sentence", Words, nullable=False),
    Column("points", Float, nullable=False),
)

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("book", Words, nullable=False),  # which class's tables it belongs to, where classes share a database
    Column("assignment", Words, nullable=False),
    Column("provenance_id", ForeignKey("provenances.id"), nullable=False),
    Column("whole", Boolean, nullable=False),  # the class, not some of its students
    Column("outcome", Text, nullable=False),  # running, complete, interrupted
    Column("begun", Text, nullable=False),  # times are UTC, ISO 8601
    Column("ended", Text),
    Column("host", Words, nullable=False),
    Column("executor", Words, nullable=False),
    Column("folder", Words, nullable=False, server_default=""),  # where the submissions lay
    Column("policy", Json, nullable=False, server_default="null"),  # the assignment's deadline and what lateness costs
    Column("isolation", Json, nullable=False),
    Index(None, "book", "assignment"),
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("token", Text, nullable=False, unique=True),  # a repeated insertion is seen by it
    Column("provenance_id", ForeignKey("provenances.id"), nullable=False),
    Column("run_id", ForeignKey("runs.id"), nullable=False),
    Column("sha256", Text, nullable=False),
    Column("suffix", Text, nullable=False),
    Column("base_id", ForeignKey("attempts.id")),  # whose verdicts of parts with unchanged checks it has
    Column("status", Text, nullable=False),
    Column("score", Float),
    Column("max_score", Float, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("flags", Json, nullable=False),
    Column("message", Words, nullable=False),
    Column("problems", Json, nullable=False),
    Column("output", LargeBinary, nullable=False),
    Column("graded", Text, nullable=False),
    Column("host", Words, nullable=False),
    Index(None, "provenance_id", "sha256"),
)

verdicts = Table(
    "verdicts",
    metadata,
    Column("attempt_id", ForeignKey("attempts.id"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("verdict", Text, nullable=False),
    Column("score", Float, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("message", Words, nullable=False),
    Column("diagnosis", Text, nullable=False, server_default=""),
    Column("picture", LargeBinary),
)

entries = Table(
    "entries",
    metadata,
    Column("run_id", ForeignKey("runs.id"), primary_key=True),
    Column("student_id", Words, primary_key=True),
    Column("attempt_id", ForeignKey("attempts.id")),  # none where the run ended before it came to this student
    Column("file", Words, nullable=False),
    Column("flags", Json, nullable=False),
    Column("note", Words, nullable=False),
    Column("handed_in", Text, nullable=False, server_default=""),
    Column("handed_in_from", Words, nullable=False, server_default=""),
    Index(None, "attempt_id"),
    Index(None, "student_id"),
)

members = Table(
    "members",
    metadata,
    Column("book", Words, primary_key=True),
    Column("student_id", Words, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", Words, nullable=False),
    Column("email", Words, nullable=False),
    Column("section", Words, nullable=False),
    Column("extension_days", Float, nullable=False),
    Column("other", Json, nullable=False),
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("book", Words, nullable=False),
    Column("assignment", Words, nullable=False),
    Column("student_id", Words, nullable=False),
    Column("kind", Text, nullable=False),
    Column("part", Words, nullable=False),
    Column("value", Float),
    Column("words", Words, nullable=False),
    Column("who", Words, nullable=False),
    Column("made", Text, nullable=False),
    Column("undone", Text, nullable=False, server_default=""),
    Column("undone_by", Words, nullable=False, server_default=""),
    Index(None, "book", "assignment"),
)

__all__ = [
    "REVISION",
    "attempts",
    "checks",
    "decisions",
    "entries",
    "members",
    "metadata",
    "provenances",
    "runs",
    "verdicts",
]
