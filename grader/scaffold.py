"""`grade new`: the files of an assignment that works already, with one small part to replace."""

from __future__ import annotations

import keyword
import secrets
from pathlib import Path
from typing import Final

from grader.course import SETTINGS, Course
from grader.errors import UsageError
from grader.stubs import write_stubs
from grader.whole import write_whole

_SETTINGS: Final = """title = "TITLE"
preload = ["numpy"]             # add "tensorflow", "keras" where they are needed

[points]                        # a part a line; the sum is 100
mean_square = 100

[limits]
seconds_per_check = 5.0
readable = []                   # files of this folder that a submission may read
"""

_REFERENCE: Final = '''# %% [markdown]
# # TITLE
#
# What it is about and why it is worth knowing, in a few sentences. Formulas are in dollars: $y = x^2$.
#
# Names, arguments and shapes are fixed, the inside of each part is yours.

# %%
import numpy as np

# %% active="ipynb"
# %load_ext grader

# %% [markdown]
# ## 1. `mean_square`
#
# The mean of the squares of the entries of `x`, an array of any shape: a number. Of $(1, 2, 3)$ it is $14/3$.


# %%
def mean_square(x):
    """The mean of the squares of the entries of x."""
    ### BEGIN SOLUTION
    return np.mean(x**2)
    ### END SOLUTION


# %% active="ipynb"
# print(mean_square(np.array([1.0, 2.0, 3.0])))  # 4.6667

# %% active="ipynb"
# %grade mean_square
'''

_VISIBLE: Final = '''"""Visible checks of `NAME`: run them as often as you like."""

from grader import Tolerance, check

CLOSE = Tolerance(rtol=1e-5, atol=1e-7)  # measured: right ways differ by less than a fifth, mistakes by five times


@check(part="mean_square", points=50, cases=2, tolerance=CLOSE)
def mean_square_of_a_vector(student, rng):
    """The result is the mean of the squared entries."""
    return student.mean_square(rng.uniform(0.5, 3.0, size=6))
'''

_HIDDEN: Final = '''"""Hidden checks of `NAME`: other inputs, the same properties."""

from visible import CLOSE

from grader import check


@check(part="mean_square", points=50, cases=3, tolerance=CLOSE)
def mean_square_of_any_shape(student, rng, case):
    """The result is the mean of the squared entries, for arrays of one, two and three axes, of either sign."""
    return student.mean_square(rng.normal(scale=2.0, size=(5, 4, 3)[: case + 1]))
'''

_RIGHT: Final = """# Pure Python, an entry at a time.


def mean_square(x):
    entries = x.reshape(-1).tolist()
    return sum(entry * entry for entry in entries) / len(entries)
"""

_WRONG: Final = """# loses: mean_square
# diagnosis: sum_not_mean
# The sum of the squares.
def mean_square(x):
    return np.sum(x**2)
"""

_NEXT: Final = """
It works as it is: `grade verify NAME`. Now replace its part by yours:
  reference/NAME/NAME.py             the solution, from which `grade stubs NAME` makes what students get
  assignments/NAME/assignment.toml   its parts and points
  checks.py in both folders          visible and hidden checks
  reference/NAME/right/ and wrong/   other right solutions, known mistakes
docs/authoring.md goes through it step by step."""


def scaffold(name: str, title: str | None, course_folder: Path | None) -> int:
    """Write the files of a new assignment and say what comes next; the exit code.

    Raises:
        UsageError: the name is none, or there is such an assignment; nothing has been written then.
    """
    if not name.isidentifier() or keyword.iskeyword(name) or name != name.lower():
        raise UsageError(f"{name!r}: a name such as `tensor_ops` would be right: small letters, digits and underscores")
    root = course_folder.resolve() if course_folder else _course_here()
    folder, reference = root / "assignments" / name, root / "reference" / name
    for path in (folder, reference):
        if path.exists():
            raise UsageError(f"{path}: exists; another name would be right")
    shown = title or name.replace("_", " ").capitalize()
    files = {
        folder / SETTINGS: _SETTINGS.replace("TITLE", shown.replace("\\", "\\\\").replace('"', '\\"')),
        folder / "checks.py": _VISIBLE.replace("NAME", name),
        reference / f"{name}.py": _REFERENCE.replace("TITLE", shown),
        reference / "checks.py": _HIDDEN.replace("NAME", name),
        reference / "right" / "pure_python.py": _RIGHT,
        reference / "wrong" / "mean_square_sum.py": _WRONG,
    }
    secret = root / "reference" / "secret.txt"
    if not secret.exists():
        files[secret] = secrets.token_hex(32) + "\n"
    try:
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, content.encode())
            print(f"written: {path.relative_to(root)}")
    except OSError as error:
        raise UsageError(f"{error.filename}: cannot be made: {error.strerror}") from None
    write_stubs(Course.at(root), [name], check=False)
    print(_NEXT.replace("NAME", name))
    return 0


def _course_here() -> Path:
    """The course that the current folder lies in."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if any((folder / "assignments").glob(f"*/{SETTINGS}")):
            return folder
    raise UsageError("no course here: the folder with assignments/ would be right; --course . begins a new one")
