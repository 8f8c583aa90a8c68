"""The guard over `naive_` parts: what works on many elements is refused, every honest way passes unchanged."""

import ast
import importlib.util
import os
import re
import subprocess
import sys
import textwrap
import tokenize
import traceback
import types

import numpy as np
import pytest

from grader.inside.elementwise import OPERAND, ElementGuard, Forbidden, is_bulk, rewrite
from grader.inside.loading import _notebook_names

FILE = "submission.py"


def snippets(text):
    """Cases from one text: ``#: title`` begins each."""
    text = text.replace("__guard_operand__", OPERAND)  # for somebody who has found out what it is called
    parts = re.split(r"^#: (.*)$", textwrap.dedent(text), flags=re.MULTILINE)[1:]
    titles, sources = parts[::2], parts[1::2]
    assert len(set(titles)) == len(titles)
    return [pytest.param(source, id=title.replace(" ", "-")) for title, source in zip(titles, sources, strict=True)]


def load(source, patterns=("naive_*",)):
    """The source in a module of its own, rewritten, as the isolated process executes it."""
    guard = ElementGuard(patterns, lambda name: name == FILE)
    module = sys.modules["submission"] = types.ModuleType("submission")
    namespace = vars(module)
    namespace.update(np=np, __file__=FILE, **guard.names())
    tree = rewrite(ast.parse(textwrap.dedent(source), FILE))
    exec(compile(tree, FILE, "exec", dont_inherit=True), namespace)
    return guard, namespace


@pytest.fixture(autouse=True)
def forget_the_submission():
    yield
    sys.modules.pop("submission", None)


def call(source, *arguments, part="naive_x"):
    """What the part returns, or the exception, and what the guard has remembered; as the serving loop does it."""
    guard, namespace = load(source)
    guard.watch(part)
    try:
        result = guard.callee(namespace[part])(*arguments)
    except BaseException as error:
        result = error
    violation = guard.violation or ("" if guard.untouched(namespace) else "the guard's names were changed")
    guard.watch(None)
    return result, violation


def matrices():
    rng = np.random.default_rng(1)
    return rng.normal(size=(3, 4)), rng.normal(size=(3, 4))


def assert_right(source, expected, *arguments, part="naive_x"):
    result, violation = call(source, *arguments, part=part)
    assert not violation
    if isinstance(result, BaseException):
        raise result
    np.testing.assert_allclose(np.asarray(result, dtype=float), expected, rtol=1e-6)


# --- ways to compute with many elements at once -----------------------------------------------------------

REFUSED = snippets(
    """
    #: sum of arrays
    def naive_x(x, y):
        return x + y
    #: difference of rows
    def naive_x(x, y):
        return np.array([r - s for r, s in zip(x, y)])
    #: product with a number
    def naive_x(x, y):
        return 2.0 * x
    #: number minus array
    def naive_x(x, y):
        return 1 - x
    #: number modulo array
    def naive_x(x, y):
        return 7 % x
    #: quotient
    def naive_x(x, y):
        return x / 2
    #: whole quotient and remainder
    def naive_x(x, y):
        return x // 2, x % 2
    #: power
    def naive_x(x, y):
        return x ** 2
    #: unary minus
    def naive_x(x, y):
        return -x
    #: unary plus of a row
    def naive_x(x, y):
        return +x[0]
    #: inverted truth values
    def naive_x(x, y):
        return ~x.astype(bool)
    #: matmul operator
    def naive_x(x, y):
        return x @ y.T
    #: matmul of a row and a column
    def naive_x(x, y):
        return x[0] @ y[0]
    #: comparison with a number
    def naive_x(x, y):
        return x > 0
    #: chained comparison
    def naive_x(x, y):
        return (-1 < x[0]) is None or -1 < x
    #: equality of arrays
    def naive_x(x, y):
        return x == y
    #: membership in an array
    def naive_x(x, y):
        return 3.0 in x
    #: a mask
    def naive_x(x, y):
        z = x.copy()
        z[z < 0] = 0
        return z
    #: times its mask
    def naive_x(x, y):
        return x * (x > 0)
    #: one column only
    def naive_x(x, y):
        return x[:, :1] + y[:, :1]
    #: a strided row
    def naive_x(x, y):
        return x[0, ::2] * 2
    #: two elements
    def naive_x(x, y):
        return x[0, :2] + y[0, :2]
    #: in place addition
    def naive_x(x, y):
        z = x.copy()
        z += y
        return z
    #: in place on a slice
    def naive_x(x, y):
        z = x.copy()
        z[:] += y
        return z
    #: in place on a row with a number
    def naive_x(x, y):
        z = x.copy()
        for row in z:
            row *= 2
        return z
    #: in place on a row by index
    def naive_x(x, y):
        z = x.copy()
        for i in range(3):
            z[i] += 1
        return z
    #: in place with the array on the right
    def naive_x(x, y):
        total = 0.0
        total += x
        return total
    #: in place on an attribute
    def naive_x(x, y):
        class Box:
            pass
        box = Box()
        box.z = x.copy()
        box.z += y
        return box.z
    #: in place matmul
    def naive_x(x, y):
        z = x.copy()
        z @= y.T
        return z
    #: in place within a with block
    def naive_x(x, y):
        with np.errstate(all="ignore"):
            z = x.copy()
            z -= y
        return z
    #: np.add
    def naive_x(x, y):
        return np.add(x, y)
    #: np.add into out
    def naive_x(x, y):
        z = np.zeros_like(x)
        np.add(x, y, out=z)
        return z
    #: np.add with keywords only for out
    def naive_x(x, y):
        z = np.ones((3, 4))
        np.add(0.0, 1.0, out=z)
        return z
    #: np.maximum of a row and 0
    def naive_x(x, y):
        return np.array([np.maximum(r, 0) for r in x])
    #: np.dot
    def naive_x(x, y):
        return np.dot(x[0], y[0])
    #: np.dot imported under another name
    from numpy import dot as together
    def naive_x(x, y):
        return together(x[0], y[0])
    #: numpy under another name within the function
    def naive_x(x, y):
        import numpy as whatever
        return whatever.matmul(x, y.T)
    #: np.einsum
    def naive_x(x, y):
        return np.einsum("ij,kj->ik", x, y)
    #: np.inner
    def naive_x(x, y):
        return np.inner(x, y)
    #: np.vdot of lists
    def naive_x(x, y):
        return np.vdot(x.tolist(), y.tolist())
    #: np.outer
    def naive_x(x, y):
        return np.outer(x[0], y[0])
    #: np.tensordot
    def naive_x(x, y):
        return np.tensordot(x, y.T, 1)
    #: np.where with a mask made by hand
    def naive_x(x, y):
        mask = np.array([[v > 0 for v in row] for row in x])
        return np.where(mask, x, 0)
    #: np.clip
    def naive_x(x, y):
        return np.clip(x, 0, None)
    #: np.sum of a row
    def naive_x(x, y):
        return [np.sum(row) for row in x]
    #: np.sum of a list of numbers
    def naive_x(x, y):
        return np.sum([a * b for a, b in zip(x[0], y[0])])
    #: np.sum of a generator
    def naive_x(x, y):
        return np.sum(v for v in x[0])
    #: np.mean of a tuple
    def naive_x(x, y):
        return np.mean(tuple(x[0]))
    #: np.add.reduce
    def naive_x(x, y):
        return np.add.reduce(x)
    #: np.add.reduce of a list
    def naive_x(x, y):
        return np.add.reduce([a * b for a, b in zip(x[0], y[0])])
    #: np.multiply.outer
    def naive_x(x, y):
        return np.multiply.outer(x[0], y[0])
    #: np.add.accumulate
    def naive_x(x, y):
        return np.add.accumulate(x[0])
    #: np.add.at
    def naive_x(x, y):
        z = x.copy()
        np.add.at(z, slice(None), y)
        return z
    #: np.vectorize
    def naive_x(x, y):
        return np.vectorize(lambda a, b: a + b)(x, y)
    #: np.vectorize made beforehand
    plus = np.vectorize(lambda a, b: a + b)
    def naive_x(x, y):
        return plus(x, y)
    #: np.vectorize as a decorator
    @np.vectorize
    def positive(v):
        return v if v > 0 else 0.0
    def naive_x(x, y):
        return positive(x)
    #: the part itself vectorized
    @np.vectorize
    def naive_x(x, y):
        return x + y
    #: np.frompyfunc
    plus = np.frompyfunc(lambda a, b: a + b, 2, 1)
    def naive_x(x, y):
        return plus(x, y)
    #: np.apply_along_axis
    def naive_x(x, y):
        return np.apply_along_axis(sum, 1, x)
    #: np.piecewise
    def naive_x(x, y):
        return np.piecewise(x, [], [lambda v: v])
    #: np.nditer in chunks
    def naive_x(x, y):
        return [a + b for a, b in np.nditer([x, y], flags=["external_loop"])]
    #: np.linalg
    def naive_x(x, y):
        return np.linalg.multi_dot([x, y.T, y])
    #: np.cumsum
    def naive_x(x, y):
        return np.cumsum(x)
    #: np.matrix
    def naive_x(x, y):
        return np.asmatrix(x) * np.asmatrix(y).T
    #: masked arrays
    def naive_x(x, y):
        return np.ma.array(x) + y
    #: the same function under a local name
    def naive_x(x, y, add=np.add):
        return add(x, y)
    #: a function out of a dict
    OPERATIONS = {"+": np.add}
    def naive_x(x, y):
        return OPERATIONS["+"](x, y)
    #: getattr on numpy
    def naive_x(x, y):
        return getattr(np, "d" + "ot")(x, y.T)
    #: vars of numpy
    def naive_x(x, y):
        return vars(np)["matmul"](x, y.T)
    #: importlib
    import importlib
    def naive_x(x, y):
        return importlib.import_module("numpy").matmul(x, y.T)
    #: the function behind a numpy function
    def naive_x(x, y):
        return np.sum.__wrapped__(x)
    #: calling by __call__
    def naive_x(x, y):
        return np.dot.__call__(x, y.T)
    #: ufunc by its class
    def naive_x(x, y):
        return np.ufunc.__call__(np.add, x, y)
    #: ufunc.reduce by its class
    def naive_x(x, y):
        return np.ufunc.reduce(np.add, x)
    #: method dot
    def naive_x(x, y):
        return x.dot(y.T)
    #: method sum
    def naive_x(x, y):
        return x[0].sum()
    #: method clip
    def naive_x(x, y):
        return x.clip(0)
    #: method max
    def naive_x(x, y):
        return x[0].max()
    #: method by getattr
    def naive_x(x, y):
        return getattr(x, "dot")(y.T)
    #: method kept beforehand
    def naive_x(x, y):
        times = x.dot
        return times(y.T)
    #: unbound method
    def naive_x(x, y):
        return np.ndarray.dot(x, y.T)
    #: unbound method of the class of the array
    def naive_x(x, y):
        return type(x).sum(x)
    #: dunder method
    def naive_x(x, y):
        return x.__add__(y)
    #: reflected dunder method
    def naive_x(x, y):
        return x.__rmul__(2.0)
    #: in place dunder method
    def naive_x(x, y):
        z = x.copy()
        z.__iadd__(y)
        return z
    #: comparing dunder method
    def naive_x(x, y):
        return x.__lt__(0)
    #: unbound dunder method
    def naive_x(x, y):
        return np.ndarray.__matmul__(x, y.T)
    #: __array_ufunc__
    def naive_x(x, y):
        return x.__array_ufunc__(np.add, "__call__", x, y)
    #: object.__getattribute__
    def naive_x(x, y):
        return object.__getattribute__(x, "dot")(y.T)
    #: bound by hand
    import types
    def naive_x(x, y):
        return types.MethodType(np.add, x)(y)
    #: sum over rows
    def naive_x(x, y):
        return sum(x)
    #: sum over a list of rows
    def naive_x(x, y):
        return sum([row for row in x], np.zeros(4))
    #: sum over an iterator of rows
    def naive_x(x, y):
        return sum(iter(x), 0)
    #: sum mapped over stacks of rows
    def naive_x(x, y):
        return list(map(sum, [x, y]))
    #: map with a ufunc
    def naive_x(x, y):
        return np.array(list(map(np.add, x, y)))
    #: map with operator
    import operator
    def naive_x(x, y):
        return np.array(list(map(operator.add, x, y)))
    #: map with an unbound method
    def naive_x(x, y):
        return list(map(np.ndarray.sum, x))
    #: map with a lambda over rows
    def naive_x(x, y):
        return list(map(lambda a, b: a + b, x, y))
    #: map with a bound method
    def naive_x(x, y):
        return list(map(x.dot, y))
    #: filter with a ufunc
    def naive_x(x, y):
        return list(filter(np.any, x))
    #: sorted with np.sum as key
    def naive_x(x, y):
        return sorted(x, key=np.sum)
    #: max with np.sum as key
    def naive_x(x, y):
        return max(x, key=np.sum)
    #: abs of an array
    def naive_x(x, y):
        return (abs(x),)
    #: round of an array
    def naive_x(x, y):
        return round(x, 1)
    #: pow of an array
    def naive_x(x, y):
        return pow(x, 2)
    #: divmod of an array
    def naive_x(x, y):
        return divmod(x, 2)
    #: operator.matmul
    import operator
    def naive_x(x, y):
        return operator.matmul(x, y.T)
    #: operator.iadd
    import operator
    def naive_x(x, y):
        return operator.iadd(x.copy(), y)
    #: operator.neg
    from operator import neg
    def naive_x(x, y):
        return neg(x)
    #: operator.call
    import operator
    def naive_x(x, y):
        return operator.call(np.add, x, y)
    #: operator.methodcaller
    from operator import methodcaller
    def naive_x(x, y):
        return methodcaller("sum")(x)
    #: map with a methodcaller
    from operator import methodcaller
    def naive_x(x, y):
        return list(map(methodcaller("sum"), x))
    #: reduce with operator
    import operator
    from functools import reduce
    def naive_x(x, y):
        return reduce(operator.add, x)
    #: reduce with a ufunc
    from functools import reduce
    def naive_x(x, y):
        return reduce(np.add, x)
    #: reduce with a lambda
    from functools import reduce
    def naive_x(x, y):
        return reduce(lambda a, b: a + b, x)
    #: partial of a ufunc
    from functools import partial
    def naive_x(x, y):
        return partial(np.add, x)(y)
    #: partial made beforehand
    from functools import partial
    twice = partial(np.multiply, 2.0)
    def naive_x(x, y):
        return twice(x)
    #: partial within a partial
    from functools import partial
    once = partial(partial(np.add), 1.0)
    def naive_x(x, y):
        return list(map(once, x))
    #: starmap with operator
    import operator
    from itertools import starmap
    def naive_x(x, y):
        return list(starmap(operator.mul, zip(x, y)))
    #: accumulate without a function
    from itertools import accumulate
    def naive_x(x, y):
        return list(accumulate(x))[-1]
    #: accumulate with a function
    import operator
    from itertools import accumulate
    def naive_x(x, y):
        return list(accumulate(x, operator.mul))[-1]
    #: a cached ufunc
    from functools import lru_cache
    add = lru_cache(np.add)
    def naive_x(x, y):
        class Key(np.ndarray):
            def __hash__(self):
                return id(self)
        return add(x.view(Key), y.view(Key))
    #: a thread with the part's own function
    from threading import Thread
    def naive_x(x, y):
        z = np.zeros_like(x)
        def work():
            z[:] = x + y
        thread = Thread(target=work)
        thread.start()
        thread.join()
        return z
    #: a thread with a ufunc as target
    from threading import Thread
    def naive_x(x, y):
        z = np.zeros_like(x)
        thread = Thread(target=np.add, args=(x, y, z))
        thread.start()
        thread.join()
        return z
    #: an executor that submits a library function
    from concurrent.futures import ThreadPoolExecutor
    def naive_x(x, y):
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(np.add, x, y).result()
    #: an executor that maps a library function
    from concurrent.futures import ThreadPoolExecutor
    def naive_x(x, y):
        with ThreadPoolExecutor(1) as pool:
            return np.array(list(pool.map(np.add, x, y)))
    #: an exit stack that calls a library function
    from contextlib import ExitStack
    def naive_x(x, y):
        z = np.zeros_like(x)
        with ExitStack() as stack:
            stack.callback(np.add, x, y, z)
        return z
    #: eval
    def naive_x(x, y):
        return eval("x + y")
    #: exec
    def naive_x(x, y):
        names = {"x": x, "y": y}
        exec("z = x + y", names)
        return names["z"]
    #: eval kept under another name
    calculate = eval
    def naive_x(x, y):
        return calculate("x + y", {"x": x, "y": y})
    #: eval out of builtins
    import builtins
    def naive_x(x, y):
        return getattr(builtins, "ev" + "al")("x + y", {"x": x, "y": y})
    #: eval given to map
    def naive_x(x, y):
        return list(map(eval, ["1 + 1"]))
    #: a function that eval made beforehand
    add = eval("lambda a, b: a + b")
    def naive_x(x, y):
        return add(x, y)
    #: a function that exec made beforehand
    exec("def add(a, b): return a + b")
    def naive_x(x, y):
        return add(x, y)
    #: timeit runs a text
    import timeit
    def naive_x(x, y):
        z = np.zeros_like(x)
        timeit.timeit("z[:] = x + y", globals={"x": x, "y": y, "z": z}, number=1)
        return z
    #: __import__
    def naive_x(x, y):
        return __import__("numpy").dot(x, y.T)
    #: math.fsum of a row
    import math
    def naive_x(x, y):
        return [math.fsum(row) for row in x]
    #: math.fsum of a list
    from math import fsum
    def naive_x(x, y):
        return fsum([a * b for a, b in zip(x[0], y[0])])
    #: math.fsum of a generator
    import math
    def naive_x(x, y):
        return math.fsum(a * b for a, b in zip(x[0], y[0]))
    #: math.fsum of a map
    import math
    def naive_x(x, y):
        return math.fsum(map(lambda a, b: a * b, x[0], y[0]))
    #: math.fsum of an iterator
    import math
    def naive_x(x, y):
        return math.fsum(iter(x[0].tolist()))
    #: math.fsum of a starmap
    import math, operator
    from itertools import starmap
    def naive_x(x, y):
        return math.fsum(starmap(operator.mul, zip(x[0], y[0])))
    #: math.fsum of a deque
    import math
    from collections import deque
    def naive_x(x, y):
        return math.fsum(deque(x[0]))
    #: math.fsum of the values of a dict
    import math
    def naive_x(x, y):
        return math.fsum(dict(enumerate(x[0])).values())
    #: math.fsum of an array of the standard library
    import math
    from array import array
    def naive_x(x, y):
        return math.fsum(array("d", x[0]))
    #: math.fsum mapped over rows
    import math
    def naive_x(x, y):
        return list(map(math.fsum, x))
    #: math.prod of a row
    import math
    def naive_x(x, y):
        return math.prod(x[0].tolist())
    #: math.dist
    import math
    def naive_x(x, y):
        return math.dist(x[0], y[0])
    #: math.dist of lists
    import math
    def naive_x(x, y):
        return math.dist(list(x[0]), list(y[0]))
    #: statistics.fmean
    import statistics
    def naive_x(x, y):
        return statistics.fmean(x[0])
    #: statistics.mean of a list
    import statistics
    def naive_x(x, y):
        return 4 * statistics.mean(x[0].tolist())
    #: statistics of an iterator
    import statistics
    def naive_x(x, y):
        return 4 * statistics.fmean(iter(x[0].tolist()))
    #: lists given to numpy
    def naive_x(x, y):
        return np.add(x.tolist(), y.tolist())
    #: rows as lists given to numpy
    def naive_x(x, y):
        return [np.dot(list(x[0]), list(row)) for row in y]
    #: tuples given to numpy
    def naive_x(x, y):
        return np.multiply(tuple(x[0]), tuple(y[0]))
    #: lists of rows given to numpy
    def naive_x(x, y):
        return np.add([x[0]], [y[0]])
    #: deques given to numpy
    from collections import deque
    def naive_x(x, y):
        return np.dot(deque(x[0]), deque(y[0]))
    #: memory views given to numpy
    def naive_x(x, y):
        return np.add(memoryview(x), memoryview(y))
    #: an own class that becomes an array
    class Pretend:
        def __init__(self, values):
            self.values = values
        def __array__(self, dtype=None, copy=None):
            return self.values
    def naive_x(x, y):
        return np.add(Pretend(x), Pretend(y))
    #: an own sequence that numpy reads
    class Pretend:
        def __init__(self, values):
            self.values = values
        def __len__(self):
            return len(self.values)
        def __getitem__(self, i):
            return self.values[i]
    def naive_x(x, y):
        return np.add(Pretend(x), Pretend(y))
    #: a subclass of the array
    class Mine(np.ndarray):
        pass
    def naive_x(x, y):
        return x.view(Mine) + y
    #: a subclass with operators of its own
    class Mine(np.ndarray):
        def plus(self, other):
            return super().__add__(other)
    def naive_x(x, y):
        return x.view(Mine).plus(y)
    #: a class that is called and is np.dot
    class Product:
        __call__ = staticmethod(np.dot)
    def naive_x(x, y):
        return Product()(x, y.T)
    #: a class whose operator hides numpy
    class Number:
        def __init__(self, values):
            self.values = values
        def __add__(self, other):
            return np.add(self.values, other.values)
    def naive_x(x, y):
        return Number(x) + Number(y)
    #: numpy's mixin of operators
    from numpy.lib.mixins import NDArrayOperatorsMixin
    class Number(NDArrayOperatorsMixin):
        def __init__(self, values):
            self.values = values
        def __array_ufunc__(self, ufunc, method, *inputs, **options):
            return getattr(ufunc, method)(*(one.values for one in inputs))
    def naive_x(x, y):
        return Number(x) + Number(y)
    #: arrays within an array of objects
    def naive_x(x, y):
        a, b = np.empty(1, dtype=object), np.empty(1, dtype=object)
        a[0], b[0] = x, y
        return (a + b)[0]
    #: in a helper
    def helper(a, b):
        return a + b
    def naive_x(x, y):
        return np.array([helper(r, s) for r, s in zip(x, y)])
    #: in a helper of a helper in a class
    class Tools:
        @staticmethod
        def inner(a, b):
            return a @ b
        @classmethod
        def outer(cls, a, b):
            return cls.inner(a, b)
    def naive_x(x, y):
        return Tools().outer(x, y.T)
    #: in a property
    class Box:
        def __init__(self, a):
            self.a = a
        @property
        def doubled(self):
            return self.a * 2
    def naive_x(x, y):
        return Box(x).doubled
    #: in a decorator
    def doubling(function):
        def inner(x, y):
            return function(x, y) * 2
        return inner
    @doubling
    def naive_x(x, y):
        return x
    #: in a generator
    def sums(x, y):
        for r, s in zip(x, y):
            yield r + s
    def naive_x(x, y):
        return np.array(list(sums(x, y)))
    #: in a default of a nested function
    def naive_x(x, y):
        def inner(z=x + y):
            return z
        return inner()
    #: in a comprehension's condition
    def naive_x(x, y):
        return [row for row in x if (row > 0)[0]]
    #: in an f-string
    def naive_x(x, y):
        return f"{x + y}"
    #: in a walrus
    def naive_x(x, y):
        if (z := x + y) is not None:
            return z
    #: in an assertion
    def naive_x(x, y):
        assert (x == x).all()
        return x
    #: in a match
    def naive_x(x, y):
        match x + y:
            case z:
                return z
    #: in a with statement
    from contextlib import nullcontext
    def naive_x(x, y):
        with nullcontext(x + y) as z:
            return z
    #: in a star argument
    def naive_x(x, y):
        return np.array([*(x + y)])
    #: in a subscript
    def naive_x(x, y):
        return x[x > 0]
    #: in a slice's bound
    def naive_x(x, y):
        return x[: np.argmax(x[0])]
    #: swallowed by except BaseException
    def naive_x(x, y):
        try:
            return x + y
        except BaseException:
            return [[a + b for a, b in zip(r, s)] for r, s in zip(x, y)]
    #: swallowed by a bare except
    def naive_x(x, y):
        try:
            return x + y
        except:
            return None
    #: swallowed by finally
    def naive_x(x, y):
        try:
            x + y
        finally:
            return x
    #: swallowed by suppress
    from contextlib import suppress
    def naive_x(x, y):
        with suppress(BaseException):
            x + y
        return x
    #: singledispatch with a ufunc
    import functools
    @functools.singledispatch
    def both(x, y):
        raise TypeError
    both.register(np.ndarray, np.add)
    def naive_x(x, y):
        return both(x, y)
    #: partialmethod of a ufunc
    import functools
    class Adder:
        add = functools.partialmethod(lambda self, *a: None)
    class Worker:
        def __init__(self, x):
            self.x = x
        both = functools.partialmethod(np.add)
        def __array__(self, dtype=None, copy=None):
            return self.x
    def naive_x(x, y):
        return Worker(x).both(y)
    #: an abstract class whose call is a ufunc
    import abc
    class Adder(abc.ABC):
        __call__ = staticmethod(np.add)
    def naive_x(x, y):
        return Adder()(x, y)
    #: a class with a metaclass whose call is a ufunc
    class Kind(type):
        pass
    class Adder(metaclass=Kind):
        __call__ = staticmethod(np.add)
    def naive_x(x, y):
        return Adder()(x, y)
    #: a metaclass whose call is a ufunc
    class Kind(type):
        __call__ = staticmethod(np.add)
    class Adder(metaclass=Kind):
        pass
    def naive_x(x, y):
        return Adder(x, y)
    #: the name of the guard in the module
    __guard_operand__ = lambda value, symbol: value
    def naive_x(x, y):
        return x + y
    #: the name of the guard changed for a while
    def naive_x(x, y):
        names = globals()
        before, names["__guard_operand__"] = names["__guard_operand__"], lambda value, symbol: value
        z = x + y
        names["__guard_operand__"] = before
        return z
    #: scipy
    from scipy.linalg.blas import dgemm
    def naive_x(x, y):
        return dgemm(1.0, x, y.T)
    #: another installed package
    from opt_einsum import contract
    def naive_x(x, y):
        return contract("ij,kj->ik", x, y)
    """
)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize("source", REFUSED)
def test_work_on_many_elements_is_refused(source):
    x, y = matrices()
    _, violation = call(source, x, y)
    assert violation, "nothing was refused"


REFUSED_TRANSPOSITIONS = snippets(
    """
    #: T
    def naive_transpose(x):
        return x.T
    #: mT
    def naive_transpose(x):
        return x.mT.copy()
    #: T of a copy in a helper
    def helper(a):
        return a.T
    def naive_transpose(x):
        return helper(np.array(x))
    #: transpose method
    def naive_transpose(x):
        return x.transpose()
    #: transpose method with axes
    def naive_transpose(x):
        return x.transpose(1, 0)
    #: np.transpose
    def naive_transpose(x):
        return np.transpose(x)
    #: unbound transpose
    def naive_transpose(x):
        return np.ndarray.transpose(x)
    #: swapaxes
    def naive_transpose(x):
        return x.swapaxes(0, 1)
    #: np.swapaxes
    def naive_transpose(x):
        return np.swapaxes(x, 0, 1)
    #: np.moveaxis
    def naive_transpose(x):
        return np.moveaxis(x, 0, 1)
    #: np.rollaxis
    def naive_transpose(x):
        return np.rollaxis(x, 1)
    #: np.permute_dims
    def naive_transpose(x):
        return np.permute_dims(x, (1, 0))
    #: np.linalg.matrix_transpose
    def naive_transpose(x):
        return np.linalg.matrix_transpose(x)
    #: np.einsum
    def naive_transpose(x):
        return np.einsum("ij->ji", x)
    #: rot90
    def naive_transpose(x):
        return np.rot90(x[:, ::-1])
    #: map with a transposing function
    def naive_transpose(x):
        return list(map(np.transpose, [x]))[0]
    #: getattr
    def naive_transpose(x):
        return getattr(x, "T")
    #: operator.attrgetter
    from operator import attrgetter
    def naive_transpose(x):
        return attrgetter("T")(x)
    """
)


@pytest.mark.parametrize("source", REFUSED_TRANSPOSITIONS)
def test_a_transposition_may_not_be_done_by_the_library(source):
    x, _ = matrices()
    _, violation = call(source, x, part="naive_transpose")
    assert violation, "nothing was refused"


REFUSED_RESHAPES = snippets(
    """
    #: reshape method
    def naive_reshape(x, shape):
        return x.reshape(shape)
    #: reshape method with numbers
    def naive_reshape(x, shape):
        return x.reshape(shape[0], shape[1])
    #: reshape with a keyword
    def naive_reshape(x, shape):
        return x.reshape(-1).reshape((*shape,), order="C")
    #: np.reshape
    def naive_reshape(x, shape):
        return np.reshape(x, shape)
    #: unbound reshape
    def naive_reshape(x, shape):
        return np.ndarray.reshape(x, shape)
    #: resize method
    def naive_reshape(x, shape):
        z = x.copy()
        z.resize(shape)
        return z
    #: np.resize
    def naive_reshape(x, shape):
        return np.resize(x, shape)
    #: a shape set
    def naive_reshape(x, shape):
        z = x.copy()
        z.shape = shape
        return z
    #: a shape set by unpacking
    def naive_reshape(x, shape):
        z = x.copy()
        z.shape, done = shape, True
        return z
    #: a shape set through an attribute
    class Box:
        pass
    def naive_reshape(x, shape):
        box = Box()
        box.z = x.copy()
        box.z.shape = shape
        return box.z
    #: a shape set through a list
    def naive_reshape(x, shape):
        boxes = [x.copy()]
        boxes[0].shape = shape
        return boxes[0]
    #: a shape set with an annotation
    def naive_reshape(x, shape):
        z = x.copy()
        z.shape: tuple = shape
        return z
    #: a shape set by setattr
    def naive_reshape(x, shape):
        z = x.copy()
        setattr(z, "shape", shape)
        return z
    #: a shape set by __setattr__
    def naive_reshape(x, shape):
        z = x.copy()
        z.__setattr__("shape", shape)
        return z
    #: flat set
    def naive_reshape(x, shape):
        z = np.zeros(shape)
        z.flat = x
        return z
    #: flat set by a slice
    def naive_reshape(x, shape):
        z = np.zeros(shape)
        z.flat[:] = x.flat
        return z
    #: an array over the bytes
    def naive_reshape(x, shape):
        return np.ndarray(shape, dtype=x.dtype, buffer=x.tobytes())
    #: strides
    def naive_reshape(x, shape):
        return np.lib.stride_tricks.as_strided(x, shape, (8 * shape[1], 8))
    """
)


@pytest.mark.filterwarnings("ignore:Setting the shape:DeprecationWarning")
@pytest.mark.parametrize("source", REFUSED_RESHAPES)
def test_a_reshape_may_not_be_done_by_the_library(source):
    x, _ = matrices()
    _, violation = call(source, x, (2, 6), part="naive_reshape")
    assert violation, "nothing was refused"


# --- honest ways, usual and unusual -----------------------------------------------------------------------

ADD = snippets(
    """
    #: index loops
    def naive_x(x, y):
        assert x.ndim == 2 and x.shape == y.shape
        z = np.zeros(x.shape)
        for i in range(x.shape[0]):
            for j in range(x.shape[1]):
                z[i, j] = x[i, j] + y[i, j]
        return z
    #: double brackets
    def naive_x(x, y):
        z = np.empty_like(x)
        for i in range(len(x)):
            for j in range(len(x[i])):
                z[i][j] = x[i][j] + y[i][j]
        return z
    #: a copy in place by index
    def naive_x(x, y):
        z = x.copy()
        for i in range(x.shape[0]):
            for j in range(x.shape[1]):
                z[i, j] += y[i, j]
        return z
    #: a copy in place by two indices
    def naive_x(x, y):
        z = np.array(x)
        for i in range(3):
            for j in range(4):
                z[i][j] += y[i][j]
        return z
    #: comprehension and zip
    def naive_x(x, y):
        return np.array([[a + b for a, b in zip(r, s)] for r, s in zip(x, y)])
    #: enumerate over rows
    def naive_x(x, y):
        z = np.zeros_like(x)
        for i, (r, s) in enumerate(zip(x, y)):
            for j, (a, b) in enumerate(zip(r, s)):
                z[i, j] = a + b
        return z
    #: tolist
    def naive_x(x, y):
        a, b = x.tolist(), y.tolist()
        return np.array([[a[i][j] + b[i][j] for j in range(4)] for i in range(3)])
    #: lists that grow
    def naive_x(x, y):
        rows = []
        for r, s in zip(x, y):
            row = []
            for a, b in zip(r, s):
                row.append(a + b)
            rows.append(row)
        return np.asarray(rows)
    #: lists that are joined
    def naive_x(x, y):
        rows = []
        for r, s in zip(x, y):
            row = []
            for a, b in zip(r, s):
                row = row + [a + b]
            rows += [row]
        return np.array(rows)
    #: flat iterators
    def naive_x(x, y):
        z = np.empty(x.shape)
        for k, (a, b) in enumerate(zip(x.flat, y.flat)):
            z.flat[k] = a + b
        return z
    #: flat by index
    def naive_x(x, y):
        z = np.empty(x.shape)
        for k in range(x.size):
            z.flat[k] = x.flat[k] + y.flat[k]
        return z
    #: ravel and reshape back
    def naive_x(x, y):
        return np.array([a + b for a, b in zip(x.ravel(), y.ravel())]).reshape(x.shape)
    #: fromiter
    def naive_x(x, y):
        return np.fromiter((a + b for a, b in zip(x.flat, y.flat)), float, count=x.size).reshape(x.shape)
    #: np.ndindex
    def naive_x(x, y):
        z = np.zeros(x.shape)
        for place in np.ndindex(*x.shape):
            z[place] = x[place] + y[place]
        return z
    #: np.ndenumerate
    def naive_x(x, y):
        z = np.zeros(x.shape)
        for (i, j), value in np.ndenumerate(x):
            z[i, j] = value + y[i, j]
        return z
    #: np.nditer of three
    def naive_x(x, y):
        with np.nditer([x, y, None]) as places:
            for a, b, c in places:
                c[...] = a + b
            return places.operands[2]
    #: np.nditer in place
    def naive_x(x, y):
        z = x.copy()
        with np.nditer([z, y], op_flags=[["readwrite"], ["readonly"]]) as places:
            for a, b in places:
                a[...] += b
        return z
    #: np.nditer with its multi_index
    def naive_x(x, y):
        z = np.zeros_like(x)
        places = np.nditer(x, flags=["multi_index"])
        while not places.finished:
            z[places.multi_index] = places[0] + y[places.multi_index]
            places.iternext()
        return z
    #: np.broadcast
    def naive_x(x, y):
        return np.array([a + b for a, b in np.broadcast(x, y)]).reshape(x.shape)
    #: itertools.product
    from itertools import product
    def naive_x(x, y):
        z = np.zeros(x.shape)
        for i, j in product(range(x.shape[0]), range(x.shape[1])):
            z[i, j] = x[i, j] + y[i, j]
        return z
    #: chain and islice
    from itertools import chain, islice
    def naive_x(x, y):
        sums = (a + b for a, b in zip(chain.from_iterable(x), chain(*y)))
        return [list(islice(sums, 4)) for _ in range(3)]
    #: starmap
    from itertools import starmap
    from operator import add
    def naive_x(x, y):
        return np.array([list(starmap(add, zip(r, s))) for r, s in zip(x, y)])
    #: map with operator on elements
    import operator
    def naive_x(x, y):
        return np.array([list(map(operator.add, r, s)) for r, s in zip(x, y)])
    #: map of map
    def naive_x(x, y):
        return list(map(lambda r, s: list(map(lambda a, b: a + b, r, s)), x, y))
    #: map with np.add on elements
    def naive_x(x, y):
        return [list(map(np.add, r, s)) for r, s in zip(x, y)]
    #: np.add of two elements
    def naive_x(x, y):
        return [[np.add(x[i, j], y[i, j]) for j in range(4)] for i in range(3)]
    #: sum of a pair
    def naive_x(x, y):
        return [[sum(pair) for pair in zip(r, s)] for r, s in zip(x, y)]
    #: sum of two in a list
    def naive_x(x, y):
        return [[sum([a, b]) for a, b in zip(r, s)] for r, s in zip(x, y)]
    #: unbound float addition
    def naive_x(x, y):
        return [list(map(float.__add__, r, s)) for r, s in zip(x.tolist(), y.tolist())]
    #: dunder of an element
    def naive_x(x, y):
        return [[a.__add__(b) for a, b in zip(r, s)] for r, s in zip(x, y)]
    #: item
    def naive_x(x, y):
        return [[x.item(i, j) + y.item((i, j)) for j in range(4)] for i in range(3)]
    #: __getitem__
    def naive_x(x, y):
        return [[x.__getitem__((i, j)) + y.__getitem__((i, j)) for j in range(4)] for i in range(3)]
    #: operator.getitem
    from operator import getitem
    def naive_x(x, y):
        return [[getitem(x, (i, j)) + getitem(y, (i, j)) for j in range(4)] for i in range(3)]
    #: single elements as slices
    def naive_x(x, y):
        z = np.zeros(x.shape)
        for i in range(3):
            for j in range(4):
                z[i : i + 1, j : j + 1] = x[i : i + 1, j : j + 1] + y[i : i + 1, j : j + 1]
        return z
    #: a row assigned from a list
    def naive_x(x, y):
        z = np.empty((3, 4))
        for i in range(3):
            z[i] = [a + b for a, b in zip(x[i], y[i])]
        return z
    #: rows stacked
    def naive_x(x, y):
        return np.vstack([np.array([a + b for a, b in zip(r, s)]) for r, s in zip(x, y)])
    #: rows appended
    def naive_x(x, y):
        z = np.empty((0, 4))
        for r, s in zip(x, y):
            z = np.append(z, [[a + b for a, b in zip(r, s)]], axis=0)
        return z
    #: columns by T
    def naive_x(x, y):
        return np.array([[a + b for a, b in zip(c, d)] for c, d in zip(x.T, y.T)]).T
    #: while loops
    def naive_x(x, y):
        z, i = x.tolist(), 0
        while i < len(z):
            j = 0
            while j < len(z[i]):
                z[i][j] += float(y[i, j])
                j += 1
            i += 1
        return z
    #: recursion
    def naive_x(x, y):
        def rows(i):
            return [] if i == len(x) else [row(i, 0)] + rows(i + 1)
        def row(i, j):
            return [] if j == len(x[i]) else [x[i, j] + y[i, j]] + row(i, j + 1)
        return np.array(rows(0))
    #: generators
    def pairs(x, y):
        for r, s in zip(x, y):
            yield zip(r, s)
    def naive_x(x, y):
        return np.array([[a + b for a, b in row] for row in pairs(x, y)])
    #: yield from and next
    def entries(x):
        for row in x:
            yield from row
    def naive_x(x, y):
        one, other = entries(x), entries(y)
        return [[next(one) + next(other) for _ in range(4)] for _ in range(3)]
    #: a dict of places
    def naive_x(x, y):
        total = {}
        for (i, j), value in np.ndenumerate(x):
            total[i, j] = value
        for (i, j), value in np.ndenumerate(y):
            total[i, j] += value
        return [[total[i, j] for j in range(4)] for i in range(3)]
    #: a defaultdict
    from collections import defaultdict
    def naive_x(x, y):
        total = defaultdict(float)
        for a in (x, y):
            for place, value in np.ndenumerate(a):
                total[place] += value
        return np.array(list(total.values())).reshape(3, 4)
    #: a class with a callable instance
    class Sum:
        def __call__(self, a, b):
            return a + b
    def naive_x(x, y):
        return [list(map(Sum(), r, s)) for r, s in zip(x, y)]
    #: a callable instance with attributes given to a class
    class Sum:
        symbol = "+"
        def __call__(self, a, b):
            return a + b
    class Each:
        def __init__(self, operation):
            self.operation = operation
            self.title = operation.symbol
            assert isinstance(operation, Sum)
        def on(self, x, y):
            return [[self.operation(a, b) for a, b in zip(r, s)] for r, s in zip(x, y)]
    def naive_x(x, y):
        return Each(Sum()).on(x, y)
    #: a class that is an iterator
    class Places:
        def __init__(self, shape):
            self.rows, self.columns = shape
            self.next = 0
        def __iter__(self):
            return self
        def __next__(self):
            if self.next >= self.rows * self.columns:
                raise StopIteration
            place = divmod(self.next, self.columns)
            self.next += 1
            return place
    def naive_x(x, y):
        z = np.zeros(x.shape)
        for place in Places(x.shape):
            z[place] = x[place] + y[place]
        return z
    #: a matrix class with operators
    class Matrix:
        def __init__(self, rows):
            self.rows = [list(row) for row in rows]
        def __add__(self, other):
            return Matrix([a + b for a, b in zip(r, s)] for r, s in zip(self.rows, other.rows))
    def naive_x(x, y):
        return np.array((Matrix(x) + Matrix(y)).rows)
    #: a matrix class with operators that becomes an array
    class Matrix:
        def __init__(self, rows):
            self.rows = [list(row) for row in rows]
        def __add__(self, other):
            return Matrix([a + b for a, b in zip(r, s)] for r, s in zip(self.rows, other.rows))
        def __array__(self, dtype=None, copy=None):
            return np.array(self.rows)
    def naive_x(x, y):
        return np.array(Matrix(x) + Matrix(y))
    #: a dataclass and a named tuple
    from collections import namedtuple
    from dataclasses import dataclass
    Place = namedtuple("Place", "i j")
    @dataclass
    class Cell:
        place: Place
        value: float
    def naive_x(x, y):
        z = np.zeros(x.shape)
        cells = [Cell(Place(i, j), x[i, j] + y[i, j]) for i in range(3) for j in range(4)]
        for cell in cells:
            z[cell.place.i, cell.place.j] = cell.value
        return z
    #: a decorator with wraps
    import functools
    def checked(function):
        @functools.wraps(function)
        def inner(*arrays):
            for a in arrays:
                if a.ndim != 2:
                    raise ValueError(f"rank {a.ndim}")
            return function(*arrays)
        return inner
    @checked
    def naive_x(x, y):
        return [[a + b for a, b in zip(r, s)] for r, s in zip(x, y)]
    #: a cached helper
    from functools import lru_cache
    @lru_cache(maxsize=None)
    def plus(a, b):
        return a + b
    def naive_x(x, y):
        return [[plus(float(a), float(b)) for a, b in zip(r, s)] for r, s in zip(x, y)]
    #: a partial
    from functools import partial
    def plus(a, b):
        return a + b
    def naive_x(x, y):
        return [[partial(plus, a)(b) for a, b in zip(r, s)] for r, s in zip(x, y)]
    #: a helper in a thread
    from threading import Thread
    def naive_x(x, y):
        z = np.zeros_like(x)
        def row(i):
            for j in range(4):
                z[i, j] = x[i, j] + y[i, j]
        threads = [Thread(target=row, args=(i,)) for i in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return z
    #: an executor over rows
    from concurrent.futures import ThreadPoolExecutor
    def naive_x(x, y):
        with ThreadPoolExecutor(2) as pool:
            return list(pool.map(lambda r, s: [a + b for a, b in zip(r, s)], x, y))
    #: asyncio
    import asyncio
    async def plus(a, b):
        return a + b
    async def together(x, y):
        return [[await plus(a, b) for a, b in zip(r, s)] for r, s in zip(x, y)]
    def naive_x(x, y):
        return asyncio.run(together(x, y))
    #: float32 inside
    def naive_x(x, y):
        x, y = x.astype(np.float32), y.astype("float32")
        z = np.zeros(x.shape, dtype=x.dtype)
        for place in np.ndindex(x.shape):
            z[place] = np.float32(x[place]) + y[place]
        return z.tolist()
    #: exact fractions
    from fractions import Fraction
    def naive_x(x, y):
        return [[float(Fraction(a) + Fraction(b)) for a, b in zip(r, s)] for r, s in zip(x.tolist(), y.tolist())]
    #: decimals
    from decimal import Decimal
    def naive_x(x, y):
        return [[float(Decimal(float(a)) + Decimal(float(b))) for a, b in zip(r, s)] for r, s in zip(x, y)]
    #: minus minus
    def naive_x(x, y):
        return [[a - (-b) for a, b in zip(r, s)] for r, s in zip(x, y)]
    #: 0-d arrays
    def naive_x(x, y):
        return [[np.array(a) + np.asarray(b) for a, b in zip(r, s)] for r, s in zip(x, y)]
    #: positions by np.arange
    def naive_x(x, y):
        z = []
        for i in np.arange(x.shape[0]):
            z.append([])
            for j in np.arange(x.shape[1]):
                z[-1].append(x[i, j] + y[i, j])
        return np.array(z)
    #: positions by divmod
    def naive_x(x, y):
        z = np.zeros(x.size)
        for k in range(x.size):
            i, j = divmod(k, x.shape[1])
            z[k] = x[i, j] + y[k // 4, k % 4]
        return z.reshape(x.shape)
    #: positions by unravel_index
    def naive_x(x, y):
        z = np.zeros(x.shape)
        for k in range(x.size):
            place = np.unravel_index(k, x.shape)
            z[place] = x[place] + y[place]
        return z
    #: an assertion on many shapes
    def naive_x(x, y):
        assert np.array_equal(x.shape, y.shape) and np.shape(x) == np.shape(y) and np.ndim(x) == 2
        assert (np.array(x.shape) == np.array(y.shape)).all()
        assert len({x.shape, y.shape}) == 1 and x.shape[0] > 0 and not x.shape != y.shape
        assert type(x) is type(y) and type(x) == np.ndarray and isinstance(x, np.ndarray)
        assert x.dtype == y.dtype and x.dtype == np.float64 and np.issubdtype(x.dtype, np.floating)
        np.testing.assert_equal(x.shape, y.shape)
        return [[a + b for a, b in zip(r, s)] for r, s in zip(x, y)]
    #: printing and formatting on the way
    import warnings
    def naive_x(x, y):
        print("x:", x, "y:", y.shape, f"{x} {x.shape!r:>10}", str(y), repr(x[0]))
        print("x has shape %s and dtype %s" % (x.shape, x.dtype), "{}".format(x))
        print(np.array2string(x), sep="")
        return [[a + b for a, b in zip(r, s)] for r, s in zip(x, y)]
    #: printing an array by percent
    def naive_x(x, y):
        print("x is %s" % x, "and y is %r" % (y,))
        return [[a + b for a, b in zip(r, s)] for r, s in zip(x, y)]
    #: printing an array by a template
    TEMPLATE = "x is %s"
    def naive_x(x, y):
        print(TEMPLATE % x, b"%d" % len(x))
        return [[a + b for a, b in zip(r, s)] for r, s in zip(x, y)]
    #: copies by copy
    import copy
    def naive_x(x, y):
        z, other = copy.deepcopy(x), copy.copy(y)
        for i in range(3):
            for j in range(4):
                z[i, j] = z[i, j] + other[i, j]
        return z
    #: an except Exception around it
    def naive_x(x, y):
        try:
            return [[a + b for a, b in zip(r, s)] for r, s in zip(x, y)]
        except Exception:
            return None
    #: a match over the shape
    def naive_x(x, y):
        match x.shape:
            case (rows, columns) if (rows, columns) == y.shape:
                return [[x[i, j] + y[i, j] for j in range(columns)] for i in range(rows)]
            case _:
                raise ValueError("shape")
    #: a timer around it
    import time
    def naive_x(x, y):
        start = time.perf_counter()
        z = [[a + b for a, b in zip(r, s)] for r, s in zip(x, y)]
        assert time.perf_counter() - start >= 0
        return z
    #: broadcasting without computing
    def naive_x(x, y):
        z, other = np.zeros_like(x), np.broadcast_to(y, x.shape)
        for i in range(3):
            for j in range(4):
                z[i, j] = x[i, j] + other[i, j]
        return z
    #: a grid of indices
    def naive_x(x, y):
        z = np.zeros_like(x)
        rows, columns = np.meshgrid(range(3), range(4), indexing="ij")
        for i, j in zip(rows.flat, columns.flat):
            z[i, j] = x[i, j] + y[i, j]
        return z
    #: np.indices
    def naive_x(x, y):
        z = np.zeros_like(x)
        for i, j in np.indices(x.shape).reshape(2, -1).T:
            z[i, j] = x[i, j] + y[i, j]
        return z
    #: the buffer of the array
    def naive_x(x, y):
        one, other = memoryview(x), memoryview(y)
        return [[one[i, j] + other[i, j] for j in range(4)] for i in range(3)]
    #: arrays of the standard library
    from array import array
    def naive_x(x, y):
        return [array("d", (a + b for a, b in zip(r, s))).tolist() for r, s in zip(x, y)]
    #: columns by itemgetter
    from operator import itemgetter
    def naive_x(x, y):
        columns = [zip(map(itemgetter(j), x), map(itemgetter(j), y)) for j in range(4)]
        return np.array([[a + b for a, b in column] for column in columns]).T
    #: a part kept by a class method
    class Operations:
        @staticmethod
        def plus(a, b):
            return a + b
        @classmethod
        def rows(cls, r, s):
            return [cls.plus(a, b) for a, b in zip(r, s)]
        @property
        def title(self):
            return "sum"
    def naive_x(x, y):
        assert Operations().title == "sum"
        return [Operations.rows(r, s) for r, s in zip(x, y)]
    #: super in a subclass
    class Base:
        def plus(self, a, b):
            return a + b
    class Derived(Base):
        def __init__(self):
            super().__init__()
        def plus(self, a, b):
            return super().plus(a, b)
    def naive_x(x, y):
        one = Derived()
        return [[one.plus(a, b) for a, b in zip(r, s)] for r, s in zip(x, y)]
    #: a sorted order of places
    def naive_x(x, y):
        z = np.zeros_like(x)
        for i, j in sorted(((i, j) for i in range(3) for j in range(4)), key=lambda place: -place[1]):
            z[i, j] = x[i, j] + y[i, j]
        return z
    #: slices reversed
    def naive_x(x, y):
        z = np.zeros_like(x)
        for i, (r, s) in enumerate(zip(x[::-1], reversed(y))):
            for j in range(4):
                z[-1 - i, -1 - j] = r[-1 - j] + s[::-1][j]
        return z
    #: objects of a class with operators from numpy scalars
    class Value(float):
        pass
    def naive_x(x, y):
        return [[Value(a) + Value(b) for a, b in zip(r, s)] for r, s in zip(x, y)]
    #: setattr and getattr
    class Box:
        pass
    def naive_x(x, y):
        box = Box()
        setattr(box, "z", np.zeros_like(x))
        for place in np.ndindex(x.shape):
            getattr(box, "z")[place] = x[place] + y[place]
        return box.z
    #: a lambda as the part
    naive_x = lambda x, y: [[a + b for a, b in zip(r, s)] for r, s in zip(x, y)]
    #: an instance as the part
    class Sum:
        def __call__(self, x, y):
            return [[a + b for a, b in zip(r, s)] for r, s in zip(x, y)]
    naive_x = Sum()
    #: a bound method as the part
    class Sum:
        def of(self, x, y):
            return [[a + b for a, b in zip(r, s)] for r, s in zip(x, y)]
    naive_x = Sum().of
    #: a partial as the part
    from functools import partial
    def plus(sign, x, y):
        return [[a + sign * b for a, b in zip(r, s)] for r, s in zip(x, y)]
    naive_x = partial(plus, 1.0)
    #: a context manager of its own
    from contextlib import contextmanager
    @contextmanager
    def rows(x, y):
        yield zip(x, y)
    def naive_x(x, y):
        with rows(x, y) as pairs:
            return [[a + b for a, b in zip(r, s)] for r, s in pairs]
    #: an own exception on the way
    class ShapeError(ValueError):
        pass
    def naive_x(x, y):
        try:
            raise ShapeError("no", x.shape)
        except ShapeError as error:
            rows, columns = error.args[1]
        return [[x[i, j] + y[i, j] for j in range(columns)] for i in range(rows)]
    #: places in random order
    import random
    def naive_x(x, y):
        places = list(np.ndindex(x.shape))
        random.Random(1).shuffle(places)
        z = np.zeros_like(x)
        for place in places:
            z[place] = x[place] + y[place]
        return z
    #: np.ndarray made directly
    def naive_x(x, y):
        z = np.ndarray((3, 4))
        for place in np.ndindex(x.shape):
            z[place] = x[place] + y[place]
        return z
    """
)


@pytest.mark.parametrize("source", ADD)
def test_an_honest_sum_passes(source):
    x, y = matrices()
    assert_right(source, x + y, x, y)


RELU = snippets(
    """
    #: max builtin
    def naive_x(x):
        return [[max(v, 0) for v in row] for row in x]
    #: max builtin by index in place
    def naive_x(x):
        z = x.copy()
        for i in range(x.shape[0]):
            for j in range(x.shape[1]):
                z[i, j] = max(z[i, j], 0)
        return z
    #: max of a tuple
    def naive_x(x):
        return [[max((v, 0.0)) for v in row] for row in x]
    #: map max
    def naive_x(x):
        return [list(map(max, row, [0.0] * len(row))) for row in x]
    #: sorted pair
    def naive_x(x):
        return [[sorted((v, 0.0))[1] for v in row] for row in x]
    #: np.maximum of two scalars
    def naive_x(x):
        return [[np.maximum(v, 0) for v in row] for row in x]
    #: np.where of scalars
    def naive_x(x):
        return [[np.where(v > 0, v, 0.0) for v in row] for row in x]
    #: np.clip of a scalar
    def naive_x(x):
        return [[np.clip(v, 0, None) for v in row] for row in x]
    #: np.abs of a scalar
    def naive_x(x):
        return [[(v + np.abs(v)) / 2 for v in row] for row in x]
    #: abs of a scalar
    def naive_x(x):
        return [[0.5 * (v + abs(v)) for v in row] for row in x]
    #: np.heaviside and np.sign of scalars
    def naive_x(x):
        return [[v * np.heaviside(v, 0) * np.sign(v) for v in row] for row in x]
    #: clip of an element
    def naive_x(x):
        return [[v.clip(0) for v in row] for row in x]
    #: math
    import math
    def naive_x(x):
        return [[v if math.copysign(1, v) > 0 else 0 for v in row] for row in x]
    #: a condition
    def naive_x(x):
        z = np.zeros_like(x)
        for place, v in np.ndenumerate(x):
            if not v < 0:
                z[place] = v
        return z
    #: a truth value as a number
    def naive_x(x):
        return [[v * (v > 0) for v in row] for row in x]
    #: a chained comparison
    def naive_x(x):
        return [[v if 0 < v < float("inf") else 0 for v in row] for row in x]
    #: and or
    def naive_x(x):
        return [[v > 0 and v or 0.0 for v in row] for row in x]
    #: fill and full
    def naive_x(x):
        z = np.full(x.shape, 7.0)
        z.fill(0)
        for i, j in np.ndindex(x.shape):
            if x[i, j] > 0:
                z[i, j] = x[i, j]
        return z
    #: nditer written in place
    def naive_x(x):
        z = x.copy()
        for v in np.nditer(z, op_flags=["readwrite"]):
            v[...] = v if v > 0 else 0
        return z
    #: nditer scaled in place
    def naive_x(x):
        z = x.copy()
        for v in np.nditer(z, op_flags=["readwrite"]):
            v[...] *= bool(v > 0)
        return z
    #: rows changed by assigning to a view
    def naive_x(x):
        z = x.copy()
        for row in z:
            for j in range(len(row)):
                if row[j] < 0:
                    row[j] = 0.0
        return z
    #: reduce
    from functools import reduce
    def naive_x(x):
        return [[reduce(lambda a, b: a if a > b else b, (v, 0.0)) for v in row] for row in x]
    #: reduce with np.maximum
    from functools import reduce
    def naive_x(x):
        return [[reduce(np.maximum, (v, 0.0)) for v in row] for row in x]
    #: a vectorized function called on one element at a time
    relu = np.vectorize(lambda v: max(v, 0.0))
    def naive_x(x):
        return [[float(relu(v)) for v in row] for row in x]
    #: a walrus
    def naive_x(x):
        return [[w if (w := float(v)) > 0 else 0.0 for v in row] for row in x]
    #: filtered by a mask made by hand
    def naive_x(x):
        z = x.copy()
        negative = [place for place, v in np.ndenumerate(x) if v < 0]
        for place in negative:
            z[place] = 0
        return z
    #: errstate
    def naive_x(x):
        with np.errstate(all="raise"):
            return [[max(v, 0) for v in row] for row in x]
    #: isnan of an element
    def naive_x(x):
        return [[0 if np.isnan(v) or v < 0 else v for v in row] for row in x]
    #: an activation looked up in a class
    class Relu:
        slope = 0.0
        def __call__(self, v):
            return v if v > 0 else self.slope * v
    activation = {"relu": Relu()}
    def naive_x(x):
        assert activation["relu"].slope == 0
        return [list(map(activation["relu"], row)) for row in x]
    """
)


@pytest.mark.parametrize("source", RELU)
def test_an_honest_relu_passes(source):
    x, _ = matrices()
    assert_right(source, np.maximum(x, 0), x)


PRODUCT = snippets(
    """
    #: three loops
    def naive_x(x, y):
        z = np.zeros((x.shape[0], y.shape[1]))
        for i in range(x.shape[0]):
            for j in range(y.shape[1]):
                for k in range(x.shape[1]):
                    z[i, j] += x[i, k] * y[k, j]
        return z
    #: sum of a generator
    def naive_x(x, y):
        return [[sum(a * b for a, b in zip(row, column)) for column in y.T] for row in x]
    #: sum of a list
    def naive_x(x, y):
        return [[sum([x[i, k] * y[k, j] for k in range(4)]) for j in range(3)] for i in range(3)]
    #: sum with a start
    def naive_x(x, y):
        return [[sum((a * b for a, b in zip(row, column)), start=0.0) for column in zip(*y)] for row in x]
    #: sum of a map
    import operator
    def naive_x(x, y):
        return [[sum(map(operator.mul, row, column)) for column in zip(*y)] for row in x]
    #: sum of a starmap
    import operator, itertools
    def naive_x(x, y):
        return [[sum(itertools.starmap(operator.mul, zip(row, column))) for column in zip(*y)] for row in x]
    #: reduce and map
    import operator
    from functools import reduce
    def naive_x(x, y):
        return [[reduce(operator.add, map(operator.mul, row, column)) for column in y.T] for row in x]
    #: reduce with np.add on elements
    from functools import reduce
    def naive_x(x, y):
        return [[reduce(np.add, map(np.multiply, row, column), 0.0) for column in y.T] for row in x]
    #: accumulate
    from itertools import accumulate
    def naive_x(x, y):
        return [[list(accumulate(a * b for a, b in zip(row, column)))[-1] for column in y.T] for row in x]
    #: one part built on another
    def naive_vector_dot(x, y):
        total = 0.0
        for a, b in zip(x, y):
            total += a * b
        return total
    def naive_matrix_vector_dot(x, y):
        return np.array([naive_vector_dot(row, y) for row in x])
    def naive_x(x, y):
        return np.stack([naive_matrix_vector_dot(x, y[:, j]) for j in range(y.shape[1])], axis=1)
    #: columns copied
    def naive_x(x, y):
        columns = [np.ascontiguousarray(y[:, j]) for j in range(y.shape[1])]
        z = np.empty((len(x), len(columns)))
        for (i, row), (j, column) in ((a, b) for a in enumerate(x) for b in enumerate(columns)):
            total = 0
            for k, value in enumerate(row):
                total = total + value * column[k]
            z[i][j] = total
        return z
    #: numpy scalars
    def naive_x(x, y):
        z = []
        for row in x:
            z.append([])
            for column in np.transpose(y):
                total = np.float64(0)
                for a, b in zip(row, column):
                    total = np.add(total, np.multiply(a, b))
                z[-1].append(total)
        return z
    #: a 0-d total
    def naive_x(x, y):
        z = np.zeros((3, 3))
        for i, j in np.ndindex(3, 3):
            total = np.zeros(())
            for k in range(4):
                total += x[i, k] * y[k, j]
            z[i, j] = total
        return z
    #: a global total
    total = 0.0
    def add(value):
        global total
        total += value
    def naive_x(x, y):
        global total
        z = np.zeros((3, 3))
        for i, j in np.ndindex(3, 3):
            total = 0.0
            for k in range(4):
                add(x[i, k] * y[k, j])
            z[i, j] = total
        return z
    #: a running total in an attribute
    class Total:
        def __init__(self):
            self.value = 0.0
        def __iadd__(self, value):
            self.value += value
            return self
    def naive_x(x, y):
        z = np.zeros((3, 3))
        for i, j in np.ndindex(3, 3):
            total = Total()
            for k in range(4):
                total += x[i, k] * y[k, j]
            z[i, j] = total.value
        return z
    #: fractions
    from fractions import Fraction
    def naive_x(x, y):
        return [[float(sum(Fraction(a) * Fraction(b) for a, b in zip(r, c))) for c in zip(*y.tolist())]
                for r in x.tolist()]
    #: every product kept
    from collections import defaultdict
    from itertools import product
    def naive_x(x, y):
        terms = defaultdict(list)
        for i, j, k in product(range(3), range(3), range(4)):
            terms[i, j].append(x[i, k] * y[k, j])
        return [[sum(terms[i, j]) for j in range(3)] for i in range(3)]
    """
)


@pytest.mark.parametrize("source", PRODUCT)
def test_an_honest_product_passes(source):
    x, y = matrices()
    assert_right(source, x @ y.T, x, y.T.copy())


TRANSPOSE = snippets(
    """
    #: index loops
    def naive_transpose(x):
        z = np.zeros((x.shape[1], x.shape[0]))
        for i in range(x.shape[0]):
            for j in range(x.shape[1]):
                z[j, i] = x[i, j]
        return z
    #: zip
    def naive_transpose(x):
        return np.array(list(zip(*x)))
    #: columns as rows
    def naive_transpose(x):
        return np.array([x[:, j] for j in range(x.shape[1])])
    #: a row assigned to a column
    def naive_transpose(x):
        z = np.empty(x.shape[::-1])
        for i, row in enumerate(x):
            z[:, i] = row
        return z
    #: ravel in the usual order
    def naive_transpose(x):
        entries = x.ravel()
        n, m = x.shape
        return np.array([[entries[i * m + j] for i in range(n)] for j in range(m)])
    #: slices of the flat array
    def naive_transpose(x):
        entries = x.flatten().tolist()
        return np.array([entries[j :: x.shape[1]] for j in range(x.shape[1])])
    """
)


@pytest.mark.parametrize("source", TRANSPOSE)
def test_an_honest_transposition_passes(source):
    x, _ = matrices()
    assert_right(source, x.T, x, part="naive_transpose")


RESHAPE = snippets(
    """
    #: positions
    def naive_reshape(x, shape):
        z = np.zeros(shape)
        for k in range(x.size):
            z[k // shape[1], k % shape[1]] = x[k // x.shape[1], k % x.shape[1]]
        return z
    #: flat by index
    def naive_reshape(x, shape):
        z = np.zeros(shape)
        for k, value in enumerate(x.flat):
            z.flat[k] = value
        return z
    #: one dimension first
    def naive_reshape(x, shape):
        line = x.reshape(-1)
        return np.array([[line[i * shape[1] + j] for j in range(shape[1])] for i in range(shape[0])])
    #: one dimension by a number
    def naive_reshape(x, shape):
        line = np.reshape(x, x.size)
        return np.array([line[i * shape[1] : (i + 1) * shape[1]] for i in range(shape[0])])
    #: ravel and rows
    def naive_reshape(x, shape):
        line, z = x.ravel(), np.zeros(shape)
        for i in range(shape[0]):
            z[i, :] = line[i * shape[1] : (i + 1) * shape[1]]
        return z
    #: an iterator
    def naive_reshape(x, shape):
        entries = iter(x.flat)
        return np.array([[next(entries) for _ in range(shape[1])] for _ in range(shape[0])])
    #: an iterator over a list
    def naive_reshape(x, shape):
        entries = iter([value for row in x for value in row])
        z = np.empty(shape)
        for place in np.ndindex(shape):
            z[place] = next(entries)
        return z
    #: products of shapes
    import math
    def naive_reshape(x, shape):
        if math.prod(shape) != x.size or np.prod(shape) != np.prod(x.shape):
            raise ValueError("another number of elements")
        values = x.tolist()
        line = sum(values, [])
        return [line[i * shape[1] : (i + 1) * shape[1]] for i in range(shape[0])]
    #: the shape of an own object set
    class Result:
        pass
    def naive_reshape(x, shape):
        result = Result()
        result.shape = shape
        result.flat = [value for row in x for value in row]
        return [result.flat[i * shape[1] : (i + 1) * shape[1]] for i in range(result.shape[0])]
    """
)


@pytest.mark.parametrize("source", RESHAPE)
def test_an_honest_reshape_passes(source):
    x, _ = matrices()
    assert_right(source, x.reshape(2, 6), x, (2, 6), part="naive_reshape")


# --- what the rewritten source does is what the source does ------------------------------------------------

PROGRAMS = snippets(
    """
    #: names in place
    a = 1
    a += 2
    b = [1]
    c = b
    b += [2]
    b *= 2
    result = a, b, c is b
    #: global and nonlocal in place
    count = 0
    def outer():
        inner_count = 10
        def inner():
            global count
            nonlocal inner_count
            count += 1
            inner_count -= 2
            return inner_count
        return inner() + inner()
    result = outer(), count
    #: an unbound local in place
    n = 1
    def f():
        n += 1
    try:
        f()
    except UnboundLocalError as error:
        result = str(error)
    #: subscripts evaluate owner and key once
    log = []
    def owner():
        log.append("owner")
        return table
    def key():
        log.append("key")
        return 1
    def value():
        log.append("value")
        return 10
    table = [1, 2, 3]
    owner()[key()] += value()
    result = log, table
    #: attributes evaluate their owner once
    log = []
    class Box:
        n = 1
    box = Box()
    def owner():
        log.append("owner")
        return box
    owner().n += 5
    result = log, box.n
    #: attributes of an iterator's next object
    class Box:
        def __init__(self, n):
            self.n = n
    boxes = [Box(1), Box(2), Box(3)]
    each = iter(boxes)
    next(each).n += 10
    next(each).n += 10
    result = [box.n for box in boxes]
    #: slices in place
    a = list(range(10))
    a[2:4] += [90, 91]
    a[::3] = a[::3]
    a[-2:] *= 2
    result = a
    #: what a subscript sees
    class Seen:
        def __init__(self):
            self.log = []
        def __getitem__(self, key):
            return 1
        def __setitem__(self, key, value):
            self.log.append((key, value))
    seen = Seen()
    n = 2
    seen[1] += 1
    seen[1:n] += 1
    seen[1:n, ::2] += 1
    seen[..., None] += 1
    seen[(1, 2)] += 1
    seen[1,] += 1
    seen[:, "a"] -= 1
    seen[*(1, 2), n] += 1
    seen[[1, 2][0]] += 1
    result = str(seen.log)
    #: a variable named slice
    slice = [1, 2, 3]
    slice[1:] += [4]
    def f(slice):
        slice[0:2] += [7]
        return slice
    result = slice, f([1, 2])
    #: a yield in place
    def f():
        a = [1, 2]
        a[0] += yield a[0]
        a[1] += yield a[1]
        return a
    steps = f()
    result = [next(steps), steps.send(10)]
    try:
        steps.send(20)
    except StopIteration as stop:
        result.append(stop.value)
    #: a tuple's list in place
    t = ([1],)
    try:
        t[0] += [2]
    except TypeError as error:
        result = t, str(error)
    #: in place methods of a class
    class V:
        def __init__(self, n):
            self.n = n
        def __iadd__(self, other):
            self.n += other
            return self
        def __add__(self, other):
            return V(self.n * 100)
        def __radd__(self, other):
            return V(other - self.n)
    a = b = V(1)
    a += 1
    c = a + 1
    d = 10 + a
    box = {"v": a}
    box["v"] += 3
    result = a is b, a.n, c.n, d.n, box["v"] is a
    #: chained comparisons evaluate once and stop early
    log = []
    def say(n):
        log.append(n)
        return n
    result = [
        say(1) < say(2) < say(3), say(3) < say(2) < say(1), say(1) < say(5) > say(2) != say(2),
        say(1) in [say(1)] == [1], say(None) is say(None) is not say(1), log,
    ]
    #: what a comparison gives
    class C:
        def __lt__(self, other):
            return "less"
        def __gt__(self, other):
            return ""
        def __eq__(self, other):
            return ["equal"]
        __hash__ = None
    result = C() < 1, C() > 1 < nothing_at_all if False else 0, C() == 3, (C() > 1) == "", not C() < 1
    #: and or not short circuit
    log = []
    def say(n):
        log.append(n)
        return n
    result = say(0) and say(1), say(2) or say(3), not say(0), say(0) or (say(4) and say(5)), log
    #: attributes assigned
    class Box:
        pass
    a, b = Box(), Box()
    a.x = b.y = a.z = [1]
    a.x, (b.q, *a.r) = 5, (6, 7, 8)
    result = a.x, a.z is b.y, b.q, a.r
    #: an object and its attribute assigned together
    class Node:
        pass
    def f():
        head = head.next = Node()
        return head.next is head
    result = f()
    #: a rebound object and its attribute assigned together
    class Node:
        pass
    first = node = Node()
    for _ in range(3):
        node.next = node = Node()
    length = 0
    while hasattr(first, "next"):
        first, length = first.next, length + 1
    result = length
    #: properties and setters
    class Box:
        def __init__(self):
            self._n = 0
            self.log = []
        @property
        def n(self):
            self.log.append("get")
            return self._n
        @n.setter
        def n(self, value):
            self.log.append(("set", value))
            self._n = value
    box = Box()
    box.n = 3
    box.n = box.n + 1
    result = box.n, box.log
    #: a property in place is read once
    class Box:
        def __init__(self):
            self.reads = 0
        @property
        def n(self):
            self.reads += 1
            return self.reads
        @n.setter
        def n(self, value):
            self.value = value
    box = Box()
    box.n += 100
    result = box.value, box.reads
    #: super without arguments
    class A:
        def __init__(self, n):
            self.n = n
        def value(self):
            return self.n
        @classmethod
        def make(cls, n):
            return cls(n)
    class B(A):
        def __init__(self, n):
            super().__init__(n + 1)
        def value(self):
            return super().value() * 10, __class__.__name__
        @classmethod
        def make(cls, n):
            return super().make(n * 2)
        @property
        def again(self):
            return [super(B, self).value() for _ in range(2)]
    result = B(1).value(), B.make(5).n, B(2).again
    #: private names of a class
    class A:
        __hidden = 1
        def __init__(self):
            self.__n = 2
            self.__n += 3
            self.__table = {"a": 1}
            self.__table["a"] += self.__n
        def __secret(self):
            return self.__n + self.__hidden
        def show(self):
            return self.__secret(), self.__table
    result = A().show(), sorted(name for name in vars(A()))
    #: class bodies
    class Meta(type):
        def __new__(meta, name, bases, namespace, **options):
            kept = [key for key in namespace if not key.startswith("_")]
            cls = super().__new__(meta, name, bases, namespace)
            cls.kept = kept, options
            return cls
    class A(metaclass=Meta, flag=True):
        "The docstring."
        n = 1
        n += 1
        squares = [i * i for i in range(n + 1)]
        def method(self, k=n * 2):
            return k
    result = A.n, A.squares, A.kept, A().method(), A.__doc__
    #: an enumeration that counts
    from enum import Enum
    class Color(Enum):
        _ignore_ = ["counts"]
        counts = {"n": 0}
        counts["n"] += 1
        RED = counts["n"]
        GREEN = RED + 1
    result = [(color.name, color.value) for color in Color], Color(1).name, Color["GREEN"].value
    #: slots
    class Point:
        __slots__ = ("x", "y")
        def __init__(self, x, y):
            self.x, self.y = x, y
        def __matmul__(self, other):
            return self.x * other.x + self.y * other.y
        def __neg__(self):
            return Point(-self.x, -self.y)
    p = Point(1, 2)
    p.x += 4
    result = p @ p, (-p).y
    #: decorators
    log = []
    def tag(name):
        log.append(name)
        def decorate(f):
            log.append((name, f.__name__))
            f.tags = getattr(f, "tags", ()) + (name,)
            return f
        return decorate
    @tag("outer")
    @tag("inner")
    def f():
        return 1
    @tag("class")
    class C:
        @staticmethod
        @tag("method")
        def g():
            return 2
    result = f(), f.tags, C.tags, C.g(), log
    #: decorators of the standard library
    import dataclasses, functools
    @dataclasses.dataclass(order=True)
    class P:
        x: int
        y: "int | None" = None
        z: list = dataclasses.field(default_factory=list)
    @functools.lru_cache(maxsize=8)
    def fib(n):
        return n if n < 2 else fib(n - 1) + fib(n - 2)
    @functools.total_ordering
    class T:
        def __init__(self, n):
            self.n = n
        def __eq__(self, other):
            return self.n == other.n
        def __lt__(self, other):
            return self.n < other.n
    @functools.singledispatch
    def kind(value):
        return "other"
    @kind.register
    def _(value: int):
        return "int"
    @kind.register(list)
    def _(value):
        return "list"
    result = P(1, 2) < P(1, 3), P(1).z, fib(60), T(1) >= T(0), kind(1), kind([]), kind("")
    #: annotations
    from typing import get_type_hints
    def f(x: int | None, *y: "list[int]", z: dict[str, int] = {}) -> tuple[int, ...]:
        n: int = 1
        m: list[int]
        return n + (x or 0)
    class A:
        a: int | str
        b: float = 1.5 + 1
    result = f(2), get_type_hints(f), A.__annotations__, A.b
    #: comprehensions
    n = 3
    grid = [[i * j for j in range(n) if j != i] for i in range(n) if i % 2 == 0]
    table = {k: v + 1 for k, v in zip("ab", range(2))}
    some = {i // 2 for i in range(6)}
    lazy = (i - 1 for i in range(3))
    result = grid, table, some, list(lazy), [y := 1, y + 1], sum(i for i in range(4) if i > 1)
    #: lambdas and closures
    adders = [lambda x, n=n: x + n for n in range(3)]
    late = [lambda: n for n in range(3)]
    def counter():
        n = 0
        def tick(step=1):
            nonlocal n
            n += step
            return n
        return tick
    tick = counter()
    result = [f(10) for f in adders], [f() for f in late], tick(), tick(5), (lambda *a, **k: (a, k))(1, b=2)
    #: walrus
    data = iter([1, 2, 0, 3])
    seen = []
    while (n := next(data)) > 0:
        seen.append(n)
    result = seen, n, [m for v in range(5) if (m := v * v) > 3], m
    #: generators
    def inner():
        got = yield 1
        yield got * 2
        return "done"
    def outer():
        result = yield from inner()
        yield result
    g = outer()
    result = [next(g), g.send(21), next(g), list(g)]
    #: a generator closed and one thrown into
    log = []
    def f():
        try:
            yield 1
            yield 2
        except ValueError as error:
            log.append(str(error))
            yield 3
        finally:
            log.append("closed")
    g = f()
    next(g)
    log.append(g.throw(ValueError("thrown")))
    g.close()
    result = log
    #: match
    class Point:
        __match_args__ = ("x", "y")
        def __init__(self, x, y):
            self.x, self.y = x, y
    LIMIT = 5
    class K:
        LIMIT = 5
    def what(value):
        match value:
            case 0 | 1:
                return "small"
            case K.LIMIT:
                return "limit"
            case -3:
                return "minus three"
            case 1 + 2j:
                return "complex"
            case int(n) if n > LIMIT * 2:
                return f"large {n - 1}"
            case [first, *rest] if len(rest) + 1 == 3:
                return first, rest
            case {"a": a, **others}:
                return a, others
            case Point(x=0, y=y) | Point(y, 0):
                return "axis", y
            case str() as text:
                return text + "!"
            case None | True:
                return "singleton"
            case _:
                return "else"
    values = [0, 5, -3, 1 + 2j, 11, [1, 2, 3], {"a": 1, "b": 2}, Point(0, 4), Point(6, 0), "s", None, 2.5]
    result = [what(value) for value in values]
    #: try and with
    from contextlib import contextmanager
    log = []
    @contextmanager
    def block(name):
        log.append("in " + name)
        try:
            yield name * 2
        finally:
            log.append("out " + name)
    def f(n):
        try:
            with block("a") as a, block("b") as b:
                return 10 // n + len(a + b)
        except ZeroDivisionError as error:
            log.append(type(error).__name__)
            raise ValueError("no") from error
        else:
            log.append("else")
        finally:
            log.append("finally")
    result = [f(2)]
    try:
        f(0)
    except ValueError as error:
        result += [str(error), type(error.__cause__).__name__, log]
    #: loops with else break continue
    found = []
    for i in range(2, 12):
        for j in range(2, i):
            if i % j == 0:
                break
        else:
            found.append(i)
            continue
        if i > 9:
            break
    while found and found[-1] > 3:
        found.pop()
    else:
        found.append("end")
    result = found
    #: unpacking
    (a, b), *c = [(1, 2), 3, 4]
    d, e = e, d = 5, 6
    f = [*c, *(7, 8), *range(2)]
    g = {**{"x": 1}, "y": 2, **dict(z=3)}
    def h(p, /, q, *r, s=4, **t):
        return p, q, r, s, t
    result = a, b, c, d, e, f, g, h(1, *[2, 3], s=5, **{"u": 6})
    #: deletions and subscripts
    a = [1, 2, 3, 4]
    del a[1:3], a[-1]
    b = {(1, 2): "x", "k": [[1]]}
    b["k"][0][0] += 1
    b[1, 2] += "y"
    result = a, b
    #: strings
    n, w = 3, 8
    result = f"{n + 1:>{w - 2}}|{n!r}|{n * 2 = }|{'a' if n > 2 else 'b'}", "%d-%s" % (n, "x"), "ab" * 2, "b" in "abc"
    #: numbers
    result = [7 // 2, -7 % 3, 2 ** 10, 5 & 3, 5 | 3, 5 ^ 3, 1 << 4, 256 >> 2, ~5, -(-3), +4, 1 / 4]
    #: async
    import asyncio
    log = []
    class Context:
        async def __aenter__(self):
            log.append("enter")
            return 2
        async def __aexit__(self, *rest):
            log.append("exit")
    async def numbers(n):
        for i in range(n):
            await asyncio.sleep(0)
            yield i
    async def main():
        total = 0
        async with Context() as factor:
            async for i in numbers(4):
                total += i * factor
        return total + sum([i async for i in numbers(3)])
    result = asyncio.run(main()), log
    #: builtins that look at their caller
    def f(a, b=2):
        c = a + b
        return sorted(locals().items()), sorted(vars().items()) == sorted(locals().items()), "c" in dir()
    result = f(1), "f" in globals(), eval("f(5)")[0], hasattr(f, "nothing")
    #: inspection
    import inspect
    def f(a, b=2, *, c: int = 3):
        "What it does."
    result = str(inspect.signature(f)), f.__doc__, f.__name__, f.__qualname__, f.__defaults__
    #: recursion
    def depth(n):
        return 0 if n == 0 else 1 + depth(n - 1)
    def ackermann(m, n):
        return n + 1 if m == 0 else ackermann(m - 1, 1 if n == 0 else ackermann(m, n - 1))
    result = depth(700), ackermann(2, 3)
    #: arrays
    import numpy
    a = numpy.arange(6.0).reshape(2, 3)
    a[0] += a[1] * 2
    a[:, 1] -= 1
    a[a > 8] = 0
    a.flat[2] = 50
    b = a.T @ a
    a @= numpy.eye(3)
    a.shape = 3, 2
    result = a.tolist(), b.tolist(), (a == a).all(), float(-a[0, 0]), a.T.shape
    #: a future import
    from __future__ import annotations
    import typing
    def f(x: int | None) -> list[undefined_name]:
        return x
    class A:
        n: int | None = None
    result = f(1), f.__annotations__["return"], typing.get_type_hints(A)
    #: exception groups
    def f():
        try:
            raise ExceptionGroup("all", [ValueError(1), TypeError(2)])
        except* ValueError as group:
            log.append(len(group.exceptions))
        except* TypeError:
            log.append("type")
    log = []
    f()
    result = log
    #: conditional expressions and assertions
    log = []
    def say(n):
        log.append(n)
        return n
    a = say(1) if say(0) else say(2)
    try:
        assert say(a) == 3, "a is " + str(say(a + 1))
    except AssertionError as error:
        result = a, str(error), log
    """
)


def run_as_module(code, names):
    module = sys.modules["submission"] = types.ModuleType("submission")
    vars(module).update(names)
    exec(code, vars(module))
    return vars(module)


@pytest.mark.filterwarnings("ignore:Setting the shape:DeprecationWarning")
@pytest.mark.parametrize("source", PROGRAMS)
@pytest.mark.parametrize("watching", [False, True], ids=["unwatched", "watched"])
def test_rewritten_source_does_the_same(source, watching):
    plain = run_as_module(compile(source, FILE, "exec", dont_inherit=True), {})
    guard = ElementGuard(["naive_*"], lambda name: name == FILE)
    code = compile(rewrite(ast.parse(source, FILE)), FILE, "exec", dont_inherit=True)
    guard.watch("naive_x" if watching and not re.search(r"numpy|eval", source) else None)
    rewritten = run_as_module(code, guard.names())
    assert rewritten["result"] == plain["result"]
    assert not guard.violation


@pytest.mark.parametrize("name", ["fractions", "statistics", "textwrap", "dataclasses", "enum", "typing", "ast"])
def test_source_of_the_standard_library_compiles_when_rewritten(name):
    path = importlib.util.find_spec(name).origin
    with tokenize.open(path) as file:
        tree = ast.parse(file.read(), path)
    lines = {node.lineno for node in ast.walk(tree) if isinstance(node, ast.stmt)}
    rewritten = rewrite(tree)
    compile(rewritten, path, "exec", dont_inherit=True)
    assert {node.lineno for node in ast.walk(rewritten) if isinstance(node, ast.stmt)} == lines


def test_a_rewritten_module_of_the_standard_library_works():
    guard = ElementGuard(["naive_*"], lambda name: name == FILE)
    path = importlib.util.find_spec("fractions").origin
    with tokenize.open(path) as file:
        code = compile(rewrite(ast.parse(file.read(), path)), FILE, "exec", dont_inherit=True)
    guard.watch("naive_x")
    Fraction = run_as_module(code, guard.names())["Fraction"]
    a, b = Fraction("3/7"), Fraction(0.25)
    assert str(a + b) == "19/28"
    assert (a < b, -a // b, hash(b) == hash(0.25)) == (False, -2, True)
    assert (a**-2, round(a, 1)) == (Fraction(49, 9), Fraction(2, 5))


LINES = """\
import operator

def helper(a, b):
    return operator.truediv(
        a,
        b,
    )

def naive_x(x, y):
    z = [
        [1, 2],
        [3, 4],
    ]
    z[0][1] += 5
    total = 0
    for a in (1, 0):
        total += (
            1 +
            helper(1, a)
        )
    return total
"""


def test_lines_of_a_traceback_are_those_of_the_source():
    def lines(function):
        with pytest.raises(ZeroDivisionError) as caught:
            function(None, None)
        return [entry.lineno for entry in traceback.extract_tb(caught.tb) if entry.filename == FILE]

    plain = run_as_module(compile(LINES, FILE, "exec"), {})
    _, rewritten = load(LINES)
    assert lines(rewritten["naive_x"]) == lines(plain["naive_x"]) == [19, 4]


def test_an_error_of_the_students_own_is_raised_as_it_is():
    result, violation = call("def naive_x(x):\n    assert x.ndim == 1, 'a vector'\n", np.zeros((2, 2)))
    assert isinstance(result, AssertionError)
    assert str(result) == "a vector"
    assert not violation


# --- what a refusal says, and when there is one ------------------------------------------------------------


def test_a_refusal_names_operator_size_part_and_line():
    source = """\
    def helper(a, b):
        return (a *
                b)
    def naive_x(x, y):
        return helper(x, y)
    """
    result, violation = call(source, *matrices())
    assert isinstance(result, Forbidden)
    assert violation == "`*` works on 12 elements at once; naive_x has to handle one element at a time (line 2)"


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("x @ y.T", "`@`"),
        ("x < y", "`<`"),
        ("-x", "`-`"),
        ("1.0 in x", "`in`"),
        ("np.dot(x, y.T)", "`np.dot`"),
        ("np.add.reduce(x)", "`np.add.reduce`"),
        ("x.sum()", "`.sum`"),
        ("sum(x)", "`sum`"),
        ("abs(x)", "`abs`"),
        ("math.fsum(x[0])", "`math.fsum`"),
        ("eval('1')", "`eval`"),
    ],
)
def test_a_refusal_names_what_was_refused(body, what):
    _, violation = call(f"import math\ndef naive_x(x, y):\n    return {body}\n", *matrices())
    assert violation.startswith(what + " ")
    assert violation.endswith("(line 3)")


def test_the_first_refusal_is_the_one_that_is_told():
    source = """\
    def naive_x(x, y):
        try:
            x + y
        except BaseException:
            x - y
    """
    _, violation = call(source, *matrices())
    assert violation.startswith("`+`")


def test_a_refusal_is_not_an_exception_that_a_student_would_catch():
    assert not issubclass(Forbidden, Exception)


def test_parts_without_the_rule_are_not_watched():
    guard, namespace = load("def fast_x(x, y):\n    return np.maximum(x + y, 0)\n")
    x, y = matrices()
    guard.watch("fast_x")
    np.testing.assert_array_equal(guard.callee(namespace["fast_x"])(x, y), np.maximum(x + y, 0))
    assert not guard.violation
    assert not guard.active


def test_a_part_is_watched_from_watch_to_watch():
    guard, namespace = load("def naive_x(x, y):\n    return x + y\n")
    x, y = matrices()
    assert namespace["naive_x"](x, y).shape == (3, 4)
    guard.watch("naive_x")
    with pytest.raises(Forbidden):
        namespace["naive_x"](x, y)
    guard.watch("naive_y")
    assert not guard.violation
    guard.watch(None)
    assert namespace["naive_x"](x, y).shape == (3, 4)


def test_the_guard_can_pause():
    guard, namespace = load("def naive_x(x, y):\n    return x + y\n")
    x, y = matrices()
    guard.watch("naive_x")
    with guard.paused():
        assert namespace["naive_x"](x, y).shape == (3, 4)
    assert not guard.violation
    with pytest.raises(Forbidden):
        namespace["naive_x"](x, y)


def test_what_a_notebook_offers_may_be_called():
    source = """\
    def naive_x(x, y):
        z = [[a + b for a, b in zip(r, s)] for r, s in zip(x, y)]
        display(x, z)
        get_ipython().run_line_magic("matplotlib", "inline")
        return z
    """
    guard, namespace = load(source)
    namespace.update(_notebook_names())
    x, y = matrices()
    guard.watch("naive_x")
    np.testing.assert_allclose(guard.callee(namespace["naive_x"])(x, y), x + y)
    assert not guard.violation


def test_a_library_function_as_the_part_itself_is_refused():
    for source in ("naive_x = np.add\n", "import operator\nnaive_x = operator.add\n", "naive_x = np.ndarray.__add__\n"):
        _, violation = call(source, *matrices())
        assert violation, source


def test_names_of_the_guard_that_were_changed_are_noticed():
    guard, namespace = load("def naive_x(x, y):\n    return x\n")
    assert guard.untouched(namespace)
    del namespace[OPERAND]
    assert not guard.untouched(namespace)


@pytest.mark.parametrize(
    ("source", "reason"),
    [("z = np.empty(x.shape)", "empty"), ("z = np.empty_like(x)", "empty_like"), ("z = np.ndarray((3, 4))", "ndarray")],
)
def test_an_array_that_is_left_unfilled_is_nan(source, reason):
    result, violation = call(f"def naive_x(x):\n    {source}\n    z[0, 0] = 1\n    return z\n", np.zeros((3, 4)))
    assert not violation
    assert result[0, 0] == 1
    assert np.isnan(result).sum() == 11


def test_an_integer_array_that_is_left_unfilled_is_no_plausible_number():
    result, _ = call("def naive_x(x):\n    return np.empty_like(x)\n", np.zeros((2, 2), dtype=np.int64))
    assert (np.abs(result) > 1e15).all()


@pytest.mark.parametrize(
    ("value", "bulk"),
    [
        (1.0, False),
        (np.float64(1), False),
        ([1.0, 2.0], False),
        ("text", False),
        (np.zeros(()), False),
        (np.zeros(1), False),
        (np.zeros((1, 1)), False),
        (np.zeros(0), False),
        (np.array((3, 4)), False),
        (np.array((3, 4)) == np.array((3, 4)), False),
        (np.zeros(2), True),
        (np.zeros((2, 1)), True),
        (np.zeros((1, 2), dtype=int), True),
        (np.arange(4), True),
        (np.zeros(2, dtype=complex), True),
        (np.array([np.zeros(3), None], dtype=object), True),
        (np.ma.array([1.0, 2.0]), True),
        (np.zeros(4).flat, True),
    ],
    ids=lambda one: repr(one).partition(" at 0x")[0],  # the same in every process
)
def test_what_counts_as_many_elements(value, bulk):
    assert is_bulk(value) is bulk


def test_an_array_of_one_array_counts_as_many_elements():
    holder = np.empty(1, dtype=object)
    holder[0] = np.zeros(3)
    assert is_bulk(holder)


# --- tensors -----------------------------------------------------------------------------------------------

TENSORS = """
import ast, sys, types
import numpy as np
import tensorflow as tf
from grader.inside.elementwise import ElementGuard, rewrite

def violation(body):
    guard = ElementGuard(["naive_*"], lambda name: name == "s.py")
    module = sys.modules["submission"] = types.ModuleType("submission")
    vars(module).update(np=np, tf=tf, __file__="s.py", **guard.names())
    source = "keras = tf.keras\\n" + "def naive_x(x, y):\\n    return " + body
    exec(compile(rewrite(ast.parse(source, "s.py")), "s.py", "exec"), vars(module))
    guard.watch("naive_x")
    x = np.arange(12.0).reshape(3, 4)
    try:
        value = np.asarray(guard.callee(module.naive_x)(x, x))
    except BaseException as error:
        value = error
    if not guard.violation:
        assert isinstance(value, np.ndarray) and value.size, (body, value)
    return guard.violation

passed = [body for body in REFUSED if not violation(body)]
assert not passed, passed
refused = {body: violation(body) for body in HONEST}
assert not any(refused.values()), {body: text for body, text in refused.items() if text}
"""

TENSOR_REFUSED = """
tf.add(x, y)
tf.constant(x) + tf.constant(y)
tf.convert_to_tensor(x) * 2.0
tf.matmul(x, y, transpose_b=True)
tf.nn.relu(x)
tf.reduce_sum(x)
tf.reduce_sum([a * b for a, b in zip(x[0], y[0])])
tf.map_fn(lambda row: row, x)
tf.vectorized_map(tf.square, tf.constant(x))
tf.function(lambda a, b: a + b)(x, y)
tf.function(tf.add)(x, y)
tf.Variable(x).assign_add(y)
tf.math.add_n([x, y])
tf.einsum("ij,kj->ik", x, y)
tf.maximum(x.tolist(), 0.0)
tf.constant(x).__add__(tf.constant(y))
tf.experimental.numpy.add(x, y)
keras.ops.add(x, y)
keras.activations.relu(tf.constant(x))
keras.layers.Dense(2)(x)
[a + b for a, b in zip(tf.constant(x), tf.constant(y))]
"""

TENSOR_HONEST = """
tf.constant([[a + b for a, b in zip(r, s)] for r, s in zip(x, y)])
tf.constant([[a + b for a, b in zip(r, s)] for r, s in zip(x, y)], dtype=tf.float32)
tf.convert_to_tensor(np.array([[a + b for a, b in zip(r, s)] for r, s in zip(x, y)]))
tf.constant(sum(a * b for a, b in zip(x[0], y[0])))
tf.stack([tf.constant([a + b for a, b in zip(r, s)]) for r, s in zip(x, y)])
[[tf.add(a, b) for a, b in zip(r, s)] for r, s in zip(x, y)]
[[float(tf.maximum(a, 0.0)) for a in r] for r in x]
[[float(a + b) for a, b in zip(r, s)] for r, s in zip(tf.constant(x), tf.constant(y))]
[[tf.constant(x)[i, j].numpy() + y[i, j] for j in range(4)] for i in range(3)]
[[tf.nn.relu(a).numpy() for a in r] for r in x]
tf.zeros((3, 4))
"""


def test_tensors_are_held_to_the_same_rule():
    lists = {"REFUSED": TENSOR_REFUSED.strip().split("\n"), "HONEST": TENSOR_HONEST.strip().split("\n")}
    source = "".join(f"{name} = {bodies!r}\n" for name, bodies in lists.items()) + TENSORS
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "TF_ENABLE_ONEDNN_OPTS": "0", "CUDA_VISIBLE_DEVICES": ""}
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr.strip().splitlines()[-1]
