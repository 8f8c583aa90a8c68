"""Static rules: what the source of a part, and of the helpers that it uses, may not name.

Read from the AST, with import aliases resolved (``np.dot`` is ``numpy.dot`` however NumPy was imported). Rules here
catch what cannot be seen in the run itself; what can, is decided there.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from typing import Final

from grader.settings import OPERATORS, Forbid
from grader.submission import Submission

_Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
_Import = (ast.Import, ast.ImportFrom)
_OPERATORS: Final = dict(zip(OPERATORS, (ast.MatMult, ast.Pow, ast.Mod), strict=True))


def violations(submission: Submission, parts: Iterable[str], rules: Iterable[Forbid]) -> dict[str, str]:
    """For each part that breaks a rule, one sentence that says where and why."""
    rules = list(rules)
    if not rules:
        return {}
    definitions = _definitions(submission)
    aliases: dict[str, str] = {}
    for tree in submission.trees:
        aliases = _aliases(ast.iter_child_nodes(tree), aliases)
    found: dict[str, str] = {}
    for part in parts:
        for rule in rules:
            if part in found or not any(fnmatchcase(part, pattern) for pattern in rule.parts):
                continue
            for name in _reachable(part, definitions):
                node, label = definitions[name]
                broken = _broken(node, rule, aliases)
                if broken:
                    what, line = broken
                    where = f"{label}, line {line}" if label else f"line {line}"
                    found[part] = f"`{what}` ({where}): {rule.why}"
                    break
    return found


def parts_that_use(submission: Submission, names: frozenset[str], parts: Iterable[str]) -> set[str]:
    """The parts that are among these module-level names, or use one of them, directly or not."""
    definitions = _definitions(submission)
    return {part for part in parts if part in names or names.intersection(_reachable(part, definitions))}


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


def _definitions(submission: Submission) -> dict[str, tuple[ast.AST, str]]:
    """Every name bound at the top level with the last statement that binds it and the label of its cell."""
    definitions: dict[str, tuple[ast.AST, str]] = {}
    for unit, tree in zip(submission.units, submission.trees, strict=True):
        for node in ast.iter_child_nodes(tree):
            for name in _bound_names(node):
                definitions[name] = (node, unit.label)
    return definitions


def _aliases(statements: Iterable[ast.AST], known: dict[str, str]) -> dict[str, str]:
    """What the names that these statements import, or bind to an imported name, stand for."""
    names = dict(known)
    for node in statements:
        if isinstance(node, ast.Import):
            for alias in node.names:
                root = alias.name.partition(".")[0]
                names[alias.asname or root] = alias.name if alias.asname else root
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
        elif isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            dotted = _dotted(node.value, names)
            if "." in dotted and dotted.partition(".")[0] != node.targets[0].id:  # layers = tf.keras.layers
                names[node.targets[0].id] = dotted
        elif isinstance(node, (ast.If, ast.Try, ast.With)):
            names = _aliases(ast.iter_child_nodes(node), names)
    return names


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


def _reachable(part: str, definitions: dict[str, tuple[ast.AST, str]]) -> Iterator[str]:
    """The part, if it is defined, and the module-level names that it uses, directly or not."""
    known = dict.fromkeys(definitions, "of the module")
    waiting, seen = [part], {part}
    while waiting:
        name = waiting.pop()
        if name not in definitions:
            continue
        yield name
        for inner, visible in _walk(definitions[name][0], known):
            if isinstance(inner, ast.Name) and visible.get(inner.id) and inner.id not in seen:
                seen.add(inner.id)
                waiting.append(inner.id)


def _broken(node: ast.AST, rule: Forbid, aliases: dict[str, str]) -> tuple[str, int] | None:
    operators = tuple(_OPERATORS[symbol] for symbol in rule.operators if symbol in _OPERATORS)
    for inner, known in _walk(node, aliases):
        if isinstance(inner, (ast.BinOp, ast.AugAssign)) and isinstance(inner.op, operators):
            symbol = next(s for s, kind in _OPERATORS.items() if isinstance(inner.op, kind))
            return symbol, inner.lineno
        if isinstance(inner, (ast.Import, ast.ImportFrom)):
            for name in _imported(inner):
                if _named(name, rule.names):
                    return name, inner.lineno
        if isinstance(inner, (ast.Name, ast.Attribute)):
            dotted = _dotted(inner, known)
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


def _walk(node: ast.AST, known: dict[str, str]) -> Iterator[tuple[ast.AST, dict[str, str]]]:
    """Every node but annotations, with what the names of the module stand for there.

    Names that a function binds itself (parameters, variables) hide those of the module: they stand for nothing.
    """
    waiting = [(node, known)]
    while waiting:
        node, known = waiting.pop()
        yield node, known
        if isinstance(node, ast.ClassDef):
            bound = {name for statement in node.body for name in _bound_names(statement)}
            inner = {**known, **dict.fromkeys(bound, "")}  # in the class's own statements, not in its methods
            children: list[tuple[ast.AST, dict[str, str]]] = [
                (child, known if isinstance(child, _Function) else inner) for child in node.body
            ]
            children += [(child, known) for child in (*node.bases, *node.keywords, *node.decorator_list)]
        else:
            if isinstance(node, _Function):
                local = _local_names(node)
                body = node.body if isinstance(node.body, list) else []
                imports = [inner for statement in body for inner in ast.walk(statement) if isinstance(inner, _Import)]
                known = _aliases(imports, {**known, **dict.fromkeys(local, "")})
            children = [
                (child, known)
                for field, value in ast.iter_fields(node)
                if field not in ("annotation", "returns")
                for child in (value if isinstance(value, list) else [value])
                if isinstance(child, ast.AST)
            ]
        waiting.extend(reversed(children))


def _local_names(function: _Function) -> set[str]:
    arguments = function.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    names = {argument.arg for argument in every if argument}
    shared: set[str] = set()
    for inner in ast.walk(function):
        if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
            names.add(inner.id)
        elif isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and inner is not function:
            names.add(inner.name)
        elif isinstance(inner, (ast.Global, ast.Nonlocal)):
            shared.update(inner.names)
    return names - shared


def _dotted(node: ast.AST, aliases: dict[str, str]) -> str:
    """``tf.keras.layers`` as ``tensorflow.keras.layers``; nothing for what is not a dotted name."""
    steps: list[str] = []
    while isinstance(node, ast.Attribute):
        steps.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    return ".".join([aliases.get(node.id, node.id), *reversed(steps)])
