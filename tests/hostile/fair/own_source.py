# Reads its own file, and its source by inspect.
import ast
import inspect
import os


def helper(value: float, factor: float = 2.0) -> float:
    """Twice."""
    return factor * value


def honest(x):
    with open(__file__, encoding="utf-8") as file:
        assert "def honest" in file.read()
    assert os.path.dirname(os.path.abspath(__file__)) == os.getcwd()
    assert ast.parse(inspect.getsource(helper)) and inspect.getdoc(helper) == "Twice."
    assert list(inspect.signature(helper).parameters) == ["value", "factor"] and helper.__annotations__
    return helper(x) + 1
