# Starts a program with subprocess.
# stopped by: landlock, seccomp
# verdict: forbidden
import subprocess


def attack():
    return subprocess.run(["/bin/echo", "hello"], capture_output=True, check=True).stdout
