"""A database by its URL: opened, brought up to date step by step; what goes wrong is one clear line.

SQLite is used in WAL mode: what is committed survives the end of the process at any moment, and somebody can read
while a batch writes. A transaction that writes takes the lock at its beginning, so that two commands wait for each
other instead of failing half-way.
"""

from __future__ import annotations

import contextlib
import os
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from grader.errors import UsageError
from grader.gradebook.schema import REVISION

FILE: Final = "gradebook.sqlite"
PATIENCE: Final = 30.0  # seconds for a lock of somebody else's, or for a server that has gone away
_PAUSE: Final = 0.5
_DRIVERS: Final = {"postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
_LOCK: Final = 6_724_537_203  # PostgreSQL's advisory lock for bringing tables up to date

T = TypeVar("T")


class GradebookError(UsageError):
    """The gradebook cannot be opened, read or written."""


class Database:
    """An open database with the gradebook's tables."""

    def __init__(self, url: URL, *, create: bool) -> None:
        self.url = url
        self.shown = url.database or "" if url.get_backend_name() == "sqlite" else url.render_as_string()
        if not create and url.get_backend_name() == "sqlite" and not Path(str(url.database)).is_file():
            raise UsageError(f"{self.shown}: no gradebook here; `grade batch` makes one, --output FOLDER says where")
        try:
            self._engine = _engine(url, create)
        except ModuleNotFoundError as error:
            raise UsageError(f"{self.shown}: {error.name} is not installed; {_remedy(url)} would be right") from None
        with self._clear_words():
            self._patiently(lambda: self._bring_up_to_date(create))

    def close(self) -> None:
        """End all connections."""
        self._engine.dispose()

    def write(self, work: Callable[[Connection], T]) -> T:
        """Do this in one transaction, which is durable when the call returns.

        It may be called again where a connection is lost, so it has to see what is there already.

        Raises:
            GradebookError: it could not be done; nothing of it has been.
        """

        def transaction() -> T:
            with self._engine.connect().execution_options(writes=True) as connection, connection.begin():
                return work(connection)

        with self._clear_words():
            return self._patiently(transaction)

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the database.

        Raises:
            GradebookError: the database cannot be read.
        """
        with self._clear_words(), self._engine.connect() as connection:
            yield connection

    def _bring_up_to_date(self, create: bool) -> None:
        with self._engine.connect().execution_options(writes=create) as connection, connection.begin():
            if create and self.url.get_backend_name() == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK})
            found = _revision(connection)
            if found == REVISION:
                return
            if found is not None and found > REVISION:
                raise GradebookError(f"{self.shown}: written by a newer version of grade; that version would be right")
            if not create:
                raise GradebookError(f"{self.shown}: no gradebook of this version; `grade batch` makes one")
            _migrate(connection)

    def _patiently(self, work: Callable[[], T]) -> T:
        """Do it; again for a while where the server has gone away, as it does when it is started anew."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                return work()
            except DBAPIError as error:
                if not (error.connection_invalidated or _unreachable(error)) or time.monotonic() > deadline:
                    raise
                time.sleep(_PAUSE)

    @contextlib.contextmanager
    def _clear_words(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            raise GradebookError(f"{self.shown}: {_explained(error)}") from None


def address(output: Path, database: str | None) -> URL:
    """The gradebook's database: what is named, else a file in the folder of the CSV files.

    Raises:
        UsageError: it is not a URL of a database that is known here.
    """
    if database is None:
        return URL.create("sqlite", database=str(output / FILE))
    try:
        url = make_url(database)
        url = url.set(drivername=_DRIVERS.get(url.drivername, url.drivername))
        backend = url.get_backend_name()
    except (ArgumentError, ValueError):
        backend = ""
    if backend not in ("sqlite", "postgresql") or (backend == "sqlite" and not url.database):
        shown = re.sub(r":[^:@/]*@", ":***@", database)
        raise UsageError(
            f"--database {shown}: postgresql://user@host/name or sqlite:///path/to/file would be right"
        ) from None
    return url


def _engine(url: URL, create: bool) -> Engine:
    try:
        if url.get_backend_name() == "postgresql":
            return create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": 10})
        path = Path(str(url.database)).absolute()
        if not create and not os.access(path.parent, os.W_OK):  # no room for the files of the WAL: none are needed
            url = url.set(database=f"{path.as_uri()}?immutable=1&uri=true")
        engine = create_engine(url, connect_args={"timeout": PATIENCE})
    except NoSuchModuleError as error:
        raise UsageError(f"{url.render_as_string()}: {error}") from None

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _: object) -> None:
        connection.isolation_level = None  # the driver is not to begin transactions behind our back
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _revision(connection: Connection) -> str | None:
    """The number of the newest step that has been taken; None in a new database."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def _migrate(connection: Connection) -> None:
    from alembic import command  # only where there is something to do: it takes a quarter of a second
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, REVISION)


def _unreachable(error: DBAPIError) -> bool:
    return type(error.orig).__module__.startswith("psycopg") and type(error).__name__ == "OperationalError"


def _explained(error: SQLAlchemyError) -> str:
    """A database's own words as what is wrong and what would be right."""
    words = " ".join(str(getattr(error, "orig", None) or error).split())
    for sign, meaning in (
        ("database is locked", f"locked by another program for {PATIENCE:.0f} s; ending that one would be right"),
        ("is full", "no room left on its disk; what was graded before is kept, the same command goes on"),
        ("not a database", "not a gradebook, or damaged; moving it elsewhere would be right"),
        ("malformed", "damaged; a copy of it, or moving it elsewhere and grading anew, would be right"),
        ("unable to open", "cannot be opened; is the folder there, and may it be written to?"),
        ("readonly database", "cannot be written to; --output FOLDER says where else"),
        ("attempt to write a readonly", "cannot be written to; --output FOLDER says where else"),
        ("disk I/O error", "cannot be read or written (disk I/O error)"),
        ("no such table", "not a gradebook, or damaged; moving it elsewhere would be right"),
    ):
        if sign in words:
            return meaning
    return words


def _remedy(url: URL) -> str:
    return "pip install 'grader[postgresql]'" if url.get_backend_name() == "postgresql" else "its driver"
