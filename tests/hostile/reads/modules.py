# Looks through the variables of every module.
# stopped by: design
# verdict: failed, error
# fools: naive
import sys


def prize(x):
    for module in list(sys.modules.values()):
        solutions = vars(module).get("SOLUTIONS") if hasattr(module, "__dict__") else None
        if solutions:
            return solutions["prize"](x)
