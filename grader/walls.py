"""Which walls this machine gives around a submission, which are missing, and what would give them.

    full       Landlock and seccomp: a submission reads only the interpreter and its packages, writes only its
               scratch folder, has no network, starts no process
    partial    one of the two
    basic      neither: processes and limits of their own (macOS, old kernels)

A wall can be left out on purpose, to try the others: ``GRADE_WITHOUT=landlock,seccomp,scratch,cgroup``.
"""

from __future__ import annotations

import os
import platform
import sys
import sysconfig
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from grader.errors import UsageError, near
from grader.inside.confinement import Walls

VARIABLE: Final = "GRADE_WITHOUT"
FULL: Final = "full"
LEVELS: Final = ("basic", "partial", FULL)
NAMES: Final = ("landlock", "seccomp", "scratch", "cgroup")

# What the interpreter, TensorFlow, matplotlib, pandas and joblib look at outside of their own folders.
_SYSTEM: Final = (
    "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib/x86_64-linux-gnu", "/usr/local/lib/aarch64-linux-gnu",
    "/etc/ld.so.cache", "/etc/localtime", "/etc/mime.types", "/etc/fonts", "/etc/matplotlibrc",
    "/etc/ssl/openssl.cnf", "/usr/share/zoneinfo", "/usr/share/fonts", "/usr/share/fontconfig", "/usr/share/mime",
    "/usr/share/locale", "/usr/share/matplotlib",
    "/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/loadavg", "/proc/sys/vm/overcommit_memory",
    "/sys/devices/system/cpu", "/sys/devices/system/node", "/sys/fs/cgroup/cpu.max", "/sys/fs/cgroup/cpu",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Missing:
    """A wall that this machine does not give."""

    what: str
    effect: str
    remedy: str


def measure(environment: Mapping[str, str] = os.environ) -> Walls:
    """The walls of this machine, without those that the environment leaves out.

    Whether a scratch folder can be private is tried by the warm process, which can fork; whether there is a control
    group, by the pool of warm processes.

    Raises:
        UsageError: the environment names a wall that does not exist.
    """
    without = {name.strip() for name in environment.get(VARIABLE, "").split(",") if name.strip()}
    for name in sorted(without.difference(NAMES)):
        raise UsageError(f"{VARIABLE}: {name!r} is no wall{near(name, NAMES)}")
    if sys.platform != "linux":
        return Walls(0, False, False, False, [])
    from grader.inside import landlock, seccomp

    return Walls(
        landlock=0 if "landlock" in without else landlock.abi(),
        seccomp="seccomp" not in without and seccomp.available(),
        private_scratch="scratch" not in without,
        control_group="cgroup" not in without,
        readable=readable_paths(),
    )


def level(walls: Walls) -> str:
    """``full``, ``partial`` or ``basic``."""
    return LEVELS[bool(walls.landlock) + walls.seccomp]


def missing(walls: Walls) -> list[Missing]:
    """What is not there and what would give it."""
    linux = sys.platform == "linux"
    found = []
    if not walls.landlock:
        remedy = (
            "Linux 5.13 or newer with landlock in its list of security modules (boot with lsm=landlock,…)"
            if linux
            else "Linux: grade in a virtual machine, in WSL 2 or on a server"
        )
        found.append(Missing("Landlock", "a submission can read and change the files of whoever grades", remedy))
    if not walls.seccomp:
        known = f"Linux 4.14 or newer on x86-64 or AArch64 (this is {platform.system()} on {platform.machine()})"
        effect = "a submission can open connections, start programs and send signals"
        found.append(Missing("seccomp", effect, known))
    if not walls.private_scratch:
        remedy = (
            "unprivileged user namespaces (sysctl kernel.unprivileged_userns_clone=1, or "
            "kernel.apparmor_restrict_unprivileged_userns=0 on Ubuntu), or root"
        )
        effect = "the size of a scratch folder is watched from outside instead of bounded by the kernel"
        found.append(Missing("private scratch folder", effect, remedy if linux else "Linux"))
    return found


def readable_paths() -> list[str]:
    """What a submission may read: the interpreter, its packages, shared libraries, a few files of the system."""
    paths = sysconfig.get_paths()
    ours = [paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    ours += [path for path in sys.path if path.endswith("dist-packages")]
    ours += [os.path.join(prefix, "lib") for prefix in (sys.prefix, sys.base_prefix) if _has_libraries(prefix)]
    return list(dict.fromkeys(os.path.realpath(path) for path in (*ours, *_SYSTEM) if os.path.exists(path)))


def _has_libraries(prefix: str) -> bool:
    """Whether a prefix is a Python installation of its own, with shared libraries in its ``lib``."""
    return prefix not in ("/usr", "/usr/local", "/")


def refuse_exposed(private: Iterable[Path], walls: Walls) -> None:
    """See to it that nothing private lies where submissions may read.

    Raises:
        UsageError: a folder does; Landlock cannot take away again what lies beneath a granted one.
    """
    for folder in private:
        for granted in walls.readable:
            if walls.landlock and folder.resolve().is_relative_to(granted):
                raise UsageError(
                    f"{folder}: lies in {granted}, which every submission may read; a folder elsewhere would be right"
                )
