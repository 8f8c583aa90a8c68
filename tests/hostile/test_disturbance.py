"""Disturbance: what a submission does to its process, to the machine or to the grader costs that check and no other.

Each file of ``disturbance/`` is a submission with a part that is right (`calm`) and one that disturbs (`storm`); two
checks ask for the storm, and after each of them one asks for the calm. Its first lines say what has to come of it:

    # verdict: timeout memory      what a check of the storm may get
    # says: more memory            what its message says (a regular expression)
    # problem: ended by itself     what the message of the submission says
    # calm: either, lost           where its own process, alive between two checks, is what it has spoiled
    # weaker: passed               what the storm may get as well where a wall is left out
"""

from __future__ import annotations

import contextlib
import csv
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import pytest

from grader.course import Course
from grader.isolated import Isolation, Task
from grader.runner import WarmPool
from grader.submission import parse_submission

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
COURSE = HERE / "disturbance_course"
LIMIT, LOAD_LIMIT, ATTEMPTS = 0.5, 1.0, 3  # seconds for a check of the storm, for loading, how often that is tried
MOST_MEMORY = 500 << 20  # of the grader's own process
RIGHT = (COURSE / "reference/storms/storms.py").read_text(encoding="utf-8")
LINUX = sys.platform == "linux"
pytestmark = pytest.mark.skipif(not LINUX, reason="processes are watched through /proc")


# --- the submissions ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Storm:
    """A submission that disturbs, and what has to come of it."""

    name: str
    source: str

    def head(self, key: str) -> str:
        found = re.search(rf"^# {key}: (.*)$", self.source, re.MULTILINE)
        return found[1] if found else ""

    @property
    def verdicts(self) -> set[str]:
        return set(self.head("verdict").split())

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.source.encode()).hexdigest()


STORMS = [Storm(path.stem, path.read_text(encoding="utf-8")) for path in sorted((HERE / "disturbance").glob("*.py"))]
CALM = "def calm(x):\n    {}\n    return 2 * x + 1\n\n\ndef storm(x):\n    return 3 * x\n"
FAIR = {  # between the others by name, so that they are graded beside them
    "d_right": RIGHT,
    "e_busy": "import time\n" + CALM.format("while time.thread_time() < 0.3: pass"),
    "f_asleep": "import time\n" + CALM.format("time.sleep(0.3)"),
    "i_large": "import numpy as np\n" + CALM.format("x = x + 0 * np.ones(15_000_000).sum()"),
    "m_half": CALM.format("return x"),
    "n_talkative": CALM.format("print('x' * 10**6)"),
    "p_files": CALM.format("open('a', 'wb').write(bytes(4 << 20)); x = x + 0 * len(open('a', 'rb').read())"),
    "r_error": CALM.format("raise ValueError(len(x))"),
    "s_threads": "from concurrent.futures import ThreadPoolExecutor as Pool\n"
    + CALM.format("x = x + 0 * sum(Pool(8).map(abs, range(100)))"),
    "u_unreadable": "def calm(:\n",
}

# Those that could leave something behind or hold something up where a wall is left out, or for an ordinary user.
TENACIOUS = """
    channel_closed_asleep descriptors_exhausted file_that_grows files_by_the_thousand files_deleted_but_open
    files_that_fill_the_folder files_with_long_names files_without_a_turn folders_1500_deep folders_without_rights
    folder_taken_away fork_bomb fork_by_multiprocessing fork_into_a_program fork_that_stays frames_after_the_answer
    loop_sum memory_of_a_mapped_file memory_of_dev_zero memory_shared output_from_threads signal_stop signals_ignored
    signals_ignored_asleep threads_of_32_kb
""".split()


def some(names):
    return [storm for storm in STORMS if storm.name in names]


def write_class(folder, sources):
    folder.mkdir(parents=True, exist_ok=True)
    for name, source in sources.items():
        (folder / f"{name}.py").write_text(source, encoding="utf-8")
    return folder


def sources_of(storms):
    return {storm.name: storm.source for storm in storms}


# --- a batch, watched from outside ----------------------------------------------------------------------------

# The command as a terminal starts it, with a note of how long each check took and of the command's own peak memory.
RECORDER = """
import json, signal, sys, time
from grader import isolated
from grader.cli import main
path, seen, one = sys.argv.pop(1), [], isolated.Isolation.run_check

def recorded(self, task):
    begin = time.monotonic()
    outcome = one(self, task)
    seen.append([self.submission.sha256, task.check.part, time.monotonic() - begin])
    return outcome

isolated.Isolation.run_check = recorded
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)
try:
    main()
finally:
    with open("/proc/self/status") as status:
        peak = next(int(line.split()[1]) << 10 for line in status if line.startswith("VmHWM:"))
    with open(path, "w") as file:
        json.dump({"seen": seen, "peak": peak}, file)
"""


def processes():
    """Every process that is no zombie: its id with its time of birth → its parent."""
    found = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError), open(f"/proc/{name}/stat", "rb") as file:
            fields = file.read().rpartition(b")")[2].split()
            if fields[0] != b"Z":
                found[int(name), int(fields[19])] = int(fields[1])
    return found


def cpu_seconds(pid):
    with contextlib.suppress(OSError), open(f"/proc/{pid}/stat", "rb") as file:
        fields = file.read().rpartition(b")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0


@dataclass
class Batch:
    """A run of `grade batch`, everything that it starts noted while it runs."""

    folder: Path  # holds all that belongs to it
    sources: dict[str, str]
    course: Path = COURSE
    words: tuple[object, ...] = ()
    workers: int = 2
    before: tuple[object, ...] = ()  # a command to run it with
    environment: dict[str, str] = field(default_factory=dict)

    def start(self):
        write_class(self.folder / "work", self.sources)
        for name in ("tmp", "out"):
            (self.folder / name).mkdir(exist_ok=True)
        words = ["batch", self.folder / "work", "-a", "storms", "--course", self.course, "-o", self.folder / "out"]
        command = [*self.before, sys.executable, "-c", RECORDER, self.folder / "out/record.json", *words]
        command += ["--workers", self.workers, *self.words]
        environment = {**os.environ, **self.environment, "TMPDIR": str(self.folder / "tmp")}
        with (self.folder / "said").open("wb") as said:
            self.running = subprocess.Popen(
                [str(word) for word in command], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=said,
                stderr=said,
            )  # fmt: skip
        self.pid = self.running.pid
        self.family: set[tuple[int, int]] = set()
        return self

    def look(self):
        """Note what the batch has started; the living ones of it."""
        living = processes()
        pids = {self.pid} | {pid for pid, birth in self.family if (pid, birth) in living}
        grown = True
        while grown:
            children = {pid for (pid, _), parent in living.items() if parent in pids}
            grown = not children <= pids
            pids |= children
        self.family |= {key for key in living if key[0] in pids and key[0] != self.pid}
        return {key[0] for key in self.family if key in living}

    def finish(self, seconds=300.0):
        """Until it has ended by itself."""
        end = time.monotonic() + seconds
        while self.running.poll() is None:
            self.look()
            if time.monotonic() > end:
                pytest.fail(f"the batch did not end within {seconds} seconds")
            time.sleep(0.05)
        return self

    def stop(self):
        """End whatever still lives of it."""
        left = self.look()
        self.running.kill()
        self.running.wait()
        for pid in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def runs(self):
        """The isolated processes that live now."""
        warm = {pid for (pid, _), parent in processes().items() if parent == self.pid}
        return {pid for (pid, _), parent in processes().items() if parent in warm}

    def left(self):
        """What is left of it: processes by descent or by their environment, files, mounts."""
        mark = str(self.folder / "tmp")
        found = [f"process {pid}" for pid in sorted(self.look() | marked(mark))]
        found += [f"file {path}" for path in sorted(os.listdir(mark))]
        return found + [line for line in Path("/proc/self/mountinfo").read_text().splitlines() if mark in line]

    def left_after(self, seconds):
        end = time.monotonic() + seconds
        while (found := self.left()) and time.monotonic() < end:
            time.sleep(0.05)
        return found

    @property
    def said(self):
        return (self.folder / "said").read_text(encoding="utf-8", errors="replace")

    @property
    def record(self):
        return json.loads((self.folder / "out/record.json").read_text())

    def rows(self):
        return {row["student_id"]: row for row in self._read("storms.csv")}

    def checks(self, name, part):
        rows = self._read("storms.checks.csv")
        return [row for row in rows if row["student_id"] == name and row["part"] == part]

    def _read(self, name):
        with (self.folder / "out" / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


def marked(text):
    """Processes that have a text in their environment; those of others cannot be looked at."""
    found = set()
    for name in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError):
            if text.encode() in Path(f"/proc/{name}/environ").read_bytes():
                found.add(int(name))
    return found


def cells_without_seconds(folder, name, students):
    """The cells of some students, but for the one that may differ."""
    with (folder / name).open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    column = lines[0].index("seconds")
    return [line[:column] + line[column + 1 :] for line in lines[1:] if line[0] in students]


def wrong_in(batch, storm, weaker=False):
    """What came of a storm that must not, one line each."""
    allowed = storm.verdicts | (set(storm.head("weaker").split()) if weaker else set())
    row, found = batch.rows()[storm.name], []
    for check in batch.checks(storm.name, "storm"):
        if check["verdict"] not in allowed:
            found.append(f"{check['check']}: {check['verdict']!r}, not {sorted(allowed)}: {check['message']}")
        elif not weaker and not re.search(storm.head("says"), check["message"]):
            found.append(f"{check['check']}: {check['message']!r} does not say {storm.head('says')!r}")
    if not re.search(storm.head("problem"), row["message"]):
        found.append(f"the message is {row['message']!r}")
    if row["status"] != "graded":
        found.append(f"its status is {row['status']}: {row['message']}")
    return found


def lost_calm(batch, storm):
    checks = batch.checks(storm.name, "calm")
    assert len(checks) == 2, batch.rows()[storm.name]
    return [f"{check['check']}: {check['verdict']}: {check['message']}" for check in checks if check["score"] == "0"]


@pytest.fixture
def start(tmp_path):
    """Starts a batch: `start(sources, workers=2)`; what lives of it when the test has failed is ended."""
    started = []

    def begin(sources, folder=tmp_path, **options):
        started.append(Batch(folder, sources, **options))
        return started[-1].start()

    yield begin
    for batch in started:
        batch.stop()


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """Every storm and some fair submissions, graded together."""
    batch = Batch(tmp_path_factory.mktemp("corpus"), {**sources_of(STORMS), **FAIR}).start()
    try:
        yield batch.finish()
    finally:
        batch.stop()


by_name = pytest.mark.parametrize("storm", STORMS, ids=lambda storm: storm.name)


# --- what comes of each ---------------------------------------------------------------------------------------


def test_the_batch_ends_well(corpus):
    assert corpus.running.returncode == 0, corpus.said
    assert "Traceback" not in corpus.said
    assert len(STORMS) >= 35


@by_name
def test_a_storm_gets_its_verdict(storm, corpus):
    assert wrong_in(corpus, storm) == []


@by_name
def test_the_other_checks_of_the_same_submission_keep_their_points(storm, corpus):
    lost = lost_calm(corpus, storm)
    if storm.head("calm") == "lost":
        assert lost
    elif storm.head("calm") != "either":
        assert lost == []


def test_other_submissions_keep_every_byte(corpus, grade, tmp_path):
    work = write_class(tmp_path / "work", FAIR)
    done = grade("batch", work, "-a", "storms", "--course", COURSE, "-o", tmp_path / "out", "--workers", 2)
    assert done.returncode == 0, done.stderr
    for name in ("storms.csv", "storms.checks.csv"):
        alone = cells_without_seconds(tmp_path / "out", name, FAIR)
        assert alone and alone == cells_without_seconds(corpus.folder / "out", name, FAIR)
    scores = {name: row["score"] for name, row in corpus.rows().items() if name in FAIR}
    assert scores == dict.fromkeys(FAIR, "100") | {"m_half": "50", "r_error": "50", "u_unreadable": "0"}


def test_the_grader_itself_stays_small(corpus):
    assert corpus.record["peak"] < MOST_MEMORY


def test_nothing_is_left_of_the_batch(corpus):
    assert len(corpus.family) > len(STORMS)  # it was watched
    assert corpus.left() == []


# --- in time --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pool():
    with WarmPool() as warm:
        yield warm


def allowance(storm):
    """Seconds within which a verdict is due: the limit and one; at first the attempts to load the file as well."""
    return LIMIT + 1 + (ATTEMPTS * LOAD_LIMIT if storm.head("problem") or storm.head("calm") == "lost" else 0)


def seconds_of(pool, storm):
    """How long the verdict on a storm takes, alone, from its question to its end."""
    assignment = Course.at(COURSE).assignment("storms")
    check = next(one for one in assignment.checks(hidden=False) if one.part == "storm")
    submission = parse_submission(storm.source.encode(), ".py", "storms")
    isolation = Isolation(pool, assignment.settings, "storms", submission, load_seconds=LOAD_LIMIT)
    begin = time.monotonic()
    isolation.observe([Task.of(check, b"", [1], LIMIT)])
    return time.monotonic() - begin


def slowness():
    """How many seconds a second of work takes on this machine just now."""
    begin, cpu = time.monotonic(), time.thread_time()
    while time.thread_time() - cpu < 0.2:
        pass
    return max(1.0, (time.monotonic() - begin) / 0.2)


@by_name
def test_the_verdict_comes_within_the_limit_and_a_second(storm, corpus, pool):
    """On a busy machine the batch may have taken longer: measured again, with regard to how busy it is."""
    seconds = max(seconds for digest, _, seconds in corpus.record["seen"] if digest == storm.digest)
    allowed = allowance(storm)
    for _ in range(3):
        if seconds <= allowed:
            return
        before, seconds = slowness(), seconds_of(pool, storm)
        allowed = max(before, slowness()) * allowance(storm)
    pytest.fail(f"the verdict took {seconds:.2f} s; {allowed:.2f} s would be right")


# --- the grader's own process ---------------------------------------------------------------------------------


def descriptors():
    return sorted(os.listdir("/proc/self/fd"))


def test_runs_that_end_badly_leave_no_descriptor_thread_or_zombie(pool):
    """In the grader's process and in the warm one."""
    names = (
        "channel_closed channel_closed_asleep end_by_segfault end_by_exit frames_of_garbage loop_at_load memory_ones"
    )
    bad = some(names.split())
    assignment = Course.at(COURSE).assignment("storms")
    tasks = [Task.of(check, b"", [1], LIMIT) for check in assignment.checks(hidden=False)]

    def grade_all():
        for storm in bad:
            submission = parse_submission(storm.source.encode(), ".py", "storms")
            Isolation(pool, assignment.settings, "storms", submission, load_seconds=LOAD_LIMIT).observe(tasks)

    def state():
        warm = pool.process(("numpy",))._process.pid
        children = Path(f"/proc/{warm}/task/{warm}/children").read_text()
        threads = [os.listdir(f"/proc/{pid}/task") for pid in (os.getpid(), warm)]
        return descriptors(), os.listdir(f"/proc/{warm}/fd"), children, threads, sorted(os.listdir(pool.scratch.path))

    grade_all()
    before = state()
    for _ in range(2):
        grade_all()
    assert state() == before


def test_tables_of_pages_count_as_memory(pool):
    """Half a terabyte of nothing that is only read costs the kernel a gigabyte, which RLIMIT_DATA does not count."""
    assignment = Course.at(COURSE).assignment("storms")
    check = next(one for one in assignment.checks(hidden=False) if one.part == "storm")
    settings = msgspec.structs.replace(
        assignment.settings, limits=msgspec.structs.replace(assignment.settings.limits, memory_mb=64)
    )
    storm = some(["memory_of_page_tables"])[0]
    submission = parse_submission(storm.source.encode(), ".py", "storms")
    isolation = Isolation(pool, settings, "storms", submission, load_seconds=LOAD_LIMIT)
    outcome = isolation.observe([Task.of(check, b"", [1], 30.0)]).outcomes[0]
    assert outcome.verdict in ("memory", "forbidden"), outcome


def test_a_pause_of_the_grader_costs_no_points(start):
    """Ctrl-Z and `fg`, a laptop that sleeps: what a submission does not use meanwhile is not charged to it."""
    source = "import time\n" + CALM.format("end = time.thread_time() + 0.2\n    while time.thread_time() < end: pass")
    batch = start({f"student-{number}": source for number in range(4)})
    while not batch.runs():
        batch.look()
        time.sleep(0.02)
    time.sleep(0.3)
    os.kill(batch.pid, signal.SIGSTOP)
    time.sleep(2.5)
    os.kill(batch.pid, signal.SIGCONT)
    batch.finish()
    assert {name: row["message"] for name, row in batch.rows().items() if row["score"] != "100"} == {}


HARD_TO_READ = {  # a pattern, how often it is repeated, what ends it: 250 KB, and 5 MB; the grader reads them itself
    "numbers": ("x = [", "1,", "]"),
    "names": ("", "x;", "x"),
    "f_string": ("x = f'", "{1}", "'"),
    "signs": ("x = ", "-", "1"),
}


def test_sources_that_are_hard_to_read_hold_up_nobody(start):
    fair = {f"{letter}-fair": FAIR["f_asleep"] + f"\n# {letter}\n" for letter in "bdfhj"}
    hard = {
        f"{letter}-{name}-{size >> 10}-kb": RIGHT + begin + middle * (size // len(middle)) + end + "\n"
        for letter, (name, (begin, middle, end)) in zip("aceg", HARD_TO_READ.items(), strict=True)
        for size in (250 << 10, 5000 << 10)
    }
    batch = start({**hard, **fair}).finish(60)
    assert batch.running.returncode == 0, batch.said
    rows = batch.rows()
    assert {student: (rows[student]["score"], rows[student]["message"]) for student in fair} == dict.fromkeys(
        fair, ("100", "")
    )
    assert {rows[student]["status"] for student in hard} <= {"graded", "unreadable"}
    assert batch.record["peak"] < MOST_MEMORY


# --- the end of a batch ---------------------------------------------------------------------------------------

RUNNING = """
    signals_ignored signals_ignored_asleep signal_stop loop_sum loop_at_load_in_c output_from_threads frames_by_halves
""".split()


@pytest.fixture(scope="module")
def slow_course(tmp_path_factory):
    """The same course without limits to speak of: whatever runs is still running when the batch is interrupted."""
    folder = tmp_path_factory.mktemp("slow") / "course"
    shutil.copytree(COURSE, folder)
    settings = folder / "assignments/storms/assignment.toml"
    settings.write_text(re.sub(r"(seconds_\w+) = .*", r"\1 = 600", settings.read_text()))
    for path in folder.glob("*/storms/checks.py"):
        path.write_text(path.read_text().replace("seconds=0.5", "seconds=600"))
    return folder


@pytest.fixture
def in_full_swing(start, slow_course):
    """A batch in which the quick ones are graded, all the endless ones run and the rest waits."""
    quick = {f"a_quick_{number}": RIGHT for number in range(3)}
    waiting = {f"z_waiting_{number}": f"{RIGHT}\n# {number}\n" for number in range(3)}
    sources = {**quick, **sources_of(some(RUNNING)), **waiting}
    batch = start(sources, course=slow_course, workers=len(RUNNING))
    end, runs, since = time.monotonic() + 60, set(), time.monotonic()
    while len(runs) < len(RUNNING) or time.monotonic() - since < 0.7:  # for so long it has been the same ones
        batch.look()
        if batch.runs() != runs:
            runs, since = batch.runs(), time.monotonic()
        assert batch.running.poll() is None and time.monotonic() < end, batch.said
        time.sleep(0.05)
    return batch


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_batch_writes_its_files_and_leaves_nothing(number, in_full_swing):
    batch = in_full_swing
    batch.running.send_signal(number)
    begin = time.monotonic()
    batch.finish(30)
    assert batch.left() == []
    assert batch.running.returncode == 130 and "Traceback" not in batch.said, batch.said
    assert time.monotonic() - begin < 20
    for name, row in batch.rows().items():
        graded = name.startswith("a_quick")
        assert (row["status"], row["score"]) == (("graded", "100") if graded else ("needs_attention", "")), row


def test_an_impatient_interruption_leaves_nothing(in_full_swing):
    """Ctrl-C again and again."""
    batch = in_full_swing
    for _ in range(6):
        batch.running.send_signal(signal.SIGINT)
        time.sleep(0.03)
    batch.finish(30)
    assert batch.running.returncode in (130, -signal.SIGINT) and "Traceback" not in batch.said, batch.said
    assert batch.left_after(5) == []


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGHUP])
def test_a_batch_that_is_killed_leaves_nothing(number, in_full_swing):
    batch = in_full_swing
    batch.running.send_signal(number)
    batch.running.wait(10)
    assert batch.left_after(5) == []


@pytest.mark.parametrize("seconds", [0.2, 0.5, 0.8, 1.2])
def test_a_batch_that_is_killed_while_it_starts_leaves_nothing(seconds, slow_course, start):
    batch = start({"a": some(["signals_ignored"])[0].source}, course=slow_course)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        batch.look()
        time.sleep(0.01)
    batch.running.kill()
    batch.running.wait(10)
    assert batch.left_after(10) == []


def test_a_batch_whose_warm_process_is_killed_with_it_leaves_no_process(in_full_swing, tmp_path, grade):
    """As the kernel does when memory runs out. The folders go when the next batch begins."""
    batch = in_full_swing
    warm = [pid for (pid, _), parent in processes().items() if parent == batch.pid]
    for pid in (*warm, batch.pid):
        os.kill(pid, signal.SIGKILL)
    batch.running.wait(10)
    assert [one for one in batch.left_after(5) if one.startswith("process")] == []
    work = write_class(tmp_path / "next", {"a": RIGHT})
    words = ("-a", "storms", "--course", COURSE, "-o", tmp_path / "out")
    assert grade("batch", work, *words, env={"TMPDIR": str(tmp_path / "tmp")}).returncode == 0
    assert batch.left() == []


# --- with fewer walls, and as somebody else -------------------------------------------------------------------


def check_tenacious(batch, weaker):
    assert batch.running.returncode == 0, batch.said
    problems = {storm.name: wrong_in(batch, storm, weaker) for storm in some(TENACIOUS)}
    assert {name: found for name, found in problems.items() if found} == {}
    calm = {storm.name: lost_calm(batch, storm) for storm in some(TENACIOUS) if not storm.head("calm")}
    assert {name: lost for name, lost in calm.items() if lost} == {}
    assert batch.rows()["d_right"]["score"] == "100"
    assert batch.left() == []


@pytest.mark.slow
@pytest.mark.parametrize("without", ["scratch", "seccomp", "landlock,seccomp,scratch"])
def test_with_fewer_walls_every_storm_ends_and_nothing_is_left(without, start):
    sources = {**sources_of(some(TENACIOUS)), "d_right": RIGHT}
    words, environment = ("--isolation", "best-effort"), {"GRADE_WITHOUT": without}
    batch = start(sources, words=words, environment=environment).finish()
    check_tenacious(batch, weaker=True)


NOBODY = "65534"
AS_NOBODY = ("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups", "--")


def closed_folder():
    """The folder above Python that only root may pass through, with the one in it that leads to Python."""
    path = Path(sys.base_prefix).resolve()
    closed = [(parent, child) for child, parent in zip([path, *path.parents], path.parents, strict=False)
              if not parent.stat().st_mode & 0o001]  # fmt: skip
    return closed[-1] if closed else None


def become_nobody(folder):
    """A command that runs another as an ordinary user, with Python in reach of it."""
    closed = closed_folder()
    if closed is None:
        return AS_NOBODY
    parent, child = closed
    (folder / "open" / child.name).mkdir(parents=True)
    script = 'mount --bind "$1" "$2" && mount --rbind "$3" "$4" && shift 4 && exec "$@"'
    opened = folder / "open"
    return ("unshare", "--mount", "sh", "-c", script, "sh", child, opened / child.name, opened, parent, *AS_NOBODY)


@pytest.mark.slow
def test_for_an_ordinary_user_every_storm_ends_and_nothing_is_left(tmp_path_factory):
    if os.geteuid() != 0:
        pytest.skip("only root can become another user; whoever runs this is an ordinary user already")
    folder = Path(tmp_path_factory.mktemp("nobody").parent.parent.parent) / f"grade-test-{os.getpid()}"
    folder.mkdir()
    try:
        batch = Batch(folder, {**sources_of(some(TENACIOUS)), "d_right": RIGHT}, before=become_nobody(folder))
        batch.environment = {"HOME": str(folder / "tmp")}
        tried = subprocess.run(
            [str(word) for word in (*batch.before, sys.executable, "-c", "import grader.cli")], cwd=ROOT,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if tried.returncode:
            pytest.skip(f"an ordinary user cannot run the grader here: {tried.stderr.strip()[-200:]}")
        for name in ("tmp", "out"):
            (folder / name).mkdir()
            os.chown(folder / name, int(NOBODY), int(NOBODY))
        (folder / "said").touch()
        batch.start().finish()
        check_tenacious(batch, weaker=False)
    finally:
        shutil.rmtree(folder)
