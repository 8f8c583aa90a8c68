"""Warm processes and the isolated processes that are forked from them, seen from outside.

    WarmPool       one warm process for each set of preloaded packages, started when first needed
    WarmProcess    the process that imports once and forks; asked through its control socket
    IsolatedRun    one forked process: frames out and in, its clock, its end

A process is stopped from here, when ``watch.py`` says so. Whatever it sends is read with bounds; whatever it does,
the worst that it can reach is an :class:`Ending` of its own.
"""

from __future__ import annotations

import contextlib
import os
import select
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import msgspec

from grader.admission import Admission
from grader.cgroups import ControlGroups
from grader.errors import GraderFault
from grader.inside import wire
from grader.inside.confinement import Limits, Walls
from grader.inside.encoding import clean
from grader.inside.removal import remove_tree
from grader.inside.warm import Ended, Fork, Forked, Kill, Leave, Ready, Start
from grader.observation import Malformed, decode_outward
from grader.scratch import ScratchRoot
from grader.walls import measure
from grader.watch import TICK, Budget, Ending, Meter, Watch

NO_ANSWER: Final = "the process sent something that is no answer"
_READY_SECONDS: Final = 300.0
_CONFINED_SECONDS: Final = 30.0
_DRAINS: Final = 32  # a pipe holds 64 KB: what comes after that many reads was printed later
_decode_reply = msgspec.msgpack.Decoder(Ready | Forked).decode
_decode_ended = msgspec.msgpack.Decoder(Ended).decode
_encode = msgspec.msgpack.Encoder().encode

# Loads `grader.inside` and nothing else of the package: the inside has no way to import the rest.
_BOOT: Final = """
import importlib.util, os, sys, types
control, folder = int(sys.argv[1]), os.getcwd()
os.chdir("/")
sys.path[:] = [p for p in sys.path if p.startswith((sys.prefix, sys.base_prefix))]
sys.meta_path[:] = [f for f in sys.meta_path if "__editable__" not in getattr(f, "__module__", "")]
package = types.ModuleType("grader")
package.__path__ = []
sys.modules["grader"] = package
spec = importlib.util.spec_from_file_location(
    "grader.inside", os.path.join(folder, "__init__.py"), submodule_search_locations=[folder])
inside = importlib.util.module_from_spec(spec)
sys.modules["grader.inside"] = package.inside = inside
spec.loader.exec_module(inside)
from grader.inside.warm import main
sys.argv[:] = sys.orig_argv[:] = [""]
main(control)
"""


def _environment(cache: Path, hash_seed: int) -> dict[str, str]:
    """The whole environment of a warm process: nothing of ours is passed on."""
    return {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "HOME": os.fspath(cache),
        "PYTHONHASHSEED": str(hash_seed),
        "PYTHONDONTWRITEBYTECODE": "1",
        "MPLBACKEND": "Agg",
        "MPLCONFIGDIR": os.fspath(cache),
        "KERAS_BACKEND": "tensorflow",
        "KERAS_HOME": os.fspath(cache),
        "CUDA_VISIBLE_DEVICES": "-1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_ENABLE_ONEDNN_OPTS": "0",
        "TF_NUM_INTRAOP_THREADS": "1",
        "TF_NUM_INTEROP_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "NUMEXPR_NUM_THREADS": "1",
        "JOBLIB_MULTIPROCESSING": "0",
    }


class WarmProcess:
    """A process with packages preloaded, from which runs are forked."""

    def __init__(self, preload: tuple[str, ...], walls: Walls, scratch: Path, hash_seed: int = 0) -> None:
        self.preload = preload
        self._lock = threading.Lock()
        self._start = Start(list(preload), walls, os.fspath(scratch))
        self._control, theirs = socket.socketpair()
        cache = scratch / "warm"
        self._log = cache / f"{'-'.join(preload)}.log"  # a file: nobody would empty a pipe
        # No path of ours is an argument: a submission may read what its command line was. Not `-I`: it would leave
        # PYTHONHASHSEED unread, and the order of a student's sets would change from run to run.
        with theirs, self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-s", "-B", "-X", "utf8", "-c", _BOOT, str(theirs.fileno())],
                env=_environment(cache, hash_seed),
                cwd=Path(wire.__file__).parent,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
            )
        self._walls: Walls | None = None
        with contextlib.suppress(OSError):  # a process that has died already shows when it is waited for
            self._send(self._start)

    @property
    def walls(self) -> Walls:
        """The walls around each run; waits until the process is ready.

        Raises:
            GraderFault: the process ended while it started.
        """
        with self._lock:
            if self._walls is None:
                self._control.settimeout(_READY_SECONDS)
                ready = self._receive()
                if not isinstance(ready, Ready):
                    self._process.kill()
                    last = self._log.read_text(errors="replace").strip().rpartition("\n")[2]
                    raise GraderFault(f"the warm process with {', '.join(self.preload)} did not start: {last}")
                self._walls = msgspec.structs.replace(self._start.walls, private_scratch=ready.private_scratch)
            return self._walls

    def _send(self, command: Start | Fork | Kill | Leave, descriptors: Sequence[int] = ()) -> None:
        body = _encode(command)
        socket.send_fds(self._control, [wire.HEADER.pack(len(body)) + body], descriptors)

    def _receive(self) -> Ready | Forked | None:
        try:
            head = self._control.recv(wire.HEADER.size, socket.MSG_WAITALL)
            body = self._control.recv(wire.HEADER.unpack(head)[0], socket.MSG_WAITALL)
            reply: Ready | Forked = _decode_reply(body)
            return reply
        except (OSError, struct.error, msgspec.MsgspecError):
            return None

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def fork(self, limits: Limits) -> tuple[int, socket.socket, int, int]:
        """Start a child: its pid, our end of its channel, its output, the pipe that tells its end.

        Raises:
            GraderFault: no child could be made.
        """
        _ = self.walls
        ours, theirs = socket.socketpair()
        output_read, output_write = os.pipe()
        end_read, end_write = os.pipe()
        try:
            with self._lock:
                self._send(Fork(limits), [theirs.fileno(), output_write, end_write])
                reply = self._receive()
        except OSError:
            reply = None
        finally:
            theirs.close()
            os.close(output_write)
            os.close(end_write)
        if not isinstance(reply, Forked) or reply.pid == 0:
            ours.close()
            os.close(output_read)
            os.close(end_read)
            raise GraderFault("the warm process could not fork (it has ended, or memory is short)")
        return reply.pid, ours, output_read, end_read

    def kill(self, pid: int) -> None:
        """End a child and all that it started."""
        with self._lock, contextlib.suppress(OSError):
            self._send(Kill(pid))

    def close(self) -> None:
        """End the process and, with it, its children."""
        with self._lock, contextlib.suppress(OSError):
            self._send(Leave())
        self._control.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class WarmPool:
    """Warm processes by what they have preloaded; a context that ends them all."""

    def __init__(self, walls: Walls | None = None, hash_seed: int = 0, admission: Admission | None = None) -> None:
        self.hash_seed = hash_seed
        self.admission = admission  # none where a command keeps several processes open that would wait for each other
        self.walls = measure() if walls is None else walls
        self.groups = ControlGroups.take() if self.walls.control_group else None
        self.walls = msgspec.structs.replace(self.walls, control_group=self.groups is not None)
        self.scratch = ScratchRoot()
        (self.scratch.path / "warm").mkdir(mode=0o700)
        self._processes: dict[tuple[str, ...], WarmProcess] = {}
        self._closed = False
        self._lock = threading.Lock()

    def __enter__(self) -> WarmPool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def process(self, preload: tuple[str, ...]) -> WarmProcess:
        """The warm process for these packages; a new one where there is none or where it has died.

        Raises:
            GraderFault: the pool is closed, by an interruption while workers go on.
        """
        with self._lock:
            if self._closed:
                raise GraderFault("the command is ending")
            process = self._processes.get(preload)
            if process is not None and not process.alive:
                process.close()
                process = None
            if process is None:
                process = self._processes[preload] = WarmProcess(preload, self.walls, self.scratch.path, self.hash_seed)
            return process

    def in_force(self) -> Walls:
        """The walls around every run, the weakest of what the warm processes have found.

        Raises:
            GraderFault: a warm process has not started.
        """
        with self._lock:
            private = all(process.walls.private_scratch for process in self._processes.values())
        return msgspec.structs.replace(self.walls, private_scratch=self.walls.private_scratch and private)

    def close(self) -> None:
        if self.admission is not None:
            self.admission.close()
        with self._lock:
            self._closed = True
            for process in self._processes.values():
                process.close()
            self._processes.clear()
        self.scratch.close()


class IsolatedRun:
    """One isolated process, from its fork to its end; use as a context.

    Raises:
        GraderFault: it could not be forked or confined.
    """

    def __init__(
        self, pool: WarmPool, preload: tuple[str, ...], limits: Limits, *, output_bytes: int, frame_bytes: int
    ) -> None:
        self._admission = pool.admission
        if self._admission is not None:
            self._admission.enter(self, limits.memory_bytes + limits.scratch_bytes)
        self._scratch = pool.scratch.new()
        try:
            self._warm = pool.process(preload)
            limits = msgspec.structs.replace(limits, scratch=os.fspath(self._scratch))
            self.pid, self._channel, self._output, self._end = self._warm.fork(limits)
        except GraderFault:
            self._leave()
            raise
        self._limits = limits
        self._group = None
        if pool.groups is not None:
            self._group = pool.groups.new(limits.memory_bytes + limits.scratch_bytes, limits.threads)
        self._channel.setblocking(False)
        os.set_blocking(self._output, False)
        self._received = bytearray()
        self._frame_bytes = frame_bytes
        self.output = bytearray()
        self._output_left = output_bytes
        self._poll = select.poll()
        self._poll.register(self._channel, select.POLLIN)
        self._poll.register(self._output, select.POLLIN)
        self._closed = False
        self._meter = Meter(self.pid, limits, None if self._warm.walls.private_scratch else self._scratch)
        self.seconds = 0.0  # of work and sleep, since its first message
        self._wait_until_confined()

    def __enter__(self) -> IsolatedRun:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _wait_until_confined(self) -> None:
        """Its first word, from our own code: no source has been sent yet."""
        first = self._answer(Watch(self._meter, Budget(_CONFINED_SECONDS)))
        if not isinstance(first, wire.Confined):
            self._drain_output()
            reason = clean(self.output.decode(errors="replace")) or "no reason was given"
            self.close()
            raise GraderFault(f"a process could not be confined: {reason}")
        if self._group is not None:
            try:
                self._group.add(self.pid)
            except OSError as error:
                self.close()
                raise GraderFault(f"a process could not be put into its control group: {error.strerror}") from None

    def cpu_seconds(self) -> float:
        """CPU seconds of the process so far."""
        return self._meter.cpu()

    def ask(
        self,
        message: wire.Inward,
        budget: Budget,
        on_progress: Callable[[wire.At], None] | None = None,
        most_progress: int = 0,
    ) -> wire.Outward | Ending:
        """Send a message and wait for the answer to it, within the budget.

        Reports of progress, at most so many, go to ``on_progress`` and are no answer.
        """
        watch = Watch(self._meter, budget)
        ending = self._send(wire.frame(message), watch)
        answer = ending or self._answer(watch)
        while isinstance(answer, wire.At) and on_progress is not None and most_progress > 0:
            on_progress(answer)
            most_progress -= 1
            answer = self._answer(watch)
        self.seconds += watch.settle()
        return answer

    def hush(self) -> None:
        """From now on whatever is printed is dropped; what has been printed until now is kept."""
        for _ in range(_DRAINS):
            if not self._output_left or not self._drain_output():
                break
        self._output_left = 0

    def _answer(self, watch: Watch) -> wire.Outward | Ending:
        while True:
            answer = self._next_frame() or self._wait(select.POLLIN, watch)
            if answer is not None:
                return answer

    def _send(self, data: bytes, watch: Watch) -> Ending | None:
        rest = memoryview(data)
        while rest:
            try:
                rest = rest[self._channel.send(rest) :]
                continue
            except BlockingIOError:
                ending = self._wait(select.POLLIN | select.POLLOUT, watch)
            except OSError:
                ending = self._ended()
            if ending:
                return ending
        return None

    def _wait(self, events: int, watch: Watch) -> Ending | None:
        """Until something can be read (or sent), or the budget is used up, or the process is gone."""
        self._poll.modify(self._channel, events)
        while True:
            ready = dict(self._poll.poll(TICK * 1000))
            if self._output in ready:
                self._drain_output()
            state = ready.get(self._channel.fileno(), 0)
            if state & ~select.POLLOUT and not self._fill():
                return self._ended()
            if state & select.POLLOUT or self._has_frame():
                return None  # an answer that is there counts, however long the grader took to look
            over = watch.over()
            if over:
                self.kill()
                return over

    def _has_frame(self) -> bool:
        """Whether a whole frame has come, or the beginning of one that is too long."""
        if len(self._received) < wire.HEADER.size:
            return False
        (size,) = wire.HEADER.unpack_from(self._received)
        return bool(size > self._frame_bytes or len(self._received) >= wire.HEADER.size + size)

    def _fill(self) -> bool:
        """Read what has come; False at the end of the channel."""
        if len(self._received) > self._frame_bytes + wire.HEADER.size:
            return True  # there is a whole frame to be looked at first
        try:
            data = self._channel.recv(1 << 18)
        except BlockingIOError:
            return True
        except OSError:
            return False
        self._received += data
        return bool(data)

    def _next_frame(self) -> wire.Outward | Ending | None:
        if len(self._received) < wire.HEADER.size:
            return None
        size = wire.HEADER.unpack_from(self._received)[0]
        if size > self._frame_bytes:
            self.kill()
            return Ending("crashed", NO_ANSWER)
        if len(self._received) < wire.HEADER.size + size:
            return None
        payload = bytes(self._received[wire.HEADER.size : wire.HEADER.size + size])
        del self._received[: wire.HEADER.size + size]
        try:
            return decode_outward(payload)
        except Malformed:
            self.kill()
            return Ending("crashed", NO_ANSWER)

    def _drain_output(self) -> bool:
        """Take what has been printed, keep what there is room for; False where there was nothing."""
        try:
            if self._output_left:
                data = os.read(self._output, 1 << 16)
                self.output += data[: self._output_left]
                self._output_left -= min(len(data), self._output_left)
                taken = len(data)
            else:
                taken = _discard(self._output)
        except BlockingIOError:
            return False
        except OSError:
            taken = 0
        if not taken:
            with contextlib.suppress(KeyError):
                self._poll.unregister(self._output)
        return bool(taken)

    def _ended(self) -> Ending:
        """How a process ended that closed its channel; one that lives on without it is ended."""
        ready, _, _ = select.select([self._end], [], [], 0.5)
        if not ready:
            self.kill()
            select.select([self._end], [], [], 5.0)
        try:
            ended = _decode_ended(os.read(self._end, 256))
        except (msgspec.MsgspecError, OSError):
            raise GraderFault("the warm process died during a run") from None
        if self._group is not None and self._group.ran_out_of_memory():
            return Ending("memory", "more memory than the limit allows")
        return _ending(ended, self._limits.memory_bytes)

    def kill(self) -> None:
        self._warm.kill(self.pid)

    def close(self) -> None:
        """End the process, wait until it is gone, remove its scratch folder."""
        if self._closed:
            return
        self._closed = True
        self._channel.close()
        self.kill()
        select.select([self._end], [], [], 10.0)
        os.close(self._output)
        os.close(self._end)
        self._meter.close()
        if self._group is not None:
            self._group.close()
        self._leave()

    def _leave(self) -> None:
        """Give back what a run takes up besides its process."""
        remove_tree(self._scratch)
        if self._admission is not None:
            self._admission.leave(self)


def _discard(pipe: int) -> int:
    """Throw away what is in a pipe, in the kernel where it can; how many bytes that was."""
    if not hasattr(os, "splice"):
        return len(os.read(pipe, 1 << 16))
    null = os.open(os.devnull, os.O_WRONLY)
    try:
        return os.splice(pipe, null, 1 << 20)
    finally:
        os.close(null)


def _ending(ended: Ended, memory: int) -> Ending:
    if os.WIFSIGNALED(ended.status):
        number = os.WTERMSIG(ended.status)
        if number == 24:  # SIGXCPU, the backstop
            return Ending("timeout", "it used more CPU time than its limit")
        if number == 9 and ended.peak_bytes > memory:
            return Ending("memory", "more memory than the limit allows")
        return Ending("crashed", f"the process was ended by {_signal_name(number)}")
    return Ending("crashed", f"the process ended by itself with status {os.WEXITSTATUS(ended.status)}")


def _signal_name(number: int) -> str:
    import signal

    names = {6: "abort", 8: "arithmetic error", 11: "segmentation fault"}
    try:
        name = signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
    return f"{name} ({names[number]})" if number in names else name
