"""`grade batch --scheduler` from the front door: a real scheduler and real workers, which are killed in mid-batch."""

import contextlib
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from test_batch import without_seconds

distributed = pytest.importorskip("distributed")
ROOT = Path(__file__).resolve().parent.parent
FILES = ("naive_ops.csv", "naive_ops.checks.csv")
OPEN = "__import__('grader.executors.station').executors.station._stations._open"


class Cluster:
    """A scheduler and workers, processes of their own; a context that ends them all."""

    def __init__(self, folder, **environment):
        self.folder = folder
        self.processes = []
        file = folder / "scheduler.json"
        words = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file))
        self.scheduler = self._start(["scheduler", *words], environment)
        wait_for(lambda: file.exists() and file.read_text().rstrip().endswith("}"))
        self.address = json.loads(file.read_text())["address"]
        self._client = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self._client is not None:
            with contextlib.suppress(Exception):
                self._client.close(timeout=5)
        for process in reversed(self.processes):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _start(self, words, environment, before=()):
        """With a working folder of its own, so that nothing is found by chance."""
        folder = self.folder / f"process{len(self.processes)}"
        folder.mkdir()
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [*before, sys.executable, "-m", "dask", *words],
                cwd=folder,
                env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.processes.append(process)
        return process

    def worker(self, *words, before=(), **environment):
        """One more, with one thread; it need not be there yet."""
        options = ("--nthreads", "1", "--no-dashboard", *(words or ("--no-nanny",)))
        return self._start(["worker", self.address, *options], environment, before)

    @property
    def client(self):
        if self._client is None:
            self._client = distributed.Client(self.address, set_as_default=False, timeout=20)
        return self._client

    def wait(self, workers):
        wait_for(lambda: len(self.client.nthreads()) == workers, 40)
        return self

    def graded(self):
        """How many jobs each worker that is there has taken."""

        def count(dask_worker):  # a function within a function travels by value
            return len({entry[0] for entry in dask_worker.state.log if str(entry[0]).startswith("grade-")})

        return list(self.client.run(count).values())

    def ask(self, expression):
        """What each worker says to this."""
        return self.client.run(eval, expression, on_error="ignore")


def wait_for(condition, seconds=20.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    """Two workers that live as long as this file's tests; whoever kills one takes others."""
    with Cluster(tmp_path_factory.mktemp("cluster")) as cluster:
        cluster.worker()
        cluster.worker()
        yield cluster.wait(2)


@pytest.fixture
def cluster(tmp_path):
    (tmp_path / "cluster").mkdir()
    with Cluster(tmp_path / "cluster") as cluster:
        yield cluster


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    """A class of twelve who have different files: some right, some wrong, one that is none."""
    folder = tmp_path_factory.mktemp("work")
    reference = (ROOT / "reference/naive_ops/naive_ops.py").read_text(encoding="utf-8")
    slips = [
        path.read_text(encoding="utf-8") for path in sorted((ROOT / "reference/naive_ops/wrong").glob("relu_*.py"))
    ]
    for number in range(12):
        source = reference + (slips[number // 2 % len(slips)] if number % 2 else "")
        (folder / f"s{number:02}.py").write_text(f"{source}\n# {number}\n" if number != 7 else "def (:\n")
    return folder


@pytest.fixture(scope="module")
def local(work, grade, tmp_path_factory):
    """The class graded without a cluster."""
    output = tmp_path_factory.mktemp("local")
    assert grade("batch", work, "-a", "naive_ops", "-o", output).returncode == 0
    return output


def same(output, local):
    for name in FILES:
        assert without_seconds(output / name) == without_seconds(local / name)
    assert (output / "gradebook.csv").read_bytes() == (local / "gradebook.csv").read_bytes()


def attempts(output):
    """Content to how often it has been graded."""
    try:
        with contextlib.closing(sqlite3.connect(f"file:{output}/gradebook.sqlite?mode=ro", uri=True)) as connection:
            query = "SELECT sha256 FROM attempts WHERE status != 'needs_attention'"
            return Counter(row[0] for row in connection.execute(query))
    except sqlite3.OperationalError:
        return Counter()


@contextlib.contextmanager
def batch(work, output, address, *words, patience=60.0):
    """A batch that runs; `patience` is how long it waits for workers."""
    code = (
        "import sys; from grader.cli import main; from grader.executors import cluster\n"
        f"cluster._WORKERS_SECONDS = {patience}; main()"
    )
    command = [sys.executable, "-c", code, "batch", str(work), "-a", "naive_ops", "-o", str(output), *words]
    running = subprocess.Popen(
        [*command, "--scheduler", address], cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        yield running
    finally:
        running.kill()
        running.communicate()


def without_grade(folder):
    """A folder that, first of all on the path, is as if the package were not installed."""
    (folder / "grader").mkdir(parents=True)
    (folder / "grader/__init__.py").write_text("raise ModuleNotFoundError(\"No module named 'grader'\")\n")


def one_line(text):
    assert len(text.strip().splitlines()) == 1, text
    return text.strip()


# --- what must be the same ---


def test_results_are_those_of_a_local_batch_and_both_workers_take_part(two, work, local, grade, tmp_path):
    done = grade("batch", work, "-a", "naive_ops", "-o", tmp_path, "--scheduler", two.address)
    assert (done.returncode, done.stderr) == (0, "")
    same(tmp_path, local)
    assert len(two.graded()) == 2 and all(two.graded())
    assert list(two.ask(f"len({OPEN})").values()) == [0, 0]  # no warm process is left
    again = grade("batch", work, "-a", "naive_ops", "-o", tmp_path, "--scheduler", two.address)
    assert "12 of them unchanged" in again.stdout


@pytest.mark.slow
def test_submissions_travel_as_bytes(cluster, work, local, grade, tmp_path):
    """The worker's machine does not have the folder: on its mount lies an empty one."""
    hide = ("unshare", "--mount", "sh", "-c", 'mount -t tmpfs none "$0" && exec "$@"', str(work))
    if subprocess.run([*hide, "true"], capture_output=True, check=False).returncode:
        pytest.skip("only root has mounts of its own")
    cluster.worker(before=hide)
    cluster.wait(1)
    assert list(cluster.ask(f"__import__('os').listdir({str(work)!r})").values()) == [[]]
    done = grade("batch", work, "-a", "naive_ops", "-o", tmp_path / "out", "--scheduler", cluster.address)
    assert (done.returncode, done.stderr) == (0, "")
    same(tmp_path / "out", local)


# --- what gets lost ---


def test_a_killed_workers_submissions_go_elsewhere(cluster, work, local, tmp_path):
    lost = cluster.worker()
    cluster.worker()
    cluster.wait(2)
    with batch(work, tmp_path / "out", cluster.address) as running:
        wait_for(lambda: attempts(tmp_path / "out").total() >= 3, 40)
        lost.kill()
        _, errors = running.communicate(timeout=120)
    assert (running.returncode, errors) == (0, "")
    same(tmp_path / "out", local)
    assert set(attempts(tmp_path / "out").values()) == {1}


@pytest.mark.slow
def test_a_killed_worker_that_its_nanny_starts_again_takes_part(cluster, work, local, tmp_path):
    cluster.worker("--nanny")
    cluster.worker("--nanny")
    cluster.wait(2)
    with batch(work, tmp_path / "out", cluster.address) as running:
        wait_for(lambda: attempts(tmp_path / "out").total() >= 3, 40)
        for pid in cluster.ask("__import__('os').getpid()").values():
            os.kill(pid, signal.SIGKILL)
        _, errors = running.communicate(timeout=120)
    assert (running.returncode, errors) == (0, "")
    same(tmp_path / "out", local)
    assert set(attempts(tmp_path / "out").values()) == {1}
    assert any(cluster.graded())


@pytest.mark.slow
def test_without_any_worker_the_batch_ends_and_goes_on_later(cluster, work, local, grade, tmp_path):
    output = tmp_path / "out"
    both = [cluster.worker(), cluster.worker()]
    cluster.wait(2)
    with batch(work, output, cluster.address, patience=2.0) as running:
        wait_for(lambda: attempts(output).total() >= 3, 40)
        for worker in both:
            worker.kill()
        _, errors = running.communicate(timeout=60)
    assert running.returncode == 2
    kept = attempts(output)
    assert "no worker for 2 s" in one_line(errors)
    assert f"{kept.total()} of 12 submissions are graded and kept" in errors
    cluster.worker()
    done = grade("batch", work, "-a", "naive_ops", "-o", output, "--scheduler", cluster.address)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{kept.total()} of them unchanged" in done.stdout
    same(output, local)
    assert set(attempts(output).values()) == {1}


@pytest.mark.slow
def test_a_submission_that_workers_are_lost_with_stays_open(work, local, grade, tmp_path):
    output = tmp_path / "out"
    with Cluster(tmp_path, DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0") as cluster:
        lost = cluster.worker()
        cluster.worker()
        cluster.wait(2)
        with batch(work, output, cluster.address) as running:
            wait_for(lambda: attempts(output).total() >= 3, 40)
            lost.kill()
            said, errors = running.communicate(timeout=120)
        assert (running.returncode, errors) == (1, "")
        assert "several workers were lost while they graded it" in " ".join(said.split())
        assert grade("batch", work, "-a", "naive_ops", "-o", output, "--scheduler", cluster.address).returncode == 0
    same(output, local)


@pytest.mark.slow
def test_a_lost_scheduler_is_one_line_and_nothing_is_lost(cluster, work, local, grade, tmp_path):
    output = tmp_path / "out"
    cluster.worker()
    cluster.wait(1)
    with batch(work, output, cluster.address) as running:
        wait_for(lambda: attempts(output).total() >= 3, 40)
        cluster.scheduler.kill()
        _, errors = running.communicate(timeout=60)
    assert running.returncode == 2
    kept = attempts(output)
    assert f"{cluster.address}: the connection to the scheduler was lost; {kept.total()} of 12" in one_line(errors)
    done = grade("batch", work, "-a", "naive_ops", "-o", output)
    assert f"{kept.total()} of them unchanged" in done.stdout
    same(output, local)
    assert set(attempts(output).values()) == {1}


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.slow)])
def test_interruption_leaves_nothing_running_on_the_workers(number, two, work, tmp_path):
    folder = tmp_path / "work"
    shutil.copytree(work, folder)
    for name in ("s98.py", "s99.py"):
        (folder / name).write_text(f"import time\ntime.sleep(60)\n# {name}")
    with batch(folder, tmp_path / "out", two.address) as running:
        wait_for(lambda: attempts(tmp_path / "out").total() >= 12, 60)
        running.send_signal(number)
        _, errors = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "interrupted: 12 of 14 submissions are graded and kept" in one_line(errors)
    assert list(two.ask(f"len({OPEN})").values()) == [0, 0]
    wait_for(lambda: not any(two.client.processing().values()))
    assert "s98" in (tmp_path / "out" / "naive_ops.csv").read_text()


@pytest.mark.slow
def test_a_worker_that_joins_late_takes_part(cluster, tmp_path):
    (tmp_path / "work").mkdir()
    for number in range(12):
        (tmp_path / "work" / f"s{number}.py").write_text(f"import time\ntime.sleep(1)\n# {number}\n")
    with batch(tmp_path / "work", tmp_path / "out", cluster.address) as running:
        cluster.worker()
        wait_for(lambda: attempts(tmp_path / "out").total() >= 1, 40)
        cluster.worker()
        _, errors = running.communicate(timeout=120)
    assert (running.returncode, errors) == (0, "")
    assert set(attempts(tmp_path / "out").values()) == {1}
    assert len(cluster.graded()) == 2 and all(cluster.graded())


@pytest.mark.slow
def test_warm_processes_end_with_a_killed_worker(cluster, work, tmp_path):
    worker = cluster.worker()
    cluster.wait(1)
    with batch(work, tmp_path / "out", cluster.address, patience=1.0) as running:
        wait_for(lambda: attempts(tmp_path / "out").total() >= 1, 40)
        children = f"/proc/{worker.pid}/task/{worker.pid}/children"
        warm = [pid for task in Path(children).parents[1].iterdir() for pid in (task / "children").read_text().split()]
        assert warm
        worker.kill()
        worker.wait()
        wait_for(lambda: not any(Path(f"/proc/{pid}").exists() for pid in warm))
        running.communicate(timeout=60)


# --- who is not fit ---


def test_workers_that_are_not_fit_are_refused_and_another_does_all(cluster, work, local, grade, tmp_path):
    course, secret, package, empty = (tmp_path / name for name in ("course", "secret", "package", "empty"))
    for folder in (course, secret):
        for part in ("assignments", "reference"):
            shutil.copytree(ROOT / part / "naive_ops", folder / part / "naive_ops")
        shutil.copy(ROOT / "reference/secret.txt", folder / "reference")
    checks = course / "reference/naive_ops/checks.py"
    checks.write_text(checks.read_text().replace("(student, rng):", "(student, rng, case=0):", 1))
    with (course / "reference/naive_ops/naive_ops.py").open("a") as file:
        file.write("\n# another\n")
    (secret / "reference/secret.txt").write_text("another secret, as long as it must be\n")
    shutil.copytree(ROOT / "grader", package / "grader", ignore=shutil.ignore_patterns("__pycache__"))
    with (package / "grader/diagnose.py").open("a") as file:
        file.write("\n# another\n")
    without_grade(empty)
    good = cluster.worker()
    cluster.worker(GRADE_COURSE=str(course))
    cluster.worker(GRADE_COURSE=str(secret))
    cluster.worker(GRADE_COURSE=str(empty))
    cluster.worker(GRADE_WITHOUT="landlock")
    cluster.worker(PYTHONPATH=str(package), GRADE_COURSE=str(ROOT))
    cluster.worker(PYTHONPATH=str(empty))
    cluster.wait(7)
    done = grade("batch", work, "-a", "naive_ops", "-o", tmp_path / "out", "--scheduler", cluster.address)
    assert done.returncode == 0
    told = sorted(line.split(": ", 2)[2] for line in done.stderr.splitlines() if line.startswith("refused: worker tcp"))
    assert len(told) == len(done.stderr.splitlines()) == 6, done.stderr
    assert told[0].startswith(f"{empty}: no course")
    assert told[1].startswith("it cannot grade (ModuleNotFoundError")
    assert told[2].startswith("it differs in the checks (")
    assert "the reference" in told[2]
    assert told[3].startswith("it differs in the grader (its source")
    assert told[4] == "it differs in the seeds"
    assert told[5] == "its isolation is weaker (partial instead of full)"
    same(tmp_path / "out", local)
    good.kill()
    cluster.wait(6)
    done = grade("batch", work, "-a", "naive_ops", "-o", tmp_path / "more", "--scheduler", cluster.address)
    assert done.returncode == 2
    lines = done.stderr.splitlines()
    assert all(line.startswith("refused: ") for line in lines[:-1])
    assert "every worker was refused" in lines[-1]


@pytest.mark.slow
def test_the_scheduler_itself_needs_no_grade(work, local, grade, tmp_path):
    without_grade(tmp_path / "empty")
    with Cluster(tmp_path, PYTHONPATH=str(tmp_path / "empty")) as cluster:
        cluster.worker()
        done = grade("batch", work, "-a", "naive_ops", "-o", tmp_path / "out", "--scheduler", cluster.address)
    assert (done.returncode, done.stderr) == (0, "")
    same(tmp_path / "out", local)


# --- what is asked wrongly ---


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--scheduler", "tcp://127.0.0.1:1"], "--scheduler tcp://127.0.0.1:1: nobody answers there"),
        (["--scheduler", "nonsense"], "--scheduler nonsense: not an address"),
        (["--scheduler", "tls://{address}"], "no certificates are known here"),
        (["--scheduler", "tcp://{address}", "--workers", "2"], "--workers is about this machine"),
        (["--scheduler", "tcp://{address}", "--nice", "5"], "--nice is about this machine"),
    ],
)
def test_what_is_asked_wrongly_is_one_line(words, says, two, work, grade, tmp_path):
    words = [word.format(address=two.address.removeprefix("tcp://")) for word in words]
    done = grade("batch", work, "-a", "naive_ops", "-o", tmp_path / "out", *words)
    assert done.returncode == 2 and done.stdout == ""
    assert says in one_line(done.stderr)


@pytest.mark.slow
@pytest.mark.parametrize("what", ["silent", "web", "worker"])
def test_something_else_at_the_address_is_one_line(what, two, work, grade, tmp_path):
    with contextlib.ExitStack() as stack:
        if what == "worker":
            address = next(iter(two.client.nthreads()))
        elif what == "web":
            server = [sys.executable, "-u", "-m", "http.server", "0", "--bind", "127.0.0.1"]
            process = subprocess.Popen(
                server, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
            )
            stack.enter_context(process)
            stack.callback(process.kill)
            address = f"127.0.0.1:{process.stdout.readline().split()[5]}"
        else:
            listening = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
            address = f"127.0.0.1:{listening.getsockname()[1]}"
        done = grade("batch", work, "-a", "naive_ops", "-o", tmp_path / "out", "--scheduler", address)
    assert done.returncode == 2 and "no Dask scheduler answers there" in one_line(done.stderr)


def test_without_dask_its_extra_is_named(work, tmp_path):
    code = "import sys; sys.modules['distributed'] = None; from grader.cli import main; main()"
    command = [sys.executable, "-c", code, "batch", str(work), "-a", "naive_ops", "-o", str(tmp_path)]
    done = subprocess.run(
        [*command, "--scheduler", "tcp://host:1"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2 and "pip install 'grader[dask]'" in one_line(done.stderr)
