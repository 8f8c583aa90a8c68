"""`grade collect` from the front door: what platforms export, by their rules; then hazards; then anything at all."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import random
import stat
import struct
import subprocess
import sys
import tarfile
import time
import zipfile
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.collecting.command import Request, collect_into
from grader.collecting.entries import Bounds
from grader.collecting.legible import folder_name, from_bytes, student_id
from grader.collecting.record import read_collected
from grader.collecting.times import one_sitting, parse
from grader.errors import UsageError
from grader.submission import find_submissions

NAME = "naive_ops"
FIRST = ["Žofie", "José", "李", "Ann", "=SUM(A1)", "+1", "-x", "@handle", 'Q"uote', "O'Neill", "Zoë, Dr.", "علي", "Ann"]
LAST = ["Müller", "Doe", "=cmd|' C calc'!A0", "Smith, Jr.", "Ωmega", "Doe", '"Q"', "+Plus", "-Minus", "@At", "Nguyễn"]
BEGIN = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def full_name(number):
    return f"{FIRST[number % len(FIRST)]} {LAST[number % len(LAST)]}"


def work_of(number):
    return json.dumps({"cells": [], "student": number, "name": full_name(number)}).encode()


def moment(number):
    return BEGIN + timedelta(minutes=random.Random(number).randrange(10_000), seconds=2 * (number % 30))


def put(archive, name, content=b"", when=None, *, mode=0, flags=0):
    """An entry; its time on the clock of this machine, as a zip has it."""
    info = zipfile.ZipInfo(name, (when or BEGIN).astimezone().timetuple()[:6])
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = mode << 16
    info.flag_bits |= flags
    archive.writestr(info, content)


def zipped(files):
    """A zip in memory of names and contents, or of names, contents and times."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        for name, content, *when in files:
            put(archive, name, content, *when)
    return memory.getvalue()


def save(path, files):
    path.write_bytes(zipped(files))
    return path


def run(source, to, **options):
    bounds = options.pop("bounds", Bounds())
    return collect_into(Request(source=source, assignment=NAME, to=to, **options), bounds)


def files_in(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def work_in(folder):
    return {name: content for name, content in files_in(folder).items() if name != "collected.csv"}


def whys(outcome, *weights):
    return [f"{note.where}: {note.why}" for note in outcome.notes if note.weight in (weights or ("refused", "look"))]


@pytest.fixture
def to(tmp_path):
    return tmp_path / "out"


# --- the six formats --------------------------------------------------------------------------------------


def canvas(folder, numbers):
    def name(number):
        letters = "".join(c for c in full_name(number).lower() if c.isascii() and c.isalpha())
        late = "LATE_" if number % 5 == 0 else ""
        again = f"-{number % 4}" if number % 4 else ""
        return f"{letters}_{late}{1000 + number}_{900_000 + number}_{NAME}{again}.ipynb"

    return save(folder / "submissions.zip", [(name(n), work_of(n), moment(n)) for n in numbers])


def moodle(folder, numbers):
    def name(number):
        return f"{full_name(number)}_{1000 + number}_assignsubmission_file_/{NAME}.ipynb"

    return save(folder / "CS1-HW1-5.zip", [(name(n), work_of(n), moment(n)) for n in numbers])


def moodle_without_folders(folder, numbers):
    def name(number):
        return f"{full_name(number)}_{1000 + number}_assignsubmission_file_my work, final (2).ipynb"

    return save(folder / "CS1-HW1-5.zip", [(name(n), work_of(n), moment(n)) for n in numbers])


def gradescope(folder, numbers):
    lines = ["---"]
    files = []
    for n in numbers:
        lines += [
            f"submission_{n}:",
            "  :submitters:",
            f"  - :name: {json.dumps(full_name(n))}",
            f"    :sid: '{1000 + n}'",
            f"    :email: student{n}@school.edu",
            f"  :created_at: {moment(n):%Y-%m-%d %H:%M:%S}.000000000 Z",
            "  :score: 0.0",
            "  :results:",
            "    tests: []",
        ]
        files.append((f"assignment_77_export/submission_{n}/{NAME}.ipynb", work_of(n)))
    files.append(("assignment_77_export/submission_metadata.yml", "\n".join(lines).encode()))
    return save(folder / "assignment_77_export.zip", files)


def nbgrader(folder, numbers):
    zone = ZoneInfo("America/Los_Angeles")
    for n in numbers:
        own = folder / "course" / "submitted" / hostile_id(n) / NAME
        own.mkdir(parents=True)
        (own / f"{NAME}.ipynb").write_bytes(work_of(n))
        text = f"{moment(n).astimezone(zone):%Y-%m-%d %H:%M:%S.%f} America/Los_Angeles"
        (own / "timestamp.txt").write_text(text)
        graded = folder / "course" / "autograded" / hostile_id(n) / NAME
        other = own.parent / "other" / "other.ipynb"
        if n % 7 == 0:
            other.parent.mkdir()
            other.write_bytes(b"{}")
            graded.mkdir(parents=True)
            (graded / f"{NAME}.ipynb").write_bytes(b"graded")
    return folder / "course"


def github(folder, numbers):
    return save(
        folder / "repositories.zip",
        [(f"naive-ops-submissions/naive-ops-octo-{n}/{NAME}.ipynb", work_of(n), moment(n)) for n in numbers],
    )


def flat(folder, numbers):
    return save(folder / "all.zip", [(f"{hostile_id(n)}.ipynb", work_of(n), moment(n)) for n in numbers])


def hostile_id(number):
    return f"{full_name(number)} {1000 + number}"


def number_id(number):
    return str(1000 + number)


FORMATS = {
    "canvas": (canvas, number_id, "archive"),
    "moodle": (moodle, number_id, "archive"),
    "moodle without folders": (moodle_without_folders, number_id, "archive"),
    "gradescope": (gradescope, number_id, "gradescope"),
    "nbgrader": (nbgrader, hostile_id, "nbgrader timestamp"),
    "github": (github, lambda n: f"octo-{n}", "archive"),
    "flat": (flat, hostile_id, "archive"),
}


@pytest.mark.parametrize("kind", FORMATS)
def test_a_class_of_two_thousand_goes_round(kind, tmp_path, to, grade):
    make, id_of, clock = FORMATS[kind]
    numbers = range(2000)
    source = make(tmp_path, numbers)
    before = source.read_bytes() if source.is_file() else files_in(source)

    done = grade("collect", source, "--assignment", NAME, "--to", to, "--json")

    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    told = json.loads(done.stdout)
    assert told["recognised"]["kind"] == kind.split()[0]
    assert len(told["students"]["new"]) == 2000
    assert work_in(to) == {f"{id_of(n)}/{NAME}.ipynb": work_of(n) for n in numbers}
    collected = read_collected(to)
    for n in numbers:
        row = collected[id_of(n), NAME]
        assert (row.handed_in, row.handed_in_from) == (moment(n), clock)
        if kind.startswith(("moodle", "gradescope")):
            assert row.name == full_name(n)
        if kind == "canvas":
            assert (row.late_mark, row.attempt) == (n % 5 == 0, n % 4)
    with (to / "collected.csv").open(encoding="utf-8", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert {found.student_id for found in find_submissions(to, NAME)} == {id_of(n) for n in numbers}
    assert before == (source.read_bytes() if source.is_file() else files_in(source))


def test_what_is_printed(tmp_path, to, grade):
    files = [
        (f"doejane_LATE_11_501_{NAME}-1.ipynb", b"{}"),
        (f"doejane_LATE_11_500_{NAME}.ipynb", b"{ }"),
        ("roe_12_text.html", b"<p>sorry</p>"),
    ]
    source = save(tmp_path / "submissions.zip", files)
    dry = grade("collect", source, "-a", NAME, "--to", to, "--dry-run")
    assert dry.returncode == 1 and "nothing is written" in dry.stdout and not to.exists()
    done = grade("collect", source, "-a", NAME, "--to", to)
    assert done.returncode == 1, done.stdout
    assert "Canvas" in done.stdout and "1 student " in done.stdout and "1 new" in done.stdout
    assert "have a look: roe_12_text.html: a text or link typed into Canvas" in done.stdout
    assert f"grade batch {to} -a {NAME}" in done.stdout
    assert work_in(to) == {f"11/{NAME}.ipynb": b"{}"}
    assert read_collected(to)["11", NAME].attempt == 1


def test_the_batch_reads_what_was_collected(tmp_path, to, grade, reference, rows):
    source = save(tmp_path / "s.zip", [("Jo Doe_7_assignsubmission_file_/work.py", reference(NAME).encode())])
    assert grade("collect", source, "-a", NAME, "--to", to).returncode == 0
    done = grade("batch", to, "-a", NAME, "--output", tmp_path / "grades", "--isolation", "best-effort")
    assert done.returncode == 0, done.stderr
    [row] = rows(tmp_path / "grades" / f"{NAME}.csv")
    assert (row["student_id"], row["status"], row["percent"]) == ("7", "graded", "100")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere.zip", "--to", "out"], "no such file"),
        (["notes.txt", "--to", "out"], "neither a zip nor a tar"),
        (["empty", "--to", "out"], "no files in it"),
        (["all", "--to", "all/out"], "lies in the other"),
        (["all", "--to", "."], "lies in the other"),
        (["all", "--to", "notes.txt"], "cannot be written to"),
        (["all", "--to", "out", "--from", "gradescope"], "no submission_metadata.yml"),
        (["all", "--to", "out", "--from", "canvas"], "nobody's work is in it"),
        (["all", "--to", "out", "-a", "naive_op"], "did you mean naive_ops"),
        (["all", "--to", "out", "-a", "../x"], "no name of an assignment"),
    ],
)
def test_what_cannot_be_collected_is_one_line(words, said, tmp_path, grade):
    (tmp_path / "notes.txt").write_text("no archive" * 100)
    (tmp_path / "empty").mkdir()
    (tmp_path / "all").mkdir()
    (tmp_path / "all" / "ann.py").write_text("x = 1\n")
    done = grade("collect", *words, *([] if "-a" in words else ["-a", NAME]), cwd=tmp_path)
    assert done.returncode == 2 and said in done.stderr and done.stderr.count("\n") == 1, done.stderr
    assert not done.stdout and not work_in(tmp_path / "out")


# --- what belongs to whom ---------------------------------------------------------------------------------


def test_names_that_a_student_chose_claim_nobody_elses_place(tmp_path, to):
    files = [
        ("A B_1_assignsubmission_file_x_2_assignsubmission_file_hw.py", b"one"),
        ("C D_2_assignsubmission_file_hw.py", b"two"),
    ]
    run(save(tmp_path / "m.zip", files), to)
    assert work_in(to) == {f"1/{NAME}.py": b"one", f"2/{NAME}.py": b"two"}
    other = tmp_path / "canvas"
    files = [("doe_1_10_x_2_20_hw.py", b"one"), ("roe2_LATE_2_20_hw.py", b"two"), ("_3_30_hw.py", b"three")]
    run(save(tmp_path / "c.zip", files), other)
    assert work_in(other) == {f"1/{NAME}.py": b"one", f"2/{NAME}.py": b"two", f"3/{NAME}.py": b"three"}


def test_a_group_hands_in_for_each(tmp_path, to):
    listed = """---
submission_1:
  :submitters:
  - :name: Ann
    :sid: 0012
    :email: a@b.c
  - {":name": Bo, ":sid": null, ":email": bo@b.c}
  - :name: Nobody
  :created_at: !ruby/object:Time 2026-01-01 10:00:00.5 -07:00
  :history: [{a: [1, {b: !!python/object/apply:os.system [false]}]}]
submission_2:
  :submitters: []
"""
    files = [
        ("submission_metadata.yml", listed.encode()),
        (f"submission_1/{NAME}.py", b"x"),
        ("submission_9/a.py", b""),
    ]
    outcome = run(save(tmp_path / "g.zip", files), to)
    assert work_in(to) == {f"0012/{NAME}.py": b"x", f"bo@b.c/{NAME}.py": b"x"}
    assert "a group of 3" in read_collected(to)["0012", NAME].remarks
    told = " ".join(whys(outcome))
    for words in ("nobody's", "'Nobody'", "submission_9", "there are no files"):
        assert words in told


@pytest.mark.parametrize(
    "listed",
    [
        "a: &a [x, x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\nsubmission_1: {':submitters': [{':sid': *c}]}",
        "submission_1: {" * 5000,
        "[" * 100_000,
        "\x00\x01",
        "- a\n- b",
        "submission_1:\n  :submitters:\n  - :sid: *unknown",
        "just text",
        "submission_1: " + "[" * 100 + "]" * 100,
    ],
)
def test_a_damaged_or_hostile_list_is_one_line(listed, tmp_path, to):
    files = [("submission_metadata.yml", listed.encode()), (f"submission_1/{NAME}.py", b"x")]
    begin = time.monotonic()
    with pytest.raises(UsageError, match=r"submission_metadata.yml"):
        run(save(tmp_path / "g.zip", files), to)
    assert time.monotonic() - begin < 3
    assert not to.exists()


def git(folder, *words, when="2026-02-03T04:05:06+02:00"):
    environment = {**os.environ, "GIT_COMMITTER_DATE": when, "GIT_AUTHOR_DATE": when, "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(
        ["git", "-c", "user.name=x", "-c", "user.email=x@y", *words],
        cwd=folder, env=environment, check=True, capture_output=True,
    )  # fmt: skip


def test_repositories_tell_the_time_of_their_commit_and_run_nothing(tmp_path, to):
    root = tmp_path / "classroom"
    for number, user in enumerate(("ann", "bo-b", "eve")):
        own = root / f"naive-ops-{user}"
        own.mkdir(parents=True)
        (own / f"{NAME}.py").write_text(user)
        git(own, "init", "-b", "main")
        git(own, "add", ".")
        git(own, "commit", "-m", "done", when=f"2026-02-0{number + 3}T04:05:06+02:00")
    git(root / "naive-ops-bo-b", "gc")  # packed objects, packed references
    trap = tmp_path / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\n")
    trap.chmod(0o755)
    with (root / "naive-ops-eve" / ".git" / "config").open("a") as file:
        file.write(f"[core]\nfsmonitor = {trap}\npager = {trap}\nsshCommand = {trap}\n[log]\nshowSignature = true\n")
        file.write(f"[gpg]\nprogram = {trap}\n[alias]\nlog = !{trap}\ncat-file = !{trap}\n")
    eve = root / "naive-ops-eve"
    raw = subprocess.run(["git", "cat-file", "commit", "HEAD"], cwd=eve, check=True, capture_output=True).stdout
    signed = raw.replace(b"\n\n", b"\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n", 1)
    words = ["git", "hash-object", "-t", "commit", "-w", "--stdin"]
    name = subprocess.run(words, cwd=eve, input=signed, check=True, capture_output=True).stdout.decode().strip()
    (eve / ".git" / "refs" / "heads" / "main").write_text(name + "\n")
    subprocess.run(["git", "log", "-1", "--format=%cI"], cwd=eve, check=False, capture_output=True)
    (tmp_path / "sprung").unlink()  # what asking git in the student's repository starts
    late = root / "naive-ops-zoe"
    late.mkdir()
    (late / f"{NAME}.py").write_text("zoe")
    outcome = run(root, to)
    assert outcome.layout.kind.value == "github"
    collected = {student: row for (student, _), row in read_collected(to).items()}
    assert set(collected) == {"ann", "bo-b", "eve", "zoe"}
    assert collected["ann"].handed_in.isoformat() == "2026-02-03T04:05:06+02:00"
    assert collected["bo-b"].handed_in.isoformat() == "2026-02-04T04:05:06+02:00"
    assert collected["eve"].handed_in_from == "git commit"
    assert collected["zoe"].handed_in_from == "file" and "no time of a commit" in collected["zoe"].remarks
    assert not (tmp_path / "sprung").exists()


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2015-02-02 15:58:23.948203 America/Los_Angeles", "2015-02-02T15:58:23.948203-08:00"),
        ("2015-02-02 15:58:23.948203 UTC", "2015-02-02T15:58:23.948203+00:00"),
        ("2015-02-02 15:58:23", "2015-02-02T15:58:23+00:00"),
        ("2015-07-02T15:58:23+0530\n", "2015-07-02T15:58:23+05:30"),
        ("2019-10-03 02:40:28.254432000 Z", "2019-10-03T02:40:28.254432+00:00"),
        ("2019-10-03 02:40:28 -07:00", "2019-10-03T02:40:28-07:00"),
        ("2019-13-03 02:40:28 Z", None),
        ("2019-10-03 02:40:28 ../../etc/passwd", None),
        ("2019-10-03 02:40:28 /etc/passwd", None),
        ("2019-10-03 02:40:28 +99:99", None),
        ("0001-01-01 00:00:00 +14:00", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_moments(text, moment):
    found = parse(text)
    assert (found.isoformat() if found else None) == moment


def test_times_of_a_download_are_no_times_of_handing_in(tmp_path, to):
    files = [(f"doe_{n}_5{n}_{NAME}.py", b"%d" % n, BEGIN + timedelta(seconds=2 * n)) for n in range(8)]
    outcome = run(save(tmp_path / "c.zip", files), to)
    assert {row.handed_in for row in outcome.rows} == {None}
    assert any("tell when it was made" in why for why in whys(outcome, "hint"))
    assert not one_sitting([BEGIN, None, BEGIN]) and one_sitting([BEGIN] * 5)
    files = [(f"doe_{n % 2}_5{n}_{NAME}-{n}.py", b"", BEGIN + timedelta(seconds=2 * n)) for n in range(8)]
    outcome = run(save(tmp_path / "two.zip", files), tmp_path / "two")  # two students prove nothing
    assert None not in {row.handed_in for row in outcome.rows}


# --- which file counts ------------------------------------------------------------------------------------

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("files", "kept", "attempt"),
    [
        ([("naive_ops.ipynb", 0), ("other.ipynb", 5)], "naive_ops.ipynb", 0),
        ([("Naive-Ops.IPYNB", 0), ("data.csv", 1)], "Naive-Ops.IPYNB", 0),
        ([("only.py", 0), ("read.md", 1)], "only.py", 0),
        ([("naive_ops.py", 2), ("naive_ops.ipynb", 1)], "naive_ops.py", 0),
        ([("naive_ops-1.ipynb", 0), ("naive_ops-10.ipynb", 0), ("naive_ops-9.ipynb", 0)], "naive_ops-10.ipynb", 10),
        ([("naive_ops (2).ipynb", 0), ("naive_ops.ipynb", 0)], "naive_ops (2).ipynb", 2),
        ([("naive_ops_1.py", 0), ("naive_ops.py", 0)], "naive_ops_1.py", 1),
        ([("naive_ops (1)-2.py", 0), ("naive_ops-1.py", 0)], "naive_ops (1)-2.py", 2),
        ([("naive_ops-3.py", 0), ("naive_ops.py", 1)], "naive_ops.py", 0),
        ([("a/.ipynb_checkpoints/naive_ops.ipynb", 9), ("__MACOSX/._naive_ops.py", 9), ("x.py", 0)], "x.py", 0),
        ([("deep/er/naive_ops.py", 0), ("naive_ops.py", 0)], "naive_ops.py", 0),
    ],
)
def test_the_file_that_counts(files, kept, attempt, tmp_path, to):
    listed = [(f"A_1_assignsubmission_file_/{name}", name.encode(), BEGIN + after * HOUR) for name, after in files]
    outcome = run(save(tmp_path / "m.zip", listed), to)
    [(name, content)] = work_in(to).items()
    assert content == kept.encode() and name == "1/" + NAME + Path(kept).suffix.lower()
    [row] = outcome.rows
    assert row.attempt == attempt
    for other, _ in files:
        if other != kept and "MACOSX" not in other and "checkpoints" not in other:
            assert other in row.remarks
            assert any(other in why for why in whys(outcome, "aside"))


def test_of_one_hand_in_the_file_that_was_saved_last_counts_and_somebody_is_to_look(tmp_path, to):
    listed = b"submission_1:\n  :submitters:\n  - :sid: '7'\n  :created_at: 2026-03-04 10:00:00 Z\n"
    files = [
        ("submission_metadata.yml", listed),
        ("submission_1/naive_ops.ipynb", b"worked on", BEGIN + HOUR),
        ("submission_1/naive_ops.py", b"stub", BEGIN),
    ]
    outcome = run(save(tmp_path / "g.zip", files), to)
    assert work_in(to) == {f"7/{NAME}.ipynb": b"worked on"}
    assert any("the newest in its archive of 2" in why for why in whys(outcome))


def test_where_only_the_name_decides_somebody_is_to_look(tmp_path, to):
    files = [(f"A_1_assignsubmission_file_/{name}", b"") for name in ("a.py", "b.py")]
    assert any("which file is the work?" in why for why in whys(run(save(tmp_path / "m.zip", files), to)))


def test_flat_folders_archives_and_second_files(tmp_path, to):
    root = tmp_path / "all" / "handed in"
    root.mkdir(parents=True)
    save(root / "ann.zip", [("ann/naive_ops.py", b"ann")])
    save(root / "dan.zip", [("deep.zip", zipped([("x/dan.ipynb", b"dan")]))])
    with tarfile.open(root / "tar.tar.gz", "w:gz") as tar:
        info = tarfile.TarInfo("w/naive_ops.py")
        info.size = 3
        tar.addfile(info, io.BytesIO(b"tar"))
    for name in ("bo.py", "bo-1.py", "eve (3).py", "student-1.py", "student-2.py"):
        (root / name).write_text(name)
        os.utime(root / name, (1.7e9, 1.7e9))
    (root / "cy" / "sub").mkdir(parents=True)
    (root / "cy" / "sub" / "naive_ops.py").write_text("cy")
    run(tmp_path / "all", to)
    assert work_in(to) == {
        f"{who}/{NAME}{suffix}": content
        for who, suffix, content in [
            ("ann", ".py", b"ann"),
            ("dan", ".ipynb", b"dan"),
            ("tar", ".py", b"tar"),
            ("bo", ".py", b"bo-1.py"),
            ("eve", ".py", b"eve (3).py"),
            ("student-1", ".py", b"student-1.py"),
            ("student-2", ".py", b"student-2.py"),
            ("cy", ".py", b"cy"),
        ]
    }


# --- a second time ----------------------------------------------------------------------------------------


def test_a_newer_download_replaces_what_was_handed_in_again(tmp_path, to):
    def download(name, *students):
        files = [(f"A_{who}_assignsubmission_file_/naive_ops{suffix}", body, BEGIN + at * HOUR)
                 for who, suffix, body, at in students]  # fmt: skip
        return save(tmp_path / name, files)

    first = download("1.zip", (1, ".py", b"a", 1), (2, ".py", b"b", 9), (3, ".py", b"c", 2), (4, ".py", b"d", 3))
    run(first, to)
    record = (to / "collected.csv").read_bytes()
    assert run(first, to).done["unchanged"] == ["1", "2", "3", "4"]
    assert (to / "collected.csv").read_bytes() == record
    (to / "3" / f"{NAME}.py").write_text("changed by hand")
    second = download("2.zip", (1, ".ipynb", b"A", 5), (2, ".py", b"B", 4), (3, ".py", b"C", 6), (5, ".py", b"e", 7))
    dry = run(second, to, dry=True)
    assert dry.done["replaced"] == ["1"] and (to / "collected.csv").read_bytes() == record
    outcome = run(second, to)
    assert {word: who for word, who in outcome.done.items() if who} == {
        "replaced": ["1"], "newer_there": ["2"], "not_taken": ["3"], "new": ["5"],
    }  # fmt: skip
    assert any("has been changed since it was collected" in why for why in whys(outcome))
    expected = {
        f"1/{NAME}.ipynb": b"A", f"2/{NAME}.py": b"b", f"3/{NAME}.py": b"changed by hand",
        f"4/{NAME}.py": b"d", f"5/{NAME}.py": b"e",
    }  # fmt: skip
    assert work_in(to) == expected
    assert read_collected(to)["1", NAME].file == f"1/{NAME}.ipynb"
    run(second, to, force=True)
    assert work_in(to) == {**expected, f"3/{NAME}.py": b"C", f"2/{NAME}.py": b"B"}


def test_the_same_bytes_handed_in_again_make_nobody_late(tmp_path, to):
    for name, when in (("1.zip", BEGIN), ("2.zip", BEGIN + HOUR)):
        run(save(tmp_path / name, [("A_1_assignsubmission_file_/naive_ops.py", b"a", when)]), to)
    assert read_collected(to)["1", NAME].handed_in == BEGIN


def test_another_assignment_keeps_its_rows(tmp_path, to):
    source = save(tmp_path / "a.zip", [("ann.py", b"x")])
    run(source, to)
    collect_into(Request(source=source, assignment="other", to=to))
    assert set(read_collected(to)) == {("ann", NAME), ("ann", "other")}
    assert set(work_in(to)) == {f"ann/{NAME}.py", "ann/other.py"}


def test_a_damaged_record_is_one_line_and_no_record_is_none(tmp_path, to):
    assert read_collected(to) == {}
    to.mkdir()
    (to / "collected.csv").write_text("a,b\n1,2\n")
    with pytest.raises(UsageError, match=r"collected.csv: cannot be read"):
        run(save(tmp_path / "a.zip", [("ann.py", b"x")]), to)
    assert not (to / "ann").exists()


# --- hazards ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("../../escaped.py", "leads out"),
        ("ok/../../escaped.py", "leads out"),
        ("..\\..\\escaped.py", "leads out"),
        ("/etc/escaped.py", "absolute"),
        ("\\\\host\\share\\escaped.py", "absolute"),
        ("C:\\escaped.py", "drive"),
        ("c:escaped.py", "drive"),
        ("a/" * 60 + "escaped.py", "deep"),
        ("x" * 5000 + ".py", "characters"),
    ],
)
@pytest.mark.parametrize("wrap", ["zip", "tar"])
def test_names_that_lead_out_are_refused(name, why, wrap, tmp_path, to):
    source = tmp_path / f"a.{wrap}"
    files = [(name, b"evil"), ("ann.py", b"x")]
    if wrap == "zip":
        save(source, files)
    else:
        with tarfile.open(source, "w") as tar:
            for one, content in files:
                info = tarfile.TarInfo(one)
                info.size = len(content)
                tar.addfile(info, io.BytesIO(content))
    outcome = run(source, to)
    assert any(why in one for one in whys(outcome, "refused")) and not outcome.clean
    assert work_in(to) == {f"ann/{NAME}.py": b"x"}
    assert not list(tmp_path.rglob("*escaped*"))


def test_links_and_special_files_in_archives_are_refused(tmp_path, to):
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        put(archive, "link.py", b"/etc/passwd", mode=stat.S_IFLNK | 0o777)
        put(archive, "pipe.py", b"", mode=stat.S_IFIFO | 0o666)
        put(archive, "ann.py", b"x", mode=stat.S_IFREG | 0o644)
    (tmp_path / "a.zip").write_bytes(memory.getvalue())
    assert len(whys(run(tmp_path / "a.zip", to), "refused")) == 2
    with tarfile.open(tmp_path / "a.tar", "w") as tar:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
            info = tarfile.TarInfo(f"t{kind.decode()}.py")
            info.type, info.linkname = kind, "/etc/passwd"
            tar.addfile(info)
        tar.addfile(tarfile.TarInfo("bo.py"))
    assert len(whys(run(tmp_path / "a.tar", to), "refused")) == 4
    assert set(work_in(to)) == {f"ann/{NAME}.py", f"bo/{NAME}.py"}


def test_links_in_a_folder_are_not_followed(tmp_path, to):
    (tmp_path / "secret.py").write_text("secret")
    root = tmp_path / "all"
    root.mkdir()
    (root / "ann.py").write_text("x")
    (root / "eve.py").symlink_to(tmp_path / "secret.py")
    (root / "mal").symlink_to("/etc")
    os.mkfifo(root / "pipe.py")
    outcome = run(root, to)
    assert len(whys(outcome, "refused")) == 3
    assert work_in(to) == {f"ann/{NAME}.py": b"x"}


def test_nothing_is_written_through_a_link_in_the_destination(tmp_path, to):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "target").write_text("as it was")
    (to / "bo").mkdir(parents=True)
    (to / "ann").symlink_to(outside)
    (to / "bo" / f"{NAME}.py").symlink_to(outside / "target")
    (to / "cy").write_text("a file")
    (to / "collected.csv.tmp").symlink_to(outside / "target")
    source = save(tmp_path / "a.zip", [(f"{who}.py", who.encode()) for who in ("ann", "bo", "cy", "dan")])
    outcome = run(source, to, force=False)
    assert outcome.done["not_taken"] == ["ann", "bo", "cy"] and outcome.done["new"] == ["dan"]
    assert run(source, to, force=True).done["not_taken"] == ["ann", "cy"]
    assert files_in(outside) == {"target": b"as it was"}
    assert (to / "bo" / f"{NAME}.py").read_bytes() == b"bo" and not (to / "bo" / f"{NAME}.py").is_symlink()
    (to / "collected.csv").unlink()
    (to / "collected.csv").symlink_to(outside / "target")
    with pytest.raises(UsageError, match="cannot be read"):
        run(source, to)
    linked = tmp_path / "linked"
    linked.symlink_to(outside)
    run(source, linked)  # the folder itself may be a link: it is the one that was meant
    assert (outside / "dan" / f"{NAME}.py").read_bytes() == b"dan"


def test_encrypted_twin_and_damaged_entries(tmp_path, to):
    with pytest.warns(UserWarning, match="Duplicate"):
        content = zipped([("ann.py", b"first"), ("ann.py", b"second"), ("bo.py", b"good"), ("eve.py", b"locked")])
    at = content.rfind(b"eve.py") - 46 + 8
    content = content[:at] + struct.pack("<H", 1) + content[at + 2 :]
    place = content.find(b"bo.py") + len("bo.py")
    content = content[:place] + b"\xff\xff" + content[place + 2 :]
    (tmp_path / "a.zip").write_bytes(content)
    outcome = run(tmp_path / "a.zip", to)
    told = " ".join(whys(outcome))
    assert "eve.py: encrypted" in told and "damaged" in told and "more than once" in told
    assert work_in(to) == {f"ann/{NAME}.py": b"second"}


def test_names_that_are_not_utf_8(tmp_path, to):
    wanted = {"müller".encode("cp437"): "müller", "josé".encode("cp1252"): "josé", "žofie".encode(): "žofie"}
    places = dict(zip(wanted, "#+~", strict=True))
    content = zipped([(f"{place * len(raw)}.py", raw) for raw, place in places.items()])
    for raw, place in places.items():
        content = content.replace(place.encode() * len(raw) + b".py", raw + b".py")
    (tmp_path / "a.zip").write_bytes(content)
    run(tmp_path / "a.zip", to)
    assert work_in(to) == {f"{name}/{NAME}.py": raw for raw, name in wanted.items()}
    for raw, name in wanted.items():
        assert from_bytes(raw) == name
    marked = zipped([("ann.py", b"x"), ("é.py", b"y")]).replace("é.py".encode(), b"\xff\xfe.py")
    (tmp_path / "b.zip").write_bytes(marked)
    outcome = run(tmp_path / "b.zip", tmp_path / "other")
    assert f"ann/{NAME}.py" in work_in(tmp_path / "other") and not outcome.clean
    folder = tmp_path / "folder"
    folder.mkdir()
    (Path(os.fsdecode(os.fsencode(folder) + b"/jos\xe9.py"))).write_text("x")
    run(folder, tmp_path / "third")
    assert set(work_in(tmp_path / "third")) == {f"josé/{NAME}.py"}


def test_a_bomb_ends_soon_and_costs_its_student_only(tmp_path, to):
    inner = zipped([(f"{n}.ipynb", bytes(100 << 20)) for n in range(10)])  # 1 GB in 1 MB
    middle = zipped([(f"{n}.zip", inner) for n in range(10)])
    source = tmp_path / "class.zip"
    with zipfile.ZipFile(source, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("eve.zip", middle)
        archive.writestr("mal.py", zipped([("x", b"")]))
        archive.writestr("big.zip", zipped([("naive_ops.ipynb", bytes(200 << 20))]))
        archive.writestr("ann.py", "x = 1\n")
    code = (
        "import sys, time\nfrom pathlib import Path\n"
        "from grader.collecting.command import Request, collect_into\n"
        f"outcome = collect_into(Request(source=Path({str(source)!r}), assignment='naive_ops', to=Path({str(to)!r})))\n"
        "print(outcome.done['not_taken'])\n"
        # not getrusage, which counts what the parent had
        "status = Path('/proc/self/status').read_text()\nprint(int(status.split('VmHWM:')[1].split()[0]) // 1024)\n"
    )
    begin = time.monotonic()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert time.monotonic() - begin < 5
    taken, megabytes = done.stdout.splitlines()
    assert taken == "['big', 'eve']" and int(megabytes) < 200
    assert f"ann/{NAME}.py" in work_in(to)


def test_ten_gigabytes_in_one_entry_end_soon(tmp_path, to):
    press = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = press.compress(bytes(1 << 20)) + press.flush(zlib.Z_FULL_FLUSH)
    packed = block * 10_000  # each block stands for itself
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        archive.writestr("eve.ipynb", packed)
        archive.writestr("ann.py", "x = 1\n")
    content = bytearray(memory.getvalue())
    central = content.rfind(b"eve.ipynb") - 46
    for place, method, size in ((0, 8, 22), (central, 10, 24)):
        content[place + method : place + method + 2] = struct.pack("<H", zipfile.ZIP_DEFLATED)
        content[place + size : place + size + 4] = struct.pack("<I", 0xFFFFFFF0)
    (tmp_path / "a.zip").write_bytes(content)
    begin = time.monotonic()
    outcome = run(tmp_path / "a.zip", to)
    assert time.monotonic() - begin < 5
    assert whys(outcome) == ["eve: naive_ops.ipynb: more than 64 MB"]
    assert set(work_in(to)) == {f"ann/{NAME}.py"}


def test_bounds_of_number_depth_and_size(tmp_path, to):
    small = Bounds(entries=10, inner_entries=3, work=1000, inner=60_000, student=80_000, small=5_000, directory=2_000)
    with pytest.raises(UsageError, match="more than 10 files"):
        run(save(tmp_path / "many.zip", [(f"{n}.py", b"") for n in range(11)]), to, bounds=small)
    with pytest.raises(UsageError, match="list of contents"):
        run(save(tmp_path / "long.zip", [(f"{'n' * 900}{n}.py", b"") for n in range(3)]), to, bounds=small)
    deep = zipped([("naive_ops.py", b"deep")])
    for _ in range(2):
        deep = zipped([("inner.zip", deep)])
    random_bytes = random.Random(1).randbytes
    files = [
        ("ann.py", b"x"),
        ("deep.zip", zipped([("inner.zip", deep)])),
        ("many.zip", zipped([(f"{n}.py", b"") for n in range(4)])),
        ("large.py", bytes(1001)),
        ("wide.zip", zipped([(f"{n}.zip", random_bytes(15_000)) for n in range(3)])),
        ("fold.zip", zipped([("x.tar.gz", gzip.compress(bytes(1 << 20)))])),
    ]
    outcome = run(save(tmp_path / "a.zip", files), to, bounds=small)
    assert outcome.done["new"] == ["ann"]
    assert outcome.done["not_taken"] == ["deep", "fold", "large", "many", "wide"]
    told = " ".join(whys(outcome))
    for words in (
        "within 2 others",
        "more than 3 files",
        "more than 1000 bytes",
        "zip bomb",
        "allowed for one student",
    ):
        assert words in told


def test_ids_that_are_no_names_of_folders(tmp_path, to):
    ids = [
        "ann",
        "=a",
        "-b",
        "@c",
        "a%b",
        ".hidden",
        "__dunder",
        "a/b",
        "a\tb",
        "collected.csv",
        "x" * 300,
        "a%2Fb",
        "\0",
    ]
    names = [folder_name(one) for one in ids]
    assert names[:5] == ids[:5]
    assert len(set(names)) == len(names)
    assert all(name and "/" not in name and name.isprintable() and len(os.fsencode(name)) < 230 for name in names)
    assert not [name for name in names if name.startswith((".", "__"))]
    lines = [f"submission_{n}:\n  :submitters:\n  - :sid: {json.dumps(one)}\n" for n, one in enumerate(ids)]
    files = [(f"submission_{n}/w.py", b"%d" % n) for n in range(len(ids))]
    outcome = run(save(tmp_path / "g.zip", [("submission_metadata.yml", "".join(lines).encode()), *files]), to)
    assert len(outcome.rows) == len(ids)
    assert {("a/b", NAME), (".hidden", NAME), ("a%2Fb", NAME)} <= set(read_collected(to))
    assert {found.student_id for found in find_submissions(to, NAME)} >= {folder_name(student_id(one)) for one in ids}
    assert any("named a%2Fb" in why for why in whys(outcome, "hint"))


def test_two_at_once_are_one_too_many(tmp_path, to):
    from grader.collecting.destination import Destination

    source = save(tmp_path / "a.zip", [("ann.py", b"x")])
    with Destination(to, dry=False), pytest.raises(UsageError, match="another `grade collect`"):
        run(source, to)
    assert run(source, to).clean


# --- anything at all --------------------------------------------------------------------------------------

PIECES = ["..", ".", "", "a", "naive_ops.py", "naive_ops.ipynb", "C:", "\\", "/", "é", "\u202e", "x.zip", "submitted",
          "a_1_assignsubmission_file_", "doe_1_2_naive_ops.py", "submission_metadata.yml", "timestamp.txt", ".git",
          "=1+1", "naive-ops-x", "collected.csv", "con", "~", "$HOME", " ", "-rf", "\n", "\x1b[2J"]  # fmt: skip
LIKELY = st.tuples(
    st.sampled_from(["", "submitted/", "top/", "../"]),
    st.sampled_from(
        ["a_1_assignsubmission_file_/", "doe_1_2_", "submission_1/", "ann/naive_ops/", "naive-ops-x/", "bo/", ""]
    ),
    st.sampled_from(["naive_ops.py", "naive_ops-1.ipynb", "timestamp.txt", "x.zip", "x.tar.gz", "=1.py", ".git/HEAD"]),
).map("".join)
PATHS = LIKELY | LIKELY | st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map("/".join) | st.text(max_size=12)
MODES = st.sampled_from([0, stat.S_IFREG | 0o644, stat.S_IFLNK | 0o777, stat.S_IFIFO, stat.S_IFDIR, stat.S_IFBLK])
CONTENTS = st.binary(max_size=40) | st.sampled_from(
    [b"../../outside", b"2026-01-01 10:00:00 UTC", b"submission_1:\n  :submitters:\n  - :sid: ../x\n", bytes(50_000)]
)
FILES = st.tuples(PATHS, CONTENTS | st.deferred(lambda: ARCHIVES), MODES)


@st.composite
def archives(draw):
    """A zip or tar of hostile names, kinds and nested archives, with some of its bytes and sizes wrong."""
    memory = io.BytesIO()
    files = draw(st.lists(FILES, max_size=5))
    if draw(st.booleans()):
        seen = set()
        with zipfile.ZipFile(memory, "w") as archive:
            for name, content, mode in files:
                name = (name + (".zip" if content[:2] == b"PK" else "")) or "empty"
                if name not in seen and "\0" not in name:
                    put(archive, name, content, mode=mode)
                seen.add(name)
    else:
        with tarfile.open(fileobj=memory, mode="w") as tar:
            for name, content, mode in files:
                info = tarfile.TarInfo(name or "empty")
                info.size = len(content)
                if stat.S_ISLNK(mode):
                    info.type, info.linkname, info.size = tarfile.SYMTYPE, "/etc/passwd", 0
                tar.addfile(info, io.BytesIO(content))
    content = bytearray(memory.getvalue())
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 3]))):
        if content:
            content[draw(st.integers(0, len(content) - 1))] = draw(st.integers(0, 255))
    cut = draw(st.integers(0, 40))
    return bytes(content[: len(content) - cut * (cut > 30)])


ARCHIVES = archives()
TINY = Bounds(
    entries=50, inner_entries=20, work=10_000, inner=60_000, student=100_000, everything=300_000, small=30_000
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(content=ARCHIVES, kind=st.sampled_from([None, None, *(kind.split()[0] for kind in FORMATS)]))
def test_whatever_the_archive_nothing_is_written_outside(content, kind, tmp_path_factory, monkeypatch_bytes):
    root = tmp_path_factory.mktemp("any")
    source, to = root / "download", root / "deep" / "er" / "out"
    source.write_bytes(content)
    monkeypatch_bytes.clear()
    try:
        outcome = run(source, to, kind=kind, bounds=TINY)
    except UsageError as error:
        assert "\n" not in str(error)
    else:
        assert set(os.listdir(to)) <= {"collected.csv", *(row.file.split("/")[0] for row in outcome.rows)}
        assert all((to / row.file).read_bytes() is not None for row in outcome.rows)
        assert set(read_collected(to)) == {(row.student_id, NAME) for row in outcome.rows}
    assert source.read_bytes() == content
    assert set(os.listdir(root)) <= {"download", "deep"}
    assert not to.parent.exists() or set(os.listdir(to.parent)) <= {"out"}
    assert not [path for path in to.rglob("*") if path.is_symlink() or path.stat().st_size > TINY.work * 10]
    assert sum(monkeypatch_bytes) <= TINY.everything + 2 * (1 << 16)


@pytest.fixture
def monkeypatch_bytes(monkeypatch):
    """How many bytes each read of an entry gave."""
    from grader.collecting.entries import Budget

    taken = []
    take = Budget.take

    def counted(self, count):
        if self._above is None:
            taken.append(count)
        take(self, count)

    monkeypatch.setattr(Budget, "take", counted)
    return taken


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_names_of_folders_are_safe_and_as_many_as_the_ids(one, other):
    for id_ in (one, other):
        name = folder_name(id_)
        assert name and "/" not in name and "\0" not in name and name not in (".", "..") and name.isprintable()
        assert len(os.fsencode(name)) <= 230
    assert (folder_name(one) == folder_name(other)) == (one == other)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80) | st.from_regex(r"20\d\d-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)? ?\S{0,20}"))
def test_any_text_is_a_moment_or_none(text):
    found = parse(text)
    assert found is None or (found.utcoffset() is not None and found.isoformat())
