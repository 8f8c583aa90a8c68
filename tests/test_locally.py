"""`grade locally` and the command as a whole, as a student meets them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest


@pytest.fixture
def work(tmp_path, reference):
    """A folder with a right solution of naive_ops."""
    (tmp_path / "naive_ops.py").write_text(reference("naive_ops"))
    return tmp_path


def test_right_work_in_the_current_folder(work, grade):
    done = grade("locally", cwd=work)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "naive_matrix_dot" in done.stdout and "6/6" in done.stdout
    assert "47 of 47 points" in done.stdout and "53" in done.stdout


def test_a_mistake_is_explained_where_it_is(work, grade):
    with (work / "naive_ops.py").open("a") as file:
        file.write("\n\ndef naive_leaky_relu(x, alpha):\n    return naive_relu(x)\n")
    done = grade("locally", work / "naive_ops.py")
    assert done.returncode == 1
    words = " ".join(done.stdout.split())
    assert "`naive_leaky_relu(x, 0.1)`: 10 of 24 entries differ, first at [0, 0]" in words
    assert "where x < 0 your result is 0" in words
    assert "Negative entries are multiplied by alpha, the others pass." in words


def test_json(work, grade):
    with (work / "naive_ops.py").open("a") as file:
        file.write("\n\ndef naive_add(x, y):\n    return x + y\n")
    done = grade("locally", "--json", cwd=work)
    answer = json.loads(done.stdout)
    assert done.returncode == 1 and answer["assignment"] == "naive_ops"
    verdicts = {one["verdict"] for one in answer["checks"] if one["part"] == "naive_add"}
    assert verdicts == {"forbidden"}


def test_stub_scores_nothing_and_says_so(root, grade):
    done = grade("locally", root / "assignments/naive_ops/naive_ops.py")
    assert done.returncode == 1
    assert done.stdout.count("not written yet") == 11 and "0 of 47 points" in done.stdout


def test_newer_of_two_files_counts(root, work, grade):
    (work / "naive_ops.ipynb").write_bytes((root / "assignments/naive_ops/naive_ops.ipynb").read_bytes())
    os.utime(work / "naive_ops.ipynb", (1, 1))
    done = grade("locally", cwd=work)
    assert done.returncode == 0 and "naive_ops.py is newer than naive_ops.ipynb" in done.stdout


def test_syntax_error_is_told_with_its_line(work, grade):
    (work / "naive_ops.py").write_text("x = 1\ndef naive_relu(x)\n    return x\n")
    done = grade("locally", cwd=work)
    assert done.returncode == 1
    assert "syntax error" in done.stdout and "line 2" in done.stdout and "Traceback" not in done.stdout


def test_print_warnings_and_stderr_cost_nothing(work, grade):
    with (work / "naive_ops.py").open("a") as file:
        file.write("\nimport sys, warnings, logging\nprint('x' * 10**6)\nwarnings.warn('w')\n")
        file.write("logging.warning('l')\nsys.stderr.write('e' * 10**6)\n")
    done = grade("locally", cwd=work)
    assert done.returncode == 0 and done.stderr == ""


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["locally", "nowhere.py"], "no such file or folder"),
        (["locally"], "no work of an assignment"),
        (["locally", "thing.py"], "--assignment NAME"),
        (["locally", "naive_opss.py"], "did you mean naive_ops?"),
        (["locally", "notes.txt"], "neither a .py nor an .ipynb"),
        (["locally", "--assignment", "siamese"], "there is no siamese.py or siamese.ipynb"),
        (["localy"], "locally"),
        (["locally", "--fast"], "No such option"),
    ],
)
def test_wrong_words_are_one_clear_line(words, says, grade, tmp_path):
    for name in ("thing.py", "naive_opss.py", "notes.txt"):
        (tmp_path / name).write_text("")
    if words == ["locally"]:
        (tmp_path / "sub").mkdir()
        done = grade(*words, cwd=tmp_path / "sub")
    else:
        done = grade(*words, cwd=tmp_path)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1 and says in done.stderr, done.stderr
    assert done.stdout == ""


def test_no_colour_and_a_narrow_terminal(work, grade):
    done = grade("locally", cwd=work, env={"NO_COLOR": "1", "COLUMNS": "60", "FORCE_COLOR": ""})
    assert "\x1b" not in done.stdout
    assert max(len(line.rstrip()) for line in done.stdout.splitlines()) <= 60


def test_help_names_every_command_and_loads_nothing_heavy(grade):
    done = grade("--help")
    assert done.returncode == 0
    for command in ("locally", "batch", "verify", "doctor", "stubs"):
        assert command in done.stdout
    code = (
        "import sys; sys.argv=['grade','--help']\n"
        "from grader.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print('HEAVY', [m for m in ('numpy','tensorflow','pandas','msgspec') if m in sys.modules])"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "HEAVY []" in loaded


def test_doctor_tells_versions_and_isolation(grade):
    answer = json.loads(grade("doctor", "--json").stdout)
    assert answer["packages"]["numpy"] and "isolation" in answer
    assert grade("doctor").returncode == 0


def test_output_may_be_cut_by_head(work, root):
    command = f"{sys.executable} -m grader.cli locally {work} | head -n 1"
    done = subprocess.run(["bash", "-c", command], cwd=root, capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_parts_of_it(work, grade):
    with (work / "naive_ops.py").open("a") as file:
        file.write("\n\ndef naive_leaky_relu(x, alpha):\n    return naive_relu(x)\n")
    done = grade("locally", "--part", "naive_relu", "-p", "naive_add", cwd=work)
    assert done.returncode == 0 and "7 of 7 points" in done.stdout and "naive_leaky_relu" not in done.stdout
    wrong = grade("locally", "--part", "naive_rel", cwd=work)
    assert wrong.returncode == 2 and "did you mean naive_relu?" in wrong.stderr


def test_the_first_failure_of_a_part_or_every_check(work, grade):
    with (work / "naive_ops.py").open("a") as file:
        file.write("\n\ndef naive_leaky_relu(x, alpha):\n    return naive_relu(x)\n\nprint('a \\x1b[31m word')\n")
    short = " ".join(grade("locally", cwd=work).stdout.split())
    assert short.count("failed: ") == 1 and "1 more check of this part lost points; --verbose" in short
    long = grade("locally", "--verbose", cwd=work)
    assert long.stdout.count("failed: ") == 2 and long.stdout.count("passed: ") > 15
    assert "what it printed" in long.stdout and "\x1b" not in long.stdout and "[31m word" in long.stdout


def test_watching_runs_again_on_every_save(work, root):
    command = [sys.executable, "-m", "grader.cli", "locally", str(work), "--watch", "--part", "naive_relu"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", "COLUMNS": "100"}
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True, env=environment) as watching:

        def until_it_waits():
            lines = []
            for line in watching.stdout:
                lines.append(line)
                if "waiting for the next save" in line:
                    return "".join(lines)
            raise AssertionError("".join(lines))

        assert "4 of 4 points" in until_it_waits()
        (work / "naive_ops.py").write_text("def naive_relu(x):\n    return x\n")
        assert "0 of 4 points" in until_it_waits()
        (work / "naive_ops.py").write_text("def naive_relu(:\n")
        assert "syntax error" in until_it_waits()
        (work / "naive_ops.py").unlink()
        time.sleep(0.5)
        (work / "naive_ops.py").write_text("def naive_relu(x):\n    return None\n")
        assert "0 of 4 points" in until_it_waits()
        watching.send_signal(signal.SIGINT)
        assert watching.wait(timeout=20) == 1
