# Looks for memory that it shares with the process that it was forked from, and so with every other submission.
# stopped by: design
# verdict: failed
def attack():
    with open("/proc/self/maps") as maps:
        return [line for line in maps if line.split()[1].startswith("rw") and line.split()[1].endswith("s")]
