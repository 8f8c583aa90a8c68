"""A probe's answer becomes bounded plain data.

Only base types leave: None, bool, int, float, complex, str, bytes, list, dict with text keys, arrays of a listed
dtype. A tensor is sent as an array, a tuple as a list. Whatever else there is becomes a short description of
itself, which equals nothing. Sizes are looked at before anything is copied.
"""

from __future__ import annotations

import re
import sys
from typing import Any

import msgspec
import numpy as np

from grader.inside import wire

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(list).decode
_SCALARS = (bool, int, float, complex, str, bytes)
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{6,}\b")
_MAX_BITS = 13_900  # of a whole number: Python shows no longer ones
private_paths: list[str] = []  # the scratch folder: its name differs from run to run and is nobody's business
_size_of = np.ndarray.size.__get__
_itemsize_of = np.ndarray.itemsize.__get__


class TooLarge(Exception):
    """An answer has more bytes, nodes or depth than may leave."""


class Raised:
    """An exception that a probe expected: the class names of its MRO and its text."""

    __slots__ = ("message", "names")

    def __init__(self, names: list[str], message: str) -> None:
        self.names = names
        self.message = message

    @classmethod
    def of(cls, error: BaseException) -> Raised:
        names = [clean(base.__name__, 80) for base in type(error).__mro__[:12]]
        return cls(names, describe(error))


def clean(text: str, limit: int = wire.MAX_MESSAGE) -> str:
    """The text without control characters, surrogates and memory addresses, cut to ``limit`` characters."""
    text = str.__str__(text)[: 4 * limit]
    private = any(map(text.__contains__, private_paths))
    if len(text) <= limit and text.isascii() and text.isprintable() and "0x" not in text and not private:
        return text  # as most texts are, found out at a fraction of the time
    for path in private_paths:
        text = text.replace(path + "/", "").replace(path, ".")
    text = _ADDRESS.sub("0x…", UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text))
    return text if len(text) <= limit else _ADDRESS.sub("0x…", text[: limit - 1] + "…")


def describe(error: BaseException) -> str:
    """``TypeError: …`` on one line, bounded; safe for exceptions whose ``__str__`` fails."""
    name = clean(type(error).__name__, 80)
    try:
        text = str(error)
    except BaseException:
        text = ""
    first_lines = " ".join(text.split("\n\n")[0].split())
    return clean(f"{name}: {first_lines}" if first_lines else name, 300)


def plain_array(value: Any) -> Any:
    """A tensor or variable as the array of its values; anything else as it is."""
    module = type(value).__module__.partition(".")[0]
    if module in ("tensorflow", "keras") and module in sys.modules:
        try:
            return np.asarray(value.numpy()) if hasattr(value, "numpy") else value
        except Exception:
            return value
    return value


class _Encoding:
    """One answer on its way out, with what it may still cost."""

    def __init__(self, limit: int) -> None:
        self.bytes_left = limit
        self.nodes_left = wire.MAX_NODES

    def spend(self, size: int) -> None:
        self.nodes_left -= 1
        self.bytes_left -= size + 2
        if self.bytes_left < 0 or self.nodes_left < 0:
            raise TooLarge("the answer is larger than an answer may be")

    def reduce(self, value: Any, depth: int) -> Any:
        if depth > wire.MAX_DEPTH:
            raise TooLarge("the answer is nested deeper than an answer may be")
        if value is None or value is True or value is False:
            self.spend(1)
            return value
        kind = type(value)
        if kind not in (float, int, str, list, tuple, dict):
            value = plain_array(value)
            kind = type(value)
        if isinstance(value, (np.ndarray, np.generic)):
            return self.array(value)
        if isinstance(value, _SCALARS):
            return self.scalar(value)
        if isinstance(value, (list, tuple)):
            self.spend(8)
            items = list.__iter__(value) if isinstance(value, list) else tuple.__iter__(value)
            return [self.reduce(item, depth + 1) for item in items]
        if isinstance(value, dict):
            self.spend(8)
            return {self.key(key): self.reduce(item, depth + 1) for key, item in dict.items(value)}
        if isinstance(value, Raised):
            self.spend(200)
            return msgspec.msgpack.Ext(wire.RAISED, _encode([value.names, value.message]))
        return self.opaque(_what(value))

    def scalar(self, value: Any) -> Any:
        if isinstance(value, bool):
            return bool(value)
        if isinstance(value, int):
            number = int.__int__(value)
            if number.bit_length() > _MAX_BITS:
                return self.opaque("a very large whole number")
            self.spend(number.bit_length() // 4 + 1)
            if -(2**63) <= number < 2**63:
                return number
            return msgspec.msgpack.Ext(wire.BIG_INTEGER, hex(number).encode())
        if isinstance(value, float):
            self.spend(9)
            return float.__float__(value)
        if isinstance(value, complex):
            self.spend(18)
            return msgspec.msgpack.Ext(wire.COMPLEX, _encode([value.real, value.imag]))
        if isinstance(value, str):
            self.spend(min(str.__len__(value), wire.MAX_TEXT))
            return clean(value, wire.MAX_TEXT)
        content = bytes.__getitem__(value, slice(None))
        self.spend(len(content))
        return content

    def key(self, key: Any) -> str:
        if isinstance(key, str):
            return clean(key, 200)
        if isinstance(key, (bool, int, float, type(None), np.generic)):
            return clean(repr(key), 200)
        return f"({clean(type(key).__name__, 80)})"

    def array(self, value: np.ndarray | np.generic) -> Any:
        if isinstance(value, np.ndarray):
            self.spend(_size_of(value) * _itemsize_of(value) + 40)
        else:
            self.spend(40)
        base = np.array(value, copy=None, subok=False)
        name = base.dtype.name
        if base.dtype.kind in "US":
            texts = base.reshape(-1).tolist()
            self.nodes_left -= len(texts)
            self.spend(0)
            return [clean(str(text), 200) for text in texts] if base.ndim else clean(str(texts[0]), 200)
        if name == "bfloat16":
            base = base.astype(np.float32)
        elif name == "longdouble" or (name.startswith("float") and name not in wire.DTYPES):
            base = base.astype(np.float64)
        elif name not in wire.DTYPES:
            return self.opaque(f"an array of dtype {clean(name, 60)}")
        stored = base.dtype.newbyteorder("=")
        content = np.ascontiguousarray(base, dtype=stored).tobytes()
        return msgspec.msgpack.Ext(wire.ARRAY, _encode([name, stored.name, list(base.shape), content]))

    def opaque(self, what: str) -> msgspec.msgpack.Ext:
        self.spend(len(what))
        return msgspec.msgpack.Ext(wire.OPAQUE, what.encode())


def _what(value: Any) -> str:
    """A few words for a value that cannot leave."""
    if isinstance(value, type):
        return f"the class {clean(value.__name__, 80)}"
    name = clean(type(value).__name__, 80)
    if callable(value) and name == "function":
        return "a function"
    return f"an object of type {name}"


def encode(value: Any, limit: int) -> bytes:
    """The value as MessagePack of plain data, at most ``limit`` bytes.

    Raises:
        TooLarge: the value has too many bytes or nodes, or is nested too deeply.
    """
    payload = _encode(_Encoding(limit).reduce(value, 0))
    if len(payload) > limit:
        raise TooLarge("the answer is larger than an answer may be")
    return payload


def decode_given(payload: bytes) -> Any:
    """What the trusted side gives to a probe: plain data with arrays."""

    def hook(code: int, data: memoryview) -> Any:
        if code != wire.ARRAY:
            raise ValueError(f"unexpected extension type {code}")
        _, stored, shape, content = _decode(data)
        return np.frombuffer(content, dtype=stored).reshape(shape).copy()

    return msgspec.msgpack.decode(payload, ext_hook=hook)
