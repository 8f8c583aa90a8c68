"""`grade doctor`: versions, which isolation this machine gives, what is missing and how to get it."""

from __future__ import annotations

import json
import os
import platform

from rich import box
from rich.console import Console
from rich.table import Table

from grader.errors import GraderFault
from grader.inside.confinement import Walls
from grader.isolated import Isolation
from grader.provenance import package_versions
from grader.record import isolation_record
from grader.runner import WarmPool
from grader.settings import Settings
from grader.submission import parse_submission
from grader.walls import level, missing

# What no submission may do; each is tried in an isolated process and has to be refused.
_TRIALS = {
    "reads a file of the system": "open('/etc/passwd')",
    "reads a file in the home folder": "import os; os.listdir({home!r})",
    "opens a connection": "import socket; socket.socket()",
    "starts a program": "import subprocess; subprocess.run(['/bin/sh', '-c', ':'])",
}


def examine(*, as_json: bool) -> int:
    """Print what there is; the exit code."""
    from grader import __version__

    packages = package_versions()
    try:
        walls, tried = _try()
        trouble = ""
    except GraderFault as fault:
        with WarmPool() as pool:
            walls, tried, trouble = pool.walls, {}, str(fault)
    lacking = missing(walls)
    if as_json:
        content = {
            "grade": __version__,
            "python": platform.python_version(),
            "system": f"{platform.system()} {platform.release()}",
            "cores": os.cpu_count(),
            "packages": packages,
            "isolation": isolation_record(walls)
            | {
                "missing": {one.what: {"effect": one.effect, "remedy": one.remedy} for one in lacking},
                "refused": tried,
                "trouble": trouble,
            },
        }
        print(json.dumps(content, indent=2))
        return 0
    console = Console()
    console.print(
        f"grade {__version__}, Python {platform.python_version()}, {platform.system()} {platform.release()}, "
        f"{os.cpu_count()} cores",
        highlight=False,
    )
    console.print(", ".join(f"{name} {number}" for name, number in packages.items()), highlight=False)
    console.print(f"\n[bold]isolation of a submission: {level(walls)}[/]", highlight=False)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("a submission that …")
    table.add_column("here")
    for what, refused in tried.items():
        table.add_row(what, "[green]is refused[/]" if refused else "[red]gets through[/]")
    if tried:
        console.print(table)
    for one in lacking:
        console.print(f"missing: {one.what}: {one.effect}", style="yellow", highlight=False)
        console.print(f"    what gives it: {one.remedy}", highlight=False)
    if trouble:
        console.print(f"isolated processes do not start: {trouble}", style="red", markup=False, highlight=False)
    return 0


def _try() -> tuple[Walls, dict[str, bool]]:
    """The walls in force, and for each trial whether it was refused.

    Raises:
        GraderFault: no isolated process could be started.
    """
    settings = Settings(title="", points={"trial": 100.0})
    tried = {}
    with WarmPool() as pool:
        home = os.path.expanduser("~")
        for what, source in _TRIALS.items():
            if "{home" in source and not os.path.isdir(home):
                continue
            submission = parse_submission(source.format(home=home).encode(), ".py", "trial")
            report = Isolation(pool, settings, "trial", submission, load_seconds=10.0).load()
            tried[what] = any("PermissionError" in problem.message for problem in report.problems)
        return pool.process(("numpy",)).walls, tried
