"""`%load_ext grader`, then `%grade` or `%grade naive_relu` in a notebook: the visible checks on what has been run.

The cells that were executed are put together as a notebook and graded like any other submission, in an isolated
process. Cells that only try things out are left out, so that an answer does not wait for their pictures and trainings.
"""

from __future__ import annotations

import ast
import atexit
import builtins
import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from IPython.core.magic import Magics, line_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments, parse_argstring
from IPython.display import display
from markupsafe import Markup

from grader.course import Assignment, Course
from grader.errors import GraderFault, UsageError, near
from grader.grading import Grader
from grader.notebook import without_magics
from grader.parts import NOT_WRITTEN, PartResult, by_part
from grader.results import Result
from grader.rules import parts_that_use
from grader.runner import WarmPool
from grader.submission import Submission, Unreadable, parse_submission
from grader.tables import number

if TYPE_CHECKING:
    from grader.pages.sheet import ShownCheck, ShownPart, Verdict


@magics_class
class GradeMagics(Magics):
    """The magic, and the cells that it has seen executed."""

    def __init__(self, shell: Any) -> None:
        super().__init__(shell)
        self._cells: dict[str, tuple[int, str]] = {}
        self._pool: WarmPool | None = None
        self._graders: dict[Path, tuple[float, Grader]] = {}
        self._history: list[str] = shell.history_manager.input_hist_raw
        for count, source in enumerate(self._history):
            self._remember(source, count, source)
        shell.events.register("pre_run_cell", self._before_cell)
        atexit.register(self._close)

    def _before_cell(self, info: Any) -> None:
        count = len(self._history)  # the number that the cell gets: what came before is in there, and an empty text
        self._remember(getattr(info, "cell_id", None) or info.raw_cell, count, info.raw_cell)

    def _remember(self, key: str, count: int, source: str) -> None:
        """A cell that is run again counts once, as it is now and where it is now."""
        self._cells.pop(key, None)
        if source and source.strip():
            self._cells[key] = (count, source)

    def _close(self) -> None:
        if self._pool is not None:
            self._pool.close()

    @magic_arguments()
    @argument("parts", nargs="*", help="The parts to check (default: all).")
    @argument("--plot", action="store_true", help="Show pictures of what differs.")
    @argument("-a", "--assignment", help="Which assignment this is (default: found from the folder and the cells).")
    @line_magic
    def grade(self, line: str) -> None:
        """Run the visible checks on the parts that this notebook has defined."""
        arguments = parse_argstring(self.grade, line)
        try:
            display(self._graded(arguments.parts, arguments.assignment, pictures=arguments.plot))
        except (UsageError, GraderFault, Unreadable) as error:
            builtins.print(f"grade: {error}")

    def _graded(self, parts: list[str], name: str | None, *, pictures: bool) -> Answer:
        cells = dict(self._cells.values())
        assignment = _assignment(Course.find(Path.cwd()), name, parts, cells.values())
        for part in parts:
            if part not in assignment.parts:
                raise UsageError(f"{assignment.name} has no part {part!r}{near(part, assignment.parts)}")
        grader = self._grader(assignment)
        submission = _submission(cells, assignment)
        result = grader.grade_submission(submission, parts=parts or assignment.parts)
        return Answer(result, by_part(assignment.parts, result.checks), pictures=pictures)

    def _grader(self, assignment: Assignment) -> Grader:
        """The grader of an assignment, kept while its checks stay the same: its warm process then answers at once."""
        changed = max(path.stat().st_mtime for path in assignment.folder.iterdir() if path.is_file())
        known = self._graders.get(assignment.folder)
        if known is None or known[0] != changed:
            self._pool = self._pool or WarmPool()
            known = self._graders[assignment.folder] = (
                changed,
                Grader.prepare(assignment, self._pool, hidden=False),
            )
        return known[1]


def _assignment(course: Course, name: str | None, parts: list[str], cells: Iterable[str]) -> Assignment:
    """The assignment that is named, or lies in this folder, or has the most parts in common with the cells."""
    if name is not None:
        return course.assignment(name)
    here = Path.cwd().resolve()
    for one, folder in course.folders.items():
        if here.is_relative_to(folder.resolve()):
            return course.assignment(one)
    wanted = {*parts, *(bound for source in cells if (tree := _tree(source)) for bound in _bound(tree))}
    assignments = [course.assignment(one) for one in course.names]
    common = {one.name: len(wanted.intersection(one.parts)) for one in assignments}
    best = [one for one in assignments if common[one.name] == max(common.values()) > 0]
    if len(best) != 1:
        raise UsageError(f"which assignment is this? `%grade --assignment NAME`: {', '.join(course.names)}")
    return best[0]


def _submission(cells: dict[int, str], assignment: Assignment) -> Submission:
    """The executed cells that the parts need, each at its own number, as a notebook; of the others their imports."""
    whole = _parsed(cells, assignment.name)
    trees = {count: _tree(source) for count, source in cells.items()}
    needed = {count for count, tree in trees.items() if tree is None or _is_needed(tree, whole, assignment.parts)}
    walked = (ast.walk(tree) for count in needed if (tree := trees[count]))
    used = {node.id for nodes in walked for node in nodes if isinstance(node, ast.Name)}
    kept = {count: cells[count] if count in needed else _imports(tree, used) for count, tree in trees.items()}
    return _parsed(kept, assignment.name)


def _tree(source: str) -> ast.Module | None:
    """A cell's statements; None where it cannot be parsed: what is wrong with it is said when it is graded."""
    try:
        return ast.parse(without_magics(source))
    except (SyntaxError, ValueError):
        return None


def _is_needed(tree: ast.Module, whole: Submission, parts: list[str]) -> bool:
    bound = _bound(tree)
    return bool(bound and parts_that_use(whole, frozenset(bound), parts))


def _imports(tree: ast.Module | None, used: set[str]) -> str:
    """The imports of a cell that bring a name which is used."""
    found = [node for node in (tree.body if tree else ()) if isinstance(node, (ast.Import, ast.ImportFrom))]
    names = [{alias.asname or alias.name.partition(".")[0] for alias in node.names} for node in found]
    wanted = (node for node, bound in zip(found, names, strict=True) if bound & used or "*" in bound)
    return "\n".join(map(ast.unparse, wanted))


def _parsed(cells: dict[int, str], name: str) -> Submission:
    """Cells by the number that stands beside them in the notebook."""
    shown: list[dict[str, Any]] = [
        {"cell_type": "code", "source": cells.get(count, ""), "metadata": {}, "outputs": [], "execution_count": None}
        for count in range(1, max(cells, default=0) + 1)
    ]
    notebook = {"cells": shown, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    return parse_submission(json.dumps(notebook).encode(), ".ipynb", name)


def _bound(tree: ast.Module) -> set[str]:
    """The names that a cell binds at its top level, other than by an import."""
    names: set[str] = set()
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.add(node.name)
            continue
        for inner in ast.walk(node):
            if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
                names.add(inner.id)
            elif isinstance(inner, (ast.FunctionDef, ast.ClassDef)):
                names.add(inner.name)
    return names


# --- what is shown ----------------------------------------------------------------------------------------

# Each with its own ground, so that it can be read in light and dark notebooks; no classes and no style sheet, since
# VS Code and Colab keep only what stands at an element itself.
_LOOKS = {"good": "#d9f2e3; color: #0b4d2c", "warn": "#fbe9c6; color: #5f3800", "bad": "#fbdcd9; color: #7d1009"}
_BADGE = "border-radius: 1em; padding: 0.05em 0.6em; white-space: nowrap; background: "
_TABLE = "border-collapse: collapse; color: inherit"
_CELL = "text-align: left; vertical-align: baseline; padding: 0.25em 1.2em 0.25em 0; white-space: normal"
_WORDS = "margin: 0.2em 0 0.5em 1em"
_PICTURE = "display: block; margin: 0.4em 0; max-width: 100%; background: #ffffff; color-scheme: light"


class Answer:
    """The result below a cell: a table in a notebook, lines of text elsewhere."""

    def __init__(self, result: Result, parts: list[PartResult], *, pictures: bool = False) -> None:
        self.result = result
        self.parts = parts
        self.pictures = pictures

    @property
    def _total(self) -> str:
        score, points = sum(one.score for one in self.parts), sum(one.points for one in self.parts)
        return f"{number(score)} of {number(points)} points in the visible checks"

    @property
    def _problems(self) -> tuple[str, ...]:
        return (self.result.message,) if self.result.status == "unreadable" else self.result.problems[:5]

    def __repr__(self) -> str:
        lines = [f"while loading: {problem}" for problem in self._problems]
        width = max((len(one.part) for one in self.parts), default=0)
        for one in self.parts:
            lines.append(f"{one.part:{width}}  {number(one.score)}/{number(one.points)}  {one.word}")
            if one.word != NOT_WRITTEN:
                for lost in one.lost:
                    lines += [f"    {lost.sentence}", f"      {lost.verdict}: {lost.message or 'no points'}"]
        return "\n".join([*lines, self._total])

    def _repr_html_(self) -> str:
        from grader.pages.sheet import shown_parts  # the plain text needs no page

        shown = shown_parts(self.result, pictures=self.pictures) if self.parts else []
        problems = Markup("").join(Markup("<p>while loading: {}</p>").format(one) for one in self._problems)
        head = Markup("").join(Markup('<th scope="col" style="{}">{}</th>').format(_CELL, one) for one in _HEADS)
        rows = Markup("").join(map(_row, shown))
        table = Markup('<table style="{}"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>').format(
            _TABLE, head, rows
        )
        total = Markup("<p><b>{}</b></p>").format(self._total)
        return str(problems + (table if shown else Markup("")) + total)


_HEADS = ("part", "points", "checks")


def _row(part: ShownPart) -> Markup:
    """A part; what was lost in it is opened at once, the first check of it with its words."""
    badge = _badge(part.verdict)
    lost = [one for one in part.checks if not one.passed]
    if part.opened and lost:
        inside = Markup("").join(map(_lost, lost))
        badge = Markup("<details open><summary>{}</summary>{}</details>").format(badge, inside)
    cells = (Markup("<code>{}</code>").format(part.name), f"{part.score}/{part.points}", badge)
    return Markup("<tr>{}</tr>").format(
        Markup("").join(Markup('<td style="{}">{}</td>').format(_CELL, one) for one in cells)
    )


def _badge(verdict: Verdict) -> Markup:
    return Markup('<span style="{}{}">{} {}</span>').format(_BADGE, _LOOKS[verdict.look], verdict.sign, verdict.word)


def _lost(check: ShownCheck) -> Markup:
    words = Markup('<div style="{}">{} <i>{}</i><br>{}').format(
        _WORDS, _badge(check.verdict), check.sentence, check.message or "no points"
    )
    if check.picture:
        words += Markup('<img src="{}" alt="{}" style="{}">').format(check.picture, check.caption, _PICTURE)
    return words + Markup("</div>")
