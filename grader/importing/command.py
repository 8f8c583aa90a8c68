"""`grade import`: from a source of nbgrader or Otter to the files of an assignment, and the list of what is left."""

from __future__ import annotations

import json
import keyword
import re
from dataclasses import dataclass
from pathlib import Path

from grader.course import SETTINGS
from grader.errors import UsageError, printable
from grader.importing.nbgrader import read_nbgrader
from grader.importing.otter import read_otter
from grader.importing.plan import plan
from grader.importing.write import LEFT, files_of, write_files


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be imported, and where to."""

    source: Path
    made_for: str
    name: str | None = None
    course: Path | None = None
    force: bool = False
    leave_out: bool = False
    as_json: bool = False


def import_assignment(request: Request) -> int:
    """Import an assignment; 0 where it is complete, 1 where a human must finish something.

    Raises:
        UsageError: it cannot be read, or something would be written over; nothing has been written then.
    """
    read = {"nbgrader": read_nbgrader, "otter": read_otter}[request.made_for]
    material = read(request.source)
    name = _name(request)
    root = request.course.resolve() if request.course else _course_here()
    folder, reference = root / "assignments" / name, root / "reference" / name
    for path in (folder, reference):
        if path.exists() and not request.force:
            raise UsageError(f"{path}: exists; another --name would be right, or --force to write over it")
    try:
        made = plan(material, leave_out=request.leave_out)
        beside = request.source if request.source.is_dir() else request.source.parent
        files = files_of(material, made, name, root, beside)
    except UsageError as error:
        raise UsageError(f"{request.source}: {error}") from None
    except RecursionError:
        raise UsageError(f"{request.source}: code that is nested too deeply") from None
    written = write_files(files, root, name, material)
    todo, notes = material.todo, material.notes
    if request.as_json:
        points = {part: units / 100 for part, units in made.units.items()}
        unwritten = [one.name for one in made.checks if one.draft is None]
        shown = {
            "assignment": name,
            "points": points,
            "points_before": made.parts,
            "checks": len(made.checks),
            "to_be_written": unwritten,
            "todo": todo,
            "notes": notes,
            "files": [path.relative_to(root).as_posix() for path in written],
        }
        print(json.dumps(shown, ensure_ascii=False, indent=2))
        return 1 if todo else 0
    for path in written:
        print(f"written: {path.relative_to(root)}")
    print(f"\n{len(made.parts)} parts, {len(made.checks)} checks")
    for heading, entries in (("Otherwise than it was", notes), ("To be finished by hand", todo)):
        if entries:
            print(f"\n{heading}:", *(f"  - {printable(entry)}" for entry in entries), sep="\n")
    print(f"\nThis list is in reference/{name}/{LEFT} too. Next: `grade verify {name}`")
    return 1 if todo else 0


def _name(request: Request) -> str:
    """The assignment's name: as asked for, or made of the source's."""
    source = request.source.resolve()
    wanted = request.name
    if wanted is None:
        wanted = re.sub(r"\W+", "_", source.stem.lower(), flags=re.ASCII).strip("_")
        wanted = f"assignment_{wanted}" if wanted[:1].isdigit() else wanted
    if not wanted.isidentifier() or keyword.iskeyword(wanted) or wanted != wanted.lower() or not wanted.isascii():
        raise UsageError(f"{wanted!r}: --name with small letters, digits and underscores would be right")
    return wanted


def _course_here() -> Path:
    """The course that the current folder lies in."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if any((folder / "assignments").glob(f"*/{SETTINGS}")):
            return folder
    raise UsageError("no course here: the folder with assignments/ would be right; --course . begins a new one")
