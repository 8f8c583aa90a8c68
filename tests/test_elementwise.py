"""The guard over `naive_` parts: what works on many elements is refused, every honest way passes unchanged."""

import ast
import re
import textwrap
import traceback

import numpy as np
import pytest

from grader.inside.elementwise import ElementGuard, Forbidden, is_bulk, rewrite

FILE = "submission.py"


def snippets(text):
    """Cases from one text: ``#: title`` begins each."""
    parts = re.split(r"^#: (.*)$", textwrap.dedent(text), flags=re.MULTILINE)[1:]
    titles, sources = parts[::2], parts[1::2]
    assert len(set(titles)) == len(titles)
    return [pytest.param(source, id=title.replace(" ", "-")) for title, source in zip(titles, sources, strict=True)]


def load(source, patterns=("naive_*",)):
    guard = ElementGuard(patterns, lambda name: name == FILE)
    namespace = {"__name__": "submission", "np": np, "__file__": FILE, **guard.names()}
    tree = rewrite(ast.parse("\n" * 2 + textwrap.dedent(source), FILE))
    exec(compile(tree, FILE, "exec", dont_inherit=True), namespace)
    return guard, namespace


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
    #: methods clip max mean cumsum
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
    #: sum that starts with an array
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
    #: a function that exec made beforehand under the name of the file
    exec(compile("def add(a, b): return a + b", __file__, "exec"))
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
    #: math.hypot of a row
    import math
    def naive_x(x, y):
        return math.hypot(*x[0]) + math.dist(list(x[0]), list(y[0]))
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
    #: the name of the guard in a parameter
    def naive_x(x, y, __guard_operand__=lambda value, symbol: value):
        return x + y
    #: the name of the guard in a variable
    def naive_x(x, y):
        __guard_callee__ = lambda function: function
        return np.add(x, y)
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
    #: a class pattern
    def naive_transpose(x):
        match x:
            case np.ndarray(T=z):
                return z
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
