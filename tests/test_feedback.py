"""Students' pages: what they tell and what they keep to themselves, that nothing in them can run, their size."""

from __future__ import annotations

import base64
import builtins
import html
import json
import re
import signal
import time
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given
from hypothesis import strategies as st

from grader.check import Check
from grader.pages import feedback, sheet
from grader.pages.names import page_name
from grader.pages.sheet import Content, hint, page
from grader.pages.source import cells_of
from grader.results import CheckResult, Result

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"\0" * 60).decode()
ON = re.compile(r"^on", re.I)


def cell(source, *outputs, kind="code"):
    return {"cell_type": kind, "metadata": {}, "source": source, "outputs": list(outputs), "execution_count": None}


def shown(**data):
    return {
        "output_type": "display_data",
        "metadata": {},
        "data": {name.replace("_", "/", 1): v for name, v in data.items()},
    }


def notebook(*cells):
    return json.dumps({"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 4})


RELU_SHIFTED = """

def naive_relu(x):
    assert x.ndim == 2
    x = x.copy()
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            x[i, j] = abs(x[i, j])
    return x
"""
RAISES = 'def naive_add(x, y):\n    raise ValueError(f"secret {x.tolist()} {y.tolist()}")\n'
HOSTILE = [
    "<script>document.title = 'planted'</script>",
    '<img src="https://example.org/x.png" onerror="document.title = 1">',
    "[a link](javascript:document.title=1) <a href='data:text/html,x'>data</a>",
    "<style>body { display: none }</style><div class='badge good' style='position: fixed'>✓ all passed</div>",
    "<iframe src='https://example.org'></iframe><form action='https://example.org'><input></form>",
    '<svg onload="document.title = 1"><script>1</script></svg>',
]


@pytest.fixture(scope="module")
def graded(grade, reference, tmp_path_factory):
    """A graded class: right, wrong, hostile, unreadable, missing."""
    root = tmp_path_factory.mktemp("feedback")
    work, output = root / "work", root / "out"
    hostile = [cell(text, kind="markdown") for text in HOSTILE]
    hostile += [cell(f"1{number}", shown(text_html=text)) for number, text in enumerate(HOSTILE)]
    hostile += [cell("'</code></pre><script>document.title = 2</script>'"), cell(RELU_SHIFTED), cell(RAISES)]
    hostile += [cell("plot", shown(image_png=PNG)), cell("plot", shown(image_png="PHNjcmlwdD4="))]
    handed_in = {
        "right": ("py", reference("naive_ops")),
        "Wrong <b>": ("py", RELU_SHIFTED + "\n\n# the sum\n" + RAISES),
        "hostile": ("ipynb", notebook(*hostile)),
        "broken": ("py", "def naive_relu(:\n"),
    }
    for student, (suffix, source) in handed_in.items():
        (work / student).mkdir(parents=True)
        (work / student / f"naive_ops.{suffix}").write_text(source, encoding="utf-8")
    (work / "absent").mkdir()
    assert grade("batch", work, "-a", "naive_ops", "-o", output).returncode == 0
    done = grade("feedback", "naive_ops", "-o", output)
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"written: 5 pages in {output / 'feedback' / 'naive_ops'}\n" and not done.stderr
    return root


def path_of(graded, student):
    return graded / "out" / "feedback" / "naive_ops" / f"{page_name(student)}.html"


def soup_of(graded, student):
    return BeautifulSoup(path_of(graded, student).read_bytes(), "html.parser")


# --- through the front door -------------------------------------------------------------------------------


def test_a_page_tells_score_parts_checks_and_diagnosis(graded, rows):
    page = soup_of(graded, "Wrong <b>")
    assert page.h1.text == "Wrong <b>"
    [row] = [one for one in rows(graded / "out" / "naive_ops.csv") if one["student_id"] == "Wrong <b>"]
    checks = [one for one in rows(graded / "out" / "naive_ops.checks.csv") if one["student_id"] == "Wrong <b>"]
    figures = {one.dt.text: one.dd.text for one in page.select("dl.figures > div")}
    assert figures["score"].split()[0] == f"{float(row['score']):g}" and figures["score"].endswith("of 100")
    assert figures["checks passed"].startswith(f"{sum(one['verdict'] == 'passed' for one in checks)} of")
    parts = page.select("details.part")
    assert [one.h3.text for one in parts] == list(dict.fromkeys(one["part"] for one in checks))
    assert sum(len(one.select(".checks > li")) for one in parts) == len(checks)
    visible = [html.unescape(one["message"]) for one in checks if one["visibility"] == "visible" and one["message"]]
    text = page.text
    for message in visible:
        assert message.replace("`", "") in text
    [relu] = [one for one in parts if one.h3.text == "naive_relu"]
    assert "open" in relu.attrs and "hidden check" in relu.text and "What it looks like: " in relu.text
    assert relu.img["src"].startswith("data:image/svg+xml;base64,") and "entries" in relu.img["alt"]
    assert "not there" in next(one for one in parts if one.h3.text == "naive_transpose").text


def test_of_hidden_checks_no_value_and_no_input_is_told(graded, rows):
    checks = rows(graded / "out" / "naive_ops.checks.csv")
    for student in ("Wrong <b>", "hostile"):
        own = [one for one in checks if one["student_id"] == student]
        seen = {one["message"] for one in own if one["visibility"] == "visible"}
        hidden = {one["message"] for one in own if one["visibility"] == "hidden"} - seen - {""}
        assert len(hidden) > 3
        page = soup_of(graded, student)
        text = " ".join(page.text.split())
        for message in hidden - {one for one in hidden if "no naive_" in one or "no fast_" in one}:
            assert message.replace("`", "") not in text
        values = {number for message in hidden for number in re.findall(r"\d\.\d{3,}", message)}
        values -= {number for message in seen for number in re.findall(r"\d\.\d{3,}", message)}
        assert values and not any(value in text for value in values)
        [add] = [one for one in page.select("details.part") if one.h3.text == "naive_add"]
        assert "It raises ValueError with other inputs." in add.text


def test_the_work_stands_there_with_the_verdicts_beside_the_parts(graded):
    page = soup_of(graded, "Wrong <b>")
    cells = page.select(".cell")
    beside = {one.aside.code.text: one for one in cells if one.aside}
    assert set(beside) == {"naive_relu", "naive_add"}
    assert beside["naive_add"].select_one(".label").text == "lines 12 to 14"
    assert "# the sum" in beside["naive_add"].select_one(".code").text
    assert beside["naive_add"].select_one(".numbers").text.split() == ["12", "13", "14"]
    assert "ValueError" in beside["naive_add"].aside.text and "lost" in beside["naive_add"].aside.text
    anchors = {one["id"] for one in page.select("[id]")}
    links = [one["href"] for one in page.select("a[href]")]
    assert links and all(link.removeprefix("#") in anchors for link in links)
    assert "naive_relu" in {one.aside.code.text for one in soup_of(graded, "hostile").select(".cell") if one.aside}


def test_who_handed_in_nothing_or_something_broken_reads_why(graded):
    broken, absent = soup_of(graded, "broken"), soup_of(graded, "absent")
    assert "syntax error" in broken.select_one("header").text and "def naive_relu(:" in broken.text
    assert "nothing was handed in" in absent.text and not absent.select(".part")


def test_nothing_that_a_student_wrote_can_run_or_fetch_or_imitate(graded):
    page = soup_of(graded, "hostile")
    policy = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert "script-src 'none'" in policy and "default-src 'none'" in policy and "unsafe" not in policy
    assert not page.select("script, iframe, object, embed, form, input, base, svg script, video, audio")
    assert len(page.select("style")) == 1 and not page.select("[style]")
    for tag in page.find_all(True):
        assert not [name for name in tag.attrs if ON.match(name)], tag
        assert tag.name != "img" or re.match(r"data:image/(svg\+xml|png|jpeg);base64,", tag["src"])
        assert (
            tag.name != "a"
            or tag.get("href", "#").startswith(("#", "https://", "http://", "mailto:"))
            or tag.get("class")
        )
    work = page.select(".text, .output")
    assert work and not [one for part in work for one in part.find_all(class_="badge")]
    assert "document.title" in page.text, "what was written as code is shown as code"
    assert [one["src"] for one in page.select(".output img")] == [f"data:image/png;base64,{PNG}"]


def test_a_page_in_a_browser(graded, open_page):
    page = open_page(path_of(graded, "hostile"))
    assert page.title() == "hostile: hostile" or page.title().startswith("hostile")
    assert page.locator("h1").inner_text() == "hostile"
    part = page.locator("details.part").first
    assert part.get_attribute("open") is not None
    part.locator("summary").focus()
    page.keyboard.press("Enter")
    assert part.get_attribute("open") is None
    page.get_by_role("link", name="naive_add").first.click()
    assert page.evaluate("location.hash") == "#part-naive_add"
    picture = page.locator("figure img").first
    picture.scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('figure img').complete")
    assert picture.evaluate("one => one.naturalWidth") > 100


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_page_on_a_phone(graded, open_page, dark):
    page = open_page(path_of(graded, "Wrong <b>"), width=390, dark=dark)
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (sum(map(int, re.findall(r"\d+", ground)[:3])) < 200) is dark


def test_the_policy_stops_a_planted_script(graded, open_page, tmp_path):
    page = path_of(graded, "right").read_text(encoding="utf-8")
    planted = tmp_path / "planted.html"
    planted.write_text(
        page.replace("</main>", "<script>document.title='p'</script><b onclick=1></main>"), encoding="utf-8"
    )
    opened = open_page(planted)
    assert opened.title() != "p"
    assert any("Content Security Policy" in one for one in open_page.take_errors())


def test_a_file_that_has_changed_or_gone_is_told(graded, grade, tmp_path):
    moved = tmp_path / "moved"
    (moved / "right").mkdir(parents=True)
    output = graded / "out"
    done = grade("feedback", "naive_ops", "-o", output, "--only", "right", "--submissions", moved)
    assert done.returncode == 1
    assert done.stderr.startswith("without the work: right: The file is not where it was")
    assert "naive_relu" in soup_of(graded, "right").text and not soup_of(graded, "right").select(".cell")
    (moved / "right" / "naive_ops.py").write_text("def naive_relu(x):\n    return x\n")
    done = grade("feedback", "naive_ops", "-o", output, "--only", "right", "--submissions", moved)
    assert done.returncode == 1 and "changed since it was graded" in done.stderr
    done = grade("feedback", "naive_ops", "-o", output, "--only", "right")
    assert done.returncode == 0 and soup_of(graded, "right").select(".cell")
    done = grade("feedback", "naive_ops", "-o", output, "--only", "right", "--no-work", "--no-pictures", "--json")
    assert json.loads(done.stdout)["pages"] == 1 and not soup_of(graded, "right").select(".cell")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["naive_op"], "did you mean naive_ops?"),
        (["naive_ops", "--only", "righ"], "did you mean right?"),
        (["naive_ops", "--submissions", "nowhere"], "nowhere: no such folder"),
        (["naive_ops", "-o", "nowhere"], "no gradebook here"),
        (["naive_ops", "--course", "/"], "no course with an assignment"),
        ([], "Missing argument"),
    ],
)
def test_a_wrong_word_gets_one_line(graded, grade, words, told):
    done = grade("feedback", *words, *([] if "-o" in words else ["-o", graded / "out"]))
    assert done.returncode == 2 and done.stdout == ""
    [line] = done.stderr.splitlines()
    assert line.startswith("grade: ") and told in line


def test_a_class_is_made_by_several_processes(graded, grade, reference, tmp_path):
    work, output = tmp_path / "work", tmp_path / "out"
    for number in range(12):
        (work / f"s{number}").mkdir(parents=True)
        (work / f"s{number}" / "naive_ops.py").write_text(reference("naive_ops"))
    assert grade("batch", work, "-a", "naive_ops", "-o", output).returncode == 0
    done = grade("feedback", "naive_ops", "-o", output, "--workers", "2")
    assert done.returncode == 0, done.stderr
    names = sorted(one.name for one in (output / "feedback" / "naive_ops").iterdir())
    assert names == sorted(f"s{number}.html" for number in range(12)), "and no temporary files"


def test_plot_opens_the_page_of_ones_own_work(grade, tmp_path):
    (tmp_path / "naive_ops.py").write_text(RELU_SHIFTED)
    browser = tmp_path / "browser.sh"
    browser.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/opened\n')
    browser.chmod(0o755)
    environment = {"BROWSER": str(browser), "TMPDIR": str(tmp_path)}
    done = grade("locally", tmp_path / "naive_ops.py", "--plot", env=environment)
    assert done.returncode == 1, done.stderr
    url = (tmp_path / "opened").read_text().strip()
    assert f"the page is {url}" in done.stdout
    made = BeautifulSoup(Path(url.removeprefix("file://")).read_bytes(), "html.parser")
    assert made.select("figure img") and made.select(".cell aside") and "Your work" in made.text
    assert "hidden check" not in made.text
    done = grade("locally", tmp_path / "naive_ops.py", "--plot", "--json", env=environment)
    assert done.returncode == 2 and "one of the two" in done.stderr


# --- parts ------------------------------------------------------------------------------------------------


def result_of(*checks, **other):
    return Result("a", "graded", 10.0, tuple(checks), student_id="s", file="s/a.py", **other)


def checked(verdict="failed", message="", visibility="visible", **other):
    return CheckResult("part", "c", visibility, "A sentence.", 2.0, verdict, 0.0, 0.1, message, **other)


def content_of(result, **other):
    return Content(result=result, title="s", eyebrow="a", footer="f", score=result.score, **other)


@given(
    st.text(max_size=200), st.sampled_from(["failed", "error", "timeout", "crashed", "forbidden", "partial", "missing"])
)
@example("`f(3.25)`: ValueError: 3.25 (line 3)", "error")
@example("`f(3.25)`: Secret42: 3.25", "error")
@example("Secret42", "error")
def test_a_hint_holds_nothing_of_the_message(message, verdict):
    told = hint(checked(verdict, message, "hidden"))
    assert not re.search(r"\d", told)
    words = set(re.findall(r"\w+", told)) - {"It", "What", "A"}
    assert all(not word[:1].isupper() or hasattr(builtins, word) or told.startswith(word) for word in words)


def test_every_kind_of_mistake_has_a_hint_without_a_value():
    from grader.diagnose import HINTS

    for kind, words in HINTS.items():
        told = hint(checked(message="`f(1.5)`: expected 2.5", visibility="hidden", diagnosis=kind))
        assert words in told and not re.search(r"\d\.\d", told)


def test_a_page_is_small_whatever_is_in_the_notebook():
    big = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"\0" * 3_000_000).decode()
    many = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"\0" * 40_000).decode()
    cells = [cell("x = 1", shown(image_png=big))]
    cells += [cell(f"x = {number}", shown(image_png=many)) for number in range(100)]
    cells += [cell("y = 1\n" * 2000, {"output_type": "stream", "name": "stdout", "text": "z" * 1_000_000})] * 5
    cells += [cell("# t\n" + "word " * 100_000, kind="markdown"), cell("", shown(text_html="<b>w</b>" * 200_000))]
    cells += [cell(f"def part(): {number}") for number in range(2000)]
    source = notebook(*cells).encode()
    check = Check("c", "part", 2.0, "S.", lambda student: None)
    assert check.part == "part"
    lost = [replace(checked(message="m" * 100_000), check=str(number)) for number in range(60)]
    made = page(content_of(result_of(*lost), source=source, suffix=".ipynb"))
    assert len(made) < 500_000
    assert b"too large for this page" in made and b"cells are shown" in made


@pytest.mark.parametrize("source", [b"{}", b"[]", b'{"cells": 3}', b"\xff\xfe", b'{"cells": [1, {"cell_type": 4}]}'])
def test_a_damaged_notebook_is_told_or_empty(source):
    made = page(content_of(result_of(checked()), source=source, suffix=".ipynb"))
    assert b"</html>" in made


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)
outputs = st.fixed_dictionaries(
    {},
    optional={
        "output_type": st.sampled_from(["stream", "error", "display_data", "execute_result"]) | json_like,
        "text": json_like,
        "traceback": json_like,
        "data": st.dictionaries(
            st.sampled_from(["text/html", "text/plain", "image/png", "image/jpeg", "text/markdown"]), json_like
        )
        | json_like,
    },
)


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "cell_type": st.sampled_from(["code", "markdown", "raw"]) | json_like,
                "source": json_like,
                "outputs": st.lists(outputs, max_size=3) | json_like,
            }
        ),
        max_size=4,
    )
)
def test_any_notebook_becomes_a_page(cells):
    source = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}).encode()
    made = page(content_of(result_of(checked()), source=source, suffix=".ipynb"))
    found = BeautifulSoup(made, "html.parser")
    assert not found.select("script") and found.select_one("h1").text == "s"


@given(st.text(st.characters(codec="utf-8"), max_size=300))
@example("def part():\n\tpass\n\n\n# above\n@decorate\ndef part():\n    return '</pre>'\n\nprint(part())")
def test_every_line_of_a_file_is_shown_once(source):
    cells = cells_of(source.encode(), ".py", "a", ["part"])
    lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    shown_lines = [number for one in cells for number in one.lines]
    assert shown_lines == sorted(set(shown_lines))
    assert {number for number, line in enumerate(lines, 1) if line.strip()} <= set(shown_lines)


def test_the_last_definition_counts():
    source = "def part(x):\n    return 1\n\n\nx = 1\n\n\n# above\n@print\ndef part(x):\n    return 2\n"
    [first, second] = [one for one in cells_of(source.encode(), ".py", "a", ["part"]) if one.code][-2:]
    assert (first.parts, second.parts) == ((), ("part",)) and second.lines == range(8, 12)
    cells = cells_of(
        notebook(cell("def part(): 1"), cell("if True:\n    def part(): 2")).encode(), ".ipynb", "a", ["part"]
    )
    assert [one.parts for one in cells] == [(), ("part",)]


def test_a_page_that_takes_too_long_is_made_without_the_work(monkeypatch, tmp_path):
    if not hasattr(signal, "setitimer"):
        pytest.skip("this system has no timer that could ring")
    work = tmp_path / "a.py"
    work.write_text("x = 1\n")
    original = sheet.page

    def slow(content):
        if content.source is not None:
            time.sleep(30)
        return original(content)

    monkeypatch.setattr(feedback, "page", slow)
    monkeypatch.setattr(feedback, "_MAX_SECONDS", 0.2)
    import hashlib

    result = result_of(checked(), sha256=hashlib.sha256(b"x = 1\n").hexdigest())
    begin = time.monotonic()
    student, problem = feedback._make(feedback._Order(content_of(result), work, tmp_path / "s.html"))
    assert time.monotonic() - begin < 20 and student == "s" and "takes more than" in problem
    assert "takes more than" in (tmp_path / "s.html").read_text()
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0


def test_scores_that_are_open_and_no_points_at_all():
    open_score = replace(result_of(checked()), status="needs_attention")
    made = BeautifulSoup(page(content_of(open_score)), "html.parser")
    assert "open" in made.select_one("dl.figures").text and "not graded yet" in made.text
    nothing = BeautifulSoup(page(content_of(replace(result_of(), max_score=0.0))), "html.parser")
    assert "percent" not in nothing.select_one("dl.figures").text
