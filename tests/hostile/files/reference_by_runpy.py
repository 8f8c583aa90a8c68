# Runs the reference solution as a script.
# stopped by: landlock
# verdict: error, forbidden
import runpy


def prize(x):
    return runpy.run_path("@COURSE@/reference/hostile/hostile.py")["prize"](x)
