"""An observation against the expected one: structure, shape, dtype, the places of NaN and infinity, then values.

Pure: no files, no processes. Nothing is broadcast; what may differ depends on the expected value alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.check import AtLeast, Comparison, Exact, OneOf, Raises, Structure, Tolerance
from grader.observation import Opaque, Raised, dtype_name


@dataclass(frozen=True, slots=True)
class Difference:
    """The first difference that matters, in words; the two arrays where there are two, of whatever shapes."""

    message: str
    path: str = ""
    expected: Any = None
    actual: Any = None
    wrong: Any = None  # boolean array: which entries differ; None where shape or dtype do

    def at(self, path: str) -> Difference:
        joined = path + self.path if self.path.startswith("[") or not self.path else f"{path}.{self.path}"
        return Difference(self.message, joined, self.expected, self.actual, self.wrong)

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


def compare(seen: Any, expected: Any, how: Comparison | None = None) -> Difference | None:
    """The first difference between what was seen and what was expected, or None.

    Args:
        seen: plain data, as :mod:`grader.observation` reads it.
        expected: the same from the reference.
        how: a comparer, or a dict that gives each key of the observation its own (others: ``Tolerance()``).
    """
    how = Tolerance() if how is None else how
    if isinstance(how, Mapping):
        if not isinstance(expected, dict):
            raise TypeError("a dict of tolerances needs a dict as the probe's answer")
        return _dicts(seen, expected, how)
    if isinstance(how, OneOf):
        if any(compare(seen, _plain(option)) is None for option in how.options):
            return None
        return Difference(f"expected one of {', '.join(map(show, how.options))}, got {show(seen)}")
    if isinstance(how, AtLeast):
        return _at_least(seen, how.least)
    if isinstance(expected, dict):
        return _dicts(seen, expected, how)
    if isinstance(expected, (list, tuple)):
        return _lists(seen, expected, how)
    if isinstance(how, Raises):
        return _raised(seen, how)
    if isinstance(expected, Raised):
        return _raised(seen, Raises(expected.names[0]))
    if isinstance(expected, (np.ndarray, np.generic, bool, int, float, complex)):
        return _numbers(seen, expected, how)
    if isinstance(expected, Opaque):
        raise TypeError(f"the reference's answer holds {expected.what}, which cannot be compared")
    if type(seen) is type(expected) and seen == expected:
        return None
    return Difference(f"expected {show(expected)}, got {show(seen)}")


def _dicts(seen: Any, expected: dict[str, Any], how: Comparison) -> Difference | None:
    if not isinstance(seen, dict):
        return Difference(f"expected a dict, got {show(seen)}")
    for key, value in expected.items():
        if key not in seen:
            return Difference(f"the key {key!r} is missing")
        inner = how.get(key, Tolerance()) if isinstance(how, Mapping) else how
        difference = compare(seen[key], value, inner)
        if difference:
            return difference.at(str(key))
    extra = sorted(map(str, set(seen) - set(expected)))
    return Difference(f"unexpected key {extra[0][:60]!r}") if extra else None


def _lists(seen: Any, expected: Any, how: Comparison) -> Difference | None:
    if not isinstance(seen, (list, tuple)):
        return Difference(f"expected {len(expected)} values in a tuple or list, got {show(seen)}")
    if len(seen) != len(expected):
        return Difference(f"expected {len(expected)} values, got {len(seen)}")
    for position, (one, other) in enumerate(zip(seen, expected, strict=True)):
        difference = compare(one, other, how)
        if difference:
            return difference.at(f"[{position}]")
    return None


def _raised(seen: Any, how: Raises) -> Difference | None:
    wanted = " or ".join(how.names)
    if not isinstance(seen, Raised):
        return Difference(f"expected {wanted} to be raised, got {show(seen)}")
    if seen.is_one_of(how.names):
        return None
    return Difference(f"expected {wanted} to be raised, got {_name(seen)}")


def _at_least(seen: Any, least: float) -> Difference | None:
    if isinstance(seen, dict):
        seen = list(seen.values())
    if isinstance(seen, list):
        for value in seen:
            difference = _at_least(value, least)
            if difference:
                return difference
        return None if seen else Difference(f"expected at least {least:g}, got nothing")
    if not isinstance(seen, (bool, int, float, np.ndarray)):
        return Difference(f"expected a number, got {show(seen)}")
    if type(seen) is int:
        return None if seen >= least else Difference(f"expected at least {least:g}, got {show(seen)}")
    array = np.asarray(seen)
    if array.size and array.dtype.kind in "biuf" and bool(np.all(array >= least)):
        return None
    return Difference(f"expected at least {least:g}, got {show(seen)}")


def _numbers(seen: Any, expected: Any, how: Tolerance | Exact | Structure | Raises) -> Difference | None:
    target = np.asarray(expected)
    is_array = isinstance(expected, np.ndarray) and expected.ndim > 0
    if not isinstance(seen, (np.ndarray, np.generic, bool, int, float, complex)):
        return Difference(f"expected {_kind(expected)}, got {show(seen)}")
    if is_array and not isinstance(seen, np.ndarray):
        return Difference(f"expected {_kind(expected)}, got the number {show(seen)}")
    if type(seen) is int and (type(expected) is int or seen.bit_length() > 63):
        return _whole_numbers(seen, expected, how)
    array = np.asarray(seen)
    if array.dtype.kind not in "biufc" or target.dtype.kind not in "biufc":
        return Difference(f"expected {_kind(expected)}, got {show(seen)}")
    if array.shape != target.shape:
        return Difference(f"expected shape {target.shape}, got shape {array.shape}", "", target, array)
    wants_dtype = not isinstance(how, Raises) and how.dtype and isinstance(expected, np.ndarray)
    if wants_dtype and (not isinstance(seen, np.ndarray) or dtype_name(seen) != dtype_name(expected)):
        name = dtype_name(seen) if isinstance(seen, np.ndarray) else type(seen).__name__
        return Difference(f"expected dtype {dtype_name(expected)}, got {name}", "", target, array)
    wrong = _wrong_entries(array, target, how)
    if not wrong.any():
        return None
    return Difference(_values_message(array, target, wrong), "", target, array, wrong)


def _whole_numbers(seen: int, expected: Any, how: Tolerance | Exact | Structure | Raises) -> Difference | None:
    """Python's whole numbers, of any size."""
    wrong = Difference(f"expected {show(expected)}, got {show(seen)}")
    if isinstance(how, Structure):
        return None
    if type(expected) is int:
        small = max(seen.bit_length(), expected.bit_length()) <= 63
        bound = how.atol + how.rtol * abs(expected) if isinstance(how, Tolerance) and small else 0
        return None if abs(seen - expected) <= bound else wrong
    try:
        return _numbers(float(seen), expected, how)
    except OverflowError:
        return wrong


def _wrong_entries(array: np.ndarray, target: np.ndarray, how: Tolerance | Exact | Structure | Raises) -> np.ndarray:
    if isinstance(how, Structure):
        return np.asarray(~np.isfinite(array))
    unequal = np.asarray(np.not_equal(array, target))
    if not unequal.any():
        return unequal  # as most are
    if isinstance(how, Exact):
        both_nan = np.not_equal(array, array) & np.not_equal(target, target)
        return np.asarray(unequal & ~both_nan)
    if target.dtype.kind == "b" and array.dtype.kind in "biu":
        return unequal
    wide = np.complex128 if "c" in array.dtype.kind + target.dtype.kind else np.float64
    tolerance = how if isinstance(how, Tolerance) else Tolerance()
    with np.errstate(all="ignore"):  # what comes from a stranger may overflow anywhere
        got, want = array.astype(wide), target.astype(wide)
        finite = np.isfinite(want)
        close = np.isfinite(got) & (np.abs(got - want) <= tolerance.atol + tolerance.rtol * np.abs(want))
    same = (got == want) | (np.isnan(got) & np.isnan(want))
    return np.asarray(np.where(finite, ~close, ~same))


def _values_message(array: np.ndarray, target: np.ndarray, wrong: np.ndarray) -> str:
    if array.ndim == 0:
        return f"expected {show(target)}, got {show(array)}"
    first = tuple(int(i) for i in np.argwhere(wrong)[0])
    place = "[" + ", ".join(map(str, first)) + "]"
    count = int(wrong.sum())
    differ = "1 entry differs" if count == 1 else f"{count} entries differ"
    entries = f"{count} of {array.size} entries differ" if array.size > 1 else differ
    return f"{entries}, first at {place}: expected {show(target[first])}, got {show(array[first])}"


def _plain(option: Any) -> Any:
    return np.asarray(option) if isinstance(option, np.generic) else option


def _kind(value: Any) -> str:
    if isinstance(value, np.ndarray) and value.ndim:
        return f"an array of shape {value.shape}"
    if isinstance(value, bool) or (isinstance(value, np.ndarray) and value.dtype.kind == "b"):
        return "True or False"
    return "a number"


def _name(raised: Raised) -> str:
    return (raised.message or "".join(raised.names[:1]) or "an exception")[:300]


def show(value: Any) -> str:
    """A value in a few characters, for a message."""
    if isinstance(value, Raised):
        return f"the exception {_name(value)}"
    if isinstance(value, Opaque):
        return value.what[:200]
    if isinstance(value, (np.ndarray, np.generic)) and np.ndim(value) == 0:
        value = np.asarray(value).item()
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, float):
        digits = f"{value:.6g}"
        if digits.lstrip("-").isdigit():
            digits += ".0"
        return digits if "e" in digits else digits.replace("-", "\N{MINUS SIGN}")
    if isinstance(value, int):
        text = str(value) if value.bit_length() < 200 else "a very large whole number"
        return text.replace("-", "\N{MINUS SIGN}")
    if isinstance(value, str):
        return repr(value if len(value) <= 60 else value[:59] + "…")
    if isinstance(value, (list, tuple)):
        return f"a list of {len(value)} values" if value else "an empty list"
    if isinstance(value, dict):
        return f"a dict of {len(value)} entries"
    return f"a value of type {type(value).__name__}"
