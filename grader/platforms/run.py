"""One submission on Gradescope: from ``submission/`` to ``results/results.json``.

    /autograder/source/                  the unpacked autograder.zip
    /autograder/submission/              what a student handed in
    /autograder/results/results.json     the result

Who trusts whom is as at home: the student's code runs in a process of its own that never holds a check's expectation;
this process compares, and writes the file when that process is gone. What is different is who reads the result: the
student, at once, and as often as they hand in. So

- all visible checks run before the first hidden one, here as everywhere (``grader/isolated.py``): what code has seen of
  a hidden check's inputs can no longer be put into the message of a visible one;
- of a hidden check there is a hint of the kind of mistake, never a value; what the work has printed is not shown;
- seconds are whole ones.

**A fault of ours is never a zero.** Then there is no results.json, the reason stands on stderr, which Gradescope shows
to staff alone, and the exit code is 1: the platform takes that for "the autograder failed" and leaves the score open.
(A file with a score would be a score, and a file with neither score nor tests is none.)

**Where the walls are missing.** A container may run on a kernel without Landlock. Then nothing is graded and staff read
what is missing, unless the zip was made with ``--isolation best-effort``. In that case a second lock is what there is:
where this process is root, ``course/`` is given to another user and closed to everybody else; the submission's process,
root without a single capability, is nobody's superuser and cannot open it.

**In a small container** the kernel ends whatever is largest when memory is short, and that may be this process. So a
submission's own limit is lowered to what the container has besides: a hog gets its verdict, and the rest its score.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import math
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final, Literal

import msgspec

from grader.check import HIDDEN
from grader.course import Assignment, Course
from grader.errors import GraderFault, UsageError, printable
from grader.grading import Grader
from grader.pages.frame import harmless
from grader.pages.sheet import hint
from grader.results import CheckResult, Result
from grader.runner import WarmPool
from grader.submission import SUFFIXES, Found
from grader.tables import number
from grader.walls import FULL, level, measure, missing, refuse_exposed
from grader.whole import write_whole

PLAN: Final = "plan.json"
COURSE: Final = "course"
HiddenShown = Literal["after_published", "hidden"]
"""When students see a line for each hidden check."""
_MAX_MESSAGE: Final = 2_000  # characters of one check's output
_MAX_MESSAGES: Final = 100_000  # and of all
_MAX_OUTPUT: Final = 4_000
_MAX_ENTRIES: Final = 2_000  # files and folders of a submission that are looked at
_MAX_DEPTH: Final = 4
_MEMORY: Final = "GRADE_MEMORY_MB"  # what the container has, where its control group does not say so
_MEMORY_FILES: Final = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
_OURS_MB, _OURS_WITH_TENSORFLOW_MB, _LEAST_MB = 150, 400, 64  # measured: 60 and 350
_KEEPER: Final = 1  # the user `daemon` of every Linux; any but root and the student's
_NOT_RIGHT: Final = "The answer is not right with other inputs."


class Plan(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the zip was made for."""

    assignment: str
    hidden: HiddenShown
    best_effort: bool = False


def main(words: list[str] | None = None) -> int:
    """Grade the submission in a folder laid out as Gradescope's; the exit code."""
    parser = argparse.ArgumentParser("grader.platforms.run", description="Grade one submission on Gradescope.")
    parser.add_argument("--root", type=Path, default=Path("/autograder"), help="where source/ and submission/ are")
    parser.add_argument("--walls", action="store_true", help="grade nothing, say how submissions are isolated here")
    asked = parser.parse_args(words)
    if asked.walls:
        return _say_walls()
    root = asked.root.resolve()
    target = root / "results" / "results.json"
    begin = time.monotonic()
    try:
        with contextlib.suppress(FileNotFoundError):
            target.unlink()
        plan = _plan(root / "source" / PLAN)
        found = find_file(root / "submission", plan.assignment)
        result = _grade(root, plan, found)
        content = results(result, found.note, plan.hidden, time.monotonic() - begin)
        write_whole(target, (json.dumps(content, indent=1, allow_nan=False) + "\n").encode())
    except (UsageError, GraderFault, OSError) as error:
        print(printable(f"not graded: {error}"), file=sys.stderr)
        return 1
    score = number(result.score or 0.0)
    print(f"{plan.assignment}: {result.status}, {score} of {number(result.max_score)} points")
    if result.flags:
        print(f"for a human to look at: {', '.join(result.flags)}")
    return 0


def _say_walls() -> int:
    walls = measure()
    print(f"isolation of a submission: {level(walls)}")
    for one in missing(walls):
        print(f"missing: {one.what}: {one.effect}; what gives it: {one.remedy}")
    return 0


def _plan(path: Path) -> Plan:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Plan)
    except (OSError, msgspec.MsgspecError) as error:
        raise UsageError(f"{path}: damaged: {error}; a new autograder.zip would be right") from None


# --- which file -------------------------------------------------------------------------------------------


def find_file(folder: Path, name: str) -> Found:
    """The file that counts: the newest of the assignment's name, else the newest ``.py`` or ``.ipynb`` there is."""
    files = list(_files(folder, 0, [_MAX_ENTRIES]))
    named = [path for path in files if path.stem == name]
    candidates = named or files
    if not candidates:
        return Found("you", None, note=f"there is neither {name}.py nor {name}.ipynb in what was handed in")
    newest = max(candidates, key=lambda path: (path.lstat().st_mtime_ns, path.name))
    others = sorted(path.relative_to(folder).as_posix() for path in candidates if path != newest)
    file = newest.relative_to(folder).as_posix()
    notes = [f"{file} is newer than {', '.join(others[:5])}, so it is the one that counts"] if others else []
    if not named:
        notes.append(f"no file is called {name}")
    return Found("you", newest, file, ("several_files",) if others else (), "; ".join(notes))


def _files(folder: Path, depth: int, left: list[int]) -> Iterator[Path]:
    """Notebooks and Python files, links among them, in a folder and those below; links to folders are not followed."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    for entry in entries:
        left[0] -= 1
        if left[0] < 0:
            return
        if entry.name.startswith((".", "__")):
            continue
        if entry.is_dir(follow_symlinks=False):
            if depth < _MAX_DEPTH:
                yield from _files(Path(entry.path), depth + 1, left)
        elif Path(entry.name).suffix in SUFFIXES:
            yield Path(entry.path)


# --- grading ----------------------------------------------------------------------------------------------


def _grade(root: Path, plan: Plan, found: Found) -> Result:
    folder = root / "source" / COURSE
    walls = measure()
    if level(walls) != FULL and not plan.best_effort:
        lacking = [one for one in missing(walls) if one.what in ("Landlock", "seccomp")]
        raise UsageError(
            f"this container does not isolate submissions fully: no {' and no '.join(one.what for one in lacking)} "
            f"({'; '.join(one.effect for one in lacking)}); grade at home with `grade batch`, or make the zip anew "
            "with --isolation best-effort"
        )
    _lock(folder)
    refuse_exposed((folder, root / "results", root / "submission"), walls)
    assignment = _within(memory_mb(), Course.at(folder).assignment(plan.assignment))
    with WarmPool(walls) as pool:
        result = Grader.prepare(assignment, pool, hidden=True).grade(found)
    if result.score is None:
        raise GraderFault(result.message)
    return result


def _lock(folder: Path) -> None:
    """Close the folder to everybody but this process; as root, by an owner that no submission's process is."""
    with contextlib.suppress(OSError):  # not ours, or no such user in this container: the walls hold all the same
        os.chmod(folder, 0o700)
        if os.geteuid() == 0:
            os.chown(folder, _KEEPER, _KEEPER)


def memory_mb() -> int | None:
    """What the container has; None where that is not bounded."""
    found = [os.environ.get(_MEMORY, "")]
    for path in _MEMORY_FILES:
        with contextlib.suppress(OSError):
            content = Path(path).read_text(encoding="ascii").strip()
            found.append(str(int(content) >> 20) if content.isdecimal() else "")
    return min((int(one) for one in found if one.isdecimal()), default=None)


def _within(container_mb: int | None, assignment: Assignment) -> Assignment:
    """The assignment with no more memory for a submission than the container has besides the grader."""
    settings = assignment.settings
    heavy = {"tensorflow", "keras"}.intersection(settings.preload)
    ours = _OURS_WITH_TENSORFLOW_MB if heavy else _OURS_MB
    if container_mb is None or settings.limits.memory_mb <= container_mb - ours:
        return assignment
    limits = msgspec.structs.replace(settings.limits, memory_mb=max(container_mb - ours, _LEAST_MB))
    print(f"the container has {container_mb} MB: a submission may use {limits.memory_mb} MB")
    return replace(assignment, settings=msgspec.structs.replace(settings, limits=limits))


# --- results.json -----------------------------------------------------------------------------------------


def results(result: Result, note: str, hidden: HiddenShown, seconds: float) -> dict[str, object]:
    """The content of results.json.

    Args:
        result: what was graded.
        note: what is to be said of where it was found.
        hidden: the visibility of the hidden checks' lines.
        seconds: how long it took.

    No message of a hidden check, no summary that counts them, and nothing that the work has printed is in it.
    """
    room = _MAX_MESSAGES
    tests = []
    places: dict[str, list[int]] = {}
    for one in result.checks:
        place = places.setdefault(one.part, [len(places) + 1, 0])
        place[1] += 1
        output = _shortened(_output(one), min(_MAX_MESSAGE, room))
        room -= len(output)
        tests.append(
            {
                "score": round(one.score, 6),
                "max_score": round(one.points, 6),
                "status": "passed" if one.verdict == "passed" else "failed",
                "name": _shortened(f"{one.part}: {one.sentence}", 300),
                "number": f"{place[0]}.{place[1]}",
                "output": output,
                "tags": [one.part, one.visibility],
                "visibility": hidden if one.visibility == HIDDEN else "visible",
            }
        )
    return {
        "score": round(result.score or 0.0, 6),
        "execution_time": math.ceil(seconds),
        "output": _shortened("\n".join(_remarks(result, note)), _MAX_OUTPUT),
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "extra_data": {"sha256": result.sha256, "status": result.status},
        "tests": tests,
    }


def _output(one: CheckResult) -> str:
    """What a student reads of a check; of a hidden one the kind of mistake."""
    if one.verdict == "passed":
        return ""
    if one.visibility == HIDDEN:
        return hint(one) or _NOT_RIGHT
    return f"{one.verdict}: {one.message}" if one.message else one.verdict


def _remarks(result: Result, note: str) -> Iterator[str]:
    """What is to be said of the work as a whole; the result's message counts the hidden checks' verdicts too."""
    if result.file:
        yield f"Graded: {result.file}"
    if result.status == "graded":
        yield from [note] if note else []
    elif result.message:
        yield result.message
    yield from (f"While loading: {problem}" for problem in result.problems[:5])


def _shortened(text: str, most: int) -> str:
    """The beginning of a text, as anybody's page may show it."""
    clean = harmless(text).encode("utf-8", "replace").decode()
    return clean if len(clean) <= most else clean[: max(most - 1, 0)] + "…" if most > 0 else ""


if __name__ == "__main__":
    sys.exit(main())
