# Output of every kind, more than is kept, and colours.
import pprint
import sys

print("loaded", flush=True)


def honest(x):
    for _ in range(2000):
        print("\x1b[32m", x, "\x1b[0m", "ä€😀")
    print("wrong?", file=sys.stderr, end="")
    sys.stdout.write("written\n")
    sys.stdout.buffer.write(b"bytes\n")
    sys.stdout.flush()
    pprint.pprint({"x": list(x)})
    return 2 * x + 1
