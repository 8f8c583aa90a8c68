"""Settings: what is wrong is one line that names the file, the key and what would be right."""

import pytest

from grader.errors import CourseError
from grader.settings import Limits, Rules, read_settings

GOOD = """
title = "Naive operations"
preload = ["numpy", "tensorflow"]

[points]
naive_relu = 40
NaiveDense = 59.5
fast = 0.5

[limits]
seconds_per_check = 5
times_reference = 1
memory_mb = 512
readable = ["digits.csv"]

[rules]
element_by_element = ["naive_*"]

[[rules.forbid]]
parts = ["NaiveDense", "naive_*"]
names = ["keras.*"]
operators = ["@"]
why = "no Keras inside"
"""


def read(tmp_path, content):
    path = tmp_path / "assignment.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_settings(path)


def problem(tmp_path, content):
    with pytest.raises(CourseError) as caught:
        read(tmp_path, content)
    message = str(caught.value)
    assert "\n" not in message
    start = f"{tmp_path / 'assignment.toml'}: "
    assert message.startswith(start)
    return message.removeprefix(start)


def test_settings_are_read(tmp_path):
    settings = read(tmp_path, GOOD)
    assert settings.title == "Naive operations"
    assert settings.points == {"naive_relu": 40.0, "NaiveDense": 59.5, "fast": 0.5}
    assert list(settings.points) == ["naive_relu", "NaiveDense", "fast"]
    assert settings.preload == ["numpy", "tensorflow"]
    assert settings.limits.seconds_per_check == 5.0
    assert settings.limits.readable == ["digits.csv"]
    assert settings.limits.seconds_in_all == Limits().seconds_in_all
    assert settings.rules.element_by_element == ["naive_*"]
    assert settings.rules.forbid[0].names == ["keras.*"]
    assert not settings.rules.forbid[0].anywhere


def test_a_rule_may_hold_anywhere(tmp_path):
    assert read(tmp_path, GOOD + "anywhere = true\n").rules.forbid[0].anywhere


def test_little_is_needed(tmp_path):
    settings = read(tmp_path, 'title = "T"\n[points]\nf = 100')
    assert settings.preload == ["numpy"]
    assert settings.limits == Limits()
    assert settings.rules == Rules()


def test_settings_do_not_change(tmp_path):
    settings = read(tmp_path, GOOD)
    with pytest.raises(AttributeError):
        settings.title = "another"


def test_windows_line_ends_are_read(tmp_path):
    assert read(tmp_path, GOOD.replace("\n", "\r\n")).limits.memory_mb == 512


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        # keys that do not exist
        ("preload =", "preloads =", ["preloads: no such setting", "did you mean preload?"]),
        ("[limits]", "[limit]", ["limit: no such setting", "did you mean limits?"]),
        ("seconds_per_check", "seconds_per_chek", ["limits.seconds_per_chek: no such", "mean seconds_per_check"]),
        ("memory_mb", "zzz", ["limits.zzz: no such setting; there are: answer_mb, file_mb, memory_mb"]),
        ("element_by_element", "elementwise", ["rules.elementwise: no such setting; ", "element_by_element"]),
        ("names = [", "name = [", ["rules.forbid[0].name: no such setting", "did you mean names?"]),
        # keys that are missing
        ('title = "Naive operations"', "", ["title: missing; this setting is required"]),
        ("[points]", "[other]", ["other: no such setting"]),
        (
            'why = "no',
            'everywhere = true\nwhy = "no',
            ["rules.forbid[0].everywhere: no such setting", "did you mean any"],
        ),
        ('why = "no Keras inside"', "", ["rules.forbid[0].why: missing; this setting is required"]),
        ('parts = ["NaiveDense", "naive_*"]', "", ["rules.forbid[0].parts: missing"]),
        # types
        ('title = "Naive operations"', "title = 3", ["title: expected a text, got a whole number"]),
        ('preload = ["numpy", "tensorflow"]', 'preload = "numpy"', ["preload: expected a list, got a text"]),
        ('["numpy", "tensorflow"]', '["numpy", 3]', ["preload[1]: expected a text, got a whole number"]),
        ("naive_relu = 40", 'naive_relu = "40"', ["points.naive_relu: expected a number, got a text"]),
        ("naive_relu = 40", "naive_relu = true", ["points.naive_relu: expected a number, got "]),
        ("memory_mb = 512", "memory_mb = 512.5", ["limits.memory_mb: expected a whole number, got a number"]),
        ("memory_mb = 512", 'memory_mb = "512"', ["limits.memory_mb: expected a whole number, got a text"]),
        ("memory_mb = 512", "memory_mb = [512]", ["limits.memory_mb: expected a whole number, got a list"]),
        ("memory_mb = 512", "memory_mb = 2026-01-01", ["limits.memory_mb: expected a whole number, got "]),
        ('readable = ["digits.csv"]', 'readable = "digits.csv"', ["limits.readable: expected a list, got a text"]),
        ("[[rules.forbid]]", "[rules.forbid]", ["rules.forbid: expected a list, got a table"]),
        ('why = "no', 'anywhere = "yes"\nwhy = "no', ["rules.forbid[0].anywhere: expected true or false, got a text"]),
        # values
        ("seconds_per_check = 5", "seconds_per_check = 0", ["limits.seconds_per_check: ", "number > 0"]),
        ("seconds_per_check = 5", "seconds_per_check = -1.5", ["limits.seconds_per_check: ", "number > 0"]),
        ("seconds_per_check = 5", "seconds_per_check = nan", ["limits.seconds_per_check: "]),
        ("times_reference = 1", "times_reference = 0.5", ["limits.times_reference: ", "number >= 1"]),
        ("memory_mb = 512", "memory_mb = 0", ["limits.memory_mb: ", "a whole number >= 1"]),
        ("naive_relu = 40", "naive_relu = 0", ["points.naive_relu: ", "number > 0"]),
        ("naive_relu = 40", "naive_relu = -40", ["points.naive_relu: ", "number > 0"]),
        ("naive_relu = 40", "naive_relu = nan", ["points"]),
        ("naive_relu = 40", "naive_relu = 41", ["points: they sum to 101; 100 would be right"]),
        ("naive_relu = 40", "naive_relu = 40.01", ["points: they sum to 100.01; 100 would be right"]),
        ("naive_relu = 40", '"naive relu" = 40', ["points.naive relu: the name of a function or class"]),
        ("naive_relu = 40", '"" = 40', ["points.: the name of a function or class"]),
        (
            'parts = ["NaiveDense"',
            'parts = ["NaiveDens"',
            ["rules.forbid.parts: 'NaiveDens' is no part", "did you mean NaiveDense"],
        ),
        ('"naive_*"]\nnames', '"naiv_*"]\nnames', ["rules.forbid.parts: 'naiv_*' is no part"]),
        (
            'element_by_element = ["naive_*"]',
            'element_by_element = ["naiv_*"]',
            ["rules.element_by_element: 'naiv_*' is no"],
        ),
        ('operators = ["@"]', 'operators = ["@@"]', ["rules.forbid.operators: '@@'"]),
        # not TOML
        ("[limits]", "[limits", ["not TOML: ", "line "]),
        ("fast = 0.5", "fast = 0.5\nfast = 0.5", ["not TOML: ", "line "]),
        ("fast = 0.5", "fast = ", ["not TOML: ", "line "]),
    ],
)
def test_what_is_wrong_is_named(tmp_path, old, new, said):
    assert old in GOOD
    message = problem(tmp_path, GOOD.replace(old, new, 1))
    for words in said:
        assert words in message


def test_an_empty_file_misses_its_settings(tmp_path):
    assert problem(tmp_path, "") == "title: missing; this setting is required"


def test_no_points_do_not_sum(tmp_path):
    assert problem(tmp_path, 'title = "T"\n[points]\n') == "points: they sum to 0; 100 would be right"


def test_fractions_may_sum(tmp_path):
    points = "\n".join(f"f{n} = 14.285714285714286" for n in range(7))
    assert len(read(tmp_path, f'title = "T"\n[points]\n{points}').points) == 7


def test_a_file_that_is_not_utf_8_is_named(tmp_path):
    assert problem(tmp_path, 'title = "Größe"'.encode("latin-1")).startswith("cannot be read: ")


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CourseError) as caught:
        read_settings(tmp_path / "no.toml")
    assert str(caught.value) == f"{tmp_path / 'no.toml'}: cannot be read: No such file or directory"
