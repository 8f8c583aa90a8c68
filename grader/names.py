"""What the names in a source stand for, scope by scope: ``np.dot`` is ``numpy.dot`` however NumPy was imported.

Read from the AST of a whole submission, never executed, in time that grows with its size and not with its depth.
Scopes are Python's own: what a function binds itself, a parameter say, hides what the module calls so.
"""

from __future__ import annotations

import ast
import builtins
import textwrap
import warnings
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from itertools import chain, islice
from typing import Final, Literal

Kind = Literal["module", "class", "function", "comprehension"]

# Nobody writes more than this, and a source that does shall not keep us busy.
_MOST_STEPS: Final = 32  # of a dotted name, and scopes within scopes
_MOST_MEANINGS: Final = 64  # of one name
_MOST_MODULES: Final = 8  # that everything is imported from
_MOST_PIECES: Final = 32  # of a text
_LONGEST: Final = 300  # characters of a dotted name or a text
_LONGEST_RUN: Final = 10_000  # of a text that is run
_MOST_TEXTS: Final = 256  # that are run
_MOST_KEPT: Final = 10_000  # nodes of a tree that is walked through more than once, and what they use

_BUILTINS: Final = frozenset(dir(builtins))
_WRITTEN_IN: Final[tuple[Kind, ...]] = ("module", "class", "function")
_FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_SIGNS: Final = frozenset(
    kind
    for group in (ast.expr_context, ast.boolop, ast.operator, ast.unaryop, ast.cmpop)
    for kind in group.__subclasses__()
)
_COMPREHENSIONS: Final = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
# What itself uses a name or holds a text, and what binds a name: looked up by type, which most nodes need no more than.
_SPEAKING: Final = frozenset({
    ast.Name, ast.Attribute, ast.Call, ast.Subscript, ast.Constant, ast.Import, ast.ImportFrom, ast.BinOp,
    ast.JoinedStr, ast.MatchClass,
})  # fmt: skip
_BINDING: Final = frozenset({
    ast.Name, ast.Import, ast.ImportFrom, *_FUNCTIONS, ast.ClassDef, *_COMPREHENSIONS, ast.Call, ast.Subscript,
    ast.Compare, ast.Assign, ast.AnnAssign, ast.NamedExpr, ast.For, ast.AsyncFor, ast.Global, ast.Nonlocal,
    ast.ExceptHandler, ast.MatchAs, ast.MatchStar, ast.MatchMapping,
})  # fmt: skip
# What runs the source that it is given as a text.
RUN_TEXTS: Final = frozenset(
    """
    exec eval compile timeit.timeit timeit.repeat timeit.Timer cProfile.run cProfile.runctx profile.run profile.runctx
    """.split()
)
_TEXT_KEYWORDS: Final = frozenset({"stmt", "setup", "source", "statement"})
UNKNOWN: Final = "?"  # a step that only the run decides: getattr(os, name) is os.?


class Scope:
    """The names that a module, class, function or comprehension binds, what they may stand for, and their values."""

    __slots__ = ("bound", "kind", "outer", "shared", "times", "values")

    def __init__(self, kind: Kind, outer: Scope | None = None) -> None:
        self.kind = kind
        self.outer = outer
        self.bound: dict[str, list[tuple[str, ...]]] = {}  # one entry a binding; empty where nothing is known
        self.shared: dict[str, Scope] = {}  # declared global or nonlocal: bound there, not here
        self.values: dict[str, ast.expr] = {}  # what was assigned last
        self.times: Counter[str] = Counter()  # how often a name is assigned


class Names:
    """The scopes of a submission, whose units (the cells of a notebook) share the names of the module."""

    def __init__(self, trees: Iterable[ast.Module], around: Names | None = None) -> None:
        self.module = Scope("module")
        self._around = around  # of the source that these trees are a text in
        self._texts: dict[str, tuple[str, ...]] = {}
        self.imported: set[str] = set()  # the packages that are imported, by their own names
        self._everything_of: list[str] = []  # from os import *
        self._scopes: dict[ast.AST, Scope] = {}
        self._searched: set[ast.AST] = set()  # what stands to the right of `in`
        self._later: list[tuple[list[tuple[str, ...]], int, ast.expr, Scope]] = []
        self._closely: dict[Hashable, tuple[str, ...]] = {}  # what `used` has found
        self._walked: dict[ast.AST, list[tuple[ast.AST, Scope]]] = {}  # the whole trees, for whoever comes next
        for tree in trees:
            nodes: list[tuple[ast.AST, Scope]] = []
            for node, scope in self._walk(tree, annotations=True):
                self._bind(node, scope)
                if len(nodes) <= _MOST_KEPT:
                    nodes.append((node, scope))
            if len(nodes) <= _MOST_KEPT:
                self._walked[tree] = nodes
        for _ in range(2):  # a function may use what the module binds further down
            for meanings, position, value, scope in self._later:
                found = self.dotted(value, scope, ever=True)
                meanings[position] = tuple(name for name in found if not name.startswith("."))

    def walk(self, root: ast.AST, *, annotations: bool = False) -> Iterable[tuple[ast.AST, Scope]]:
        """Every node of a tree, or of a statement at its top level, with its scope, in the order of the source."""
        return (annotations and self._walked.get(root)) or self._walk(root, annotations)

    def _walk(self, root: ast.AST, annotations: bool) -> Iterator[tuple[ast.AST, Scope]]:
        waiting: list[tuple[ast.AST, Scope]] = [(root, self.module)]
        while waiting:
            node, scope = waiting.pop()
            yield node, scope
            children = _children(node, scope, self._scopes.get(node, scope), annotations)
            waiting.extend(reversed(children))

    # --- what a name stands for ---

    def home(self, name: str, scope: Scope) -> Scope | None:
        """The scope that binds the name which is used in a scope."""
        here: Scope | None = scope
        for _ in range(_MOST_STEPS):
            if here is None:
                break
            here = here.shared.get(name, here)
            if name in here.bound and (here.kind != "class" or here is scope):
                return here
            here = here.outer
        return self.module if name in self.module.bound else None

    def meanings(self, name: str, scope: Scope, *, ever: bool = False) -> tuple[str, ...]:
        """What a name stands for: imports and aliases of them by their dotted names, nothing (``""``) for a variable.

        ``ever``: what it stands for after any of its bindings, not only the last one; fit for finding what hides.
        """
        home = self.home(name, scope)
        if home is None and self._around is not None:
            return self._around.meanings(name, self._around.module, ever=ever)
        if home is None:
            return (name, *(f"{module}.{name}" for module in self._everything_of))
        known = [meaning for meaning in home.bound[name] if meaning]
        each = (one for meaning in (known if ever else known[-1:]) for one in meaning)
        found = list(islice(each, _MOST_MEANINGS))
        if home.kind == "module" and name in _BUILTINS and (ever or not found):
            found.append(name)  # `if False: exec = None` binds it, and binds nothing
        if home.kind == "class" and ever and home.outer is not None:
            found.extend(self.meanings(name, _around(home, *_WRITTEN_IN), ever=True))
        return tuple(dict.fromkeys(found)) or ("",)

    def value(self, name: str, scope: Scope) -> ast.expr | None:
        """The expression that is assigned to a name, where there is only one."""
        home = self.home(name, scope)
        return home.values.get(name) if home and home.times[name] == 1 else None

    def dotted(self, node: ast.AST, scope: Scope, *, ever: bool = False) -> tuple[str, ...]:
        """What an expression may name; nothing for one that is no name.

        A chain that begins with anything but a module or a builtin begins with nothing: ``x().f_back`` is ``.f_back``.
        ``getattr(os, "write")``, ``vars(os)["write"]`` and ``__import__("os").write`` are ``os.write``.
        """
        if isinstance(node, ast.Name):
            return tuple(name for name in self.meanings(node.id, scope, ever=ever) if 0 < len(name) <= _LONGEST)
        steps: list[str] = []
        roots: tuple[str, ...] = ("",)
        for _ in range(_MOST_STEPS):
            if isinstance(node, ast.Attribute):
                steps.append(node.attr)
                node = node.value
            elif isinstance(node, ast.NamedExpr):
                node = node.value
            elif isinstance(node, ast.Name):
                roots = self.meanings(node.id, scope, ever=ever)
                break
            else:
                owner, step = self._reflected(node, scope)
                if owner is None:
                    roots = (step,)
                    break
                if step:
                    steps.append(step)
                node = owner
        rest = "".join(f".{step}" for step in reversed(steps))
        return tuple(root + rest for root in roots if root + rest and len(root + rest) <= _LONGEST)

    def used(self, node: ast.AST, scope: Scope, *, closely: bool = False) -> Iterable[str]:
        """The dotted names that a node itself uses or imports; a builtin has no module.

        ``closely``: whatever its names ever stood for, texts and patterns that consist of a name (``.f_back``), and
        what is used in a text that is run (``timeit.timeit("import ctypes")``). This is found out once.
        """
        if type(node) not in _SPEAKING:
            return ()
        if not closely:
            return self._used(node, scope, False)
        key: Hashable = node
        if isinstance(node, ast.Name) and node not in self._searched:  # it stands for the same all over its scope
            key = (node.id, type(node.ctx), scope)
        found = self._closely.get(key)
        if found is None:
            found = tuple(self._used(node, scope, True))
            if len(self._closely) < _MOST_KEPT:
                self._closely[key] = found
        return found

    def _used(self, node: ast.AST, scope: Scope, closely: bool) -> Iterator[str]:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            yield from imported(node)
        elif isinstance(node, (ast.Name, ast.Attribute, ast.Call, ast.Subscript)):
            if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
                return
            for name in self.dotted(node, scope, ever=closely):
                if not (closely and name == "sys.modules" and node in self._searched):  # "google.colab" in sys.modules
                    yield name.removeprefix("builtins.")
        if closely and isinstance(node, ast.MatchClass):
            yield from (f".{name}" for name in node.kwd_attrs)
        elif closely:
            text = self.text_at(node, scope)
            if 0 < len(text) <= _LONGEST and all(step.isidentifier() for step in text.split(".")):
                yield f".{text}"
        if closely and isinstance(node, ast.Call) and self._called(node.func, scope) & RUN_TEXTS:
            for argument in (*node.args[:2], *(word.value for word in node.keywords if word.arg in _TEXT_KEYWORDS)):
                yield from self._used_in_text(self.text(argument, scope, longest=_LONGEST_RUN) or "")

    def _used_in_text(self, text: str) -> tuple[str, ...]:
        if text not in self._texts and len(self._texts) < _MOST_TEXTS:
            self._texts[text] = ()
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    tree = ast.parse(textwrap.dedent(text))
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                return ()
            inner = Names([tree], around=self)
            inner._texts = self._texts
            every = (inner.used(node, scope, closely=True) for node, scope in inner.walk(tree, annotations=True))
            self._texts[text] = tuple(dict.fromkeys(chain.from_iterable(every)))
        return self._texts.get(text, ())

    def text(self, node: ast.AST, scope: Scope, *, beginning: bool = False, longest: int = _LONGEST) -> str | None:
        """The short text that an expression of constants makes; its ``beginning``, as far as that is known."""
        pieces: list[str] = []
        waiting: list[ast.AST] = [node]
        for _ in range(_MOST_PIECES):
            if not waiting or sum(map(len, pieces)) > longest:
                break
            node = waiting.pop()
            more = self._pieces(node, scope)
            if isinstance(more, str):
                pieces.append(more[: longest + 1])
            elif more is not None:
                waiting.extend(reversed(more))
            elif beginning:
                break
            else:
                return None
        found = "".join(pieces)
        if beginning:
            return found[:longest] or None
        return found if not waiting and len(found) <= longest else None

    def text_at(self, node: ast.AST, scope: Scope) -> str:
        """The text at a node: a constant, however long it is, or a short one in pieces."""
        if isinstance(node, ast.Constant):
            value = node.value
            return value if isinstance(value, str) else value.decode("latin-1") if isinstance(value, bytes) else ""
        return (self.text(node, scope) or "") if isinstance(node, (ast.BinOp, ast.JoinedStr, ast.Call)) else ""

    def _pieces(self, node: ast.AST, scope: Scope) -> str | list[ast.AST] | None:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return node.value
        if isinstance(node, ast.Constant) and isinstance(node.value, bytes):
            return node.value[: _LONGEST_RUN + 1].decode("latin-1")
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            return [node.left, node.right]
        if isinstance(node, ast.JoinedStr):
            return list(node.values[:_MOST_PIECES])
        if isinstance(node, ast.FormattedValue) and node.format_spec is None:
            return [node.value]
        if isinstance(node, ast.Name):
            value = self.value(node.id, scope)
            return None if value is None else [value]
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and len(node.args) == 1:
            parts = node.args[0]
            if node.func.attr == "join" and isinstance(parts, (ast.List, ast.Tuple)):
                glued: list[ast.AST] = []
                for part in parts.elts[:_MOST_PIECES]:
                    glued += [node.func.value, part]
                return glued[1:]
        return None

    def _reflected(self, node: ast.AST, scope: Scope) -> tuple[ast.AST | None, str]:
        """``getattr(os, "write")`` as os and its step, ``__import__("os")`` as a name without an owner."""
        if isinstance(node, ast.Call) and node.args:
            called = self._called(node.func, scope)
            if "getattr" in called and len(node.args) > 1:
                return node.args[0], self.text(node.args[1], scope) or UNKNOWN
            if "vars" in called:
                return node.args[0], "__dict__"
            if called & {"__import__", "importlib.import_module", "importlib.__import__"}:
                name = self.text(node.args[0], scope) or ""
                whole = "importlib.import_module" in called or len(node.args) + len(node.keywords) > 1
                return None, name if whole else name.partition(".")[0]
        if isinstance(node, ast.Subscript):
            owner, key = node.value, self.text(node.slice, scope)
            if isinstance(owner, ast.Attribute) and owner.attr == "__dict__":
                return owner.value, key or UNKNOWN
            if "sys.modules" in self._called(owner, scope):
                return None, key or ""
            if isinstance(owner, ast.Call):
                called = self._called(owner.func, scope)
                if "vars" in called and owner.args:
                    return owner.args[0], key or UNKNOWN
                if key and called & {"vars", "globals", "locals"} and not owner.args:
                    return ast.Name(key, ast.Load()), ""
        return None, ""

    def _called(self, function: ast.AST, scope: Scope) -> set[str]:
        """The names of what is called, by a name or one attribute of a name."""
        rest = ""
        if isinstance(function, ast.Attribute):
            rest = f".{function.attr}"
            function = function.value
        if not isinstance(function, ast.Name):
            return set()
        return {(one + rest).removeprefix("builtins.") for one in self.meanings(function.id, scope, ever=True)}

    # --- what binds a name ---

    def _bind(self, node: ast.AST, scope: Scope) -> None:
        if type(node) not in _BINDING:
            return
        if isinstance(node, ast.Name):
            if not isinstance(node.ctx, ast.Load):
                self._slot(node.id, scope)
                scope.shared.get(node.id, scope).times[node.id] += 1
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            self._bind_imports(node, scope)
        elif isinstance(node, _FUNCTIONS):
            self._bind_function(node, scope)
        elif isinstance(node, ast.ClassDef):
            self._slot(node.name, scope)
            self._scopes[node] = Scope("class", scope)
        elif isinstance(node, _COMPREHENSIONS):
            self._scopes[node] = Scope("comprehension", scope)
        elif isinstance(node, (ast.Call, ast.Subscript)):
            owner, name = self._reflected(node, scope)
            if owner is None and name:
                self.imported.add(name.partition(".")[0])
        elif isinstance(node, ast.Compare):
            pairs = zip(node.ops, node.comparators, strict=True)
            self._searched.update(one for operator, one in pairs if isinstance(operator, (ast.In, ast.NotIn)))
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                self._bind_values(target, node.value, scope)
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            self._bind_values(node.target, node.value, scope)
        elif isinstance(node, ast.NamedExpr):
            where = _around(scope, *_WRITTEN_IN) if scope.kind == "comprehension" else scope
            self._bind_values(node.target, node.value, where, fixed=False)
        elif isinstance(node, (ast.For, ast.AsyncFor)) and isinstance(node.iter, (ast.List, ast.Tuple)):
            for element in node.iter.elts[:_MOST_MEANINGS]:
                self._bind_values(node.target, element, scope, fixed=False)
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            where = self.module if isinstance(node, ast.Global) else _around(scope, "function")
            scope.shared.update(dict.fromkeys(node.names, where))
        elif isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)) and node.name:
            self._slot(node.name, scope)
        elif isinstance(node, ast.MatchMapping) and node.rest:
            self._slot(node.rest, scope)

    def _slot(self, name: str, scope: Scope) -> list[tuple[str, ...]]:
        """The meanings of a name in the scope that it is bound in."""
        return scope.shared.get(name, scope).bound.setdefault(name, [])

    def _means(self, name: str, scope: Scope, meaning: str | ast.expr, seen_from: Scope) -> None:
        """Remember what a binding makes of a name: a dotted name, or whatever an expression stands for."""
        meanings = self._slot(name, scope)
        del meanings[_MOST_MEANINGS - 1 :]
        meanings.append((meaning,) if isinstance(meaning, str) else ())
        if isinstance(meaning, (ast.Name, ast.Attribute, ast.Call, ast.Subscript, ast.NamedExpr)):
            self._later.append((meanings, len(meanings) - 1, meaning, seen_from))

    def _bind_imports(self, node: ast.Import | ast.ImportFrom, scope: Scope) -> None:
        for alias, name in zip(node.names, imported(node), strict=True):
            root = name.partition(".")[0]
            if root:
                self.imported.add(root)
            if alias.name == "*":
                module = name.removesuffix(".*")
                if module not in self._everything_of and len(self._everything_of) < _MOST_MODULES:
                    self._everything_of.append(module)
            elif isinstance(node, ast.ImportFrom):
                self._means(alias.asname or alias.name, scope, name, scope)
            else:
                self._means(alias.asname or root, scope, name if alias.asname else root, scope)

    def _bind_function(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, scope: Scope) -> None:
        if not isinstance(node, ast.Lambda):
            self._slot(node.name, scope)
        inner = self._scopes[node] = Scope("function", scope)
        arguments = node.args
        by_position = [*arguments.posonlyargs, *arguments.args]
        for argument in (*by_position, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg):
            if argument:
                inner.bound[argument.arg] = []
        defaults = [*zip(reversed(by_position), reversed(arguments.defaults), strict=False)]
        for argument, value in (*defaults, *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)):
            if value is not None:
                self._means(argument.arg, inner, value, scope)

    def _bind_values(self, target: ast.expr, value: ast.expr, scope: Scope, *, fixed: bool = True) -> None:
        pairs = [(target, value)]
        if isinstance(target, (ast.Tuple, ast.List)) and isinstance(value, (ast.Tuple, ast.List)):
            pairs = list(zip(target.elts, value.elts, strict=False))
        for one, its in pairs:
            if isinstance(one, ast.Name):
                self._means(one.id, scope, its, scope)
                if fixed:
                    scope.shared.get(one.id, scope).values[one.id] = its


def imported(node: ast.Import | ast.ImportFrom) -> list[str]:
    """The dotted names that a statement imports."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names]


def _around(scope: Scope, *kinds: Kind) -> Scope:
    """The next scope of one of these kinds around another one; the module's where there is none."""
    while scope.outer is not None:
        scope = scope.outer
        if scope.kind in kinds:
            break
    return scope


def _children(node: ast.AST, scope: Scope, inner: Scope, annotations: bool) -> list[tuple[ast.AST, Scope]]:
    """The nodes below one with their scopes: defaults and decorators belong outside of what they are written at."""
    found: list[tuple[ast.AST, Scope]] = []
    if isinstance(node, _COMPREHENSIONS):
        for number, generator in enumerate(node.generators):
            found.append((generator.target, inner))
            found.append((generator.iter, inner if number else scope))
            found.extend((condition, inner) for condition in generator.ifs)
        elements = (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,)
        found.extend((element, inner) for element in elements)
        return found
    if isinstance(node, ast.NamedExpr):  # its target is bound further out than it is written
        return [(node.value, scope)]
    for field in node._fields:
        value = getattr(node, field, None)
        if not isinstance(value, (ast.AST, list)) or (field in ("annotation", "returns") and not annotations):
            continue
        where = inner if field == "body" else scope
        for child in value if isinstance(value, list) else (value,):
            if isinstance(child, ast.AST) and type(child) not in _SIGNS:
                found.append((child, where))
    return found
