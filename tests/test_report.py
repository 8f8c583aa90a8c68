"""`grade report`: numbers about a class, from the front door and against SciPy; the page in a browser is elsewhere."""

from __future__ import annotations

import json
import re
import tracemalloc
from html import unescape
from html.parser import HTMLParser
from urllib.parse import unquote

import classes
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from scipy import stats

from grader.pages.frame import harmless, render
from grader.pages.gather import flag_words, tally
from grader.pages.names import page_name
from grader.pages.report import report
from grader.pages.statistics import Association, CheckTally, Spread, histogram
from grader.results import Result

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>\u202e\x1b[31m"


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A class of 60 in one assignment, and a few of them in another."""
    output = tmp_path_factory.mktemp("report")
    checks, students = classes.some_class(60)
    classes.write(output, "naive_ops", checks, students)
    few = dict(list(students.items())[:8])
    classes.write(output, "tensor_ops", checks, few)
    return output


class Tags(HTMLParser):
    """What a page consists of."""

    def __init__(self, content):
        super().__init__()
        self.tags = []
        self.feed(content)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


# --- through the front door -------------------------------------------------------------------------------


def test_page_and_path(grade, graded, tmp_path):
    done = grade("report", "naive_ops", "-o", graded)
    assert (done.returncode, done.stdout.strip()) == (0, str(graded / "report.html")), done.stderr
    page = (graded / "report.html").read_text(encoding="utf-8")
    assert "Class report: naive_ops" in page and page.count('<tr role="row" data-status') == 60
    assert "the better students fail it: is the check right?" in page and "nobody passes it" in page
    assert str(graded) not in page
    done = grade("report", "-o", graded, "--to", tmp_path / "a" / "page.html")
    assert done.returncode == 0 and "2 assignments" in (tmp_path / "a" / "page.html").read_text(encoding="utf-8")


def test_the_same_class_gives_the_same_page(graded, tmp_path):
    for name in ("one.html", "other.html"):
        assert report([], graded, None, tmp_path / name) == 0
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "other.html").read_bytes()


def test_json(grade, graded):
    done = grade("report", "-o", graded, "--json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["students"] == 60 and list(answer["assignments"]) == ["naive_ops", "tensor_ops"]
    ops = answer["assignments"]["naive_ops"]
    assert sum(ops["statuses"].values()) == 60 and sum(one["students"] for one in ops["histogram"]) == 57
    doubtful = {one["check"]: one for one in ops["checks"] if one["stands_out"]}
    assert doubtful["naive_leaky_relu_keeps_the_shape"]["discrimination"] < 0
    assert doubtful["matrix_product_agrees_on_random_input"]["discrimination"] is None
    assert doubtful["matrix_product_agrees_on_random_input"]["pass_rate"] == 0
    counts = [one["students"] for one in ops["diagnoses"]]
    assert counts == sorted(counts, reverse=True) and {one["kind"] for one in ops["diagnoses"]} >= {"zeros", "sign"}
    assert {one["status"] for one in ops["needs_attention"]} >= {"missing", "unreadable", "graded"}
    assert ops["late"] and "histogram" in answer


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["naive_op"], "did you mean naive_ops?"),
        (["--output", "nowhere"], "no gradebook here"),
        (["--to", "/dev/null/page.html"], "cannot be written"),
    ],
)
def test_wrong_words_are_one_clear_line(words, says, grade, graded):
    done = grade("report", *words, *([] if "--output" in words else ["-o", graded]))
    assert done.returncode == 2 and len(done.stderr.strip().splitlines()) == 1 and says in done.stderr


def test_links_lead_to_pages_that_are_there(graded, tmp_path):
    feedback = graded / "feedback" / "naive_ops"
    feedback.mkdir(parents=True)
    (feedback / f"{page_name('s10000')}.html").write_text("a page")
    try:
        for to in (graded / "report.html", tmp_path / "else where" / "page.html"):
            report(["naive_ops"], graded, None, to)
            tags = Tags(to.read_text(encoding="utf-8")).tags
            [link] = {attrs["href"] for tag, attrs in tags if tag == "a" and not attrs["href"].startswith("#")}
            assert (to.parent / unquote(link)).resolve() == feedback / "s10000.html"
    finally:
        (feedback / "s10000.html").unlink()


def test_what_students_write_stays_text(tmp_path):
    checks, students = classes.some_class(4)
    message = f"{HOSTILE} javascript:alert(3)"
    flags = ("opens:/<b>x", "uses:os._exit")
    strange = {
        HOSTILE: Result("naive_ops", "unreadable", 100.0, sha256="a", message=message, flags=flags),
        "../../etc/passwd": Result("naive_ops", "needs_attention", 100.0, sha256="b", message=message),
        "=1+1": Result("naive_ops", "missing", 100.0),
    }
    classes.write(tmp_path, "naive_ops", checks, {**students, **strange})
    assert report([], tmp_path, None) == 0
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "\u202e" not in page and "\x1b" not in page
    tags = Tags(page).tags
    assert [tag for tag, _ in tags].count("script") == 1 and "img" not in {tag for tag, _ in tags}
    assert not [name for _, attrs in tags for name in attrs if name.startswith("on") or name == "style"]
    assert HOSTILE[:25] in unescape(page)
    assert not [attrs for _, attrs in tags if "javascript" in (attrs.get("href") or "")]


def test_a_class_of_500_in_3_megabytes(tmp_path):
    checks, students = classes.some_class(500, parts=[f"part_{number}" for number in range(8)], each=4)
    for name in ("one", "two"):
        classes.write(tmp_path, name, checks, students, attempts=100)
    for names in (["one"], []):
        report(names, tmp_path, None)
        assert (tmp_path / "report.html").stat().st_size < 3 << 20


@pytest.mark.slow
def test_memory_does_not_grow_with_what_was_graded(tmp_path):
    checks, students = classes.some_class(500)
    many = {f"{student}-{copy}": result for copy in range(20) for student, result in students.items()}
    classes.write(tmp_path, "naive_ops", checks, many, attempts=500)
    report([], tmp_path, None)
    tracemalloc.start()
    try:
        assert report([], tmp_path, None) == 0
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 10_000 * 2048 + (8 << 20), f"{peak / 2**20:.0f} MiB"


def test_nobody_handed_in(tmp_path):
    checks, _ = classes.some_class(1)
    classes.write(tmp_path, "naive_ops", checks, {"ann": Result("naive_ops", "missing", 100.0)})
    assert report([], tmp_path, None) == 0
    assert "Nobody’s work could be run" in (tmp_path / "report.html").read_text(encoding="utf-8")


# --- statistics -------------------------------------------------------------------------------------------

answers = st.lists(st.tuples(st.booleans(), st.floats(-1000, 1000).map(lambda value: round(value, 3))), max_size=60)


def associated(pairs):
    found = Association()
    for passed, value in pairs:
        found.add(passed, value)
    return found


@given(answers)
@example([(True, 100.0 / 3), (False, 100.0 - 200.0 / 3)] * 5)
def test_correlation_is_what_scipy_says(pairs):
    found = associated(pairs)
    passed, values = [one for one, _ in pairs], [value for _, value in pairs]
    if len(pairs) < 5 or len(set(passed)) < 2 or max(values) - min(values) < 1e-9:
        assert found.correlation is None
    else:
        assume(max(values) - min(values) > 1e-2)
        expected = stats.pointbiserialr(passed, values).statistic
        assert found.correlation == pytest.approx(expected, abs=1e-6)


@given(answers, st.floats(-1e6, 1e6), st.floats(0.5, 100))
def test_correlation_does_not_depend_on_the_scale(pairs, offset, factor):
    values = [value for _, value in pairs]
    assume(values and max(values) - min(values) > 1)
    one = associated(pairs).correlation
    other = associated([(passed, offset + factor * value) for passed, value in pairs]).correlation
    assert one == other or other == pytest.approx(one, abs=1e-4)


@given(answers)
def test_correlation_turns_with_the_verdicts_and_stays_in_bounds(pairs):
    one = associated(pairs).correlation
    other = associated([(not passed, value) for passed, value in pairs]).correlation
    assert (one is None) == (other is None)
    if one is not None:
        assert -1 <= one <= 1 and other == pytest.approx(-one, abs=1e-6)


@given(st.lists(st.floats(0, 100), min_size=1, max_size=200))
def test_every_student_is_in_one_bin(percents):
    bins = histogram(percents)
    assert sum(one.count for one in bins) == len(percents) and len(bins) == 11
    assert bins[-1].count == sum(one >= 100 - 1e-9 for one in percents)


@pytest.mark.parametrize(
    ("percent", "low"), [(-5, 0), (0, 0), (9.999, 0), (10, 10), (99.9, 90), (100, 100), (104, 100)]
)
def test_bins(percent, low):
    assert [one.low for one in histogram([percent]) if one.count] == [low]


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=100))
def test_spread_is_what_numpy_says(values):
    import numpy as np

    found = Spread.of(values)
    expected = [np.mean(values), np.std(values), *np.percentile(values, [0, 25, 50, 75, 100])]
    assert [found.mean, found.deviation, found.lowest, found.quarter, found.median, found.three_quarters,
            found.highest] == pytest.approx(expected, rel=1e-6, abs=1e-6)  # fmt: skip


def test_no_values_have_no_spread():
    assert Spread.of([]) is None


@pytest.mark.parametrize(
    ("pairs", "says"),
    [
        ([(True, 1), (True, 2), (False, 9), (False, 8), (False, 9)], "the better students fail it"),
        ([(True, 5.2), (False, 5.2), (True, 5), (False, 5), (True, 5), (False, 4.99)], "hardly more often"),
        ([(False, value) for value in range(20)], "nobody passes it"),
        ([(value == 19, value) for value in range(20)], "hardly anybody passes it"),
        ([(True, value) for value in range(20)], None),
        ([(value > 9, value) for value in range(20)], None),
        ([(False, 1)] * 4, None),
    ],
)
def test_which_checks_stand_out(pairs, says):
    tally = CheckTally("part", "check", "visible", "", 1.0, association=associated(pairs))
    assert (not tally.doubts) if says is None else (says in tally.doubts[0])


# --- names and the frame ----------------------------------------------------------------------------------

ids = st.text(max_size=200) | st.text("aA.-_~ ./\\:\udc80", max_size=8)


@given(st.lists(ids, min_size=2, max_size=6, unique=True))
@example(["ann", "Ann", "ANN"])
@example(["a~b", "a_b"])
@example(["con", "index", "", ".", "..", "a.", "aux.html", "nul"])
def test_names_of_pages_are_safe_and_differ(students):
    names = [page_name(one) for one in students]
    assert len({name.lower() for name in names}) == len(students)
    for name in names:
        assert re.fullmatch(r"[a-z0-9_~-][a-z0-9._~-]*", name) and len(name.encode()) <= 120
        assert not name.endswith(".") and name != "index" and name.partition(".")[0] not in ("con", "aux", "nul")


@pytest.mark.parametrize("student", ["ann", "s12345", "a.b-c_d", "0"])
def test_plain_ids_are_their_own_names(student):
    assert page_name(student) == student


@given(st.text(max_size=50))
def test_nothing_invisible_is_left(text):
    assert all(one.isprintable() or one in "\n\t" for one in harmless(text))
    harmless(text).encode("utf-8")


def test_a_page_without_a_script_lets_none_run():
    page = render("base").decode()
    assert "script-src &#39;none&#39;" in page and "unsafe" not in page and "<script" not in page


@pytest.mark.parametrize(
    ("flag", "words"),
    [
        ("uses:os._exit", "uses os._exit"),
        ("writes:numpy.allclose", "changes numpy.allclose, which is not its own"),
        ("exec:encoded", "runs source that is hidden in a text"),
        ("another_one", "another one"),
    ],
)
def test_flags_in_words(flag, words):
    assert flag_words(flag) == words


def test_decisions_stand_in_the_report(tmp_path, capsys):
    from grader.gradebook.store import Gradebook
    from grader.rulings import EXCUSE, OVERRIDE, Decision

    checks, students = classes.some_class(12)
    classes.write(tmp_path, "naive_ops", checks, students)
    first, second, *_ = sorted(students)
    with Gradebook.at(tmp_path, None) as book:
        common = {"assignment": "naive_ops", "who": "x", "words": "why"}
        book.decide(Decision(kind=OVERRIDE, student_id=first, value=77.0, **common))
        book.decide(Decision(kind=EXCUSE, student_id=second, **common))
        found = tally(book, "naive_ops")
    assert (found.marks[first].score, found.marks[first].decided) == (77.0, "set by hand")
    assert found.marks[second].score is None and found.marks[second].excused
    assert report([], tmp_path, None, None, as_json=False) == 0
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "set by hand" in page and "excused" in page


def test_names_of_the_roster_stand_beside_the_ids(tmp_path):
    from grader.gradebook.store import Gradebook
    from grader.roster import Member

    checks, students = classes.some_class(3)
    classes.write(tmp_path, "naive_ops", checks, students)
    first = min(students)
    with Gradebook.at(tmp_path, None) as book:
        book.set_members({first: Member(first, "Ann <Ålund>")})
    assert report([], tmp_path, None) == 0
    assert "<bdi>Ann &lt;Ålund&gt;</bdi>" in (tmp_path / "report.html").read_text(encoding="utf-8")
