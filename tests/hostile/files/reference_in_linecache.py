# Reads the reference solution through linecache, which is silent about what it may not see.
# stopped by: landlock
# verdict: failed, error
import linecache


def attack():
    return linecache.getlines("@COURSE@/reference/hostile/hostile.py")
