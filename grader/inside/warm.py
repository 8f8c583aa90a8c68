"""The warm process: imports what is slow once and forks a child for each run.

It is started with a new, minimal environment and holds no source, no reference and no expected value: a forked
child inherits memory, so there must be nothing to inherit. What a child works on reaches it through a channel of
its own, which this process only passes on.

    grader ──control──▸ warm process ──fork──▸ child ◂──channel──▸ grader
                              └──status of the child's end──▸ grader

On the control socket the grader says what to preload, then asks for a run (with three descriptors: the child's
channel, its output, the pipe for its end) or for the end of one. The warm process is the reaper of every process that
a child leaves behind. Where the grader dies without a word, it ends every child and removes what they have left.
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
from collections.abc import Callable

import msgspec

from grader.inside import namespaces, pristine, semaphores, warming
from grader.inside.confinement import Limits, Walls, confine
from grader.inside.removal import remove_tree
from grader.inside.wire import HEADER

_SET_CHILD_SUBREAPER = 36


class Start(msgspec.Struct, frozen=True, tag="start"):
    """The first command: what to import, which walls to build around a child, where the scratch folders are."""

    preload: list[str]
    walls: Walls
    scratch: str


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """The answer to it, when all is imported."""

    private_scratch: bool


class Fork(msgspec.Struct, frozen=True, tag="fork"):
    """Start a run; descriptors for channel, output and end come with it."""

    limits: Limits


class Kill(msgspec.Struct, frozen=True, tag="kill"):
    """End a run and everything that it started."""

    pid: int


class Leave(msgspec.Struct, frozen=True, tag="leave"):
    """End: the grader itself sees to the rest."""


class Forked(msgspec.Struct, frozen=True, tag="forked"):
    """The answer to a fork: the child's process id, 0 where there is none."""

    pid: int


class Ended(msgspec.Struct, frozen=True, array_like=True):
    """How a child ended: its wait status, its CPU seconds and its peak memory."""

    status: int
    cpu_seconds: float
    peak_bytes: int


_decode = msgspec.msgpack.Decoder(Start | Fork | Kill | Leave).decode
_encode = msgspec.msgpack.Encoder().encode


def main(control_descriptor: int) -> None:
    """Preload, say so, then serve forks until the control socket closes."""
    control = socket.socket(fileno=control_descriptor)
    start, _ = _receive(control)
    if not isinstance(start, Start):
        return
    for module in start.preload:
        importlib.import_module(module)
    from grader.inside import serving

    warming.warm_up(start.preload)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the grader; it ends its runs itself
    walls = start.walls
    if walls.private_scratch and not namespaces.available(start.scratch):
        walls = msgspec.structs.replace(walls, private_scratch=False)
    semaphores.use()
    pristine.keep()
    gc.collect()
    gc.freeze()  # children share the memory of what is loaded instead of copying it at their first collection
    _send(control, Ready(walls.private_scratch))
    own = warming.own_modules()
    _Nursery(control, walls, start.scratch, lambda: serving.serve(own)).serve()


def _receive(control: socket.socket) -> tuple[Start | Fork | Kill | Leave | None, list[int]]:
    """The next command and the descriptors that came with it; None when the grader is gone."""
    try:
        head, descriptors, _, _ = socket.recv_fds(control, HEADER.size, 3)
        if len(head) < HEADER.size:
            return None, []
        return _decode(control.recv(HEADER.unpack(head)[0], socket.MSG_WAITALL)), descriptors
    except (OSError, msgspec.MsgspecError):
        return None, []


def _send(control: socket.socket, message: Ready | Forked) -> None:
    body = _encode(message)
    with contextlib.suppress(OSError):  # that the grader is gone shows when its next command is read
        control.sendall(HEADER.pack(len(body)) + body)


class _Nursery:
    """The children of this warm process."""

    def __init__(self, control: socket.socket, walls: Walls, scratch: str, life: Callable[[], None]) -> None:
        self.control = control
        self.walls = walls
        self.scratch = scratch
        self.life = life
        self.pid = os.getpid()
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
                        return

    def command(self) -> bool:
        """Carry out one command; False when it was the last."""
        command, descriptors = _receive(self.control)
        if isinstance(command, Fork):
            self.fork(command.limits, descriptors)
        elif isinstance(command, Kill):
            self.kill(command.pid)
        else:
            self.stop()
            if command is None:
                remove_tree(self.scratch)
            return False
        return True

    def fork(self, limits: Limits, descriptors: list[int]) -> None:
        channel, output, end = descriptors
        try:
            pid = os.fork()
        except OSError as error:
            _send(self.control, Forked(0))
            os.write(2, f"fork: {error}\n".encode())
            for descriptor in descriptors:
                os.close(descriptor)
            return
        if pid == 0:
            try:
                self.live(limits, channel, output)
            finally:
                os._exit(1)
        os.close(channel)
        os.close(output)
        self.ends[pid] = end
        _send(self.control, Forked(pid))

    def live(self, limits: Limits, channel: int, output: int) -> None:
        """The life of a child. One that cannot be confined says why and ends before it has read anything."""
        try:
            confine(self.walls, limits, channel, output, self.pid)
        except BaseException as error:
            os.write(2, f"{type(error).__name__}: {error}".encode())
            os._exit(1)
        self.life()
        os._exit(0)

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
