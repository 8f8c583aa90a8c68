"""What a batch was run with, for ``<assignment>.run.json``: provenance, isolation, how it went."""

from __future__ import annotations

import platform

import msgspec

from grader.batch import Summary
from grader.inside.confinement import Walls
from grader.provenance import Provenance
from grader.walls import level, missing


def run_record(
    provenance: Provenance, isolation: dict[str, object], max_score: float, summary: Summary
) -> dict[str, object]:
    """The record of one batch; the same for the same submissions on the same machine."""
    return {
        "assignment": provenance.assignment,
        "grader": provenance.grader,
        "isolation": isolation,
        "python": provenance.python,
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "packages": provenance.packages,
        "submissions": summary.submissions,
        "max_score": max_score,
        "statuses": summary.statuses,
        "provenance": {"digest": provenance.digest, **msgspec.to_builtins(provenance)},
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
