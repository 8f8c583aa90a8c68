"""Frames between the grader and an isolated process: a length, then MessagePack of plain data.

To the inside: :class:`Load` once, then a :class:`Probe` at a time. To the outside: :class:`Confined` once,
:class:`At` before each top-level statement, :class:`Loaded` once, then one :class:`Answer` or :class:`Fault` for
each probe.
What comes out is decoded into these types only, and an observation within an answer stays bytes until it is
read with the same bounds (``grader/observation.py``).
"""

from __future__ import annotations

import struct
from typing import Final

import msgspec

HEADER: Final = struct.Struct(">I")

# Extension types of MessagePack within an observation.
ARRAY: Final = 1  # [dtype, shape, bytes]
RAISED: Final = 2  # [class names of the exception's MRO, message]
OPAQUE: Final = 3  # a text: what it was
BIG_INTEGER: Final = 4  # hexadecimal digits
COMPLEX: Final = 5  # [real, imaginary]

DTYPES: Final = frozenset(
    """
    bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64 complex64 complex128
    """.split()
)
MAX_DEPTH: Final = 24
MAX_NODES: Final = 100_000
MAX_TEXT: Final = 10_000
MAX_MESSAGE: Final = 600


class Unit(msgspec.Struct, frozen=True, array_like=True):
    """A piece of source: a whole file, or one cell of a notebook."""

    filename: str
    label: str  # "" for a file, "cell 3" for a cell
    source: str


class Load(msgspec.Struct, frozen=True, tag="load"):
    """Execute this source; the first message to a new process."""

    module: str
    units: list[Unit]
    notebook: bool
    mode: str  # "everything", "no bare statements" or "definitions"
    skip: list[int]  # top-level statements that have already cost a process its life
    element_by_element: list[str]  # patterns of part names
    answer_bytes: int
    details: bool  # send the arguments of calls too (asked of the reference only)
    seed: int


class Probe(msgspec.Struct, frozen=True, tag="probe"):
    """Run this check's probe; its number is drawn by chance, so that an answer cannot be made beforehand."""

    number: int
    part: str
    code: bytes  # cloudpickle, from the trusted side
    given: bytes  # an observation, decoded inside
    cases: int
    seed: list[int]


class Confined(msgspec.Struct, frozen=True, tag="confined", array_like=True):
    """The first word of a new process: its walls stand. Without it no source is sent."""


class At(msgspec.Struct, frozen=True, tag="at", array_like=True):
    """About to execute this top-level statement."""

    statement: int
    place: str


class Problem(msgspec.Struct, frozen=True, array_like=True):
    """Something that went wrong while the source was executed."""

    label: str
    message: str


class Loaded(msgspec.Struct, frozen=True, tag="loaded", array_like=True):
    """The source was executed; so many statements came to their end."""

    problems: list[Problem]
    executed: int


class Answer(msgspec.Struct, frozen=True, tag="answer", array_like=True):
    """What a probe saw, one observation a case."""

    number: int
    cases: list[bytes]


class Fault(msgspec.Struct, frozen=True, tag="fault", array_like=True):
    """A probe ended without an answer; the verdict `refused` means by the kernel, not by a rule."""

    number: int
    verdict: str
    message: str
    case: int


Inward = Load | Probe
Outward = Confined | At | Loaded | Answer | Fault

_encoder = msgspec.msgpack.Encoder()


def frame(message: Inward | Outward) -> bytes:
    """The message as bytes, its length first."""
    payload = _encoder.encode(message)
    return HEADER.pack(len(payload)) + payload
