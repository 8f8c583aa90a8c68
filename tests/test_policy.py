"""Deadlines: what is late, by the wall clock of the deadline, and what it costs."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.errors import CourseError
from grader.policy import Lateness, PerDay, Policy, UpTo, deduction, words
from grader.settings import Settings, read_settings

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
REST = 'title = "T"\n[points]\nf = 100\n'


def read(tmp_path, terms):
    path = tmp_path / "assignment.toml"
    path.write_text(f"{terms}\n{REST}")
    return read_settings(path)


def problem(tmp_path, terms):
    with pytest.raises(CourseError) as caught:
        read(tmp_path, terms)
    message = str(caught.value)
    assert "\n" not in message
    return message.removeprefix(f"{tmp_path / 'assignment.toml'}: ")


def policy(due, zone=None, **terms):
    made = Policy.of(Settings(title="T", points={"f": 100.0}, due=due, time_zone=zone, **terms))
    assert made is not None
    return made


TEN = PerDay(per_day=10, cap=50)
DUE = datetime(2026, 11, 20, 23, 59)


# --- settings ---------------------------------------------------------------------------------------------


def test_without_a_deadline_there_is_no_policy(tmp_path):
    there = read(tmp_path, 'time_zone = "Europe/Berlin"')
    assert there.due is None and there.attempts == "last"
    assert Policy.of(there) is None


@pytest.mark.parametrize(
    ("terms", "due"),
    [
        ("due = 2026-11-20T23:59:00+01:00", datetime(2026, 11, 20, 22, 59, tzinfo=UTC)),
        ("due = 2026-11-20T23:59:00Z", datetime(2026, 11, 20, 23, 59, tzinfo=UTC)),
        ('due = 2026-11-20T23:59:00\ntime_zone = "Europe/Berlin"', datetime(2026, 11, 20, 22, 59, tzinfo=UTC)),
        ('due = 2026-07-20 23:59:00\ntime_zone = "Europe/Berlin"', datetime(2026, 7, 20, 21, 59, tzinfo=UTC)),
        ('due = 2026-11-20T22:59:00Z\ntime_zone = "Europe/Berlin"', datetime(2026, 11, 20, 22, 59, tzinfo=UTC)),
        # shown twice: the later
        ('due = 2026-10-25T02:30:00\ntime_zone = "Europe/Berlin"', datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        ('due = 2026-11-01T01:30:00\ntime_zone = "America/New_York"', datetime(2026, 11, 1, 6, 30, tzinfo=UTC)),
        # an offset tells which of the two
        ('due = 2026-10-25T02:30:00+02:00\ntime_zone = "Europe/Berlin"', datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
    ],
)
def test_a_deadline_is_an_instant(tmp_path, terms, due):
    made = Policy.of(read(tmp_path, terms))
    assert made.due.astimezone(UTC) == due
    assert not made.lateness(due).late
    assert made.lateness(due + timedelta(microseconds=1)).late


def test_a_date_alone_is_the_end_of_that_day(tmp_path):
    made = Policy.of(read(tmp_path, 'due = 2026-11-20\ntime_zone = "Europe/Berlin"'))
    assert not made.lateness(datetime(2026, 11, 20, 23, 59, 59, tzinfo=BERLIN)).late
    assert made.lateness(datetime(2026, 11, 21, tzinfo=BERLIN)).late


def test_the_other_settings_are_read(tmp_path):
    terms = 'due = 2026-11-20T23:59:00Z\ngrace = "15 minutes"\nattempts = "best"\n'
    there = read(tmp_path, terms + "late_penalty = { per_day = 10, cap = 50 }")
    assert there.late_penalty == TEN and there.attempts == "best"
    there = read(tmp_path, terms + 'late_penalty = [{ up_to = "1 day", percent = 10 }, { percent = 60 }]')
    assert there.late_penalty == [UpTo(up_to="1 day", percent=10), UpTo(percent=60)]


Z = "due = 2026-11-20T23:59:00Z\n"


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ("due = 2026-11-20T23:59:00", ["due: 2026-11-20T23:59:00 is in no time zone", "time_zone = "]),
        ("due = 2026-11-20", ["due: 2026-11-20T23:59:59.999999 is in no time zone"]),
        ('due = "2026-11-20T23:59:00Z"', ["due: expected a date and time such as", "unquoted, got a text"]),
        ("due = 3", ["due: expected a date and time", "got a whole number"]),
        ("due = true", ["due: ", "got true or false"]),
        ("due = 23:59:00", ["due: ", "got a time alone"]),
        ("due = []", ["due: ", "got a list or table"]),
        ("due = 0001-01-01T00:00:00+14:00", ["due: the year 1; one from 1980 to 2999"]),
        (Z + 'time_zone = "Europe/Berln"', ["time_zone: no zone is called 'Europe/Berln'; did you mean Europe/Berlin"]),
        (Z + 'time_zone = "Berlin"', ["time_zone: ", "Europe/Berlin"]),
        (Z + 'time_zone = "zzzzzzzz"', ["time_zone: ", "a name such as Europe/Berlin would be right"]),
        (Z + 'time_zone = "../../etc/passwd"', ["time_zone: no zone is called"]),
        (Z + 'time_zone = "Europe"', ["time_zone: no zone is called 'Europe'"]),
        (Z + 'time_zone = ""', ["time_zone: no zone is called ''"]),
        ("time_zone = 3", ["time_zone: expected a text, got a whole number"]),
        (
            'due = 2026-03-29T02:30:00\ntime_zone = "Europe/Berlin"',
            ["due: 2026-03-29T02:30:00 does not exist in Europe/Berlin", "2026-03-29T03:30:00 would be right"],
        ),
        ('due = 2026-03-08T02:00:00\ntime_zone = "America/New_York"', ["due: ", "2026-03-08T03:00:00 would be right"]),
        ('grace = "15 minutes"', ["grace: without due there is nothing to be late for"]),
        ("late_penalty = { per_day = 10 }", ["late_penalty: without due"]),
        (Z + 'grace = "15"', ["grace: '15'; a number of minutes, hours or days"]),
        (Z + 'grace = "-1 hour"', ["grace: '-1 hour'"]),
        (Z + 'grace = "1 week"', ["grace: '1 week'"]),
        (Z + 'grace = "٣ hours"', ["grace: "]),
        (Z + 'grace = "100000 days"', ["grace: ", "at most 3650 days"]),
        (Z + "grace = 15", ["grace: expected a text, got a whole number"]),
        (Z + "late_penalty = 10", ["late_penalty: expected a table or a list, got a whole number"]),
        (Z + "late_penalty = { per_dya = 10 }", ["late_penalty.per_dya: no such setting; did you mean per_day?"]),
        (Z + "late_penalty = {}", ["late_penalty.per_day: missing; this setting is required"]),
        (Z + "late_penalty = { per_day = 101 }", ["late_penalty.per_day: expected a number <= 100"]),
        (Z + "late_penalty = { per_day = -1 }", ["late_penalty.per_day: expected a number >= 0"]),
        (Z + "late_penalty = { per_day = nan }", ["late_penalty.per_day: expected a number"]),
        (Z + "late_penalty = { per_day = 1, cap = 200 }", ["late_penalty.cap: expected a number <= 100"]),
        (Z + "late_penalty = []", ["late_penalty: no rows"]),
        (Z + "late_penalty = [3]", ["late_penalty[0]: expected a table, got a whole number"]),
        (Z + "late_penalty = [{ percnt = 3 }]", ["late_penalty[0].percnt: no such setting; did you mean percent?"]),
        (Z + 'late_penalty = [{ up_to = "soon", percent = 3 }]', ["late_penalty[0].up_to: 'soon'"]),
        (Z + 'late_penalty = [{ up_to = "0 days", percent = 3 }]', ["late_penalty[0].up_to: ", "more than nothing"]),
        (
            Z + 'late_penalty = [{ up_to = "2 days", percent = 3 }, { up_to = "48 hours", percent = 4 }]',
            ["late_penalty[1].up_to: '48 hours'; longer than in the row before"],
        ),
        (
            Z + 'late_penalty = [{ up_to = "1 day", percent = 30 }, { up_to = "2 days", percent = 20 }]',
            ["late_penalty[1].percent: 20; at least 30"],
        ),
        (Z + "late_penalty = [{ percent = 30 }, { percent = 40 }]", ["late_penalty[0].up_to: missing; only the last"]),
        (Z + 'attempts = "first"', ["attempts: 'first'; last or best would be right"]),
        (Z + "attempts = 3", ["attempts: expected a text, got a whole number"]),
        (Z + "late_penaltie = 3", ["late_penaltie: no such setting; did you mean late_penalty?"]),
    ],
)
def test_what_is_wrong_is_named(tmp_path, terms, said):
    message = problem(tmp_path, terms)
    for part in said:
        assert part in message


def test_what_checks_find_does_not_depend_on_the_deadline(tmp_path):
    def found(terms="", rest=""):
        path = tmp_path / "assignment.toml"
        path.write_text(f"{terms}\n{REST}{rest}")
        return msgspec.json.encode(read_settings(path).of_the_checks())

    before = found()
    zone = 'time_zone = "Europe/Berlin"\n'
    for terms in (
        Z,
        Z.replace("20T", "21T"),
        zone,
        Z + zone + 'grace = "1 hour"',
        Z + "late_penalty = { per_day = 10 }",
        Z + "late_penalty = [{ percent = 10 }]",
        'attempts = "best"',
    ):
        assert found(terms) == before, terms
    assert found(rest="[limits]\nseconds_per_check = 3") != before
    assert found('preload = ["scipy"]') != before


# --- arithmetic -------------------------------------------------------------------------------------------


def test_days_are_counted_by_the_wall_clock():
    made = policy(DUE, "Europe/Berlin", late_penalty=TEN)
    for day in range(1, 9):
        end = datetime(2026, 11, 20 + day, 23, 59, tzinfo=BERLIN)
        late = made.lateness(end)
        assert (late.days, late.percent, late.by) == (day, min(50, 10 * day), timedelta(day))
        assert made.lateness(end + timedelta(seconds=1)).days == day + 1


@pytest.mark.parametrize(
    ("zone", "before", "hours"),
    [
        ("Europe/Berlin", datetime(2026, 3, 28, 12), 23),
        ("Europe/Berlin", datetime(2026, 10, 24, 12), 25),
        ("America/New_York", datetime(2026, 3, 7, 12), 23),
        ("America/New_York", datetime(2026, 10, 31, 12), 25),
    ],
)
def test_a_night_of_23_or_25_hours_changes_nothing(zone, before, hours):
    made = policy(before, zone, late_penalty=TEN)
    next_noon = (before + timedelta(days=1)).replace(tzinfo=ZoneInfo(zone))
    late = made.lateness(next_noon)
    assert late.days == 1
    assert late.by == timedelta(hours=hours)
    assert made.lateness(next_noon + timedelta(seconds=1)).days == 2
    extended = made.lateness(next_noon, extension_days=1)
    assert not extended.late and extended.due == next_noon
    assert made.lateness(next_noon + timedelta(seconds=1), extension_days=1).days == 1
    assert made.lateness(next_noon + timedelta(hours=12), extension_days=1.5).late is False


def test_a_day_that_ends_at_a_time_left_out_or_shown_twice_ends_later():
    made = policy(datetime(2026, 3, 28, 2, 30), "Europe/Berlin")
    assert made.lateness(datetime(2026, 3, 29, 1, 30, tzinfo=UTC)).days == 1  # 3:30
    assert made.lateness(datetime(2026, 3, 29, 1, 30, 1, tzinfo=UTC)).days == 2
    made = policy(datetime(2026, 10, 24, 2, 30), "Europe/Berlin")
    assert made.lateness(datetime(2026, 10, 25, 1, 30, tzinfo=UTC)).days == 1  # the second 2:30
    assert made.lateness(datetime(2026, 10, 25, 1, 30, 1, tzinfo=UTC)).days == 2


def test_an_offset_alone_knows_no_summer_time():
    made = policy(datetime.fromisoformat("2026-10-24T12:00:00+02:00"))
    assert made.lateness(datetime.fromisoformat("2026-10-25T12:00:00+02:00")).days == 1
    assert made.lateness(datetime.fromisoformat("2026-10-25T12:00:00+01:00")).days == 2


def test_grace_is_for_every_day_alike():
    made = policy(DUE, "Europe/Berlin", grace="15 minutes", late_penalty=TEN)
    due = DUE.replace(tzinfo=BERLIN)
    on_time = made.lateness(due + timedelta(minutes=15))
    assert on_time == Lateness(False, 0, timedelta(0), 0.0, due)
    late = made.lateness(due + timedelta(minutes=15, microseconds=1))
    assert (late.days, late.percent, late.due) == (1, 10, due)
    assert late.by == timedelta(minutes=15, microseconds=1)
    assert made.lateness(due + timedelta(days=1, minutes=15)).days == 1
    assert made.lateness(due + timedelta(days=1, minutes=16)).days == 2


def test_a_table_has_its_rows_and_then_all_is_lost():
    rows = [UpTo(up_to="6 hours", percent=5), UpTo(up_to="1 day", percent=10), UpTo(up_to="3 days", percent=30)]
    due = DUE.replace(tzinfo=BERLIN)

    def percents(made):
        hours = (0, 1, 6, 7, 24, 25, 72, 73, 1000)
        return [made.lateness(due + timedelta(hours=one)).percent for one in hours]

    assert percents(policy(DUE, "Europe/Berlin", late_penalty=rows)) == [0, 5, 5, 10, 10, 30, 30, 100, 100]
    closed = policy(DUE, "Europe/Berlin", late_penalty=[*rows, UpTo(percent=60)])
    assert percents(closed) == [0, 5, 5, 10, 10, 30, 30, 60, 60]
    assert percents(policy(DUE, "Europe/Berlin")) == [0] * 9


@pytest.mark.parametrize("days", [-1, -0.001, float("nan"), float("inf"), 1e9])
def test_an_extension_that_is_none_is_refused(days):
    with pytest.raises(ValueError, match="an extension of"):
        policy(DUE, "Europe/Berlin").lateness(datetime(2026, 1, 1, tzinfo=UTC), days)


def test_a_time_without_zone_is_refused():
    with pytest.raises(ValueError, match="no time zone"):
        policy(DUE, "Europe/Berlin").lateness(DUE)


instants = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
extensions = st.sampled_from([0.0, 0.25, 1.0, 2.5, 14.0])
policies = st.builds(
    lambda due, zone, grace, penalty: policy(due.astimezone(ZoneInfo(zone)), zone, grace=grace, late_penalty=penalty),
    instants,
    st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"]),
    st.sampled_from([None, "15 minutes", "3 hours", "1 day", "1.5 days"]),
    st.sampled_from([TEN, [UpTo(up_to="5 hours", percent=5), UpTo(up_to="1 day", percent=7)], None]),
)


@settings(deadline=None)
@given(policies, instants, instants, extensions)
def test_later_is_never_cheaper(made, one, other, extension):
    first, second = (made.lateness(when, extension) for when in sorted((one, other)))
    assert (first.late, first.days, first.by, first.percent) <= (second.late, second.days, second.by, second.percent)
    assert first.due == second.due


@settings(deadline=None)
@given(policies, instants, extensions)
def test_an_extension_never_costs(made, when, extension):
    assert made.lateness(when, extension).percent <= made.lateness(when).percent
    assert made.lateness(when, extension).late <= made.lateness(when).late


@settings(deadline=None)
@given(policies, st.integers(0, 400))
def test_each_day_ends_as_the_wall_clock_says(made, n):
    wall = made.due.replace(tzinfo=None) + timedelta(made.grace.days + n)
    ends = [wall.replace(tzinfo=made.due.tzinfo, fold=fold).astimezone(UTC) for fold in (0, 1)]
    end = (max(ends) if made.grace.days + n else made.due.astimezone(UTC)) + made.grace.rest
    at, after = made.lateness(end), made.lateness(end + timedelta(microseconds=1))
    assert (at.days, after.days) == (n, n + 1)
    assert (at.late, after.late) == (n > 0, True)
    if not n:
        assert at.percent == 0 and at.by == timedelta(0)


# --- points and words -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("percent", "most", "raw", "points"),
    [(20, 100, 80, 20), (20, 100, 15, 15), (100, 100, 0, 0), (0, 100, 50, 0), (10, 33.333333, 30, 3.333333)],
)
def test_a_deduction_takes_no_more_than_there_is(percent, most, raw, points):
    assert deduction(percent, most, raw) == points


@given(st.floats(0, 100), st.floats(0, 1000), st.floats(0, 1000))
def test_no_score_is_below_0(percent, most, raw):
    assert 0 <= raw - deduction(percent, most, raw) <= raw


@pytest.mark.parametrize(
    ("days", "by", "points", "said"),
    [
        (2, timedelta(days=1, hours=3), 20, "2 days late (by 1 d 3 h): −20 points of 100"),
        (1, timedelta(minutes=20, seconds=5), 1, "1 day late (by 20 min 5 s): −1 point of 100"),
        (1, timedelta(hours=5, seconds=5), 2.5, "1 day late (by 5 h): −2.5 points of 100"),
        (1, timedelta(microseconds=5), 0, "1 day late (by less than 1 s)"),
    ],
)
def test_lateness_is_told_in_a_sentence(days, by, points, said):
    assert words(Lateness(True, days, by, 10.0, DUE), points) == said
    assert words(Lateness(False, 0, timedelta(0), 0.0, DUE)) == ""
