"""Static rules: what the source of a part, and of the helpers that it uses, may not name.

Read from the AST, with import aliases resolved (``np.dot`` is ``numpy.dot`` however NumPy was imported). Rules here
catch what cannot be seen in the run itself; what can, is decided there.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from typing import Final

from grader.settings import Forbid
from grader.submission import Submission

_OPERATORS: Final = {"@": ast.MatMult, "**": ast.Pow, "%": ast.Mod}
_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Assign


def violations(submission: Submission, parts: Iterable[str], rules: Iterable[Forbid]) -> dict[str, str]:
    """For each part that breaks a rule, one sentence that says where and why."""
    rules = list(rules)
    if not rules:
        return {}
    definitions: dict[str, tuple[ast.AST, str]] = {}
    aliases: dict[str, str] = {}
    labels = {unit.filename: unit.label for unit in submission.units}
    for unit, tree in _with_labels(submission):
        aliases.update(_aliases(tree))
        for node in ast.iter_child_nodes(tree):
            for name in _bound_names(node):
                definitions[name] = (node, labels[unit])
    found: dict[str, str] = {}
    for part in parts:
        for rule in rules:
            if part in found or not any(fnmatchcase(part, pattern) for pattern in rule.parts):
                continue
            for node, label in _reachable(part, definitions):
                broken = _broken(node, rule, aliases)
                if broken:
                    what, line = broken
                    where = f"{label}, line {line}" if label else f"line {line}"
                    found[part] = f"`{what}` ({where}): {rule.why}"
                    break
    return found


def _with_labels(submission: Submission) -> Iterator[tuple[str, ast.Module]]:
    """The parsed units with their file names; cells with a syntax error have no tree."""
    parsed = iter(submission.trees)
    if len(submission.trees) == len(submission.units):
        for unit in submission.units:
            yield unit.filename, next(parsed)
        return
    for unit in submission.units:
        try:
            yield unit.filename, ast.parse(unit.source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue


def _aliases(tree: ast.AST) -> dict[str, str]:
    """Every imported name with what it stands for, wherever in the source the import is."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.asname:
                    names[alias.asname] = alias.name
                else:
                    root = alias.name.partition(".")[0]
                    names[root] = root
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
        elif isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            dotted = _dotted(node.value, names)
            if dotted and dotted != node.targets[0].id and "." in dotted:  # layers = tf.keras.layers
                names[node.targets[0].id] = dotted
    return names


def _bound_names(node: ast.AST) -> list[str]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return [node.name]
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    if isinstance(node, (ast.If, ast.Try, ast.With)):
        return [name for child in ast.iter_child_nodes(node) for name in _bound_names(child)]
    return []


def _reachable(part: str, definitions: dict[str, tuple[ast.AST, str]]) -> Iterator[tuple[ast.AST, str]]:
    """The part's definition and those of the module-level names that it uses, directly or not."""
    waiting, seen = [part], {part}
    while waiting:
        name = waiting.pop()
        if name not in definitions:
            continue
        node, label = definitions[name]
        yield node, label
        for inner in ast.walk(node):
            if isinstance(inner, ast.Name) and inner.id in definitions and inner.id not in seen:
                seen.add(inner.id)
                waiting.append(inner.id)


def _broken(node: ast.AST, rule: Forbid, aliases: dict[str, str]) -> tuple[str, int] | None:
    operators = tuple(_OPERATORS[symbol] for symbol in rule.operators if symbol in _OPERATORS)
    for inner in _without_annotations(node):
        if isinstance(inner, (ast.BinOp, ast.AugAssign)) and isinstance(inner.op, operators):
            symbol = next(s for s, kind in _OPERATORS.items() if isinstance(inner.op, kind))
            return symbol, inner.lineno
        if isinstance(inner, (ast.Import, ast.ImportFrom)):
            imported = _imported(inner)
            for name in imported:
                if _named(name, rule.names):
                    return name, inner.lineno
        if isinstance(inner, (ast.Name, ast.Attribute)):
            dotted = _dotted(inner, aliases)
            if dotted and _named(dotted, rule.names):
                return ast.unparse(inner), inner.lineno
    return None


def _imported(node: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [f"{node.module}.{alias.name}" for alias in node.names]


def _named(dotted: str, patterns: Iterable[str]) -> bool:
    """``tensorflow.keras.*`` also means ``tensorflow.keras`` itself."""
    return any(fnmatchcase(dotted, p) or (p.endswith(".*") and dotted == p[:-2]) for p in patterns)


def _without_annotations(node: ast.AST) -> Iterator[ast.AST]:
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        for name, value in ast.iter_fields(current):
            if name in ("annotation", "returns"):
                continue
            children = value if isinstance(value, list) else [value]
            waiting.extend(child for child in children if isinstance(child, ast.AST))


def _dotted(node: ast.AST, aliases: dict[str, str]) -> str:
    """``tf.keras.layers`` as ``tensorflow.keras.layers``; nothing for what is not a dotted name."""
    steps: list[str] = []
    while isinstance(node, ast.Attribute):
        steps.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    return ".".join([aliases.get(node.id, node.id), *reversed(steps)])
