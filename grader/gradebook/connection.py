"""A database by its URL: opened, brought up to date step by step; what goes wrong is one clear line.

A new SQLite database gets WAL mode: what is committed survives the end of the process at any moment, and somebody
can read while a batch writes. A transaction that writes takes the lock at its beginning, so that two commands wait
for each other instead of failing half-way.
"""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec
from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, SQLAlchemyError

from grader.errors import UsageError
from grader.gradebook.schema import REVISION, provenances

FILE: Final = "gradebook.sqlite"
PATIENCE: Final = 30.0  # seconds for a lock of somebody else's, or for a server that has gone away
_PAUSE: Final = 0.5
_DRIVERS: Final = {"postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
_SERVER: Final = {  # any text; and that a connection is lost is noticed
    "client_encoding": "utf8",
    "connect_timeout": "10",
    "keepalives_idle": "15",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "30000",
}
_REMEDY: Final = "pip install 'grader[postgresql]'"
_DAMAGED: Final = "damaged; a copy of it, or moving it elsewhere and grading anew, would be right"
_LOCK: Final = 6_724_537_203  # PostgreSQL's advisory lock for bringing tables up to date

T = TypeVar("T")


class GradebookError(UsageError):
    """The gradebook cannot be opened, read or written."""


class Database:
    """An open database with the gradebook's tables."""

    def __init__(self, url: URL, *, create: bool) -> None:
        """Open it, and bring its tables up to date where ``create`` allows it.

        Raises:
            UsageError: that cannot be done.
        """
        self.url = url
        self.shown = shown(url)
        if url.get_backend_name() == "sqlite":
            _look_at_file(str(url.database), create)
        with self._clear_words():
            try:
                self._engine = _engine(url, create)
            except ModuleNotFoundError as error:
                raise UsageError(f"{self.shown}: {error.name} is not installed; {_REMEDY} would be right") from None
            try:
                self._bring_up_to_date(create)
            except BaseException:
                self.close()
                raise

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
            try:
                return self._patiently(transaction)
            except IntegrityError:  # somebody else wrote the same at the same moment: now it is there
                return self._patiently(transaction)

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the database.

        Raises:
            GradebookError: the database cannot be read.
        """
        with self._clear_words(), self._patiently(self._engine.connect) as connection:
            try:
                yield connection
            except (ValueError, TypeError, LookupError, msgspec.ValidationError):  # nothing that we have written
                raise GradebookError(f"{self.shown}: {_DAMAGED}") from None

    def _bring_up_to_date(self, create: bool) -> None:
        with self._engine.connect().execution_options(writes=create) as connection, connection.begin():
            if create and self.url.get_backend_name() == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK})
            found = self._revision(connection)
            if found == REVISION:
                return
            if found is not None and found > REVISION:
                raise GradebookError(f"{self.shown}: written by a newer version of grade; that version would be right")
            if create:
                return _migrate(connection)
        if found is None:
            raise GradebookError(f"{self.shown}: no gradebook in there yet; `grade batch` makes one")
        self._bring_up_to_date(create=True)  # made by an older version: nothing is lost, columns are added

    def _revision(self, connection: Connection) -> str | None:
        """The number of the newest step that has been taken; None in a new database."""
        self._refuse_unfit(connection)
        tables = inspect(connection).get_table_names()
        if not tables:
            return None
        if provenances.name not in tables:
            raise GradebookError(f"{self.shown}: holds tables of something else; a database of its own would be right")
        found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return found

    def _refuse_unfit(self, connection: Connection) -> None:
        if self.url.get_backend_name() == "sqlite":
            if connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() != "ok":  # 2 ms for a megabyte
                raise GradebookError(f"{self.shown}: {_DAMAGED}")
        elif (encoding := connection.execute(text("SHOW server_encoding")).scalar()) != "UTF8":
            raise GradebookError(f"{self.shown}: its encoding is {encoding}; UTF8 would be right")

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
    if backend != "postgresql" and not (backend == "sqlite" and _is_file(url)):
        shown = re.sub(r":.*@", ":***@", database.partition("?")[0])  # there may be a password in it
        raise UsageError(
            f"--database {shown}: postgresql://user@host/name or sqlite:///path/to/file would be right"
        ) from None
    return url


def _is_file(url: URL) -> bool:
    """Whether this URL of SQLite is the path of a file and nothing else."""
    named = bool(url.database) and url.database != ":memory:"
    return named and not (url.host or url.port or url.username or url.password or url.query)


def shown(url: URL) -> str:
    """What a message may say of it: no password."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return url.difference_update_query(["password", "sslpassword"]).render_as_string()


def _look_at_file(path: str, create: bool) -> None:
    """See whether it is a gradebook's file, or nothing yet, before anything is made.

    Raises:
        UsageError: neither.
    """
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise UsageError(f"{path}: not a file; moving it elsewhere would be right")
    except (FileNotFoundError, NotADirectoryError):
        if not create:
            raise UsageError(
                f"{path}: no gradebook here; `grade batch` makes one, --output FOLDER says where"
            ) from None
    except OSError as error:
        raise UsageError(f"{path}: cannot be opened: {error.strerror}; --output FOLDER says where else") from None


def _engine(url: URL, create: bool) -> Engine:
    if url.get_backend_name() == "postgresql":
        options = {name: value for name, value in _SERVER.items() if name not in url.query}
        return create_engine(url, pool_pre_ping=True, connect_args=options)
    path = Path(str(url.database)).absolute()
    if not create and not os.access(path.parent, os.W_OK) and not Path(f"{path}-wal").exists():
        # SQLite cannot make the files that belong to the WAL, and without one it needs none.
        url = url.set(database=path.as_uri(), query={"immutable": "1", "uri": "true"})
    engine = create_engine(url, connect_args={"timeout": PATIENCE})

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _: object) -> None:
        connection.isolation_level = None  # the driver is not to begin transactions behind our back
        if create and connection.execute("PRAGMA page_count").fetchone() == (0,):
            with contextlib.suppress(sqlite3.OperationalError):  # a file system that cannot: a journal does as well
                connection.execute("PRAGMA journal_mode = WAL")  # it stays with the file
        for pragma in ("synchronous = FULL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _migrate(connection: Connection) -> None:
    from alembic import command  # only where there is something to do: it takes a quarter of a second
    from alembic.config import Config

    config = Config()
    folder = str(Path(__file__).parent / "migrations")
    config.set_main_option("script_location", folder.replace("%", "%%"))  # it is a format there
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
        ("malformed", _DAMAGED),
        ("No row was found", _DAMAGED),
        ("unable to open", "cannot be opened; is the folder there, and may it be written to?"),
        ("readonly database", "cannot be written to; --output FOLDER says where else"),
        ("attempt to write a readonly", "cannot be written to; --output FOLDER says where else"),
        ("disk I/O error", "cannot be read or written (disk I/O error)"),
        ("no such table", _DAMAGED),
    ):
        if sign in words:
            return meaning
    return words
