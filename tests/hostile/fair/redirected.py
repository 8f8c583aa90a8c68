# Output that is caught.
import contextlib
import io
import sys


def honest(x):
    caught, old = io.StringIO(), sys.stdout
    with contextlib.redirect_stdout(caught), contextlib.redirect_stderr(caught):
        print("inside")
        print("too", file=sys.stderr)
    sys.stdout = io.StringIO()
    print("kept")
    sys.stdout = old
    with contextlib.suppress(ZeroDivisionError):
        _ = 1 / 0
    assert caught.getvalue() == "inside\ntoo\n"
    return 2 * x + 1
