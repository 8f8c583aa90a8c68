"""What makes a student's bundle a template repository on GitHub: a workflow, the grader, and what it needs.

    .github/workflows/grade.yml    runs `grade locally` on every push
    .grade/requirements.txt        the packages at fixed versions
    .grade/grader-….whl            the grader
    .gitignore
    README.md                      how to work with it

The repository needs nothing but a registry of Python packages: the grader is in it. It holds what students get anyway,
visible checks and what they expect; the workflow is feedback and gives no grade, since whoever owns a repository owns
its workflow too.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Final

from grader.course import Assignment
from grader.platforms.packages import needs_tensorflow, requirements, wheel

_WORKFLOW: Final = ".github/workflows/grade.yml"


def template_files(assignment: Assignment) -> dict[str, bytes]:
    """The files beside those of the bundle.

    Raises:
        UsageError: a package that grading needs is not installed here.
    """
    name, content = wheel()
    return {
        _WORKFLOW: _template("grade.yml").encode(),
        ".gitignore": _template("gitignore").encode(),
        ".grade/requirements.txt": requirements(tensorflow=needs_tensorflow(assignment.settings.preload), command=True),
        f".grade/{name}": content,
    }


def readme_of(readme: bytes) -> bytes:
    """A bundle's README with what is different in a repository."""
    return readme + _template("repository.md").encode()


def _template(name: str) -> str:
    return files("grader.platforms").joinpath(f"templates/{name}").read_text(encoding="utf-8").replace("\r\n", "\n")
