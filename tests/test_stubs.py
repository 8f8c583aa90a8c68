"""Stubs: solved regions go, everything else stays, and a notebook is the same bytes each time."""

import json

import pytest

from grader.course import Course
from grader.errors import CourseError
from grader.stubs import notebook_of, stub_source, stubs, write_stubs

REFERENCE = '''# %% [markdown]
# # Title
#
# Größe $x^2$

# %%
import numpy as np

### BEGIN SOLUTION
SECRET = 1
### END SOLUTION


# %%
def f(x):
    """What f does."""
    ### BEGIN SOLUTION
    secret = x
    return secret
    ### END SOLUTION


# %%
class Dense:
    """A layer."""

    def __init__(self, units):
        """Make it."""
        ### BEGIN SOLUTION
        self.secret = units
        ### END SOLUTION

    def __call__(self, x):
        y = x

        def inner():
            ### BEGIN SOLUTION
            return self.secret
            ### END SOLUTION

        return inner()


async def later():
    ### BEGIN SOLUTION
    return "secret"
    ### END SOLUTION
'''

STUB = '''# %% [markdown]
# # Title
#
# Größe $x^2$

# %%
import numpy as np



# %%
def f(x):
    """What f does."""
    raise NotImplementedError("write f")


# %%
class Dense:
    """A layer."""

    def __init__(self, units):
        """Make it."""
        raise NotImplementedError("write Dense.__init__")

    def __call__(self, x):
        y = x

        def inner():
            raise NotImplementedError("write Dense.__call__.inner")

        return inner()


async def later():
    raise NotImplementedError("write later")
'''


def make(root, reference=REFERENCE, points="f = 50\nDense = 50", name="linear"):
    folder = root / "assignments" / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "assignment.toml").write_text(f'title = "T"\n[points]\n{points}\n', encoding="utf-8")
    (root / "reference" / name).mkdir(parents=True, exist_ok=True)
    (root / "reference" / name / f"{name}.py").write_text(reference, encoding="utf-8")
    return Course.at(root)


# --- marks ------------------------------------------------------------------------------------------------


def test_solved_regions_go_and_the_rest_stays():
    assert stub_source(REFERENCE, "linear.py") == STUB


def test_a_stub_runs_as_it_is():
    namespace = {}
    exec(compile(STUB, "stub.py", "exec"), namespace)
    with pytest.raises(NotImplementedError, match=r"^write f$"):
        namespace["f"](1)
    with pytest.raises(NotImplementedError, match=r"^write Dense\.__init__$"):
        namespace["Dense"](1)


def test_a_region_names_the_function_with_its_decorator_and_nothing_else():
    region = "    ### BEGIN SOLUTION\n    return x\n    ### END SOLUTION\n"
    source = "def before():\n    pass\n\n@decorate\n@twice\ndef g(\n    x,\n):\n    'G.'\n" + region
    assert 'raise NotImplementedError("write g")' in stub_source(source, "a.py")


def test_two_regions_in_one_function_both_go():
    region = "    ### BEGIN SOLUTION\n    secret = 1\n    ### END SOLUTION\n"
    stub = stub_source("def f():\n" + region + "    y = 2\n" + region, "a.py")
    assert "secret" not in stub
    assert stub.count('raise NotImplementedError("write f")') == 2


def test_a_decorator_at_the_first_column_is_left_out():
    region = "    ### BEGIN SOLUTION\n    return x\n    ### END SOLUTION\n"
    source = "### BEGIN SOLUTION\n@tf.function\n### END SOLUTION\ndef f(x):\n" + region
    assert stub_source(source, "a.py") == 'def f(x):\n    raise NotImplementedError("write f")\n'


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("x = 1\n### BEGIN SOLUTION\ny = 2\n", "linear.py:2: ### BEGIN SOLUTION without ### END SOLUTION"),
        ("x = 1\n### END SOLUTION\n", "linear.py:2: ### END SOLUTION without ### BEGIN SOLUTION"),
        (
            "### BEGIN SOLUTION\n### BEGIN SOLUTION\n### END SOLUTION\n",
            "linear.py:2: ### BEGIN SOLUTION within the region that line 1 begins",
        ),
        (
            "### BEGIN SOLUTION\n### END SOLUTION\n### END SOLUTION\n",
            "linear.py:3: ### END SOLUTION without ### BEGIN SOLUTION",
        ),
        ("x = 1\n", "linear.py: no solved region; ### BEGIN SOLUTION and ### END SOLUTION mark one"),
        ("", "linear.py: no solved region; ### BEGIN SOLUTION and ### END SOLUTION mark one"),
    ],
)
def test_marks_come_in_pairs(source, said):
    with pytest.raises(CourseError) as caught:
        stub_source(source, "linear.py")
    assert str(caught.value) == said


@pytest.mark.parametrize(
    "mark",
    ["# BEGIN SOLUTION", "### BEGIN SOLUTIONS", "### begin solution", "###BEGIN SOLUTION", "### BEGIN  SOLUTION"],
)
def test_a_mark_that_is_written_otherwise_does_not_pass_silently(mark):
    source = f"def f():\n    {mark}\n    secret = 1\n    ### END SOLUTION\n"
    with pytest.raises(CourseError):
        stub_source(source, "linear.py")


def test_a_misspelled_pair_beside_a_proper_one_does_not_release_the_solution():
    proper = "def f():\n    ### BEGIN SOLUTION\n    pass\n    ### END SOLUTION\n"
    wrong = "def g():\n    # BEGIN SOLUTION\n    secret = 1\n    # END SOLUTION\n"
    with pytest.raises(CourseError, match=r"linear\.py:6"):
        stub_source(proper + wrong, "linear.py")


def test_a_reference_that_is_not_python_is_one_clear_error():
    with pytest.raises(CourseError, match=r"linear\.py"):
        stub_source("def f(:\n    ### BEGIN SOLUTION\n    ### END SOLUTION\n", "linear.py")


# --- notebooks --------------------------------------------------------------------------------------------


def test_the_notebook_has_the_cells_of_the_script():
    notebook = json.loads(notebook_of(STUB))
    cells = notebook["cells"]
    assert [cell["cell_type"] for cell in cells] == ["markdown", "code", "code", "code"]
    assert "".join(cells[0]["source"]) == "# Title\n\nGröße $x^2$"
    assert "".join(cells[1]["source"]).startswith("import numpy as np")
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in cells[1:])
    assert len({cell["id"] for cell in cells}) == 4
    assert notebook["nbformat"] == 4
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"


def test_the_notebook_is_valid():
    import nbformat

    nbformat.validate(nbformat.reads(notebook_of(STUB), as_version=4))


def test_the_notebook_is_the_same_bytes_each_time():
    assert notebook_of(STUB) == notebook_of(STUB)
    assert notebook_of(STUB).endswith("}\n")
    assert "Größe" in notebook_of(STUB)


# --- files ------------------------------------------------------------------------------------------------


def test_stubs_are_written_checked_and_left_alone(tmp_path, capsys):
    course = make(tmp_path)
    folder = tmp_path / "assignments" / "linear"
    assert write_stubs(course, [], check=True) == 1
    assert capsys.readouterr().out.count("out of date: assignments/linear/linear.") == 2
    assert sorted(path.name for path in folder.iterdir()) == ["assignment.toml"]
    assert write_stubs(course, ["linear"], check=False) == 0
    written = "written: assignments/linear/linear.py\nwritten: assignments/linear/linear.ipynb\n"
    assert capsys.readouterr().out == written
    assert (folder / "linear.py").read_text(encoding="utf-8") == STUB
    assert json.loads((folder / "linear.ipynb").read_text(encoding="utf-8"))["cells"]
    assert write_stubs(course, [], check=True) == 0
    assert capsys.readouterr().out == ""
    (folder / "linear.py").write_text(STUB + "# changed\n", encoding="utf-8")
    assert write_stubs(course, [], check=True) == 1


def test_nothing_of_a_solution_is_in_a_stub(tmp_path):
    for content in stubs(make(tmp_path).assignment("linear")).values():
        assert "secret" not in content.lower()
        assert "SOLUTION" not in content


def test_a_stub_has_every_part(tmp_path):
    hidden = REFERENCE.replace("# %%\ndef f(x):", "# %%\n### BEGIN SOLUTION\ndef f(x):").replace(
        '    """What f does."""\n    ### BEGIN SOLUTION\n', ""
    )
    hidden = hidden.replace("    return secret\n    ### END SOLUTION", "    return secret\n### END SOLUTION", 1)
    with pytest.raises(CourseError) as caught:
        stubs(make(tmp_path, hidden).assignment("linear"))
    assert str(caught.value).endswith(
        "linear.py: the stub lacks f; its `def` or `class` line belongs outside the marks"
    )


def test_a_part_without_a_solved_region_is_not_given_away(tmp_path):
    bare = REFERENCE.replace(
        "    ### BEGIN SOLUTION\n    secret = x\n    return secret\n    ### END SOLUTION\n", "    return x\n"
    )
    with pytest.raises(CourseError, match="f has no solved region"):
        stubs(make(tmp_path, bare).assignment("linear"))


@pytest.mark.parametrize("mark", ["# BEGIN SOLUTON", "### BEGINN SOLUTION", "### begin SOLUTIN", "# BEGIN SOLUTION"])
def test_a_misspelt_mark_is_shown_as_it_is(mark):
    with pytest.raises(CourseError, match=f"linear.py:2: '{mark}'"):
        stub_source(f"def f():\n    {mark}\n    secret = 1\n    ### END SOLUTION\n", "linear.py")


def test_a_mark_at_another_indentation_is_refused():
    with pytest.raises(CourseError, match="indented otherwise"):
        stub_source("def f():\n### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION\n", "linear.py")


def test_a_reference_that_is_missing_is_one_clear_error(tmp_path):
    course = make(tmp_path)
    (tmp_path / "reference" / "linear" / "linear.py").unlink()
    with pytest.raises(CourseError, match=r"linear\.py: cannot be read: No such file or directory$"):
        write_stubs(course, ["linear"], check=False)


def test_a_reference_that_is_not_utf_8_is_one_clear_error(tmp_path):
    course = make(tmp_path)
    (tmp_path / "reference" / "linear" / "linear.py").write_bytes(REFERENCE.encode("latin-1"))
    with pytest.raises(CourseError, match=r"linear\.py: cannot be read"):
        write_stubs(course, ["linear"], check=False)
