"""Where a batch of hostile submissions runs: a course, files that are watched, servers that nobody should reach.

Everything lies in one folder of /tmp that an ordinary user could look into, so that what keeps a submission out is
the wall and nothing else. The words in ``@…@`` of an attack are filled in with places of this world.
"""

from __future__ import annotations

import contextlib
import csv
import fcntl
import os
import re
import secrets
import shutil
import socket
import struct
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
from corpus import HERE, Attack

ROOT = HERE.parent.parent
SITE = Path(np.__file__).parent
CONTENT = "nobody inside may read or change this\n"
NEEDLE = "a-secret-of-whoever-grades"  # in the environment of the command
_SET_LOCK_OF_DESCRIPTION = 37  # F_OFD_SETLK: not given up when somebody else here closes the file


class World:
    """One batch's surroundings; a context that removes them."""

    def __init__(self, attacks: Iterable[Attack], *, owner: int | None = None, generous: bool = False) -> None:
        self.attacks = list(attacks)
        self.owner = owner
        self.generous = generous
        self.mark = f"hostile-{uuid.uuid4().hex[:12]}"
        self.locked_byte = secrets.randbits(40)
        self.open = contextlib.ExitStack()
        self.folder = Path(tempfile.mkdtemp(prefix="world-", dir="/tmp"))
        self.folder.chmod(0o755)
        self.course, self.output, self.home = (self.folder / name for name in ("course", "grades", "home"))
        self.submissions, self.watched, self.temporary = (
            self.folder / name for name in ("submissions", "watched", "tmp")
        )

    def __enter__(self) -> World:
        try:
            self._build()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _build(self) -> None:
        shutil.copytree(HERE / "course", self.course)
        self._complete_settings(self.generous)
        for folder in (self.output, self.home, self.submissions, self.watched, self.temporary):
            folder.mkdir()
        (self.output / "old.csv").write_text(CONTENT)
        (self.home / "notes.txt").write_text(CONTENT)
        self._listen()
        self._lock()
        for attack in self.attacks:
            for student in attack.students:
                self._hand_in(student, attack)
        if self.owner is not None:
            self._give_to(self.owner)
        self.before = {student: self.state(student) for one in self.attacks for student in one.students}

    def __exit__(self, *_: object) -> None:
        self.open.close()
        for path in self.traces():
            path.unlink(missing_ok=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _complete_settings(self, generous: bool) -> None:
        """Add what the first assignment forbids in the source; where limits are not what it is about, widen them."""
        settings = self.course / "assignments" / "hostile" / "assignment.toml"
        text = settings.read_text(encoding="utf-8")
        if generous:
            limits = "\nseconds_per_check = 20.0\nseconds_to_load = 60.0\nmemory_mb = 2048\nscratch_mb = 256\n"
            text = re.sub(r"\[limits\](\n\w+ = [\d.]+)+", "[limits]" + limits.rstrip(), text)
        rules = (ROOT / "assignments" / "naive_ops" / "assignment.toml").read_text(encoding="utf-8")
        settings.write_text(text + "".join(rules.partition("\n[[rules.forbid]]")[1:]), encoding="utf-8")

    def _listen(self) -> None:
        """Servers of four kinds. What reaches them waits in the kernel until it is looked for."""
        self.tcp = socket.create_server(("127.0.0.1", 0))
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.bind(("127.0.0.1", 0))
        self.local, self.abstract = (socket.socket(socket.AF_UNIX) for _ in range(2))
        self.local.bind(os.fspath(self.folder / "socket"))
        self.abstract.bind(f"\0{self.mark}")
        for server in (self.tcp, self.udp, self.local, self.abstract):
            self.open.enter_context(server).setblocking(False)
        for server in (self.local, self.abstract):
            server.listen()

    def _lock(self) -> None:
        """Locks on two files that every submission may open: whether they are held is nobody's business."""
        library = self.open.enter_context((SITE / "version.py").open("rb"))
        fcntl.flock(library, fcntl.LOCK_SH | fcntl.LOCK_NB)
        null = self.open.enter_context(open("/dev/null", "r+b", buffering=0))
        lock = struct.pack("@hhqqi", fcntl.F_WRLCK, os.SEEK_SET, self.locked_byte, 1, 0)
        fcntl.fcntl(null, _SET_LOCK_OF_DESCRIPTION, lock)

    def _hand_in(self, student: str, attack: Attack) -> None:
        watched = self.watched / student
        (watched / "folder").mkdir(parents=True)
        (watched / "file.txt").write_text(CONTENT)
        (watched / "module.py").write_text("ANSWER = 42\n")
        np.save(watched / "array.npy", np.arange(4.0))
        with contextlib.suppress(OSError):  # not on every file system
            os.setxattr(watched / "file.txt", "user.note", CONTENT.encode())
        os.utime(watched / "file.txt", (1e9, 1e9))
        places = {
            "STUDENT": student, "WATCHED": watched, "COURSE": self.course, "OUTPUT": self.output, "HOME": self.home,
            "SUBMISSIONS": self.submissions, "ROOT": ROOT, "MARK": self.mark, "PORT": self.tcp.getsockname()[1],
            "UDP": self.udp.getsockname()[1], "SOCKET": self.folder / "socket", "PID": os.getpid(), "NEEDLE": NEEDLE,
            "SITE": SITE, "LOCKED": self.locked_byte,
        }  # fmt: skip
        source = attack.source()
        for name, value in places.items():
            source = source.replace(f"@{name}@", str(value))
        source += "\n" * attack.students.index(student)  # the same content would be graded once
        folder = self.submissions / student
        folder.mkdir()
        (folder / f"hostile{attack.suffix}").write_text(source, encoding="utf-8")

    def _give_to(self, owner: int) -> None:
        for path in (self.folder, *self.folder.rglob("*")):
            os.chown(path, owner, owner)
        os.utime(self.folder)

    # --- before and after ---

    def environment(self, walls: Iterable[str] = ()) -> dict[str, str]:
        places = {"HOME": os.fspath(self.home), "TMPDIR": os.fspath(self.temporary)}
        return {**places, "TEACHERS_SECRET": NEEDLE, "GRADE_WITHOUT": ",".join(walls)}

    def command(self, walls: Iterable[str] = (), workers: int = 2) -> list[str]:
        """The words after `grade`."""
        words = ["batch", self.submissions, "--assignment", "hostile", "--course", self.course]
        words += ["--output", self.output, "--workers", workers, "--isolation", "best-effort" if walls else "full"]
        return [str(word) for word in words]

    def state(self, student: str) -> dict[str, tuple[object, ...]]:
        """All that can be seen of a student's watched files from outside."""
        found = {}
        for path in sorted((self.watched / student).rglob("*")):
            status = path.lstat()
            content = path.read_bytes() if path.is_file() else b""
            found[path.name] = (
                content, status.st_mode, status.st_uid, status.st_gid, status.st_nlink, status.st_mtime_ns,
                tuple(os.listxattr(path)),
            )  # fmt: skip
        return found

    def visitors(self) -> list[str]:
        """Which servers somebody has reached."""
        found = []
        for name, server in (("tcp", self.tcp), ("unix", self.local), ("abstract", self.abstract)):
            with contextlib.suppress(BlockingIOError):
                server.accept()[0].close()
                found.append(name)
        with contextlib.suppress(BlockingIOError):
            self.udp.recv(100)
            found.append("udp")
        return found

    def traces(self) -> list[Path]:
        """Files with this world's mark anywhere where a submission could have left one."""
        places = (Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"), Path("/dev/mqueue"), SITE, SITE / "__pycache__")
        return [path for place in (*places, ROOT, self.home) for path in place.glob(f"*{self.mark}*")]

    def processes(self) -> list[str]:
        """Processes that work in this world's scratch folders, or have an open file there."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                links = [process / "cwd", *(process / "fd").iterdir()]
                if any(str(self.temporary) in os.readlink(link) for link in links):
                    found.append(process.name)
        return found


class Graded:
    """The tables that a batch has left."""

    def __init__(self, world: World, process: subprocess.CompletedProcess[str]) -> None:
        self.world = world
        self.process = process
        self.output = world.output
        self.submissions = {row["student_id"]: row for row in _rows(self.output / "hostile.csv")}
        self.checks: dict[tuple[str, str], list[dict[str, str]]] = {}
        for row in _rows(self.output / "hostile.checks.csv"):
            self.checks.setdefault((row["student_id"], row["part"]), []).append(row)
        self.after = {student: world.state(student) for student in world.before}
        self.visitors = world.visitors()
        self.traces = world.traces()
        self.processes = world.processes()
        self.left = sorted(path.name for path in world.temporary.iterdir())

    def score(self, student: str, part: str) -> float:
        return sum(float(row["score"]) for row in self.checks.get((student, part), []))

    def worth(self, student: str, part: str) -> float:
        return sum(float(row["points"]) for row in self.checks.get((student, part), []))

    def verdicts(self, student: str, part: str) -> list[str]:
        return [row["verdict"] for row in self.checks.get((student, part), [])]

    def messages(self, student: str, part: str) -> list[str]:
        return [row["message"] for row in self.checks.get((student, part), [])]


def run(
    grade: Callable[..., subprocess.CompletedProcess[str]], world: World, walls: Iterable[str] = (), workers: int = 2
) -> Graded:
    """Grade all that was handed in."""
    process = grade(*world.command(walls, workers), env=world.environment(walls))
    assert process.returncode in (0, 1), process.stderr[-2000:] + process.stdout[-2000:]
    return Graded(world, process)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
