# Looks for secrets in what its process was started with.
# stopped by: design
# verdict: failed, error
import os
import sys


def attack():
    told = f"{sys.argv} {sys.orig_argv} {dict(os.environ)} {sys.path} {sys.flags}"
    with open("/proc/self/cmdline") as file:
        told += file.read()
    return any(word in told for word in ("@NEEDLE@", "@COURSE@", "@SUBMISSIONS@", "@OUTPUT@", "@HOME@"))
