"""Cells of the stub notebook that only try things are left out where nothing needs them."""

import json

import pytest

from grader.given import given_cells, without_given
from grader.submission import parse_submission

REFERENCE = """# %%
import numpy as np

# %%
def f(x):
    return x

# %% active="ipynb"
# # Try it:
# %timeit f(1)
# steps = 5
#
# for i in range(steps):
#     print(f(i))

# %% active="ipynb"
# def show(steps):
#     print(steps, bowl)

# %% active="ipynb"
# bowl = [1]

# %% [markdown]
# the end
"""
TRY = "# Try it:\n%timeit f(1)\nsteps = 5\n\nfor i in range(steps):\n    print(f(i))"
SHOW = "def show(steps):\n    print(steps, bowl)"
BOWL = "bowl = [1]"


def kept(*sources):
    cells = [{"cell_type": "code", "source": source, "metadata": {}, "outputs": []} for source in sources]
    content = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}).encode()
    left = without_given(parse_submission(content, ".ipynb", "work"), given_cells(REFERENCE))
    return [sources[int(unit.label.removeprefix("cell ")) - 1] for unit in left.units]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["def f(x):\n    return x", TRY, SHOW, BOWL], ["def f(x):\n    return x"]),
        (["def f(x):\n    steps = x\n    return steps", TRY], ["def f(x):\n    steps = x\n    return steps"]),
        (["def f(x):\n    return x * steps", TRY], ["def f(x):\n    return x * steps", TRY]),
        (["show(3)", SHOW, BOWL, TRY], ["show(3)", SHOW, BOWL]),
        ([TRY.replace("5", "6")], [TRY.replace("5", "6")]),
        ([TRY, SHOW], []),
    ],
)
def test_only_what_is_given_and_unused_is_left_out(cells, expected):
    assert kept(*cells) == expected


def test_a_script_is_left_as_it_is():
    submission = parse_submission(BOWL.encode(), ".py", "work")
    assert without_given(submission, given_cells(REFERENCE)) is submission


def test_a_notebook_that_trains_in_a_given_cell_is_graded_without(grade, tmp_path):
    assert grade("new", "small", "--course", tmp_path).returncode == 0
    reference = tmp_path / "reference/small/small.py"
    with reference.open("a") as file:
        file.write('\n# %% active="ipynb"\n# import time\n# time.sleep(60)\n')
    assert grade("stubs", "small", cwd=tmp_path).returncode == 0
    path = tmp_path / "assignments/small/small.ipynb"
    notebook = json.loads(path.read_text())
    for cell in notebook["cells"]:
        cell["source"] = [
            line.replace("raise NotImplementedError", "return np.mean(x**2)  #") for line in cell["source"]
        ]
    path.write_text(json.dumps(notebook))
    done = grade("locally", path, "--json", cwd=tmp_path)
    answer = json.loads(done.stdout)
    assert done.returncode == 0 and answer["problems"] == [], answer
