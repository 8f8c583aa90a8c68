# Puts the folder of the reference solution first in the path of imports.
# stopped by: landlock
# verdict: error, forbidden
import sys


def prize(x):
    sys.path.insert(0, "@COURSE@/reference/hostile")
    sys.modules.pop("hostile", None)
    import hostile

    return hostile.prize(x)
