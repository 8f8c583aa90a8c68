"""Semaphores without shared memory.

`multiprocessing` keeps its semaphores in /dev/shm, which a submission cannot open, and its `ThreadPool` (of Keras'
data loaders, of scikit-learn's `n_jobs`) wants some although only threads use them. No other process exists in
here, so that semaphores between threads do.
"""

from __future__ import annotations

import contextlib
import threading
import time
from typing import Any, Final

_RECURSIVE: Final = 0  # `kind` of an RLock; 1 is a semaphore


class SemLock:
    """Stands in for ``_multiprocessing.SemLock``, with what `multiprocessing.synchronize` calls of it."""

    SEM_VALUE_MAX: Final = 2**31 - 1

    def __init__(self, kind: int, value: int, maxvalue: int, name: str, unlink: bool) -> None:
        self.kind, self.maxvalue = kind, maxvalue
        self.name, self.handle = None, 0
        self._value = value
        self._owner, self._depth = 0, 0
        self._changed = threading.Condition(threading.Lock())

    def acquire(self, block: bool = True, timeout: float | None = None) -> bool:
        me = threading.get_ident()
        deadline = None if timeout is None else time.monotonic() + max(0.0, timeout)
        with self._changed:
            if self.kind == _RECURSIVE and self._is_mine():
                self._depth += 1
                return True
            while self._value == 0:
                left = None if deadline is None else deadline - time.monotonic()
                if not block or (left is not None and left <= 0):
                    return False
                self._changed.wait(left)
            self._value -= 1
            self._owner, self._depth = me, self._depth + 1
            return True

    def release(self) -> None:
        with self._changed:
            if self.kind == _RECURSIVE:
                if not self._is_mine():
                    raise AssertionError("attempt to release recursive lock not owned by thread")
                if self._depth > 1:
                    self._depth -= 1
                    return
            elif self._value >= self.maxvalue:
                raise ValueError("semaphore or lock released too many times")
            self._value += 1
            self._depth -= 1
            self._changed.notify()

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *_: object) -> None:
        self.release()

    def _is_mine(self) -> bool:
        return self._depth > 0 and self._owner == threading.get_ident()

    def _count(self) -> int:
        return self._depth

    def _get_value(self) -> int:
        return self._value

    def _is_zero(self) -> bool:
        return self._value == 0

    def _after_fork(self) -> None:
        """Nothing: there are no forks in here."""


def use() -> None:
    """Let `multiprocessing` make these."""
    with contextlib.suppress(ImportError):
        import _multiprocessing  # type: ignore[import-not-found]

        module: Any = _multiprocessing
        module.SemLock = SemLock
