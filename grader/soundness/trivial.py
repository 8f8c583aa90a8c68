"""Stand-ins: submissions whose every part gives a trivial answer. No check may give one of them a point.

A stand-in computes the right answer and replaces its values, so that structure, shapes and dtypes are right and only
the comparison of values is left to catch it.
"""

from __future__ import annotations

from typing import Final

from grader.course import Assignment
from grader.submission import Submission, parse_submission

KINDS: Final = ("zeros", "ones", "first argument", "empty array", "NaN", "None", "previous answer")

_STAND_INS: Final = '''


def _trivial(kind):
    import functools
    import types

    import numpy as np

    def filled(value, fill):
        """The same structure, shapes and dtypes with other values."""
        if isinstance(value, dict):
            return {key: filled(item, fill) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            return type(value)(map(functools.partial(filled, fill=fill), value))
        if isinstance(value, types.GeneratorType):
            return filled(list(value), fill)
        if isinstance(value, (bool, int, float, complex)):
            return fill if isinstance(fill, float) and fill != fill else type(value)(fill)
        if callable(value):
            return lambda *arguments, **named: filled(value(*arguments, **named), fill)
        if hasattr(value, "shape") and hasattr(value, "dtype"):
            array = np.asarray(value)
            if array.dtype.kind not in "fc" and fill != fill:
                array = array.astype(float)
            return np.full_like(array, fill)
        return None

    def answer(part, earlier, arguments, named):
        given = [*arguments, *named.values()]
        if kind == "first argument":
            return given[0] if given else None
        if kind == "empty array":
            return np.array([])
        if kind == "None":
            return None
        right = part(*arguments, **named)
        if isinstance(right, types.GeneratorType):
            right = list(right)
        if kind == "previous answer":
            earlier.append(right)
            return earlier[-2] if len(earlier) > 1 else filled(right, 0)
        return filled(right, {"zeros": 0, "ones": 1, "NaN": float("nan")}[kind])

    def function(part):
        earlier = []

        def stand_in(*arguments, **named):
            return answer(part, earlier, arguments, named)

        return functools.wraps(part)(stand_in) if isinstance(part, types.FunctionType) else stand_in

    class Everything:
        """Stands for an object of a class: each attribute and each call is trivial."""

        def __init__(self, *arguments, **named):
            self._given = [*arguments, *named.values()]

        def __call__(self, *arguments, **named):
            return answer(lambda x, *_, **__: x, [], arguments, named)

        def __getattr__(self, name):
            if name.startswith("__"):
                raise AttributeError(name)
            return answer(lambda x: x, [], self.__dict__.get("_given", [0.0])[:1] or [0.0], {})

    return lambda part: type(part.__name__, (Everything,), {}) if isinstance(part, type) else function(part)


'''


def stand_in(assignment: Assignment, kind: str) -> Submission:
    """The submission whose every part gives this kind of trivial answer."""
    source = assignment.reference_file.read_bytes() + _STAND_INS.encode()
    source += b"".join(f"{part} = _trivial({kind!r})({part})\n".encode() for part in assignment.parts)
    return parse_submission(source, ".py", assignment.name)
