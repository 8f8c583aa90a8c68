"""`grade export`: each file is read back by the rules of the system that imports it, written here from those rules."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import shutil
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from xml.etree import ElementTree

import classes
import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.check import HIDDEN
from grader.errors import UsageError
from grader.exports import canvas, gradescope, junit, moodle, nbgrader, plain, xlsx
from grader.exports.command import FORMATS, Request, export
from grader.exports.delimited import Sheet
from grader.exports.gather import gather
from grader.exports.grades import Grade
from grader.exports.matching import Key, Row, match
from grader.exports.outcome import Options
from grader.gradebook.store import Gradebook
from grader.results import CheckResult, Result
from grader.roster import read_roster
from grader.rulings import EXCUSE, OVERRIDE, Decision

MANY = 2000
SECRET = "expected 0.7310585"
NAMES = (
    "Doe, Jane",
    "Jane Doe", "Müller, Zoë", "=HYPERLINK(\"http://x\",\"A\")", "+Ann", "-Bob", "@Cem", "O\"Brien, \"Jo\"",
    "李小龍", "Łukasz Żółć", "Смирнова, Анна", "محمد علي", "a;b", "Ng\u0303o", "José", "Jose\u0301", "'quoted'", "Kim",
)  # fmt: skip
STARTS = ("", "=", "+", "-", "@", "'")
ENDS = ' ,"é;|'


def a_check(visibility="visible", verdict="passed", **other):
    score = 6.25 if verdict == "passed" else 2.5 if verdict == "partial" else 0.0
    message = "" if verdict == "passed" else f"got 1, {SECRET}"
    known = CheckResult(
        "naive_relu", "clips", visibility, "Negative entries are 0.", 6.25, verdict, score, 0.25, message
    )
    return replace(known, **other)


def a_grade(number, **other):
    """One of a large class whose names and ids do their worst."""
    student = f"{STARTS[number % 6]}s{number}{ENDS[number % 6]}".strip()
    values = {
        "student_id": student,
        "name": f"{NAMES[number % len(NAMES)]}{number // 40 if number % 3 else ''}",
        "email": f"s{number}.{'Ä+é-'[number % 4]}@Uni.example",
        "section": "A, 1",
        "assignment": "hw",
        "status": "graded",
        "score": float(round(random.Random(number).uniform(0, 100), 3)),
        "raw_score": 50.0,
        "max_score": 100.0,
        "comment": f'{STARTS[number % 6]}well done, "{number}"\nnext line; é' if number % 2 else "",
        "handed_in": "2026-03-01T12:30:00+02:00",
        "parts": {"naive_relu": (3.0, 4.0)},
    }
    return Grade(**values | other)


def a_class(size=MANY):
    special = {
        3: {"status": "missing", "score": 0.0, "raw_score": 0.0, "handed_in": "", "parts": {}},
        5: {"status": "needs_attention", "score": None, "raw_score": None},
        8: {"excused": True, "score": None},
        9: {"score": 0.005},
    }
    return [a_grade(number, **special.get(number, {})) for number in range(size)]


def defused(text):
    """What is left of a text that a spreadsheet may open, by the rule of the grader's own tables."""
    plainly = "".join(c if c.isprintable() else " " for c in text)
    return "'" + plainly if plainly.lstrip("'").startswith(("=", "+", "-", "@")) else plainly


def table(content, delimiter=","):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter, strict=True))


def content_of(outcome):
    return b"".join(outcome.content)


def shown(value):
    return f"{value:.4f}".rstrip("0").rstrip(".") or "0"


# --- Canvas -----------------------------------------------------------------------------------------------


class CanvasCourse:
    """A course that imports a gradebook as Canvas does."""

    def __init__(self, students, assignments):
        self.students = students  # id: (SIS user id, SIS login id, name)
        self.assignments = dict(assignments)  # id: (title, points)
        self.scores = {}

    def download(self, delimiter=",", mark=b"", end="\r\n"):
        file = io.StringIO(newline="")
        table = csv.writer(file, delimiter=delimiter, lineterminator=end)
        names = [f"{title} ({number})" for number, (title, _) in self.assignments.items()]
        computed = ["Notes", "Current Score", "Unposted Final Grade"]
        table.writerow(["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *names, *computed])
        points = [points for _, points in self.assignments.values()]
        blank = [""] * 4
        table.writerow(["    Points Possible", *blank, *points, "", "(read only)", "(read only)"])
        for number, (sis, login, name) in self.students.items():
            own = [self.scores.get((number, one), "") for one in self.assignments]
            table.writerow([name, number, sis, login, "A, 1", *own, "=note", "12,5", "x"])
        return mark + file.getvalue().encode()

    def upload(self, content):
        """What changes: scores, points, new assignments, new students."""
        first = content.decode("utf-8-sig").splitlines()[:3]
        semicolons = [next(csv.reader([line], delimiter=";")) for line in first]
        delimiter = ";" if len({len(row) for row in semicolons}) == 1 and len(semicolons[0]) > 4 else ","
        rows = table(content, delimiter)
        header = rows[0]
        assert len(header) > 3 and "Student" in header[0] and "ID" in header[1], "Invalid header row"
        where, last = {"ID": 1}, 1
        for name in ("SIS User ID", "SIS Login ID", "Integration ID", "Root Account"):
            if header[last + 1] == name:
                last += 1
                where[name] = last
        assert header[last + 1] == "Section", "Invalid header row"
        columns, new = {}, []
        for place, name in list(enumerate(header))[last + 2 :]:
            if re.search("(Current|Final) (Score|Points|Grade)|Override ", name) or name == "Notes":
                continue
            numbered = re.fullmatch(r"(.*?)\s*\((\d+)\)", name)
            found = int(numbered[2]) if numbered and int(numbered[2]) in self.assignments else None
            titled = [one for one, (title, _) in self.assignments.items() if title == name]
            found = found if found is not None else titled[0] if titled else None
            if found is None:
                new.append(name)
            else:
                columns[place] = found
        changes, points, strangers = {}, {}, []
        for row in rows[1:]:
            if "Points Possible" in row[0]:
                columns = {place: one for place, one in columns.items() if "read only" not in row[place]}
                points = {one: row[place] for place, one in columns.items() if row[place]}
                continue
            student = self.student(row, where)
            if student is None:
                strangers.append(row[0])
                continue
            for place, one in columns.items():
                old, cell = str(self.scores.get((student, one), "")), row[place].strip()
                if cell != old and not (old and cell and self.cents(old) == self.cents(cell) is not None):
                    changes[student, one] = cell
        return changes, points, new, strangers

    def student(self, row, where):
        if row[1].isdigit() and int(row[1]) in self.students:
            return int(row[1])
        for name, at in (("SIS User ID", 0), ("SIS Login ID", 1)):
            own = [number for number, ids in self.students.items() if ids[at] and ids[at] == row[where[name]]]
            if own:
                return own[0]
        own = [number for number, ids in self.students.items() if ids[2] == row[0]]
        return own[0] if own else None

    @staticmethod
    def cents(text):
        if not re.fullmatch(r"-?[0-9.,]+", text):
            return None
        *whole, last = re.split("[.,]", text)
        number = Decimal(f"{''.join(whole)}.{last}" if whole else last)
        return number.quantize(Decimal("0.01"), ROUND_HALF_UP)


def a_course(grades, points="10", ids="sis"):
    """The grades' students in a Canvas course, by SIS id or by login."""
    students = {
        70_000 + place: (grade.student_id, f"login{place}", grade.name)
        if ids == "sis"
        else ("", grade.student_id, grade.name)
        for place, grade in enumerate(grades)
    }
    return CanvasCourse(students, {11: ("Other", "100"), 12: ("hw", points), 13: ("hw 2", "5")})


@pytest.mark.parametrize("delimiter, mark, end", [(",", b"", "\n"), (";", b"\xef\xbb\xbf", "\r\n")])
@pytest.mark.parametrize("ids", ["sis", "login"])
def test_canvas_takes_in_a_large_class(delimiter, mark, end, ids):
    grades = a_class()
    course = a_course(grades, ids=ids)
    course.scores = {(70_005, 12): "7.5", (70_009, 12): "0.00", (70_010, 12): "9.99", (70_011, 11): "80,5"}
    outcome = canvas.export({"hw": grades}, Options(), Sheet(course.download(delimiter, mark, end), "download"))
    changes, points, new, strangers = course.upload(content_of(outcome))
    assert (points.get(12), new, strangers) == (None, [], [])
    assert set(one for _, one in changes) == {12}
    for place, grade in enumerate(grades):
        got = changes.get((70_000 + place, 12))
        if grade.excused:
            assert got == "EX"
        elif place in (5, 9):  # open, and equal at two decimals
            assert got is None
        else:
            assert abs(float(got) - grade.score / 10) < 1e-4
    assert [one.student_id for one in outcome.left] == [grades[5].student_id]
    assert outcome.students == MANY and outcome.same == 1 and not outcome.clean
    assert len(outcome.changes) == len(changes) and not outcome.unmatched and not outcome.unknown


def test_canvas_leaves_every_other_cell_as_it_is():
    grades = a_class(60)
    course = a_course(grades)
    before = course.download(";", b"\xef\xbb\xbf")
    after = content_of(canvas.export({"hw": grades}, Options(scale=100), Sheet(before, "download")))
    assert after.startswith(b"\xef\xbb\xbf") and after.count(b"\r\n") == before.count(b"\r\n")
    for old, new in zip(table(before, ";"), table(after, ";"), strict=True):
        assert old[:6] + old[7:] == new[:6] + new[7:]
    again = canvas.export({"hw": grades}, Options(scale=100), Sheet(after, "download"))
    assert content_of(again) == after and not again.changes, "exported again, nothing changes"


def test_canvas_does_not_make_an_assignment():
    grades = a_class(3)
    download = a_course(grades).download()
    wrong = [
        (("hw3",), "no column 'hw3' to fill in: Canvas would make a new assignment of it"),
        (("hw",), "Canvas would make a new assignment of it; did you mean hw (12)"),
        (("Notes",), "no assignment that Canvas knows by a number"),
        (("Current Score",), "no assignment that Canvas knows"),
    ]
    for columns, words in wrong:
        with pytest.raises(UsageError, match=re.escape(words)):
            canvas.export({"hw": grades}, Options(columns=columns), Sheet(download, "download"))
    with pytest.raises(UsageError, match=re.escape("no column for hw_2b; --column HEADER says which; did you mean hw")):
        canvas.export({"hw_2b": grades}, Options(), Sheet(download, "download"))
    found = canvas.export({"hw_2": grades}, Options(), Sheet(download, "download"))
    assert {one.column for one in found.changes} == {"hw 2 (13)"}, "by its name, however that is written"
    found = canvas.export({"x": grades}, Options(titles={"x": "Other"}), Sheet(download, "download"))
    assert {one.column for one in found.changes} == {"Other (11)"}
    with pytest.raises(UsageError, match="read only"):
        sheet = Sheet(download.replace(b",10,", b",(read only),"), "download")
        canvas.export({"hw": grades}, Options(), sheet)
    two = {"hw": grades, "other": [replace(one, assignment="other") for one in grades]}
    with pytest.raises(UsageError, match="two assignments for one column"):
        canvas.export(two, Options(columns=("hw (12)", "hw (12)")), Sheet(download, "download"))
    both = canvas.export(two, Options(), Sheet(download, "download"))
    assert {one.column for one in both.changes} == {"hw (12)", "Other (11)"}


def test_canvas_scales_to_the_points_and_leaves_them_blank():
    grades = [a_grade(1, score=75.0)]
    for points, scale, expected in (("10", None, "7.5"), ("", None, "75"), ("10", 20.0, "15"), ("1,5", None, "1.125")):
        course = a_course(grades, points)
        found = canvas.export({"hw": grades}, Options(scale=scale), Sheet(course.download(), "download"))
        assert [one.new for one in found.changes] == [expected]
        changes, kept, _, _ = course.upload(content_of(found))
        assert kept == {11: "100", 13: "5"} and changes == {(70_001 - 1, 12): expected}
        assert any("scaled" in note for note in found.notes) == (expected != "75")


def test_canvas_people_of_equal_names_and_the_test_student():
    grades = [a_grade(number, student_id=f"x{number}", name="Kim, Lee", email="") for number in range(2)]
    grades.append(a_grade(3, student_id="x3", name="Ann Only", email=""))
    course = a_course([replace(one, student_id=f"y{one.student_id}") for one in grades])
    course.students[70_009] = ("", "hash", "Student, Test")
    found = canvas.export({"hw": grades}, Options(), Sheet(course.download(), "download"))
    assert found.by_name == ["x3"] and [one.student_id for one in found.changes] == ["x3"]
    assert all("more than one person is called" in one.why for one in found.unmatched)
    assert found.unmatched[0].near and [one.fault for one in found.unknown] == [True, True, False]
    only = canvas.export({"hw": grades}, Options(key="sis_user_id"), Sheet(course.download(), "download"))
    assert not only.changes and len(only.unmatched) == 3
    with pytest.raises(UsageError, match="did you mean sis_user_id"):
        canvas.export({"hw": grades}, Options(key="sis_user"), Sheet(course.download(), "download"))


# --- who is who -------------------------------------------------------------------------------------------

IDS = (Key("ID", ("canvas_id",)), Key("Login", ("login",), email=True))


def rows_of(*people):
    return [Row(place, {"ID": one, "Login": login}, name) for place, (one, login, name) in enumerate(people, 1)]


def test_ids_that_lead_to_two_people_lead_to_nobody():
    rows = rows_of(("7", "anna", "Anna"), ("8", "7", "Bob"))
    found = match([a_grade(1, student_id="7", name="")], rows, IDS)
    assert not found.rows and "lead to different rows: Anna (7) and Bob (8)" in found.unmatched[0].why
    told = match([a_grade(1, student_id="7", name="", roster={"Canvas ID": "8"})], rows, IDS)
    assert told.rows["7"].name == "Bob", "what the roster tells is not guessed"


def test_a_row_that_two_claim_is_nobodys():
    grades = [a_grade(1, student_id="7", name="", email=""), a_grade(2, student_id="x", name="", email="anna")]
    found = match(grades, rows_of(("7", "anna", "Anna")), IDS)
    assert not found.rows and all("claimed by 2" in one.why for one in found.unmatched)


def test_an_id_of_somebody_with_quite_another_name():
    grades = [a_grade(1, student_id="7", name="Jane Doe", email="")]
    found = match(grades, rows_of(("7", "", "Cem, Ali")), IDS)
    assert not found.rows and "quite another name" in found.unmatched[0].why
    assert match(grades, rows_of(("7", "", "Doe, J.")), IDS).rows
    assert match(grades, rows_of(("7", "", "Cem, Ali")), IDS, names=False).rows, "where --key says so"


def test_two_of_one_name_and_one_row():
    grades = [a_grade(1, name="Kim, Lee", email=""), a_grade(2, name="Lee  Kim", email="")]
    found = match(grades, rows_of(("9", "", "Kim, Lee")), IDS)
    assert not found.rows and all("more than one person is called" in one.why for one in found.unmatched)
    assert match(grades[:1], rows_of(("9", "", "lee kim")), IDS).by_name == [grades[0].student_id]


def test_case_is_told():
    found = match([a_grade(1, student_id="x", name="", email="Ann@uni")], rows_of(("", "ann@uni", "")), IDS)
    assert not found.rows and "upper and lower case differ" in found.unmatched[0].why


# --- Moodle -----------------------------------------------------------------------------------------------


class Aborted(Exception):
    """The whole import."""


def moodle_import(content, users, key, delimiter=","):
    """What Moodle's gradebook takes in; ``users`` by the key. A blank key is that of the row above."""
    rows = table(content, delimiter)
    place, grades, current = rows[0].index(key), {}, None
    assert "Last downloaded from this course" not in rows[0]
    for row in rows[1:]:
        if len(row) <= 1:
            continue
        value = row[place].strip()
        if value:
            if value not in users:
                raise Aborted(f"unknown user {value}")
            current = value
        if current is None:
            raise Aborted("no user")
        grade = row[2].strip()
        if grade not in ("", "-"):
            if not re.fullmatch(r"-?\d+(\.\d+)?", grade):
                raise Aborted(f"bad grade {grade}")
            if float(grade) > 100:
                raise Aborted("above 100")
        assert current not in grades, "one after the other"
        grades[current] = (None if grade in ("", "-") else float(grade), row[3])
    return rows[0], grades


@pytest.mark.parametrize("key, header", [("email", "Email address"), ("idnumber", "ID number")])
def test_moodle_takes_in_a_large_class(key, header):
    grades = a_class()
    outcome = moodle.export({"hw": grades}, Options(key=key, columns=("HW 1",)), None)
    by_key = {grade.email if key == "email" else grade.student_id: grade for grade in grades}
    got, imported = moodle_import(content_of(outcome), set(by_key), header)
    assert got == ["Email address", "ID number", "HW 1", "Feedback: HW 1"]
    expected = {value for value, grade in by_key.items() if grade.score is not None}
    assert set(imported) == expected and len(expected) == MANY - 2
    for value, (score, feedback) in imported.items():
        assert abs(score - by_key[value].score) < 1e-4 and feedback == defused(by_key[value].comment)
    assert {(one.why, one.fault) for one in outcome.left} == {
        ("excused", False),
        ("the score is open (needs_attention)", True),
    }


def test_moodle_leaves_out_who_would_abort_the_import():
    ours = {"a": "a@x", "b": "B@x", "c": "c@x", "d": "", "e": "e@x", "f": "e@x", "g": "g@x"}
    grades = [a_grade(place, student_id=one, email=email, score=5.0) for place, (one, email) in enumerate(ours.items())]
    grades[6] = replace(grades[6], score=100.5)
    users = "First name;Email address;Assignment: hw (Real)\nA;a@x;4,00\nB;b@x;-\nE;e@x;\nG;g@x;\nT;teacher@x;\n"
    outcome = moodle.export({"hw": grades}, Options(), Sheet(b"\xef\xbb\xbf" + users.encode(), "users.csv"))
    known = {"a@x", "b@x", "e@x", "g@x", "teacher@x"}
    assert set(moodle_import(content_of(outcome), known, "Email address")[1]) == {"a@x"}
    assert [(one.old, one.new) for one in outcome.changes] == [("4,00", "5")]
    why = {one.who.rpartition("(")[2][0]: one.why for one in outcome.unmatched}
    assert sorted(why) == ["b", "c", "d", "e", "f"]
    assert "B@x is b@x there: upper and lower case differ" in why["b"] and "not among the users" in why["c"]
    assert "no email address" in why["d"] and "same email address" in why["e"]
    assert "above 100" in outcome.left[0].why and not outcome.clean
    assert [one.fault for one in outcome.unknown] == [False, False]


def test_moodle_one_assignment_and_known_keys():
    with pytest.raises(UsageError, match="one assignment at a time"):
        moodle.export({"hw": [], "hx": []}, Options(), None)
    with pytest.raises(UsageError, match=r"--key emial.*did you mean email"):
        moodle.export({"hw": []}, Options(key="emial"), None)
    with pytest.raises(UsageError, match="no column 'Email address'"):
        moodle.export({"hw": []}, Options(), Sheet(b"Name,E\nA,b\n", "users.csv"))


WORKSHEET = (
    "Identifier", "Full name", "Email address", "Status", "Grade", "Maximum Grade", "Grade can be changed",
    "Last modified (submission)", "Last modified (grade)", "Feedback comments",
)  # fmt: skip


def a_worksheet(grades, maximum="10.00", changed=("Yes",)):
    file = io.StringIO(newline="")
    sheet = csv.writer(file, lineterminator="\n")
    sheet.writerow(WORKSHEET)
    for place, one in enumerate(grades):
        cells = [f"Participant {300 + place}", one.name, one.email, "Submitted for grading - ", ""]
        sheet.writerow([*cells, maximum, changed[place % len(changed)], "Monday, 2 March", "-", ""])
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def worksheet_import(content, participants):
    """Participant to grade and feedback, for who is in the assignment."""
    rows = table(content, ",")
    where = {
        name: rows[0].index(name) for name in ("Identifier", "Grade", "Last modified (grade)", "Feedback comments")
    }
    found = {}
    for row in rows[1:]:
        number = int(row[where["Identifier"]].removeprefix("Participant "))
        if number in participants:
            found[number] = row[where["Grade"]], row[where["Feedback comments"]]
    return found


def test_moodle_worksheet_is_filled_in_for_a_large_class():
    grades = a_class()
    before = a_worksheet(grades)
    outcome = moodle.worksheet({"hw": grades}, Options(), Sheet(before, "sheet"))
    after = content_of(outcome)
    found = worksheet_import(after, range(300, 300 + MANY))
    for place, grade in enumerate(grades):
        score, feedback = found[300 + place]
        if grade.score is None:
            assert (score, feedback) == ("", "")
        else:
            assert abs(float(score) - grade.score / 10) < 1e-4 and feedback == defused(grade.comment)
    for old, new in zip(table(before), table(after), strict=True):
        assert old[:4] + old[5:9] == new[:4] + new[5:9]
    assert outcome.students == MANY and not outcome.unmatched and not outcome.by_name


def test_moodle_worksheet_what_is_left():
    grades = [a_grade(1, score=50.0), a_grade(2, score=150.0), a_grade(4, score=50.0)]
    found = moodle.worksheet({"hw": grades}, Options(), Sheet(a_worksheet(grades, changed=("Yes", "Yes", "No")), "s"))
    assert [one.why for one in found.left] == [
        "15 is above 10, which Moodle refuses",
        "Moodle says that the grade cannot be changed",
    ]
    folder = [a_grade(1, student_id="Jane Doe_300_assignsubmission_file_", name="", email="", score=50.0)]
    found = moodle.worksheet({"hw": folder}, Options(), Sheet(a_worksheet([a_grade(1)]), "s"))
    assert found.changes[0].new == "5"
    number = [a_grade(1, student_id="300", name="", email="", score=50.0)]
    found = moodle.worksheet({"hw": number}, Options(), Sheet(a_worksheet([a_grade(1)]), "s"))
    assert not found.changes, "a bare number is no participant's"
    found = moodle.worksheet({"hw": number}, Options(key="identifier"), Sheet(a_worksheet([a_grade(1)]), "s"))
    assert found.changes, "unless that is said"
    with pytest.raises(UsageError, match="only with commas"):
        moodle.worksheet({"hw": grades}, Options(), Sheet(a_worksheet(grades).replace(b",", b";"), "s"))
    with pytest.raises(UsageError, match="no column 'Identifier'"):
        moodle.worksheet({"hw": grades}, Options(), Sheet(b"Name,Grade\nA,1\n", "s"))


# --- nbgrader, Gradescope, JUnit, JSON, workbook ----------------------------------------------------------


def test_nbgrader_every_assignment_with_every_student():
    grades = a_class()
    other = [
        replace(grades[0], assignment="hx", score=5.5, raw_score=6.0, penalty=0.5, due="2026-03-01T00:00:00+01:00")
    ]
    outcome = nbgrader.export({"hw": grades, "hx": other}, Options())
    rows = list(csv.DictReader(io.StringIO(content_of(outcome).decode(), newline=""), strict=True))
    columns = "assignment,duedate,timestamp,student_id,last_name,first_name,email,raw_score,late_submission_penalty"
    assert list(rows[0]) == [*columns.split(","), "score", "max_score"]
    assert len(rows) == 2 * MANY
    found = {(row["assignment"], row["student_id"]): row for row in rows}
    for grade in grades:
        row = found["hw", grade.student_id]
        assert row["email"] == grade.email
        assert row["score"] == ("" if grade.score is None else str(round(grade.score, 4)))
        assert row["timestamp"] == ("" if grade.status == "missing" else "2026-03-01 10:30:00")
        assert not row["last_name"].startswith(("=", "+", "@", "-")) and not row["first_name"].startswith("=")
    one = found["hx", grades[0].student_id]
    assert (one["raw_score"], one["late_submission_penalty"], one["score"]) == ("6.0", "0.5", "5.5")
    assert one["duedate"] == "2026-02-28 23:00:00"
    nobody = found["hx", grades[1].student_id]
    assert (nobody["score"], nobody["raw_score"], nobody["timestamp"], nobody["max_score"]) == (
        "0.0",
        "0.0",
        "",
        "100.0",
    )


def valid_results(content):
    """``results.json`` by the rules of Gradescope."""
    known = json.loads(content)
    levels = {"hidden", "after_due_date", "after_published", "visible"}
    types = {
        "score": (int, float), "execution_time": (int, float), "output": str, "visibility": str, "tests": list,
        "stdout_visibility": str, "extra_data": dict, "leaderboard": list,
    }  # fmt: skip
    assert set(known) <= set(types) and ("score" in known or known["tests"])
    assert all(isinstance(value, types[name]) for name, value in known.items())
    assert known["visibility"] in levels and known["stdout_visibility"] in levels
    of_test = {
        "score": (int, float), "max_score": (int, float), "status": str, "name": str, "number": str, "output": str,
        "tags": list, "visibility": str, "extra_data": dict,
    }  # fmt: skip
    for test in known["tests"]:
        assert set(test) <= set(of_test) and all(isinstance(value, of_test[name]) for name, value in test.items())
        assert test["status"] in ("passed", "failed") and test["visibility"] in levels
    return known


CHECKS = (
    a_check(), a_check(verdict="partial"), a_check(verdict="failed", message="got nan\x1b[31m <&>"),
    a_check(HIDDEN, "failed", diagnosis="sign"), a_check(HIDDEN, "error", message=f"ValueError: {SECRET}"),
    a_check(HIDDEN, "timeout"), a_check(verdict="missing"),
)  # fmt: skip


def test_gradescope_results_of_a_large_class():
    grades = [replace(grade, checks=CHECKS if number < 50 else ()) for number, grade in enumerate(a_class())]
    outcome = gradescope.export({"hw": grades}, Options())
    files = dict(outcome.files)
    assert len({name.casefold() for name in files}) == len(files) == MANY - 2
    found = {}
    for name, content in files.items():
        assert re.fullmatch(r"hw/[a-z0-9._~-]+/results\.json", name)
        known = valid_results(content)
        found[known["extra_data"]["student_id"]] = known
        hidden = [test for test in known["tests"] if test["visibility"] == "hidden"]
        assert not any(SECRET in test["output"] for test in hidden)
        assert len(hidden) == (3 if known["tests"] else 0)
    for grade in grades:
        if grade.score is not None:
            assert found[grade.student_id]["score"] == round(grade.score, 4)
    outputs = [test["output"] for test in found[grades[0].student_id]["tests"]]
    assert outputs[3].startswith("What it looks like: ") and outputs[4] == "It raises ValueError with other inputs."
    assert SECRET in outputs[1], "of a visible check students may know it"


def test_junit_counts_and_tells():
    grades = [replace(grade, checks=CHECKS if number > 9 else ()) for number, grade in enumerate(a_class())]
    content = content_of(junit.export({"hw": grades}, Options()))
    root = ElementTree.fromstring(content)
    assert root.tag == "testsuites"
    [suite] = root
    cases = list(suite)
    assert int(suite.get("tests")) == len(cases) == 10 + (MANY - 10) * len(CHECKS)
    for tag, name in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
        assert int(suite.get(name)) == sum(case.find(tag) is not None for case in cases)
    own = [case for case in cases if case.get("classname") == grades[12].student_id]
    tags = [case[0].tag if len(case) else "" for case in own]
    assert tags == ["", "failure", "failure", "failure", "error", "error", "skipped"]
    assert [case.get("name") for case in own] == ["naive_relu.clips"] * len(CHECKS)
    hidden = [case for place, case in enumerate(own) if CHECKS[place].visibility == HIDDEN]
    assert not any(SECRET in case[0].get("message") for case in hidden)
    assert {case.get("classname") for case in cases} == {grade.student_id for grade in grades}
    kinds = {case[0].tag for case in cases if case.get("classname") == grades[3].student_id}
    assert kinds == {"skipped"}, "nothing was handed in"


def test_json_holds_everything():
    grades = [replace(grade, checks=CHECKS if number == 7 else ()) for number, grade in enumerate(a_class())]
    known = json.loads(content_of(plain.export({"hw": grades, "hx": []}, Options(scale=10))))
    assert list(known["assignments"]) == ["hw", "hx"] and known["assignments"]["hx"] == []
    for grade, row in zip(grades, known["assignments"]["hw"], strict=True):
        assert all(row[name] == getattr(grade, name) for name in ("student_id", "name", "email", "score", "comment"))
        assert row["scaled_score"] == (None if grade.score is None else pytest.approx(grade.score / 10))
    assert len(known["assignments"]["hw"][7]["checks"]) == len(CHECKS)


def read_workbook(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in book:
        for cells in sheet.iter_rows():
            for cell in cells:
                assert cell.data_type != "f" and cell.hyperlink is None
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


def test_workbook_of_a_large_class():
    grades = a_class()
    graded = {"hw": grades, "Grades": grades[:3], "a" * 40: grades[:2], "A" * 40: [], "x/y[z]": grades[:1]}
    content = content_of(xlsx.export(graded, Options()))
    sheets = read_workbook(content)
    assert list(sheets) == ["Grades", "hw", "Grades 2", "a" * 31, "A" * 29 + " 2", "x_y_z_"]
    rows = {row[0]: row for row in sheets["Grades"][1:]}
    for grade in grades:
        row = rows[grade.student_id]
        assert row[:4] == [grade.student_id, grade.name, grade.email, grade.section]
        score = "excused" if grade.excused else None if grade.score is None else round(grade.score, 4)
        assert row[4] == score
    header, own = sheets["hw"][0], {row[0]: row for row in sheets["hw"][1:]}
    assert header[4:] == ["status", "score", "max_score", "raw_score", "penalty", "naive_relu", "overridden", "comment"]
    for grade in grades:
        assert own[grade.student_id][-1] == (grade.comment or None)
    assert content == content_of(xlsx.export(graded, Options())), "the same grades give the same bytes"


# --- whatever the names are -------------------------------------------------------------------------------

WORDS = st.text(st.characters(codec="utf-8"), max_size=12)
LINE = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12)
IDENTITIES = st.lists(LINE.map(str.strip).filter(bool), min_size=1, max_size=6, unique_by=lambda text: text.casefold())


@settings(max_examples=80, deadline=None)
@given(
    rows=st.lists(
        st.lists(WORDS.filter(lambda text: "\0" not in text), min_size=2, max_size=4), min_size=1, max_size=5
    ),
    delimiter=st.sampled_from(",;\t"),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    always=st.booleans(),
    mark=st.booleans(),
    last=st.booleans(),
    value=WORDS.filter(lambda text: "\0" not in text),
    data=st.data(),
)
def test_a_sheet_keeps_what_is_not_set(rows, delimiter, end, always, mark, last, value, data):
    rows[0] = [f"h{place}" for place in range(4)]

    def written(cell):
        special = always or any(sign in cell for sign in f'"\r\n{delimiter}')
        return '"' + cell.replace('"', '""') + '"' if special else cell

    content = end.join(delimiter.join(map(written, row)) for row in rows) + end * last
    encoded = (b"\xef\xbb\xbf" if mark else b"") + content.encode()
    sheet = Sheet(encoded, "it")
    assert sheet.encode() == encoded and sheet.delimiter == delimiter
    assert [row for row in sheet.rows if row != [""]] == rows
    place = data.draw(st.integers(0, len(rows) - 1))
    column = data.draw(st.integers(0, 3))
    sheet.set(place, column, value)
    again = list(csv.reader(io.StringIO(sheet.encode().decode("utf-8-sig"), newline=""), delimiter=delimiter))
    expected = [list(row) for row in rows]
    expected[place] += [""] * (column + 1 - len(expected[place]))
    expected[place][column] = value
    assert [row for row in again if row] == expected


def test_a_cell_is_quoted_as_it_was():
    sheet = Sheet(b'a,b,c\n"1","2"\r\n3, 4 ,5', "it")
    sheet.set(1, 1, "6")
    sheet.set(1, 2, "x,y")
    sheet.set(2, 0, "7")
    assert sheet.encode() == b'a,b,c\n"1","6","x,y"\r\n7, 4 ,5'


@settings(max_examples=60, deadline=None)
@given(students=IDENTITIES, names=st.lists(WORDS, min_size=6, max_size=6), comment=WORDS)
@example(students=["=1+1", "12", "a,b"], names=["", "Points", "x", "y", "z", "ü"], comment="=1\n'=2")
def test_any_names_reach_the_systems(students, names, comment):
    clean = [" ".join(name.replace("\0", "").split()) for name in names]
    grades = [
        a_grade(place, student_id=one, name=clean[place], email=f"{place}@x", comment=comment, score=12.5)
        for place, one in enumerate(students)
    ]
    course = a_course(grades, points="100")
    found = canvas.export({"hw": grades}, Options(key="sis_user_id"), Sheet(course.download(), "download"))
    if not any("Points Possible" in name for name in clean):
        changes, *_ = course.upload(content_of(found))
        assert changes == {(70_000 + place, 12): "12.5" for place in range(len(grades))}
    table = moodle.export({"hw": grades}, Options(key="idnumber"), None)
    _, imported = moodle_import(content_of(table), set(students), "ID number")
    assert {one: score for one, (score, _) in imported.items()} == dict.fromkeys(students, 12.5)
    assert {feedback for _, feedback in imported.values()} == {defused(comment)}
    rows = list(
        csv.DictReader(io.StringIO(content_of(nbgrader.export({"hw": grades}, Options())).decode(), newline=""))
    )
    assert sorted(row["student_id"] for row in rows) == sorted(students)
    files = dict(gradescope.export({"hw": grades}, Options()).files)
    assert {valid_results(one)["extra_data"]["student_id"] for one in files.values()} == set(students)


@settings(max_examples=60, deadline=None)
@given(name=WORDS, comment=WORDS, student=st.text(max_size=8).filter(bool))
@example(name="_x0041_", comment="\x01\x1b", student="\ud800")
@example(name="http://x", comment="=1+1", student="12")
def test_any_text_stands_in_a_workbook_and_a_report(name, comment, student):
    grades = [a_grade(1, student_id=student, name=name, comment=comment, checks=CHECKS[:3])]
    sheets = read_workbook(content_of(xlsx.export({"hw": grades}, Options())))
    legal = "".join(c for c in name if c.isprintable())
    if legal == name and "_x" not in name:
        assert (sheets["hw"][1][1] or "") == name
    root = ElementTree.fromstring(content_of(junit.export({"hw": grades}, Options())))
    assert len(root[0]) == 3
    json.loads(content_of(plain.export({"hw": grades}, Options())))
    assert all(valid_results(one) for _, one in gradescope.export({"hw": grades}, Options()).files)


def test_a_long_text_is_cut_to_what_a_cell_holds():
    grades = [a_grade(1, comment="😀" * 20_000)]
    text = read_workbook(content_of(xlsx.export({"hw": grades}, Options())))["hw"][1][-1]
    assert text.endswith("😀…") and len(text.encode("utf-16-le")) // 2 <= 32_767


# --- through the front door -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A class of 40 in a gradebook, its roster, and a Canvas download that lacks one and has another."""
    folder = tmp_path_factory.mktemp("exports")
    checks, students = classes.some_class(40)
    students["s10005"] = Result("naive_ops", "needs_attention", 100.0, message="no memory left for it")
    classes.write(folder / "grades", "naive_ops", checks, students)
    lines = [f'{one},"Doe, J{place}",{one}@uni.example,A,gelb' for place, one in enumerate(students)]
    roster = "\n".join(["Student_ID,Name,E-mail,Section,Favourite colour", *lines, "s9,Nobody,s9@uni.example,B,", ""])
    (folder / "roster.csv").write_text(roster.replace("E-mail", "email"), encoding="utf-8-sig")
    people = {5000 + place: (one, f"l{place}", f"Doe, J{place}") for place, one in enumerate(students) if place != 7}
    people[6000] = ("s99", "l99", "Somebody Else")
    course = CanvasCourse(people, {12: ("Naive ops", "10")})
    (folder / "canvas.csv").write_bytes(course.download())
    return folder, course


def request(folder, **other):
    values = {
        "names": ["naive_ops"], "format": "canvas", "to": folder / "out.csv", "into": folder / "canvas.csv",
        "roster": folder / "roster.csv", "columns": (), "key": None, "scale": None, "dry_run": False,
        "output": folder / "grades", "database": None, "course": None, "as_json": True,
    }  # fmt: skip
    return Request(**values | other)


def test_dry_run_and_export(grade, graded, tmp_path):
    folder, course = graded
    out = tmp_path / "out.csv"
    words = ["export", "naive_ops", "-f", "canvas", "-o", folder / "grades", "--into", folder / "canvas.csv"]
    words += ["--roster", folder / "roster.csv", "--to", out]
    done = grade(*words, "--dry-run", "--json")
    assert done.returncode == 1 and not out.exists(), done.stderr
    answer = json.loads(done.stdout)
    assert (
        answer["matched"] == 39 and len(answer["changes"]) == 38 and answer["left_alone"][0]["student_id"] == "s10005"
    )
    assert sorted(one["who"] for one in answer["only_in_grades"]) == ["Doe, J7 (s10007)", "Nobody (s9)"]
    assert [one["who"] for one in answer["only_in_file"]] == ["Somebody Else (6000)"]
    done = grade(*words)
    assert done.returncode == 1 and "39 matched, 3 not" in done.stdout and str(out) in done.stdout.replace("\n", "")
    changes, points, new, strangers = course.upload(out.read_bytes())
    assert len(changes) == 38 and not points and not new and not strangers
    by_id = {f"s{10_000 + number - 5000}": cell for (number, _), cell in changes.items()}
    assert by_id == {one["student_id"]: one["new"] for one in answer["changes"]}


def test_every_format_is_written(graded, tmp_path, capsys):
    folder, _ = graded
    for name, one in FORMATS.items():
        if one.into != "needed":
            to = tmp_path / (one.file or "scope")
            assert export(request(folder, format=name, into=None, to=to)) == 1  # a score is open
            assert to.stat().st_size and json.loads(capsys.readouterr().out)["file"] == str(to)
    assert len(list((tmp_path / "scope" / "naive_ops").iterdir())) == 40
    assert export(request(folder, format="junit", into=None, to=tmp_path)) == 1 and (tmp_path / "junit.xml").exists()
    secrets = [one.message for grade in gather(folder / "grades", None, [], {}, details=True)["naive_ops"]
               for one in grade.checks if one.visibility == HIDDEN and "got 0.25" in one.message]  # fmt: skip
    report = ElementTree.parse(tmp_path / "junit.xml")
    told = [case[0].get("message") for case in report.iter("testcase") if len(case)]
    assert secrets and sum("got 0.25" in one for one in told) > 0
    hidden = [case for case in report.iter("testcase") if "agrees_on_random_input" in case.get("name")]
    assert hidden and not any("got 0.25" in case[0].get("message") for case in hidden if len(case))


WRONG_FILES = [
    (b"PK\x03\x04abc", "it is a workbook"),
    (b"", "it is empty"),
    ("Student,ID\nMüller,1\n".encode("latin-1"), "line 2: byte 0xfc is not UTF-8"),
    ("Student,ID".encode("utf-16"), "it is UTF-16"),
    (b'Student,ID,x,y,z\n"a,b\n', "line 2: not a CSV"),
    (b"hello\n", "not a gradebook that was exported from Canvas"),
    (b"Student,ID,SIS,hw (1)\n", "no column 'Section'"),
]


@pytest.mark.parametrize("content, words", WRONG_FILES, ids=[words for _, words in WRONG_FILES])
def test_a_wrong_file_is_one_line(graded, tmp_path, content, words):
    (tmp_path / "wrong.csv").write_bytes(content)
    with pytest.raises(UsageError, match=re.escape(words)) as told:
        export(request(graded[0], into=tmp_path / "wrong.csv", to=tmp_path / "out.csv"))
    assert "\n" not in str(told.value) and not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize(
    "other, words",
    [
        ({"format": "cavnas"}, "did you mean canvas?"),
        ({"into": None}, "--into FILE"),
        ({"to": None}, "--to says where"),
        ({"into": Path("nowhere.csv")}, "nowhere.csv: cannot be read"),
        ({"format": "xlsx"}, "--into means nothing for --format xlsx"),
        ({"format": "json", "into": None, "key": "email"}, "--key means nothing"),
        ({"scale": -1.0}, "--scale -1"),
        ({"names": ["naive_op"]}, "did you mean naive_ops?"),
        ({"columns": ("a", "b")}, "2 columns for 1 assignments"),
        ({"columns": ("Naive ops (21)",)}, "did you mean Naive ops (12)?"),
    ],
    ids=lambda value: "" if isinstance(value, str) else "-".join(value),
)
def test_a_wrong_word_is_one_line(graded, other, words):
    with pytest.raises(UsageError, match=re.escape(words)):
        export(request(graded[0], **other))


def test_where_nobody_is_known_nothing_is_written(graded, tmp_path, capsys):
    asked = request(graded[0], format="moodle", into=None, roster=None, to=tmp_path / "x.csv")
    assert export(asked) == 1 and not (tmp_path / "x.csv").exists()
    notes = json.loads(capsys.readouterr().out)["notes"]
    assert any("--roster FILE" in note for note in notes) and any("nothing is written" in note for note in notes)


def test_the_download_is_never_written_over(graded):
    folder, _ = graded
    with pytest.raises(UsageError, match="stays as it is"):
        export(request(folder, to=folder / "canvas.csv"))


def test_roster(graded, tmp_path):
    folder, _ = graded
    roster = read_roster(folder / "roster.csv")
    assert roster["s10000"].name == "Doe, J0" and roster["s10000"].other["Favourite colour"] == "gelb"
    [grades] = gather(folder / "grades", None, ["naive_ops"], roster, details=True).values()
    known = {one.student_id: one for one in grades}
    assert (known["s9"].status, known["s9"].score, known["s9"].max_score) == ("missing", 0.0, known["s10000"].max_score)
    assert known["s10000"].roster == {"Favourite colour": "gelb"} and known["s10005"].score is None
    assert [one.student_id for one in grades] == sorted(known)


def test_what_was_decided_is_exported(graded, tmp_path):
    folder, _ = graded
    output = tmp_path / "grades"
    shutil.copytree(folder / "grades", output)
    with Gradebook.at(output, None) as book:
        book.set_members(read_roster(folder / "roster.csv"))
        common = {"assignment": "naive_ops", "who": "x"}
        book.decide(Decision(kind=OVERRIDE, student_id="s10000", value=42.0, words="why", **common))
        book.decide(Decision(kind=EXCUSE, student_id="s10001", words="ill", **common))
    [grades] = gather(output, None, ["naive_ops"], None, details=True).values()
    known = {one.student_id: one for one in grades}
    assert (known["s10000"].score, known["s10000"].name) == (42.0, "Doe, J0") and "why" in known["s10000"].overridden
    assert known["s10000"].raw_score != 42.0 and known["s10001"].excused
