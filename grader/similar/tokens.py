"""Code as a sequence of tokens in which a new name, another layout or a comment changes nothing.

Read from the syntax tree, so brackets, quotes, line breaks, type annotations and docstrings do not count. What the
writer chose freely, the names of variables, helpers and their own attributes, becomes a variable; what the language
and its libraries fix stays: ``np.dot(a, b)`` is `Call/2`, `.dot`, and two variables, however NumPy was imported.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

VARIABLE: Final = "?"
_BLOCK_END: Final = "end"
_PROSE_STARTS: Final = 24  # characters: a longer text is a message rather than a name such as "softmax"
_LONGEST_PATH: Final = 10  # dots: no library has more
_LONGEST_SYMBOL: Final = 100  # characters; the names that a student makes up may be endless
_NAMED: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_LEFT_OUT: Final = frozenset(
    {ast.Import, ast.ImportFrom, ast.Pass, ast.Global, ast.Nonlocal, ast.Load, ast.Store, ast.Del}
)
_DOTTED: Final = frozenset({ast.Name, ast.Attribute})
_LEAVES: Final = frozenset({ast.Name, ast.Constant, ast.arg})
# Types are hints here, and a docstring or a comment behind them says nothing about the code.
_ANNOTATIONS: Final = frozenset({"annotation", "returns", "type_comment", "type_ignores", "type_params", "simple"})


class Token(NamedTuple):
    """One token: ``symbol`` is VARIABLE where ``spelled`` was the writer's choice."""

    symbol: str
    spelled: str
    line: int


@dataclass(frozen=True, slots=True)
class Scope:
    """The names whose meaning a piece of code needs from elsewhere in the submission."""

    imported: dict[str, str] = field(default_factory=dict)
    """Names bound by imports, and the last word of what they stand for."""
    bound: frozenset[str] = frozenset()
    attributes: frozenset[str] = frozenset()
    """Attributes that the submission itself assigns or defines: ``self.w``, methods."""
    functions: frozenset[str] = frozenset()
    """What the submission defines itself; the keywords of its calls were chosen by the writer, too."""
    outer: Scope | None = None

    def within(self, statement: ast.AST) -> Scope:
        """The scope of what is in a function, or in a statement with lambdas."""
        imported: dict[str, str] = {}
        bound: set[str] = set()
        for node in walk(statement):
            imported |= _imports(node)
            if node is not statement:
                bound.update(_binds(node))
        return Scope(imported, frozenset(bound - imported.keys()), self.attributes, self.functions, self)

    def is_own(self, name: str) -> bool:
        """Whether the writer chose this name."""
        return name in self.bound or (name not in self.imported and self.outer is not None and self.outer.is_own(name))

    def library(self, name: str) -> str | None:
        """The last word of what an imported name stands for; None for any other name."""
        if name in self.imported or name in self.bound or self.outer is None:
            return self.imported.get(name)
        return self.outer.library(name)


def scope_of(trees: Iterable[ast.Module], given: frozenset[str]) -> Scope:
    """What a submission's top level binds; ``given`` are names that the stub fixes."""
    imported: dict[str, str] = {}
    bound: set[str] = set()
    attributes: set[str] = set()
    functions: set[str] = set()
    for tree in trees:
        for statement in tree.body:
            for node in walk(statement, inner=False):
                imported |= _imports(node)
                bound.update(_binds(node))
        for node in walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                attributes.add(node.attr)
            elif isinstance(node, ast.ClassDef):
                attributes.update(name for inner in node.body for name in _binds(inner) if not _is_dunder(name))
            if isinstance(node, _NAMED):
                functions.add(node.name)
    own = frozenset(bound - given - imported.keys())
    return Scope(imported, own, frozenset(attributes - given), frozenset(functions - given))


def walk(node: ast.AST, *, inner: bool = True) -> Iterator[ast.AST]:
    """A node and all below it; without ``inner`` not what lies in functions and classes."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield one
        if not inner and isinstance(one, (*_NAMED, ast.Lambda)):
            continue
        for name in one._fields:  # as ast.iter_child_nodes, in half the time
            value = getattr(one, name, None)
            if isinstance(value, list):
                waiting += [child for child in value if isinstance(child, ast.AST)]
            elif isinstance(value, ast.AST) and not isinstance(value, ast.expr_context):
                waiting.append(value)


def tokens(node: ast.AST, scope: Scope, most: int = 1 << 20) -> list[Token]:
    """The tokens of a statement in the order of the syntax tree, not many more than ``most`` of them."""
    found: list[Token] = []
    line = getattr(node, "lineno", 1)
    waiting: list[ast.AST | str] = [node]  # no recursion: a tree may be deeper than Python's stack
    while waiting and len(found) <= most:
        one = waiting.pop()
        if isinstance(one, str):
            found.append(Token(one, one, line))
            continue
        kind = type(one)
        if kind in _LEFT_OUT or (kind is ast.Expr and _is_text(one)):
            continue
        line = getattr(one, "lineno", line)
        if kind in _DOTTED and (root := _library(one, scope)) is not None:
            found.append(Token(root, root, line))
            continue
        for symbol, spelled in _heads(one, scope):
            found.append(Token(symbol, spelled, line))
        if kind not in _LEAVES:
            waiting += reversed(_children(one, scope))
    return found


def _heads(node: ast.AST, scope: Scope) -> list[tuple[str, str]]:
    """A node's own tokens, without those of its children."""
    kind = type(node).__name__
    if isinstance(node, ast.Name):
        return [(VARIABLE if scope.is_own(node.id) else node.id, node.id)]
    if isinstance(node, ast.Attribute):
        return [(VARIABLE if node.attr in scope.attributes else f".{node.attr}", f".{node.attr}")]
    if isinstance(node, ast.arg):
        return [(VARIABLE, node.arg)]
    if isinstance(node, ast.Constant):
        return [_constant(node.value)]
    if isinstance(node, ast.ExceptHandler):
        return [(kind, kind), *([(VARIABLE, node.name)] if node.name else [])]
    if isinstance(node, _NAMED):
        own = scope.is_own(node.name) or node.name in scope.attributes
        return [(kind, kind), (VARIABLE if own else node.name, node.name)]
    if isinstance(node, (ast.MatchAs, ast.MatchStar)):
        return [(kind, kind), *([(VARIABLE, node.name)] if node.name else [])]
    if isinstance(node, ast.AnnAssign):
        return [("Assign/1", "Assign/1")] if node.value is not None else []
    if not node._fields:
        return [(kind, kind)]
    many = [len(value) for _, value in ast.iter_fields(node) if isinstance(value, list)]
    label = f"{kind}/{many[0]}" if many and not isinstance(node, ast.stmt) else kind
    if isinstance(node, ast.Assign):
        label = f"Assign/{len(node.targets)}"
    return [(label, label)]


def _children(node: ast.AST, scope: Scope) -> list[ast.AST | str]:
    """What follows a node's own tokens; a block ends with a token, since its length is not told before."""
    if isinstance(node, ast.AnnAssign) and node.value is None:
        return []
    found: list[ast.AST | str] = []
    for name, value in ast.iter_fields(node):
        if name in _ANNOTATIONS:
            continue
        if isinstance(value, ast.AST):
            found.append(value)
        elif isinstance(value, list):
            if isinstance(node, ast.Call) and name == "keywords":
                found += _keywords(node, scope)
                continue
            nodes = [one for one in value if isinstance(one, ast.AST)]
            found += nodes
            if nodes and isinstance(nodes[0], (ast.stmt, ast.ExceptHandler, ast.match_case)):
                found.append(_BLOCK_END)
    return found


def _keywords(call: ast.Call, scope: Scope) -> list[ast.AST | str]:
    """The arguments by name; in a call of one's own function their names were chosen freely."""
    function = call.func
    called = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
    found: list[ast.AST | str] = []
    for one in call.keywords:
        found += ["=" if called in scope.functions or one.arg is None else f"{one.arg}=", one.value]
    return found


def _library(node: ast.AST, scope: Scope) -> str | None:
    """`.dot` for ``np.dot``, `.Dense` for ``tf.keras.layers.Dense``: what is taken from an import, whole path aside."""
    if isinstance(node, ast.Name):
        last = scope.library(node.id)
        return f".{last}" if last is not None else None
    if not isinstance(node, ast.Attribute):
        return None
    inner: ast.AST = node
    for _ in range(_LONGEST_PATH):
        if not isinstance(inner, ast.Attribute):
            break
        inner = inner.value
    return f".{node.attr}" if isinstance(inner, ast.Name) and scope.library(inner.id) is not None else None


def _constant(value: object) -> tuple[str, str]:
    """A number by its value however it is written, a short word as it is, a message as any other message."""
    if isinstance(value, (bool, type(None), type(...))):
        return str(value), str(value)
    if isinstance(value, (int, float, complex)):
        shown = f"number {hash(value)}"  # 2 and 2.0 hash alike, the same in every process, also of endless digits
        return shown, shown
    if isinstance(value, str) and len(value) < _PROSE_STARTS and not any(c.isspace() for c in value):
        return f"text {value}", f"text {value}"
    spelled = value if isinstance(value, str) else repr(value)
    return "text", f"text {spelled}"


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_dunder(name: str) -> bool:
    return name.startswith("__") and name.endswith("__")


def _imports(node: ast.AST) -> dict[str, str]:
    if isinstance(node, ast.Import):
        return {
            one.asname or one.name.partition(".")[0]: one.name.rpartition(".")[2] if one.asname else one.name
            for one in node.names
        }
    if isinstance(node, ast.ImportFrom):
        return {one.asname or one.name: one.name for one in node.names if one.name != "*"}
    return {}


def _binds(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Name):
        return [node.id] if not isinstance(node.ctx, ast.Load) else []
    if isinstance(node, ast.arg):
        return [node.arg]
    if isinstance(node, _NAMED):
        return [node.name]
    if isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)):
        return [node.name] if node.name else []
    if isinstance(node, ast.MatchMapping):
        return [node.rest] if node.rest else []
    if isinstance(node, ast.Assign):  # in a class: ``units = 3``
        return [one.id for one in node.targets if isinstance(one, ast.Name)]
    return []


# --- digests ----------------------------------------------------------------------------------------------


def symbol_hash(symbol: str) -> int:
    """A number for a symbol, the same in every process (Python's own hash of a text is not)."""
    return _short_hash(symbol[:_LONGEST_SYMBOL])


@lru_cache(maxsize=1 << 14)
def _short_hash(symbol: str) -> int:
    return int.from_bytes(hashlib.blake2b(symbol.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def spelled_digest(code: Sequence[Token]) -> bytes:
    """What the code says word for word, layout, comments and docstrings aside."""
    return _digest(token.spelled for token in code)


def renamed_digest(code: Sequence[Token]) -> bytes:
    """What the code says whatever its names are: each is known by the order in which it first appears."""
    order: dict[str, str] = {}
    return _digest(
        order.setdefault(one.spelled, f"?{len(order)}") if one.symbol == VARIABLE else one.symbol for one in code
    )


def _digest(words: Iterable[str]) -> bytes:
    text = "\0".join(words)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
