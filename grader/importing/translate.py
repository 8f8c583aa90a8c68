"""Assertions as probes: what an assertion looks at is returned, and compared outside with what the reference shows.

    assert f(2) == 4                      seen["f(2)"] = student.f(2)                      Exact()
    np.testing.assert_allclose(f(x), y)   seen["f(x)"] = np.asarray(student.f(x))          Tolerance(rtol=1e-07, atol=0)
    with pytest.raises(ValueError): f(0)  seen["f(0)"] = outcome(lambda: student.f(0))     Raises("ValueError")
    assert 0 < f(3) < 9                   seen["f(3)"] = student.f(3)                      a judge: 0 < seen["f(3)"] < 9

Expected values do not get into the probe where that can be helped: only the statements are taken over which what is
looked at depends on. In a loop a key holds a list, one entry a round.
"""

from __future__ import annotations

import ast
import builtins
import copy
import doctest
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

from grader.importing.nbgrader import AUTOTEST

Tree = TypeVar("Tree", bound=ast.AST)
_BUILTINS: Final = frozenset(dir(builtins))
_COMPREHENSIONS: Final = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_COMPOUND: Final = (ast.For, ast.While, ast.If, ast.With, ast.Try, ast.FunctionDef)
_PRIVATE: Final = frozenset({"seen", "student", "outcome"})
_LONGEST_KEY: Final = 60
# A test that looks into the notebook's own state is about something else than what a function returns.
_REFUSED: Final = frozenset({"globals", "locals", "exec", "eval", "input", "get_ipython", "In", "Out", "__import__"})
_SOURCES: Final = frozenset({"getsource", "getsourcelines", "getclosurevars"})
_RAISED: Final = re.compile(r"\ATraceback .*^(?:\w+\.)*(\w+)(?::|$)", re.DOTALL | re.MULTILINE)
_CLOSE: Final = frozenset({"allclose", "isclose"})


class Untranslatable(Exception):
    """Why an assertion cannot become a probe; the message says what to do instead, as far as that is known."""


@dataclass(slots=True)
class Draft:
    """A check in the making: the body of its probe, the comparer of each key, conditions for a judge."""

    part: str
    body: list[ast.stmt]
    comparers: dict[str, str]
    conditions: list[tuple[str, str]]
    """An expression over ``seen`` and ``expected``, and what it says in the test's own words."""
    assertions: int


@dataclass(slots=True)
class Names:
    """What the names of a test may stand for."""

    parts: list[str]
    """Functions and classes of the solution, in their order."""
    solved: set[str]
    """All names that the solution binds."""
    given: list[ast.stmt] = field(default_factory=list)
    """Statements of set-up cells and earlier tests, in their order."""


@dataclass(slots=True)
class _Item:
    """A statement of the probe: its observations' keys, or none where it only sets something up."""

    made: list[ast.stmt]
    keys: list[str] = field(default_factory=list)
    conditions: list[tuple[str, str]] = field(default_factory=list)
    reached: set[str] = field(default_factory=set)  # names of the solution that its observations depend on


def translate(source: str, output: str, names: Names, *, hidden: bool) -> list[Draft]:
    """The probes of a test, one for each part that its assertions are about.

    Raises:
        Untranslatable: there is an assertion that cannot be taken over faithfully.
    """
    translator = _Translator(names, hidden=hidden)
    items = []
    for text, wanted in _examples(source, output):
        try:
            body = ast.parse(text).body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            raise Untranslatable("it is not Python as it stands") from None
        body = translator.unwrapped(body)
        for statement in body:
            translator.refuse(statement)
        last = body[-1] if body else None
        raised = _RAISED.search(wanted)
        if raised and len(body) == 1:
            items.append(translator.raises(body, [raised[1]], looped=False))
            continue
        for statement in body:
            if statement is last and wanted.strip() and isinstance(statement, ast.Expr):
                items.append(translator.shown(statement.value, wanted))
            else:
                items += translator.statement(statement, looped=False)
    return translator.drafts(items)


def _examples(source: str, output: str) -> list[tuple[str, str]]:
    """The test and its output; of a session with ``>>>`` each input and what it shows."""
    if not source.lstrip().startswith(">>> "):
        return [(source, output)]
    try:
        return [(one.source, one.want) for one in doctest.DocTestParser().get_examples(source)]
    except ValueError:
        raise Untranslatable("its `>>>` lines are not a session of Python") from None


class _Translator:
    """Turns the statements of one test into items, and the items into drafts."""

    def __init__(self, names: Names, *, hidden: bool) -> None:
        self.names = names
        self.hidden = hidden
        self.comparers: dict[str, str] = {}
        self.tainted: dict[str, set[str]] = {}  # a local name: which names of the solution it depends on
        self.counts: dict[str, int] = {}  # of each key
        self.depth = 0  # of statements within statements
        for statement in names.given:
            self._taint(statement)

    # --- what a test may not do -------------------------------------------------------------------------

    def unwrapped(self, body: list[ast.stmt]) -> list[ast.stmt]:
        """The body of Otter's exception-based form: ``def test_f(f): …``, perhaps called after that."""
        body = [one for one in body if not _is_text(one)]
        if body and isinstance(body[0], ast.FunctionDef) and len(body) <= 2:
            function = body[0]
            arguments = [one.arg for one in function.args.args]
            called = len(body) == 2 and isinstance(body[1], ast.Expr) and isinstance(body[1].value, ast.Call)
            same = not called or ast.unparse(body[1]) == f"{function.name}({', '.join(arguments)})"
            known = {*self.names.solved, *bound_in(self.names.given), "env"}
            whole = same and not function.decorator_list and set(arguments) <= known
            if whole and (called or function.name.startswith("test")) and not _returns(function):
                return [one for one in function.body if not _is_text(one)]
        return body

    def refuse(self, statement: ast.stmt) -> None:
        for node in ast.walk(statement):
            if isinstance(node, ast.Name):
                if node.id in _PRIVATE:
                    raise Untranslatable(f"it uses the name {node.id}, which a probe needs itself")
                if node.id in _REFUSED:
                    raise Untranslatable(f"it uses {node.id}")
            if isinstance(node, ast.Attribute) and node.attr in _SOURCES:
                raise Untranslatable(f"it reads the source ({node.attr}); [[rules.forbid]] may say the same")
            if isinstance(node, (ast.Global, ast.Nonlocal, ast.Await, ast.AsyncFor, ast.AsyncWith)):
                raise Untranslatable(f"it uses `{ast.unparse(node).split()[0]}`")
        rebound = sorted(bound_in([statement]) & self.names.solved)
        if rebound:
            raise Untranslatable(
                f"it binds {rebound[0]} anew; student.fresh(replacing={{{rebound[0]!r}: …}}) is the way here"
            )
        for node in ast.walk(statement):
            targets = node.targets if isinstance(node, (ast.Assign, ast.Delete)) else []
            for target in targets:
                if isinstance(target, (ast.Attribute, ast.Subscript)) and self.reach(target) & set(self.names.parts):
                    raise Untranslatable(f"it changes {ast.unparse(target)}, which is the submission's")

    # --- statements -------------------------------------------------------------------------------------

    def statement(self, node: ast.stmt, *, looped: bool) -> list[_Item]:
        """A statement as items; in a loop its observations are collected in lists."""
        if isinstance(node, ast.Pass) or _is_text(node):
            return []
        if isinstance(node, ast.Assert):
            return self.holds(node.test, looped=looped)
        if isinstance(node, ast.Expr):
            return self._expression(node, looped=looped)
        if isinstance(node, ast.If):
            return self._if(node, looped=looped)
        if isinstance(node, ast.Try):
            return self._try(node, looped=looped)
        if isinstance(node, ast.With):
            return self._with(node, looped=looped)
        if isinstance(node, (ast.For, ast.While)):
            return self._loop(node)
        if isinstance(node, ast.FunctionDef):
            return self._function(node)
        if isinstance(node, ast.Raise):
            raise Untranslatable("it raises an exception where no condition is written beside it")
        if _asserts(node):
            raise Untranslatable(f"assertions within a {type(node).__name__}")
        self._taint(node)
        return [_Item([self.rooted(node)])]

    def _taint(self, node: ast.stmt) -> None:
        reached = self.reach(node)
        anew = isinstance(node, (ast.Assign, ast.FunctionDef)) and not self.depth
        for name in bound_in([node]):
            self.tainted[name] = reached | (set() if anew else self.tainted.get(name, set()))

    def _expression(self, node: ast.Expr, *, looped: bool) -> list[_Item]:
        value = node.value
        if isinstance(value, ast.Call):
            if isinstance(value.func, ast.Name) and value.func.id == AUTOTEST:
                return [self.observe(value.args[0], "Tolerance()", looped=looped)]
            found = self._assertion_call(value, looped=looped)
            if found is not None:
                return found
            if ast.unparse(value.func) in ("print", "display", "plt.show"):
                return []
        if _asserts(node):
            raise Untranslatable("an assertion within an expression")
        root = _root(value)
        if root and self.reach(value):  # an object may be changed by it
            self.tainted[root] = self.tainted.get(root, set()) | self.reach(value)
        return [_Item([self.rooted(node)])]

    def _if(self, node: ast.If, *, looped: bool) -> list[_Item]:
        fails = len(node.body) == 1 and _is_failure(node.body[0])
        if fails:  # `if not …: raise AssertionError`
            items = self.holds(ast.UnaryOp(ast.Not(), node.test), looped=looped)
            return items + [one for inner in node.orelse for one in self.statement(inner, looped=looped)]
        if len(node.orelse) == 1 and _is_failure(node.orelse[0]) and all(isinstance(b, ast.Pass) for b in node.body):
            return self.holds(node.test, looped=looped)
        return self._compound(node, ["body", "orelse"], looped=looped)

    def _loop(self, node: ast.For | ast.While) -> list[_Item]:
        if isinstance(node, ast.For):
            reached = self.reach(node.iter)
            for name in _stored(node.target):
                self.tainted[name] = self.tainted.get(name, set()) | reached
        return self._compound(node, ["body", "orelse"], looped=True)

    def _function(self, node: ast.FunctionDef) -> list[_Item]:
        if not _asserts(node):
            self._taint(node)
            return [_Item([self.rooted(node)])]
        items = self._compound(node, ["body"], looped=True)
        for item in items:
            self.tainted[node.name] = self.tainted.get(node.name, set()) | item.reached
        return items

    def _with(self, node: ast.With, *, looped: bool) -> list[_Item]:
        if len(node.items) == 1 and isinstance(node.items[0].context_expr, ast.Call):
            call = node.items[0].context_expr
            if _last(call.func) in ("raises", "assert_raises", "assertRaises", "assertRaisesRegex"):
                if node.items[0].optional_vars is not None and len(call.args) + len(call.keywords) > 1:
                    raise Untranslatable("it looks at the exception's text")
                return [self.raises(node.body, _exceptions(call.args[:1]), looped=looped)]
        return self._compound(node, ["body"], looped=looped)

    def _try(self, node: ast.Try, *, looped: bool) -> list[_Item]:
        if node.finalbody:
            raise Untranslatable("a `finally` puts something back")
        body = node.body
        fails = bool(node.orelse) and _is_failure(node.orelse[-1])
        if len(body) > 1 and _is_failure(body[-1]):
            body, fails = body[:-1], True
        quiet = [one for one in node.handlers if all(isinstance(b, ast.Pass) or _is_text(b) for b in one.body)]
        if fails and quiet and len(node.orelse) <= 1:
            loud = [one for one in node.handlers if one not in quiet]
            if all(_is_failure(one.body[-1]) for one in loud):
                types = [one.type for one in quiet if one.type is not None]
                wanted = _exceptions(types) if len(types) == len(quiet) else ["Exception"]
                return [self.raises(body, wanted, looped=looped)]
        if all(_is_failure(one.body[-1]) for one in node.handlers):  # nothing may be raised, which is so anyway
            return [one for inner in [*body, *node.orelse] for one in self.statement(inner, looped=looped)]
        raise Untranslatable("a `try` that is neither `must raise` nor `must not raise`")

    def _compound(self, node: ast.stmt, fields: list[str], *, looped: bool) -> list[_Item]:
        """A statement with statements in it, of which it keeps what is needed."""
        made = copy.deepcopy(node)
        item = _Item([])
        self.depth += 1
        for name in fields:
            inner = [one for statement in getattr(node, name) for one in self.statement(statement, looped=looped)]
            setattr(made, name, [statement for one in inner for statement in one.made])
            for one in inner:
                item.keys += one.keys
                item.conditions += one.conditions
                item.reached |= one.reached
        self.depth -= 1
        if not made.body:  # type: ignore[attr-defined]
            made.body = [ast.Pass()]  # type: ignore[attr-defined]
        if isinstance(node, (ast.If, ast.While)) and item.keys and self.reach(node.test):
            raise Untranslatable("what it asserts depends on what the submission returned")
        self._taint(node)
        header = self.rooted_header(made, fields)
        item.made = [header]
        item.reached |= self.reach(node) if item.keys else set()
        return [item]

    def rooted_header(self, made: ast.stmt, fields: list[str]) -> ast.stmt:
        """The statement with the names of its first line rooted; those within have been already."""
        bodies = {name: getattr(made, name) for name in fields}
        for name in fields:
            setattr(made, name, [])
        rooted = self.rooted(made)
        for name, body in bodies.items():
            setattr(rooted, name, body)
        return rooted

    # --- assertions -------------------------------------------------------------------------------------

    def holds(self, test: ast.expr, *, looped: bool) -> list[_Item]:
        """What `assert test` looks at."""
        if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
            return [one for value in test.values for one in self.holds(value, looped=looped)]
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            inner = test.operand
            if isinstance(inner, ast.Compare) and len(inner.ops) == 1 and isinstance(inner.ops[0], ast.NotEq):
                return self.holds(ast.Compare(inner.left, [ast.Eq()], inner.comparators), looped=looped)
            if isinstance(inner, ast.UnaryOp) and isinstance(inner.op, ast.Not):
                return self.holds(inner.operand, looped=looped)
        if not self.reach(test):
            return []  # about the test's own values
        found = self._compared(test, looped=looped)
        return [found or self._judged(test, looped=looped)]

    def _compared(self, test: ast.expr, *, looped: bool) -> _Item | None:
        """An assertion of equality with something that is not the submission's."""
        if isinstance(test, ast.Compare) and len(test.ops) == 1:
            sides = self._sides(test.left, test.comparators[0])
            if isinstance(test.ops[0], ast.Eq) and sides:
                return self._equal(*sides, looped=looped)
            small = isinstance(test.ops[0], (ast.Lt, ast.LtE)) and _is_number(test.comparators[0])
            if small and isinstance(test.left, ast.Call) and _last(test.left.func) in ("abs", "fabs", "absolute"):
                inner = test.left.args[0] if len(test.left.args) == 1 else None
                if isinstance(inner, ast.BinOp) and isinstance(inner.op, ast.Sub):
                    pair = self._sides(inner.left, inner.right)
                    if pair:
                        bound = ast.unparse(test.comparators[0])
                        return self.observe(pair[0], f"Tolerance(rtol=0.0, atol={bound})", looped=looped)
            return None
        if not isinstance(test, ast.Call):
            return None
        name = _last(test.func)
        if name == "all":  # np.all(a == b), (a == b).all(), np.isclose(a, b).all()
            inner = test.args[0] if test.args else getattr(test.func, "value", None)
            same = isinstance(inner, ast.Compare) and len(inner.ops) == 1 and isinstance(inner.ops[0], ast.Eq)
            if isinstance(inner, ast.Compare) and same:
                sides = self._sides(inner.left, inner.comparators[0])
                return self.observe(sides[0], "Exact()", looped=looped, array=True) if sides else None
            if isinstance(inner, ast.Call) and _last(inner.func) == "isclose":
                return self._compared(inner, looped=looped)
            return None
        if name in _CLOSE and len(test.args) >= 2:
            return self._close(test, *_close_defaults(test), looped=looped)
        if name in ("array_equal", "array_equiv") and len(test.args) == 2:
            sides = self._sides(*test.args)
            return self.observe(sides[0], "Exact()", looped=looped, array=True) if sides else None
        return None

    def _equal(self, seen: ast.expr, other: ast.expr, *, looped: bool) -> _Item:
        """``seen == other``; sets and dicts are sent in an order, and approx() has its tolerance."""
        if isinstance(other, ast.Call) and _last(other.func) == "approx":
            rtol, atol = _numbers(other, {"rel": 1e-6, "abs": 1e-12}, 1)
            return self.observe(seen, f"Tolerance(rtol={rtol!r}, atol={atol!r})", looped=looped, array=True)
        if any(isinstance(one, (ast.Set, ast.SetComp)) or _calls(one, "set", "frozenset") for one in (seen, other)):
            seen = ast.Call(ast.Name("sorted", ast.Load()), [seen], [])
        elif isinstance(other, ast.Dict) and not all(_is_a(key, str) for key in other.keys):
            items = ast.Call(ast.Attribute(seen, "items", ast.Load()), [], [])
            seen = ast.Call(ast.Name("sorted", ast.Load()), [items], [])
        return self.observe(seen, "Exact()", looped=looped)

    def _close(self, call: ast.Call, rtol: float, atol: float, *, looped: bool) -> _Item | None:
        sides = self._sides(call.args[0], call.args[1])
        how = f"Tolerance(rtol={rtol!r}, atol={atol!r})"
        return self.observe(sides[0], how, looped=looped, array=True) if sides else None

    def _sides(self, left: ast.expr, right: ast.expr) -> tuple[ast.expr, ast.expr] | None:
        """The submission's side and the other; None where both or neither are the submission's."""
        of_left, of_right = bool(self.reach(left)), bool(self.reach(right))
        return None if of_left == of_right else (left, right) if of_left else (right, left)

    def _assertion_call(self, call: ast.Call, *, looped: bool) -> list[_Item] | None:
        """``assert_allclose(a, b)``, ``self.assertEqual(a, b)`` and their kin; None where it is another call."""
        name, given = _last(call.func), call.args
        if name in ("raises", "assert_raises", "assertRaises") and len(given) >= 2:
            inner = ast.Call(given[1], given[2:], call.keywords)
            return [self.raises([ast.Expr(inner)], _exceptions(given[:1]), looped=looped)]
        if not name.startswith("assert") and name not in ("eq_", "ok_"):
            return None
        if name in ("assertTrue", "assert_true", "ok_", "assert_") and given:
            return self.holds(given[0], looped=looped)
        if name in ("assertFalse", "assert_false") and given:
            return self.holds(ast.UnaryOp(ast.Not(), given[0]), looped=looped)
        if len(given) < 2:
            if name in ("assertIsNone", "assertIsNotNone") and given:
                operator = ast.Is() if name == "assertIsNone" else ast.IsNot()
                return self.holds(ast.Compare(given[0], [operator], [ast.Constant(None)]), looped=looped)
            raise Untranslatable(f"{name} is not known here")
        operators: dict[str, ast.cmpop] = {
            "assertEqual": ast.Eq(), "eq_": ast.Eq(), "assertListEqual": ast.Eq(), "assertTupleEqual": ast.Eq(),
            "assertDictEqual": ast.Eq(), "assertSetEqual": ast.Eq(), "assertNotEqual": ast.NotEq(),
            "assertIs": ast.Is(), "assertIsNot": ast.IsNot(), "assertIn": ast.In(), "assertNotIn": ast.NotIn(),
            "assertGreater": ast.Gt(), "assertGreaterEqual": ast.GtE(), "assertLess": ast.Lt(),
            "assertLessEqual": ast.LtE(), "assert_array_less": ast.Lt(),
        }  # fmt: skip
        if name in operators:
            test: ast.expr = ast.Compare(given[0], [operators[name]], [given[1]])
            if name == "assert_array_less":
                test = ast.Call(ast.Name("all", ast.Load()), [test], [])
            return self.holds(test, looped=looped)
        if name == "assertIsInstance":
            return self.holds(ast.Call(ast.Name("isinstance", ast.Load()), given[:2], []), looped=looped)
        how = _comparer_of_call(name, call)
        sides = self._sides(given[0], given[1])
        if sides is None:
            raise Untranslatable(f"both sides of {name} are the submission's, or neither is")
        return [self.observe(sides[0], how, looped=looped, array=True)]

    def raises(self, body: Sequence[ast.stmt], wanted: list[str], *, looped: bool) -> _Item:
        """An exception that the last statement of a block must raise."""
        if len(body) != 1 or not isinstance(body[0], (ast.Expr, ast.Assign)):
            raise Untranslatable("more than one statement where an exception is awaited")
        value = body[0].value
        how = f"Raises({', '.join(map(repr, wanted))})"
        nothing = ast.arguments(posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], defaults=[])
        call = ast.Call(ast.Name("outcome", ast.Load()), [ast.Lambda(nothing, self.rooted(value))], [])
        return self._store(value, call, how, looped=looped)

    def _judged(self, test: ast.expr, *, looped: bool) -> _Item:
        """An assertion that is decided outside, on the values that it is about."""
        item = _Item([])
        text = self._condition(test, item, looped=looped)
        shown = _shortened(ast.unparse(test))
        if looped:
            keys = list(dict.fromkeys(item.keys))
            if len(keys) != len(item.keys):
                raise Untranslatable("it looks at one value twice within a loop")
            sources = [f"{'expected' if f'expected[{key!r}]' in text else 'seen'}[{key!r}]" for key in keys]
            for number, source in enumerate(sources):
                text = text.replace(source, f"v{number}")
            bound = ", ".join(f"v{number}" for number in range(len(keys)))
            if len(keys) == 1:
                text = f"all({text} for v0 in {sources[0]})"
            else:
                text = f"all({text} for {bound} in zip({', '.join(sources)}, strict=True))"
        item.conditions = [(text, shown)]
        return item

    def _condition(self, node: ast.expr, item: _Item, *, looped: bool) -> str:
        """The condition as an expression over ``seen`` and ``expected``; what it needs is observed in ``item``."""
        recurse: Callable[[ast.expr], str] = lambda inner: self._condition(inner, item, looped=looped)  # noqa: E731
        if isinstance(node, ast.BoolOp):
            word = " and " if isinstance(node.op, ast.And) else " or "
            return "(" + word.join(map(recurse, node.values)) + ")"
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return f"(not {recurse(node.operand)})"
        if isinstance(node, ast.Compare) and _is_about_values(node):
            words = [self._operand(node.left, item, looped=looped)]
            for operator, operand in zip(node.ops, node.comparators, strict=True):
                compared = ast.unparse(ast.Compare(ast.Name("a"), [operator], [ast.Name("b")]))[2:-2]
                words += [compared, self._operand(operand, item, looped=looped)]
            return "(" + " ".join(words) + ")"
        if isinstance(node, ast.Call) and _last(node.func) in ("all", "any"):
            whole = isinstance(node.func, ast.Name) or _root(node.func) in ("np", "numpy")
            inner = node.args[0] if whole and len(node.args) == 1 else getattr(node.func, "value", None)
            if isinstance(inner, ast.Compare) and not (whole and not node.args):
                return f"bool(np.{_last(node.func)}({recurse(inner)[1:-1]}))"
        # Whether something is None, an instance, callable or true is found out inside: it does not survive the way.
        made = ast.Call(ast.Name("bool", ast.Load()), [node], [])
        return self._operand(made, item, looped=looped, raw=node) + " is True"

    def _operand(self, node: ast.expr, item: _Item, *, looped: bool, raw: ast.expr | None = None) -> str:
        """A side of a comparison: written as it is, or what the submission or the reference shows for it."""
        reached = self.reach(node)
        if not reached:
            try:
                ast.literal_eval(node)
                return ast.unparse(node)
            except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
                pass
        one = self.observe(raw or node, "", looped=looped, made=node)
        item.made += one.made
        item.keys += one.keys
        item.reached |= one.reached
        return f"{'seen' if reached else 'expected'}[{one.keys[0]!r}]"

    # --- observations -----------------------------------------------------------------------------------

    def shown(self, value: ast.expr, output: str) -> _Item:
        """The last expression of a test whose output is expected, as doctest has it."""
        if isinstance(value, ast.Call) and _last(value.func) == "print":
            value = ast.Tuple(value.args, ast.Load()) if len(value.args) != 1 else value.args[0]
        if not self.reach(value):
            raise Untranslatable("its output does not depend on the solution")
        try:
            literal = ast.literal_eval(output.strip())
        except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
            array = output.strip().startswith(("array(", "np.", "tensor(", "["))
            return self.observe(value, "Tolerance()", looped=False, array=array)
        exact = not any(isinstance(one, (float, complex)) for one in _leaves(literal))
        if isinstance(literal, (set, frozenset)):
            value = ast.Call(ast.Name("sorted", ast.Load()), [value], [])
        return self.observe(value, "Exact()" if exact else "Tolerance()", looped=False)

    def observe(
        self, value: ast.expr, how: str, *, looped: bool, array: bool = False, made: ast.expr | None = None
    ) -> _Item:
        """Store what an expression gives, and say how it is compared."""
        seen = self.rooted(made or value)
        if array:  # NumPy's functions take lists and tensors as well
            seen = ast.Call(ast.Attribute(ast.Name("np", ast.Load()), "asarray", ast.Load()), [seen], [])
        return self._store(value, seen, how, looped=looped)

    def _store(self, value: ast.expr, seen: ast.expr, how: str, *, looped: bool) -> _Item:
        key = self._key(value)
        if how:
            self.comparers[key] = how
        target = f"seen.setdefault({key!r}, []).append(_)" if looped else f"seen[{key!r}] = _"
        statement = ast.parse(target).body[0]
        if isinstance(statement, ast.Assign):
            statement.value = seen
        elif isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
            statement.value.args = [seen]
        return _Item([ast.fix_missing_locations(statement)], [key], [], self.reach(value))

    def _key(self, value: ast.expr) -> str:
        """The name of an observation. Students may see it: that of a hidden test tells nothing."""
        text = "result" if self.hidden else _shortened(ast.unparse(value))
        self.counts[text] = number = self.counts.get(text, 0) + 1
        return text if number == 1 and not self.hidden else f"{text} {number}" if self.hidden else f"{text} ({number})"

    # --- names ------------------------------------------------------------------------------------------

    def reach(self, node: ast.AST) -> set[str]:
        """The names of the solution that something depends on."""
        reached: set[str] = set()
        for name in free_in([node]):
            reached |= self.tainted.get(name, set())
            if name in self.names.solved:
                reached.add(name)
        return reached

    def rooted(self, node: Tree) -> Tree:
        """The same with the solution's names as attributes of ``student``."""
        rooted = _Rooting(self.names.solved).visit(copy.deepcopy(node))
        return ast.fix_missing_locations(rooted)  # type: ignore[no-any-return]

    # --- probes -----------------------------------------------------------------------------------------

    def drafts(self, items: list[_Item]) -> list[Draft]:
        """The items of each part as a draft."""
        order = self.names.parts
        of: dict[str, list[_Item]] = {}
        for item in items:
            if item.keys:
                about = [part for part in order if part in item.reached]
                if not about:
                    names = ", ".join(sorted(item.reached))
                    raise Untranslatable(
                        f"it is about {names}, no function or class; a function that returns it would be a part"
                    )
                of.setdefault(about[-1], []).append(item)
        if not of:
            about = [part for part in order if any(part in _attributes(item.made) for item in items)]
            if not about:
                raise Untranslatable("no assertion in it is about the solution")
            ran = ast.parse("seen['it runs'] = True").body
            self.comparers["it runs"] = "Exact()"
            item = _Item(ran, ["it runs"])
            items, of = [*items, item], {about[-1]: [item]}
        return [self._draft(part, own, items, alone=len(of) == 1) for part, own in of.items()]

    def _draft(self, part: str, own: list[_Item], items: list[_Item], *, alone: bool) -> Draft:
        body: list[ast.stmt] = []
        for item in items:
            others = not alone and _other_parts(item.made, part, self.names.parts)
            if any(item is one for one in own) or not (item.keys or others):
                body += item.made
        body = _live(copy.deepcopy(body), set(self.names.parts) if alone else {part})
        closure = self._closure(body)
        free = free_in([*closure, *body]) - bound_in([*closure, *body]) - _BUILTINS - _PRIVATE
        if "np" in free:
            closure.insert(0, ast.parse("import numpy as np").body[0])
            free.remove("np")
        if free:
            raise Untranslatable(f"the name {min(free)} is bound nowhere before it")
        keys = [key for item in own for key in item.keys]
        comparers = {key: self.comparers[key] for key in keys if key in self.comparers}
        conditions = [one for item in own for one in item.conditions]
        begin, end = ast.parse("seen = {}").body, ast.parse("seen").body
        assert isinstance(end[0], ast.Expr)
        made = [*closure, *begin, *body, ast.Return(end[0].value)]
        return Draft(part, made, comparers, conditions, max(1, len(keys)))

    def _closure(self, body: list[ast.stmt]) -> list[ast.stmt]:
        """What set-up cells and earlier tests bind that the body needs, in their order."""
        needed = free_in(body) - bound_in(body, straight=True)
        imported = {name for one in self.names.given if _imports(one) for name in bound_in([one])}
        kept: dict[int, ast.stmt] = {}
        while True:  # a function may use what is bound after it
            before = len(kept)
            for number, statement in enumerate(self.names.given):
                acts = isinstance(statement, ast.Expr) and _root(statement.value) in needed - imported - _BUILTINS
                if number not in kept and (acts or bound_in([statement]) & needed):
                    kept[number] = self.rooted(statement)
                    needed |= free_in([kept[number]])
            if len(kept) == before:
                return [kept[number] for number in sorted(kept)]


class _Rooting(ast.NodeTransformer):
    """The solution's names as attributes of ``student``, but where an inner scope hides them."""

    def __init__(self, solved: set[str]) -> None:
        self.solved = solved

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id in self.solved and isinstance(node.ctx, ast.Load):
            return ast.Attribute(ast.Name("student", ast.Load()), node.id, ast.Load())
        return node

    def _scoped(self, node: ast.AST) -> ast.AST:
        outer, self.solved = self.solved, self.solved - _hidden_by(node)
        made = self.generic_visit(node)
        self.solved = outer
        return made

    visit_Lambda = visit_FunctionDef = visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _scoped


def _hidden_by(node: ast.AST) -> set[str]:
    """The names that a scope binds itself."""
    if isinstance(node, (ast.Lambda, ast.FunctionDef)):
        every = ast.walk(node.args)
        own = {one.arg for one in every if isinstance(one, ast.arg)}
        return own | bound_in(node.body) if isinstance(node, ast.FunctionDef) else own
    if isinstance(node, _COMPREHENSIONS):
        return {name for one in node.generators for name in _stored(one.target)}
    return set()


def free_in(nodes: Iterable[ast.AST]) -> set[str]:
    """The names that are read and not bound by an inner scope."""
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Name):
            if not isinstance(node.ctx, ast.Store):
                found.add(node.id)
        else:
            inner = free_in(ast.iter_child_nodes(node))
            if isinstance(node, ast.AugAssign):
                inner |= _stored(node.target)
            found |= inner - _hidden_by(node)
    return found


def bound_in(nodes: Iterable[ast.AST], *, straight: bool = False) -> set[str]:
    """The names that statements bind in their own scope; with ``straight`` not those that are only changed."""
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, ast.alias):
            found.add((node.asname or node.name).partition(".")[0])
        elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            found.add(node.id)
        elif isinstance(node, ast.ExceptHandler):
            found |= {node.name} if node.name else set()
            found |= bound_in(node.body, straight=straight)
        elif not isinstance(node, (ast.Lambda, *_COMPREHENSIONS)) and not (
            straight and isinstance(node, ast.AugAssign)
        ):
            found |= bound_in(ast.iter_child_nodes(node), straight=straight)
    return found


def _live(body: list[ast.stmt], parts: set[str]) -> list[ast.stmt]:
    """The statements without those that only bind names which nothing reads: expected values mostly.

    What calls one of ``parts`` is kept: it may change something, or raise.
    """
    while True:
        read = _read(body)
        _inline(body, read)
        for node in body:
            for inner in ast.walk(node):
                if isinstance(inner, ast.For):
                    _narrow(inner, set(read))
        left = _without_dead(body, read, parts)
        if ast.dump(ast.Module(left, [])) == ast.dump(ast.Module(body, [])) and _read(left) == read:
            return left
        body = left


def _read(body: list[ast.stmt]) -> dict[str, int]:
    """How often each name is read, wherever."""
    counts: dict[str, int] = {}
    for statement in body:
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                counts[node.id] = counts.get(node.id, 0) + 1
    return counts


def _without_dead(body: list[ast.stmt], read: dict[str, int], parts: set[str]) -> list[ast.stmt]:
    kept = []
    for statement in body:
        only_binds = isinstance(statement, (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.FunctionDef)) or _imports(
            statement
        )
        targets = _targets(statement)
        plain = all(isinstance(one, (ast.Name, ast.Tuple, ast.List, ast.Starred)) for one in targets)
        calls = isinstance(statement, (ast.Assign, ast.AnnAssign)) and bool(_attributes([statement]) & parts)
        if only_binds and plain and not calls and not bound_in([statement]) & set(read):
            continue
        for name in ("body", "orelse"):
            inner = getattr(statement, name, None)
            if isinstance(statement, _COMPOUND) and inner:
                rest = _without_dead(inner, read, parts)
                setattr(statement, name, rest or ([ast.Pass()] if name == "body" else []))
        kept.append(statement)
    return kept


def _targets(statement: ast.stmt) -> list[ast.expr]:
    if isinstance(statement, ast.Assign):
        return [inner for one in statement.targets for inner in (one.elts if isinstance(one, ast.Tuple) else [one])]
    return [statement.target] if isinstance(statement, (ast.AnnAssign, ast.AugAssign)) else []


def _inline(body: list[ast.stmt], read: dict[str, int]) -> None:
    """Put a table of cases that is read once, by a loop, into that loop, where its columns can be left out."""
    tables = {
        one.targets[0].id: one.value
        for one in body
        if isinstance(one, ast.Assign)
        and len(one.targets) == 1
        and isinstance(one.targets[0], ast.Name)
        and isinstance(one.value, (ast.List, ast.Tuple, ast.Dict))
    }
    for statement in body:
        for node in ast.walk(statement):
            if isinstance(node, ast.For):
                for inner in ast.walk(node.iter):
                    items = isinstance(inner, ast.Attribute) and isinstance(inner.value, ast.Name)
                    if items and read.get(inner.value.id) == 1 and inner.value.id in tables:  # type: ignore[attr-defined]
                        inner.value = tables[inner.value.id]  # type: ignore[attr-defined]
                if isinstance(node.iter, ast.Name) and read.get(node.iter.id) == 1 and node.iter.id in tables:
                    node.iter = tables[node.iter.id]


def _narrow(loop: ast.For, read: set[str]) -> None:
    """Leave out of a loop's table the columns that nothing reads."""
    target = loop.target
    if not isinstance(target, ast.Tuple) or any(isinstance(one, ast.Starred) for one in target.elts):
        return
    wanted = [n for n, one in enumerate(target.elts) if _stored(one) & read]
    if len(wanted) in (0, len(target.elts)):
        return
    table, width = loop.iter, len(target.elts)
    rows: list[ast.expr] | None = None
    if isinstance(table, (ast.List, ast.Tuple)):
        if all(isinstance(row, (ast.Tuple, ast.List)) and len(row.elts) == width for row in table.elts):
            rows = [_picked(row.elts, wanted) for row in table.elts if isinstance(row, (ast.Tuple, ast.List))]
    elif isinstance(table, ast.Call) and _calls(table, "zip") and len(table.args) == width and not table.keywords:
        table.args = [table.args[n] for n in wanted]
        if len(wanted) == 1:
            loop.iter = table.args[0]
        loop.target = _picked(target.elts, wanted)
        return
    elif isinstance(table, ast.Call) and _last(table.func) == "items" and isinstance(table.func, ast.Attribute):
        pairs = table.func.value
        if isinstance(pairs, ast.Dict) and all(pairs.keys):
            rows = [key for key in (pairs.keys if wanted == [0] else pairs.values) if key is not None]
    if rows is not None:
        loop.iter, loop.target = ast.List(rows, ast.Load()), _picked(target.elts, wanted)


def _picked(elements: list[ast.expr], wanted: list[int]) -> ast.expr:
    picked = [elements[n] for n in wanted]
    context = ast.Store() if isinstance(getattr(picked[0], "ctx", None), ast.Store) else ast.Load()
    return picked[0] if len(picked) == 1 else ast.Tuple(picked, context)


# --- small questions about a tree -------------------------------------------------------------------------


def _other_parts(made: list[ast.stmt], part: str, parts: list[str]) -> bool:
    """Whether a statement that binds nothing is about other parts only."""
    used = _attributes(made) & set(parts)
    return bool(used) and part not in used and not bound_in(made)


def _attributes(made: list[ast.stmt]) -> set[str]:
    """The attributes of ``student`` that are used."""
    every = (node for statement in made for node in ast.walk(statement))
    return {one.attr for one in every if isinstance(one, ast.Attribute) and ast.unparse(one.value) == "student"}


def _imports(statement: ast.stmt) -> bool:
    return isinstance(statement, (ast.Import, ast.ImportFrom))


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_a(node: ast.expr | None, kind: type) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, kind)


def _is_number(node: ast.expr) -> bool:
    try:
        value = ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0


def _is_about_values(node: ast.Compare) -> bool:
    """Whether it compares what can be sent: not identities, not types."""
    identity = any(isinstance(one, (ast.Is, ast.IsNot)) for one in node.ops)
    return not identity and not any(_calls(one, "type") for one in (node.left, *node.comparators))


def _calls(node: ast.expr, *names: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names


def _last(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _root(node: ast.expr) -> str:
    """The name that an expression such as ``a.b(1).c[2]`` begins with."""
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def _stored(node: ast.expr) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name) and not isinstance(one.ctx, ast.Load)}


def _asserts(node: ast.AST) -> bool:
    return any(isinstance(one, ast.Assert) or _is_known_assertion(one) or _is_failure(one) for one in ast.walk(node))


def _is_known_assertion(node: ast.AST) -> bool:
    name = _last(node.func) if isinstance(node, ast.Call) else ""
    return name.startswith("assert") or name in (AUTOTEST, "raises", "eq_", "ok_")


def _returns(node: ast.FunctionDef) -> bool:
    return any(isinstance(one, ast.Return) and one.value is not None for one in ast.walk(node))


def _is_failure(node: ast.AST) -> bool:
    """``raise AssertionError(…)``, ``assert False``, ``self.fail()``, ``pytest.fail()``."""
    if isinstance(node, ast.Raise):
        return node.exc is not None and _root(node.exc) not in ("", "NotImplementedError")
    if isinstance(node, ast.Assert):
        return isinstance(node.test, ast.Constant) and not node.test.value
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and _last(node.value.func) == "fail"


def _exceptions(nodes: Sequence[ast.expr]) -> list[str]:
    names = [_last(one) for node in nodes for one in (node.elts if isinstance(node, ast.Tuple) else [node])]
    if not names or not all(names):
        raise Untranslatable("the awaited exception is not a name")
    return names


def _leaves(value: object) -> list[object]:
    if isinstance(value, dict):
        value = [*value, *value.values()]
    return [leaf for one in value for leaf in _leaves(one)] if isinstance(value, (list, tuple, set)) else [value]


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_KEY else text[: _LONGEST_KEY - 1] + "…"


def _numbers(call: ast.Call, defaults: dict[str, float], first: int) -> list[float]:
    """Arguments that are tolerances: by position from ``first`` on, or by name.

    Raises:
        Untranslatable: one is not a number as it is written.
    """
    values = dict(defaults)
    given = dict(zip(defaults, call.args[first:], strict=False))
    given |= {one.arg: one.value for one in call.keywords if one.arg in defaults}
    for name, node in given.items():
        if not _is_number(node):
            raise Untranslatable(f"its {name} is computed: {ast.unparse(node)}")
        values[name] = float(ast.literal_eval(node))
    return list(values.values())


def _close_defaults(call: ast.Call) -> list[float]:
    if _root(call.func) in ("math", "isclose"):
        return _numbers(call, {"rel_tol": 1e-9, "abs_tol": 0.0}, 2)
    return _numbers(call, {"rtol": 1e-5, "atol": 1e-8}, 2)


def _comparer_of_call(name: str, call: ast.Call) -> str:
    """The comparer of ``assert_allclose`` and its kin."""
    if name in ("assert_array_equal", "assert_equal"):
        return "Exact()"
    if name == "assert_allclose":
        rtol, atol = _numbers(call, {"rtol": 1e-7, "atol": 0.0}, 2)
        return f"Tolerance(rtol={rtol!r}, atol={atol!r})"
    if name in ("assert_almost_equal", "assert_array_almost_equal"):
        [decimal] = _numbers(call, {"decimal": 7.0 if name == "assert_almost_equal" else 6.0}, 2)
        return f"Tolerance(rtol=0.0, atol={1.5 * 10**-decimal!r})"
    if name in ("assertAlmostEqual", "assertAlmostEquals"):
        places, _, delta = _numbers(call, {"places": 7.0, "msg": 0.0, "delta": -1.0}, 2)
        return f"Tolerance(rtol=0.0, atol={0.5 * 10**-places if delta < 0 else delta!r})"
    if "frame" in name or "series" in name:
        raise Untranslatable("a table of pandas cannot be sent; return its .to_numpy() and its column names")
    raise Untranslatable(f"{name} is not known here")
