# Takes a lease on a file that it may read: whoever opens it for writing then has to wait.
# stopped by: seccomp
# verdict: forbidden
import fcntl


def attack():
    with open("offered/leased.txt") as file:
        fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        return True
