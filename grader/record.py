"""What a batch was run with, for ``<assignment>.run.json``: versions and the isolation that was in force."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

from grader.batch import Summary
from grader.inside.confinement import Walls
from grader.walls import level, missing

PACKAGES = ("numpy", "tensorflow-cpu", "tensorflow", "keras", "scikit-learn", "scipy", "pandas", "matplotlib")


def run_record(assignment: str, walls: Walls, summary: Summary) -> dict[str, object]:
    """The record of one batch; the same for the same submissions on the same machine."""
    from grader import __version__

    return {
        "assignment": assignment,
        "grader": __version__,
        "isolation": isolation_record(walls),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "packages": package_versions(),
        "submissions": summary.submissions,
        "max_score": summary.max_score,
        "statuses": summary.statuses,
    }


def isolation_record(walls: Walls) -> dict[str, object]:
    """The level of isolation and what it consists of."""
    return {
        "level": level(walls),
        "landlock": walls.landlock,
        "seccomp": walls.seccomp,
        "private_scratch": walls.private_scratch,
        "control_group": walls.control_group,
        "missing": [one.what for one in missing(walls)],
    }


def package_versions() -> dict[str, str]:
    """The versions of the packages that scores depend on, as far as they are installed."""
    found = {}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
