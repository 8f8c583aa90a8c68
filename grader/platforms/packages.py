"""The grader as a wheel, and the packages that grading needs at the versions of this machine.

What a platform installs is what the expectations were made with here, and no more than grading takes: neither the
gradebook nor pages nor stubs. The wheel is put together from the package's own files, so that no build and no registry
is needed; the same files make the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import importlib.metadata
import io
import re
import zipfile
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import grader
from grader.errors import UsageError

ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)  # the same files make the same bytes
# What grading imports, and what a submission may import of what the course works with.
_ROOTS: Final = (
    "cloudpickle", "jinja2", "matplotlib", "msgspec", "numpy", "pandas", "rich", "scikit-learn", "scipy",
)  # fmt: skip
_COMMAND: Final = ("alembic", "sqlalchemy", "typer")  # what `grade locally` imports besides
_TENSORFLOW: Final = ("tensorflow-cpu", "tensorflow")
_THERE: Final = {
    "sys_platform": "linux", "platform_system": "Linux", "platform_machine": "x86_64", "os_name": "posix", "extra": "",
}  # fmt: skip
_LINUX: Final = "sys_platform == 'linux' and platform_machine == 'x86_64'"
_ELSEWHERE: Final = "sys_platform != 'linux' or platform_machine != 'x86_64'"
_NOT_SHIPPED: Final = (".pyc", ".pyo", ".part", ".orig", "~")


def needs_tensorflow(preload: list[str]) -> bool:
    """Whether an assignment works with TensorFlow; without it an image is a quarter of the size."""
    return bool({"tensorflow", "keras"}.intersection(preload))


def requirements(*, tensorflow: bool, command: bool = False) -> bytes:
    """A file of requirements: what grading needs, and all that this needs, each at the version that is used here.

    With ``command`` also what the command ``grade locally`` needs.

    Raises:
        UsageError: one of them is not installed here.
    """
    waiting = [*_ROOTS, *(_COMMAND if command else ()), *([_installed_tensorflow()] if tensorflow else [])]
    versions: dict[str, str] = {}
    while waiting:
        name: str = canonicalize_name(waiting.pop())
        if name in versions:
            continue
        try:
            found = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            raise UsageError(f"{name}: not installed here, so which version is needed is not known") from None
        versions[name] = found.version
        for line in found.requires or ():
            one = Requirement(line)
            if one.marker is None or one.marker.evaluate(_THERE):
                waiting.append(one.name)
    lines = ["# What grading needs, at the versions that the expectations were made with."]
    for name, version in sorted(versions.items()):
        if name in _TENSORFLOW:
            lines += [f"tensorflow-cpu=={version} ; {_LINUX}", f"tensorflow=={version} ; {_ELSEWHERE}"]
        else:
            lines.append(f"{name}=={version}")
    return ("\n".join(lines) + "\n").encode()


def _installed_tensorflow() -> str:
    installed = {canonicalize_name(one.name) for one in importlib.metadata.distributions() if one.name}
    return next((name for name in _TENSORFLOW if name in installed), _TENSORFLOW[-1])


def wheel() -> tuple[str, bytes]:
    """The name and content of a wheel of this package."""
    version = grader.__version__
    info = f"grader-{version}.dist-info"
    root = Path(grader.__file__).resolve().parent
    files = {f"grader/{path.relative_to(root).as_posix()}": path.read_bytes() for path in _own_files(root)}
    files[f"{info}/METADATA"] = _metadata(version)
    files[f"{info}/WHEEL"] = b"Wheel-Version: 1.0\nGenerator: grade release\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    files[f"{info}/entry_points.txt"] = (
        b"[console_scripts]\ngrade = grader.cli:main\n\n[pytest11]\ngrade = grader.pytest_plugin\n"
    )
    record = "".join(f"{name},sha256={_digest(content)},{len(content)}\n" for name, content in files.items())
    files[f"{info}/RECORD"] = f"{record}{info}/RECORD,,\n".encode()
    return f"grader-{version}-py3-none-any.whl", zipped(files)


def _own_files(root: Path) -> list[Path]:
    """The package's files, without what an interpreter or an editor leaves beside them."""
    return sorted(
        path
        for path in root.rglob("*")
        if path.is_file()
        and not path.name.endswith(_NOT_SHIPPED)
        and not any(part.startswith(".") or part == "__pycache__" for part in path.relative_to(root).parts)
    )


def _metadata(version: str) -> bytes:
    lines = ["Metadata-Version: 2.1", "Name: grader", f"Version: {version}", "Requires-Python: >=3.11"]
    try:
        needed = importlib.metadata.requires("grader") or []
    except importlib.metadata.PackageNotFoundError:  # run from its sources
        needed = []
    lines += [f"Requires-Dist: {one}" for one in needed if not re.search(r"\bextra\b", one)]
    return ("\n".join(lines) + "\n").encode()


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


def zipped(files: dict[str, bytes], *, programs: tuple[str, ...] = ()) -> bytes:
    """A zip of these files; those named in ``programs`` may be executed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, so that the modes count wherever it is made
            entry.external_attr = (0o100755 if name in programs else 0o100644) << 16
            archive.writestr(entry, content)
    return buffer.getvalue()
