"""`grade doctor`: versions, and what isolation this machine gives."""

from __future__ import annotations

import json
import os
import platform
import sys
from importlib.metadata import PackageNotFoundError, version

from rich.console import Console
from rich.table import Table

PACKAGES = ("numpy", "tensorflow-cpu", "tensorflow", "keras", "scikit-learn", "pandas", "matplotlib", "msgspec")


def examine(*, as_json: bool) -> int:
    """Print what there is; the exit code."""
    from grader import __version__

    packages = {name: found for name in PACKAGES if (found := _version(name))}
    isolation = _isolation()
    if as_json:
        content = {
            "grade": __version__,
            "python": platform.python_version(),
            "system": f"{platform.system()} {platform.release()}",
            "cores": os.cpu_count(),
            "packages": packages,
            "isolation": {name: there for name, there, _ in isolation},
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
    table = Table(title="isolation of a submission", title_justify="left")
    table.add_column("what")
    table.add_column("here")
    table.add_column("effect")
    for name, there, effect in isolation:
        table.add_row(name, "[green]yes[/]" if there else "[red]no[/]", effect)
    console.print(table)
    return 0


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _isolation() -> list[tuple[str, bool, str]]:
    linux, posix = sys.platform == "linux", os.name == "posix"
    return [
        ("own process, forked from a warm one", hasattr(os, "fork"), "a submission can only answer"),
        ("hard limits", posix, "memory, file size, descriptors; no core files"),
        ("CPU clock of another process", linux, "a busy machine costs no points"),
        ("death with the grader", linux, "nothing goes on after Ctrl-C or a crash"),
        ("reaping of strays", linux, "processes that a submission starts are ended"),
    ]
