"""`grade release`: students get all that they need and nothing of the reference."""

import json
import re
import shutil
import zipfile
from pathlib import Path

import pytest

from grader.course import Course
from grader.stubs import BEGIN, END

NAMES = ["naive_ops", "gradient_descent"]
ALL = sorted(path.parent.name for path in (Path(__file__).parent.parent / "assignments").glob("*/assignment.toml"))


@pytest.fixture(scope="module")
def bundles(grade, tmp_path_factory):
    folder = tmp_path_factory.mktemp("released")
    done = grade("release", *NAMES, "--to", str(folder))
    assert done.returncode == 0, done.stderr
    return folder


def lines_of(text):
    """The lines that say something, without their indentation."""
    return {line.strip() for line in text.splitlines() if len(line.strip()) > 8}


def text_of(path):
    """All that a file of a bundle tells, a notebook's cells as lines."""
    content = path.read_bytes().decode("utf-8", "replace")
    if path.suffix == ".ipynb":
        return "\n".join("".join(cell["source"]) for cell in json.loads(content)["cells"])
    return content


def solved_lines(source):
    regions = re.findall(rf"^ *{BEGIN}$(.*?)^ *{END}$", source, re.MULTILINE | re.DOTALL)
    assert regions
    return set().union(*map(lines_of, regions))


@pytest.mark.slow
@pytest.mark.trains
def test_no_bundle_of_the_course_holds_a_line_of_solution_or_hidden_check(grade, root, tmp_path):
    done = grade("release", "--all", "--to", tmp_path)
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ALL
    for name in ALL:
        look_for_leaks(name, tmp_path / name, root)


@pytest.mark.parametrize("name", NAMES)
def test_a_bundle_holds_no_line_of_solution_hidden_check_or_secret(name, bundles, root):
    look_for_leaks(name, bundles / name, root)


def look_for_leaks(name, bundle, root):
    """Every line of the solution, of a hidden check or of right/ and wrong/ that nothing public has."""
    reference = root / "reference" / name
    source = (reference / f"{name}.py").read_text(encoding="utf-8")
    outside_marks = re.sub(rf"^ *{BEGIN}$.*?^ *{END}$", "", source, flags=re.MULTILINE | re.DOTALL)
    visible = (root / "assignments" / name / "checks.py").read_text(encoding="utf-8")
    public = lines_of(outside_marks) | lines_of(visible)
    hidden = lines_of((reference / "checks.py").read_text(encoding="utf-8"))
    private = (solved_lines(source) | hidden) - public
    assert len(private) > 50
    private.add((root / "reference/secret.txt").read_text(encoding="utf-8").strip())
    for path in bundle.iterdir():
        text = text_of(path)
        found = {line for line in private if line in text}
        # A short line such as `return value` may be part of a longer public one.
        assert not {line for line in found if not any(line in other for other in public)}, path


@pytest.mark.parametrize("name", NAMES)
def test_locally_works_in_a_bundle_without_any_reference(name, bundles, root, grade, tmp_path):
    folder = tmp_path / "another name (1)"
    shutil.copytree(bundles / name, folder)
    stub = grade("locally", "--json", cwd=folder)
    assert stub.returncode == 1 and json.loads(stub.stdout)["score"] == 0, stub.stderr
    shutil.copy(root / "reference" / name / f"{name}.py", folder)
    (folder / f"{name}.ipynb").unlink()
    solved = grade("locally", "--json", cwd=folder)
    assert solved.returncode == 0, solved.stdout
    whole = grade("locally", "--json", str(root / "reference" / name / f"{name}.py"), cwd=root)
    same = ("score", "max_score", "status")
    assert [json.loads(solved.stdout)[key] for key in same] == [json.loads(whole.stdout)[key] for key in same]


def test_a_wrong_answer_gets_the_same_words_as_with_the_reference(bundles, root, grade, tmp_path):
    work = root / "reference/naive_ops/naive_ops.py"
    wrong = work.read_text(encoding="utf-8") + "\n\ndef naive_add(x, y):\n    return x\n"
    messages = []
    for folder in (tmp_path / "bundle", tmp_path / "plain"):
        folder.mkdir()
        if folder.name == "bundle":
            shutil.copytree(bundles / "naive_ops", folder, dirs_exist_ok=True)
            (folder / "naive_ops.ipynb").unlink()
        (folder / "naive_ops.py").write_text(wrong, encoding="utf-8")
        options = [] if folder.name == "bundle" else ["--course", str(root)]
        answer = json.loads(grade("locally", "--json", *options, cwd=folder).stdout)
        messages.append([(one["check"], one["message"]) for one in answer["checks"] if one["verdict"] != "passed"])
    assert messages[0] == messages[1] != []


def test_a_folder_of_bundles_is_a_course(bundles, grade):
    both = grade("locally", cwd=bundles)
    assert both.returncode == 2 and "gradient_descent, naive_ops" in both.stderr
    assert grade("locally", "-a", "naive_ops", cwd=bundles).returncode == 1


def test_changed_checks_and_damaged_expectations_are_said(bundles, grade, tmp_path):
    shutil.copytree(bundles / "naive_ops", tmp_path / "a")
    with (tmp_path / "a/checks.py").open("a") as file:
        file.write("\n# easier\n")
    done = grade("locally", cwd=tmp_path / "a")
    assert done.returncode == 2 and "changed since it was handed out" in done.stderr
    shutil.copytree(bundles / "naive_ops", tmp_path / "b")
    path = tmp_path / "b/expectations.msgpack"
    path.write_bytes(path.read_bytes()[:-100])
    done = grade("locally", cwd=tmp_path / "b")
    assert done.returncode == 2 and "damaged" in done.stderr and len(done.stderr.splitlines()) == 1


def test_line_ends_of_another_system_do_not_count_as_a_change(bundles, grade, tmp_path):
    shutil.copytree(bundles / "naive_ops", tmp_path / "a")
    path = tmp_path / "a/checks.py"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert grade("locally", cwd=tmp_path / "a").returncode == 1


def test_a_bundle_cannot_be_graded_with_hidden_checks(bundles, grade, root, tmp_path):
    submissions = root / "tests/submissions/naive_ops"
    done = grade("batch", str(submissions), "-a", "naive_ops", "-o", str(tmp_path), "--course", str(bundles))
    assert done.returncode == 2 and "without hidden checks" in done.stderr


def test_release_again_keeps_what_somebody_has_changed(bundles, grade, tmp_path):
    shutil.copytree(bundles, tmp_path / "to")
    again = ("release", "naive_ops", "--to", str(tmp_path / "to"))
    assert grade(*again).returncode == 0
    work = tmp_path / "to/naive_ops/naive_ops.py"
    work.write_text("mine = 1\n")
    done = grade(*again)
    assert done.returncode == 2 and "somebody has changed it" in done.stderr and work.read_text() == "mine = 1\n"
    assert grade(*again, "--force").returncode == 0
    assert work.read_bytes() == (bundles / "naive_ops/naive_ops.py").read_bytes()


def test_a_zip_is_the_same_bytes_each_time_and_unpacks_to_the_bundle(bundles, grade, tmp_path):
    contents = []
    for folder in ("a", "b"):
        assert grade("release", "naive_ops", "--zip", "--to", str(tmp_path / folder)).returncode == 0
        with zipfile.ZipFile(tmp_path / folder / "naive_ops.zip") as archive:
            contents.append({name: archive.read(name) for name in archive.namelist()})
    stable = [{name: data for name, data in one.items() if not name.endswith(".msgpack")} for one in contents]
    assert stable[0] == stable[1]
    assert {Path(name).name for name in contents[0]} == {path.name for path in (bundles / "naive_ops").iterdir()}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["release", "--to", "x"], "NAME or --all"),
        (["release", "naive_ops", "--all", "--to", "x"], "not both"),
        (["release", "naive_opz", "--to", "x"], "did you mean naive_ops?"),
        (["release", "naive_ops"], "--to"),
        (["release", "naive_ops", "--to", "file"], "a folder would be right"),
    ],
)
def test_wrong_words_are_one_clear_line(words, says, grade, root, tmp_path):
    (tmp_path / "file").write_text("")
    done = grade(*words, cwd=tmp_path)
    assert done.returncode == 2 and says in done.stderr and len(done.stderr.splitlines()) == 1, done.stderr
    assert not (tmp_path / "x").exists()


def test_a_course_finds_bundles_near_its_start_only(bundles, tmp_path):
    shutil.copytree(bundles / "naive_ops", tmp_path / "below" / "bundle")
    assert Course.find(tmp_path / "below").names == ["naive_ops"]
    (tmp_path / "below" / "deeper").mkdir()
    assert len(Course.find(tmp_path / "below" / "deeper").names) > 1
