"""Notebooks: magics go, Python stays, a broken cell costs only itself, damage is named."""

import ast
import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.notebook import read_cells, without_magics
from grader.submission import Unreadable, parse_submission


def code(*sources):
    return [{"cell_type": "code", "metadata": {}, "outputs": [], "source": source} for source in sources]


def notebook(cells, **more):
    content = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **more}
    return json.dumps(content).encode()


def read(cells, **more):
    return parse_submission(notebook(cells, **more), ".ipynb", "naive_ops")


def reason(content):
    with pytest.raises(Unreadable) as caught:
        parse_submission(content, ".ipynb", "naive_ops")
    assert "\n" not in str(caught.value)
    return str(caught.value)


# --- cells ------------------------------------------------------------------------------------------------


def test_cells_are_numbered_as_a_reader_counts_them():
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": "# x = ("},
        *code("x = 1\n"),
        {"cell_type": "raw", "metadata": {}, "source": "not python ("},
        *code("", "   \n", "y = 2"),
    ]
    submission = read(cells)
    assert submission.notebook
    assert [(unit.filename, unit.label, unit.source) for unit in submission.units] == [
        ("naive_ops.cell2.py", "cell 2", "x = 1\n"),
        ("naive_ops.cell6.py", "cell 6", "y = 2"),
    ]
    assert submission.notes == ()


def test_source_may_be_a_text_or_a_list_of_lines():
    submission = read(code("x = 1\ny = 2\n", ["x = 1\n", "y = 2\n"], []))
    assert [unit.source for unit in submission.units] == ["x = 1\ny = 2\n"] * 2


def test_windows_line_ends_and_a_byte_order_mark_are_read():
    content = b"\xef\xbb\xbf" + notebook(code("x = 1\r\ny = 2\r\n"))
    assert parse_submission(content, ".ipynb", "a").units[0].source == "x = 1\ny = 2\n"


def test_outputs_metadata_and_the_kernel_do_not_count():
    cell = {
        "cell_type": "code",
        "execution_count": 7,
        "id": "!",
        "metadata": {"tags": ["raises-exception"], "x": [1]},
        "outputs": [{"output_type": "stream", "text": "y = 2"}],
        "source": "x = 1",
    }
    submission = read([cell], metadata={"kernelspec": {"name": "julia", "language": "julia"}}, nbformat=99)
    assert [unit.source for unit in submission.units] == ["x = 1"]


def test_a_broken_cell_costs_only_itself():
    submission = read(code("x = 1", "y = (", "z = 3", "return 5", "w = '\\ud800"))
    assert [unit.label for unit in submission.units] == ["cell 1", "cell 3"]
    assert len(submission.trees) == 2
    assert [note.partition(" (")[0] for note in submission.notes][:2] == [
        "syntax error: '(' was never closed",
        "syntax error: 'return' outside function",
    ]
    assert "(cell 2, line 1)" in submission.notes[0]


def test_a_notebook_of_broken_cells_is_unreadable():
    assert reason(notebook(code("x = (", "y = ["))) == (
        "no cell can be executed: syntax error: '(' was never closed (cell 1, line 1)"
    )


def test_a_notebook_without_code_has_nothing_wrong():
    submission = read([{"cell_type": "markdown", "source": "hello"}])
    assert (submission.units, submission.notes) == ((), ())
    assert read([]).units == ()


def test_what_is_no_cell_is_left_out():
    cells = [None, 3, "x = 1", [], {}, {"cell_type": "code"}, {"cell_type": ["code"], "source": "y"}, *code("x = 1")]
    assert [unit.label for unit in read(cells).units] == ["cell 8"]


def test_null_bytes_and_lone_surrogates_cost_only_their_cell():
    submission = read(code("x = 1", "y = 1\x00", "z = '\ud800'"))
    assert [unit.label for unit in submission.units] == ["cell 1"]
    assert len(submission.notes) == 2
    for note in submission.notes:
        note.encode("utf-8")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON (line 1)"),
        (b'{"cells": [\n\n', "not JSON (line 3)"),
        (notebook(code("x = 1"))[:-20], "not JSON"),
        (b"x = 1\n", "not JSON"),
        ("{}".encode("utf-16"), "not JSON"),
        (b"\xff\xff", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'{"a":' * 100_000, "not JSON"),
        (b'{"cells": ' + b"1" * 10_000 + b"}", "not JSON"),
        (b"[]", "there are no cells in it"),
        (b"3", "there are no cells in it"),
        (b"null", "there are no cells in it"),
        (b"{}", "there are no cells in it"),
        (b'{"cells": null}', "there are no cells in it"),
        (b'{"cells": {"a": 1}}', "there are no cells in it"),
        (notebook(code(None)), "cell 1 has no text"),
        (notebook(code("x = 1", 3)), "cell 2 has no text"),
        (notebook(code(["x = 1", 3])), "cell 1 has no text"),
        (notebook(code({"text": "x"})), "cell 1 has no text"),
        (b'{"worksheets": [1]}', "damaged notebook of an old format"),
        (b'{"worksheets": [{"cells": [{}]}], "nbformat": 3}', "damaged notebook of an old format"),
    ],
)
def test_damage_is_named(content, said):
    message = reason(content)
    assert message.startswith("naive_ops.ipynb: a damaged notebook")
    assert said in message


def test_notebooks_of_format_3_are_read():
    cells = [
        {"cell_type": "heading", "level": 1, "source": "Title", "metadata": {}},
        {"cell_type": "code", "language": "python", "input": "x = 1\n%pylab\n", "outputs": [], "metadata": {}},
        {"cell_type": "code", "language": "python", "input": ["y = 2\n", "z = 3"], "outputs": [], "metadata": {}},
    ]
    sheets = [{"cells": cells, "metadata": {}}]
    old = {"worksheets": sheets, "metadata": {"name": ""}, "nbformat": 3, "nbformat_minor": 0}
    submission = parse_submission(json.dumps(old).encode(), ".ipynb", "a")
    assert [unit.source for unit in submission.units] == ["x = 1\npass\n", "y = 2\nz = 3"]


# --- magics -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "python"),
    [
        # lines
        ("%matplotlib inline\nx = 1", "pass\nx = 1"),
        ("%load_ext autoreload\n%autoreload 2\nx = 1", "pass\npass\nx = 1"),
        ("%pip install numpy\n%cd folder\n%env A=1", "pass\npass\npass"),
        ("!pip install numpy\nx = 1", "pass\nx = 1"),
        ("! ls\n!!ls -l\nx = 1", "pass\npass\nx = 1"),
        ("x = 1\n%timeit f(x)\ny = 2", "x = 1\npass\ny = 2"),
        ("%run other.py\nx = 1", "pass\nx = 1"),
        ("!echo \"it's (\nx = 1", "pass\nx = 1"),
        ("%config InlineBackend.figure_format = 'retina'", "pass"),
        ("%%\n", ""),
        # statements behind %time
        ("%time x = f(1)", "x = f(1)"),
        ("if a:\n    %time x = f(1)\n    y = x", "if a:\n    x = f(1)\n    y = x"),
        ("%time x = f(\n    1,\n)\n!ls", "x = f(\n    1,\n)\npass"),
        ("%time\nx = 1", "pass\nx = 1"),
        # cells
        ("%%time\nx = 1\ny = 2", "\nx = 1\ny = 2"),
        ("%%time\n\nx = 1\n!ls", "\n\nx = 1\npass"),
        ("%%capture out --no-stderr\nprint(1)", "\nprint(1)"),
        ("%%prun -q\nx = 1", "\nx = 1"),
        ("\n\n%%time\nx = 1", "\n\n\nx = 1"),
        ("%%bash\necho hello\nls", ""),
        ("%%html\n<b>x</b>", ""),
        ("%%javascript\nalert(1)", ""),
        ("%%writefile naive_ops.py\nx = 1", ""),
        ("%%script python\nx = 1", ""),
        ("%%latex\n$x$", ""),
        ("%%timeit\nx = 1", ""),
        ("%%no_such_magic\nx = 1", ""),
        # assigned
        ("x = !ls\ny = 1", "x = None\ny = 1"),
        ("x =!ls", "x = None"),
        ("files = !ls *.py | head -3", "files = None"),
        ("x = %timeit -o f()\ny = 1", "x = None\ny = 1"),
        ("a.b = !ls\nc[0] = %pwd", "a.b = None\nc[0] = None"),
        ("if a:\n    x = !ls\nelse:\n    x = %pwd", "if a:\n    x = None\nelse:\n    x = None"),
        # help
        ("np.dot?\nx = 1", "pass\nx = 1"),
        ("np.dot??", "pass"),
        ("?np.dot\n??np.dot\nx = 1", "pass\npass\nx = 1"),
        ("%timeit?", "pass"),
        # continued lines
        ("!pip install \\\n    numpy \\\n    scipy\nx = 1", "pass\n\n\nx = 1"),
        ("%sql select \\\n  1\nx = 1", "pass\n\nx = 1"),
        ("!ls \\", "pass"),
        # within blocks
        ("if True:\n    %matplotlib inline\nx = 1", "if True:\n    pass\nx = 1"),
        ("def f():\n\t!ls\n\treturn 1", "def f():\n\tpass\n\treturn 1"),
        ("for i in range(3):\n    !echo {i}\n    x = i", "for i in range(3):\n    pass\n    x = i"),
        ("try:\n    a\nexcept NameError:\n    !pip install a", "try:\n    a\nexcept NameError:\n    pass"),
        ("if a:\n    !pip install \\\n        b\n    x = 1", "if a:\n    pass\n\n    x = 1"),
        # without a sign
        ("pip install numpy\nx = 1", "pass\nx = 1"),
        ("conda install numpy -y\nx = 1", "pass\nx = 1"),
    ],
)  # fmt: skip
def test_magics_become_python(cell, python):
    assert without_magics(cell) == python


@pytest.mark.parametrize(
    "cell",
    [
        "x = 5 % 3",
        "x = 5 %y",
        "x = (5\n%y)",
        "x = 5 \\\n%y",
        "s = '''\n%matplotlib inline\n!ls\n'''",
        's = """%%bash\n%%time\nnp.dot?\n"""',
        "s = 'a' \\\n    '!ls'",
        "# %matplotlib inline\n# !ls\nx = 1",
        "s = ['%d', '!x',\n     '?']",
        "pip = 1\nls = pip\ncd = ls",
        "x = y != z",
        "x = not y",
        "def cat(a):\n    return a\n\ncat (3)",
        "print('what?')",
        "x: int = 3  # really?",
        "",
        "\n\n",
        "get_ipython().run_line_magic('matplotlib', 'inline')",
    ],
)
def test_python_stays_as_it_is(cell):
    assert without_magics(cell) == cell
    mixed = without_magics("%load_ext x\n" + cell + "\n!ls")
    assert mixed == f"pass\n{cell}\npass"


def test_a_text_that_looks_like_magics_stays_beside_real_ones():
    cell = "!ls\nprint('''\n%time x\n!echo\n''', f(\n    1\n    %y,\n))\nx = !ls\n"
    assert without_magics(cell) == "pass\nprint('''\n%time x\n!echo\n''', f(\n    1\n    %y,\n))\nx = None\n"


@pytest.mark.parametrize(
    "cell",
    [
        "%%time\n%%capture\nx = 1",
        "%%capture\n%%time\nx = 1",
        "%time x = !ls",
        "files['here'] = !ls\nx = 1",
        "files = !find . \\\n    -name '*.py'\nx = 1",
        "np.*load*?\nx = 1",
        "    x = 1\n    y = 2\n",
        "    %matplotlib inline\n    x = 1\n",
    ],
)
def test_what_jupyter_runs_can_be_run(cell):
    ast.parse(without_magics(cell))


def test_a_cell_that_jupyter_could_not_run_either_stays_broken():
    assert without_magics("x = (\n!ls") == "x = (\npass"
    assert len(read(code("def f(:\n    pass\n%time", "x = 1")).units) == 1


def test_the_way_to_the_source_of_a_cell():
    submission = read(code("%matplotlib inline\nx = 1", "%%bash\nls", "%%time\ny = 2"))
    assert [(unit.label, unit.source) for unit in submission.units] == [
        ("cell 1", "pass\nx = 1"),
        ("cell 3", "\ny = 2"),
    ]


fragments = st.sampled_from(
    [
        "%", "%%", "!", "?", "??", "%time", "%%time", "%%bash", "%matplotlib inline", "!ls", "x", "=", "x = ", "1", "(",
        ")", "[", "]", "{", "'", '"', "'''", '"""', "\\", "\n", "\n", "\n", "    ", "\t", " ", "#", ":", "if x:",
        "def f():",
        "pip install", "ls", "cd", ",", ".", "f'{", "}", "\x00", "\ud800", "\x0c", "\r", "ä", "lambda", "$", "\u2028",
    ]
)  # fmt: skip
cells = st.lists(fragments, max_size=25).map("".join) | st.text(max_size=60)


@settings(deadline=None, max_examples=400)
@given(cells)
def test_any_cell_keeps_its_lines(cell):
    python = without_magics(cell)
    assert not python.strip() or python.count("\n") == cell.count("\n")


@settings(deadline=None, max_examples=150)
@given(cells)
def test_python_is_never_touched(cell):
    try:
        ast.parse(cell)
    except (SyntaxError, ValueError):
        return
    assert without_magics(cell) == cell


@settings(deadline=None, max_examples=60)
@given(st.lists(cells, max_size=4))
def test_any_notebook_is_read_or_unreadable(sources):
    try:
        submission = read(code(*sources))
    except Unreadable:
        return
    assert len(submission.units) == len(submission.trees) <= len(sources)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just("code"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["cells", "cell_type", "source", "worksheets", "nbformat", "input"]), inner)
    ),
    max_leaves=10,
)


@settings(deadline=None, max_examples=100)
@given(json_values)
def test_any_json_is_read_or_unreadable(value):
    try:
        read_cells(json.dumps(value).encode(), "a")
    except Unreadable:
        return


@pytest.mark.parametrize(
    "cell",
    [
        "!ls\n" + "f(\n" * 2000,
        "!ls\n" + "f(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12\n" * 500,
        "!ls\n" + "x = (\n'''\n" * 2000,
        "!ls\na" + " " * 40_000 + "b\n",
        "!ls\n" + "x = 1\n" * 5000,
        "!ls\n" + "it's\n" * 5000,
        "!ls\n" + "x = '''\n" * 1001,
        "!ls\n" + "a" * 100_000,
        "%time" + " " * 100_000,
        "%time " * 5000 + "x = 1 !",
        "%%time\n" * 5000 + "x = 1",
        "!ls \\\n" * 5000,
    ],
    ids=[
        "brackets", "calls", "brackets and texts", "blanks", "lines", "quotes", "long texts", "a long word", "time",
        "times", "cells of times", "continued lines",
    ],
)  # fmt: skip
def test_a_cell_cannot_keep_the_grader_busy(cell):
    begin = time.process_time()
    without_magics(cell)
    assert time.process_time() - begin < 2  # a quadratic way takes minutes for a file as large as is allowed
