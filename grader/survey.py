"""A look through MessagePack's bytes before anything is built of them.

A few megabytes can describe millions of lists, each of which takes a hundred bytes once it exists. So the bytes are
gone through first, from one token to the next, and refused where they hold more than an honest message can. What
makes an honest message large, the bytes of its arrays, is stepped over without being touched.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class Limits:
    """What a message may hold."""

    values: int  # in all; the keys of dicts do not count
    depth: int  # lists and dicts within each other
    text_bytes: int = 0
    key_bytes: int = 0
    extensions: Mapping[int, Limits | int] = field(default_factory=dict)  # by code: MessagePack, or so many bytes
    extension_values: int = 0  # in all extensions together


_PLAIN, _TEXT, _BYTES, _LIST, _DICT, _EXTENSION, _RESERVED = range(7)
# How many first bytes in a row, from 0x00 to 0xff, mean which kind; of a plain value its size, of others how many bytes
# tell the length (0: the first byte does).
_FORMS: Final = (
    *((128, _PLAIN, 1), (16, _DICT, 0), (16, _LIST, 0), (32, _TEXT, 0)),
    *((1, _PLAIN, 1), (1, _RESERVED, 0), (2, _PLAIN, 1)),  # nil, nothing, false and true
    *((1, _BYTES, 1), (1, _BYTES, 2), (1, _BYTES, 4)),
    *((1, _EXTENSION, 1), (1, _EXTENSION, 2), (1, _EXTENSION, 4)),
    *((1, _PLAIN, 5), (1, _PLAIN, 9)),  # floats
    *((1, _PLAIN, 2), (1, _PLAIN, 3), (1, _PLAIN, 5), (1, _PLAIN, 9)),  # whole numbers from 0 up
    *((1, _PLAIN, 2), (1, _PLAIN, 3), (1, _PLAIN, 5), (1, _PLAIN, 9)),  # and with a sign
    *((5, _EXTENSION, 0),),  # of 1, 2, 4, 8 and 16 bytes
    *((1, _TEXT, 1), (1, _TEXT, 2), (1, _TEXT, 4)),
    *((1, _LIST, 2), (1, _LIST, 4), (1, _DICT, 2), (1, _DICT, 4)),
    *((32, _PLAIN, 1),),  # small negative numbers
)
_KINDS: Final = bytes(kind for count, kind, _ in _FORMS for _ in range(count))
_SIZES: Final = bytes(size for count, _, size in _FORMS for _ in range(count))
_LENGTHS: Final = bytes(1 << n if kind == _EXTENSION else n for count, kind, _ in _FORMS for n in range(count))


def survey(data: bytes, limits: Limits) -> None:
    """Go through a message without building it.

    Raises:
        ValueError: the bytes are not one whole message, or it holds what the limits do not allow.
    """
    try:
        _walk(data, 0, len(data), limits)
    except IndexError:
        raise ValueError("it is cut short") from None


def _walk(data: bytes, at: int, end: int, limits: Limits) -> int:
    """How many values there are from one place to another, which must hold a message exactly.

    A length that leads beyond the end does so for good: places only grow. This calls itself for what lies within an
    extension, as deep as the limits are nested and not as the bytes are.
    """
    kinds, sizes, lengths = _KINDS, _SIZES, _LENGTHS
    values, of_extensions = 1, 0
    left, is_dict = 1, False  # tokens to come of the list or dict that `at` is in; of a dict, before a key it is even
    outer: list[tuple[int, bool]] = []
    while True:
        while not left:
            if not outer:
                if at != end:
                    raise ValueError("its lengths do not fit")
                return values
            left, is_dict = outer.pop()
        first = data[at]
        kind = kinds[first]
        is_key = is_dict and not left & 1
        if is_key and kind != _TEXT:
            raise ValueError("a key is not a text")
        left -= 1
        if kind == _PLAIN:
            at += sizes[first]
            continue
        size = sizes[first]
        length = int.from_bytes(data[at + 1 : at + 1 + size], "big") if size else lengths[first]
        at += 1 + size
        if kind in (_LIST, _DICT):
            values += length
            if values > limits.values:
                raise ValueError("it holds too many values")
            if len(outer) == limits.depth:
                raise ValueError("it is nested too deeply")
            outer.append((left, is_dict))
            is_dict = kind == _DICT
            left = 2 * length if is_dict else length
            continue
        if kind == _TEXT:
            if length > (limits.key_bytes if is_key else limits.text_bytes):
                raise ValueError("a text is too long")
        elif kind == _EXTENSION:
            inner = limits.extensions.get(data[at])
            at += 1
            if inner is None:
                raise ValueError("it holds an unknown kind of value")
            if isinstance(inner, Limits):
                of_extensions += _walk(data, at, at + length, inner)
                if of_extensions > limits.extension_values:
                    raise ValueError("it holds too many values")
            elif length > inner:
                raise ValueError("a value is too large")
        elif kind == _RESERVED:
            raise ValueError("a byte has no meaning")
        at += length
