"""What comes out of an isolated process, read with bounds into plain data.

The bytes are a stranger's. They become None, bool, int, float, complex, str, bytes, list, dict and read-only
arrays, or the two records below; anything else is :class:`Malformed`.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import Any

import msgspec
import numpy as np

from grader.inside import wire


class Malformed(Exception):
    """A message from the inside does not have the form that it must have."""


@dataclass(frozen=True, slots=True)
class Raised:
    """An exception that a probe expected: the class names of its MRO, the nearest first."""

    names: tuple[str, ...]
    message: str

    def is_one_of(self, names: tuple[str, ...]) -> bool:
        return any(name in self.names for name in names)


@dataclass(frozen=True, slots=True)
class Opaque:
    """Something that cannot leave the inside, in a few words; equal to nothing, not even to itself."""

    what: str

    def __eq__(self, other: object) -> bool:
        return False

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class CallRecord:
    """One call of a student's function: the arrays that it was given, before and after."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    names: tuple[str, ...]
    label: str = ""
    arrays: tuple[Any, ...] = ()
    result: str = ""  # a digest of what it returned

    def changed(self) -> str:
        """The name of the first argument that the call changed, or nothing."""
        for position, (before, after) in enumerate(zip(self.before, self.after, strict=False)):
            if before != after:
                return self.names[position] if position < len(self.names) else "an argument"
        return ""


@dataclass(frozen=True, slots=True)
class Observation:
    """What a probe saw in one case."""

    value: Any
    calls: tuple[CallRecord, ...]


def read_observation(payload: bytes) -> Observation:
    """One case of an answer.

    Raises:
        Malformed: the bytes are not such an answer.
    """
    content = decode(payload)
    if not isinstance(content, dict) or set(content) != {"value", "calls"} or not isinstance(content["calls"], list):
        raise Malformed("the answer has an unexpected form")
    return Observation(content["value"], tuple(_call(record) for record in content["calls"]))


def _call(record: Any) -> CallRecord:
    if not isinstance(record, dict):
        raise Malformed("the answer has an unexpected form")

    def texts(key: str) -> tuple[str, ...]:
        items = record.get(key, [])
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            raise Malformed("the answer has an unexpected form")
        return tuple(items)

    label, arrays, result = record.get("label", ""), record.get("arrays", []), record.get("result", "")
    if not isinstance(label, str) or not isinstance(arrays, list) or not isinstance(result, str):
        raise Malformed("the answer has an unexpected form")
    return CallRecord(texts("before"), texts("after"), texts("names"), label, tuple(arrays), result)


def decode(payload: bytes) -> Any:
    """Plain data from MessagePack.

    Raises:
        Malformed: the bytes are something else, or an array's length does not fit its shape.
    """
    try:
        content = msgspec.msgpack.decode(payload, ext_hook=_extension)
        _look_through(content)
        return content
    except Malformed:
        raise
    except (msgspec.MsgspecError, ValueError, TypeError, RecursionError, MemoryError, OverflowError) as error:
        raise Malformed(f"the answer cannot be read ({type(error).__name__})") from None


def _look_through(content: Any) -> None:
    """Only the types that an answer may have, not too many and not too deep.

    Raises:
        Malformed: something else is there.
    """
    nodes, waiting = 0, [(content, 0)]
    while waiting:
        value, depth = waiting.pop()
        nodes += 1
        if nodes > wire.MAX_NODES or depth > 2 * wire.MAX_DEPTH:
            raise Malformed("the answer is too large")
        if isinstance(value, dict):
            if not all(isinstance(key, str) for key in value):
                raise Malformed("the answer has an unexpected form")
            waiting.extend((inner, depth + 1) for inner in value.values())
        elif isinstance(value, list):
            waiting.extend((inner, depth + 1) for inner in value)
        elif not isinstance(value, _LEAVES):
            raise Malformed("the answer has an unknown kind of value")


def encode_given(value: Any) -> bytes:
    """Plain data with arrays for a probe; the counterpart of the inside's ``decode_given``."""

    def reduce(item: Any) -> Any:
        if isinstance(item, (np.ndarray, np.generic)):
            native = item.dtype.newbyteorder("=")
            array = np.ascontiguousarray(item, dtype=native).reshape(np.shape(item))
            if array.dtype.name not in wire.DTYPES:
                raise TypeError(f"data for a probe: an array of dtype {array.dtype} cannot be given")
            return msgspec.msgpack.Ext(
                wire.ARRAY,
                msgspec.msgpack.encode([array.dtype.name, array.dtype.name, list(array.shape), array.tobytes()]),
            )
        if isinstance(item, dict):
            return {key: reduce(part) for key, part in item.items()}
        if isinstance(item, (list, tuple)):
            return [reduce(part) for part in item]
        return item

    return msgspec.msgpack.encode(reduce(value))


class _ArrayParts(msgspec.Struct, array_like=True):
    dtype: str
    stored: str
    shape: list[int]
    content: bytes


class _RaisedParts(msgspec.Struct, array_like=True):
    names: list[str]
    message: str


_array_parts = msgspec.msgpack.Decoder(_ArrayParts).decode
_raised_parts = msgspec.msgpack.Decoder(_RaisedParts).decode
_complex_parts = msgspec.msgpack.Decoder(tuple[float, float]).decode


def _extension(code: int, data: memoryview) -> Any:
    content = bytes(data)
    if code == wire.ARRAY:
        return _array(_array_parts(content))
    if code == wire.RAISED:
        parts = _raised_parts(content)
        if not parts.names:
            raise Malformed("an exception in the answer has no class")
        return Raised(tuple(name[:200] for name in parts.names[:20]), parts.message[:2000])
    if code == wire.OPAQUE:
        return Opaque(content.decode(errors="replace")[:200])
    if code == wire.BIG_INTEGER and len(content) <= wire.MAX_TEXT:
        return int(content, 16)
    if code == wire.COMPLEX:
        return complex(*_complex_parts(content))
    raise Malformed("the answer has an unknown kind of value")


def _array(parts: _ArrayParts) -> Any:
    """A read-only array; one of a dtype that NumPy lacks (bfloat16) comes as float32 and says so."""
    if parts.stored not in wire.DTYPES or len(parts.shape) > 32 or any(length < 0 for length in parts.shape):
        raise Malformed("an array in the answer has an unexpected form")
    dtype = np.dtype(parts.stored)
    if prod(parts.shape) * dtype.itemsize != len(parts.content):
        raise Malformed("an array in the answer has another length than its shape")
    array = np.frombuffer(parts.content, dtype=dtype).reshape(parts.shape)
    if parts.dtype != parts.stored:
        return ForeignArray.of(array, parts.dtype)
    return array


class ForeignArray(np.ndarray):
    """Values of a dtype that NumPy does not have, with that dtype's name."""

    foreign_dtype: str = ""

    @classmethod
    def of(cls, array: np.ndarray, name: str) -> ForeignArray:
        view = array.view(cls)
        view.foreign_dtype = name[:40]
        return view


_LEAVES = (type(None), bool, int, float, complex, str, bytes, np.ndarray, Raised, Opaque)


def dtype_name(array: np.ndarray) -> str:
    """The dtype that the answer had on the inside."""
    return getattr(array, "foreign_dtype", "") or array.dtype.name
