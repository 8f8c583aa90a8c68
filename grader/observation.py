"""What comes out of an isolated process, read with bounds into plain data.

The bytes are a stranger's. They are surveyed before anything is built of them; then they become one of the frames
that lead outside, or, within an answer, None, bool, int, float, complex, str, bytes, list, dict, read-only arrays
and the two records below. Anything else is :class:`Malformed`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import prod
from typing import Any, Final

import msgspec
import numpy as np

from grader.inside import wire
from grader.inside.encoding import UNPRINTABLE, clean
from grader.survey import Limits, survey

_MAX_KEY: Final = 200
_MAX_NAME: Final = 200
_MAX_RAISED: Final = 2000
# What `grader.inside.encoding` lets out, and a little more; a character has at most four bytes.
_ANSWER: Final = Limits(
    values=wire.MAX_NODES,
    depth=wire.MAX_DEPTH + 1,
    text_bytes=4 * wire.MAX_TEXT,
    key_bytes=4 * _MAX_KEY,
    extensions={
        wire.ARRAY: Limits(values=5 + 32, depth=2, text_bytes=4 * _MAX_NAME),  # 32 dimensions
        wire.RAISED: Limits(values=3 + 20, depth=2, text_bytes=4 * _MAX_RAISED),  # 20 classes
        wire.OPAQUE: 4 * wire.MAX_MESSAGE,
        wire.BIG_INTEGER: 3500,  # Python prints no number of more than 4300 decimal digits
        wire.COMPLEX: Limits(values=3, depth=1),
    },
    extension_values=8 * wire.MAX_NODES,  # an array of three dimensions for every node
)
_MAX_CASES: Final = 10_000
_FRAME: Final = Limits(values=_MAX_CASES + 10, depth=3, text_bytes=4 * wire.MAX_MESSAGE)
_MAX_PROBLEMS: Final = 100
_MAX_COUNT: Final = 2**31  # of statements and cases
_MAX_SIDES: Final = 1 << 24  # of an empty array: a sum along its empty axis has as many entries


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
    """One call of a student's function: digests of the arrays that it was given, where it has changed one."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    names: tuple[str, ...]
    label: str = ""
    inputs: Mapping[str, Any] = field(default_factory=dict)
    """Of the reference: the arguments by name, where they are numbers or not too large arrays of them."""
    result: str = ""
    """Of the reference: a digest of what it returned, or one for each of several values."""

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


def without_details(payload: bytes) -> bytes:
    """One case of the reference's answer as somebody sends it who is not asked for details of calls."""
    content = msgspec.msgpack.decode(payload)
    content["calls"] = [{} for _ in content["calls"]]  # the reference changes no argument, so there is nothing to tell
    return msgspec.msgpack.encode(content)


_NOTHING_TO_TELL: Final = CallRecord((), (), ())


def _call(record: Any) -> CallRecord:
    if not isinstance(record, dict):
        raise Malformed("the answer has an unexpected form")
    if not record:
        return _NOTHING_TO_TELL

    def texts(key: str) -> tuple[str, ...]:
        items = record.get(key, [])
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            raise Malformed("the answer has an unexpected form")
        return tuple(items)

    label, inputs, result = record.get("label", ""), record.get("inputs", {}), record.get("result", "")
    if not isinstance(label, str) or not isinstance(inputs, dict) or not isinstance(result, str):
        raise Malformed("the answer has an unexpected form")
    return CallRecord(texts("before"), texts("after"), texts("names"), label, inputs, result)


def decode(payload: bytes) -> Any:
    """Plain data from MessagePack.

    Raises:
        Malformed: the bytes are something else, or an array's length does not fit its shape.
    """
    content = _read(payload, _ANSWER, _answer)
    _look_at_texts(content)
    return content


def decode_outward(payload: bytes) -> wire.Outward:
    """A frame that leads outside, its texts fit to be shown: a process that forges it writes what it likes.

    Raises:
        Malformed: the bytes are something else.
    """
    message: wire.Outward = _read(payload, _FRAME, _frame)
    if isinstance(message, wire.At):
        _count(message.statement)
        return wire.At(message.statement, clean(message.place))
    if isinstance(message, wire.Loaded):
        _count(message.executed)
        if len(message.problems) > _MAX_PROBLEMS:
            raise Malformed("the frame has an unexpected form")
        problems = [wire.Problem(clean(one.label), clean(one.message)) for one in message.problems]
        return wire.Loaded(problems, message.executed)
    if isinstance(message, wire.Fault):
        _count(message.case)
        return wire.Fault(message.number, clean(message.verdict), clean(message.message), message.case)
    return message


def _count(number: int) -> None:
    if not 0 <= number < _MAX_COUNT:
        raise Malformed("the frame has an unexpected number")


def _read(payload: bytes, limits: Limits, decoder: Callable[[bytes], Any]) -> Any:
    """What the decoder makes of bytes that keep within the limits.

    Raises:
        Malformed: they do not, or it makes nothing of them.
    """
    try:
        survey(payload, limits)
    except ValueError as error:
        raise Malformed(f"the answer cannot be read: {error}") from None
    try:
        return decoder(payload)
    except (msgspec.MsgspecError, ValueError, TypeError, OverflowError) as error:
        raise Malformed(f"the answer cannot be read ({type(error).__name__})") from None


def _look_at_texts(content: Any) -> None:
    """The inside has cleaned and cut every text; one that is not so is forged, and must not be shown.

    Raises:
        Malformed: there is such a text.
    """
    waiting = [content]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            _text(value, wire.MAX_TEXT)
        elif isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, dict):
            for key in value:
                _text(key, _MAX_KEY)
            waiting.extend(value.values())


def _text(text: str, limit: int) -> str:
    """The text, if the inside can have sent it; to clean megabytes of control characters would take seconds."""
    if len(text) > limit or not ((text.isascii() and text.isprintable()) or not UNPRINTABLE.search(text)):
        raise Malformed("a text in the answer is not as texts leave the inside")
    return text


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


class _ArrayParts(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    dtype: str
    stored: str
    shape: list[int]
    content: memoryview


class _RaisedParts(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    names: list[str]
    message: str


_array_parts = msgspec.msgpack.Decoder(_ArrayParts).decode
_raised_parts = msgspec.msgpack.Decoder(_RaisedParts).decode
_complex_parts = msgspec.msgpack.Decoder(tuple[float, float]).decode


def _extension(code: int, data: memoryview) -> Any:
    if code == wire.ARRAY:
        return _array(_array_parts(data))
    if code == wire.RAISED:
        parts = _raised_parts(data)
        if not parts.names:
            raise Malformed("an exception in the answer has no class")
        return Raised(tuple(_text(name, _MAX_NAME) for name in parts.names), _text(parts.message, _MAX_RAISED))
    if code == wire.OPAQUE:
        return Opaque(_text(bytes(data).decode(), wire.MAX_MESSAGE))
    if code == wire.BIG_INTEGER:
        return int(bytes(data), 16)
    if code == wire.COMPLEX:
        return complex(*_complex_parts(data))
    raise Malformed("the answer has an unknown kind of value")


_answer = msgspec.msgpack.Decoder(ext_hook=_extension).decode
_frame = msgspec.msgpack.Decoder(wire.Outward).decode


def _array(parts: _ArrayParts) -> Any:
    """A read-only array; one of a dtype that NumPy lacks (bfloat16) comes as float32 and says so."""
    if parts.stored not in wire.DTYPES or any(length < 0 for length in parts.shape):
        raise Malformed("an array in the answer has an unexpected form")
    dtype = np.dtype(parts.stored)
    if prod(parts.shape) * dtype.itemsize != len(parts.content):
        raise Malformed("an array in the answer has another length than its shape")
    if not parts.content and prod(length for length in parts.shape if length) > _MAX_SIDES:
        raise Malformed("an empty array in the answer has too large a shape")
    array: np.ndarray
    if dtype.kind == "b":  # a byte other than 0 and 1 would be true and yet count as more than one
        flat = np.frombuffer(parts.content, dtype=np.uint8) != 0
        flat.flags.writeable = False
        array = flat.reshape(parts.shape)
    else:
        array = np.ndarray(parts.shape, dtype, bytes(parts.content))
    if parts.dtype != parts.stored:
        return ForeignArray.of(array, _text(parts.dtype, _MAX_NAME))
    return array


class ForeignArray(np.ndarray):
    """Values of a dtype that NumPy does not have, with that dtype's name."""

    __slots__ = ("foreign_dtype",)  # a hundred thousand of them may arrive
    foreign_dtype: str

    @classmethod
    def of(cls, array: np.ndarray, name: str) -> ForeignArray:
        view = array.view(cls)
        view.foreign_dtype = name[:40]
        return view


def dtype_name(array: np.ndarray) -> str:
    """The dtype that the answer had on the inside."""
    return getattr(array, "foreign_dtype", "") or array.dtype.name
