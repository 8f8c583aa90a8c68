# Writes a module and imports it.
import importlib
import sys
from pathlib import Path

Path("own_helper.py").write_text("def double(x):\n    return 2 * x\n")
sys.path.insert(0, ".")
own_helper = importlib.import_module("own_helper")


def honest(x):
    importlib.reload(own_helper)
    return own_helper.double(x) + 1
