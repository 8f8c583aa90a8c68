"""Warm processes and the isolated processes that are forked from them, seen from outside.

    WarmPool       one warm process for each set of preloaded packages, started when first needed
    WarmProcess    the process that imports once and forks; asked through its control socket
    IsolatedRun    one forked process: frames out and in, its clock, its end

A process is stopped from here: when it has used more CPU time than its budget, or when it sleeps or hangs. How long
it *waits* for a processor on a busy machine costs it nothing. Whatever it sends is read with bounds; whatever it
does, the worst that it can reach is an :class:`Ending` of its own.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from grader.errors import GraderFault
from grader.inside import wire
from grader.inside.confinement import Limits
from grader.inside.warm import Ended, Fork, Kill
from grader.scratch import ScratchRoot, remove_tree

_TICK: Final = 0.05  # seconds between two looks at the clocks of a process that says nothing
_READY_SECONDS: Final = 300.0
_MAX_FRAME: Final = 256 << 20
_decode_outward = msgspec.msgpack.Decoder(wire.Outward).decode
_decode_ended = msgspec.msgpack.Decoder(Ended).decode
_encode = msgspec.msgpack.Encoder().encode

# Loads `grader.inside` and nothing else of the package: the inside has no way to import the rest.
_BOOT: Final = """
import importlib.util, json, os, sys, types
setting = json.loads(sys.argv[1])
sys.path[:] = [p for p in sys.path if p.startswith((sys.prefix, sys.base_prefix))]
sys.meta_path[:] = [f for f in sys.meta_path if "__editable__" not in getattr(f, "__module__", "")]
package = types.ModuleType("grader")
package.__path__ = []
sys.modules["grader"] = package
folder = setting["inside"]
spec = importlib.util.spec_from_file_location(
    "grader.inside", os.path.join(folder, "__init__.py"), submodule_search_locations=[folder])
inside = importlib.util.module_from_spec(spec)
sys.modules["grader.inside"] = package.inside = inside
spec.loader.exec_module(inside)
from grader.inside.warm import main
sys.argv[:] = [""]
main(setting["control"], setting["preload"])
"""


def _environment(cache: Path) -> dict[str, str]:
    """The whole environment of a warm process: nothing of ours is passed on."""
    return {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "HOME": os.fspath(cache),
        "PYTHONHASHSEED": "0",
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
    }


class WarmProcess:
    """A process with packages preloaded, from which runs are forked."""

    def __init__(self, preload: tuple[str, ...], cache: Path) -> None:
        self.preload = preload
        self._lock = threading.Lock()
        self._control, theirs = socket.socketpair()
        setting = {
            "control": theirs.fileno(),
            "preload": list(preload),
            "inside": os.fspath(Path(wire.__file__).parent),
        }
        self._log = cache / f"{'-'.join(preload)}.log"  # a file: nobody would empty a pipe
        with theirs, self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-B", "-X", "utf8", "-c", _BOOT, json.dumps(setting)],
                env=_environment(cache),
                cwd=cache,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
            )
        self._ready = False

    def wait_until_ready(self) -> None:
        """Wait for the end of preloading.

        Raises:
            GraderFault: the process ended instead.
        """
        with self._lock:
            if self._ready:
                return
            self._control.settimeout(_READY_SECONDS)
            try:
                greeting = self._control.recv(5, socket.MSG_WAITALL)
            except OSError:
                greeting = b""
            if greeting != b"ready":
                self._process.kill()
                last = self._log.read_text(errors="replace").strip().rpartition("\n")[2]
                raise GraderFault(f"the warm process with {', '.join(self.preload)} did not start: {last}")
            self._ready = True

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def fork(self, limits: Limits) -> tuple[int, socket.socket, int, int]:
        """Start a child: its pid, our end of its channel, its output, the pipe that tells its end.

        Raises:
            GraderFault: no child could be made.
        """
        self.wait_until_ready()
        ours, theirs = socket.socketpair()
        output_read, output_write = os.pipe()
        end_read, end_write = os.pipe()
        body = _encode(Fork(limits))
        passed = [theirs.fileno(), output_write, end_write]
        try:
            with self._lock:
                socket.send_fds(self._control, [wire.HEADER.pack(len(body)) + body], passed)
                reply = self._control.recv(wire.HEADER.size, socket.MSG_WAITALL)
            pid = wire.HEADER.unpack(reply)[0] if len(reply) == wire.HEADER.size else 0
        except OSError:
            pid = 0
        finally:
            theirs.close()
            os.close(output_write)
            os.close(end_write)
        if pid == 0:
            ours.close()
            os.close(output_read)
            os.close(end_read)
            raise GraderFault("the warm process could not fork (it has ended, or memory is short)")
        return pid, ours, output_read, end_read

    def kill(self, pid: int) -> None:
        """End a child and all that it started."""
        body = _encode(Kill(pid))
        with self._lock, contextlib.suppress(OSError):
            self._control.sendall(wire.HEADER.pack(len(body)) + body)

    def close(self) -> None:
        """End the process and, with it, its children."""
        self._control.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class WarmPool:
    """Warm processes by what they have preloaded; a context that ends them all."""

    def __init__(self) -> None:
        self.scratch = ScratchRoot()
        self._cache = self.scratch.path / "warm"
        self._cache.mkdir(mode=0o700)
        self._processes: dict[tuple[str, ...], WarmProcess] = {}
        self._lock = threading.Lock()

    def __enter__(self) -> WarmPool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def process(self, preload: tuple[str, ...]) -> WarmProcess:
        """The warm process for these packages; a new one where there is none or where it has died."""
        with self._lock:
            process = self._processes.get(preload)
            if process is not None and not process.alive:
                process.close()
                process = None
            if process is None:
                process = self._processes[preload] = WarmProcess(preload, self._cache)
            return process

    def close(self) -> None:
        with self._lock:
            for process in self._processes.values():
                process.close()
            self._processes.clear()
        self.scratch.close()


@dataclass(frozen=True, slots=True)
class Budget:
    """What may be spent until the next message: CPU seconds, and seconds of neither working nor waiting for a CPU."""

    cpu_seconds: float
    idle_seconds: float

    @property
    def wall_seconds(self) -> float:
        """The backstop on a machine so busy that a process hardly runs."""
        return 30 * (self.cpu_seconds + self.idle_seconds) + 60


@dataclass(frozen=True, slots=True)
class Ending:
    """A run that ended, or was ended, instead of answering: `timeout`, `memory` or `crashed`."""

    verdict: str
    message: str


class IsolatedRun:
    """One isolated process, from its fork to its end; use as a context."""

    def __init__(self, pool: WarmPool, preload: tuple[str, ...], limits: Limits, output_bytes: int) -> None:
        self._pool = pool
        self._scratch = pool.scratch.new()
        self._warm = pool.process(preload)
        self._memory = limits.memory_bytes
        limits = msgspec.structs.replace(limits, scratch=os.fspath(self._scratch))
        try:
            self.pid, self._channel, self._output, self._end = self._warm.fork(limits)
        except GraderFault:
            remove_tree(self._scratch)
            raise
        self._channel.setblocking(False)
        os.set_blocking(self._output, False)
        self._received = bytearray()
        self.output = bytearray()
        self._output_left = output_bytes
        self._poll = select.poll()
        self._poll.register(self._channel, select.POLLIN)
        self._poll.register(self._output, select.POLLIN)
        self._clock = _Clock(self.pid)
        self._closed = False

    def __enter__(self) -> IsolatedRun:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def cpu_seconds(self) -> float:
        """CPU seconds of the process so far."""
        return self._clock.cpu()

    def ask(
        self, message: wire.Inward, budget: Budget, on_progress: Callable[[wire.At], None] | None = None
    ) -> wire.Outward | Ending:
        """Send a message and wait for the answer to it, within the budget.

        Reports of progress go to ``on_progress`` and are no answer.
        """
        watch = _Watch(self._clock, budget)
        ending = self._send(wire.frame(message), watch)
        while ending is None:
            answer = self._next_frame()
            if isinstance(answer, wire.At) and on_progress is not None:
                on_progress(answer)
                continue
            if answer is not None:
                return answer
            ending = self._wait(select.POLLIN, watch)
        return ending

    def _send(self, data: bytes, watch: _Watch) -> Ending | None:
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

    def _wait(self, events: int, watch: _Watch) -> Ending | None:
        """Until something can be read (or sent), or the budget is used up, or the process is gone."""
        self._poll.modify(self._channel, events)
        while True:
            ready = self._poll.poll(_TICK * 1000)
            for descriptor, _ in ready:
                if descriptor == self._output:
                    self._drain_output()
                elif not self._fill():
                    return self._ended()
            if any(descriptor == self._channel.fileno() for descriptor, _ in ready):
                return None
            over = watch.over()
            if over:
                self.kill()
                return over

    def _fill(self) -> bool:
        """Read what has come; False at the end of the channel."""
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
        if size > _MAX_FRAME:
            self.kill()
            return Ending("crashed", "the process sent something that is no answer")
        if len(self._received) < wire.HEADER.size + size:
            return None
        payload = bytes(self._received[wire.HEADER.size : wire.HEADER.size + size])
        del self._received[: wire.HEADER.size + size]
        try:
            message: wire.Outward = _decode_outward(payload)
            return message
        except (msgspec.MsgspecError, RecursionError, MemoryError):
            self.kill()
            return Ending("crashed", "the process sent something that is no answer")

    def _drain_output(self) -> None:
        try:
            data = os.read(self._output, 1 << 16)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            with contextlib.suppress(KeyError):
                self._poll.unregister(self._output)
            return
        kept = data[: self._output_left]
        self.output += kept
        self._output_left -= len(kept)

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
        return _ending(ended, self._memory)

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
        remove_tree(self._scratch)


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


class _Clock:
    """CPU time and waiting time of another process."""

    def __init__(self, pid: int) -> None:
        self._clock_id = (~pid << 3) | 2  # what clock_getcpuclockid gives on Linux
        self._last = 0.0
        try:
            self._schedule: int | None = os.open(f"/proc/{pid}/schedstat", os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            self._schedule = None

    def __del__(self) -> None:
        if self._schedule is not None:
            os.close(self._schedule)

    def cpu(self) -> float:
        """CPU seconds of all its threads; the last known once it is gone."""
        with contextlib.suppress(OSError):
            self._last = time.clock_gettime(self._clock_id)
        return self._last

    def waited(self) -> float:
        """Seconds for which its main thread was ready to run but had no processor."""
        if self._schedule is None:
            return 0.0
        try:
            return int(os.pread(self._schedule, 128, 0).split()[1]) / 1e9
        except (OSError, IndexError, ValueError):
            return 0.0


class _Watch:
    """How much of a budget is used up."""

    def __init__(self, clock: _Clock, budget: Budget) -> None:
        self._clock = clock
        self._budget = budget
        self._begin = self._last = time.monotonic()
        self._cpu_begin = self._cpu_last = clock.cpu()
        self._waited_last = clock.waited()
        self._idle = 0.0

    def over(self) -> Ending | None:
        """The ending that is due, if any; to be asked every tick."""
        now, cpu, waited = time.monotonic(), self._clock.cpu(), self._clock.waited()
        busy = (cpu - self._cpu_last) + (waited - self._waited_last)
        self._idle += max(0.0, (now - self._last) - busy)
        self._last, self._cpu_last, self._waited_last = now, cpu, waited
        if cpu - self._cpu_begin > self._budget.cpu_seconds:
            return Ending("timeout", "it used more CPU time than its limit")
        if self._idle > self._budget.idle_seconds:
            return Ending("timeout", "it waited or slept longer than its limit")
        if now - self._begin > self._budget.wall_seconds:
            return Ending("timeout", "it did not end")
        return None
