"""`grade release`: what students get of an assignment, a folder or a zip that needs no reference solution.

assignment.toml         settings
checks.py               visible checks
<name>.py, <name>.ipynb stubs, made anew from the marks in the reference
expectations.msgpack    what the reference shows in the visible checks: plain data
README.md               how to work with it
…                       the files that a submission may read

For Gradescope it is a zip of another kind, for staff to upload; for GitHub the same folder as a template repository
(see :mod:`grader.platforms`).
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from grader.check import Check
from grader.course import FROZEN, SETTINGS, Assignment, Course
from grader.errors import CourseError, UsageError
from grader.expectations import freeze, read_frozen
from grader.grading import Grader
from grader.platforms.github import readme_of, template_files
from grader.platforms.gradescope import NAME as AUTOGRADER
from grader.platforms.gradescope import autograder
from grader.platforms.packages import zipped
from grader.platforms.run import HiddenShown
from grader.runner import WarmPool
from grader.stubs import stubs
from grader.tables import number
from grader.whole import write_whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What is to be made of an assignment: a folder, a zip of it, a repository, or what Gradescope grades with."""

    kind: Literal["folder", "zip", "github", "gradescope"] = "folder"
    hidden: HiddenShown = "after_published"
    """On Gradescope, when students see a line for each hidden check."""
    best_effort: bool = False
    """Whether Gradescope is to grade without all the walls around a submission."""


def release(names: list[str], to: Path, course: Course, form: Form, *, everything: bool, force: bool) -> int:
    """Write what students get, or what a platform grades with; the exit code.

    Raises:
        UsageError: it could not be made or written; nothing has been written then.
    """
    if bool(names) == everything:
        raise UsageError(
            f"which assignments? NAME or --all would be right; there are: {', '.join(course.names)}"
            if everything is False
            else "either names of assignments or --all, not both"
        )
    if to.exists() and not to.is_dir():
        raise UsageError(f"{to}: a file; a folder would be right")
    assignments = [course.assignment(name) for name in (course.names if everything else dict.fromkeys(names))]
    with WarmPool() as pool:
        if form.kind == "gradescope":
            return _release_autograders(assignments, to, form, pool)
        bundles = {one.name: bundle(one, pool, repository=form.kind == "github") for one in assignments}
    if form.kind != "zip" and not force:
        for name, files in bundles.items():
            _refuse_changed(to / name, files)
    for name, files in bundles.items():
        target = to / f"{name}.zip" if form.kind == "zip" else to / name
        if form.kind == "zip":
            _write(target, zipped({f"{name}/{file}": content for file, content in files.items()}))
        else:
            for file, content in files.items():
                _write(target / file, content)
        print(f"released: {target} ({len(files)} files)")
    return 0


def _release_autograders(assignments: list[Assignment], to: Path, form: Form, pool: WarmPool) -> int:
    """One autograder.zip, or several in a folder an assignment."""
    made = {
        one.name: autograder(one, pool, _offered(one), hidden=form.hidden, best_effort=form.best_effort)
        for one in assignments
    }
    for name, content in made.items():
        target = to / AUTOGRADER if len(made) == 1 else to / name / AUTOGRADER
        _write(target, content)
        print(f"released: {target} ({len(content) >> 10} KB; for staff: it holds the hidden checks)")
    return 0


def bundle(assignment: Assignment, pool: WarmPool, *, repository: bool = False) -> dict[str, bytes]:
    """The files of a bundle, or of a template repository: name to content.

    Raises:
        CourseError: the assignment's files are not as they must be.
    """
    if assignment.frozen_file.is_file():
        raise CourseError(f"{assignment.folder}: already what students get; the course's own folder would be right")
    files = {path.name: content.encode() for path, content in stubs(assignment).items()}
    for name in (SETTINGS, "checks.py"):
        files[name] = _read(assignment.folder / name)
    files |= _offered(assignment)
    grader = Grader.prepare(assignment, pool, hidden=False)
    readme = _readme(assignment, grader.checks).encode()
    files["README.md"] = readme_of(readme) if repository else readme
    if repository:
        files |= template_files(assignment)
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
    return dict(sorted(files.items())) | {FROZEN: freeze(assignment, grader.expectations, digests)}


def _offered(assignment: Assignment) -> dict[str, bytes]:
    """The files that a submission may read."""
    files: dict[str, bytes] = {}
    for name, where in assignment.offered().items():
        files |= _files_at(name, Path(where))
    return files


def _files_at(name: str, path: Path) -> dict[str, bytes]:
    """A file that a submission may read, or all files of such a folder."""
    if path.is_dir():
        inner = sorted(one for one in path.rglob("*") if one.is_file())
        return {f"{name}/{one.relative_to(path).as_posix()}": _read(one) for one in inner}
    return {name: _read(path)}


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CourseError(f"{path}: cannot be read: {error.strerror}") from None


def _readme(assignment: Assignment, checks: list[Check]) -> str:
    name, points = assignment.name, assignment.settings.points
    visible: defaultdict[str, float] = defaultdict(float)
    for check in checks:
        visible[check.part] += check.points
    rows = "\n".join(f"| `{part}` | {number(worth)} | {number(visible[part])} |" for part, worth in points.items())
    return f"""# {assignment.settings.title}

Work in `{name}.py` or in the notebook `{name}.ipynb`, whichever you like, and hand in one of them under this name.
Names, arguments and shapes are fixed, the inside of each part is yours.

In this folder, as often as you like:

    grade locally

or `pytest`, or in the notebook `%load_ext grader` and then `%grade {assignment.parts[0]}`. They run the visible checks;
the others run when your work is graded, with other inputs.

| part | points | of these visible |
| --- | --- | --- |
{rows}
"""


def _refuse_changed(folder: Path, files: dict[str, bytes]) -> None:
    """Refuse to write over what is neither of an earlier release nor the same already."""
    earlier = read_frozen(folder / FROZEN).files if (folder / FROZEN).is_file() else {}
    for name, content in files.items():
        path = folder / name
        if name == FROZEN or not path.exists():
            continue
        digest = hashlib.sha256(_read(path)).hexdigest()
        if digest not in (earlier.get(name), hashlib.sha256(content).hexdigest()):
            raise UsageError(f"{path}: somebody has changed it; another folder, or --force to write over it")


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{path.parent}: cannot be made: {error.strerror}") from None
    write_whole(path, content)
