"""Assignments on disk: what is wrong with a course is one line, and seeds are the same for every student."""

import sys
import textwrap

import pytest

from grader.course import HIDDEN, VISIBLE, Course
from grader.errors import CourseError, UsageError

SETTINGS = 'title = "T"\n[points]\nf = 60\ng = 40\n'
VISIBLE_CHECKS = '''
from grader import check, Tolerance

def helper(x):
    return x

@check(part="g", points=10)
def g_is_shown(student):
    """G."""
    return student.g()

@check(part="f", points=30)
def f_is_shown(student):
    """F."""
    return helper(student.f())
'''
HIDDEN_CHECKS = '''
from grader import check
from visible import helper, f_is_shown

@check(part="f", points=30)
def f_is_hidden(student, rng):
    """F."""
    return helper(student.f(rng))

@check(part="g", points=30)
def g_is_hidden(student):
    """G."""
    return student.g()
'''
SECRET = "a long random text of this course"


def make(root, visible=VISIBLE_CHECKS, hidden=HIDDEN_CHECKS, settings=SETTINGS, secret=SECRET, name="linear"):
    folder, reference = root / "assignments" / name, root / "reference" / name
    folder.mkdir(parents=True, exist_ok=True)
    reference.mkdir(parents=True, exist_ok=True)
    (folder / "assignment.toml").write_text(settings, encoding="utf-8")
    (folder / "checks.py").write_text(textwrap.dedent(visible), encoding="utf-8")
    (reference / "checks.py").write_text(textwrap.dedent(hidden), encoding="utf-8")
    if secret is not None:
        (root / "reference" / "secret.txt").write_text(secret, encoding="utf-8")
    return Course.at(root).assignment(name)


def problem(assignment, hidden=True):
    with pytest.raises(CourseError) as caught:
        assignment.checks(hidden=hidden)
    assert "\n" not in str(caught.value)
    return str(caught.value)


# --- finding ----------------------------------------------------------------------------------------------


def test_a_course_is_found_from_below(tmp_path):
    make(tmp_path)
    inner = tmp_path / "home" / "work"
    inner.mkdir(parents=True)
    assert Course.find(inner).root == tmp_path
    assert Course.find(tmp_path / "assignments" / "linear" / "linear.py").root == tmp_path
    assert Course.find(tmp_path).names == ["linear"]


def test_the_first_place_counts(tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    make(one)
    make(other)
    assert Course.find(other, one).root == other


def test_a_folder_without_assignments_is_no_course(tmp_path):
    (tmp_path / "assignments" / "empty").mkdir(parents=True)
    with pytest.raises(UsageError) as caught:
        Course.at(tmp_path)
    assert str(caught.value) == (
        f"{tmp_path}: no course: a folder with assignments/<name>/assignment.toml would be right"
    )


def test_an_unknown_assignment_is_told_with_near_names(tmp_path):
    for name in ("naive_ops", "tensor_ops", "siamese"):
        make(tmp_path, name=name)
    course = Course.at(tmp_path)
    with pytest.raises(UsageError) as caught:
        course.assignment("naiv_ops")
    assert str(caught.value).startswith("unknown assignment 'naiv_ops'; did you mean naive_ops")
    with pytest.raises(UsageError) as caught:
        course.assignment("xyz")
    assert str(caught.value) == "unknown assignment 'xyz'; there are: naive_ops, siamese, tensor_ops"


@pytest.mark.parametrize("name", ["", ".", "..", "../assignments/linear", "linear/", "linear/assignment.toml"])
def test_a_path_is_no_name(tmp_path, name):
    make(tmp_path)
    with pytest.raises(UsageError, match="unknown assignment"):
        Course.at(tmp_path).assignment(name)


def test_wrong_settings_are_the_course_s_fault(tmp_path):
    with pytest.raises(CourseError, match=r"assignment\.toml: points: they sum to 99"):
        make(tmp_path, settings=SETTINGS.replace("60", "59"))


def test_paths_of_an_assignment(tmp_path):
    assignment = make(tmp_path)
    assert assignment.parts == ["f", "g"]
    assert assignment.reference_file == tmp_path / "reference" / "linear" / "linear.py"


# --- checks -----------------------------------------------------------------------------------------------


def test_checks_come_by_part_the_visible_ones_first(tmp_path):
    checks = make(tmp_path).checks(hidden=True)
    assert [(check.name, check.visibility) for check in checks] == [
        ("f_is_shown", VISIBLE),
        ("f_is_hidden", HIDDEN),
        ("g_is_shown", VISIBLE),
        ("g_is_hidden", HIDDEN),
    ]


def test_a_student_s_checks_need_no_reference(tmp_path):
    assignment = make(tmp_path, secret=None)
    (assignment.reference_folder / "checks.py").unlink()
    assert [check.name for check in assignment.checks(hidden=False)] == ["f_is_shown", "g_is_shown"]
    assert problem(assignment).endswith("checks.py: cannot be read: No such file or directory")


def test_the_visible_checks_can_be_imported_by_the_hidden_ones_only_there(tmp_path):
    make(tmp_path).checks(hidden=True)
    assert "visible" not in sys.modules
    assert "checks" not in sys.modules
    assert "visible" in problem(make(tmp_path, visible="from visible import helper\n"), hidden=False)


def test_two_checks_of_one_name_are_refused(tmp_path):
    said = problem(make(tmp_path, hidden=HIDDEN_CHECKS.replace("def g_is_hidden", "def g_is_shown")))
    assert said == (
        f"{tmp_path / 'reference' / 'linear' / 'checks.py'}: check g_is_shown: there are two of this name; "
        "another name would be right"
    )


def test_a_check_that_another_of_its_file_replaces_is_missed(tmp_path):
    twice = VISIBLE_CHECKS + VISIBLE_CHECKS[VISIBLE_CHECKS.index('@check(part="f"') :]
    said = problem(make(tmp_path, visible=twice.replace("points=30", "points=15")))
    assert "there are two of this name" in said


def test_a_check_of_no_part_is_refused(tmp_path):
    settings = SETTINGS.replace("f =", "naive_relu =")
    said = problem(make(tmp_path, settings=settings, visible=VISIBLE_CHECKS.replace('"f"', '"naive_rlu"')))
    assert said == (
        f"{tmp_path / 'assignments' / 'linear' / 'checks.py'}: check f_is_shown: no part 'naive_rlu'; "
        "did you mean naive_relu?"
    )


def test_points_of_the_checks_are_those_of_the_settings(tmp_path):
    said = problem(make(tmp_path, hidden=HIDDEN_CHECKS.replace("points=30", "points=31", 1)))
    assert said == (
        f"{tmp_path / 'assignments' / 'linear' / 'assignment.toml'}: points.f = 60, but its checks are worth 61 "
        "(30 visible, 31 hidden)"
    )


def test_a_part_without_checks_is_refused(tmp_path):
    settings = SETTINGS.replace("40", "30") + "h = 10\n"
    visible, hidden = VISIBLE_CHECKS, HIDDEN_CHECKS.replace('"g", points=30', '"g", points=20')
    assert "points.h = 10, but its checks are worth 0" in problem(make(tmp_path, visible, hidden, settings))


@pytest.mark.parametrize(("shown", "kept"), [(30.5, 29.5), (59, 1)])
def test_hidden_checks_carry_at_least_half(tmp_path, shown, kept):
    visible = VISIBLE_CHECKS.replace("points=30", f"points={shown}")
    hidden = HIDDEN_CHECKS.replace("points=30", f"points={kept}", 1)
    assert problem(make(tmp_path, visible, hidden)) == (
        f"linear: part f: {shown} of 60 points are visible; a visible check and at least half of the points in "
        "hidden ones would be right"
    )


def test_every_part_has_a_visible_check(tmp_path):
    visible = VISIBLE_CHECKS.replace('"f", points=30', '"g", points=10').replace("points=10", "points=5")
    hidden = HIDDEN_CHECKS.replace("points=30", "points=60", 1)
    assert "part f: 0 of 60 points are visible" in problem(make(tmp_path, visible, hidden))


def test_a_file_without_checks_is_refused(tmp_path):
    said = problem(make(tmp_path, visible="from grader import check\nx = 1\n"), hidden=False)
    assert said == f"{tmp_path / 'assignments' / 'linear' / 'checks.py'}: there is no check in it"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("x = 1\ny = x / 0\n", "checks.py:2: ZeroDivisionError: division by zero"),
        ("x = (\n", "checks.py:1: SyntaxError: "),
        ("import no_such_module\n", "checks.py:1: ModuleNotFoundError: No module named 'no_such_module'"),
        ("def f():\n    raise ValueError('no')\n\nf()\n", "checks.py:2: ValueError: no"),
        ("from grader import check\n@check(part='f', points=0)\ndef a(student):\n    'A.'\n", "check a: points=0: "),
        ("from grader import check\n@check(part='f', points=1)\ndef a(student):\n    pass\n", "a docstring is missing"),
        ("x = 1\x00\n", "checks.py"),
    ],
)
def test_a_file_of_checks_that_does_not_run_is_one_line(tmp_path, source, said):
    assert said in problem(make(tmp_path, visible=source), hidden=False)


def test_a_file_of_checks_that_is_not_utf_8_is_one_line(tmp_path):
    assignment = make(tmp_path)
    (assignment.folder / "checks.py").write_bytes("# Größe\n".encode("latin-1"))
    assert "checks.py: cannot be read" in problem(assignment)


@pytest.mark.parametrize("where", ["visible", "hidden"])
def test_tensorflow_at_the_top_is_refused(tmp_path, monkeypatch, where):
    library = tmp_path / "library"
    library.mkdir()
    (library / "tensorflow.py").write_text("loaded = True\n", encoding="utf-8")
    monkeypatch.syspath_prepend(library)
    monkeypatch.delitem(sys.modules, "tensorflow", raising=False)
    sources = {"visible": VISIBLE_CHECKS, "hidden": HIDDEN_CHECKS}
    sources[where] = "import tensorflow as tf\n" + sources[where]
    try:
        said = problem(make(tmp_path / "course", **sources))
    finally:
        sys.modules.pop("tensorflow", None)
    folder = "assignments" if where == "visible" else "reference"
    path = tmp_path / "course" / folder / "linear" / "checks.py"
    assert said == f"{path}: imports TensorFlow at its top; importing it within the probes would be right"


def test_tensorflow_within_a_probe_is_fine(tmp_path):
    inside = VISIBLE_CHECKS.replace("    return student.g()", "    import tensorflow\n    return student.g()")
    before = "tensorflow" in sys.modules
    assert len(make(tmp_path, visible=inside).checks(hidden=True)) == 4
    assert ("tensorflow" in sys.modules) is before


def test_checks_are_loaded_anew_each_time(tmp_path):
    assignment = make(tmp_path)
    one, other = assignment.checks(hidden=True), assignment.checks(hidden=True)
    assert [check.name for check in one] == [check.name for check in other]
    assert one[0].probe is not other[0].probe


# --- seeds ------------------------------------------------------------------------------------------------


def seeds(assignment):
    return {check.name: assignment.seed(check) for check in assignment.checks(hidden=True)}


def test_seeds_are_the_same_each_time(tmp_path):
    one, other = make(tmp_path / "one"), make(tmp_path / "other")
    assert seeds(one) == seeds(one) == seeds(other)
    assert all(len(seed) == 4 and all(0 <= word < 2**32 for word in seed) for seed in seeds(one).values())


def test_seeds_are_those_of_earlier_regrades(tmp_path):
    found = seeds(make(tmp_path))
    assert found["f_is_shown"] == [1651793763, 3414763296, 3795182128, 3210737536]
    assert found["f_is_hidden"] == [4069650042, 2663178191, 3082663657, 2771083621]


def test_every_check_has_its_own_seed(tmp_path):
    every = [tuple(seed) for seed in seeds(make(tmp_path)).values()]
    assert len(set(every)) == len(every)
    other = seeds(make(tmp_path, name="another"))
    assert not {tuple(seed) for seed in other.values()} & set(every)


def test_another_secret_changes_the_hidden_seeds_only(tmp_path):
    before = seeds(make(tmp_path))
    after = seeds(make(tmp_path, secret=SECRET[::-1]))
    assert {name for name in before if before[name] == after[name]} == {"f_is_shown", "g_is_shown"}


def test_blanks_around_the_secret_do_not_count(tmp_path):
    assert seeds(make(tmp_path, secret=f"\n{SECRET}\r\n")) == seeds(make(tmp_path, secret=SECRET))


@pytest.mark.parametrize(
    ("secret", "said"),
    [
        (None, "cannot be read: No such file or directory; a long random text would be right"),
        ("", "too short; at least 16 random characters would be right"),
        ("fifteen letters", "too short; at least 16 random characters would be right"),
        ("   \n" + " " * 30, "too short; at least 16 random characters would be right"),
    ],
)
def test_hidden_checks_need_a_secret(tmp_path, secret, said):
    assignment = make(tmp_path, secret=secret)
    hidden = next(check for check in assignment.checks(hidden=True) if check.visibility == HIDDEN)
    with pytest.raises(CourseError) as caught:
        assignment.seed(hidden)
    assert str(caught.value) == f"{tmp_path / 'reference' / 'secret.txt'}: {said}"


def test_visible_checks_need_no_secret(tmp_path):
    assignment = make(tmp_path, secret=None)
    shown = assignment.checks(hidden=False)[0]
    assert assignment.seed(shown) == make(tmp_path / "other").seed(shown)
