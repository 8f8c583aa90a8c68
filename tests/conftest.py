"""What many tests use: the command as a user runs it, the course, and small submissions."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from browsing import browser, open_page

__all__ = ["browser", "open_page"]  # fixtures that live beside

ROOT = Path(__file__).resolve().parent.parent
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def reference() -> Callable[[str], str]:
    """The source of an assignment's reference solution."""
    return lambda name: (ROOT / "reference" / name / f"{name}.py").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def grade() -> Run:
    """The command `grade`, run as a user runs it: `grade("batch", folder, "--assignment", "naive_ops")`."""

    def run(*words: object, cwd: Path = ROOT, **options: object) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "COLUMNS": "100", "PYTHONWARNINGS": "error", **options.pop("env", {})}
        command = [sys.executable, "-m", "grader.cli", *map(str, words)]
        return subprocess.run(
            command, cwd=cwd, capture_output=True, text=True, timeout=570, check=False, env=environment, **options
        )

    return run


@pytest.fixture(scope="session")
def rows() -> Callable[[Path], list[dict[str, str]]]:
    """A CSV file's rows."""

    def read(path: Path) -> list[dict[str, str]]:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return read


# The plugin that the package brings takes the checks of these courses for an assignment's.
collect_ignore_glob = ["hostile/*course/*"]
