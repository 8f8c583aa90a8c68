"""The course itself: what an assignment needs, its stubs and notebooks. That it is sound, `make verify` proves."""

from __future__ import annotations

import os
import re
import tomllib

import nbformat
import pytest
from nbclient import NotebookClient

from grader.stubs import notebook_of

NAMES = [
    "naive_ops",
    "gradient_descent",
    "tensor_ops",
    "autodiff",
    "custom_dense",
    "training_loop",
    "sequential_digits",
    "siamese",
]


@pytest.mark.parametrize("name", NAMES)
def test_assignment_has_what_an_assignment_needs(name, root):
    folder, reference = root / "assignments" / name, root / "reference" / name
    for suffix in (".py", ".ipynb"):
        assert (folder / f"{name}{suffix}").is_file()
    assert len(list((reference / "right").iterdir())) >= 4
    assert len(list((reference / "wrong").glob("*.py"))) >= 10
    students = list((root / "tests/submissions" / name).iterdir())
    assert len(students) >= 10
    expected = tomllib.loads((root / f"tests/submissions/{name}.expected.toml").read_text(encoding="utf-8"))
    assert sorted(expected) == sorted(student.name for student in students)


def test_stubs_are_up_to_date(grade):
    done = grade("stubs", "--check")
    assert done.returncode == 0, done.stdout


def test_unsound_course_is_told(root, grade, tmp_path):
    """A known mistake that keeps its part, and a right solution that loses one."""
    for part in ("assignments", "reference"):
        (tmp_path / part / "naive_ops").mkdir(parents=True)
    for file in ("assignment.toml", "checks.py"):
        (tmp_path / "assignments/naive_ops" / file).write_bytes((root / "assignments/naive_ops" / file).read_bytes())
    for file in ("checks.py", "naive_ops.py"):
        (tmp_path / "reference/naive_ops" / file).write_bytes((root / "reference/naive_ops" / file).read_bytes())
    (tmp_path / "reference/secret.txt").write_text("0123456789abcdef" * 2)
    wrong = tmp_path / "reference/naive_ops/wrong"
    wrong.mkdir()
    (wrong / "harmless.py").write_text("# loses: naive_add\n# Not a mistake at all.\nx = 1\n")
    (wrong / "other.py").write_text("# loses: naive_add\ndef naive_relu(x):\n    return x\n")
    done = grade("verify", "naive_ops", "--course", tmp_path)
    assert done.returncode == 1
    words = " ".join(done.stdout.split())
    assert "wrong/harmless.py: keeps naive_add, which it must lose" in words
    assert "wrong/other.py: keeps naive_add, which it must lose; loses naive_relu" in words


@pytest.mark.slow
@pytest.mark.trains
@pytest.mark.parametrize("name", NAMES)
def test_notebook_stub_runs_in_jupyter(name, root, tmp_path):
    """As a student opens it: a real kernel executes every cell of the stub, and only what is not written is missed."""
    notebook = nbformat.read(root / "assignments" / name / f"{name}.ipynb", as_version=4)
    nbformat.validate(notebook)
    executed = run_notebook(notebook, root / "assignments" / name)
    errors = {
        output.ename for cell in executed.cells for output in cell.get("outputs", []) if output.output_type == "error"
    }
    assert errors <= {"NotImplementedError", "NameError"}


@pytest.mark.slow
@pytest.mark.trains
@pytest.mark.parametrize("name", NAMES)
def test_notebook_of_the_solution_runs_in_jupyter(name, root, reference):
    """Every cell of the solved notebook: tries, pictures, and `%grade` gives full points."""
    executed = run_notebook(nbformat.reads(notebook_of(reference(name)), as_version=4), root / "assignments" / name)
    outputs = [output for cell in executed.cells for output in cell.get("outputs", [])]
    assert not [output.evalue for output in outputs if output.output_type == "error"]
    pictures = [output for output in outputs if "image/png" in output.get("data", {})]
    assert pictures
    last = next(cell for cell in reversed(executed.cells) if cell.source.strip() == "%grade")
    text = last.outputs[0]["data"]["text/plain"]
    earned, possible = re.search(r"([\d.]+) of ([\d.]+) points in the visible checks", text).groups()
    assert earned == possible, text


def run_notebook(notebook, folder):
    environment = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
    client = NotebookClient(notebook, timeout=300, kernel_name="python3", allow_errors=True)
    with client.setup_kernel(env=environment, cwd=str(folder)):
        for index, cell in enumerate(notebook.cells):
            client.execute_cell(cell, index)
    return notebook
