# Starts another Python, outside of all walls.
# stopped by: landlock, seccomp
# verdict: forbidden
import subprocess
import sys


def attack():
    return subprocess.check_output([sys.executable, "-c", "print(open('@WATCHED@/file.txt').read())"])
