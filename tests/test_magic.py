"""`%load_ext grader` and `%grade`, in a real Jupyter kernel."""

import os
import shutil

import nbformat
import pytest
from nbclient import NotebookClient

from grader.stubs import notebook_of


def run(cells, folder):
    """The outputs of cells that a kernel executes one after another: of each its texts, joined."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
    NotebookClient(notebook, timeout=120, kernel_name="python3", allow_errors=True).execute(cwd=str(folder))
    return [output_of(cell) for cell in notebook.cells]


def output_of(cell):
    texts = []
    for output in cell.get("outputs", []):
        texts.append(output.get("text", "") + output.get("data", {}).get("text/plain", "") + output.get("evalue", ""))
    return "\n".join(texts)


def html_of(cell):
    return "".join(output.get("data", {}).get("text/html", "") for output in cell.get("outputs", []))


RELU = "import numpy as np\ndef naive_relu(x):\n    z = x.copy()\n    for i, row in enumerate(x):\n" + (
    "        for j, a in enumerate(row):\n            z[i, j] = a if a > 0 else 0\n    return z\n"
)
CHECKED = RELU.replace("    z =", "    assert x.ndim == 2\n    z =")


@pytest.fixture(scope="module")
def folder(root, tmp_path_factory):
    """An assignment as students have it, with its checks and no notebook open in it."""
    course = tmp_path_factory.mktemp("course")
    for part in ("assignments", "reference"):
        shutil.copytree(root / part / "naive_ops", course / part / "naive_ops")
    shutil.copy(root / "reference/secret.txt", course / "reference")
    return course / "assignments/naive_ops"


def test_parts_are_checked_as_they_are_now(folder):
    first, _, wrong, _, right, every = run(
        ["%load_ext grader", RELU, "%grade naive_relu", CHECKED, "%grade naive_relu", "%grade"], folder
    )[:6]
    assert first == ""
    assert "naive_relu  " in wrong and "failed" in wrong and "raises AssertionError or ValueError" in wrong
    assert "ok" in right and "4 of 4 points" in right
    assert "naive_add" in every and "missing" in every and "4 of 47 points" in every


def test_cells_that_only_try_things_are_not_run_again(folder):
    slow = "import time\ntime.sleep(12)\nseen = naive_relu(np.ones((2, 2)))"
    cells = ["%load_ext grader", CHECKED, slow, "%grade naive_relu"]
    outputs = run(cells, folder)
    assert "4 of 4 points" in outputs[3] and "while loading" not in outputs[3]


def test_a_mistake_names_the_cell_by_its_number(folder):
    outputs = run(
        ["%load_ext grader", "1 + 1", "def naive_relu(x):\n    return undefined", "%grade naive_relu"], folder
    )
    assert "cell 3" in outputs[3] and "undefined" in outputs[3]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("%grade naive_rellu", "did you mean naive_relu?"),
        ("%grade -a nothing", "unknown assignment 'nothing'"),
        ("%grade --fast", "unrecognized arguments"),
    ],
)
def test_wrong_words_are_one_clear_line(line, says, folder):
    output = run(["%load_ext grader", line], folder)[1]
    assert says in output and "Traceback" not in output


def test_what_a_student_wrote_is_text_in_the_table(folder):
    source = "def naive_relu(x):\n    raise ValueError('<script>alert(1)</script>')"
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(one) for one in ("%load_ext grader", source, "%grade naive_relu")]
    )
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute(cwd=str(folder))
    html = html_of(notebook.cells[2])
    assert "&lt;script&gt;" in html and "<script" not in html


def test_the_whole_notebook_of_the_reference_passes(root, folder, reference, tmp_path):
    shutil.copytree(folder.parent.parent, tmp_path / "course")
    work = tmp_path / "course/assignments/naive_ops"
    notebook = nbformat.reads(notebook_of(reference("naive_ops")), as_version=4)
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    NotebookClient(notebook, timeout=300, kernel_name="python3").execute(cwd=str(work))
    last = [output_of(cell) for cell in notebook.cells if cell.source.strip() == "%grade"][-1]
    assert "47 of 47 points" in last
