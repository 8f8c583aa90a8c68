"""Where submissions lie and how they are read: every layout, every damage, nothing followed and nothing executed."""

import encodings.aliases
import hashlib
import json
import os
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import grader.submission
from grader.errors import UsageError
from grader.submission import Unreadable, decode_source, find_submissions, parse_submission, read_bytes, read_submission

LIMIT = 1 << 20


def put(root, path, content="x = 1\n", age=None):
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content if isinstance(content, bytes) else content.encode())
    if age is not None:
        os.utime(target, (1_700_000_000 - age, 1_700_000_000 - age))
    return target


def find(root):
    return {found.student_id: found for found in find_submissions(root, "naive_ops")}


def source_of(content, name="naive_ops"):
    submission = parse_submission(content if isinstance(content, bytes) else content.encode(), ".py", name)
    return submission.units[0].source


def reason(content, suffix=".py"):
    with pytest.raises(Unreadable) as caught:
        parse_submission(content if isinstance(content, bytes) else content.encode(), suffix, "naive_ops")
    assert "\n" not in str(caught.value)
    return str(caught.value)


# --- finding ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "ann/naive_ops.py",
        "ann/naive_ops.ipynb",
        "ann/naive_ops/naive_ops.py",
        "ann/naive_ops/naive_ops.ipynb",
        "ann/naive_ops/my work (final).ipynb",
        "ann/naive_ops/solution.py",
        "ann.py",
        "ann.ipynb",
    ],
)
def test_every_layout_is_found(tmp_path, path):
    put(tmp_path, path)
    found = find(tmp_path)["ann"]
    assert found.path == tmp_path / path
    assert found.file == path
    assert (found.flags, found.note) == ((), "")


def test_students_are_sorted_and_layouts_may_be_mixed(tmp_path):
    for path in ("zoe/naive_ops.py", "Ann.ipynb", "bob/naive_ops/x.py", "jörg.müller.py", "学生/naive_ops.ipynb"):
        put(tmp_path, path)
    found = find_submissions(tmp_path, "naive_ops")
    assert [one.student_id for one in found] == ["Ann", "bob", "jörg.müller", "zoe", "学生"]


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("ann/naive_ops.py", "ann/naive_ops.ipynb"),
        ("ann/naive_ops.ipynb", "ann/naive_ops.py"),
        ("ann.py", "ann.ipynb"),
        ("ann/naive_ops.py", "ann/naive_ops/naive_ops.ipynb"),
        ("ann/naive_ops/b.py", "ann/naive_ops/a.py"),
        ("ann.py", "ann/naive_ops.ipynb"),
    ],
)
def test_of_two_files_the_newer_one_counts(tmp_path, older, newer):
    put(tmp_path, older, age=100)
    put(tmp_path, newer, age=10)
    found = find(tmp_path)["ann"]
    assert found.file == newer
    assert found.flags == ("several_files",)
    newest, other = newer.rpartition("/")[2], older.rpartition("/")[2]
    assert found.note == f"2 files: the newest, {newest}, counts, not {other}"


def test_of_two_equally_new_files_the_same_one_counts_each_time(tmp_path):
    put(tmp_path, "ann/naive_ops.py", age=10)
    put(tmp_path, "ann/naive_ops.ipynb", age=10)
    assert find(tmp_path)["ann"].file == "ann/naive_ops.py"


def test_the_named_file_comes_before_others_of_its_folder(tmp_path):
    put(tmp_path, "ann/naive_ops/naive_ops.py", age=100)
    put(tmp_path, "ann/naive_ops/notes.py", age=10)
    put(tmp_path, "ann/helper.py", age=1)
    found = find(tmp_path)["ann"]
    assert (found.file, found.flags) == ("ann/naive_ops/naive_ops.py", ())


def test_hidden_files_and_those_of_systems_are_ignored(tmp_path):
    put(tmp_path, "ann/naive_ops.py", age=100)
    for path in (
        "ann/.naive_ops.py",
        "ann/naive_ops/.ipynb_checkpoints/naive_ops-checkpoint.ipynb",
        "ann/naive_ops/.hidden.py",
        ".DS_Store",
        ".git/config",
        ".bob/naive_ops.py",
        "__MACOSX/ann/naive_ops.py",
        "__pycache__/x.py",
        "README.md",
        "grades.csv",
    ):
        put(tmp_path, path, age=1)
    found = find(tmp_path)
    assert list(found) == ["ann"]
    assert (found["ann"].file, found["ann"].flags) == ("ann/naive_ops.py", ())


def test_a_student_without_a_file_is_found_with_what_there_is(tmp_path):
    put(tmp_path, "ann/tensor_ops.py")
    put(tmp_path, "ann/notes.txt")
    (tmp_path / "bob").mkdir()
    (tmp_path / "cem" / "naive_ops").mkdir(parents=True)
    found = find(tmp_path)
    assert [one.path for one in found.values()] == [None, None, None]
    assert found["ann"].note == "no naive_ops.py or naive_ops.ipynb in the folder; there is: notes.txt, tensor_ops.py"
    assert found["bob"].note == "no naive_ops.py or naive_ops.ipynb in the folder; there is: nothing"
    assert found["cem"].note.endswith("there is: naive_ops")


def test_a_name_that_is_not_utf_8_does_not_stop_the_class(tmp_path):
    os.mkdir(os.fsencode(tmp_path) + b"/j\xf6rg")
    put(tmp_path, "ann.py")
    assert len(find(tmp_path)) == 2


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: None, "no such folder; the folder that holds the submissions would be right"),
        (lambda path: path.write_text("x"), "not a folder; the folder that holds the submissions would be right"),
        (lambda path: path.mkdir(), "no submissions; <student_id>/naive_ops.py or .ipynb, "),
        (lambda path: put(path, ".hidden/naive_ops.py"), "no submissions; "),
        (lambda path: put(path, "notes.txt"), "no submissions; "),
    ],
    ids=["missing", "a file", "empty", "hidden only", "other files only"],
)
def test_a_folder_without_submissions_is_one_clear_error(tmp_path, make, said):
    folder = tmp_path / "class"
    make(folder)
    with pytest.raises(UsageError) as caught:
        find_submissions(folder, "naive_ops")
    assert str(caught.value).startswith(f"{folder}: {said}")


# --- what is not a plain file -----------------------------------------------------------------------------


def unreadable(path):
    with pytest.raises(Unreadable) as caught:
        read_submission(path, "naive_ops", LIMIT)
    return str(caught.value)


@pytest.mark.parametrize("place", ["ann/naive_ops.py", "ann.py", "ann/naive_ops/work.py"])
def test_a_link_is_not_followed(tmp_path, place):
    secret = put(tmp_path, "outside/secret.py", "secret = 1\n")
    target = tmp_path / "class" / place
    target.parent.mkdir(parents=True)
    target.symlink_to(secret)
    assert (
        unreadable(find(tmp_path / "class")["ann"].path) == f"{target.name} is a symbolic link; a file would be right"
    )


def test_a_linked_folder_is_not_followed(tmp_path):
    put(tmp_path, "outside/naive_ops.py")
    put(tmp_path, "outside/inner/x.py")
    students = tmp_path / "class"
    (students / "bob").mkdir(parents=True)
    (students / "ann").symlink_to(tmp_path / "outside")
    (students / "bob" / "naive_ops").symlink_to(tmp_path / "outside" / "inner")
    found = find(students)
    assert "is a symbolic link" in unreadable(found["ann"].path)
    assert found["bob"].path is None


def test_a_link_to_nothing_does_not_stop_the_class(tmp_path):
    put(tmp_path, "bob.py")
    (tmp_path / "ann.py").symlink_to("nowhere")
    (tmp_path / "cem.py").symlink_to("cem.py")
    found = find(tmp_path)
    assert "is a symbolic link" in unreadable(found["ann"].path)
    assert "is a symbolic link" in unreadable(found["cem"].path)


def test_a_named_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "ann.py")
    (tmp_path / "bob").mkdir()
    os.mkfifo(tmp_path / "bob" / "naive_ops.ipynb")
    found = find(tmp_path)
    assert unreadable(found["ann"].path) == "ann.py is a named pipe; a file would be right"
    assert "named pipe" in unreadable(found["bob"].path)


def test_a_folder_named_like_the_file_is_no_file(tmp_path):
    put(tmp_path, "ann/naive_ops.py/naive_ops.py")
    assert unreadable(find(tmp_path)["ann"].path) == "naive_ops.py is a folder; a file would be right"


def test_a_file_may_have_as_many_bytes_as_the_limit(tmp_path):
    path = put(tmp_path, "ann.py", b"#" * 4096)
    assert len(read_bytes(path, 4096)) == 4096
    with pytest.raises(Unreadable) as caught:
        read_bytes(put(tmp_path, "bob.py", b"#" * 5000), 4096)
    assert str(caught.value) == "bob.py has 4 KB; at most 4 KB would be right"


def test_a_file_that_grows_while_it_is_read_is_too_large(tmp_path, monkeypatch):
    path = put(tmp_path, "ann.py", b"#" * 100)
    before = path.lstat()
    put(tmp_path, "ann.py", b"#" * 10_000)
    monkeypatch.setattr(type(path), "lstat", lambda self: before)
    with pytest.raises(Unreadable, match="larger"):
        read_bytes(path, 4096)


def test_a_file_that_cannot_be_opened_is_not_the_student_s_fault(tmp_path):
    with pytest.raises(OSError, match="No such file"):
        read_submission(tmp_path / "gone.py", "naive_ops", LIMIT)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read_is_not_the_student_s_fault(tmp_path):
    put(tmp_path, "ann/naive_ops.py")
    put(tmp_path, "bob.py")
    (tmp_path / "ann").chmod(0)
    try:
        found = find(tmp_path)
        assert found["ann"].note == "ann: cannot be read: Permission denied"
        with pytest.raises(OSError, match="Permission denied"):
            read_submission(found["ann"].path, "naive_ops", LIMIT)
    finally:
        (tmp_path / "ann").chmod(0o700)


# --- what is in a file ------------------------------------------------------------------------------------


def test_a_file_is_one_unit():
    content = b"def f():\r\n    return 1\r\n"
    submission = parse_submission(content, ".py", "naive_ops")
    assert [(unit.filename, unit.label) for unit in submission.units] == [("naive_ops.py", "")]
    assert submission.sha256 == hashlib.sha256(content).hexdigest()
    assert not submission.notebook
    assert submission.notes == ()
    assert len(submission.trees) == 1


@pytest.mark.parametrize(
    ("content", "source"),
    [
        (b"x = '\xc3\xa4'\n", "x = 'ä'\n"),
        (b"\xef\xbb\xbfx = 1\n", "x = 1\n"),
        (b"x = 1\r\ny = 2\r\n", "x = 1\ny = 2\n"),
        (b"x = 1\ry = 2\r", "x = 1\ny = 2\n"),
        (b"\xef\xbb\xbf# coding: utf-8\r\nx = 1\r\n", "# coding: utf-8\nx = 1\n"),
        (b"# -*- coding: latin-1 -*-\nx = '\xe4'\n", "# -*- coding: latin-1 -*-\nx = 'ä'\n"),
        (b"#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\nx = '\x80'\n", None),
        (b"x = 1", "x = 1"),
        (b"", ""),
        (b"# only a comment", "# only a comment"),
        (b"def f():\n\treturn 1\n\x0c\n", "def f():\n\treturn 1\n\x0c\n"),
    ],
)
def test_bytes_are_decoded_as_python_does(content, source):
    decoded = source_of(content)
    assert decoded == (source if source is not None else content.decode("cp1252"))


@pytest.mark.parametrize(
    "content",
    [
        b"x = '\xe4'\n",
        b"\xef\xbb\xbf# coding: latin-1\nx = 1\n",
        b"# coding: no-such-encoding\nx = 1\n",
        "# coding: utf-8\nx = 1\n".encode("utf-16"),
        b"# coding: rot13\nk = 1\n",
        b"# coding: ascii\nx = '\xc3\xa4'\n",
        b"# coding: undefined\nx = 1\n",
        b"# coding: punycode\nx = '\xff'\n",
        b"# coding: zlib\nx = 1\n",
        b"\xff\xfe\x00",
    ],
)
def test_another_encoding_than_claimed_is_unreadable(content):
    assert reason(content).startswith("naive_ops.py: not a Python file in UTF-8 or the encoding of its coding line (")


@settings(deadline=None, max_examples=80)
@given(st.sampled_from(sorted(set(encodings.aliases.aliases.values()))), st.binary(max_size=30))
@example("undefined", b"")
@example("punycode", b"\xff")
def test_any_coding_line_is_read_or_unreadable(name, content):
    try:
        text = decode_source(b"# coding: " + name.encode() + b"\n" + content, "a.py")
    except Unreadable:
        return
    assert isinstance(text, str)


@settings(deadline=None, max_examples=80)
@given(st.binary(max_size=60), st.sampled_from([".py", ".ipynb"]))
def test_any_bytes_are_read_or_unreadable(content, suffix):
    try:
        submission = parse_submission(content, suffix, "a")
    except Unreadable:
        return
    assert len(submission.units) == len(submission.trees)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("x = 1\ny = (\n", "(naive_ops.py, line 2)"),
        ("def f()\n    pass\n", "syntax error: expected ':' (naive_ops.py, line 1)"),
        ("if x:\n\ty\n        z\n", "(naive_ops.py, line 3)"),
        ("x = 1\nreturn x\n", "syntax error: 'return' outside function (naive_ops.py, line 2)"),
        ("await f()\n", "'await' outside function"),
        ("x = 1\nglobal x\n", "(naive_ops.py, line 2)"),
        ("f(a=1, a=2)\n", "keyword argument repeated"),
        ("break\n", "'break' outside loop"),
        ("from __future__ import braces\n", "not a chance"),
        ("from __future__ import no_such_feature\n", "no_such_feature"),
        ("x = 1\x00\n", "null bytes"),
        ("print 'hello'\n", "syntax error: Missing parentheses"),
        ("x = 0777\n", "syntax error: leading zeros"),
        ("x = " + "1" * 5000, "syntax error: Exceeds the limit"),
        ("%matplotlib inline\n", "syntax error: invalid syntax (naive_ops.py, line 1)"),
        ("<<<<<<< HEAD\nx = 1\n", "syntax error"),
    ],
)
def test_a_syntax_error_is_named_with_its_line(content, said):
    assert said in reason(content)


@pytest.mark.parametrize(
    "content",
    [
        "(" * 5000,
        "x = " + "[" * 300 + "]" * 300,
        "x = " + "-" * 100_000 + "1",
        "x = " + "not " * 100_000 + "1",
        "x = 1" + "+1" * 100_000,
        "x = a" + ".a" * 100_000,
        "f" + "()" * 50_000,
        "x = a" + "[0]" * 50_000,
        "x = " + "lambda:" * 10_000 + "1",
        "x = " + "1 if 1 else " * 20_000 + "1",
        "x = 1" + "**1" * 10_000,
        "if 1:\n pass\n" + "elif 1:\n pass\n" * 20_000,
        "".join("  " * n + "if 1:\n" for n in range(150)) + "  " * 150 + "pass\n",
        "".join(" " * n + "with a:\n" for n in range(30)) + " " * 30 + "pass\n",
        "\\\n" * 100_000,
    ],
    ids=[
        "parentheses", "brackets", "signs", "nots", "sum", "attributes", "calls", "subscripts", "lambdas",
        "conditions", "powers", "elifs", "indentation", "blocks", "continued lines",
    ],
)  # fmt: skip
def test_source_that_is_nested_too_deeply_is_unreadable(content):
    assert reason(content)


@pytest.mark.parametrize(
    "content",
    [
        "x = 1" + "+1" * 500,
        "x = 10 ** 10 ** 10",
        "x = 'a' * 10 ** 12",
        "x = (((1,) * 1000) * 1000) * 1000",
        "x = [" + "0," * 50_000 + "]",
        "x = 1" + " and 1" * 5000,
    ],
    ids=["sum", "power", "long text", "long tuple", "long list", "ands"],
)
def test_source_that_only_looks_dangerous_is_read(content):
    assert source_of(content) == content


def test_warnings_of_the_compiler_are_no_errors():
    assert source_of("x = '\\d'\nassert (x, 1)\ny = x is 'a'\n")


def test_source_is_not_executed(tmp_path):
    marker = tmp_path / "executed"
    parse_submission(f"open({os.fspath(marker)!r}, 'w')\n".encode(), ".py", "a")
    assert not marker.exists()


@pytest.mark.parametrize(
    ("source", "packages"),
    [
        ("import numpy\nimport math", set()),
        ("import tensorflow as tf", {"tensorflow"}),
        ("from tensorflow.keras import layers\nimport os", {"tensorflow"}),
        ("import keras.layers, matplotlib.pyplot as plt", {"keras", "matplotlib"}),
        ("def f():\n    from sklearn import datasets", {"sklearn"}),
        ("import importlib\nkeras = importlib.import_module('keras')", {"keras"}),
        ("from . import tensorflow", set()),
        ("tensorflow = 1", set()),
    ],
)
def test_large_packages_that_are_imported(source, packages):
    assert parse_submission(source.encode(), ".py", "a").heavy_imports() == packages


def test_a_source_that_we_stumble_over_gets_all_large_packages(monkeypatch):
    def stumble(trees):
        raise RecursionError

    monkeypatch.setattr(grader.submission, "Names", stumble)
    assert "tensorflow" in parse_submission(b"x = 1", ".py", "a").heavy_imports()


def test_what_names_stand_for_is_found_out_once():
    submission = parse_submission(b"import numpy as np", ".py", "a")
    assert submission.names() is submission.names()


@pytest.mark.parametrize("source", ["[x for x in y]\n" * 15_000, "z = [" + "[x for x in y]," * 15_000 + "]\n"])
def test_much_code_is_read_in_reasonable_time(source):
    begin = time.process_time()
    parse_submission(source.encode(), ".py", "work")
    assert time.process_time() - begin < 20.0, "compiling it whole takes minutes"


def test_more_code_than_anybody_writes_is_unreadable():
    with pytest.raises(Unreadable, match="300 KB of code; at most 256 KB would be right"):
        parse_submission(b"x = 1 \n" * (300 * 1024 // 7 + 1), ".py", "work")
    cells = [{"cell_type": "code", "source": "x = 1 \n" * 9000, "outputs": []} for _ in range(5)]
    with pytest.raises(Unreadable, match="KB of code in all cells"):
        parse_submission(json.dumps({"cells": cells, "nbformat": 4, "metadata": {}}).encode(), ".ipynb", "work")


def test_large_outputs_are_no_code():
    output = {"output_type": "stream", "name": "stdout", "text": "x" * (1 << 20)}
    cells = [{"cell_type": "code", "source": "x = 1", "outputs": [output]}]
    content = json.dumps({"cells": cells, "nbformat": 4, "metadata": {}}).encode()
    assert len(parse_submission(content, ".ipynb", "work").units) == 1
