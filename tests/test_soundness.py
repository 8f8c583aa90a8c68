"""`grade verify` on a small course that is sound, and on what makes it unsound, a thing at a time."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from grader.check import AtLeast, Exact, Tolerance
from grader.course import Course
from grader.soundness.margins import _bars, _error
from grader.soundness.mutation import mutants
from grader.soundness.trivial import KINDS


@pytest.fixture
def course(grade, tmp_path):
    """The course that `grade new` makes."""
    done = grade("new", "small", "--course", tmp_path)
    assert done.returncode == 0, done.stderr
    return tmp_path


def verified(grade, course, *words):
    done = grade("verify", "small", "--seeds", "2", "--json", *words, cwd=course)
    assert done.stderr == "", done.stderr
    answer = json.loads(done.stdout)["small"]
    assert done.returncode == (0 if answer["sound"] else 1)
    return answer


def findings(answer, kind):
    return [one for one in answer["findings"] if one["kind"] == kind]


def replace(path: Path, old: str, new: str):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_what_grade_new_makes_is_sound(grade, course):
    answer = verified(grade, course)
    assert answer["findings"] == [] and answer["notes"] == []
    assert answer["solutions"] == {"reference": 1, "stub": 2, "right": 1, "wrong": 1}
    assert answer["mutants"]["made"] == answer["mutants"]["killed_by_hidden"] >= 4
    found = answer["diagnoses"]
    assert found["named"] == found["found"] == 1 and found["right"] == found["stated"] > 0
    (hidden,) = [one for one in answer["margins"] if one["visibility"] == "hidden"]
    assert 0 <= hidden["right"] < 0.2 and hidden["wrong"] > 5


def test_diagnoses_are_measured_on_the_wrong_solutions(grade, course):
    """One that is found, one that is stated but not named, one that is named but not found."""
    wrong = course / "reference/small/wrong"
    mistakes = {
        "half": ("# diagnosis: scaled, sign\n", "0.5 * np.mean(x**2)"),
        "strange": ("", "-np.mean(x**2)"),
        "missed": ("# diagnosis: float16\n", "np.mean(np.abs(x)) + 0.1"),
    }
    for name, (line, result) in mistakes.items():
        (wrong / f"{name}.py").write_text(f"# loses: mean_square\n{line}def mean_square(x):\n    return {result}\n")
    answer = verified(grade, course, "--html", course / "page.html")
    one, other = findings(answer, "diagnosis")
    assert one["subject"] == "wrong/strange.py" and one["message"].startswith("gets the diagnosis sign (")
    assert other["subject"] == "small" and other["message"].startswith("67% of the wrong solutions get")
    assert other["diff"] == "wrong/missed.py: float16"
    counts = answer["diagnoses"]
    assert (counts["named"], counts["found"]) == (3, 2)
    assert 0 < counts["right"] < counts["stated"]
    page = (course / "page.html").read_text()
    assert "<th>precision</th><th>named</th><th>recall</th>" in page and "67 %" not in page and "66 %" in page
    (wrong / "missed.py").write_text("# loses: mean_square\n# diagnosis: float17\nx = 1\n")
    done = grade("verify", "small", cwd=course)
    assert done.returncode == 2 and "no kind of mistake 'float17'" in done.stderr and "float16" in done.stderr


def test_what_has_not_changed_is_not_graded_again(grade, course):
    first = verified(grade, course)
    second = verified(grade, course)
    assert first["reused"] == 0 and second["graded"] == 0 and second["reused"] == first["graded"]
    assert {**first, "graded": 0, "reused": 0, "seconds": 0} == {**second, "graded": 0, "reused": 0, "seconds": 0}
    wrong = course / "reference/small/wrong/another.py"
    wrong.write_text("# loses: mean_square\ndef mean_square(x):\n    return np.mean(x)\n")
    third = verified(grade, course)
    assert third["graded"] == 2 and third["sound"]
    replace(course / "assignments/small/checks.py", "size=6", "size=7")
    assert verified(grade, course)["reused"] == 0
    assert verified(grade, course, "--fresh")["reused"] == 0


def test_what_was_graded_before_ctrl_c_is_kept(grade, course):
    for number in range(250):  # more than are graded in three seconds
        wrong = f"# loses: mean_square\n# {number}\ndef mean_square(x):\n    return np.sum(x**2)\n"
        (course / f"reference/small/wrong/w{number}.py").write_text(wrong)
    command = [sys.executable, "-m", "grader.cli", "verify", "--workers", "1"]
    kept = course / ".grade/verify/small.msgpack"
    for patience in (3, 6, 12, 24):  # a busy machine may need more until something is graded
        running = subprocess.Popen(command, cwd=course, stderr=subprocess.PIPE, text=True)
        time.sleep(patience)
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=60)
        if kept.exists():
            break
    assert running.returncode == 130 and said.startswith("interrupted: ") and len(said.splitlines()) == 1
    assert verified(grade, course)["reused"] > 0


def test_an_unfair_check_is_told(grade, course):
    (course / "reference/small/right/float16.py").write_text(
        "import numpy as np\n\ndef mean_square(x):\n    return np.mean(x.astype(np.float16) ** 2)\n"
    )
    (found,) = findings(verified(grade, course), "right")
    assert found["subject"] == "right/float16.py" and "loses mean_square" in found["message"]


def test_a_blind_check_is_told(grade, course):
    wrong = "# loses: mean_square\ndef mean_square(x):\n    return np.mean(x**2) if len(x) < 100 else 0.0\n"
    (course / "reference/small/wrong/large_ones.py").write_text(wrong)
    (found,) = findings(verified(grade, course), "wrong")
    assert found["message"] == "keeps mean_square, which it must lose"


def test_a_mutant_that_no_check_sees_is_told_and_can_be_marked(grade, course):
    replace(course / "reference/small/small.py", "    return np.mean(x**2)", "    y = x + 0\n    return np.mean(y**2)")
    answer = verified(grade, course)
    unseen = findings(answer, "mutant")
    assert ["-    y = x + 0\n+    y = x - 0" in one["diff"] for one in unseen] == [True]
    assert unseen[0]["subject"].startswith("mean_square, line ")
    marks = course / "reference/small/equivalent.toml"
    marks.write_text(unseen[0]["mark"].replace('reason = ""', 'reason = "0 is 0"'))
    answer = verified(grade, course)
    assert answer["sound"] and answer["mutants"]["equivalent"] == 1
    replace(marks, "y = x - 0", "y = x - 5")
    answer = verified(grade, course)
    assert [one["kind"] for one in answer["findings"]] == ["mutant", "mark"]


def test_a_mark_without_a_reason_is_one_clear_line(grade, course):
    marks = course / "reference/small/equivalent.toml"
    marks.write_text("[[equivalent]]\nwhere = 'mean_square'\nfrom = 'a'\nto = 'b'\nreason = ''\n")
    done = grade("verify", cwd=course)
    assert done.returncode == 2 and "the reason is missing" in done.stderr and len(done.stderr.splitlines()) == 1
    marks.write_text("[[equivalent]]\nwhere = 'mean_square'\n")
    done = grade("verify", cwd=course)
    assert done.returncode == 2 and "with where, from, to and reason" in done.stderr


def test_visible_checks_that_see_too_little_are_told(grade, course):
    checks = course / "assignments/small/checks.py"
    replace(
        checks,
        "return student.mean_square(rng.uniform(0.5, 3.0, size=6))",
        "return student.mean_square(rng.uniform(0.5, 3.0, size=6)).shape",
    )
    answer = verified(grade, course)
    assert any("visible checks see" in one["message"] for one in findings(answer, "mutant"))


def test_a_check_that_trivial_answers_pass_is_told(grade, course):
    checks = course / "reference/small/checks.py"
    lenient = """

@check(part="mean_square", points=1)
def lenient(student, rng):
    \"\"\"The call is made, and its answer not looked at.\"\"\"
    student.mean_square(rng.normal(size=2))
    return 5.0


@check(part="mean_square", points=1)
def small_numbers(student, rng):
    \"\"\"The answer lies below the absolute tolerance.\"\"\"
    return student.mean_square(rng.uniform(1e-6, 2e-6, size=3))
"""
    checks.write_text(checks.read_text().replace("points=50", "points=48") + lenient)
    trivial = findings(verified(grade, course), "trivial")
    kinds = {
        name: [one["message"] for one in trivial if one["subject"] == name] for name in ("lenient", "small_numbers")
    }
    assert all(any(f"({kind})" in message for message in kinds["lenient"]) for kind in KINDS)
    assert {kind for kind in KINDS for message in kinds["small_numbers"] if f"({kind})" in message} == {"zeros"}


def test_a_tolerance_that_is_too_wide_or_too_narrow_is_told(grade, course):
    visible = course / "assignments/small/checks.py"
    replace(visible, "rtol=1e-5, atol=1e-7", "rtol=0.3, atol=0.0")
    (course / "reference/small/wrong/mean_square_sum.py").write_text(
        "# loses: mean_square\ndef mean_square(x):\n    return 1.5 * np.mean(x**2)\n"
    )
    answer = verified(grade, course)
    faint = findings(answer, "margin")
    assert faint and faint[0]["subject"] == "wrong/mean_square_sum.py" and "1.67 tolerances" in faint[0]["message"]
    assert any("Tolerance(rtol=0.1, atol=0)" in note for note in answer["notes"])
    replace(visible, "rtol=0.3, atol=0.0", "rtol=3e-16, atol=0.0")
    narrow = [one for one in findings(verified(grade, course), "margin") if one["subject"].startswith("mean_square_of")]
    assert all("a right solution is off by" in one["message"] for one in narrow)


def test_a_bar_that_stands_too_near_is_told(grade, course):
    checks = course / "reference/small/checks.py"
    source = checks.read_text().replace("points=50", "points=40") + (
        "\n\ndef judge_size(seen):\n    from grader import Judgement\n\n"
        "    return Judgement.at_least(seen, 99.0, 'the size')\n"
        "\n\n@check(part='mean_square', points=10, judge=judge_size)\ndef is_large(student, rng):\n"
        '    """The result is large."""\n    return student.mean_square(rng.normal(size=4) * 0 + 10.0)\n'
    )
    checks.write_text(source)
    (course / "reference/small/wrong/mean_square_sum.py").write_text(
        "# loses: mean_square\ndef mean_square(x):\n    return 0.5 * np.mean(x**2)\n"
    )
    (found,) = findings(verified(grade, course), "margin")
    assert found["subject"] == "is_large"
    assert "the bar of the size stands at 99, right solutions reach 100 or more" in found["message"]
    assert "wrong ones up to 50; 75 would be in the middle" in found["message"]


def test_a_solution_that_depends_on_the_run_is_told(grade, course):
    (course / "reference/small/right/hashes.py").write_text(
        "def mean_square(x):\n    if list({'a', 'b', 'c', 'd', 'e', 'f'})[0] != FIRST:\n        return 0.0\n"
        "    return sum(a * a for a in x.reshape(-1).tolist()) / x.size\n\n\n"
        "FIRST = 'a'\n"
    )
    answer = verified(grade, course)
    assert findings(answer, "right") or findings(answer, "flake")


def test_a_reference_that_changes_its_argument_is_a_finding_and_not_a_crash(grade, course):
    replace(course / "reference/small/small.py", "    return np.mean(x**2)", "    x *= x\n    return np.mean(x)")
    assert any("changes its argument x" in one["message"] for one in findings(verified(grade, course), "grader"))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("tolerance=CLOSE", "tolerance={'rihgt': CLOSE}", "no answer has the key 'rihgt'; did you mean right?"),
        ("return {", "_ = {", "is the `return` missing?"),
    ],
)
def test_a_slip_in_a_check_is_told(old, new, says, grade, course):
    checks = course / "reference/small/checks.py"
    replace(checks, "    return student.mean_square(", "    return {'right': student.mean_square(")
    replace(checks, "[: case + 1]))", "[: case + 1]))}")
    replace(checks, old, new)
    (found,) = findings(verified(grade, course), "grader")
    assert says in found["message"]


def test_stubs_that_are_out_of_date_are_told(grade, course):
    replace(course / "reference/small/small.py", "the entries of x", "all entries of x")
    stale = findings(verified(grade, course), "stub")
    assert [one["message"] for one in stale] == ["out of date; `grade stubs small` makes it anew"] * 2


def test_junit_and_page(grade, course):
    wrong = "# loses: mean_square\n# <script>alert(1)</script>\ndef mean_square(x):\n    return np.mean(x**2)\n"
    (course / "reference/small/wrong/no_mistake.py").write_text(wrong)
    verified(grade, course, "--junit", course / "result.xml", "--html", course / "page.html")
    suite = ElementTree.parse(course / "result.xml").getroot().find("testsuite")
    assert (suite.get("name"), suite.get("failures")) == ("small", "1")
    failure = suite.find("testcase/failure")
    assert "wrong/no_mistake.py: keeps mean_square" in failure.text
    page = (course / "page.html").read_text()
    assert "<script" not in page and "Content-Security-Policy" in page and page.count("<svg") == 1
    assert "wrong/no_mistake.py" in page


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["verify", "smal"], "did you mean small?"),
        (["verify", "--seeds", "0"], "--seeds"),
        (["new", "small"], "exists; another name"),
        (["new", "Two words"], "a name such as"),
        (["new", "class"], "a name such as"),
    ],
)
def test_wrong_words_are_one_clear_line(words, says, grade, course):
    done = grade(*words, cwd=course)
    assert done.returncode == 2 and says in done.stderr and len(done.stderr.splitlines()) == 1, done.stderr


def test_new_needs_a_course(grade, tmp_path):
    done = grade("new", "small", cwd=tmp_path)
    assert done.returncode == 2 and "--course . begins a new one" in done.stderr and not list(tmp_path.iterdir())


# --- the parts --------------------------------------------------------------------------------------------


def made(body, head="def f(x, y):"):
    lines = "\n".join("    " + line for line in body.splitlines())
    source = f"import numpy as np\n\n\n{head}\n    ### BEGIN SOLUTION\n{lines}\n    ### END SOLUTION\n"
    return {mutant.changed for mutant in mutants(source.encode(), "f.py")}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("return x + 2 * y", {"return x - 2 * y", "return x + 3 * y", "return x + 2 / y", "return x"}),
        ("return (x + 1) - (y)", {"return (y) - (x + 1)", "return (x + 1) + (y)", "return (x + 0) - (y)", "return x"}),
        ("return -x @ y.T", {"return x @ y.T", "return -x @ y", "return y.T @ -x", "return -x * y.T", "return x"}),
        ("return x < y", {"return x <= y", "return x >= y", "return x"}),
        ("return np.sum(x, axis=0)", {"return np.mean(x, axis=0)", "return np.sum(x, axis=1)", "return np.sum(x)"}),
        ("return np.dot(x, y)", {"return np.dot(y, x)", "return x"}),
        ("return np.sqrt(x)", {"return x"}),
        (
            "for i in range(len(x)):\n    y += i",
            {"for i in range(len(x) - 1):", "for i in range(1, len(x)):", "y -= i"},
        ),
        (
            "for i in range(1, x):\n    y += i",
            {"for i in range(1 + 1, x):", "for i in range(1, x - 1):", "pass", "y = i"},
        ),
        ("return x[:3]", {"return x[3:]", "return x[:4]", "return x"}),
        (
            "if x and not y:\n    return True",
            {"if x or not y:", "if x and y:", "if not (x and not y):", "return False"},
        ),
        ("return y, x", {"return x, y", "return x"}),
        ("raise ValueError('x is 1')", {"pass"}),
        ("return {'mode': y}", {"return {'mode_': y}", "return x"}),
    ],
)
def test_mutants_are_the_mistakes_that_students_make(body, expected):
    assert expected <= made(body)


def test_only_solved_regions_are_mutated():
    source = b"def f(x):\n    y = 1\n    ### BEGIN SOLUTION\n    z = 2\n    ### END SOLUTION\n    return y + z\n"
    assert {mutant.line for mutant in mutants(source, "f.py")} == {4}


def test_every_mutant_can_be_compiled_and_differs(root):
    path = root / "reference/naive_ops/naive_ops.py"
    found = mutants(path.read_bytes(), "naive_ops.py")
    assert len({mutant.source for mutant in found} | {path.read_bytes()}) == len(found) + 1
    assert len({mutant.label for mutant in found}) == len(found)


@pytest.mark.parametrize(
    ("seen", "expected", "how", "error"),
    [
        (1.0, 1.0, Tolerance(), 0.0),
        (1.2, 1.0, Tolerance(rtol=0.1, atol=0.0), 2.0),
        ([1.0, 2.0], [1.0, 2.1], Tolerance(rtol=0.0, atol=0.05), 2.0),
        ({"a": 1.0, "b": 3.0}, {"a": 1.0, "b": 2.0}, {"a": Exact(), "b": Tolerance(rtol=0.5, atol=0.0)}, 1.0),
        (1.0, [1.0], Tolerance(), np.inf),
        (np.ones(2), np.ones(3), Tolerance(), np.inf),
        (np.nan, 1.0, Tolerance(), np.inf),
        (np.array([1.0, np.nan]), np.array([1.0, np.nan]), Tolerance(), 0.0),
        (3, 4, Exact(), np.inf),
        (4, 4, Exact(), 0.0),
        ("a", "b", Tolerance(), np.inf),
        (0.1, 0.0, Tolerance(rtol=0.0, atol=0.0), np.inf),
        (0.5, 0.9, AtLeast(0.4), 0.0),
    ],
)
def test_errors_are_in_units_of_the_tolerance(seen, expected, how, error):
    assert _error(seen, expected, how) == pytest.approx(error)


def test_bars_are_found_wherever_they_stand():
    how = {"accuracy": AtLeast(0.8), "shape": Exact()}
    found = list(_bars({"accuracy": [0.9, 0.85], "shape": 3}, how))
    assert found == [("accuracy", (0.9, 0.8)), ("accuracy", (0.85, 0.8))]


def test_a_course_that_cannot_be_written_is_verified_all_the_same(grade, course):
    (course / ".grade").write_text("in the way")
    assert verified(grade, course)["sound"]
    assert Course.at(course).names == ["small"]
