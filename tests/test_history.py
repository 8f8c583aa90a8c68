"""`grade show`: a student's history, from the front door."""

from __future__ import annotations

import json

import pytest

SOLUTION = """
def naive_vector_dot(x, y):
    total = 0.0
    for a, b in zip(x, y, strict=True):
        total += a {} b
    return total
"""


@pytest.fixture(scope="module")
def graded(grade, tmp_path_factory):
    """A class that was graded three times; ann changed her work before the third."""
    folder = tmp_path_factory.mktemp("history")
    for student in ("ann", "bob"):
        (folder / "work" / student).mkdir(parents=True)
        (folder / "work" / student / "naive_ops.py").write_text(SOLUTION.format("+"))
    output = folder / "grades"
    words = ("batch", folder / "work", "-a", "naive_ops", "-o", output)
    assert grade(*words).returncode == 0 and grade(*words).returncode == 0
    (folder / "work" / "ann" / "naive_ops.py").write_text(SOLUTION.format("*"))
    assert grade(*words).returncode == 0
    return output


def test_history_and_what_was_lost(grade, graded):
    done = grade("show", "bob", "naive_ops", "-o", graded)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("graded") >= 2 and "naive_vector_dot" in done.stdout
    assert "hidden" in done.stdout and "failed: " in done.stdout
    everything = grade("show", "ann", "-o", graded)
    assert everything.returncode == 0 and "naive_ops" in everything.stdout and "failed" not in everything.stdout


def test_json(grade, graded):
    answer = json.loads(grade("show", "ann", "-o", graded, "--json").stdout)
    first, second = answer["assignments"]["naive_ops"]  # the second run found the first one's result again
    assert (first["run"], second["run"]) == (1, 3) and second["score"] > first["score"]
    assert {one["check"] for one in first["lost"]} > {one["check"] for one in second["lost"]}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["anne"], "did you mean ann?"),
        (["ann", "naive_op"], "did you mean naive_ops?"),
        (["ann", "--output", "nowhere"], "no gradebook here"),
    ],
)
def test_wrong_words_are_one_clear_line(words, says, grade, graded):
    done = grade("show", *words, *([] if "--output" in words else ["-o", graded]))
    assert done.returncode == 2 and len(done.stderr.strip().splitlines()) == 1 and says in done.stderr
