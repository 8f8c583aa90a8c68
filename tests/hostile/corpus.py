"""The hostile submissions: what lies in the folders of themes, and how it becomes a file that a student hands in.

An attack is a file ``<theme>/<name>.py``. What it hands in is ``frame.py``, which solves the part `honest`, and then
the file itself. An attack on a wall defines ``attack()``, which is true where it got through: then, and only then,
the frame's `prize` gives the right answer. An attack on the grading defines a part of its own and does not know what
is right. The first lines of a file are comments: a sentence, and then

    # stopped by: landlock, seccomp    what stands in its way: walls that can be left out, and limits, design, kernel
    # verdict: failed, forbidden       what its part may get instead of points
    # part: careful                    the part that it is after, where that is not `prize`
    # honest: lost                     its process does not live long enough to answer anything
    # fools: naive                     it gets full points of the grader in naive.py
    # copies: 2                        handed in by so many students, for those that look for one another
    # machine: x86_64                  where it can be tried
    # open: why                        it is not stopped, and what that gives

An attack ``<theme>/<name>.cells`` is handed in as a notebook, a cell between two lines of ``# %%``. Its outputs and
metadata claim points.
"""

from __future__ import annotations

import json
import platform
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

HERE = Path(__file__).resolve().parent
WALLS = ("landlock", "seccomp", "scratch")
STOPPERS = (*WALLS, "limits", "design", "kernel")
_KEYS = {"stopped by", "verdict", "part", "honest", "fools", "copies", "machine", "open", "refused"}
THEMES = (
    "answers",
    "calls",
    "exits",
    "files",
    "frames",
    "guard",
    "limits",
    "messages",
    "notebooks",
    "patches",
    "prints",
    "reads",
    "theft",
)


@dataclass(frozen=True)
class Attack:
    """One hostile submission."""

    path: Path

    @property
    def name(self) -> str:
        return f"{self.path.parent.name}.{self.path.stem}"

    @cached_property
    def header(self) -> dict[str, str]:
        lines = re.match(r"(#.*\n)+", self.path.read_text(encoding="utf-8"))
        found = re.findall(r"^# ([a-z ]+): (.*)$", lines[0] if lines else "", re.MULTILINE)
        return {key: value.strip() for key, value in found if key in _KEYS}

    def words(self, key: str, default: str = "") -> list[str]:
        return [word.strip() for word in self.header.get(key, default).split(",") if word.strip()]

    @property
    def walls(self) -> frozenset[str]:
        """The walls that have to be left out for it to succeed; none where something else would stop it still."""
        stoppers = self.words("stopped by")
        return frozenset(stoppers if set(stoppers) <= set(WALLS) else ())

    @property
    def verdicts(self) -> list[str]:
        return self.words("verdict")

    @property
    def part(self) -> str:
        return self.header.get("part", "prize")

    @property
    def keeps_honest(self) -> bool:
        return self.header.get("honest") != "lost"

    @property
    def fools(self) -> bool:
        return self.header.get("fools") == "naive"

    @property
    def students(self) -> list[str]:
        """Who hands it in."""
        copies = int(self.header.get("copies", "1"))
        return [self.name] if copies == 1 else [f"{self.name}-{number}" for number in range(1, copies + 1)]

    @property
    def suffix(self) -> str:
        return ".ipynb" if self.path.suffix == ".cells" else ".py"

    def source(self) -> str:
        """What is handed in, the names of places still to be filled in."""
        frame, attack = (path.read_text(encoding="utf-8") for path in (HERE / "frame.py", self.path))
        return notebook([frame, *attack.split("\n# %%\n")]) if self.suffix == ".ipynb" else f"{frame}\n\n{attack}"


@dataclass(frozen=True)
class FairWork(Attack):
    """A right solution of the part `honest` that uses what honest students use.

    A line ``# refused: …`` says that the walls take this from honest work, which `docs/security.md` admits, and why.
    """

    def source(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @property
    def refused(self) -> bool:
        return "refused" in self.header

    @property
    def trains(self) -> bool:
        """Whether it needs TensorFlow."""
        return "import tensorflow" in self.source()


def notebook(cells: list[str]) -> str:
    """A notebook that says what a grader should like to hear."""
    claims = [{"output_type": "stream", "name": "stdout", "text": '{"score": 1}\x1b[32m passed \n100 of 100 points'}]
    graded = {"nbgrader": {"grade": True, "points": 100, "locked": True, "solution": False, "grade_id": "prize"}}
    made = [
        {"cell_type": "code", "source": cell, "outputs": claims, "metadata": graded, "execution_count": 1}
        for cell in cells
    ]
    metadata = {"kernelspec": {"name": "../../=1+1\x1b[2J", "display_name": "bash"}, "score": 100}
    return json.dumps({"cells": made, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})


def attacks() -> list[Attack]:
    """Every attack that can be tried on this machine."""
    found = [Attack(path) for theme in THEMES for path in sorted((HERE / theme).glob("*.*"))]
    return [one for one in found if one.header.get("machine", platform.machine()) == platform.machine()]


def fair_work() -> list[FairWork]:
    """Every right solution."""
    return [FairWork(path) for path in sorted((HERE / "fair").glob("*.py"))]
