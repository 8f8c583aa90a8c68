"""`pytest` in an assignment's folder: the visible checks as items, with the options that users of pytest know."""

import os
import re
import shutil
import subprocess
import sys
from xml.etree import ElementTree

import pytest

CASES = """

from grader import Tolerance, check


@check(part="double", points=60, cases=4, tolerance=Tolerance())
def doubles(student, rng, case):
    \"\"\"The result is twice x.\"\"\"
    return student.double(float(case + 1))


@check(part="half", points=10)
def halves(student, rng):
    \"\"\"The result is half of x.\"\"\"
    return student.half(float(rng.uniform(1, 9)))
"""
REFERENCE = """def double(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION


def half(x):
    ### BEGIN SOLUTION
    return x / 2
    ### END SOLUTION
"""


@pytest.fixture
def folder(tmp_path):
    """A course of one small assignment; the folder where a student works."""
    work, reference = tmp_path / "assignments/small", tmp_path / "reference/small"
    work.mkdir(parents=True)
    reference.mkdir(parents=True)
    (work / "assignment.toml").write_text('title = "Small"\n[points]\ndouble = 80\nhalf = 20\n')
    (work / "checks.py").write_text(CASES)
    (work / "small.py").write_text(REFERENCE)
    (reference / "small.py").write_text(REFERENCE)
    return work


def run(folder, *words):
    environment = {**os.environ, "COLUMNS": "120"}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *words]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=120, env=environment, check=False
    )


def test_an_item_for_each_check_and_case(folder):
    done = run(folder, "-v")
    assert done.returncode == 0, done.stdout
    passed = re.findall(r"^checks.py::(\S+(?: \d\])?) PASSED", done.stdout, re.MULTILINE)
    assert passed == [*(f"double::doubles[case {number}]" for number in (1, 2, 3, 4)), "half::halves"]


def test_only_the_cases_concerned_fail_and_with_the_words_of_grade(folder):
    (folder / "small.py").write_text(
        "def double(x):\n    return 2 * x if x < 3 else 6.5\n\ndef half(x):\n    return x\n"
    )
    done = run(folder, "-v")
    assert done.returncode == 1
    assert done.stdout.count("PASSED") == 2 and done.stdout.count("FAILED checks.py") == 3
    assert "The result is twice x." in done.stdout and "failed: `double(3.0)`: expected 6.0, got 6.5" in done.stdout


def test_an_exception_in_one_case_leaves_the_earlier_ones(folder):
    (folder / "small.py").write_text(
        "def double(x):\n    return 2 * x if x < 3 else 1 / 0\n\ndef half(x):\n    return x / 2\n"
    )
    done = run(folder, "-v")
    assert done.stdout.count("PASSED") == 3 and "ZeroDivisionError" in done.stdout


def test_selection_stop_and_junit(folder):
    (folder / "small.py").write_text("def double(x):\n    return 0\n")
    assert "1 failed, 4 deselected" in run(folder, "-k", "half").stdout
    assert "1 failed" in run(folder, "-x").stdout.splitlines()[-1]
    run(folder, "--junitxml", "result.xml")
    suite = ElementTree.parse(folder / "result.xml").getroot().find("testsuite")
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("5", "5", "0")


def test_what_goes_wrong_while_loading_is_shown(folder):
    (folder / "small.py").write_text("def double(x):\n    return 2 * x\n\nraise RuntimeError('half way')\n")
    done = run(folder)
    assert "4 passed" in done.stdout and "while loading" in done.stdout and "half way" in done.stdout


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda folder: (folder / "small.py").unlink(), "there is no small.py or small.ipynb"),
        (lambda folder: (folder / "small.py").write_text("def double(:\n"), "small.py"),
        (lambda folder: (folder / "checks.py").write_text("x = 1\n"), "there is no check in it"),
    ],
)
def test_what_keeps_it_from_running_is_one_line(spoil, says, folder):
    spoil(folder)
    done = run(folder)
    assert done.returncode == 2
    assert says in done.stdout + done.stderr and "Traceback" not in done.stdout + done.stderr


def test_other_files_of_this_name_are_left_alone(folder, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    shutil.copy(folder / "checks.py", elsewhere)
    assert "no tests ran" in run(elsewhere).stdout
    assert "no tests ran" in run(tmp_path / "reference").stdout
