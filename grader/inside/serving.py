"""The life of a forked child: load the source, run one probe after another, answer each.

Nothing here decides anything. An answer is what the probe returned, reduced to plain data; whatever goes wrong
becomes a fault with a few words. The process may be killed at any moment.
"""

from __future__ import annotations

import contextlib
import errno
import gc
import io
import os
import sys
from collections.abc import Iterable
from typing import Any

import msgspec
import numpy as np

from grader.inside import encoding, pristine, wire
from grader.inside.confinement import CHANNEL
from grader.inside.elementwise import ElementGuard, Forbidden, rewrite
from grader.inside.loading import Source, located
from grader.inside.probing import Missing, Recorder, Student
from grader.inside.seeding import seed_everything

# Bound now, before any student's source: what a submission patches later is not used here.
_decode = msgspec.msgpack.Decoder(wire.Inward).decode
_generator, _bits = np.random.Generator, np.random.PCG64  # what default_rng makes, without looking at names
_streams: tuple[Any, ...] = (sys.stdout, sys.stderr)
_flush = io.TextIOWrapper.flush
_CAUSES = 12
_WALLS = "; a submission has no network, starts no other program and opens no files but its own"


class Channel:
    """Frames on the one descriptor that leads outside."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._read, self._write = os.read, os.write

    def receive(self) -> wire.Inward | None:
        """The next message, or None when the outside has closed its end."""
        head = self._exactly(wire.HEADER.size)
        if head is None:
            return None
        body = self._exactly(wire.HEADER.unpack(head)[0])
        return None if body is None else _decode(body)

    def send(self, message: wire.Outward) -> None:
        data = memoryview(wire.frame(message))
        while data:
            data = data[self._write(self._descriptor, data) :]

    def _exactly(self, size: int) -> bytes | None:
        parts = []
        while size:
            part = self._read(self._descriptor, min(size, 1 << 20))
            if not part:
                return None
            parts.append(part)
            size -= len(part)
        return b"".join(parts)


def serve(own_modules: Iterable[str]) -> None:
    """Answer until the outside closes the channel; our own modules are not to be found by then."""
    channel = Channel(CHANNEL)
    channel.send(wire.Confined())
    load = channel.receive()
    if not isinstance(load, wire.Load):
        return
    folder = os.getcwd()
    encoding.private_paths.append(folder)
    units = [msgspec.structs.replace(unit, filename=os.path.join(folder, unit.filename)) for unit in load.units]
    session = _Session(msgspec.structs.replace(load, units=units))
    _step_aside(own_modules)
    seed_everything(load.seed)
    namespace, problems, executed = session.source.execute(
        mode=load.mode, skip=load.skip, report=lambda number, place: channel.send(wire.At(number, place))
    )
    session.namespace = namespace
    _let_go()
    channel.send(wire.Loaded(problems[:20], executed))
    while True:
        probe = channel.receive()
        if not isinstance(probe, wire.Probe):
            return
        answer = session.run(probe)
        _let_go()
        channel.send(answer)


def _let_go() -> None:
    """Send what has been printed on its way: the process may be ended at any moment, and with it what it kept back."""
    for stream in _streams:
        with contextlib.suppress(Exception):  # it has been closed
            _flush(stream)


def _step_aside(own_modules: Iterable[str]) -> None:
    """Leave as little of ours to find as can be: no module to import, no object in the collector's lists.

    Only our own names are looked at: each of the others that a forked process touches is a page that it has to copy.
    """
    for name in own_modules:
        sys.modules.pop(name, None)
    gc.freeze()


class _Session:
    """One submission in this process."""

    def __init__(self, load: wire.Load) -> None:
        self.load = load
        files = frozenset(unit.filename for unit in load.units)
        self.guard = ElementGuard(load.element_by_element, files.__contains__) if load.element_by_element else None
        names = self.guard.names() if self.guard else {}
        self.source = Source(load.module, load.units, load.notebook, rewrite if self.guard else None, names)
        self.recorder = Recorder(load.details)
        self.namespace: dict[str, Any] = {}

    def load_again(self, replacing: Any) -> dict[str, Any]:
        """A second namespace for a probe; what only computes at the top level is not computed again."""
        namespace, _, _ = self.source.execute(mode="no bare statements", skip=self.load.skip, replacing=replacing)
        return namespace

    def run(self, probe: wire.Probe) -> wire.Answer | wire.Fault:
        """The probe's answers, all cases of it, or the fault of the first case that has none."""
        self.recorder.last = None
        cases: list[bytes] = []
        left = self.load.answer_bytes
        case = 0
        try:
            function, parameters = pristine.loads(probe.code)
            for case in range(probe.cases):
                seed = [*probe.seed, case]
                seed_everything(int(_generator(_bits(seed)).integers(2**31)))
                if self.guard:
                    self.guard.watch(probe.part)
                watched = self.guard if self.guard and self.guard.part else None
                student = Student(self.namespace, self.recorder, watched, self.load_again)
                offered = {"student": student, "rng": _generator(_bits(seed)), "case": case}
                if "given" in parameters:
                    offered["given"] = encoding.decode_given(probe.given)
                self.recorder.start()
                value = function(**{name: offered[name] for name in parameters})
                answer = encoding.encode({"value": value, "calls": self.recorder.records}, left)
                left -= len(answer)
                cases.append(answer)
                if self.guard:
                    fault = self._guard_fault(probe, case)
                    if fault:
                        return fault
        except BaseException as error:
            return self._fault(probe, error, case)
        finally:
            if self.guard:
                self.guard.watch(None)
        return wire.Answer(probe.number, cases)

    def _guard_fault(self, probe: wire.Probe, case: int) -> wire.Fault | None:
        guard = self.guard
        if guard is None or guard.part is None:
            return None
        if guard.violation:
            return wire.Fault(probe.number, "forbidden", encoding.clean(guard.violation), case)
        if not guard.untouched(self.namespace):
            return wire.Fault(probe.number, "forbidden", "the submission changes names that belong to the grader", case)
        return None

    def _fault(self, probe: wire.Probe, error: BaseException, case: int) -> wire.Fault:
        if isinstance(error, Forbidden) or (self.guard and self.guard.violation):
            message = self.guard.violation if self.guard and self.guard.violation else str(error)
            return wire.Fault(probe.number, "forbidden", encoding.clean(message), case)
        if isinstance(error, Missing):
            return wire.Fault(probe.number, "missing", encoding.clean(str(error)), case)
        if isinstance(error, encoding.TooLarge):
            return wire.Fault(probe.number, "failed", str(error), case)
        no_memory = isinstance(error, OSError) and error.errno == errno.ENOMEM
        if no_memory or isinstance(error, MemoryError) or type(error).__name__ == "ResourceExhaustedError":
            return wire.Fault(probe.number, "memory", "more memory than the limit allows", case)
        refused = _refused_by_the_kernel(error)
        text = located(error, self.load.units) + (_WALLS if refused else "")
        call = self.recorder.last
        if call is not None:
            text = f"`{encoding.clean(call.label(), 120)}`: {text}"
        return wire.Fault(probe.number, "refused" if refused else "error", encoding.clean(text), case)


def _refused_by_the_kernel(error: BaseException) -> bool:
    """Whether the exception, or one that led to it, is what a confined call ends in."""
    waiting: list[object] = [error]
    for _ in range(_CAUSES):
        if not waiting:
            break
        one = waiting.pop()
        if isinstance(one, OSError) and one.errno in (errno.EPERM, errno.EACCES, errno.EROFS):
            return True
        if isinstance(one, BaseException):  # URLError keeps what led to it in `reason`
            waiting += [one.__cause__, one.__context__, getattr(one, "reason", None)]
    return False
