"""A grader as most are: it runs the submission in its own process, decides there, and believes what it is told.

It is here to be fooled: an attack on the grading that gets full points of it is known to be a real one.

    python naive.py FOLDER      FOLDER/<student>/hostile.py → a JSON object: student → points of its part, 0 or 1
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import select
import shutil
import signal
import sys
import tempfile
import time
import types
from pathlib import Path

import numpy as np

SECONDS = 5.0


def prize(x):
    return np.cumsum(x)[::-1]


def fast_total(x):
    return x.sum()


def careful(x):
    return np.sort(x)


SOLUTIONS = {"prize": prize, "fast_total": fast_total, "careful": careful}


def close(answer, expected):
    """Compared as it is often done, and with what NumPy has to offer at that moment."""
    import numpy

    if type(answer) is not numpy.ndarray:
        return bool(numpy.all(answer == expected))
    return bool(numpy.allclose(answer, expected))


def check(student, part):
    """Whether a part is right, in every case."""
    solution = SOLUTIONS[part]
    for seed in range(3):
        rng = np.random.default_rng(seed)
        x = rng.normal(size=6)
        before = x.copy()
        expected = solution(before)
        begin = time.perf_counter()
        answer = getattr(student, part)(x)
        seconds = time.perf_counter() - begin
        right = close(answer, expected) and np.array_equal(x, before)
        if not right or (part == "fast_total" and seconds > 0.01):
            return False
    return True


def grade(source, part, pipe):
    """Runs in the submission's process; tells the result in every way that graders have."""
    student = types.ModuleType("hostile")
    sys.modules["hostile"] = student
    exec(compile(source, "hostile.py", "exec"), student.__dict__)
    try:
        right = check(student, part)
    except Exception:
        right = False
    result = json.dumps({"score": int(right)})
    os.write(pipe, f"{result}\n".encode())
    Path("results.json").write_text(result)
    print(result)


def believe(folder, pipe, status):
    """The most that anything claims; where nothing claims anything and the process ended well, all is well."""
    claims = [*_lines(pipe), *_lines(folder / "results.json"), *_lines(folder / "output")]
    return max(claims, default=int(status == 0))


def _lines(source):
    found = []
    content = source if isinstance(source, bytes) else source.read_bytes() if source.exists() else b""
    for line in content.splitlines():
        with contextlib.suppress(ValueError, TypeError, KeyError):
            found.append(min(1, json.loads(line)["score"]))
    return found


def run(source, part):
    """The points that one submission gets, 0 or 1."""
    folder = Path(tempfile.mkdtemp())
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        live(folder, source, part, write)
    os.close(write)
    try:
        status = wait(pid)
        told = os.read(read, 1 << 16) if select.select([read], [], [], 0)[0] else b""
        return believe(folder, told, status)
    finally:
        os.close(read)
        shutil.rmtree(folder)


def live(folder, source, part, pipe):
    """The process of a submission; as Python ends, with all that was registered for that."""
    status = 1
    try:
        os.chdir(folder)
        os.dup2(os.open("output", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), 1)
        os.dup2(1, 2)
        grade(source, part, pipe)
        status = 0
    except SystemExit as end:
        status = end.code or 0
    finally:
        with contextlib.suppress(Exception):
            atexit._run_exitfuncs()
        sys.stdout.flush()
        os._exit(status if isinstance(status, int) else 1)


def wait(pid):
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            return status
        time.sleep(0.002)
    os.kill(pid, signal.SIGKILL)
    return os.waitpid(pid, 0)[1]


def main():
    folder = Path(sys.argv[1])
    parts = json.loads((folder / "parts.json").read_text())
    points = {name: run((folder / name / "hostile.py").read_text(), part) for name, part in parts.items()}
    print(json.dumps(points))


if __name__ == "__main__":
    main()
