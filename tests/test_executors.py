"""Worker threads here and the worker's side of a cluster, without a cluster."""

import platform
import threading
import time
from dataclasses import dataclass, replace
from types import SimpleNamespace

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.course import Course
from grader.errors import UsageError
from grader.executors import Job, station
from grader.executors.connection import connect, within
from grader.executors.local import LocalExecutor
from grader.executors.station import Answer, Order, Station, Stations
from grader.inside.confinement import Walls
from grader.intake import Work
from grader.provenance import Provenance
from grader.results import STATUSES, VERDICTS, CheckResult, Result
from grader.walls import measure


@dataclass
class FakeGrader:
    """Grades at once, and keeps count of how many it has begun."""

    begun: int = 0
    fault: Exception | None = None

    def grade_work(self, work, parts=None):
        self.begun += 1
        if self.fault is not None:
            raise self.fault
        return Result("naive_ops", "graded", 1.0, sha256=work.sha256)


def jobs(many, taken=None):
    for number in range(many):
        if taken is not None:
            taken.append(number)
        yield Job(number, Work(b"%d" % number, ".py"))


def wait_for(condition, seconds=5.0):
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.005)
    assert condition()


def test_every_job_has_its_result_and_the_host():
    done = list(LocalExecutor(FakeGrader(), 3).run(jobs(20)))
    assert sorted(one.number for one in done) == list(range(20))
    assert all(one.result.sha256 == Work(b"%d" % one.number, ".py").sha256 for one in done)
    assert {one.host for one in done} == {platform.node()}


def test_a_worker_goes_on_only_when_its_result_is_kept():
    grader = FakeGrader()
    results = LocalExecutor(grader, 1).run(jobs(3))
    next(results)
    time.sleep(0.1)
    assert grader.begun == 1
    next(results)
    assert grader.begun == 2
    assert len(list(results)) == 1


def test_jobs_are_taken_as_they_are_needed():
    taken = []
    results = LocalExecutor(FakeGrader(), 2).run(jobs(1000, taken))
    for asked in range(1, 20):
        next(results)
        assert len(taken) <= asked + 1
    results.close()
    assert len(taken) < 25


def test_parts_reach_the_grader():
    seen = []
    grader = SimpleNamespace(grade_work=lambda work, parts: seen.append(parts) or Result("a", "graded", 1.0))
    list(LocalExecutor(grader, 1).run([Job(1, Work(b"", ".py"), frozenset({"one"})), Job(2, Work(b"", ".py"))]))
    assert seen == [frozenset({"one"}), None]


@pytest.mark.parametrize("workers", [1, 3])
def test_an_exception_in_a_worker_reaches_the_main_thread(workers):
    before = set(threading.enumerate())
    with pytest.raises(ZeroDivisionError):
        list(LocalExecutor(FakeGrader(fault=ZeroDivisionError()), workers).run(jobs(5)))

    def broken():
        yield from jobs(2)
        raise LookupError

    with pytest.raises(LookupError):
        list(LocalExecutor(FakeGrader(), workers).run(broken()))
    wait_for(lambda: not set(threading.enumerate()) - before)


def test_ending_early_ends_the_threads():
    before = set(threading.enumerate())
    results = LocalExecutor(FakeGrader(), 3).run(jobs(50))
    next(results)
    results.close()
    wait_for(lambda: not set(threading.enumerate()) - before)


def test_a_worker_that_is_still_grading_ends_too():
    before = set(threading.enumerate())
    hold = threading.Event()

    class Grader(FakeGrader):
        def grade_work(self, work, parts=None):
            if work.content != b"0":
                hold.wait(10)
            return super().grade_work(work)

    results = LocalExecutor(Grader(), 2).run(jobs(50))
    assert next(results).number == 0
    results.close()
    hold.set()
    wait_for(lambda: not set(threading.enumerate()) - before)


# --- what travels ---

texts = st.text(max_size=30)
numbers = st.floats(allow_nan=False, allow_infinity=False)
check_results = st.builds(
    CheckResult, texts, texts, st.sampled_from(["visible", "hidden"]), texts, numbers, st.sampled_from(VERDICTS),
    numbers, numbers, texts,
)  # fmt: skip
results = st.builds(
    Result, texts, st.sampled_from(STATUSES), numbers, st.lists(check_results, max_size=4).map(tuple), texts, numbers,
    st.lists(texts, max_size=3).map(tuple), texts, st.lists(texts, max_size=3).map(tuple), st.binary(max_size=50),
)  # fmt: skip
walls = st.builds(
    Walls, st.integers(0, 9), st.booleans(), st.booleans(), st.booleans(), st.lists(texts, max_size=3)
)  # fmt: skip
answers = st.builds(Answer, texts, texts, st.none() | walls, st.none() | results, texts)


@given(answers)
def test_answers_arrive_as_they_were_sent(answer):
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(answer), type=Answer) == answer


@given(st.binary(max_size=100))
def test_an_order_of_another_version_is_refused(junk):
    with pytest.raises(UsageError, match="another version of grade"):
        Stations().get(b"\xc1" + junk)


# --- a worker that is not fit ---


@pytest.fixture
def provenance(root):
    assignment = Course.at(root).assignment("naive_ops")
    return Provenance.of(assignment, assignment.checks(hidden=True), measure())


@pytest.fixture
def refusal(root, provenance, monkeypatch):
    """What a station says to an order for this provenance with some fields changed."""
    monkeypatch.setattr(station, "_source", [])

    def refusal(course=root, **changes):
        with pytest.raises(UsageError) as caught:
            Station(Order("session", str(course), msgspec.structs.replace(provenance, **changes)))
        return str(caught.value)

    return refusal


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"reference": "another"}, "it differs in the reference"),
        ({"settings": "others"}, "it differs in the settings"),
        ({"seeds": "others"}, "it differs in the seeds"),
        ({"files": "others"}, "it differs in the files that submissions may read"),
        ({"source": "another"}, "the grader (its source"),
        ({"python": "2.7"}, "Python (2.7 → "),
        ({"machine": "abacus"}, "the kind of machine (abacus → "),
        ({"packages": {}}, "numpy (none → "),
        ({"checks": {}}, "it differs in the checks ("),
        ({"assignment": "naive_opps"}, "did you mean naive_ops?"),
    ],
)
def test_what_differs_is_named(change, says, refusal):
    assert says in refusal(**change)


def test_weaker_isolation_is_refused(refusal, monkeypatch):
    monkeypatch.setenv("GRADE_WITHOUT", "landlock")
    assert refusal(isolation="full") == "its isolation is weaker (partial instead of full)"


def test_a_course_that_is_not_there_is_refused(refusal, monkeypatch, tmp_path):
    monkeypatch.setenv(station.VARIABLE, str(tmp_path / "nowhere"))
    assert "nowhere: no course" in refusal()


def test_source_that_has_changed_under_a_running_worker_is_refused(refusal):
    refusal(reference="another")
    station._source[:] = ["what was loaded"]
    assert "starting the worker again" in refusal()


def test_other_settings_of_the_title_do_not_count(root, provenance):
    assignment = Course.at(root).assignment("naive_ops")
    renamed = replace(assignment, settings=msgspec.structs.replace(assignment.settings, title="Another title"))
    assert Provenance.of(renamed, renamed.checks(hidden=True), measure()) == provenance


class FakeStation:
    def __init__(self, order):
        self.session, self.closed, self.unused = order.session, False, 0.0

    def idle(self, seconds):
        return self.unused > seconds

    def close(self):
        self.closed = True


def test_each_batch_has_a_station_of_its_own_until_it_ends(provenance, monkeypatch):
    monkeypatch.setattr(station, "Station", FakeStation)
    stations = Stations()
    one, other = (msgspec.msgpack.encode(Order(session, "/course", provenance)) for session in ("one", "other"))
    first, second = stations.get(one), stations.get(other)
    assert stations.get(one) is first and second is not first
    stations.close("one")
    assert first.closed and not second.closed
    with pytest.raises(UsageError, match="the batch has ended"):  # a job that was on its way when the batch ended
        stations.get(one)


def test_a_station_that_nobody_uses_ends_and_comes_back(provenance, monkeypatch):
    monkeypatch.setattr(station, "Station", FakeStation)
    stations = Stations()
    order = msgspec.msgpack.encode(Order("one", "/course", provenance))
    first = stations.get(order)
    stations.close_idle(10)
    assert not first.closed
    first.unused = 11
    stations.close_idle(10)
    assert first.closed and stations.get(order) is not first


# --- the way to a scheduler ---


@pytest.mark.parametrize(
    "address", ["", "foo", "tcp://", "tcp://host", "tcp://host:abc", "tcp://host:0", "127.0.0.1:99999", "bad://host:1"]
)
def test_malformed_addresses_are_one_line_at_once(address):
    with pytest.raises(UsageError, match="not an address; tcp://host:8786 would be right"):
        connect(address)


def test_waiting_has_an_end():
    begin = time.monotonic()
    within(0.05, lambda: time.sleep(1))
    within(5, lambda: 1 / 0)
    assert time.monotonic() - begin < 0.5
