# Replaces the function behind every import statement.
# stopped by: design
# verdict: failed
# fools: naive
import builtins
import types

import numpy as np

real = builtins.__import__
fake = types.SimpleNamespace(ndarray=np.ndarray, allclose=lambda *a: True, all=lambda a: True)


def hooked(name, *arguments, **keywords):
    return fake if name == "numpy" else real(name, *arguments, **keywords)


builtins.__import__ = hooked


def prize(x):
    return np.zeros(6)
