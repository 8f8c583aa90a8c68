"""What in a submission is the student's own: its functions, methods and loose statements without the stub's text.

A part that nobody has written yet, imports, docstrings and the stub's cells leave nothing behind. The order of the
pieces and the cells or the file that they lie in say nothing, so a copy in another order stays a copy.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from grader.course import Assignment
from grader.errors import CourseError
from grader.similar.tokens import Scope, Token, renamed_digest, scope_of, tokens
from grader.submission import SUFFIXES, Submission, Unreadable, parse_submission, read_bytes

MOST_TOKENS: Final = 40_000  # ten times a long submission; more would not be read by a person either
_FUNCTION: Final = (ast.FunctionDef, ast.AsyncFunctionDef)
_LARGEST_STUB: Final = 16 << 20  # bytes


class NotCompared(Exception):
    """There is nothing in a submission that could be compared, or too much."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A function, a method, what else a class holds, or a loose statement; its tokens are the student's own."""

    name: str
    """``naive_add``, ``NaiveDense.__call__``; of a loose statement the first name that it assigns, or nothing."""
    unit: int
    first: int
    last: int
    code: tuple[Token, ...]

    @property
    def owner(self) -> str:
        """The name at the top of the module that the piece belongs to."""
        return self.name.partition(".")[0]


@dataclass(frozen=True)
class Stub:
    """What everybody was given: the names that it defines, and its statements, whatever they call their variables."""

    names: frozenset[str] = frozenset()
    statements: dict[str, frozenset[bytes]] = field(default_factory=dict)
    """Those of each function, whose signature nobody writes either, and under "" all others."""
    code: tuple[tuple[Token, ...], ...] = ()


def read_stub(assignment: Assignment) -> Stub:
    """The stub as it lies in the assignment's folder, script and notebook.

    Raises:
        CourseError: it cannot be read.
    """
    found = Stub(frozenset(assignment.parts))
    for suffix in SUFFIXES:
        path = assignment.folder / f"{assignment.name}{suffix}"
        if path.is_file():
            found = _with(found, _parsed(path, assignment.name))
    return found


def _parsed(path: Path, name: str) -> Submission:
    try:
        return parse_submission(read_bytes(path, _LARGEST_STUB), path.suffix, name)
    except OSError as error:
        raise CourseError(f"{path}: cannot be read: {error.strerror}") from None
    except Unreadable as error:
        raise CourseError(f"{path}: {error}; `grade stubs` makes it anew") from None


def _with(stub: Stub, submission: Submission) -> Stub:
    """The stub and what another form of it holds; names of variables are left to the students."""
    names = set(stub.names)
    for tree in submission.trees:
        names.update(node.name for node in tree.body if isinstance(node, (*_FUNCTION, ast.ClassDef)))
    scope = scope_of(submission.trees, frozenset(names))
    statements = {name: set(digests) for name, digests in stub.statements.items()}
    code = list(stub.code)
    for part in _parts_of(submission):
        known = statements.setdefault(part.function_name, set())
        for _, words in _statements(part, scope):
            known.add(renamed_digest(words))
            code.append(tuple(words))
    return Stub(frozenset(names), {name: frozenset(one) for name, one in statements.items()}, tuple(code))


def own_pieces(submission: Submission, stub: Stub) -> list[Piece]:
    """The student's own code, piece by piece.

    Raises:
        NotCompared: there is none, or too much.
    """
    scope = scope_of(submission.trees, stub.names)
    found: list[Piece] = []
    left = MOST_TOKENS
    for part in _parts_of(submission):
        given = stub.statements.get(part.function_name)
        code: list[Token] = []
        for is_signature, words in _statements(part, scope):
            if given is None or not (is_signature or renamed_digest(words) in given):
                code += words
        left -= len(code)
        if left < 0:
            raise NotCompared(f"too long to be compared: more than {MOST_TOKENS} words of code")
        if code:
            found.append(Piece(part.name, part.unit, part.first, part.last, tuple(code)))
    if not found:
        raise NotCompared("no code of one's own in it")
    return found


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a module as it stands: its signature or class header (`head`) apart from its statements."""

    name: str
    unit: int
    first: int
    last: int
    function: ast.AST | None
    head: tuple[ast.AST, ...]
    body: tuple[ast.stmt, ...]

    @property
    def function_name(self) -> str:
        return self.name if self.function is not None else ""


def _statements(part: _Part, scope: Scope) -> Iterator[tuple[bool, list[Token]]]:
    """The tokens of each statement that says anything, and whether it belongs to a function's signature."""
    inner = scope.within(part.function) if part.function is not None else None
    for position, node in enumerate((*part.head, *part.body)):
        if not _is_not_written(node):
            words = tokens(node, inner or scope.within(node), MOST_TOKENS)
            if words:
                yield inner is not None and position < len(part.head), words


def _parts_of(submission: Submission) -> list[_Part]:
    found = []
    for unit, tree in enumerate(submission.trees):
        waiting: list[tuple[str, ast.stmt]] = [("", node) for node in reversed(tree.body)]
        while waiting:
            owner, node = waiting.pop()
            first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", []))])
            last = node.end_lineno or node.lineno
            if isinstance(node, _FUNCTION):
                head = (*node.decorator_list, node.args)
                found.append(_Part(owner + node.name, unit, first, last, node, head, tuple(node.body)))
            elif isinstance(node, ast.ClassDef):
                inner = [one for one in node.body if isinstance(one, (*_FUNCTION, ast.ClassDef))]
                loose = tuple(one for one in node.body if not isinstance(one, (*_FUNCTION, ast.ClassDef)))
                head = (*node.decorator_list, *node.bases, *(one.value for one in node.keywords))
                found.append(_Part(owner + node.name, unit, first, last, None, head, loose))
                waiting += [(f"{owner}{node.name}.", one) for one in reversed(inner)]
            else:
                found.append(_Part(owner + _assigned(node), unit, first, last, None, (), (node,)))
    return found


def _assigned(node: ast.stmt) -> str:
    """The name that a loose statement gives something; that of a part written as a lambda, say."""
    targets = node.targets if isinstance(node, ast.Assign) else []
    return next((one.id for one in targets if isinstance(one, ast.Name)), "")


def _is_not_written(node: ast.AST) -> bool:
    """The line that stands in a stub where the solution belongs, with any message."""
    if not isinstance(node, ast.Raise) or node.exc is None:
        return False
    raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"


def by_part(pieces: Sequence[Piece], parts: Sequence[str]) -> dict[str, list[int]]:
    """For each part the pieces that define it, and those of the helpers that it uses, directly or not."""
    owners: dict[str, list[int]] = {}
    for number, piece in enumerate(pieces):
        if piece.owner:
            owners.setdefault(piece.owner, []).append(number)
    found: dict[str, list[int]] = {}
    for part in parts:
        waiting, seen = [part], {part}
        numbers: list[int] = []
        while waiting:
            for number in owners.get(waiting.pop(), []):
                numbers.append(number)
                used = {token.spelled for token in pieces[number].code}
                more = {name for name in used if name in owners and name not in seen and name not in parts}
                seen |= more
                waiting += sorted(more)
        if numbers:
            found[part] = numbers
    return found
