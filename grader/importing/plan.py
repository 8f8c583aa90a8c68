"""Which parts an assignment has, which checks its tests become, and what each is worth.

Points of this project sum to 100, and hidden checks carry at least half of a part's. So what a test was worth is
scaled, and where nothing was hidden the visible checks are given twice, for a human to put other inputs in.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from grader.errors import UsageError
from grader.importing.material import Block, Material, Test
from grader.importing.solutions import Solved, mark, parse
from grader.importing.translate import Draft, Names, Untranslatable, bound_in, free_in, translate
from grader.notebook import without_magics

_UNITS: Final = 10_000  # hundredths of a point in an assignment
_VISIBLE_SHARE: Final = 0.2  # of a part whose tests are all hidden


@dataclass(frozen=True, slots=True)
class PlannedCheck:
    """A check to be; without a draft one that a human must write."""

    name: str
    part: str
    hidden: bool
    weight: float
    draft: Draft | None
    sentence: str
    where: str
    why: str = ""
    """Why there is no draft."""
    original: str = ""
    units: int = 0


@dataclass(slots=True)
class Plan:
    """All that is written: cells with marks, parts with their points, checks."""

    cells: list[tuple[Block, Solved | None]]
    parts: dict[str, float] = field(default_factory=dict)
    """What each was worth before."""
    units: dict[str, int] = field(default_factory=dict)
    checks: list[PlannedCheck] = field(default_factory=list)
    solved: set[str] = field(default_factory=set)
    """All names that the solution binds."""


def plan(material: Material, *, leave_out: bool = False) -> Plan:
    """The parts and checks of an assignment; what a human must finish is added to the material's list.

    With ``leave_out`` a test that cannot be taken over makes no check that stops the grader until it is written: its
    points go to the other checks of its part.

    Raises:
        UsageError: there is no part that a test is about.
    """
    made = Plan([])
    names = Names([], set())
    given: list[tuple[int, ast.stmt]] = []  # with the number of their block
    variables = False
    for number, block in enumerate(material.blocks):
        solved = _marked(block, material) if block.kind == "solution" else None
        made.cells.append((block, solved))
        if block.kind == "prose":
            continue
        body = _statements(without_magics(block.source))
        if solved is None:
            given += [(number, one) for one in body]
            continue
        imports = [one for one in body if isinstance(one, (ast.Import, ast.ImportFrom))]
        given += [(number, one) for one in imports]
        names.solved |= bound_in(body) - bound_in(imports)
        names.parts = [one for one in names.parts if one not in solved.parts] + list(dict.fromkeys(solved.parts))
        variables = variables or bool(solved.variables)
        material.todo += [
            f"{block.where}: {one} only raises NotImplementedError: the version for students? Its solution is missing"
            for one in _unsolved(body)
        ]
        material.notes += solved.notes
    made.solved = names.solved
    taken: set[str] = set(names.solved)
    earlier: list[ast.stmt] = []
    for test in material.tests:
        names.given = [one for number, one in given if number < test.after] + earlier
        made.checks += _checks_of(test, names, taken, material)
        earlier += [one for one in _statements(test.source) if not _asserts(one)]
    for one in made.checks:
        if one.draft is None:
            what = "left out" if leave_out else f"the check {one.name} is to be written"
            material.todo.append(f"{one.where}: {'hidden ' if one.hidden else ''}test: {one.why}; {what}")
    if leave_out:
        made.checks = _left_out(made.checks)
    _shares(made, names.parts, material)
    for part in names.parts:
        if part not in made.parts:
            material.notes.append(f"{part}: no test is about it alone; it is in the stub, without points")
    if not made.parts:
        raise UsageError(
            "no test is about a function or class of the solution, so there is no part; "
            + ("it asks for variables: functions that return them would be right" if variables else "nothing to import")
        )
    return made


def _marked(block: Block, material: Material) -> Solved:
    for source in (block.source, without_magics(block.source)):
        try:
            if source.count("\n") == block.source.count("\n"):
                return mark(replace(block, source=source))
        except SyntaxError:
            continue
    material.todo.append(f"{block.where}: not Python as it stands; it is left out of reference and stub")
    return Solved("")


def _unsolved(body: list[ast.stmt]) -> list[str]:
    """The functions that do nothing but say that they are not written."""
    named = [one for one in body if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef))]
    return [one.name for one in named if ast.unparse(one.body[-1]).startswith("raise NotImplementedError")]


def _statements(source: str) -> list[ast.stmt]:
    try:
        return parse(source).body
    except SyntaxError:
        return []


def _asserts(statement: ast.stmt) -> bool:
    return any(isinstance(node, (ast.Assert, ast.Raise)) for node in ast.walk(statement))


# --- checks -----------------------------------------------------------------------------------------------


def _checks_of(test: Test, names: Names, taken: set[str], material: Material) -> list[PlannedCheck]:
    """The checks that a test becomes: one for each part that it is about, or one that a human must write."""
    body = _statements(test.source)
    text = ast.get_docstring(ast.Module(body, [])) or ""
    sentence = " ".join(text.split())
    try:
        drafts = translate(test.source, test.output, names, hidden=test.hidden)
    except Untranslatable as error:
        return _unwritten(test, names, taken, material, str(error), sentence)
    assertions = sum(one.assertions for one in drafts)
    if len(drafts) > 1:
        words = ", ".join(f"{one.part} {one.assertions}" for one in drafts)
        material.notes.append(f"{test.where}: its points are divided by assertions: {words}")
    return [
        PlannedCheck(
            _name(test.name if len(drafts) == 1 else f"{test.name}_{draft.part}", taken),
            draft.part,
            test.hidden,
            test.points * draft.assertions / assertions,
            draft,
            sentence or _default_sentence(draft, test.hidden),
            test.where,
        )
        for draft in drafts
    ]


def _unwritten(
    test: Test, names: Names, taken: set[str], material: Material, why: str, sentence: str
) -> list[PlannedCheck]:
    used = free_in(_statements(test.source)) or set(re.findall(r"\w+", test.source))
    about = [part for part in names.parts if part in used]
    kind = "hidden " if test.hidden else ""
    if not about:
        if test.points or why:
            material.todo.append(f"{test.where}: {kind}test, {test.points:g} points, left out: {why}")
        return []
    name = _name(test.name, taken)
    words = sentence or f"{'Hidden test' if test.hidden else 'Test'} of {about[-1]}."
    return [PlannedCheck(name, about[-1], test.hidden, test.points, None, words, test.where, why, test.source)]


def _left_out(checks: list[PlannedCheck]) -> list[PlannedCheck]:
    """The checks that have a draft; what the others were worth goes to those of the same part."""
    kept = []
    for one in checks:
        if one.draft is not None:
            own = [other for other in checks if other.part == one.part]
            drafted = sum(other.weight for other in own if other.draft is not None)
            factor = sum(other.weight for other in own) / drafted if drafted else 1.0
            kept.append(replace(one, weight=one.weight * factor))
    return kept


def _default_sentence(draft: Draft, hidden: bool) -> str:
    if hidden:
        return f"{draft.part} gives what is asked for on other inputs."
    keys = [key for key in draft.comparers if key != "it runs"]
    shown = [*(f"{key} is what it should be" for key in keys), *(shown for _, shown in draft.conditions)]
    return "; ".join(shown[:3]) + ("; and more." if len(shown) > 3 else ".") if shown else f"{draft.part} runs."


def _name(wanted: str, taken: set[str]) -> str:
    """A name for a check that is Python's and not taken."""
    name = re.sub(r"\W+", "_", wanted.lower(), flags=re.ASCII).strip("_") or "test"
    name = name if name[0].isalpha() else f"test_{name}"
    free, number = name, 2
    while free in taken or not free.isidentifier() or free in {"check", "compare", "np", "outcome"}:
        free, number = f"{name}_{number}", number + 1
    taken.add(free)
    return free


# --- points -----------------------------------------------------------------------------------------------


def _shares(made: Plan, order: list[str], material: Material) -> None:
    """Divide 100 points: parts as the tests were worth, at least half of each for hidden checks."""
    found = {part: [one for one in made.checks if one.part == part] for part in order}
    worth = {part: sum(one.weight for one in checks) for part, checks in found.items() if checks}
    if worth and not any(worth.values()):
        material.todo.append("no test has points: all parts are worth the same")
        worth = dict.fromkeys(worth, 1.0)
    for part in [part for part, points in worth.items() if not points]:
        material.todo.append(f"{part}: its tests are worth 0 points: it is no part")
        del worth[part]
    made.parts = worth
    if not worth:
        return
    made.units = dict(zip(worth, _divided(_UNITS, list(worth.values())), strict=True))
    made.checks = [
        check for part in worth for check in _with_units(part, found[part], worth[part], made.units[part], material)
    ]


def _with_units(
    part: str, checks: list[PlannedCheck], worth: float, units: int, material: Material
) -> list[PlannedCheck]:
    visible = [one for one in checks if not one.hidden]
    hidden = [one for one in checks if one.hidden]
    share = sum(one.weight for one in hidden) / worth if any(one.weight for one in checks) else 0.5
    if not hidden:
        share = 0.5
        hidden = [replace(one, name=f"{one.name}_again", hidden=True, weight=one.weight) for one in visible]
        material.todo.append(
            f"{part}: no test was hidden: its hidden checks repeat the visible ones; other inputs would be right"
        )
    elif not visible:
        share = 1 - _VISIBLE_SHARE
        why = "all tests were hidden; a visible check on inputs that are not secret would be right"
        visible = [PlannedCheck(f"{part}_visible", part, False, 1.0, None, f"{part} does what is asked for.", "", why)]
        material.todo.append(f"{part}: {why}: the check {part}_visible is to be written")
    elif share < 0.5:
        material.notes.append(f"{part}: {share:.0%} of its points were hidden; now it is half")
        share = 0.5
    elif not any(one.weight for one in visible):
        material.notes.append(f"{part}: its visible tests had no points; now {_VISIBLE_SHARE:.0%} of the part's")
        share = 1 - _VISIBLE_SHARE
    of_hidden = min(max(math.ceil(units / 2), round(units * share)), units - 1)
    return [*_given(visible, units - of_hidden, material), *_given(hidden, of_hidden, material)]


def _given(checks: Sequence[PlannedCheck], units: int, material: Material) -> list[PlannedCheck]:
    """The checks with their units; one that is worth nothing beside others is left out."""
    if not any(one.weight for one in checks):
        checks = [replace(one, weight=1.0) for one in checks]
    for one in checks:
        if not one.weight:
            material.notes.append(f"{one.where}: worth 0 points beside other tests of {one.part}: left out")
    checks = [one for one in checks if one.weight]
    shares = _divided(units, [one.weight for one in checks])
    return [replace(one, units=share) for one, share in zip(checks, shares, strict=True)]


def _divided(units: int, weights: list[float]) -> list[int]:
    """Whole units in proportion to the weights, one at least, that sum to all of them."""
    total = sum(weights)
    exact = [units * weight / total for weight in weights]
    shares = [max(1, math.floor(one)) for one in exact]
    order = sorted(range(len(weights)), key=lambda n: shares[n] - exact[n])
    number = 0
    while sum(shares) < units:
        shares[order[number % len(order)]] += 1
        number += 1
    while sum(shares) > units:
        largest = max(range(len(shares)), key=shares.__getitem__)
        if shares[largest] <= 1:
            raise UsageError("more checks than hundredths of a point; fewer tests would be right")
        shares[largest] -= 1
    return shares
