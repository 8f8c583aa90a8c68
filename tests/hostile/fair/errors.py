# Errors caught, chained, printed with their lines.
import sys
import traceback


class Wrong(ValueError):
    pass


def honest(x):
    try:
        try:
            _ = {}["missing"]
        except KeyError as error:
            raise Wrong("no such key") from error
    except Wrong:
        traceback.print_exc()
        text = traceback.format_exc()
        assert "no such key" in text and sys.exc_info()[0] is Wrong
    old = sys.getrecursionlimit()
    sys.setrecursionlimit(5000)
    sys.setrecursionlimit(old)
    try:
        assert x.ndim == 2, "a matrix"
    except AssertionError:
        return 2 * x + 1
