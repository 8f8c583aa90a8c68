"""Rosters: whatever spreadsheets write is read, what is wrong is one line, and strangers get the nearest names."""

import codecs
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.roster import Member, fused, read_roster, strangers, write_roster
from grader.tables import text

ADA = Member("007", "Ada Lovelace", "ada@uni.example", "A", 1.5, {"Programme": "CS"})
GOOD = "student_id,name,email,section,extension_days,Programme\r\n007,Ada Lovelace,ada@uni.example,A,1.5,CS\r\n"


def read(tmp_path, content):
    path = tmp_path / "roster.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_roster(path)


def problem(tmp_path, content):
    with pytest.raises(UsageError) as caught:
        read(tmp_path, content)
    message = str(caught.value)
    assert message.isprintable()
    return message.removeprefix(f"{tmp_path / 'roster.csv'}: ")


@pytest.mark.parametrize(
    "content",
    [
        GOOD,
        GOOD.encode("utf-8-sig"),
        GOOD.encode("utf-16"),
        codecs.BOM_UTF16_BE + GOOD.encode("utf-16-be"),
        GOOD.replace(",", ";"),
        GOOD.replace(",", "\t"),
        GOOD.replace(",", ";").replace("1.5", "1,5"),
        GOOD.replace("\r\n", "\n"),
        GOOD.replace("\r\n", "\r"),
        GOOD.replace("student_id", "Student ID").replace("extension_days", "EXTENSION-DAYS").replace("email", "E-Mail"),
        GOOD.replace(",", " , "),
        "\r\n" + GOOD + ",,,,,\r\n\r\n",
        GOOD.replace("\r\n", ",,\r\n"),
        '"student_id","name","email","section","extension_days","Programme"\n"007","Ada Lovelace",'
        '"ada@uni.example","A","1.5","CS"',
    ],
)
def test_whatever_spreadsheets_write_is_read(tmp_path, content):
    assert read(tmp_path, content) == {"007": ADA}


def test_only_ids_are_needed(tmp_path):
    assert read(tmp_path, "student_id\n007\n8\n") == {"007": Member("007"), "8": Member("8")}
    assert read(tmp_path, "name;student_id;x\nA, B;1\n") == {"1": Member("1", "A, B", other={"x": ""})}
    assert read(tmp_path, "student_id\n") == {}


def test_other_columns_are_kept_in_their_order(tmp_path):
    there = read(tmp_path, "Zeta,student_id,alpha,Beta\n1,2,3,4\n")
    assert list(there["2"].other.items()) == [("Zeta", "1"), ("alpha", "3"), ("Beta", "4")]


def test_quotes_hold_separators_quotes_and_lines(tmp_path):
    there = read(tmp_path, 'student_id,name\n1,"Love, ""Ada""\nCountess"\n2,B\n')
    assert there["1"].name == 'Love, "Ada"\nCountess'
    assert there["2"].name == "B"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", ["line 1: no column student_id; the file is empty"]),
        ("id,name\n1,A\n", ["line 1: no column student_id; "]),
        ("student,name\n1,A\n", ["line 1: no column student_id; did you mean student?"]),
        ("student_id,name,Name\n1,A,B\n", ["line 1: two columns are called name"]),
        ("student_id,x,x\n1,A,B\n", ["line 1: two columns are called x"]),
        ("student_id,,x\n1,A,B\n", ["line 1: column 2 has no name"]),
        ("student_id,name\n,A\n", ["line 2: student_id is empty"]),
        ("student_id,name\n1,A\n\n 1 ,B\n", ["line 4: student_id 1 is in line 2 already"]),
        ('student_id,name\n1,"A\nB"\n2,C\n1,D\n', ["line 5: student_id 1 is in line 2 already"]),
        ("student_id,name\n1,A,B\n", ["line 2: 3 cells, but there are 2 columns"]),
        ("student_id,extension_days\n1,-2\n", ["line 2: extension_days '-2'; a number of days from 0"]),
        ("student_id,extension_days\n1,two\n", ["line 2: extension_days 'two'"]),
        ("student_id,extension_days\n1,nan\n", ["line 2: extension_days 'nan'"]),
        ("student_id,extension_days\n1,1e9\n", ["line 2: extension_days '1e9'"]),
        ("student_id,extension_days\n1,٣\n", ["line 2: extension_days"]),
        ('student_id,name\n1,"A\n', ["line 2: not CSV"]),
        ('student_id,name\n1,"A"B\n', ["line 2: not CSV"]),
        ("student_id,name\n1,Zoë\n".encode("latin-1"), ["line 2: not UTF-8"]),
        (codecs.BOM_UTF16_LE + b"a", ["not UTF-16"]),
        ("student_id\n\x1b[31m\n\x1b[31m\n", ["line 3: student_id "]),
    ],
)
def test_what_is_wrong_is_one_line(tmp_path, content, said):
    message = problem(tmp_path, content)
    for part in said:
        assert part in message


def test_a_roster_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UsageError, match=r"no\.csv: cannot be read: No such file"):
        read_roster(tmp_path / "no.csv")
    with pytest.raises(UsageError, match="cannot be read"):
        read_roster(tmp_path)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]) | st.sampled_from("'=+-@")))
def test_a_cell_of_the_tables_is_read_back(value):
    if value.isprintable():
        assert fused(text(value)) == value


hostile = (
    st.text(alphabet=st.characters(exclude_categories=["Cs"]) | st.sampled_from("'=+-@\t\r\n\",;\0 "), max_size=12)
    | st.sampled_from(["=1+1", "'=1", "''", '"', "a\r\nb", "\N{RIGHT-TO-LEFT OVERRIDE}x", "-", "'-", "0010", "1e5"])
).map(str.strip)
rosters = st.builds(
    lambda rows, others: [Member(*row[:4], row[4], dict(zip(others, row[5:], strict=False))) for row in rows],
    st.lists(
        st.tuples(
            hostile.filter(bool),
            hostile,
            hostile,
            hostile,
            st.sampled_from([0.0, 1.0, 0.1, 100.0])
            | st.floats(0, 3650, allow_subnormal=False).map(lambda x: round(x, 9)),
            hostile,
            hostile,
        ),
        max_size=6,
        unique_by=lambda row: row[0],
    ),
    st.sampled_from([["Programme", "=x"], ["a,b", 'q"']]),
)


@pytest.fixture
def no_waiting(monkeypatch):
    """A hundred files need not be on the disk one by one."""
    monkeypatch.setattr("os.fsync", lambda descriptor: None)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(members=rosters)
def test_what_is_written_is_read_back(tmp_path, no_waiting, members):
    path = tmp_path / "roster.csv"
    write_roster(path, members)
    assert list(read_roster(path).values()) == members
    raw = path.read_bytes()
    assert not any(line.startswith((b"=", b"@")) for line in raw.split(b"\r\n"))


def test_strangers_get_the_nearest(tmp_path):
    roster = {
        one.student_id: one
        for one in (
            Member("1024", "Ada Lovelace", "ada@uni.example"),
            Member("2048", "Zoë Ångström", "zoe@uni.example"),
            Member("007", "James Bond"),
            Member("jdoe", "Jane Doe", "jane.doe@uni.example"),
        )
    }

    def nearest(student):
        [one] = strangers([student, "1024"], roster)
        assert one.student_id == student
        return [member.student_id for member in one.nearest]

    assert nearest("1042")[0] == "1024"
    assert nearest("lovelace-ada") == ["1024"]
    assert nearest("Zoe Angstrom") == ["2048"]
    assert nearest("jane.doe") == ["jdoe"]
    assert nearest("7") == ["007"]
    assert nearest("LOVELACE_1024_assignsubmission_file") == ["1024"]
    assert nearest("qqqqqq") == []
    assert nearest("") == []
    assert nearest("\x1b[31m" * 1000) == []
    assert strangers(["007", "jdoe"], roster) == []
    [one] = strangers(["102\x1b4"], roster)
    assert one.words().isprintable() and "did you mean 1024 (Ada Lovelace)?" in one.words()
    [one] = strangers(["qqqqqq"], roster)
    assert one.words() == "qqqqqq is not on the roster"


def test_20_000_rows_are_read_soon(tmp_path):
    members = [Member(f"{n:07d}", f"Student {n}", f"s{n}@uni.example", other={"x": "y"}) for n in range(20_000)]
    write_roster(tmp_path / "roster.csv", members)
    start = time.process_time()
    roster = read_roster(tmp_path / "roster.csv")
    assert len(roster) == 20_000
    assert time.process_time() - start < 3
    start = time.process_time()
    found = strangers([f"x{n}" for n in range(30)], roster)
    assert len(found) == 30
    assert time.process_time() - start < 6
