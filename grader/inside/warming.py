"""What every child would do first, done once before the fork, as far as it starts no thread."""

from __future__ import annotations

import contextlib
import importlib
import sys
from typing import Any, Final

from grader.inside import seccomp, seeding

# What the first probe's arrival and an exception's text import.
_SOON_NEEDED: Final = ("cloudpickle", "json", "logging", "traceback")


def warm_up(preload: list[str]) -> None:
    """Import and prepare what forked children would each import and prepare for themselves."""
    for module in _SOON_NEEDED:
        importlib.import_module(module)
    seccomp.prepare()
    seeding.prepare()
    if "tensorflow" in preload:
        _leave_modules_alone()
    if "matplotlib.pyplot" in preload:
        import matplotlib.pyplot

        matplotlib.pyplot.close("all")


def _leave_modules_alone() -> None:
    """Spare AutoGraph a look at every module before it reads a function's source.

    It would read the file again where a module other than the function's own claims it, which is so in archives of
    Python's. Of the 4000 modules that TensorFlow loads each has a page of memory, and a forked process that touches
    it has to copy it. A submission's lines are in `linecache` already (``loading.py``).
    """
    with contextlib.suppress(ImportError, AttributeError):
        module: Any = importlib.import_module("tensorflow.python.autograph.pyct.inspect_utils")
        if callable(module._fix_linecache_record):
            module._fix_linecache_record = lambda obj: None


def own_modules() -> list[str]:
    """The names of ours among the modules, for children to remove: looked for before the fork, for the same reason."""
    return [name for name in sys.modules if name.partition(".")[0] == "grader"]
