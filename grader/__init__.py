"""An autograder for a deep-learning course: what a check needs is importable from here."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from grader.check import AtLeast, Check, Exact, Judgement, OneOf, Raises, Structure, Tolerance, check

__version__ = "0.1.0"

__all__ = [
    "AtLeast",
    "Check",
    "Exact",
    "Judgement",
    "Lines",
    "OneOf",
    "Points",
    "Raises",
    "Structure",
    "Tolerance",
    "Walk",
    "check",
    "compare",
    "outcome",
    "timed",
]


# These need NumPy, which a command such as `grade --help` does not.
_LAZY = {
    "compare": "grader.comparison",
    "outcome": "grader.inside.probing",
    "timed": "grader.inside.probing",
    "Lines": "grader.pictures",
    "Points": "grader.pictures",
    "Walk": "grader.pictures",
}


def load_ipython_extension(shell: Any) -> None:
    """`%load_ext grader`: the magic `%grade`."""
    from grader.magic import GradeMagics

    shell.register_magics(GradeMagics(shell))


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        return getattr(import_module(_LAZY[name]), name)
    raise AttributeError(f"module 'grader' has no attribute {name!r}")
