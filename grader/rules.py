"""Static rules: what the source of a part, and of the helpers that it uses, may not name.

Read from the AST, with import aliases resolved (``np.dot`` is ``numpy.dot`` however NumPy was imported). Rules here
catch what cannot be seen in the run itself; what can, is decided there. A rule for the whole source (``anywhere``)
keeps tools out that reach into the run; it looks closer, and whoever is determined to hide still can.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase, translate
from functools import lru_cache
from typing import Final

from grader.names import Names
from grader.settings import OPERATORS, Forbid
from grader.submission import Submission

_OPERATORS: Final = dict(zip(OPERATORS, (ast.MatMult, ast.Pow, ast.Mod), strict=True))
_WILD: Final = re.compile(r"[*?[]")
_SHOWN: Final = 60  # characters of the source that a message quotes


def violations(submission: Submission, parts: Iterable[str], rules: Iterable[Forbid]) -> dict[str, str]:
    """For each part that breaks a rule, one sentence that says where and why."""
    rules = list(rules)
    if not rules:
        return {}
    source = _Source(submission)
    found: dict[str, str] = {}
    for part in parts:
        for rule in rules:
            if part in found or not any(fnmatchcase(part, pattern) for pattern in rule.parts):
                continue
            broken = source.broken_anywhere(rule) if rule.anywhere else source.broken_by(part, rule)
            if broken:
                found[part] = broken
    return found


def parts_that_use(submission: Submission, names: frozenset[str], parts: Iterable[str]) -> set[str]:
    """The parts that are among these module-level names, or use one of them, directly or not."""
    source = _Source(submission)
    return {part for part in parts if part in names or names.intersection(source.reachable(part))}


def definitions_only(tree: ast.Module) -> frozenset[str] | None:
    """The names that a module defines, if it does nothing but define and import; else None."""
    names: set[str] = set()
    for node in tree.body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            names.update(alias.asname or alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
            return None
    return frozenset(names)


class _Source:
    """A submission's definitions, and what they use and break, each looked at once however many parts share it."""

    def __init__(self, submission: Submission) -> None:
        self.submission = submission
        self.names = submission.names()
        self.definitions = _definitions(submission)
        self._uses: dict[str, set[str]] = {}
        self._broken: dict[tuple[str, int], str] = {}

    def reachable(self, part: str) -> Iterator[str]:
        """The part, if it is defined, and the module-level names that it uses, directly or not."""
        waiting, seen = [part], {part}
        while waiting:
            name = waiting.pop()
            if name not in self.definitions:
                continue
            yield name
            more = self._used_by(name) - seen
            seen |= more
            waiting.extend(sorted(more))

    def _used_by(self, name: str) -> set[str]:
        if name not in self._uses:
            self._uses[name] = {
                inner.id
                for inner, scope in self.names.walk(self.definitions[name][0])
                if isinstance(inner, ast.Name) and self.names.home(inner.id, scope) is self.names.module
            }
        return self._uses[name]

    def broken_by(self, part: str, rule: Forbid) -> str:
        """What breaks a rule in what a part reaches, as a sentence; nothing if nothing does."""
        for name in self.reachable(part):
            if (name, id(rule)) not in self._broken:
                node, label = self.definitions[name]
                self._broken[name, id(rule)] = _broken(self.names, [(node, label)], rule)
            if self._broken[name, id(rule)]:
                return self._broken[name, id(rule)]
        return ""

    def broken_anywhere(self, rule: Forbid) -> str:
        """What breaks a rule in the whole source."""
        if ("", id(rule)) not in self._broken:
            labels = [unit.label for unit in self.submission.units]
            trees = zip(self.submission.trees, labels, strict=True)
            self._broken["", id(rule)] = _broken(self.names, trees, rule)
        return self._broken["", id(rule)]


def _definitions(submission: Submission) -> dict[str, tuple[ast.AST, str]]:
    """Every name bound at the top level with the last statement that binds it and the label of its cell."""
    definitions: dict[str, tuple[ast.AST, str]] = {}
    for unit, tree in zip(submission.units, submission.trees, strict=True):
        for node in ast.iter_child_nodes(tree):
            for name in _bound_names(node):
                definitions[name] = (node, unit.label)
    return definitions


def _bound_names(node: ast.AST) -> list[str]:
    """The names that a top-level statement binds, those of its inner blocks included."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return [node.name]
    if isinstance(node, ast.expr):
        return []
    names: list[str] = []
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            names += [n.id for n in ast.walk(child) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
    waiting = [child for child in ast.iter_child_nodes(node) if isinstance(child, (ast.stmt, ast.excepthandler))]
    while waiting:
        inner = waiting.pop()
        if isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.append(inner.name)
            continue
        for child in ast.iter_child_nodes(inner):
            if isinstance(child, (ast.stmt, ast.excepthandler)):
                waiting.append(child)
            elif isinstance(child, ast.expr):
                names += [n.id for n in ast.walk(child) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
    return names


def _broken(names: Names, trees: Iterable[tuple[ast.AST, str]], rule: Forbid) -> str:
    """The first place in these trees that breaks a rule, as a sentence."""
    operators = tuple(_OPERATORS[symbol] for symbol in rule.operators if symbol in _OPERATORS)
    forbidden = _Patterns.of(tuple(rule.names))
    for tree, label in trees:
        for node, scope in names.walk(tree, annotations=rule.anywhere):
            what = ""
            if isinstance(node, (ast.BinOp, ast.AugAssign)) and isinstance(node.op, operators):
                what = next(symbol for symbol, kind in _OPERATORS.items() if isinstance(node.op, kind))
            else:
                used = next(filter(forbidden.matches, names.used(node, scope, closely=rule.anywhere)), "")
                if used:
                    what = used if isinstance(node, (ast.Import, ast.ImportFrom)) else _shown(node, used)
                elif rule.texts:
                    what = next((text for text in rule.texts if text in names.text_at(node, scope)), "")
            if what:
                line = f"line {getattr(node, 'lineno', 1)}"
                return f"`{what}` ({f'{label}, {line}' if label else line}): {rule.why}"
    return ""


class _Patterns:
    """The names that a rule forbids, by where they begin or end: there are many names in a source, and in a rule."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._ends: set[str] = set()
        begins: dict[str, list[str]] = {}
        for pattern in patterns:
            root, _, rest = pattern.partition(".")
            if root == "*" and rest.isidentifier():
                self._ends.add(rest)
            else:
                begins.setdefault("" if _WILD.search(root) else root, []).append(pattern)
        self._begins = {root: _expression(some) for root, some in begins.items()}
        self._others = self._begins.pop("", _expression([]))
        self.matches = lru_cache(4096)(self._matches)  # the same names come again and again

    @classmethod
    @lru_cache
    def of(cls, patterns: tuple[str, ...]) -> _Patterns:
        """Made once for a rule."""
        return cls(patterns)

    def _matches(self, name: str) -> bool:
        root, dot, _ = name.partition(".")
        if dot and name.rpartition(".")[2] in self._ends:
            return True
        expression = self._begins.get(root)
        return bool((expression and expression.match(name)) or self._others.match(name))


def _expression(patterns: Iterable[str]) -> re.Pattern[str]:
    """What matches one of these patterns; ``tensorflow.keras.*`` also means ``tensorflow.keras`` itself."""
    every = dict.fromkeys(each for pattern in patterns for each in (pattern, pattern.removesuffix(".*")))
    return re.compile("|".join(map(translate, every)) or r"(?!)")


def _shown(node: ast.AST, name: str) -> str:
    """A place in the source as it is written, if that is short."""
    try:
        text = ast.unparse(node)
    except RecursionError:
        text = name.lstrip(".")
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
