# Leaves a mark in the environment and in modules, and looks for that of somebody else.
# stopped by: design
# verdict: failed
# copies: 2
import builtins
import os

import numpy as np

found = None


def attack():
    global found
    if found is None:
        found = "TRACE" in os.environ or hasattr(np, "trace_left") or hasattr(builtins, "trace_left")
        os.environ["TRACE"] = np.trace_left = builtins.trace_left = "@MARK@"
    return found
