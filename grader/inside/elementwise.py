"""The guard over `naive_` parts: one element at a time, decided in the graded run itself.

The submission's own source is rewritten before it is compiled: every operand of an operator or a comparison and
every function about to be called passes through this guard. While a guarded part runs, an array or tensor of more
than one element may be indexed, sliced, iterated, copied and created, but not computed with; what is not
permitted raises :class:`Forbidden` and is remembered, so that catching it helps nobody. Nothing stands in for an
array, so there is nothing to convert away, and what is not the submission's own code is judged when it is called.
"""

from __future__ import annotations

import ast
import builtins
import functools
import inspect
import itertools
import operator
import os
import secrets
import sys
import types
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from fnmatch import fnmatchcase
from typing import Any, Final

import numpy as np

_NAME: Final = f"__guard_{secrets.token_hex(8)}"  # nobody can know it who has not looked for it
OPERAND: Final = f"{_NAME}_operand__"
CALLEE: Final = f"{_NAME}_callee__"
ATTRIBUTE: Final = f"{_NAME}_attribute__"
STORE: Final = f"{_NAME}_store__"
IN_PLACE: Final = f"{_NAME}_in_place__"
SLICE: Final = f"{_NAME}_slice__"
BINARY: Final = f"{_NAME}_binary__"

_PLAIN: Final = frozenset(
    {
        int,
        float,
        bool,
        str,
        complex,
        type(None),
        list,
        tuple,
        dict,
        set,
        range,
        np.float64,
        np.float32,
        np.int64,
        np.bool_,
    }
)
_CONTAINERS: Final = (list, tuple, set, frozenset, dict)
_SAFE_BUILTINS: Final = frozenset(
    """
    len range zip enumerate print isinstance issubclass type id repr str format list tuple dict set
    frozenset next reversed hasattr callable float int bool slice super object property
    staticmethod classmethod hash vars dir locals globals input AssertionError ValueError TypeError
    IndexError Exception NotImplementedError
    """.split()
)
_SAFE_CALLABLES: Final = frozenset(id(getattr(builtins, name)) for name in _SAFE_BUILTINS)
_REFUSED_BUILTINS: Final = frozenset({"eval", "exec", "compile", "__import__", "open"})

# Functions of NumPy that create, copy, look at or arrange arrays without computing with their elements.
_STRUCTURAL: Final = frozenset(
    """
    zeros empty ones full zeros_like empty_like ones_like full_like array asarray asanyarray
    ascontiguousarray asfortranarray copy copyto shape ndim size ndindex ndenumerate nditer arange
    eye identity fromiter isscalar issubdtype dtype result_type can_cast promote_types iterable
    broadcast_shapes stack vstack hstack dstack concatenate append column_stack row_stack block atleast_1d
    atleast_2d expand_dims squeeze reshape ravel transpose swapaxes moveaxis matrix_transpose permute_dims
    fromfunction array2string array_repr array_str set_printoptions printoptions errstate unravel_index
    ravel_multi_index finfo iinfo split array_split vsplit hsplit insert delete repeat tile may_share_memory
    shares_memory astype require min_scalar_type unstack common_type broadcast broadcast_to nested_iters
    """.split()
)
_STRUCTURAL_METHODS: Final = frozenset(
    """
    copy tolist astype item fill reshape ravel flatten transpose swapaxes squeeze tobytes resize
    __getitem__ __setitem__ __len__ __iter__ __array__ __copy__ __deepcopy__ __repr__ __str__ __format__
    __reduce__ __reduce_ex__ numpy setflags __sizeof__ __class__
    """.split()
)
# Functions of TensorFlow that make or arrange tensors: a part may return one.
_STRUCTURAL_TENSORS: Final = frozenset(
    """
    constant convert_to_tensor Variable zeros ones fill zeros_like ones_like stack unstack concat reshape identity
    shape rank size expand_dims squeeze transpose TensorArray range ensure_shape cast
    """.split()
)
_TRANSPOSING: Final = frozenset(
    "T mT transpose swapaxes moveaxis rollaxis matrix_transpose permute_dims copyto fromfunction".split()
)
_GUARDED_ATTRIBUTES: Final = ("T", "mT")
_RESHAPING: Final = frozenset("reshape resize shape flat copyto fromfunction".split())
# What the part itself is about may not be done for it.
_OWN_WORK: Final = {"transpose": _TRANSPOSING, "reshape": _RESHAPING}

_LIBRARIES: Final = frozenset(
    """
    numpy scipy tensorflow keras pandas sklearn jax torch numba numexpr math cmath statistics fractions
    decimal operator _operator matplotlib ml_dtypes
    """.split()
)
_OPERATORS: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "//": operator.floordiv,
    "%": operator.mod, "**": operator.pow, "@": operator.matmul, "<<": operator.lshift, ">>": operator.rshift,
    "|": operator.or_, "^": operator.xor, "&": operator.and_, "==": operator.eq, "!=": operator.ne,
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_OWN_FOLDER: Final = os.path.dirname(__file__)
_ARITHMETIC_BUILTINS: Final = (abs, round, pow, divmod)


class Forbidden(BaseException):
    """A `naive_` part worked on more than one element at a time. Not an Exception: a student's code must not take it
    for an error of its own."""


class ElementGuard:
    """Watches the parts whose names match ``patterns``; otherwise lets everything pass."""

    def __init__(self, patterns: Iterable[str], is_own_file: Callable[[str], bool]) -> None:
        self.patterns = tuple(patterns)
        self.is_own_file = is_own_file
        self.part: str | None = None
        self.own_work: frozenset[str] = frozenset()
        self.violation = ""
        self._paused = 0
        self._names: dict[str, Any] = {
            OPERAND: _sealed(self.operand),
            CALLEE: _sealed(self.callee),
            ATTRIBUTE: _sealed(self.attribute),
            STORE: _sealed(self.store),
            BINARY: _sealed(self.binary),
            IN_PLACE: _sealed(self.in_place),
            SLICE: slice,
        }

    # --- switched on and off by the serving loop ---

    def watch(self, part: str | None) -> None:
        """Watch while this part's probe runs; ``None`` ends it."""
        watched = part is not None and any(fnmatchcase(part, pattern) for pattern in self.patterns)
        self.part = part if watched else None
        self.violation = ""
        self.own_work = frozenset()
        if self.part:
            for word, names in _OWN_WORK.items():
                if word in self.part:
                    self.own_work = names

    @property
    def active(self) -> bool:
        return self.part is not None and not self._paused

    @contextmanager
    def paused(self) -> Iterator[None]:
        """What happens within is not watched."""
        self._paused += 1
        try:
            yield
        finally:
            self._paused -= 1

    # --- the names that the rewritten source uses ---

    def names(self) -> dict[str, Any]:
        """What the rewritten source expects in its namespace."""
        return dict(self._names)

    def untouched(self, namespace: dict[str, Any]) -> bool:
        """Whether the submission left these names alone."""
        hidden = namespace.get("__builtins__")
        if isinstance(hidden, dict):
            namespace = {**hidden, **namespace}
        return all(namespace.get(name) == value for name, value in self._names.items())

    def operand(self, value: Any, symbol: str, beside: Any = None) -> Any:
        """The operand of an operator or a comparison, if it is a single element; ``beside`` is the one to its left."""
        if not self.active:
            return value
        if type(value) not in _PLAIN and is_bulk(value) and not self.has_own_operators(value):
            self.refuse(f"`{symbol}`", value)
        if beside is not None and _spreads(beside, value, symbol) and not self.has_own_operators(beside):
            self.refuse(f"`{symbol}`", beside)
        return value

    def binary(self, left: Any, right: Any, symbol: str) -> Any:
        """``left + right`` or ``left < right``, if both are single elements."""
        if self.active and not (symbol == "%" and isinstance(left, (str, bytes))):  # "%s" % x
            self.operand(left, symbol)
            self.operand(right, symbol, left)
        return _OPERATORS[symbol](left, right)

    def has_own_operators(self, value: Any) -> bool:
        """Whether the operators of this value are the submission's: its class and nothing of a library."""
        kind = type(value)
        return self.is_own_class(kind) and not any(_root(base) in _LIBRARIES for base in kind.__mro__)

    def attribute(self, value: Any, name: str) -> Any:
        """The owner of an attribute such as ``.T``, if the part may use that."""
        if self.active and name in self.own_work and is_bulk(value):
            self.refuse(f"`.{name}`", value)
        return value

    def store(self, owner: Any, name: str) -> Any:
        """The owner of an attribute about to be bound (``z.shape = …``), if the part may do that."""
        if self.active and isinstance(owner, np.ndarray) and name in self.own_work:
            self.refuse(f"`.{name} = `", owner)
        return owner

    def in_place(self, symbol: str, target: Any, value: Any) -> Any:
        """``target += value``: what the target is bound to afterwards."""
        function: Callable[[Any, Any], Any] = _IN_PLACE[symbol]
        return function(self.operand(target, symbol + "="), self.operand(value, symbol + "=", target))

    def callee(self, function: Any) -> Any:
        """The function about to be called, or a stand-in that looks at its arguments first."""
        if not self.active or id(function) in _SAFE_CALLABLES:
            return function
        plain = function.__func__ if isinstance(function, types.MethodType) else function
        if isinstance(plain, types.FunctionType) and self.is_own_file(plain.__code__.co_filename):
            return function
        if self.is_own_class(type(function)):
            call = inspect.getattr_static(type(function), "__call__", None)
            if isinstance(call, types.FunctionType):
                return function
            if isinstance(call, staticmethod):
                return self.callee(call.__func__)
            if not isinstance(function, type):
                return self.callee(function.__call__)
        if isinstance(function, functools.partial):
            inner: Any = self.callee(function.func)
            return functools.partial(inner, *function.args, **function.keywords)
        return self._stand_in(function)

    def is_library(self, root: str) -> bool:
        """Whether a module computes with arrays: every installed package, and some modules of Python's own."""
        if root in _LIBRARIES:
            return True
        if root in sys.stdlib_module_names or root in ("builtins", "__main__", __name__.partition(".")[0]):
            return False  # a namedtuple made through a stand-in bears the name of this module
        return not self.is_own_file(getattr(sys.modules.get(root), "__file__", None) or "")

    def is_own_class(self, kind: type) -> bool:
        """Whether a class is the submission's."""
        module = sys.modules.get(kind.__module__)
        return self.is_own_file(getattr(module, "__file__", None) or "")

    # --- calls of what is not the submission's own ---

    def _stand_in(self, function: Any) -> Callable[..., Any]:
        name = _name(function)
        module = _module(function)
        if module == "builtins" and name in _REFUSED_BUILTINS:
            return lambda *a, **k: self.refuse(f"`{name}`", None)
        if function is sum:
            return self._sum
        if function is itertools.accumulate:
            return self._accumulate
        if function is getattr:
            return self._getattr
        if module == "timeit":  # runs source that nobody has rewritten
            return lambda *a, **k: self.refuse(f"`timeit.{name}`", None)
        if function in (setattr, delattr):
            return lambda owner, attribute, *value: function(self.store(owner, attribute), attribute, *value)
        owner = getattr(function, "__self__", None)
        if owner is None and isinstance(getattr(function, "__objclass__", None), type):
            # An unbound method, such as np.ndarray.dot: its first argument is the owner.
            def unbound(*arguments: Any, **keywords: Any) -> Any:
                if arguments:
                    self._look_at_method(name, arguments[0], arguments[1:], keywords)
                return function(*arguments, **keywords)

            return unbound
        if owner is not None and not isinstance(owner, (types.ModuleType, type)):

            def bound(*arguments: Any, **keywords: Any) -> Any:
                self._look_at_method(name, owner, arguments, keywords)
                return function(*self._guarded(arguments), **self._guarded_keywords(keywords))

            return bound
        if self.is_library(_root(function)):
            return functools.partial(self._call_library, function, name)
        if isinstance(function, types.FunctionType) and not _is_installed(function.__code__.co_filename):
            return lambda *a, **k: self.refuse(f"`{name}`, whose source is not this file,", None)
        return functools.partial(self._call_with_callbacks, function, name)

    def _look_at_method(self, name: str, owner: Any, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> None:
        if isinstance(owner, np.ufunc):
            self._look_at_arguments(f"np.{owner.__name__}.{name}", arguments, keywords)
        elif is_bulk(owner):
            if name not in _STRUCTURAL_METHODS and not _is_one_place(name, arguments):
                self.refuse(f"`.{name}`", owner)
            self._look_at_own_work(name, owner, arguments, keywords)
        elif self.is_library(_root(type(owner))):
            self._look_at_arguments(f".{name}", arguments, keywords)
        elif name == "__get__" and arguments:  # np.ndarray.T.__get__(x)
            self._look_at_attribute(arguments[0], _name(owner))

    def _look_at_own_work(self, name: str, owner: Any, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> None:
        ordered = "order" in keywords or any(isinstance(value, str) for value in arguments)
        if self.own_work is _TRANSPOSING and ordered and name in ("ravel", "flatten", "reshape", "tobytes"):
            self.refuse(f"`{name}` in another order", owner)
        if name not in self.own_work:
            return
        if name == "reshape":
            shape = keywords.get("shape", arguments)
            while isinstance(shape, (tuple, list)) and len(shape) == 1:
                shape = shape[0]
            if isinstance(shape, (int, np.integer)):
                return  # to one dimension: the rows one after another, the loop remains to be written
        self.refuse(f"`{name}`", owner)

    def _call_library(self, function: Any, name: str, /, *arguments: Any, **keywords: Any) -> Any:
        root = _root(function)
        numpy_own = root == "numpy" or getattr(np, name, None) is function
        if name == "ndarray" and numpy_own:
            if "buffer" in keywords or len(arguments) > 2:
                self.refuse("`np.ndarray` over a buffer", None)
            made = function(*arguments, **keywords)
            _fill_unset(made)
            return made
        if root in ("tensorflow", "keras") and name.partition("_v2")[0] in _STRUCTURAL_TENSORS:
            if arguments:
                self._look_at_own_work(name.partition("_v2")[0], arguments[0], arguments[1:], keywords)
            return function(*arguments, **keywords)
        if numpy_own and name in _STRUCTURAL and not isinstance(function, np.ufunc):
            if arguments:
                self._look_at_own_work(name, arguments[0], arguments[1:], keywords)
            result = function(*arguments, **keywords)
            if name in ("empty", "empty_like") and isinstance(result, np.ndarray):
                _fill_unset(result)
            return result
        if isinstance(function, type) and issubclass(function, (np.generic, np.dtype)):
            return function(*arguments, **keywords)
        if numpy_own and _is_one_place(name, arguments[1:]):
            return function(*arguments, **keywords)
        if isinstance(function, operator.itemgetter) or name in ("getitem", "setitem"):
            return function(*arguments, **keywords)
        if isinstance(function, (operator.attrgetter, operator.methodcaller)):
            self._look_at_names(function, arguments)
        elif root in ("operator", "_operator"):  # lists may be joined and repeated
            for value in filter(is_bulk, arguments):
                self.refuse(f"`operator.{name}`", value)
            if len(arguments) == 2 and _spreads(*arguments, "*" if name in ("mul", "imul") else name):
                self.refuse(f"`operator.{name}`", None)
        elif root == "math" and len(arguments) > 2:  # hypot(*row)
            self._look_at_arguments(f"math.{name}", (arguments,), keywords)
        else:
            self._look_at_arguments(_shown(function, name), arguments, keywords)
        arguments, keywords = self._guarded(arguments), self._guarded_keywords(keywords)
        return function(*arguments, **keywords)

    def _look_at_names(self, function: Any, arguments: tuple[Any, ...]) -> None:
        """What `attrgetter("shape")` or `methodcaller("tolist")` is about to use."""
        rebuilt, names = function.__reduce__()[:2]
        if isinstance(function, operator.attrgetter):
            for owner, dotted in itertools.product(arguments, names):
                for name in dotted.split("."):
                    self._look_at_attribute(owner, name)
            return
        name, *more = names if rebuilt is operator.methodcaller else (rebuilt.args[0], *names)
        for owner in arguments:
            self._look_at_method(name, owner, tuple(more), {})

    def _look_at_attribute(self, owner: Any, name: str) -> None:
        if name in _GUARDED_ATTRIBUTES:
            self.attribute(owner, name)

    def _getattr(self, owner: Any, name: str, *default: Any) -> Any:
        self._look_at_attribute(owner, name)
        return getattr(owner, name, *default)

    def _call_with_callbacks(self, function: Any, name: str, /, *arguments: Any, **keywords: Any) -> Any:
        """A builtin or a function of the standard library: what it calls in turn is looked at as well."""
        if function in _ARITHMETIC_BUILTINS:
            for value in filter(is_bulk, (*arguments, *keywords.values())):
                self.refuse(f"`{name}`", value)
        if isinstance(function, type) and issubclass(function, np.ndarray):
            self.refuse(f"`{name}`", None)
        if isinstance(function, types.FunctionType) and function.__code__.co_filename == functools.__file__:
            self._look_at_arguments(f"functools.{name}", arguments, keywords)  # it calls what nobody has looked at
        return function(*self._guarded(arguments), **self._guarded_keywords(keywords))

    def _guarded(self, arguments: Iterable[Any]) -> tuple[Any, ...]:
        return tuple(self._callback(value) for value in arguments)

    def _guarded_keywords(self, keywords: dict[str, Any]) -> dict[str, Any]:
        return {name: self._callback(value) for name, value in keywords.items()}

    def _callback(self, value: Any) -> Any:
        if not callable(value) or isinstance(value, type) or hasattr(value, "__array__"):
            return value
        return self.callee(value)

    def _sum(self, iterable: Iterable[Any], /, start: Any = 0) -> Any:
        return builtins.sum(self._elements(iterable, "sum"), start)

    def _accumulate(self, iterable: Iterable[Any], func: Any = None, *, initial: Any = None) -> Any:
        guarded = None if func is None else self.callee(func)
        return itertools.accumulate(self._elements(iterable, "accumulate"), guarded, initial=initial)

    def _elements(self, iterable: Iterable[Any], name: str) -> Iterator[Any]:
        for value in iterable:
            if is_bulk(value):
                self.refuse(f"`{name}`", value)
            yield value

    def _look_at_arguments(self, what: str, arguments: Iterable[Any], keywords: dict[str, Any]) -> None:
        values = [value for value in (*arguments, *keywords.values()) if is_bulk(value) or _holds_many(value)]
        if values and not (len(values) == 1 and _is_pair(values[0])):
            self.refuse(f"`{what}`", values[0])

    def refuse(self, what: str, value: Any) -> Any:
        """Remember the violation and raise :class:`Forbidden`."""
        size = _count(value)
        amount = f"works on {size} elements at once" if size else "is not permitted here"
        line = _own_line(self.is_own_file)
        message = f"{what} {amount}; {self.part} has to handle one element at a time"
        if line:
            message += f" (line {line})"
        self.violation = self.violation or message
        raise Forbidden(message)


def _sealed(function: Any) -> Any:
    """The function as something that can be called and has no attribute that leads back to the guard.

    A cache that keeps nothing is such a thing, written in C; unlike a method it has no ``__self__``.
    """
    sealed: Any = functools.lru_cache(maxsize=0)(function)
    vars(sealed).clear()
    return sealed


def is_bulk(value: Any) -> bool:
    """Whether an operator on this value would compute with more than one element.

    Three whole numbers in a row are let pass: they are a shape, as in ``np.array(x.shape) == np.array(y.shape)``.
    """
    kind = type(value)
    if kind in _PLAIN:
        return False
    if isinstance(value, np.ndarray):
        if value.dtype.kind == "O":
            return True  # one entry may hold anything
        if value.size <= 1:
            return False
        return not (value.ndim == 1 and value.size <= 3 and value.dtype.kind in "ib")
    if isinstance(value, (np.generic, *_CONTAINERS)):
        return False
    if hasattr(kind, "__array__") or hasattr(kind, "__array_interface__"):
        return _count(value) > 1
    return False


def _holds_many(value: Any) -> bool:
    """Whether a list, an iterator or the like brings several elements to a library's function."""
    if isinstance(value, (list, tuple)):
        if len(value) <= 8 and all(type(item) in (int, bool) for item in value):
            return False  # a shape, or what was found out about shapes
        numbers = [item for item in value if not callable(item)]  # np.piecewise gets functions
        return len(numbers) > 1 or any(is_bulk(item) or _holds_many(item) for item in numbers)
    if isinstance(value, (str, bytes, range, type, np.dtype)) or hasattr(type(value), "__array__"):
        return False  # arrays and tensors are for `is_bulk`
    return hasattr(type(value), "__iter__") or hasattr(type(value), "__next__") or hasattr(type(value), "__getitem__")


def _is_pair(value: Any) -> bool:
    """Whether this is a list of two single elements: ``np.max([x[i, j], 0])`` is as good as np.maximum of the two."""
    return (
        isinstance(value, (list, tuple))
        and len(value) == 2
        and not any(is_bulk(item) or _holds_many(item) for item in value)
    )


def _spreads(one: Any, other: Any, symbol: str) -> bool:
    """Whether NumPy or TensorFlow makes an array of a list here, as in ``y[j] + [1.0, 2.0]``."""
    for single, many in ((one, other), (other, one)):
        if not hasattr(type(single), "__array__") or hasattr(type(many), "__array__"):
            continue
        repeated = symbol in ("*", "*=") and isinstance(single, np.integer)
        if isinstance(many, (list, tuple, range)) and _holds_many(list(many)) and not repeated:
            return True
    return False


def _is_one_place(name: str, index: tuple[Any, ...]) -> bool:
    """Whether this is `take` or `put` at a single place, which is indexing."""
    return name in ("take", "put") and bool(index) and isinstance(index[0], (int, np.integer))


def _count(value: Any) -> int:
    if value is None:
        return 0
    try:
        if isinstance(value, np.ndarray):
            return int(value.size)
        if isinstance(value, (list, tuple)):
            return len(value)
        shape = getattr(value, "shape", None)
        return int(np.prod([int(n) for n in shape])) if shape is not None else 2
    except Exception:
        return 2


def _fill_unset(array: np.ndarray) -> None:
    """What `np.empty` gives is unset; make forgetting an entry visible instead of a matter of luck."""
    if array.dtype.kind in "fc":
        array.fill(np.nan)
    elif array.dtype.kind in "iu":
        array.fill(np.iinfo(array.dtype).max - 7)


def _name(function: Any) -> str:
    name = getattr(function, "__name__", None)
    return name if isinstance(name, str) else type(function).__name__


def _module(function: Any) -> str:
    """The module of a function; for an object that can be called, the module of its class."""
    if isinstance(function, np.ufunc):
        return "numpy"
    if type(function).__name__ == "fortran":  # BLAS and LAPACK, which do not say where they come from
        return "scipy"
    module = getattr(function, "__module__", None)
    if not isinstance(module, str) or not isinstance(
        function, (type, types.FunctionType, types.BuiltinFunctionType, types.MethodType)
    ):
        kind = type(function)
        if kind.__module__ == "builtins" and isinstance(module, str):
            return module
        return kind.__module__ if kind.__module__ != "functools" else (module or "functools")
    return module


def _root(function: Any) -> str:
    return _module(function).partition(".")[0]


def _shown(function: Any, name: str) -> str:
    root = _root(function).lstrip("_")
    return f"{'np' if root == 'numpy' else root}.{name}"


def _is_installed(filename: str) -> bool:
    return filename.startswith(
        (sys.prefix, sys.base_prefix, sys.exec_prefix, _OWN_FOLDER, "<frozen", "<__array_function__")
    )


def _own_line(is_own_file: Callable[[str], bool]) -> int:
    frame: types.FrameType | None = sys._getframe(1)
    while frame is not None:
        if is_own_file(frame.f_code.co_filename):
            return frame.f_lineno
        frame = frame.f_back
    return 0


# --- rewriting the source ---------------------------------------------------------------------------------

_SYMBOLS: Final = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**",
    ast.MatMult: "@", ast.LShift: "<<", ast.RShift: ">>", ast.BitOr: "|", ast.BitXor: "^", ast.BitAnd: "&",
    ast.UAdd: "+", ast.USub: "-", ast.Invert: "~", ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=",
    ast.Gt: ">", ast.GtE: ">=", ast.In: "in", ast.NotIn: "not in",
}  # fmt: skip


_IN_PLACE: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "+": operator.iadd, "-": operator.isub, "*": operator.imul, "/": operator.itruediv, "//": operator.ifloordiv,
    "%": operator.imod, "**": operator.ipow, "@": operator.imatmul, "<<": operator.ilshift, ">>": operator.irshift,
    "|": operator.ior, "^": operator.ixor, "&": operator.iand,
}  # fmt: skip
_OWNER: Final = "__guarded_owner__"
_KEY: Final = "__guarded_key__"


class _Rewriter(ast.NodeTransformer):
    """Puts the guard around operands, functions about to be called and a few attributes.

    What it makes gets the place of what it stands for; the nodes within get theirs from it, all at once in the end.
    """

    def _call(self, name: str, node: ast.expr, *more: ast.expr) -> ast.expr:
        return ast.copy_location(ast.Call(ast.Name(name, ast.Load()), [node, *more], []), node)

    def _operand(self, node: ast.expr, op: ast.AST) -> ast.expr:
        if isinstance(node, ast.Constant):
            return node
        return self._call(OPERAND, node, ast.Constant(_SYMBOLS[type(op)]))

    def _binary(self, node: ast.expr, left: ast.expr, right: ast.expr, op: ast.AST) -> ast.expr:
        if isinstance(left, ast.Constant) and isinstance(right, ast.Constant):
            return node
        call = ast.Call(ast.Name(BINARY, ast.Load()), [left, right, ast.Constant(_SYMBOLS[type(op)])], [])
        return ast.copy_location(call, node)

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        return self._binary(node, node.left, node.right, node.op)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        self.generic_visit(node)
        if not isinstance(node.op, ast.Not):
            node.operand = self._operand(node.operand, node.op)
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        operands, symbols = [node.left, *node.comparators], node.ops
        if len(symbols) == 1 and _SYMBOLS.get(type(symbols[0])) in _OPERATORS:
            return self._binary(node, operands[0], operands[1], symbols[0])
        for position, op in enumerate(symbols):
            if isinstance(op, (ast.Is, ast.IsNot)):
                continue
            for side in (position, position + 1):
                if not _is_guard(operands[side]):
                    operands[side] = self._operand(operands[side], op)
        node.left, node.comparators = operands[0], operands[1:]
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        node.func = self._call(CALLEE, node.func)
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.ctx, ast.Load) and node.attr in ("T", "mT"):
            node.value = self._call(ATTRIBUTE, node.value, ast.Constant(node.attr))
        elif isinstance(node.ctx, ast.Store) and node.attr in _RESHAPING:
            node.value = self._call(STORE, node.value, ast.Constant(node.attr))
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        self.generic_visit(node)
        flat, many = node.value, isinstance(node.slice, ast.Slice)
        if many and isinstance(node.ctx, ast.Store) and isinstance(flat, ast.Attribute) and flat.attr == "flat":
            flat.value = self._call(STORE, flat.value, ast.Constant("flat"))  # z.flat[:] = …
        return node

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST | list[ast.stmt]:
        """``a[i] += v`` becomes ``o = a; k = i; o[k] = in_place("+", o[k], v)``: each evaluated once, in order."""
        self.generic_visit(node)
        before: list[ast.stmt] = []
        target, now = node.target, node.target
        if not isinstance(target, ast.Name):
            before.append(ast.Assign([ast.Name(_OWNER, ast.Store())], target.value))
            owner = ast.Name(_OWNER, ast.Load())
            if isinstance(target, ast.Subscript):
                before.append(ast.Assign([ast.Name(_KEY, ast.Store())], _as_expression(target.slice)))
                target = ast.Subscript(owner, ast.Name(_KEY, ast.Load()), ast.Store())
                now = ast.Subscript(owner, ast.Name(_KEY, ast.Load()), ast.Load())
            else:
                target = ast.Attribute(owner, target.attr, ast.Store())
                now = ast.Attribute(owner, target.attr, ast.Load())
        else:
            now = ast.Name(target.id, ast.Load())
        symbol = ast.Constant(_SYMBOLS[type(node.op)])
        value = ast.Call(ast.Name(IN_PLACE, ast.Load()), [symbol, now, node.value], [])
        statements = [*before, ast.Assign([target], value)]
        for statement in statements:
            ast.copy_location(statement, node)
        return statements

    def _decorated(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> ast.AST:
        self.generic_visit(node)
        node.decorator_list = [self._call(CALLEE, decorator) for decorator in node.decorator_list]
        return node

    visit_FunctionDef = visit_AsyncFunctionDef = visit_ClassDef = _decorated


def _is_guard(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == OPERAND


def _as_expression(key: ast.expr) -> ast.expr:
    """An index as an expression: ``1:n`` becomes ``slice(1, n)``."""
    if isinstance(key, ast.Slice):
        none = ast.Constant(None)
        return ast.Call(ast.Name(SLICE, ast.Load()), [key.lower or none, key.upper or none, key.step or none], [])
    if isinstance(key, ast.Tuple):
        return ast.Tuple([_as_expression(element) for element in key.elts], ast.Load())
    return key


def rewrite(tree: ast.Module) -> ast.Module:
    """The module with the guard in it; lines and columns stay those of the source."""
    rewritten: ast.Module = _Rewriter().visit(tree)
    return ast.fix_missing_locations(rewritten)
