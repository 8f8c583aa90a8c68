# Has a shell do something.
# stopped by: landlock, seccomp
# verdict: failed
import os


def attack():
    return os.system("exit 7") >> 8 == 7
