"""What a probe works with: the student's functions, ``outcome`` and ``timed``."""

from __future__ import annotations

import hashlib
import inspect
import time
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from typing import Any, Protocol

import numpy as np

from grader.inside.encoding import Raised, plain_array

# Bound before any student's source is executed: a patched module later changes nothing here.
# Wall time: under RLIMIT_CPU Linux moves a process's CPU clock in steps of whole ticks, and a thread's CPU clock
# misses what other threads do. Races are run in rounds and judged by the best one.
_clock = time.perf_counter
_digest = hashlib.blake2b
_signature = inspect.signature

MAX_CALLS = 400
_MAX_DETAILED = 16  # calls of which the arguments are told
_MAX_INPUT = 4096  # entries of such an argument
_VALUES = (np.ndarray, np.generic, float, int)


class Missing(Exception):
    """The submission has no such part."""


class Guard(Protocol):
    """What probing needs of the guard over element-by-element work."""

    def callee(self, function: Any) -> Any: ...
    def paused(self) -> Any: ...


class Call:
    """One call of a student's function by a probe: what it was given, and what became of that."""

    __slots__ = ("arguments", "before", "function", "keywords", "name")

    def __init__(self, name: str, function: Any, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> None:
        self.name = name
        self.function = function
        self.arguments = arguments
        self.keywords = keywords
        self.before = [fingerprint(value) for value in self.arrays()]

    def arrays(self) -> list[np.ndarray]:
        """The arrays among the arguments, in order."""
        return [value for value in (*self.arguments, *self.keywords.values()) if isinstance(value, np.ndarray)]

    def named_arguments(self) -> list[tuple[str, Any]]:
        """The arguments with their parameters' names, as far as the signature tells."""
        try:
            bound = _signature(self.function).bind(*self.arguments, **self.keywords).arguments
            return list(bound.items())
        except Exception:
            return [*((f"argument {i + 1}", a) for i, a in enumerate(self.arguments)), *self.keywords.items()]

    def _with_defaults(self) -> list[tuple[str, Any]]:
        """The arguments by name, those that were left to their defaults too."""
        try:
            bound = _signature(self.function).bind(*self.arguments, **self.keywords)
        except Exception:
            return self.named_arguments()
        bound.apply_defaults()
        return list(bound.arguments.items())

    def inputs(self) -> dict[str, Any]:
        """What may explain a result: the arguments that are arrays, tensors, numbers or lists of numbers."""
        found = {}
        for name, value in self._with_defaults():
            if type(value).__module__.partition(".")[0] == "tensorflow" and not hasattr(value, "assign"):
                value = plain_array(value)  # a variable is another thing: it may have moved since
            small = isinstance(value, np.ndarray) and value.size <= _MAX_INPUT
            number = isinstance(value, (bool, int, float))
            if small or number or (isinstance(value, list) and 0 < len(value) <= 64 and _all_numbers(value)):
                found[name] = value
        return found

    def label(self) -> str:
        """``naive_leaky_relu(x, 0.1)``: arrays by their parameter's name, small plain values as they are."""
        shown = []
        for name, value in self.named_arguments():
            plain = isinstance(value, (bool, int, float, str, tuple, type(None))) and len(repr(value)) <= 24
            shown.append(repr(value) if plain else name)
        return f"{self.name}({', '.join(shown)})"


class Recorder:
    """The calls that a probe made, with what they did to their array arguments."""

    def __init__(self, details: bool) -> None:
        self.details = details
        self.records: list[dict[str, Any]] = []
        self.last: Call | None = None

    def start(self) -> None:
        self.records = []
        self.last = None

    def record(self, call: Call, result: Any = None) -> None:
        """Add a call that has ended: digests of its arrays before and after, where it has changed one.

        Of the reference's calls also what tells which call gave which value.
        """
        self.last = call
        if len(self.records) >= MAX_CALLS:
            return
        arrays = call.arrays()
        after = [fingerprint(value) for value in arrays]
        record: dict[str, Any] = {}  # of most calls there is nothing to tell
        if after != call.before:
            record = {"before": call.before, "after": after}
        if record or self.details:
            record["names"] = [name for name, value in call.named_arguments() if isinstance(value, np.ndarray)]
        if self.details:
            record["label"] = call.label()
            record["result"] = _fingerprints(result)
            if len(self.records) < _MAX_DETAILED:
                record["inputs"] = call.inputs()
        self.records.append(record)


def _all_numbers(values: list[Any]) -> bool:
    return all(isinstance(value, (int, float)) for value in values)


def _fingerprints(result: Any) -> str:
    """The digest of a value, or those of a few values that were returned together."""
    if isinstance(result, (tuple, list)) and 0 < len(result) <= 8:
        values = [plain_array(value) for value in result]
        if all(isinstance(value, _VALUES) for value in values):
            return " ".join(fingerprint(np.asarray(value)) for value in values)
    return fingerprint(np.asarray(result)) if isinstance(result, _VALUES) else ""


def fingerprint(array: np.ndarray) -> str:
    """A digest of the array's dtype, shape and bytes."""
    head = f"{array.dtype.str}{array.shape}".encode()
    return _digest(head + array.tobytes(), digest_size=12).hexdigest()


class StudentFunction:
    """A student's function as a probe sees it: called as ever, its array arguments watched."""

    def __init__(self, name: str, function: Any, recorder: Recorder, guard: Guard | None) -> None:
        self._name = name
        self._function = function
        self._recorder = recorder
        self._guard = guard

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        call = self._start(arguments, keywords)
        result = None
        try:
            result = self._target()(*arguments, **keywords)
            return result
        finally:
            self._recorder.record(call, plain_array(result))

    def timed(self, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> tuple[float, Any]:
        call = self._start(arguments, keywords)
        target = self._target()
        begin = _clock()
        result = plain_array(target(*arguments, **keywords))
        seconds = _clock() - begin
        self._recorder.record(call, result)
        return seconds, result

    def _start(self, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> Call:
        call = Call(self._name, self._function, arguments, keywords)
        self._recorder.last = call
        return call

    def _target(self) -> Any:
        return self._guard.callee(self._function) if self._guard else self._function

    def __getattr__(self, name: str) -> Any:
        return getattr(self._function, name)


class Student:
    """The submission, a part an attribute: ``student.naive_add(x, y)``."""

    def __init__(
        self,
        namespace: Mapping[str, Any],
        recorder: Recorder,
        guard: Guard | None,
        load_again: Callable[[Mapping[str, Any]], Mapping[str, Any]],
    ) -> None:
        self._namespace = namespace
        self._recorder = recorder
        self._guard = guard
        self._load_again = load_again

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        try:
            value = self._namespace[name]
        except KeyError:
            raise Missing(f"there is no {name} in the submission") from None
        if isinstance(value, type) or not callable(value):
            return value
        if self._guard is None and type(value).__module__.startswith("tensorflow."):
            return value  # a tf.function: probes look at its type and its traces
        return StudentFunction(name, value, self._recorder, self._guard)

    def fresh(self, replacing: Mapping[str, Any] | None = None) -> Student:
        """The submission executed again in a new namespace, with some of its names bound to ours."""
        return Student(self._load_again(replacing or {}), self._recorder, self._guard, self._load_again)


def outcome(function: Callable[..., Any], *arguments: Any, **keywords: Any) -> Any:
    """What the call returns, or which exception it raises: both are observations.

    Element-by-element work is not watched meanwhile, so that a missing check of shapes is judged as that.
    """
    guard = getattr(function, "_guard", None)
    with guard.paused() if guard else nullcontext():
        try:
            return function(*arguments, **keywords)
        except Missing:
            raise
        except Exception as error:
            return Raised.of(error)


def timed(function: Callable[..., Any], *arguments: Any, **keywords: Any) -> tuple[float, Any]:
    """``(seconds, result)``: the time of the call, its result already an array and not a promise of one."""
    if isinstance(function, StudentFunction):
        return function.timed(arguments, keywords)
    begin = _clock()
    result = function(*arguments, **keywords)
    return _clock() - begin, result
