# Becomes somebody, if only itself.
# stopped by: seccomp
# verdict: forbidden
import os


def attack():
    os.setuid(os.getuid())
    os.setgid(os.getgid())
    return True
