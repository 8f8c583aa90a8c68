"""`grade import`: assignments for nbgrader and Otter, some made by these themselves, become assignments of a course."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import tomllib
from pathlib import Path

import pytest

from grader.course import Course
from grader.errors import UsageError
from grader.importing.cells import read_cells
from grader.importing.command import Request, import_assignment
from grader.importing.material import Block
from grader.importing.nbgrader import read_nbgrader
from grader.importing.otter import read_otter
from grader.importing.plan import plan
from grader.importing.solutions import mark
from grader.importing.translate import Names, Untranslatable, translate
from grader.stubs import stub_source

TOOLS = Path(__file__).resolve().parent.parent / ".venv-import"
needs_tools = pytest.mark.skipif(
    not (TOOLS / "installed").exists(), reason="nbgrader and Otter are not installed: `make import-tools`"
)


# --- notebooks ---------------------------------------------------------------------------------------------


def cell(kind, source, output=None, **nbgrader):
    made = {"cell_type": kind, "metadata": {"nbgrader": nbgrader} if nbgrader else {}, "source": source}
    if kind == "code":
        data = {"text/plain": output}
        shown = {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": data}
        made |= {"execution_count": None, "outputs": [shown] if output else []}
    return made


def notebook(path, *cells, language="python"):
    for number, one in enumerate(cells):
        one["id"] = f"c{number}"
    kernel = {"name": "python3", "display_name": "Python 3", "language": language}
    content = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def solution(source, name="answer"):
    return cell("code", source, grade=False, grade_id=name, locked=False, schema_version=3, solution=True)


def asserts(source, points=2, name="tests"):
    meta = {"grade": True, "grade_id": name, "locked": True, "points": points, "schema_version": 3}
    return cell("code", source, **meta, solution=False)


SOLVED = '''def scaled(x, by=2.0):
    """x times a factor."""
    ### BEGIN SOLUTION
    if np.ndim(x) == 0:
        raise TypeError("an array")
    return np.asarray(x) * by
    ### END SOLUTION
'''
SHOWN_TESTS = '''"""scaled multiplies every entry."""
for x, want in [([1.0, 2.0], [2.0, 4.0]), ([[0.5]], [[1.0]])]:
    assert np.allclose(scaled(x), want)
assert scaled([1, 2]).shape == (2,)
### BEGIN HIDDEN TESTS
np.testing.assert_allclose(scaled([1.5, -3.0], by=3.0), [4.5, -9.0], rtol=1e-6)
with pytest.raises(TypeError):
    scaled(5.0)
### END HIDDEN TESTS
'''


def for_nbgrader(folder):
    """An assignment's source: two parts, set-up, prose, an answer that a human grades."""
    manual = {"grade": True, "solution": True, "locked": False, "points": 3, "schema_version": 3, "grade_id": "words"}
    return notebook(
        folder / "scaling.ipynb",
        cell("markdown", "# Scaling\n\nArrays and numbers."),
        cell("code", "%matplotlib inline\nimport numpy as np\nimport pytest\n\nBASE = 10"),
        solution(SOLVED),
        cell("code", "scaled([1, 2])"),
        asserts(SHOWN_TESTS, 4, "scaled_tests"),
        solution("def digits(n):\n    # the secret way\n    return [int(c) for c in str(n)]", "digits"),
        asserts("assert digits(BASE + 2) == [1, 2]\nassert 0 < sum(digits(99)) < 20", 1, "digits_shown"),
        asserts("### BEGIN HIDDEN TESTS\nassert digits(907) == [9, 0, 7]\n### END HIDDEN TESTS", 1, "digits_hidden"),
        cell("markdown", "The secret model answer.", **manual),
    )


def raw(source):
    return cell("raw", source)


def for_otter(folder):
    """A notebook for Otter Assign: a function in blocks of marks, one on marked lines, outputs as tests."""
    return notebook(
        folder / "hw.ipynb",
        raw("# ASSIGNMENT CONFIG\nname: hw\ninit_cell: false\nexport_cell: false\ncheck_all_cell: false"),
        cell("markdown", "# Squares and cubes"),
        cell("code", "import numpy as np"),
        raw("# BEGIN QUESTION\nname: q1\npoints: 3"),
        cell("markdown", "Write `square`."),
        raw("# BEGIN SOLUTION"),
        cell("code", "def square(x):\n    # BEGIN SOLUTION\n    y = x * x\n    return y\n    # END SOLUTION"),
        raw("# END SOLUTION"),
        raw("# BEGIN TESTS"),
        cell("code", "square(3)", "9"),
        cell("code", "# HIDDEN\nassert square(-4) == 16"),
        cell("code", '""" # BEGIN TEST CONFIG\nhidden: true\npoints: 1\n""" # END TEST CONFIG\nsquare(0.5)', "0.25"),
        raw("# END TESTS"),
        raw("# END QUESTION"),
        raw("# BEGIN QUESTION\nname: q2"),
        raw("# BEGIN SOLUTION"),
        cell("code", "def cube(x):\n    return x * square(x) # SOLUTION\nbest = cube(2) # SOLUTION"),
        raw("# END SOLUTION"),
        raw("# BEGIN TESTS"),
        cell("code", "print(cube(3), cube(-1))", "27 -1"),
        cell("code", "# HIDDEN\nassert np.isclose(cube(0.1), 0.001)"),
        cell("code", "best == 8", "True"),
        raw("# END TESTS"),
        raw("# END QUESTION"),
    )


def imported(path, root, made_for="nbgrader", **options):
    return import_assignment(Request(path, made_for, course=root, **options))


def graded(grade, rows, root, name, **sources):
    """The score of each submission: what `grade batch` says of notebooks and scripts."""
    for student, content in sources.items():
        suffix = ".ipynb" if content.startswith("{") else ".py"
        path = root / "submissions" / student / f"{name}{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    done = grade("batch", root / "submissions", "-a", name, "--course", root, "-o", root / "grades")
    assert done.returncode == 0, done.stderr + done.stdout
    checks = rows(root / "grades" / f"{name}.checks.csv")
    lost = {}
    for student in sources:
        mine = [row for row in checks if row["student_id"] == student]
        lost[student] = sorted({row["part"] for row in mine if float(row["score"]) < float(row["points"])})
    return {row["student_id"]: float(row["score"]) for row in rows(root / "grades" / f"{name}.csv")}, lost


# --- nbgrader ----------------------------------------------------------------------------------------------


def test_nbgrader_becomes_an_assignment(tmp_path, capsys):
    path = for_nbgrader(tmp_path / "source")
    assert imported(path, tmp_path / "course") == 1  # the words that a human grades
    shown = capsys.readouterr().out
    assert "To be finished by hand:" in shown and "(words): a text that a human grades (3 points)" in shown
    assignment = Course.at(tmp_path / "course").assignment("scaling")
    assert assignment.settings.title == "Scaling"
    assert assignment.settings.points == {"scaled": 66.67, "digits": 33.33}
    checks = assignment.checks(hidden=True)
    assert [(one.name, one.part, one.visibility) for one in checks] == [
        ("scaled_tests", "scaled", "visible"),
        ("scaled_tests_hidden", "scaled", "hidden"),
        ("digits_shown", "digits", "visible"),
        ("digits_hidden_hidden", "digits", "hidden"),
    ]
    assert checks[0].sentence == "scaled multiplies every entry."
    for suffix in (".py", ".ipynb"):
        stub = (assignment.folder / f"scaling{suffix}").read_text(encoding="utf-8")
        assert "secret" not in stub and "* by" not in stub
        assert "np.testing" not in stub and "907" not in stub
        assert "def digits(n):" in stub
    assert "secret model answer" in (tmp_path / "course/reference/scaling/IMPORT.md").read_text(encoding="utf-8")
    hidden = (tmp_path / "course/reference/scaling/checks.py").read_text(encoding="utf-8")
    visible = (tmp_path / "course/assignments/scaling/checks.py").read_text(encoding="utf-8")
    assert "907" in hidden and "907" not in visible
    assert "4.0" not in visible and "-9.0" not in hidden, "expected values do not get into a probe"


def test_right_and_wrong_solutions_of_an_nbgrader_assignment(tmp_path, grade, rows):
    path = for_nbgrader(tmp_path / "source")
    imported(path, tmp_path)
    source = path.read_text(encoding="utf-8")
    scores, lost = graded(
        grade,
        rows,
        tmp_path,
        "scaling",
        right=source,
        other=source.replace("np.asarray(x) * by", "np.multiply(by, x)"),
        wrong=source.replace("np.asarray(x) * by", "np.asarray(x) + by"),
        lists=source.replace("int(c) for c", "int(c) for c in str(n) if int(c) for c"),
        stub=(tmp_path / "assignments/scaling/scaling.py").read_text(encoding="utf-8"),
    )
    assert scores["right"] == scores["other"] == 100
    assert lost["wrong"] == ["scaled"] and lost["lists"] == ["digits"]
    assert scores["stub"] == 0


@needs_tools
@pytest.mark.slow
def test_the_stub_means_what_nbgrader_releases(tmp_path):
    course = tmp_path / "nbgrader"
    path = for_nbgrader(course / "source" / "ps")
    run_tool("nbgrader", "generate_assignment", "ps", "--course-dir", course, cwd=course)
    released = json.loads((course / "release/ps/scaling.ipynb").read_text(encoding="utf-8"))
    theirs = "\n".join(
        text(one) for one in released["cells"] if one["cell_type"] == "code" and "matplotlib" not in text(one)
    )
    imported(path.parent, tmp_path)
    ours = (tmp_path / "assignments/ps/ps.py").read_text(encoding="utf-8")
    functions = {"scaled": ("x, by=2.0", "x times a factor.")}
    found = definitions(theirs)
    assert {name: definitions(ours)[name] for name in found} == found
    assert found["scaled"] == functions["scaled"]
    for source in (theirs, ours):
        assert "raise NotImplementedError" in source and "secret" not in source and "907" not in source
    # nbgrader takes the whole of a cell without marks; here the first line of its function stays.
    assert "digits" not in found and "digits" in definitions(ours)


@needs_tools
def test_the_assignment_that_nbgrader_comes_with(tmp_path, grade, capsys):
    """Its own example: the tests are taken over, but for one that deletes a function."""
    [source] = TOOLS.glob("lib/python*/site-packages/nbgrader/docs/source/user_guide/source/ps1")
    assert imported(source, tmp_path, as_json=True) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["points_before"] == {"squares": 2.0, "sum_of_squares": 1.0}
    assert told["to_be_written"] == ["sum_of_squares_uses_squares", "sum_of_squares_uses_squares_again"]
    assert sum("a human grades" in one for one in told["todo"]) == 5
    done = grade("verify", "ps1", "--course", tmp_path)
    assert done.returncode == 1
    words = " ".join(done.stdout.split())
    for name in told["to_be_written"]:
        assert f"check {name} (" in words and "to be written: problem1.ipynb, cell 13" in words


@needs_tools
@pytest.mark.slow
def test_nbgraders_example_is_graded_without_the_test_that_is_left_out(tmp_path, grade, rows):
    [source] = TOOLS.glob("lib/python*/site-packages/nbgrader/docs/source/user_guide/source/ps1")
    assert imported(source, tmp_path, leave_out=True) == 1
    folder = source.parent.parent / "submitted"
    right = (tmp_path / "reference/ps1/ps1.py").read_text(encoding="utf-8")
    scores, lost = graded(
        grade,
        rows,
        tmp_path,
        "ps1",
        right=right,
        bitdiddle=(folder / "bitdiddle/ps1/problem1.ipynb").read_text(encoding="utf-8"),
        hacker=(folder / "hacker/ps1/problem1.ipynb").read_text(encoding="utf-8"),
    )
    assert scores["right"] == scores["hacker"] == 100  # what the hacker changed are the tests
    assert lost["bitdiddle"] == ["squares", "sum_of_squares"]
    assert scores["bitdiddle"] == pytest.approx(100 / 3, abs=0.1)  # the right exceptions: 1 of 2 points, as in nbgrader


@needs_tools
def test_autotest_directives_are_observed(tmp_path, capsys):
    [source] = TOOLS.glob("lib/python*/site-packages/nbgrader/docs/source/user_guide/source/ps1_autotest")
    imported(source / "problem1.ipynb", tmp_path, name="auto")
    visible = (tmp_path / "assignments/auto/checks.py").read_text(encoding="utf-8")
    assert "student.squares(1)" in visible and "student.squares(3)" in visible
    assert "my_dictionary" in capsys.readouterr().out


# --- Otter -------------------------------------------------------------------------------------------------


def test_otter_becomes_an_assignment(tmp_path, grade, rows, capsys):
    path = for_otter(tmp_path)
    assert imported(path, tmp_path, "otter") == 1
    assert "it is about best, no function or class" in capsys.readouterr().out
    assignment = Course.at(tmp_path).assignment("hw")
    assert assignment.settings.title == "Squares and cubes"
    points = assignment.settings.points
    assert points["square"] == pytest.approx(100 * 3 / (3 + 2 / 3), abs=0.01)
    stub = (tmp_path / "assignments/hw/hw.py").read_text(encoding="utf-8")
    assert "y = x" not in stub and "cube(2)" not in stub and "-4" not in stub
    source = path.read_text(encoding="utf-8")
    scores, lost = graded(
        grade,
        rows,
        tmp_path,
        "hw",
        right=source,
        wrong=source.replace("y = x * x", "y = x + x"),
        cube=source.replace("x * square(x)", "x + square(x)"),
    )
    assert scores["right"] == 100
    assert lost["wrong"] == ["cube", "square"] and lost["cube"] == ["cube"]


@needs_tools
@pytest.mark.slow
def test_what_otter_assign_makes_is_graded_alike(tmp_path, grade, rows):
    """Otter's own two notebooks: the solved one gets full points here, the student's nothing."""
    path = for_otter(tmp_path / "master")
    run_tool("otter", "assign", path, tmp_path / "dist", "--no-run-tests", "--no-pdfs", cwd=tmp_path)
    imported(path, tmp_path, "otter")
    solved = (tmp_path / "dist/autograder/hw.ipynb").read_text(encoding="utf-8")
    student = (tmp_path / "dist/student/hw.ipynb").read_text(encoding="utf-8")
    scores, _ = graded(grade, rows, tmp_path, "hw", solved=solved, student=student)
    assert scores == {"solved": 100, "student": 0}
    theirs = "\n".join(text(one) for one in json.loads(student)["cells"] if one["cell_type"] == "code")
    ours = (tmp_path / "assignments/hw/hw.py").read_text(encoding="utf-8")
    assert definitions(theirs).keys() == definitions(ours).keys() == {"square", "cube"}


def test_otters_points():
    from grader.importing.material import Test
    from grader.importing.otter import _Question, _with_points

    def points(total, *given):
        tests = [(Test("t", "c", "", 0.0, False, 0), one) for one in given]
        return [one.points for one in _with_points(_Question("q", "q", False, total, tests))]

    assert points(None, None, None) == [0.5, 0.5]
    assert points(3, 1.0, None, None) == [1, 1, 1]
    assert points([1, 2], None, None) == [1, 2]
    assert points({"each": 2}, None, None) == [2, 2]
    assert points(None, 2.0, None) == [2, 0]
    with pytest.raises(UsageError, match="3 points for 1 tests"):
        points([1, 2, 3], None)
    with pytest.raises(UsageError, match="its tests have 5 points, the question 2"):
        points(2, 5.0)


# --- assertions --------------------------------------------------------------------------------------------

NAMES = ["f", "g"]


def translated(source, output="", hidden=False, given=""):
    names = Names(
        NAMES, {"f", "g", "answer"}, ast.parse("import numpy as np\nimport pytest\nimport math\n" + given).body
    )
    return translate(source, output, names, hidden=hidden)


@pytest.mark.parametrize(
    ("source", "comparer"),
    [
        ("assert f(2) == 4", "Exact()"),
        ("assert 4 == f(2), 'four'", "Exact()"),
        ("assert np.allclose(f(2), 4)", "Tolerance(rtol=1e-05, atol=1e-08)"),
        ("assert np.allclose(f(2), [4], rtol=0.1, atol=0)", "Tolerance(rtol=0.1, atol=0.0)"),
        ("assert np.isclose(f(2), 4).all()", "Tolerance(rtol=1e-05, atol=1e-08)"),
        ("assert math.isclose(f(2), 4, abs_tol=1e-3)", "Tolerance(rtol=1e-09, atol=0.001)"),
        ("np.testing.assert_allclose(f(2), 4, atol=1e-3)", "Tolerance(rtol=1e-07, atol=0.001)"),
        ("np.testing.assert_array_equal(f(2), [4])", "Exact()"),
        ("np.testing.assert_almost_equal(f(2), 4, 3)", f"Tolerance(rtol=0.0, atol={1.5 * 10**-3.0!r})"),
        ("assert np.array_equal(f(2), [4])", "Exact()"),
        ("assert (f(2) == np.ones(3)).all()", "Exact()"),
        ("assert abs(f(2) - 4) < 1e-6", "Tolerance(rtol=0.0, atol=1e-06)"),
        ("assert f(2) == pytest.approx(4, abs=0.5)", "Tolerance(rtol=1e-06, atol=0.5)"),
        ("with pytest.raises(ValueError):\n    f(0)", "Raises('ValueError')"),
        ("pytest.raises((ValueError, TypeError), f, 0)", "Raises('ValueError', 'TypeError')"),
        ("try:\n    f(0)\n    assert False\nexcept ValueError:\n    pass", "Raises('ValueError')"),
        ("try:\n    f(0)\nexcept ValueError:\n    pass\nelse:\n    raise AssertionError('no')", "Raises('ValueError')"),
        ("self.assertEqual(f(2), 4)", "Exact()"),
        ("self.assertAlmostEqual(f(2), 4, places=2)", "Tolerance(rtol=0.0, atol=0.005)"),
        ("if f(2) != 4:\n    raise AssertionError('no')", "Exact()"),
        ("def test_it():\n    assert f(2) == 4\n\ntest_it()", "Exact()"),
        ("__autotest__(f(2))", "Tolerance()"),
        ("f(2)", "Exact()"),
    ],
)
def test_an_assertion_of_equality_is_compared_outside(source, comparer):
    [draft] = translated(source)
    assert draft.part == "f"
    assert set(draft.comparers.values()) == {comparer}
    assert draft.conditions == []


@pytest.mark.parametrize(
    ("source", "condition"),
    [
        ("assert 0 < f(2) <= 4", "(0 < seen['f(2)'] <= 4)"),
        ("assert f(2) != 4", "(seen['f(2)'] != 4)"),
        ("assert f(2) in [4, 5]", "(seen['f(2)'] in [4, 5])"),
        ("assert f(2) == f(3)", "(seen['f(2)'] == seen['f(3)'])"),
        ("assert isinstance(f(2), int)", "seen['isinstance(f(2), int)'] is True"),
        ("assert callable(f)", "seen['callable(f)'] is True"),
        ("assert f(2) is None", "seen['f(2) is None'] is True"),
        ("assert not f(2)", "(not seen['f(2)'] is True)"),
        ("assert f(2) > 3 or f(2) < 1", "((seen['f(2)'] > 3) or (seen['f(2) (2)'] < 1))"),
        ("assert np.all(f(2) > 0)", "bool(np.all(seen['f(2)'] > 0))"),
        ("for x in [1, 2]:\n    assert f(x) > 0", "all((v0 > 0) for v0 in seen['f(x)'])"),
        ("bound = np.ones(2)\nassert f(2) < bound", "(seen['f(2)'] < expected['bound'])"),
    ],
)
def test_another_assertion_is_decided_by_a_judge(source, condition):
    [draft] = translated(source)
    assert [text for text, _ in draft.conditions] == [condition]
    assert draft.comparers == {}


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("del f\nassert g(1) == 2", "it binds f anew"),
        ("assert answer == 42", "it is about answer, no function or class"),
        ("import inspect\nassert 'for' not in inspect.getsource(f)", "it reads the source"),
        ("assert globals()['f'](2) == 4", "it uses globals"),
        ("assert f(unknown) == 1", "the name unknown is bound nowhere"),
        ("assert np.allclose(f(2), 4, rtol=EPS)", "its rtol is computed"),
        ("pd.testing.assert_frame_equal(f(2), want)", "a table of pandas"),
        ("try:\n    f(2)\nfinally:\n    pass", "`finally`"),
        ("assert 1 == 1", "no assertion in it is about the solution"),
        ("x = ", "not Python"),
        ("if f(2) > 1:\n    assert f(3) == 2", "depends on what the submission returned"),
        ("f.x = 1\nassert f(2) == 1", "which is the submission's"),
        ("raise ValueError('?')", "it raises an exception"),
        ("class T(TestCase):\n    def test_f(self):\n        assert f(2) == 4", "assertions within a ClassDef"),
        ("done = assert_allclose(f(2), 4)", "assertions within a Assign"),
        ("[self.assertEqual(f(x), x) for x in (1, 2)]", "an assertion within an expression"),
    ],
)
def test_what_cannot_be_taken_over_says_why(source, why):
    with pytest.raises(Untranslatable, match=why):
        translated(source)


def test_expected_values_stay_out_of_a_probe():
    source = """
cases = {(1, 2): 98, (3, 4): 97}
want = [99, 96]
for (a, b), value in cases.items():
    assert f(a, b) == value
for x, y in zip([5, 6], want):
    assert f(x, x) == y
assert f(0) == 95
"""
    [draft] = translated(source)
    code = ast.unparse(ast.Module(draft.body, []))
    assert not any(str(number) in code for number in range(95, 100)), code
    assert "for (a, b) in" in code.replace("for a, b in", "for (a, b) in") and "for x in [5, 6]" in code


def test_a_test_of_two_parts_makes_a_check_of_each():
    drafts = translated("x = f(1)\ny = g(2)\nassert x == 1\nassert y == 2\nassert g(x) == 3")
    assert [(one.part, one.assertions) for one in drafts] == [("f", 1), ("g", 2)]
    assert "g(" not in ast.unparse(ast.Module(drafts[0].body, []))


def test_hidden_tests_have_keys_that_tell_nothing():
    [draft] = translated("assert f(12345) == 1\nassert f(7) == 2", hidden=True)
    assert list(draft.comparers) == ["result 1", "result 2"]


def test_set_up_comes_along_and_the_solution_is_the_students():
    given = "def helper(x):\n    return f(x) + LIMIT\n\nLIMIT = 3\nother = 4\n"
    [draft] = translated("assert helper(np.float64(2)) == 7", given=given)
    code = ast.unparse(ast.Module(draft.body, []))
    assert "return student.f(x) + LIMIT" in code and "LIMIT = 3" in code and "other" not in code
    assert code.startswith("import numpy as np")


def test_names_that_a_scope_hides_are_not_the_students():
    source = """
def check(f, x):
    return f(x)
assert check(f, 1) == 2
assert [g for g in f(3)] == [1]
assert list(map(lambda g: g + 1, f(4))) == [1]
"""
    [draft] = translated(source)
    code = ast.unparse(ast.Module(draft.body, []))
    assert "return f(x)" in code and "check(student.f, 1)" in code
    assert "student.g" not in code and draft.part == "f"


def test_a_session_with_prompts_is_one_observation_a_line():
    source = ">>> x = 2\n>>> f(x)\n4\n>>> f(0.5)\n0.25\n>>> f('a')\nTraceback (most recent call last):\n  ...\n"
    source += "TypeError: no\n"
    [draft] = translated(source)
    assert draft.comparers == {"f(x)": "Exact()", "f(0.5)": "Tolerance()", "f('a')": "Raises('TypeError')"}
    with pytest.raises(Untranslatable, match="not a session"):
        translated(">>> f(1)\n1\n >>>f(2)\n")


def planned(*cells, folder):
    made = plan(read_nbgrader(notebook(folder / "points.ipynb", solution("def f(x):\n    return x"), *cells)))
    return {one.name: one.units / 100 for one in made.checks}


HIDDEN = "### BEGIN HIDDEN TESTS\nassert f({0}) == {0}\n### END HIDDEN TESTS"


@pytest.mark.parametrize(
    ("cells", "points"),
    [
        ([("assert f(1) == 1", 3), (HIDDEN.format(2), 1)], {"t0": 50, "t1_hidden": 50}),
        ([("assert f(1) == 1", 1), (HIDDEN.format(2), 3)], {"t0": 25, "t1_hidden": 75}),
        ([("assert f(1) == 1", 0), (HIDDEN.format(2), 3)], {"t0": 20, "t1_hidden": 80}),
        ([("assert f(1) == 1", 1), ("assert f(2) == 2", 3)],
         {"t0": 12.5, "t1": 37.5, "t0_again": 12.5, "t1_again": 37.5}),
        ([(HIDDEN.format(1), 1), (HIDDEN.format(2), 1)], {"f_visible": 20, "t0_hidden": 40, "t1_hidden": 40}),
        ([("assert f(1) == 1", 0), ("assert f(2) == 2", 0)], {"t0": 25, "t1": 25, "t0_again": 25, "t1_again": 25}),
    ],
)  # fmt: skip
def test_points_are_scaled_and_half_of_them_hidden(cells, points, tmp_path):
    made = [asserts(source, worth, f"t{number}") for number, (source, worth) in enumerate(cells)]
    assert planned(*made, folder=tmp_path) == points


# --- solved cells ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        "def f(x):\n    return x\n",
        "def f(x): return x",
        '@cached\ndef f(x):\n    """Doc."""\n    # a comment\n    return x',
        'class A:\n    """Doc."""\n\n    size = 1\n\n    def a(self):\n        return 1\n\n    def b(self): return 2',
        "import math\n\nx = 1\n\ndef f():\n    return x",
        'def f():\n    """Only a text."""',
    ],
)
def test_a_cell_that_is_solved_as_a_whole(source):
    block = Block("solution", source, "cell 1", (True,) * (source.count("\n") + 1))
    marked = mark(block)
    assert ast.dump(ast.parse(marked.source.replace("    pass\n", ""))) == ast.dump(ast.parse(source))
    stub = stub_source(marked.source, "cell")
    ast.parse(stub)
    assert "return" not in stub and "x = 1" not in stub
    assert "raise NotImplementedError" in stub and marked.parts


def test_marks_around_a_function_move_into_it():
    block = Block("solution", "def f(x):\n    y = 1\n    return x\ng = 3", "c", (False, False, True, False))
    assert mark(block).source.count("### BEGIN SOLUTION\n    return x\n    ### END SOLUTION") == 1
    block = Block("solution", "class A:\n    def a(self):\n        return 1", "c", (False, True, True))
    assert "class A:\n    def a(self):\n        ### BEGIN SOLUTION" in mark(block).source


# --- hostile and broken ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "not JSON"),
        (b"[]", "no cells"),
        (b'{"cells": [{"cell_type": "code", "source": 3}]}', "cell 1 has no text"),
        (b'{"cells": [], "metadata": {"kernelspec": {"language": "R"}}}', "a notebook in r"),
        (b'{"cells": []}', "no cell of it has nbgrader's metadata"),
        (b"[" * 100_000, "not JSON"),
    ],
)
def test_a_broken_notebook_is_one_line(content, words, tmp_path, grade):
    path = tmp_path / "bad.ipynb"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=words) as caught:
        read_nbgrader(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ([raw("# BEGIN QUESTION\nname: q1")], "BEGIN QUESTION without its END"),
        ([raw("# BEGIN TESTS")], "BEGIN TESTS outside of a question"),
        ([raw("# END SOLUTION")], "END SOLUTION without its BEGIN"),
        ([raw("# BEGIN QUESTION\nname: !!python/object/apply:os.system [echo]")], "not YAML"),
        ([raw("# BEGIN QUESTION\n- 1")], "its settings are list"),
        ([raw("# BEGIN QUESTION\npoints: 1")], "a question without a name"),
        ([raw("# BEGIN QUESTION\nname: q"), cell("code", "# END SOLUTION"), raw("# END QUESTION")], "END SOLUTION"),
        ([cell("code", "x")], "no raw cell of it begins a question"),
    ],
)
def test_a_broken_notebook_for_otter_is_one_line(cells, words, tmp_path):
    with pytest.raises(UsageError, match=words):
        read_otter(notebook(tmp_path / "bad.ipynb", *cells))


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (solution("### BEGIN SOLUTION\nx = 1"), "BEGIN SOLUTION without END SOLUTION"),
        (solution("### END SOLUTION"), "END SOLUTION where it has no business"),
        (asserts("assert 1", points=-1), "points -1: a number of at least 0"),
        (asserts("assert 1", points=True), "points True"),
        (cell("code", "x", grade=True, schema_version=9), "schema version 9; 0 to 3"),
    ],
)
def test_wrong_nbgrader_cells_are_named(broken, words, tmp_path):
    with pytest.raises(UsageError, match=words):
        read_nbgrader(notebook(tmp_path / "bad.ipynb", broken))


def test_nothing_of_a_notebook_is_executed(tmp_path):
    trap = f"__import__('pathlib').Path({str(tmp_path / 'ran')!r}).touch()"
    path = notebook(
        tmp_path / "trap.ipynb",
        cell("code", trap),
        solution(f"{trap}\ndef f():\n    return 1"),
        asserts(f"{trap}\nassert f() == 1"),
    )
    imported(path, tmp_path)
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("deep", ["-" * 3000 + "1", "(" * 150 + "1" + ")" * 150, "-" * 700 + "1", "1" + "+1" * 3000])
def test_deep_code_is_one_line_or_a_check(deep, tmp_path, grade):
    path = notebook(tmp_path / "deep.ipynb", solution("def f(x):\n    return x"), asserts(f"assert f({deep}) == 1"))
    done = grade("import", "nbgrader", path, "--course", tmp_path)
    assert done.returncode in (1, 2) and "Traceback" not in done.stderr
    assert done.stderr.count("\n") == (done.returncode == 2)


def test_old_metadata_and_a_solution_that_is_not_python(tmp_path, capsys):
    path = notebook(
        tmp_path / "old.ipynb",
        cell("code", "def f():\n    return 1", grade=False, solution=True, grade_id="f"),
        cell("code", "def broken(:", grade=False, solution=True, grade_id="b", schema_version=1),
        cell("code", "assert f() == 1", grade=True, solution=False, points="2", grade_id="t", schema_version=2),
    )
    assert imported(path, tmp_path) == 1
    assert "cell 2 (b): not Python as it stands" in capsys.readouterr().out
    assert tomllib.loads((tmp_path / "assignments/old/assignment.toml").read_text())["points"] == {"f": 100}


def test_only_hidden_tests_want_a_visible_check(tmp_path, capsys, grade):
    secret = asserts("### BEGIN HIDDEN TESTS\nassert f() == 1\n### END HIDDEN TESTS")
    path = notebook(tmp_path / "secretive.ipynb", solution("def f():\n    return 1"), secret)
    assert imported(path, tmp_path) == 1
    assert "all tests were hidden" in capsys.readouterr().out
    done = grade("verify", "secretive", "--course", tmp_path)
    assert done.returncode == 1 and "check f_visible (visible)" in " ".join(done.stdout.split())


def test_the_students_version_is_told_from_the_solution(tmp_path, capsys):
    empty = solution("def f():\n    # YOUR CODE HERE\n    raise NotImplementedError()")
    path = notebook(tmp_path / "empty.ipynb", empty, asserts("assert f() == 1"))
    assert imported(path, tmp_path) == 1
    assert "f only raises NotImplementedError" in capsys.readouterr().out


def test_variables_alone_make_no_assignment(tmp_path):
    path = notebook(tmp_path / "variables.ipynb", solution("x = 5"), asserts("assert x == 5"))
    with pytest.raises(UsageError, match="functions that return them would be right"):
        imported(path, tmp_path / "course")
    assert not (tmp_path / "course").exists()


# --- the command -------------------------------------------------------------------------------------------


def test_nothing_is_written_over(tmp_path, grade):
    path = for_nbgrader(tmp_path / "source")
    words = ("import", "nbgrader", path, "--course", tmp_path, "--name", "again")
    done = grade(*words)
    assert done.returncode == 1, done.stderr
    mine = tmp_path / "reference/again/again.py"
    mine.write_text("mine\n")
    secret = (tmp_path / "reference/secret.txt").read_text()
    done = grade(*words)
    assert done.returncode == 2 and "exists; another --name would be right" in done.stderr
    assert mine.read_text() == "mine\n"
    done = grade(*words, "--force", "--json")
    assert done.returncode == 1 and json.loads(done.stdout)["assignment"] == "again"
    assert "def scaled" in mine.read_text()
    assert (tmp_path / "reference/secret.txt").read_text() == secret


def test_a_complete_import_exits_with_0(tmp_path, grade):
    path = notebook(
        tmp_path / "whole.ipynb",
        solution('def f(x):\n    """Twice x."""\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION'),
        asserts("assert f(2) == 4\n### BEGIN HIDDEN TESTS\nassert f(-3) == -6\n### END HIDDEN TESTS"),
    )
    done = grade("import", "nbgrader", path, "--course", tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    done = grade("verify", "whole", "--course", tmp_path, "--seeds", "1")
    assert "the reference solution" not in done.stdout, done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("import", "nbgrader", "nowhere"), "nowhere: no such file or folder"),
        (("import", "otter", "nowhere.ipynb"), "nowhere.ipynb: cannot be read"),
        (("import", "otter", "nowhere.py"), "a notebook for Otter Assign would be right"),
    ],
)
def test_a_wrong_source_is_one_line(words, said, grade):
    done = grade(*words)
    assert done.returncode == 2 and said in done.stderr and done.stderr.count("\n") == 1


def test_cells_have_bounds(tmp_path):
    path = notebook(tmp_path / "long.ipynb", cell("code", "x" * (300 << 10)))
    with pytest.raises(UsageError, match="cell 1 is longer than 256 KB"):
        read_cells(path)


# --- helpers -----------------------------------------------------------------------------------------------


def text(one):
    return "".join(one["source"])


def definitions(source):
    """The functions of a source that may hold magics: arguments and docstring."""
    tree = ast.parse("\n".join(line for line in source.split("\n") if not line.startswith("%")))
    found = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    return {one.name: (ast.unparse(one.args), ast.get_docstring(one)) for one in found}


def run_tool(tool, *words, cwd):
    path = f"{TOOLS / 'bin'}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "HOME": str(cwd), "PYTHONWARNINGS": "ignore"}
    command = [str(TOOLS / "bin" / tool), *map(str, words)]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=300, check=False, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
