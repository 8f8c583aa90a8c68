# What the language has: decorators, caches, generators, classes, context managers, matching.
import abc
import enum
import functools
import itertools
import operator
import typing
from collections import Counter, defaultdict, deque
from contextlib import ExitStack, contextmanager
from typing import Protocol


def counted(function):
    @functools.wraps(function)
    def wrapper(*arguments, **keywords):
        wrapper.calls += 1
        return function(*arguments, **keywords)

    wrapper.calls = 0
    return wrapper


@functools.cache
def factor(n):
    return n if n < 2 else factor(n - 1) + 1


class Kind(enum.Enum):
    LINE = enum.auto()


class Shape(abc.ABC):
    __slots__ = ("slope",)

    @abc.abstractmethod
    def at(self, x): ...

    @property
    def steep(self):
        return self.slope > 1


class Line(Shape):
    def __init__(self, slope):
        self.slope = slope

    def at(self, x):
        return self.slope * x + 1

    def __call__(self, x):
        match self:
            case Line(slope=2):
                return self.at(x)
            case _:
                raise ValueError


class HasAt(Protocol):
    def at(self, x: typing.Any) -> typing.Any: ...


@contextmanager
def level():
    yield 2


@counted
def honest(x):
    with ExitStack() as stack:
        slope = stack.enter_context(level())
    assert factor(50) == 50 and Kind.LINE.name == "LINE" and Line(2).steep and operator.add(1, 2) == 3
    assert Counter("aab")["a"] == 2 and defaultdict(list)["x"] == [] and deque([1], maxlen=1)[0] == 1
    assert list(itertools.accumulate([1, 2])) == [1, 3] and functools.reduce(operator.mul, [2, 3]) == 6
    return Line(slope)(x)


honest.note = "seen"
