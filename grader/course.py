"""Assignments on disk: their settings, visible and hidden checks, and the reference solution.

A course has ``assignments/<name>/`` and, for staff, ``reference/<name>/``. What students get is a *bundle*: the folder
of one assignment with the frozen expectations of its visible checks, alone or beside other bundles. What a platform
grades with is such a folder too, with the hidden checks in it, their expectations and their seeds; no student sees it.
"""

from __future__ import annotations

import ast
import hashlib
import os
import sys
import types
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Final

import msgspec

from grader.check import HIDDEN, VISIBLE, Check, CheckError
from grader.errors import CourseError, UsageError, near
from grader.settings import Settings, read_settings

SETTINGS: Final = "assignment.toml"
FROZEN: Final = "expectations.msgpack"
HIDDEN_CHECKS: Final = "hidden.py"
_NAME: Final = "[!._]*"  # not a folder such as .ipynb_checkpoints or __pycache__


@dataclass(frozen=True)
class Course:
    """The folder that holds ``assignments/`` and, for staff, ``reference/``; or bundles; or is a bundle itself."""

    root: Path

    @classmethod
    def find(cls, *starts: Path) -> Course:
        """The course that one of these places lies in, else the one that this package came with.

        Raises:
            UsageError: there is none.
        """
        for start in starts:
            near_by = start.parent if start.is_file() else start
            for folder in (near_by, *near_by.parents):
                if _folders(folder, beside=folder == near_by):
                    return cls(folder)
        own = Path(__file__).resolve().parent.parent
        if _folders(own):
            return cls(own)
        raise UsageError(
            f"no course found: neither {starts[0] if starts else Path.cwd()} nor a folder above it holds "
            "assignments/<name>/assignment.toml; --course FOLDER says where it is"
        )

    @classmethod
    def at(cls, root: Path) -> Course:
        """The course in this folder.

        Raises:
            UsageError: it holds no assignments.
        """
        if not _folders(root):
            raise UsageError(f"{root}: no course: a folder with assignments/<name>/assignment.toml would be right")
        return cls(root)

    @cached_property
    def folders(self) -> dict[str, Path]:
        """The assignments' folders by name."""
        return _folders(self.root)

    @cached_property
    def names(self) -> list[str]:
        return sorted(self.folders)

    def assignment(self, name: str) -> Assignment:
        """One assignment.

        Raises:
            UsageError: there is none of this name.
            CourseError: its settings are wrong.
        """
        if name not in self.names:
            raise UsageError(f"unknown assignment {name!r}{near(name, self.names)}")
        folder = self.folders[name]
        return Assignment(name, self, folder, read_settings(folder / SETTINGS))

    def secret(self) -> bytes:
        """What the seeds of hidden checks are made from; the same for every student and every regrade.

        Raises:
            CourseError: there is none.
        """
        path = self.root / "reference" / "secret.txt"
        try:
            secret = path.read_bytes().strip()
        except OSError as error:
            raise CourseError(f"{path}: cannot be read: {error.strerror}; a long random text would be right") from None
        if len(secret) < 16:
            raise CourseError(f"{path}: too short; at least 16 random characters would be right")
        return secret


def _folders(root: Path, *, beside: bool = True) -> dict[str, Path]:
    """The assignments in a folder: those of a course, else the bundle that it is, else the bundles in it."""
    found = {path.parent.name: path.parent for path in (root / "assignments").glob(f"{_NAME}/{SETTINGS}")}
    for pattern in (FROZEN, f"{_NAME}/{FROZEN}") if beside else (FROZEN,):
        found = found or {
            _header(path.parent).assignment: path.parent
            for path in root.glob(pattern)
            if (path.parent / SETTINGS).is_file()
        }
    return found


class _Header(msgspec.Struct):
    assignment: str
    reference: str = ""


def _header(bundle: Path) -> _Header:
    """What a bundle is of; its folder may have any name."""
    try:
        return msgspec.msgpack.decode((bundle / FROZEN).read_bytes(), type=_Header)
    except (OSError, msgspec.MsgspecError):
        raise CourseError(f"{bundle / FROZEN}: damaged; a new copy of the assignment would be right") from None


@dataclass(frozen=True)
class Assignment:
    """One assignment of a course."""

    name: str
    course: Course
    folder: Path
    settings: Settings

    @property
    def parts(self) -> list[str]:
        return list(self.settings.points)

    @property
    def reference_folder(self) -> Path:
        return self.course.root / "reference" / self.name

    @property
    def frozen_file(self) -> Path:
        """The frozen expectations; there is one in a student's bundle only."""
        return self.folder / FROZEN

    @property
    def hidden_file(self) -> Path:
        """The hidden checks: staff's, or in what a platform grades with those beside the visible ones."""
        return self.folder / HIDDEN_CHECKS if self.frozen_file.is_file() else self.reference_folder / "checks.py"

    @property
    def reference_file(self) -> Path:
        return self.reference_folder / f"{self.name}.py"

    def reference_digest(self) -> str:
        """The hash of the reference solution, whatever its line ends; in a bundle the one that it was made with.

        Raises:
            CourseError: it cannot be read.
        """
        if self.frozen_file.is_file():
            return _header(self.folder).reference
        try:
            content = self.reference_file.read_bytes()
        except OSError as error:
            message = f"{self.reference_file}: the reference solution cannot be read: {error.strerror}"
            raise CourseError(message) from None
        return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()

    def offered(self) -> dict[str, str]:
        """The files that a submission may read: their names, as seen from its working folder, and where they are.

        Raises:
            CourseError: one is not there or lies elsewhere.
        """
        found = {}
        for name in self.settings.limits.readable:
            path = (self.folder / name).resolve()
            if not path.is_relative_to(self.folder.resolve()) or path == self.folder.resolve() or not path.exists():
                raise CourseError(
                    f"{self.folder / 'assignment.toml'}: limits.readable: {name!r}: a file in the assignment's folder "
                    "would be right"
                )
            found[path.relative_to(self.folder.resolve()).as_posix()] = str(path)
        return found

    def checks(self, *, hidden: bool) -> list[Check]:
        """The checks by part, the visible ones first; with ``hidden`` those that only staff run as well.

        Raises:
            CourseError: a file of checks is missing or wrong.
        """
        if hidden and self.frozen_file.is_file() and not self.hidden_file.is_file():
            raise CourseError(
                f"{self.folder}: what students get, without hidden checks; the course's own folder would be right"
            )
        visible_file = self.folder / "checks.py"
        visible_module = _execute(visible_file, None)
        found = _checks_of(visible_module, visible_file, VISIBLE)
        if hidden:
            found += _checks_of(_execute(self.hidden_file, visible_module), self.hidden_file, HIDDEN)
        self._validate(found, hidden)
        order = {part: number for number, part in enumerate(self.parts)}
        return sorted(found, key=lambda check: (order[check.part], check.visibility == HIDDEN))

    def _validate(self, checks: list[Check], hidden: bool) -> None:
        seen: set[str] = set()
        for check in checks:
            where = self.hidden_file if check.visibility == HIDDEN else self.folder / "checks.py"
            if check.part not in self.settings.points:
                raise CourseError(f"{where}: check {check.name}: no part {check.part!r}{near(check.part, self.parts)}")
            if check.name in seen:
                raise CourseError(
                    f"{where}: check {check.name}: there are two of this name; another name would be right"
                )
            seen.add(check.name)
        if not hidden:
            return
        for part, points in self.settings.points.items():
            worth = {
                v: sum(c.points for c in checks if c.part == part and c.visibility == v) for v in (VISIBLE, HIDDEN)
            }
            if abs(sum(worth.values()) - points) > 1e-9:
                raise CourseError(
                    f"{self.folder / 'assignment.toml'}: points.{part} = {points:g}, but its checks are worth "
                    f"{sum(worth.values()):g} ({worth[VISIBLE]:g} visible, {worth[HIDDEN]:g} hidden)"
                )
            if worth[VISIBLE] == 0 or worth[HIDDEN] < points / 2:
                raise CourseError(
                    f"{self.name}: part {part}: {worth[VISIBLE]:g} of {points:g} points are visible; a visible check "
                    "and at least half of the points in hidden ones would be right"
                )

    def seed(self, check: Check, variant: int = 0) -> list[int]:
        """What the check's random inputs come from: for a hidden one the course's secret as well.

        Submissions are graded with variant 0; `grade verify` tries others.
        """
        secret = self.course.secret() if check.visibility == HIDDEN else b"visible"
        what = f"{self.name}/{check.name}" + (f"/{variant}" if variant else "")
        digest = hashlib.blake2b(what.encode(), key=secret[:64], digest_size=16).digest()
        return [int.from_bytes(digest[i : i + 4], "big") for i in range(0, 16, 4)]


def _execute(path: Path, visible: types.ModuleType | None) -> types.ModuleType:
    """A file of checks as a module that is importable nowhere, so that its probes travel by value."""
    try:
        source = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CourseError(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}") from None
    module = types.ModuleType("checks")
    module.__file__ = os.fspath(path)
    had_tensorflow = "tensorflow" in sys.modules
    if visible is not None:
        sys.modules["visible"] = visible
    try:
        exec(compile(source, path, "exec"), module.__dict__)
    except CheckError as error:
        raise CourseError(f"{path}: {error}") from None
    except Exception as error:
        line = _line_in(error, path)
        raise CourseError(f"{path}{line}: {type(error).__name__}: {error}") from error
    finally:
        sys.modules.pop("visible", None)
    if "tensorflow" in sys.modules and not had_tensorflow:
        raise CourseError(f"{path}: imports TensorFlow at its top; importing it within the probes would be right")
    return module


def _line_in(error: BaseException, path: Path) -> str:
    line = error.lineno if isinstance(error, SyntaxError) else None
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == os.fspath(path):
            line = trace.tb_lineno
        trace = trace.tb_next
    return f":{line}" if line else ""


def _checks_of(module: types.ModuleType, path: Path, visibility: str) -> list[Check]:
    """The checks that the module itself defines, in their order."""
    own = [
        value
        for value in vars(module).values()
        if isinstance(value, Check) and value.probe.__code__.co_filename == os.fspath(path)
    ]
    if not own:
        raise CourseError(f"{path}: there is no check in it")
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = Counter(node.name for node in tree.body if isinstance(node, ast.FunctionDef))
    for check in own:
        if names[check.name] > 1:
            raise CourseError(f"{path}: check {check.name}: there are two of this name; another name would be right")
    return [replace(value, visibility=visibility) for value in own]
