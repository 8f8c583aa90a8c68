"""``autograder.zip`` for Gradescope: what is in it, and why no reference solution is.

    setup.sh            run once, when the image is made: Python, packages, the grader
    run_autograder      run for each submission: ``python -m grader.platforms.run``
    requirements.txt    the packages at fixed versions
    grader-….whl        the grader
    plan.json           which assignment, what students see, which isolation
    course/             settings, visible and hidden checks, files to be read, frozen expectations

On Gradescope the grader, the hidden checks and a stranger's code are in one container, and everything there belongs
to root. So the zip holds as little as grading takes: what the reference *showed* in each check instead of the reference
itself, and for each hidden check its own seed instead of the secret that all seeds of the course are made from. What is
left to protect, ``course/``, is out of a submission's reach as it is at home, by the kernel's walls around its process
(``grader/inside/confinement.py``). ``run.py`` says what happens where the container does not give them.
"""

from __future__ import annotations

import hashlib
import sys
from importlib.resources import files
from typing import Final

import msgspec

from grader.course import FROZEN, HIDDEN_CHECKS, SETTINGS, Assignment
from grader.errors import CourseError
from grader.expectations import freeze
from grader.grading import Grader
from grader.platforms.packages import needs_tensorflow, requirements, wheel, zipped
from grader.platforms.run import COURSE, PLAN, HiddenShown, Plan
from grader.runner import WarmPool

NAME: Final = "autograder.zip"
_PROGRAMS: Final = ("setup.sh", "run_autograder")


def autograder(
    assignment: Assignment, pool: WarmPool, offered: dict[str, bytes], *, hidden: HiddenShown, best_effort: bool
) -> bytes:
    """The content of autograder.zip.

    Args:
        assignment: of the course itself, with its reference.
        pool: where the reference is run.
        offered: the files that a submission may read.
        hidden: when students see a line for each hidden check.
        best_effort: whether to grade also where the walls around a submission are not all there.

    Raises:
        CourseError: the assignment's files are not as they must be.
        UsageError: a package that grading needs is not installed here.
    """
    if assignment.frozen_file.is_file():
        raise CourseError(f"{assignment.folder}: what students get; the course's own folder would be right")
    grader = Grader.prepare(assignment, pool, hidden=True)
    wheel_name, wheel_content = wheel()
    own = {
        SETTINGS: (assignment.folder / SETTINGS).read_bytes(),
        "checks.py": (assignment.folder / "checks.py").read_bytes(),
        HIDDEN_CHECKS: assignment.hidden_file.read_bytes(),
        **offered,
    }
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(own.items())}
    own[FROZEN] = freeze(assignment, grader.expectations, digests)
    plan = Plan(assignment=assignment.name, hidden=hidden, best_effort=best_effort)
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    contents = {
        "setup.sh": _template("setup.sh").replace("@WHEEL@", wheel_name).replace("@PYTHON@", python).encode(),
        "run_autograder": _template("run_autograder").encode(),
        "requirements.txt": requirements(tensorflow=needs_tensorflow(assignment.settings.preload)),
        PLAN: msgspec.json.format(msgspec.json.encode(plan)) + b"\n",
        wheel_name: wheel_content,
        **{f"{COURSE}/{name}": content for name, content in sorted(own.items())},
    }
    return zipped(contents, programs=_PROGRAMS)


def _template(name: str) -> str:
    """A file of this package; with the line ends that a shell wants, whatever git made of them."""
    return files("grader.platforms").joinpath(f"templates/{name}").read_text(encoding="utf-8").replace("\r\n", "\n")
