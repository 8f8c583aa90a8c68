"""A source so nested that the parser's own stack is at stake."""
# verdict: error memory crashed

import ast
import sys


def calm(x):
    return 2 * x + 1


def storm(x):
    sys.setrecursionlimit(10**9)
    return len(ast.dump(ast.parse("-" * 200_000 + "1")))
