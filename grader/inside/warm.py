"""The warm process: imports what is slow once and forks a child for each run.

It is started with a new, minimal environment and holds no source, no reference and no expected value: a forked
child inherits memory, so there must be nothing to inherit. What a child works on reaches it through a channel of
its own, which this process only passes on.

    grader ──control──▸ warm process ──fork──▸ child ◂──channel──▸ grader
                              └──status of the child's end──▸ grader

On the control socket the grader asks for a run (with three descriptors: the child's channel, its output, the pipe
for its end) or for the end of one. The warm process is the reaper of every process that a child leaves behind.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import os
import selectors
import signal
import socket
import sys
import time

import msgspec

from grader.inside.confinement import Limits, confine
from grader.inside.wire import HEADER

_SET_CHILD_SUBREAPER = 36


class Fork(msgspec.Struct, frozen=True, tag="fork"):
    """Start a run; descriptors for channel, output and end come with it."""

    limits: Limits


class Kill(msgspec.Struct, frozen=True, tag="kill"):
    """End a run and everything that it started."""

    pid: int


class Ended(msgspec.Struct, frozen=True, array_like=True):
    """How a child ended: its wait status, its CPU seconds and its peak memory."""

    status: int
    cpu_seconds: float
    peak_bytes: int


_decode = msgspec.msgpack.Decoder(Fork | Kill).decode
_encode = msgspec.msgpack.Encoder().encode


def main(control_descriptor: int, preload: list[str]) -> None:
    """Preload, say so, then serve forks until the control socket closes."""
    for module in preload:
        importlib.import_module(module)
    _warm_up(preload)
    from grader.inside import serving

    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the grader; it ends its runs itself
    gc.collect()
    gc.freeze()  # children share the memory of what is loaded instead of copying it at their first collection
    control = socket.socket(fileno=control_descriptor)
    control.sendall(b"ready")
    _Nursery(control, serving).serve()


def _warm_up(preload: list[str]) -> None:
    """What every child would do first and what starts no thread."""
    if "matplotlib.pyplot" in preload:
        import matplotlib.pyplot

        matplotlib.pyplot.close("all")


class _Nursery:
    """The children of this warm process."""

    def __init__(self, control: socket.socket, serving: object) -> None:
        self.control = control
        self.serving = serving
        self.ends: dict[int, int] = {}  # pid → the pipe that its end is written to

    def serve(self) -> None:
        wake_read, wake_write = os.pipe()
        os.set_blocking(wake_write, False)
        signal.set_wakeup_fd(wake_write, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        with selectors.DefaultSelector() as selector:
            selector.register(self.control, selectors.EVENT_READ)
            selector.register(wake_read, selectors.EVENT_READ)
            while True:
                for key, _ in selector.select():
                    if key.fileobj == wake_read:
                        os.read(wake_read, 4096)
                        self.reap()
                    elif not self.command():
                        self.stop()
                        return

    def command(self) -> bool:
        """Carry out one command; False when the grader is gone."""
        try:
            head, descriptors, _, _ = socket.recv_fds(self.control, HEADER.size, 3)
            if len(head) < HEADER.size:
                return False
            body = self.control.recv(HEADER.unpack(head)[0], socket.MSG_WAITALL)
            command = _decode(body)
        except (OSError, msgspec.MsgspecError):
            return False
        if isinstance(command, Kill):
            self.kill(command.pid)
        else:
            self.fork(command.limits, descriptors)
        return True

    def fork(self, limits: Limits, descriptors: list[int]) -> None:
        channel, output, end = descriptors
        try:
            pid = os.fork()
        except OSError as error:
            self.control.sendall(HEADER.pack(0))
            os.write(2, f"fork: {error}\n".encode())
            for descriptor in descriptors:
                os.close(descriptor)
            return
        if pid == 0:
            status = 70
            try:
                confine(limits, channel, output)
                self.serving.serve()  # type: ignore[attr-defined]
                status = 0
            finally:
                os._exit(status)
        os.close(channel)
        os.close(output)
        self.ends[pid] = end
        self.control.sendall(HEADER.pack(pid))

    def kill(self, pid: int) -> None:
        """End a child, if it is still ours: a pid that was reaped may belong to somebody else by now."""
        if pid in self.ends:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, signal.SIGKILL)
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def reap(self) -> None:
        while True:
            try:
                pid, status, usage = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                break
            end = self.ends.pop(pid, None)
            if end is None:
                continue
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, signal.SIGKILL)  # what stayed behind in its process group
            unit = 1 if sys.platform == "darwin" else 1024
            message = Ended(status, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit)
            with contextlib.suppress(OSError):
                os.write(end, _encode(message))
            os.close(end)
        self.kill_strays()

    def kill_strays(self) -> None:
        """A process that left its group and lost its parent has become our child: end it."""
        try:
            with open(f"/proc/self/task/{os.getpid()}/children") as children:
                pids = [int(pid) for pid in children.read().split()]
        except OSError:
            return
        for pid in pids:
            if pid not in self.ends:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)

    def stop(self) -> None:
        """The grader is gone: nothing that was started here outlives this process."""
        deadline = time.monotonic() + 2.0
        while time.monotonic() < deadline:
            for pid in list(self.ends):
                self.kill(pid)
            self.kill_strays()
            try:
                os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            time.sleep(0.005)
