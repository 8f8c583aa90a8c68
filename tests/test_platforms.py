"""`grade release --gradescope` and `--github`: run as the platforms run them, and nothing hidden gets out."""

import io
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from grader.platforms.packages import needs_tensorflow, requirements
from grader.platforms.run import find_file
from grader.platforms.summary import command, escaped, line_of

# --- a small course in which everything hidden can be told by its text --------------------------------------

SECRET = "CANARY-SECRET-of-the-course-0123456789"
COURSE = {
    "assignments/leaky/assignment.toml": 'title = "Leaky"\n[points]\nfirst = 50\nsecond = 50\n',
    "assignments/leaky/leaky.py": "",
    "assignments/leaky/checks.py": '''
from grader import check


@check(part="first", points=20)
def shown_first(student):
    """A text backwards."""
    return student.first("plain")


@check(part="second", points=20)
def shown_second(student):
    """A text twice."""
    return student.second("plain")
''',
    "reference/leaky/checks.py": '''
from grader import check


@check(part="first", points=30)
def hidden_first(student):
    """Another text backwards."""
    return student.first("YRANAC-TUPNI")  # CANARY-CHECK


@check(part="second", points=30)
def hidden_second(student, rng):
    """Other texts twice."""
    return [student.second("CANARY-SECOND"), student.second(str(rng.integers(10**15, 10**16)))]
''',
    "reference/leaky/leaky.py": """
def first(text):
    CANARY_REFERENCE = text[::-1]
    return CANARY_REFERENCE


def second(text):
    return text + text
""",
    "reference/secret.txt": SECRET,
}
RIGHT = "def first(text):\n    return text[::-1]\n\n\ndef second(text):\n    return text * 2\n"
CANARY = re.compile("CANARY|YRANAC|TUPNI")


@pytest.fixture(scope="module")
def leaky(tmp_path_factory):
    """The folder of the small course."""
    folder = tmp_path_factory.mktemp("course")
    for name, content in COURSE.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def zips(leaky, grade, tmp_path_factory):
    """autograder.zip of the small course, as it is and with best effort, and of `naive_ops`."""
    made = {}
    for name, words in {
        "leaky": ["leaky", "--course", leaky],
        "lenient": ["leaky", "--course", leaky, "--isolation", "best-effort", "--hidden-checks", "hidden"],
        "naive_ops": ["naive_ops"],
    }.items():
        folder = tmp_path_factory.mktemp(name)
        done = grade("release", *words, "--gradescope", "--to", folder)
        assert done.returncode == 0, done.stderr
        made[name] = folder / "autograder.zip"
    return made


@pytest.fixture(scope="module")
def site(zips, tmp_path_factory):
    """The grader as it is installed from the zip, without a network."""
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(zips["naive_ops"]) as archive:
        wheel = next(name for name in archive.namelist() if name.endswith(".whl"))
        archive.extract(wheel, folder)
    words = ["-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--target", folder / "site", folder / wheel]
    subprocess.run([sys.executable, *words], check=True, timeout=120)
    return folder / "site"


@pytest.fixture
def platform(zips, site, tmp_path):
    """Lay out folders as Gradescope does, put files into submission/, run run_autograder; its end and the results."""

    def run(name, files, **environment):
        root = tmp_path / "autograder"
        if not root.exists():
            for folder in ("source", "submission", "results"):
                (root / folder).mkdir(parents=True)
            (root / "submission_metadata.json").write_text('{"users": [{"email": "CANARY@example.org"}]}')
            subprocess.run(["unzip", "-q", zips[name], "-d", root / "source"], check=True)
        for path, content in files.items():
            target = root / "submission" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(content, encoding="utf-8")
        done = subprocess.run(
            [root / "source" / "run_autograder"],
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
            env={
                **os.environ,
                "GRADE_AUTOGRADER": str(root),
                "GRADE_PYTHON": sys.executable,
                "PYTHONPATH": str(site),
                "PYTHONWARNINGS": "error",
                **environment,
            },
        )
        path = root / "results" / "results.json"
        if not path.exists():
            return done, None
        assert len(path.read_bytes()) < 500_000
        return done, validated(json.loads(path.read_text(encoding="utf-8")))

    return run


SHOWN = {"hidden", "after_due_date", "after_published", "visible"}


def validated(results):
    """The content of results.json, if it is what Gradescope reads; written from its documentation alone."""
    known = {
        "score": (int, float),
        "execution_time": (int, float),
        "output": str,
        "output_format": str,
        "visibility": str,
        "stdout_visibility": str,
        "extra_data": dict,
        "tests": list,
        "leaderboard": list,
    }
    test_known = {
        "score": (int, float),
        "max_score": (int, float),
        "status": str,
        "name": str,
        "number": str,
        "output": str,
        "tags": list,
        "visibility": str,
        "extra_data": dict,
    }
    assert isinstance(results, dict)
    for content, fields in [(results, known), *((test, test_known) for test in results.get("tests", []))]:
        for key, value in content.items():
            assert isinstance(value, fields[key]), (key, value)
            assert not isinstance(value, bool)
        assert content.get("visibility", "visible") in SHOWN
        for key in ("score", "max_score"):
            assert 0 <= content.get(key, 0) <= 100
    assert results["stdout_visibility"] == "hidden"
    assert "score" in results or results["tests"]
    assert len(results["output"]) <= 4000
    for test in results["tests"]:
        assert test["status"] in ("passed", "failed")
        assert test["score"] <= test["max_score"]
        assert all(isinstance(tag, str) for tag in test["tags"])
        assert len(test["output"]) <= 2000
    assert results["score"] == pytest.approx(sum(test["score"] for test in results["tests"]))
    return results


def outputs(results, visibility):
    return [test["output"] for test in results["tests"] if test["visibility"] == visibility]


# --- the zip ------------------------------------------------------------------------------------------------


def members(path):
    """Every file in a zip and in the zips in it."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            yield name, content
            if name.endswith(".whl"):
                yield from members(io.BytesIO(content))


@pytest.mark.parametrize("name", ["leaky", "naive_ops"])
def test_no_reference_and_no_secret_is_in_the_zip(name, zips, leaky, root):
    course = leaky if name == "leaky" else root
    secret = (course / "reference/secret.txt").read_bytes().strip()
    source = (course / f"reference/{name}/{name}.py").read_text(encoding="utf-8")
    stub = (course / f"assignments/{name}/{name}.py").read_text(encoding="utf-8")
    own = {line.strip() for line in source.splitlines() if len(line.strip()) > 25} - {
        line.strip() for line in stub.splitlines()
    }
    checks = "".join(
        (course / path / name / "checks.py").read_text(encoding="utf-8") for path in ("assignments", "reference")
    )
    own = {line for line in own if line not in checks}
    assert own
    for member, content in members(zips[name]):
        assert secret not in content, member
        text = content.decode("utf-8", "replace")
        # A line or two of a loop may stand anywhere; a solution does not.
        assert len([line for line in own if line in text]) <= (0 if name == "leaky" else 2), member


def test_the_zip_has_what_its_scripts_name_and_they_can_be_executed(zips, tmp_path):
    subprocess.run(["unzip", "-q", zips["naive_ops"], "-d", tmp_path], check=True)
    for name in ("setup.sh", "run_autograder"):
        assert os.access(tmp_path / name, os.X_OK)
        assert subprocess.run(["bash", "-n", tmp_path / name], check=False).returncode == 0
        text = (tmp_path / name).read_text()
        assert "@" not in re.sub(r"\[@\]|\$@", "", text), "a blank that was not filled in"
        assert "\r" not in text
        for named in re.findall(r"\$here/([\w./-]+)", text):
            assert (tmp_path / named).exists(), named
    loop = re.search(r"for file in (.*); do", (tmp_path / "setup.sh").read_text())[1]
    wheel = re.search(r'^wheel="(.*)"$', (tmp_path / "setup.sh").read_text(), re.MULTILINE)[1]
    for named in loop.replace('"$wheel"', wheel).split():
        assert (tmp_path / named).is_file(), named


def test_setup_says_what_is_missing_and_does_nothing_twice(zips, tmp_path):
    subprocess.run(["unzip", "-q", zips["leaky"], "-d", tmp_path / "source"], check=True)
    venv = tmp_path / "venv"
    venv.mkdir()
    script = ["bash", tmp_path / "source" / "setup.sh"]
    environment = {**os.environ, "GRADE_VENV": str(venv)}
    whole = subprocess.run(
        ["bash", "-c", 'cat requirements.txt grader-*.whl | sha256sum | cut -d " " -f 1'],
        cwd=tmp_path / "source",
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    (venv / ".made-of").write_text(whole)
    again = subprocess.run(script, capture_output=True, text=True, check=False, env=environment)
    assert again.returncode == 0 and "up to date" in again.stdout, again.stderr
    assert (tmp_path / "source/course").stat().st_mode & 0o077 == 0
    (tmp_path / "source/plan.json").unlink()
    lacking = subprocess.run(script, capture_output=True, text=True, check=False, env=environment)
    assert lacking.returncode == 1 and "plan.json" in lacking.stderr


@pytest.mark.parametrize("tensorflow", [True, False])
def test_packages_are_those_of_the_course_at_its_versions(tensorflow, root):
    pinned = {}
    for line in (root / "requirements.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            one = Requirement(line)
            pinned[canonicalize_name(one.name)] = one.specifier
    wanted = [Requirement(line) for line in requirements(tensorflow=tensorflow).decode().splitlines()[1:]]
    names = {canonicalize_name(one.name) for one in wanted}
    assert {"numpy", "msgspec", "cloudpickle", "pandas"} <= names
    assert ("keras" in names) == ("tensorflow-cpu" in names) == ("h5py" in names) == tensorflow
    assert not names & {"sqlalchemy", "pytest", "dask", "playwright"}
    for one in wanted:
        name = canonicalize_name(one.name)
        assert one.specifier == pinned[name] if name in pinned else name == "wheel", "TensorFlow needs it to be there"


# Imports only what a file of requirements names, as in an environment that has nothing else.
ONLY = """
import importlib.metadata, re, sys
wanted = re.findall("^[^#=]+", open(sys.argv.pop(1)).read(), re.MULTILINE)
plain = lambda name: name.strip().lower().replace("_", "-")
here = {plain(name) for name in wanted} | {"grader", "pip"}
lacking = {name for name, owners in importlib.metadata.packages_distributions().items()
           if not here.intersection(map(plain, owners))}
class Lacking:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in lacking:
            raise ModuleNotFoundError(f"No module named {name!r}")
sys.meta_path.insert(0, Lacking())
assert "pytest" in lacking and "numpy" not in lacking
"""


def test_grading_imports_no_other_packages(zips, template, root, reference, tmp_path):
    subprocess.run(["unzip", "-q", zips["naive_ops"], "-d", tmp_path / "source"], check=True)
    (tmp_path / "submission").mkdir()
    (tmp_path / "submission/naive_ops.py").write_text(reference("naive_ops"), encoding="utf-8")
    shutil.copytree(template, tmp_path / "work")
    run = ONLY + "from grader.platforms.run import main\nsys.exit(main(sys.argv[1:]))"
    locally = ONLY + "sys.argv[0] = 'grade'\nfrom grader.cli import main\nmain()"
    summary = ONLY + "from grader.platforms.summary import main\nsys.exit(main(sys.argv[1:]))"
    needed = tmp_path / "work/.grade/requirements.txt"
    for code, words, status in [
        (run, [tmp_path / "source/requirements.txt", "--root", tmp_path], 0),
        (locally, [needed, "locally", "--json", tmp_path / "work"], 1),
        (summary, [needed, tmp_path / "nothing", "--status", "2"], 2),
    ]:
        command = [sys.executable, "-c", code, *map(str, words)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, cwd=root)
        assert done.returncode == status and "Traceback" not in done.stderr, done.stderr
    assert json.loads((tmp_path / "results/results.json").read_text())["score"] == 100


def test_every_assignment_says_whether_it_needs_tensorflow(root):
    needs = {
        path.parent.name
        for path in (root / "assignments").glob("*/assignment.toml")
        if needs_tensorflow(tomllib.loads(path.read_text(encoding="utf-8")).get("preload", []))
    }
    assert "naive_ops" not in needs and {"gradient_descent", "siamese"} <= needs


def test_the_same_course_makes_the_same_zip_but_for_times(zips, leaky, grade, tmp_path):
    assert grade("release", "leaky", "--course", leaky, "--gradescope", "--to", tmp_path).returncode == 0
    both = [dict(members(path)) for path in (zips["leaky"], tmp_path / "autograder.zip")]
    for one in both:
        del one["course/expectations.msgpack"]  # it tells how long the reference took
    assert both[0].keys() == both[1].keys() and both[0]["course/hidden.py"] == both[1]["course/hidden.py"]


# --- on Gradescope ------------------------------------------------------------------------------------------


def test_right_work_gets_all_points(platform, reference):
    done, results = platform("naive_ops", {"naive_ops.py": reference("naive_ops")})
    assert done.returncode == 0, done.stderr
    assert results["score"] == 100 and all(test["status"] == "passed" for test in results["tests"])
    assert {test["visibility"] for test in results["tests"]} == {"visible", "after_published"}
    assert results["execution_time"] >= 1


def test_it_is_graded_as_a_batch_grades_it(platform, root, grade, tmp_path, rows):
    _, results = platform("naive_ops", {"naive_ops.py": wrong_work(root)})
    (tmp_path / "class/somebody").mkdir(parents=True)
    (tmp_path / "class/somebody/naive_ops.py").write_text(wrong_work(root))
    batch = grade("batch", tmp_path / "class", "-a", "naive_ops", "-o", tmp_path / "grades")
    assert batch.returncode == 0, batch.stderr
    checks = rows(tmp_path / "grades/naive_ops.checks.csv")
    assert [float(row["score"]) for row in checks] == [test["score"] for test in results["tests"]]
    shown = [row["message"] for row in checks if row["visibility"] == "visible" and row["verdict"] != "passed"]
    assert shown and [text.partition(": ")[2] for text in outputs(results, "visible") if text] == shown


def wrong_work(root):
    source = (root / "reference/naive_ops/naive_ops.py").read_text(encoding="utf-8")
    return source + "\n\ndef naive_add(x, y):\n    return x\n"


def test_wrong_work_learns_what_was_visible_and_the_kind_of_what_was_not(platform, root):
    done, results = platform("naive_ops", {"naive_ops.py": wrong_work(root)})
    assert done.returncode == 0 and results["score"] == 93, done.stderr
    assert any("expected" in text and "naive_add(x, y)" in text for text in outputs(results, "visible"))
    lost = [text for text in outputs(results, "after_published") if text]
    assert lost and not any(re.search(r"\d", text) for text in lost)


def test_what_is_hidden_stays_so(platform):
    leaks = """
import sys

seen = []


def tell(text):
    seen.append(text)
    print(seen, flush=True)
    print(seen, file=sys.stderr, flush=True)
    raise ValueError(repr(seen))


first = second = tell
"""
    done, results = platform("leaky", {"leaky.py": leaks})
    assert done.returncode == 0 and results["score"] == 0, done.stderr
    assert "plain" in outputs(results, "visible")[1]
    assert not CANARY.search(json.dumps(results)) and not CANARY.search(done.stdout + done.stderr)
    assert outputs(results, "after_published") == ["It raises ValueError with other inputs."] * 2


WALK = """
import os

found = [("looked", len(open(os.__file__).read()) > 0)]
for folder in ({root!r}, {root!r} + "/source", {root!r} + "/source/course", {root!r} + "/submission"):
    try:
        names = os.listdir(folder)
    except OSError:
        names = []
    known = ["plan.json", "course/hidden.py", "course/checks.py", "course/expectations.msgpack", "hidden.py",
             "expectations.msgpack", "submission_metadata.json", "leaky.py", "run_autograder"]
    for name in names + known:
        try:
            with open(os.path.join(folder, name), "rb") as file:
                found.append((name, file.read()[:200]))
        except OSError:
            pass
for path in ("results/results.json", "results/new", "source/course/hidden.py", "source/plan.json"):
    try:
        with open(os.path.join({root!r}, path), "w") as file:
            file.write('{{"score": 100}}')
        found.append(("written", path))
    except OSError:
        pass


def first(text):
    raise ValueError("FOUND " + " ".join(name for name, _ in found))


def second(text):
    return "".join(str(one) for one in found)
"""


def test_a_submission_reads_nothing_of_the_zip_and_writes_no_result(platform, tmp_path):
    root = tmp_path / "autograder"
    done, results = platform("leaky", {"leaky.py": WALK.format(root=str(root))})
    assert done.returncode == 0 and results["score"] == 0, done.stderr
    assert "FOUND looked (" in outputs(results, "visible")[0]
    assert not CANARY.search(json.dumps(results))
    assert sorted(path.name for path in (root / "results").iterdir()) == ["results.json"]
    assert "CANARY" in (root / "source/course/hidden.py").read_text()


def test_without_landlock_nothing_is_graded(platform):
    done, results = platform("leaky", {"leaky.py": RIGHT}, GRADE_WITHOUT="landlock")
    assert done.returncode == 1 and results is None
    assert "no Landlock" in done.stderr and len(done.stderr.splitlines()) == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="the second lock is one that root can close")
def test_with_best_effort_a_second_lock_is_left(platform, tmp_path):
    root = tmp_path / "autograder"
    walls = {"GRADE_WITHOUT": "landlock"}
    done, results = platform("lenient", {"leaky.py": WALK.format(root=str(root))}, **walls)
    assert done.returncode == 0 and results["score"] == 0, done.stderr
    shown = outputs(results, "visible")[0]
    assert "plan.json" in shown and "run_autograder" in shown, "the submission looks where it should"
    assert "hidden.py" not in shown and "msgpack" not in shown and "checks.py" not in shown
    assert not CANARY.search(str(outputs(results, "hidden")))
    done, results = platform("lenient", {"leaky.py": RIGHT}, **walls)
    assert results["score"] == 100 and {test["visibility"] for test in results["tests"]} == {"visible", "hidden"}


def test_in_a_small_container_a_hog_gets_its_verdict(platform):
    hog = RIGHT + "\n\ndef first(text):\n    return str(len(bytearray(600 << 20)))\n"
    done, results = platform("leaky", {"leaky.py": hog}, GRADE_MEMORY_MB="400")
    assert done.returncode == 0 and "a submission may use 250 MB" in done.stdout, done.stderr
    assert results["score"] == 50 and "memory" in outputs(results, "visible")[0]
    _, results = platform("leaky", {"leaky.py": RIGHT}, GRADE_MEMORY_MB="400")
    assert results["score"] == 100


def test_work_that_exits_or_prints_a_result_earns_nothing(platform):
    exits = "import os\nprint('{\"score\": 100}', flush=True)\n\n\ndef first(text):\n    os._exit(0)\n"
    done, results = platform("leaky", {"leaky.py": exits})
    assert done.returncode == 0 and results["score"] == 0
    assert "crashed" in outputs(results, "visible")[0] and "missing" in outputs(results, "visible")[1]


def test_a_notebook_counts_and_what_it_says_while_loading_is_told(platform):
    cells = [RIGHT, "%matplotlib inline\n1 / 0"]
    notebook = {
        "cells": [
            {"cell_type": "code", "source": cell, "metadata": {}, "outputs": [], "execution_count": None}
            for cell in cells
        ],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    _, results = platform("leaky", {"leaky.ipynb": json.dumps(notebook)})
    assert results["score"] == 100 and "leaky.ipynb" in results["output"]
    assert "While loading" in results["output"] and "ZeroDivisionError" in results["output"]


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({}, "neither leaky.py nor leaky.ipynb"),
        ({"essay.txt": "no code"}, "neither leaky.py nor leaky.ipynb"),
        ({"leaky.py": "def first(:\n"}, "syntax error"),
        ({"leaky.ipynb": "{"}, "damaged notebook"),
    ],
)
def test_what_cannot_be_graded_gets_nothing_and_says_why(files, says, platform):
    done, results = platform("leaky", files)
    assert done.returncode == 0 and results["score"] == 0 and says in results["output"], done.stderr
    assert all(test["status"] == "failed" for test in results["tests"])


def test_the_newest_file_of_the_right_name_counts(platform, tmp_path):
    files = {"leaky.py": "", "deeper/leaky.py": RIGHT, "other.py": "", "__MACOSX/leaky.py": "", ".git/leaky.py": ""}
    folder = tmp_path / "autograder/submission"
    platform("leaky", files)
    for age, path in enumerate(files):
        os.utime(folder / path, (1e9 + age, 1e9 + (1 if path == "deeper/leaky.py" else 0)))
    _, results = platform("leaky", {})
    assert results["score"] == 100 and "deeper/leaky.py is newer than leaky.py" in results["output"]


def test_the_only_file_may_have_any_name_and_a_link_is_not_followed(tmp_path):
    (tmp_path / "mine.ipynb").write_text("{}")
    found = find_file(tmp_path, "leaky")
    assert found.file == "mine.ipynb" and "no file is called leaky" in found.note
    (tmp_path / "leaky.py").symlink_to("/etc/passwd")
    assert find_file(tmp_path, "leaky").file == "leaky.py"
    (tmp_path / "loop").symlink_to(tmp_path)
    assert find_file(tmp_path, "leaky").file == "leaky.py"


def test_a_link_is_not_graded(platform, tmp_path):
    platform("leaky", {})
    (tmp_path / "autograder/submission/leaky.py").symlink_to(tmp_path / "autograder/source/course/hidden.py")
    _, results = platform("leaky", {})
    assert results["score"] == 0 and "symbolic link" in results["output"]


@pytest.mark.parametrize("damaged", ["course/expectations.msgpack", "course/hidden.py", "plan.json"])
def test_a_fault_of_ours_is_no_zero(damaged, platform, tmp_path):
    _, results = platform("leaky", {"leaky.py": RIGHT})
    assert results["score"] == 100
    path = tmp_path / "autograder/source" / damaged
    path.write_bytes(path.read_bytes()[:-20])
    done, results = platform("leaky", {})
    assert done.returncode == 1 and results is None, "the result of an earlier run is gone too"
    assert done.stderr.startswith("not graded: ") and len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("name", ["gradient_descent", "siamese"])
@pytest.mark.slow
@pytest.mark.trains
def test_what_needs_tensorflow_is_graded_too(name, platform, zips, grade, reference, tmp_path):
    assert grade("release", name, "--gradescope", "--to", tmp_path / "zip").returncode == 0
    zips[name] = tmp_path / "zip/autograder.zip"
    done, results = platform(name, {f"{name}.py": reference(name)})
    assert done.returncode == 0 and results["score"] == 100, done.stderr


# --- on GitHub ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def template(grade, tmp_path_factory):
    folder = tmp_path_factory.mktemp("github")
    done = grade("release", "naive_ops", "--github", "--to", folder)
    assert done.returncode == 0, done.stderr
    return folder / "naive_ops"


@pytest.fixture
def job(template, site, tmp_path):
    """A copy of the repository with these files changed, and the workflow's own step run in it as the runner does."""

    def run(files):
        repository = tmp_path / "repository"
        shutil.copytree(template, repository, dirs_exist_ok=True)
        for name, content in files.items():
            (repository / name).write_text(content, encoding="utf-8")
            if name.startswith("naive_ops"):  # only one of the two stays
                (repository / f"naive_ops{'.ipynb' if name.endswith('.py') else '.py'}").unlink(missing_ok=True)
        steps = workflow(repository)["jobs"]["grade"]["steps"]
        script = next(step["run"] for step in steps if step.get("name") == "Grade")
        (tmp_path / "bin").mkdir(exist_ok=True)
        program = tmp_path / "bin/grade"
        program.write_text(f"#!{sys.executable} -P\nfrom grader.cli import main\nmain()\n")
        program.chmod(0o755)
        files = {key: tmp_path / key for key in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_PATH")}
        for path in files.values():
            path.write_text("")
        done = subprocess.run(
            ["bash", "-e", "-c", script],
            cwd=repository,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            env={
                "PATH": f"{tmp_path / 'bin'}:{Path(sys.executable).parent}:/usr/bin:/bin",
                "HOME": str(tmp_path),
                "RUNNER_TEMP": str(tmp_path),
                "PYTHONPATH": str(site),
                "GITHUB_ACTIONS": "true",
                **{key: str(path) for key, path in files.items()},
            },
        )
        for key in ("GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_PATH"):
            assert files[key].read_text() == ""
        return done, files["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8")

    return run


def workflow(repository):
    return yaml.safe_load((repository / ".github/workflows/grade.yml").read_text(encoding="utf-8"))


COMMAND = re.compile(r"^::error(?: (?P<properties>[^:]*))?::(?P<message>.*)$")


def annotations(stdout):
    """What the runner takes from a log: every line has to be a command of ours."""
    found = []
    for line in stdout.splitlines():
        match = COMMAND.match(line)
        assert match, line
        pairs = (pair.partition("=") for pair in (match["properties"] or "").split(",") if pair)
        given = {key: re.sub("%([0-9A-F]{2})", lambda m: chr(int(m[1], 16)), value) for key, _, value in pairs}
        found.append(given | {"message": match["message"]})
    return found


def test_the_workflow_is_one_that_may_do_little(template):
    content = workflow(template)
    assert content["permissions"] == {"contents": "read"}
    assert set(content[True]) == {"push", "pull_request", "workflow_dispatch"}, "`on` is true in YAML"
    [job] = content["jobs"].values()
    assert "permissions" not in job and job["timeout-minutes"] <= 60
    for step in job["steps"]:
        assert ("uses" in step) != ("run" in step)
        if "uses" in step:
            assert re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", step["uses"])
        else:
            assert "${{" not in step["run"], "nothing from outside is put into a script"
            assert subprocess.run(["bash", "-n", "-c", step["run"]], check=False).returncode == 0
            for named in re.findall(r"(?<=\s)(\.grade/[\w./*-]+)", step["run"]):
                assert list(template.glob(named)), named
    python = next(step["with"] for step in job["steps"] if "setup-python" in step.get("uses", ""))
    assert (template / python["cache-dependency-path"]).is_file() and python["python-version"] == "3.12"


def test_the_repository_is_the_bundle_and_holds_nothing_hidden(template, root):
    names = {path.relative_to(template).as_posix() for path in template.rglob("*") if path.is_file()}
    assert {"naive_ops.py", "naive_ops.ipynb", "checks.py", "README.md", ".gitignore", "expectations.msgpack"} <= names
    assert "hidden.py" not in names and "In this repository" in (template / "README.md").read_text()
    hidden = re.findall(r"^def (\w+)\(student", (root / "reference/naive_ops/checks.py").read_text(), re.MULTILINE)
    for path in template.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not [name for name in hidden if name.encode() in content], path


def test_right_work_makes_a_green_job(job, reference):
    done, summary = job({"naive_ops.py": reference("naive_ops")})
    assert done.returncode == 0 and done.stdout == done.stderr == "", done.stderr
    assert "47 of 47 points" in summary and summary.count("✅") == 11 and "❌" not in summary


def test_a_stub_makes_a_red_job_without_remarks(job):
    done, summary = job({})
    assert done.returncode == 1 and annotations(done.stdout) == []
    assert summary.count("⬜") == 11 and "0 of 47 points" in summary


def test_remarks_stand_where_the_parts_begin(job, root):
    source = wrong_work(root)
    done, summary = job({"naive_ops.py": source})
    [remark] = annotations(done.stdout)
    assert done.returncode == 1
    assert remark["file"] == "naive_ops.py"
    assert source.splitlines()[int(remark["line"]) - 1] == "def naive_add(x, y):"
    assert remark["title"].startswith("naive_add: 0 of 3") and "expected" in remark["message"]
    assert summary.count("❌") == 1


def test_remarks_of_a_notebook_stand_in_its_file(job, root):
    text = json.dumps(
        {
            "cells": [
                {
                    "cell_type": "code",
                    "source": wrong_work(root).splitlines(keepends=True),
                    "metadata": {},
                    "outputs": [],
                    "execution_count": None,
                }
            ],
            "metadata": {},
            "nbformat": 4,
            "nbformat_minor": 5,
        },
        indent=1,
    )
    done, _ = job({"naive_ops.ipynb": text})
    [remark] = annotations(done.stdout)
    assert remark["file"] == "naive_ops.ipynb" and "def naive_add" in text.splitlines()[int(remark["line"]) - 1]


EVIL = (
    "\\n::set-env name=EVIL::1\\r\\n::error file=x::pwned\\u2028##[add-path]/evil\\n"
    "| a | <script>alert(1)</script> [x](y) `z` **b** @all %0A"
)


def test_nothing_that_work_says_is_a_command_or_markup(job, reference):
    evil = f'''
print("{EVIL}", flush=True)
import os, sys
print("{EVIL}", file=sys.stderr, flush=True)
for name in ("GITHUB_ENV", "GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT"):
    try:
        open(os.environ[name], "a").write("EVIL=1")
    except (KeyError, OSError):
        pass


def naive_relu(x):
    """{EVIL}"""
    raise ValueError("{EVIL}")


class Odd(Exception):
    pass


Odd.__name__ = Odd.__qualname__ = "{EVIL}"


def naive_add(x, y):
    raise Odd("{EVIL}")


raise RuntimeError("{EVIL}")
'''
    done, summary = job({"naive_ops.py": reference("naive_ops") + evil})
    found = annotations(done.stdout)  # every line is one of ours
    assert done.returncode == 1 and len(found) == 2 and done.stderr == "", done.stderr
    assert all(one["file"] == "naive_ops.py" for one in found)
    for text in ("<script", "](", "`z`", "**b**", "@all"):
        assert text not in summary
    assert all(line.startswith(("#", "|", "-", "While loading:", "Graded:")) for line in summary.splitlines() if line)
    rows = [line for line in summary.splitlines() if line.startswith("|")]
    assert len(rows) == 13 and all(row.count("|") == 5 for row in rows)


def test_work_that_cannot_be_read_is_a_remark_at_the_line(job):
    done, summary = job({"naive_ops.py": "x = 1\n\ndef broken(:\n"})
    [remark] = annotations(done.stdout)
    assert done.returncode == 1 and remark["line"] == "3" and "syntax error" in summary


def test_checks_that_cannot_run_are_a_remark_too(job, template):
    checks = (template / "checks.py").read_text(encoding="utf-8")
    done, summary = job({"checks.py": checks + "\n# easier\n"})
    assert done.returncode == 2 and "could not run" in summary
    [remark] = annotations(done.stdout)
    assert "changed since it was handed out" in remark["message"]


def test_no_more_remarks_than_are_shown(job):
    parts = re.findall(r"naive_\w+|fast_add_relu", Path(__file__).parent.joinpath(
        "../assignments/naive_ops/assignment.toml").read_text().partition("[limits]")[0])  # fmt: skip
    names = [part for part in dict.fromkeys(parts) if part != "naive_ops"]
    done, _ = job({"naive_ops.py": "".join(f"def {name}(*x):\n    return None\n" for name in names)})
    found = annotations(done.stdout)
    assert len(names) == 11 and len(found) == 10 and "2 more parts" in found[-1]["message"]


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("error", "a%b\nc\rd"), "::error::a%25b%0Ac\N{REPLACEMENT CHARACTER}d"),
        (("error", "m: x", "a,b:c%.py", 3, "t: u\nv"), "::error file=a%2Cb%3Ac%25.py,line=3,title=t%3A u%0Av::m: x"),
        (("error", "\x1b[31m\u2028::x"), "::error::\N{REPLACEMENT CHARACTER}[31m\N{REPLACEMENT CHARACTER}::x"),
    ],
)  # fmt: skip
def test_commands_are_escaped(words, line):
    assert command(*words) == line and len(command(*words).splitlines()) == 1


def test_texts_are_escaped_and_lines_found():
    assert escaped("a|b\n<c>`") == "a&#124;b &#60;c&#62;&#96;"
    assert line_of("def f():\n  pass\nclass g: pass\ndef f(x):\n", "f") == 4
    assert line_of("def ff(): pass\n", "f") == 1 and line_of("", "f") == 1
    assert line_of('{\n "source": [\n  "def f(x):\\n"', "f") == 3


def test_a_later_release_takes_the_place_of_an_earlier_one(template, grade, tmp_path):
    shutil.copytree(template, tmp_path / "naive_ops")
    (tmp_path / "naive_ops/.gitignore").unlink()
    again = ("release", "naive_ops", "--github", "--to", tmp_path)
    assert grade(*again).returncode == 0
    (tmp_path / "naive_ops/.github/workflows/grade.yml").write_text("mine: true\n")
    done = grade(*again)
    assert done.returncode == 2 and "somebody has changed it" in done.stderr


# --- words --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["naive_ops", "--gradescope", "--github"], "--gradescope and --github: one of them would be right"),
        (["naive_ops", "--gradescope", "--zip"], "--zip and --gradescope: one of them would be right"),
        (["naive_ops", "--github", "--zip"], "--zip and --github: one of them would be right"),
        (["naive_ops", "--hidden-checks", "hidden"], "with --gradescope it would be right"),
        (["naive_ops", "--github", "--isolation", "best-effort"], "with --gradescope it would be right"),
        (["naive_opz", "--gradescope"], "did you mean naive_ops?"),
        (["--gradescope"], "NAME or --all"),
    ],
)
def test_wrong_words_are_one_clear_line(words, says, grade, tmp_path):
    done = grade("release", *words, "--to", tmp_path / "x")
    assert done.returncode == 2 and says in done.stderr and len(done.stderr.splitlines()) == 1, done.stderr
    assert not (tmp_path / "x").exists()


def test_several_autograders_get_a_folder_each(leaky, grade, tmp_path):
    course = tmp_path / "course"
    shutil.copytree(leaky, course)
    for kind in ("assignments", "reference"):
        shutil.copytree(course / kind / "leaky", course / kind / "other")
    (course / "reference/other/leaky.py").rename(course / "reference/other/other.py")
    assert grade("release", "--all", "--gradescope", "--course", course, "--to", tmp_path / "to").returncode == 0
    found = sorted(path.relative_to(tmp_path / "to").as_posix() for path in (tmp_path / "to").rglob("*.zip"))
    assert found == ["leaky/autograder.zip", "other/autograder.zip"]


def test_a_students_bundle_makes_no_autograder(template, grade, tmp_path):
    done = grade("release", "naive_ops", "--gradescope", "--course", template, "--to", tmp_path / "x")
    assert done.returncode == 2 and "what students get" in done.stderr
