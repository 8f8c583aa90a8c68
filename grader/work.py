"""Which file is one's own work: what `grade locally` and pytest find in a folder."""

from __future__ import annotations

from pathlib import Path

from grader.course import Course
from grader.errors import UsageError, near
from grader.submission import SUFFIXES


def find_work(path: Path, name: str | None, course: Course) -> tuple[Path, str]:
    """The file to grade, and which other one was left aside.

    Raises:
        UsageError: there is none, or it is not clear which one.
    """
    if name is not None and name not in course.folders:
        raise UsageError(f"unknown assignment {name!r}{near(name, course.names)}")
    if not path.exists():
        raise UsageError(
            f"{path}: no such file or folder; a .py, an .ipynb or the folder of an assignment would be right"
        )
    if path.is_file():
        if path.suffix not in SUFFIXES:
            raise UsageError(f"{path}: neither a .py nor an .ipynb")
        if name is None and path.stem not in course.names:
            raise UsageError(
                f"{path}: {path.stem!r} is no assignment{near(path.stem, course.names)} "
                "(--assignment NAME says which one the file is)"
            )
        return path, ""
    names = [name] if name else course.names
    files = _work_in({one: path for one in names})
    if not files:  # a folder of assignments rather than of one
        files = _work_in(
            {one: course.folders[one] for one in names if course.folders[one].is_relative_to(path.resolve())}
        )
    found = sorted({file.stem for file in files})
    if not found:
        wanted = f"{name}.py or {name}.ipynb" if name else "no work of an assignment (<assignment>.py or .ipynb)"
        here = "this folder" if path == Path(".") else str(path)
        missing = f"there is no {wanted}" if name else f"there is {wanted}"
        raise UsageError(f"{here}: {missing}; assignments are: {', '.join(course.names)}")
    if len(found) > 1:
        raise UsageError(f"{path}: work of several assignments ({', '.join(found)}); --assignment NAME says which one")
    newest = max(files, key=lambda file: (_modified(file), file.name))
    others = [file.name for file in files if file != newest]
    return newest, f"{newest.name} is newer than {others[0]}, so it is the one that counts" if others else ""


def _modified(file: Path) -> int:
    """When it was saved; an editor may be putting a new file in its place at this moment."""
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0


def _work_in(folders: dict[str, Path]) -> list[Path]:
    """The files of assignments, each looked for in its folder."""
    paths = (folder / (name + suffix) for name, folder in folders.items() for suffix in SUFFIXES)
    return [path for path in paths if path.is_file()]
