"""The way to a Dask scheduler: what is wrong with an address is one clear line, and Dask itself says nothing."""

from __future__ import annotations

import asyncio
import logging
import socket
import warnings
from collections.abc import Callable
from threading import Thread
from typing import Any, Final
from urllib.parse import urlsplit

from grader.errors import UsageError

PATIENCE: Final = 15  # seconds for an answer
LOST: Final = (OSError, TimeoutError, RuntimeError, asyncio.CancelledError)
"""What Dask raises where the scheduler has gone away, or the client has been closed for that."""

_RIGHT: Final = "tcp://host:8786 would be right"
_KINDS: Final = ("tcp", "tls")


def connect(address: str) -> Any:
    """A client of the scheduler at an address such as ``tcp://host:8786``.

    Raises:
        UsageError: Dask is not installed, or no scheduler answers there.
    """
    kind, host, port = _parts(address)
    try:
        from distributed import Client
        from distributed.security import Security
    except ModuleNotFoundError:
        raise UsageError("--scheduler: Dask is not installed; pip install 'grader[dask]' would be right") from None
    _silence()
    try:
        security = Security()
        known = security.get_connection_args("client").get("ssl_context")
    except Exception as error:
        raise UsageError(f"--scheduler {address}: the certificates cannot be used: {_words(error)}") from None
    if kind == "tls" and known is None:
        setting = "distributed.comm.tls in Dask's configuration would be right"
        raise UsageError(f"--scheduler {address}: no certificates are known here; {setting}")
    try:
        socket.create_connection((host, port), PATIENCE).close()  # at once, where Dask would try again and again
    except (OSError, UnicodeError) as error:
        raise UsageError(f"--scheduler {address}: nobody answers there ({_words(error)}); {_RIGHT}") from None
    where = f"{kind}://[{host}]:{port}" if ":" in host else f"{kind}://{host}:{port}"
    kind_of_client: Any = Client
    client = kind_of_client.__new__(kind_of_client)
    failure: list[Exception] = [TimeoutError(f"no answer for {PATIENCE} s")]

    def start() -> None:
        try:
            client.__init__(where, timeout=PATIENCE, set_as_default=False, name="grade", security=security)
            failure.clear()
        except Exception as error:
            failure[:] = [error]

    try:
        within(PATIENCE + 1, start)  # its own limit does not hold where something else answers
    finally:
        if failure:
            client.status = "closed"  # or its destructor would wait for what has never begun
    if failure:
        raise UsageError(f"--scheduler {address}: no Dask scheduler answers there ({_words(failure[0])}); {_RIGHT}")
    return client


def within(seconds: float, work: Callable[[], object]) -> None:
    """Do it, but do not wait longer than this: whoever has to answer may be gone."""

    def quietly() -> None:
        try:
            work()
        except Exception:
            return

    thread = Thread(target=quietly, daemon=True)
    thread.start()
    thread.join(seconds)


def _parts(address: str) -> tuple[str, str, int]:
    try:
        parts = urlsplit(address if "://" in address else f"tcp://{address}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or not port or parts.scheme not in _KINDS or parts.path.strip("/") or parts.query:
        raise UsageError(f"--scheduler {address}: not an address; {_RIGHT}")
    return parts.scheme, host, port


def _words(error: BaseException) -> str:
    told = str(getattr(error, "strerror", None) or error) or type(error).__name__
    return " ".join(told.split())


def _silence() -> None:
    """What is lost is told in one line of ours."""
    names = [name for name in logging.root.manager.loggerDict if name.partition(".")[0] in ("distributed", "tornado")]
    for name in ("distributed", "tornado", "asyncio", *names):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    warnings.filterwarnings("ignore", module=r"(dask|distributed|tornado)\b")
