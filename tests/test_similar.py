"""`grade similar` from the front door: copies come first, whatever hides them; then the parts that it is made of."""

from __future__ import annotations

import ast
import base64
import hashlib
import html.parser
import json
import random
import re
import time

import pytest
from benchmarks.similar import Ways, as_notebook, given_names, hand_in, plant, renamed, reordered, solutions
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.course import Course
from grader.similar.command import find_similar, write
from grader.similar.fingerprints import fingerprint, given_hashes
from grader.similar.own_code import NotCompared, own_pieces, read_stub
from grader.similar.pairs import compare
from grader.submission import find_submissions, parse_submission

NAME = "naive_ops"
SHORT = "def naive_vector_dot(x, y):\n    return sum(a * b for a, b in zip(x, y))\n"
LONG = """
def naive_matrix_dot(x, y):
    assert x.ndim == 2 and y.ndim == 2 and x.shape[1] == y.shape[0]
    result = np.zeros((x.shape[0], y.shape[1]))
    for i in range(x.shape[0]):
        for j in range(y.shape[1]):
            total = 0.0
            for k in range(x.shape[1]):
                total += x[i, k] * y[k, j]
            result[i, j] = total
    return result
"""


@pytest.fixture(scope="module")
def course(root):
    return Course.at(root)


@pytest.fixture(scope="module")
def read(course):
    """The own pieces of a source, and its fingerprint."""
    assignment = course.assignment(NAME)
    stub = read_stub(assignment)
    hashes = given_hashes(stub)

    def pieces_of(source, suffix=".py"):
        return own_pieces(parse_submission(source.encode(), suffix, NAME), stub)

    def read(source, suffix=".py"):
        return fingerprint(pieces_of(source, suffix), assignment.parts, hashes)

    read.pieces = pieces_of
    return read


def independent(name):
    """Solutions that were written apart from one another: some of the course's share most functions word for word."""
    kept = []
    for number, source in enumerate(solutions(name)):
        body = ast.parse(source).body
        own = {ast.unparse(node) for node in body if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
        if all(len(own & other) <= len(own) / 3 for _, _, other in kept):
            kept.append((f"own_{number:02}", source, own))
    return {student: source for student, source, _ in kept}


def planted_class(folder, name):
    """Right solutions and disguised copies of some; the pairs to be found."""
    sources = independent(name)
    for student, source in sources.items():
        hand_in(folder, student, name, source)
    chosen = [one for one in sources if one != "own_00"]
    return plant(folder, name, {one: sources[one] for one in chosen})


# --- from the front door ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def found(grade, tmp_path_factory):
    """A class with copies and with students who mean harm: what the command wrote and said, the pairs to be found."""
    folder = tmp_path_factory.mktemp("similar")
    planted = planted_class(folder / "work", NAME)
    harm = 'def helper(x):\n    return "</pre><script>alert(1)</script><style>*{}</style>" + x * 3\n\n\n'
    evil = ("=HYPERLINK(1)<img src=x onerror=alert(1)>", 'q"><script>alert(2)<')
    for student in evil:
        hand_in(folder / "work", student, NAME, harm + LONG)
    hand_in(folder / "work", "damaged", NAME, "def naive_relu(x:\n")
    stub = Course.find().assignment(NAME).folder / f"{NAME}.py"
    hand_in(folder / "work", "nothing", NAME, stub.read_text())
    hand_in(folder / "work", "nothing too", NAME, stub.read_text())
    (folder / "work" / "empty").mkdir()
    words = ("similar", NAME, "--submissions", folder / "work", "--output", folder / "grades")
    done = grade(*words, "--json")
    assert done.returncode == 0, done.stderr
    return folder, words, json.loads(done.stdout), planted | {frozenset(evil)}


def test_copies_come_first(found):
    _, _, answer, planted = found
    first = [frozenset(one["students"]) for one in answer["pairs"][: len(planted)]]
    assert set(first) == planted
    kinds = {frozenset(one["students"]): one["kind"] for one in answer["pairs"]}
    of = {student: kinds[pair] for pair in first for student in pair if student.startswith("copy_")}
    assert of["copy_bytes"] == of["copy_comments"] == of["copy_reordered"] == of["copy_notebook"] == "identical"
    assert of["copy_renamed"] == "renamed" and of["copy_loop"] == of["copy_merged"] == "similar"
    order = ["identical", "renamed", "similar"]
    assert [order.index(one["kind"]) for one in answer["pairs"]] == sorted(order.index(k) for k in kinds.values())


def test_who_is_not_compared_is_told_with_the_reason(found):
    why = {one["student"]: one["why"] for one in found[2]["not_compared"]}
    assert set(why) == {"damaged", "nothing", "nothing too", "empty"}
    assert "never closed" in why["damaged"] and "no code of one's own" in why["nothing"]


def test_the_table_for_a_spreadsheet(found, rows):
    folder, _, answer, _ = found
    table = rows(folder / "grades" / f"{NAME}.similar.csv")
    assert [one["rank"] for one in table] == [str(n + 1) for n in range(len(answer["pairs"]))]
    assert {one["student_a"] for one in table if "HYPERLINK" in one["student_a"]} == {
        "'=HYPERLINK(1)<img src=x onerror=alert(1)>"
    }
    copy = next(one for one in table if "copy_renamed" in (one["student_a"], one["student_b"]))
    assert "naive_reshape" in copy["shared_parts"].split() and copy["score"] == "1.0000"


class Elements(html.parser.HTMLParser):
    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.found, self.ids, self.links, self.text = [], [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        self.ids += [value for name, value in attrs if name == "id"]
        self.links += [value for name, value in attrs if name == "href"]

    def handle_data(self, data):
        self.text.append(data)


def test_the_page_shows_pairs_side_by_side_and_runs_nothing(found):
    folder, _, _, planted = found
    page = (folder / "grades" / f"{NAME}.similar.html").read_text(encoding="utf-8")
    elements = Elements(page)
    tags = {tag for tag, _ in elements.found}
    assert not tags & {"script", "img", "link", "iframe", "form", "object"} and page.count("<style") == 1
    assert not [attrs for _, attrs in elements.found if any(name.startswith("on") or name == "style" for name in attrs)]
    [style] = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    [policy] = [attrs["content"] for _, attrs in elements.found if "http-equiv" in attrs]
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}'")
    assert len(elements.links) >= len(planted) and {link.removeprefix("#") for link in elements.links} <= set(
        elements.ids
    )
    marks = [
        attrs["class"] for tag, attrs in elements.found if tag == "span" and attrs.get("class") in ("rare", "common")
    ]
    assert marks.count("rare") > 100
    assert any("</pre><script>alert(1)</script>" in text for text in elements.text)  # as text, where it was written


def test_the_terminal_says_that_a_person_judges(found, grade):
    folder, words, _, _ = found
    done = grade(*words, "--top", "1")
    assert done.returncode == 0 and "copy_bytes" in done.stdout and "all parts" in done.stdout
    assert "no verdict" in done.stdout and "not compared: damaged" in done.stdout
    page = (folder / "grades" / f"{NAME}.similar.html").read_text(encoding="utf-8")
    assert 'id="pair-1"' in page and 'id="pair-2"' not in page


def test_marked_is_what_the_same_part_has_in_the_other_work(course, tmp_path):
    relu = "def naive_relu(x):\n    z = x.{}\n    for i in range(z.shape[0]):\n        {}\n    return z\n"
    hand_in(tmp_path, "a", NAME, LONG + relu.format("copy()", "z[i] = [v if v > 0 else 0 for v in z[i].tolist()]"))
    hand_in(
        tmp_path, "b", NAME, LONG + relu.format("astype(x.dtype)", "for j, v in enumerate(z[i]): z[i, j] = max(v, 0)")
    )
    found = find_similar(course.assignment(NAME), find_submissions(tmp_path, NAME), min_score=0.0)
    write(found, tmp_path / "page.html", tmp_path / "table.csv", top=5)
    shown = (tmp_path / "page.html").read_text(encoding="utf-8").split("<h3>naive_relu</h3>")
    matrix, relu_marked = (re.findall(r'<span class="(?:rare|common)"><b>\d+</b>(.*?)</span>', one) for one in shown)
    assert "<h3>naive_matrix_dot</h3>" in shown[0]  # what is shared comes first, though the other is an earlier part
    assert sum("total += x[i, k] * y[k, j]" in line for line in matrix) == 2
    assert not any("max(v, 0)" in line or "tolist" in line for line in relu_marked)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["naive_op", "--submissions", "{work}"], "did you mean naive_ops?"),
        ([NAME, "--submissions", "nowhere"], "no such folder"),
        ([NAME, "-o", "nowhere"], "no gradebook here"),
        ([NAME, "--submissions", "{work}", "--min-score", "2"], "--min-score"),
    ],
)
def test_wrong_words_are_one_clear_line(words, says, found, grade):
    done = grade("similar", *(word.format(work=found[0] / "work") for word in words))
    assert done.returncode == 2 and len(done.stderr.strip().splitlines()) == 1 and says in done.stderr


# --- fairness ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", Course.find().names)
def test_copies_come_before_independent_work_in_every_assignment(name, course, tmp_path):
    planted = planted_class(tmp_path, name)
    pairs = find_similar(course.assignment(name), find_submissions(tmp_path, name), min_score=0.0).pairs
    ranked = [(frozenset((one.first, one.second)), one.score) for one in pairs]
    copies = [score for pair, score in ranked if pair in planted]
    others = [score for pair, score in ranked if pair not in planted]
    assert {pair for pair, _ in ranked[: len(planted)]} == planted
    assert min(copies) > 1.4 * max(others, default=0.0)


def test_natural_solutions_do_not_drown_copies(course, tmp_path):
    chance, ways, sources = random.Random(3), Ways(NAME), {}
    for number in range(80):
        source, _ = ways.student(chance, number)
        hand_in(tmp_path, f"s{number:03}", NAME, source)
        if number < 7:
            sources[f"s{number:03}"] = source
    planted = {pair for pair in plant(tmp_path, NAME, sources) if "copy_merged" not in pair}
    pairs = find_similar(course.assignment(NAME), find_submissions(tmp_path, NAME), min_score=0.3).pairs
    assert {frozenset((one.first, one.second)) for one in pairs[: len(planted)]} == planted


def test_many_with_the_same_short_code_are_one_group(read):
    prints = {f"s{n:02}": read(f"# {n}\n{SHORT}") for n in range(12)} | {"other": read(LONG), "copy": read(LONG)}
    pairs, [group], _ = compare(prints, 0.0)
    assert len(group.students) == 12 and group.kind == "short"
    assert [(one.first, one.second, one.kind) for one in pairs] == [("copy", "other", "identical")]


def test_a_large_group_with_the_same_code_is_one_pair_that_names_the_others(read):
    prints = {f"s{n}": read(LONG.replace("total", f"t{n}")) for n in range(7)} | {"other": read(solutions(NAME)[3])}
    [pair, *_], [group], _ = compare(prints, 0.0)
    assert len(group.students) == 7 and group.kind == "renamed"
    assert (pair.first, pair.second, pair.others) == ("s0", "s1", ("s2", "s3", "s4", "s5", "s6"))


def test_two_with_the_same_short_code_come_after_a_copy(read):
    source = solutions(NAME)[2]
    fillers = {f"f{n}": read(text) for n, text in enumerate(solutions(NAME)[3:])}
    prints = {"a": read(SHORT), "b": read(SHORT), "c": read(source), "d": read(renamed(source, given_names(NAME)))}
    first, *rest = compare(prints | fillers, 0.1)[0]
    assert (first.first, first.second, first.kind) == ("c", "d", "renamed")
    [short] = [one for one in rest if one.kind == "short"]
    assert (short.first, short.second) == ("a", "b") and short.score < 0.3


# --- fingerprints -----------------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(new=st.permutations(["total", "rows", "ü", "l_1", "result2"]))
def test_renaming_changes_nothing(new, read):
    old = ["result", "i", "j", "k", "total"]
    source = re.sub(r"\b(result|i|j|k|total)\b", lambda found: dict(zip(old, new, strict=True))[found[0]], LONG)
    one, other = read(LONG), read(source)
    assert one.renamed == other.renamed and one.hashes.tolist() == other.hashes.tolist()
    assert (one.spelled == other.spelled) == (new == old)


@pytest.mark.parametrize(
    "change",
    [
        lambda source: reordered(source),
        lambda source: ast.unparse(ast.parse(source)),
        lambda source: source.replace(
            "def naive_relu(x):", '# mine\ndef naive_relu(x) -> "np.ndarray":\n    """Mine."""'
        ),
        lambda source: source.replace("np.", "numpy.").replace("import numpy as np", "import numpy"),
        lambda source: source + "\n\ndef naive_relu(x):\n    raise NotImplementedError('later')\n",
    ],
    ids=["order", "layout", "comments and hints", "import", "not written"],
)
def test_what_says_nothing_changes_nothing(change, read):
    for source in solutions(NAME)[1:4]:
        one, other = read(source), read(change(source))
        assert one.spelled == other.spelled and one.hashes.tolist() == other.hashes.tolist()


def test_a_notebook_and_a_script_with_the_same_code_are_alike(read):
    for source in solutions(NAME)[:4]:
        assert read(source).spelled == read(as_notebook(source), ".ipynb").spelled


def test_another_function_of_a_library_is_another_code(read):
    one = "import tensorflow as tf\n\n\ndef fast_add_relu(x, y):\n    return tf.argmax(tf.add(x, y), axis=1)\n"
    assert read(one).renamed != read(one.replace("argmax", "argmin")).renamed
    assert read(one).renamed == read(one.replace("tf.", "tensorflow.").replace(" as tf", "")).renamed


def test_variables_that_change_places_are_another_code(read):
    assert read(LONG).renamed != read(LONG.replace("x[i, k]", "x[k, i]")).renamed
    assert read(LONG).hashes.tolist() != read(LONG.replace("x[i, k]", "x[k, i]")).hashes.tolist()


@pytest.mark.parametrize("suffix", [".py", ".ipynb"])
def test_the_stub_is_nobodys_own(suffix, course, read):
    for name in course.names:
        assignment = course.assignment(name)
        stub = read_stub(assignment)
        content = (assignment.folder / f"{name}{suffix}").read_bytes()
        with pytest.raises(NotCompared):
            own_pieces(parse_submission(content, suffix, name), stub)


@pytest.fixture(scope="module")
def six(read):
    sources = [*solutions(NAME)[1:5], renamed(solutions(NAME)[2], given_names(NAME)), LONG]
    return [(f"s{number}", read(source)) for number, source in enumerate(sources)]


@settings(max_examples=20, deadline=None)
@given(order=st.permutations(range(6)))
def test_the_order_of_submissions_makes_no_difference(order, six):
    assert compare(dict(six[number] for number in order), 0.0)[:2] == compare(dict(six), 0.0)[:2]


def test_a_pair_has_the_same_score_whoever_comes_first(six):
    told = {(int(one.first[1]), int(one.second[1])): one.score for one in compare(dict(six), 0.0)[0]}
    mirrored = compare({f"s{5 - number}": one for number, (_, one) in enumerate(six)}, 0.0)[0]
    assert {(5 - int(one.second[1]), 5 - int(one.first[1])): one.score for one in mirrored} == told and len(told) > 5


def test_a_part_that_two_share_is_named(read):
    others = {f"f{n}": read(text) for n, text in enumerate(solutions(NAME)[3:])}
    mine = LONG + "\n\ndef naive_relu(x):\n    return [[v if v > 0 else 0 for v in row] for row in x.tolist()]\n"
    theirs = LONG + "\n\ndef naive_relu(x):\n    z = x.copy()\n    z[z < 0] = 0\n    return z\n"
    first = compare({"a": read(mine), "b": read(theirs)} | others, 0.1)[0][0]
    assert (first.first, first.second, first.parts) == ("a", "b", ("naive_matrix_dot",))


# --- bounds -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        "".join(f"def f{n}(): f{n}\n" for n in range(12_000)),
        "x = a" + ".b" * 900 + "\n",
        "x = " + "-" * 800 + "1\n",
        "x = [" + "[]," * 80_000 + "]\n",
        "class C:\n" + "".join(f"    def m{n}(self): self.a{n} = {n}\n" for n in range(5_000)),
        "y = " + "v" * 200_000 + "\n" + LONG,
        "x = 0x" + "f" * 100_000 + "\n" + LONG,
    ],
    ids=["functions", "dots", "deep", "long", "methods", "name", "number"],
)
def test_whatever_is_handed_in_is_done_with_soon(source, read):
    begun = time.perf_counter()
    try:
        read(source)
    except NotCompared as error:
        assert "too long" in str(error)
    assert time.perf_counter() - begun < 10
