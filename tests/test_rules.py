"""Static rules: what a part and its helpers may not name, whatever it is called and wherever it hides."""

import json
import re
import textwrap

import pytest
from stacks import on_a_stack_of_its_own

from grader.rules import violations
from grader.settings import Forbid, read_settings
from grader.submission import parse_submission

KERAS = Forbid(parts=["NaiveDense", "naive_*"], names=["keras.*", "tensorflow.keras.*", "eval"], why="not here")


def broken(source, *rules, parts=("naive_x", "naive_y", "NaiveDense", "other")):
    submission = parse_submission(textwrap.dedent(source).encode(), ".py", "a")
    return violations(submission, parts, rules or [KERAS])


def snippets(text):
    """Cases from one text: ``#: title`` begins each."""
    parts = re.split(r"^#: (.*)$", textwrap.dedent(text), flags=re.MULTILINE)[1:]
    return [
        pytest.param(source, id=title.replace(" ", "-")) for title, source in zip(parts[::2], parts[1::2], strict=True)
    ]


@pytest.mark.parametrize(
    "source",
    snippets(
        """
        #: imported
        import keras
        def naive_x(x):
            return keras.ops.relu(x)
        #: imported under another name
        import keras as k
        def naive_x(x):
            return k.ops.relu(x)
        #: a module of it imported
        import keras.layers
        def naive_x(x):
            return keras.layers.Dense(1)(x)
        #: a module of it under another name
        import keras.layers as kl
        def naive_x(x):
            return kl.Dense(1)(x)
        #: a module from it
        from keras import layers
        def naive_x(x):
            return layers.Dense(1)(x)
        #: a class from it
        from keras.layers import Dense
        def naive_x(x):
            return Dense(1)(x)
        #: a class from it under another name
        from keras.layers import Dense as D
        def naive_x(x):
            return D(1)(x)
        #: an attribute of tensorflow
        import tensorflow as tf
        def naive_x(x):
            return tf.keras.layers.Dense(1)(x)
        #: an attribute kept in a local variable
        import tensorflow as tf
        def naive_x(x):
            k = tf.keras
            return k.ops.relu(x)
        #: an attribute kept in a variable of the module
        import tensorflow as tf
        k = tf.keras
        def naive_x(x):
            return k.ops.relu(x)
        #: a variable of a variable
        import tensorflow as tf
        some = tf.keras.layers
        more = some
        def naive_x(x):
            return more.Dense(1)(x)
        #: keras from tensorflow
        from tensorflow import keras
        def naive_x(x):
            return keras.ops.relu(x)
        #: a class from tensorflow
        from tensorflow.keras.layers import Dense
        def naive_x(x):
            return Dense(1)(x)
        #: imported within the part
        def naive_x(x):
            import keras
            return keras.ops.relu(x)
        #: a function imported within the part
        def naive_x(x):
            from keras.ops import relu
            return relu(x)
        #: imported within the part under an honest name
        def naive_x(x):
            from tensorflow import keras as numpy
            return numpy.ops.relu(x)
        #: imported within a try
        try:
            import keras
        except ImportError:
            pass
        def naive_x(x):
            return keras.ops.relu(x)
        #: imported within an if
        if True:
            import keras as k
        def naive_x(x):
            return k.ops.relu(x)
        #: a builtin
        def naive_x(x):
            return eval("x")
        #: a builtin that is not called
        def naive_x(x):
            return [eval for _ in x]
        #: a default value
        import keras
        def naive_x(x, f=keras.ops.relu):
            return f(x)
        #: a decorator
        import keras
        @keras.saving.register_keras_serializable()
        def naive_x(x):
            return x
        #: the part itself
        import keras
        naive_x = keras.ops.relu
        #: a lambda as the part
        import keras
        naive_x = lambda x: keras.ops.relu(x)
        #: a coroutine
        import keras
        async def naive_x(x):
            return keras.ops.relu(x)
        #: a function within the part
        import keras
        def naive_x(x):
            def inner():
                return keras.ops.relu(x)
            return inner()
        #: an f-string
        import keras
        def naive_x(x):
            return f"{keras.ops.relu(x)}"
        #: a text
        import tensorflow as tf
        def naive_x(x):
            return getattr(tf, "ker" + "as").ops.relu(x)
        #: the table of a module
        import tensorflow as tf
        def naive_x(x):
            return vars(tf)["keras"].ops.relu(x)
        #: importlib
        import importlib
        def naive_x(x):
            return importlib.import_module("keras.ops").relu(x)
        #: a default under the name of the package
        import keras
        def naive_x(x, keras=keras.ops.relu):
            return keras(x)
        #: a variable of a comprehension elsewhere in the part
        import keras
        def naive_x(x):
            print([keras for keras in x])
            return keras.ops.relu(x)
        #: a variable of a function within the part
        import keras
        def naive_x(x):
            def unused():
                keras = 1
            return keras.ops.relu(x)
        #: a plain variable
        import keras
        def naive_x(x):
            k = keras
            return k.ops.relu(x)
        #: a builtin that is only said to be bound
        if False:
            eval = None
        def naive_x(x):
            return eval("x")
        #: everything of the package
        from keras.ops import *
        def naive_x(x):
            return relu(x)
        #: a name that the part declares global
        import keras
        def naive_x(x):
            global keras
            print(keras.ops)
            keras = 1
        """
    ),
)
def test_a_forbidden_name_is_found_however_it_is_imported(source):
    found = broken(source)
    assert list(found) == ["naive_x"]
    assert found["naive_x"].endswith(": not here")


@pytest.mark.parametrize(
    "source",
    snippets(
        """
        #: a function
        def naive_x(x):
            return helper(x)
        def helper(x):
            return keras.ops.relu(x)
        #: a function that a function uses
        def helper(x):
            return deep(x)
        def naive_x(x):
            return helper(x)
        def deep(x):
            return keras.ops.relu(x)
        #: a class
        class Tools:
            def relu(self, x):
                return keras.ops.relu(x)
        def naive_x(x):
            return Tools().relu(x)
        #: a lambda
        helper = lambda x: keras.ops.relu(x)
        def naive_x(x):
            return helper(x)
        #: a table
        TABLE = {"relu": keras.ops.relu}
        def naive_x(x):
            return TABLE["relu"](x)
        #: a decorator
        def replace(function):
            return keras.ops.relu
        @replace
        def naive_x(x):
            return x
        #: a function within an if
        if True:
            def helper(x):
                return keras.ops.relu(x)
        def naive_x(x):
            return helper(x)
        #: parts that call each other
        def naive_x(x):
            return naive_y(x)
        def naive_y(x):
            return naive_x(keras.ops.relu(x))
        #: a name bound by unpacking
        helper, other = keras.ops.relu, 1
        def naive_x(x):
            return helper(x)
        #: a name bound with an annotation
        helper: object = keras.ops.relu
        def naive_x(x):
            return helper(x)
        #: a name bound by a loop
        for helper in [keras.ops.relu]:
            pass
        def naive_x(x):
            return helper(x)
        #: a function under another name
        def f(x):
            return keras.ops.relu(x)
        g = f
        def naive_x(x):
            return g(x)
        #: a part bound again
        def naive_x(x):
            return x
        def other(x):
            return keras.ops.relu(x)
        naive_x = other
        """
    ),
)
def test_helpers_that_a_part_reaches_belong_to_it(source):
    assert "naive_x" in broken("import keras\n" + source)


@pytest.mark.parametrize(
    "source",
    snippets(
        """
        #: elsewhere in the module
        model = keras.Sequential()
        def naive_x(x):
            return x
        #: in a function that is not used
        def other(x):
            return keras.ops.relu(x)
        def naive_x(x):
            return x
        #: a parameter named like a function
        def helper(x):
            return keras.ops.relu(x)
        def naive_x(helper):
            return helper(1)
        #: a parameter named like the package
        def naive_x(keras):
            return keras.ops
        #: star parameters
        def naive_x(*keras, **eval):
            return keras, eval
        #: a local variable
        def naive_x(x):
            keras = 3
            return keras
        #: a variable of a comprehension
        def naive_x(x):
            return [keras for keras in x]
        #: a parameter of a lambda
        def naive_x(x):
            return (lambda keras: keras.ops)(x)
        #: a variable of a loop
        def naive_x(x):
            for keras in x:
                print(keras.ops)
        #: a variable of a with statement
        def naive_x(x):
            with open(x) as keras:
                return keras.read()
        #: a function within the part named like one of the module
        def relu(x):
            return keras.ops.relu(x)
        def naive_x(x):
            def relu(y):
                return max(y, 0)
            return relu(x)
        #: annotations
        def naive_x(x: keras.KerasTensor, *y: keras.KerasTensor) -> keras.KerasTensor:
            z: keras.KerasTensor = x
            return z
        #: texts attributes and comments
        def naive_x(x):
            # keras.layers
            return "keras.layers", x.keras, x.eval()
        #: another package of that name
        import numpy as keras
        def naive_x(x):
            return keras.maximum(x, 0)
        #: a package with a longer name
        import kerasplus
        def naive_x(x):
            return kerasplus.layers(x)
        #: the rest of tensorflow
        import tensorflow as tf
        def naive_x(x):
            return tf.nn.relu(x)
        #: a definition that a later one replaces
        def naive_x(x):
            return keras.ops.relu(x)
        def naive_x(x):
            return x
        #: a function of one's own named like a package
        def kerasplus(x):
            return x
        def naive_x(x):
            return kerasplus(x).keras.ops
        #: an attribute of a class named like a module
        from keras import layers
        class NaiveDense:
            layers = ()
            def f(self):
                return self.layers
        """
    ),
)
def test_what_only_looks_forbidden_is_fine(source):
    assert broken("import keras\n" + source) == {}


def test_an_empty_file_breaks_no_rule():
    assert broken("") == {}


@pytest.mark.parametrize(
    "body",
    [
        "    def __call__(self, x):\n        return keras.ops.relu(x)\n",
        "    relu = keras.ops.relu\n",
        "    def __init__(self):\n        self.layer = keras.layers.Dense(1)\n",
        "    @property\n    def weights(self):\n        return keras.ops.relu(1)\n",
        "    class Inner:\n        layer = keras.layers.Dense\n",
        "    def __call__(self, keras):\n        return keras\n    def other(self):\n        return keras.ops\n",
    ],
)
def test_classes_are_searched_whole(body):
    assert list(broken("import keras\nclass NaiveDense:\n" + body)) == ["NaiveDense"]


def test_base_classes_and_metaclasses_count():
    assert list(broken("import keras\nclass NaiveDense(keras.layers.Layer):\n    pass\n")) == ["NaiveDense"]
    assert list(broken("import keras\nclass NaiveDense(metaclass=keras.Meta):\n    pass\n")) == ["NaiveDense"]
    source = "import keras\nclass B(keras.Layer):\n    pass\nclass NaiveDense(B):\n    pass\n"
    assert list(broken(source)) == ["NaiveDense"]


def test_rules_are_for_their_parts():
    source = "import keras\ndef other(x):\n    return keras.ops.relu(x)\ndef naive_y(x):\n    return other(x)\n"
    assert list(broken(source)) == ["naive_y"]
    assert list(broken(source, Forbid(parts=["*"], names=["keras.*"], why="w"))) == ["naive_y", "other"]
    assert broken(source, Forbid(parts=["*"], names=["keras.layers.*"], why="w")) == {}
    assert broken(source, parts=["other"]) == {}


@pytest.mark.parametrize(
    ("symbol", "line"),
    [("@", "return x @ x"), ("@", "x @= x"), ("**", "return x ** 2"), ("**", "x **= 2"), ("%", "return x % 2")],
)
def test_operators(symbol, line):
    rule = Forbid(parts=["naive_x"], operators=[symbol], why="by hand")
    assert broken(f"def naive_x(x):\n    {line}\n", rule) == {"naive_x": f"`{symbol}` (line 2): by hand"}
    assert broken("def naive_x(x):\n    return x + 2 * x\n", rule) == {}
    assert broken("@x\ndef naive_x(x):\n    return x\n", rule) == {}


def test_the_message_says_where():
    source = "import keras\n\ndef naive_x(x):\n    y = x\n    return keras.ops.relu(y)\n"
    assert broken(source)["naive_x"] in (
        "`keras` (line 5): not here",
        "`keras.ops` (line 5): not here",
        "`keras.ops.relu` (line 5): not here",
    )


def test_cells_share_their_names_and_are_named():
    sources = ["import keras as k", "def helper(x):\n    return k.ops.relu(x)", "def naive_x(x):\n    return helper(x)"]
    cells = [{"cell_type": "code", "source": source} for source in sources]
    submission = parse_submission(json.dumps({"cells": cells}).encode(), ".ipynb", "a")
    assert "(cell 2, line 2): not here" in violations(submission, ["naive_x"], [KERAS])["naive_x"]


def test_without_rules_nothing_is_read():
    assert violations(None, ["naive_x"], []) == {}


def test_parts_that_call_each_other_end():
    source = "def naive_x(x):\n    return naive_y(x)\ndef naive_y(x):\n    return naive_x(x)\n"
    assert broken(source) == {}


@pytest.mark.parametrize(
    "source",
    [
        "x = 1\nif x:\n pass\n" + "elif x:\n pass\n" * 900,
        "naive_x = 1" + " + 1" * 950,
        "def naive_x(x):\n    return x" + ".a" * 940,
        "def naive_x(x):\n    return " + "-" * 930 + "x",
    ],
    ids=["elifs", "sum", "attributes", "signs"],
)
def test_a_deep_tree_is_no_fault_of_the_grader(source):
    found = on_a_stack_of_its_own(broken, source + "\ndef naive_y(x):\n    return eval(x)\n")
    assert found.get("naive_y", "").startswith("`eval`")


def test_a_long_name_is_no_fault_of_the_grader():
    found = broken("import keras\ndef naive_x(x):\n    return keras" + ".a" * 30)["naive_x"]
    assert re.fullmatch(r"`keras(\.a){27}…` \(line 3\): not here", found)
    source = "import keras\ndef naive_x(x):\n    return getattr(keras, 'a', " + "-" * 900 + "x)"
    assert broken(source) == {"naive_x": "`keras.a` (line 3): not here"}
    assert "naive_x" in broken("import keras\ndef naive_x(x):\n    return keras" + ".a" * 900)


# --- rules that hold anywhere in the source ---

INSIDE = Forbid(
    parts=["naive_*"],
    names=["sys._getframe", "sys.[?]", "sys.modules.*", "ctypes.*", "exec", "*.f_back", "*.tb_frame", "os.dup*"],
    why="w",
    anywhere=True,
)


@pytest.mark.parametrize(
    "source",
    snippets(
        """
        #: at the top level
        import sys
        sys._getframe()
        #: in a function that no part uses
        import sys
        def other():
            return sys._getframe()
        #: in a class that no part uses
        import sys
        class Other:
            def f(self):
                return sys._getframe()
        #: by an import alone
        import ctypes
        #: by an import of something in it
        from ctypes import pythonapi
        #: by an import that is tried
        try:
            import ctypes.util
        except ImportError:
            pass
        #: by an import within a function
        def other():
            import ctypes
        #: under another name
        from sys import _getframe as look
        #: under a name that is bound again
        import sys as s
        def other():
            return s._getframe()
        import math as s
        #: in an annotation
        import sys
        x: sys._getframe() = 1
        #: in a decorator
        @exec
        def other(): pass
        #: by everything of a module
        from os import *
        dup2(1, 2)
        #: an attribute of a name
        def other(frame):
            return frame.f_back
        #: an attribute of a call
        def other():
            return other().f_back
        #: an attribute of an item
        x[0].f_back
        #: an attribute of an attribute of an exception
        try:
            pass
        except ValueError as e:
            e.__traceback__.tb_frame
        #: an attribute that is set
        x.f_back = 1
        #: an attribute by its name
        getattr(x, "f_back")
        #: an attribute by a name in pieces
        getattr(x, "f_" + "back")
        #: an attribute by a getter
        from operator import attrgetter
        attrgetter("f_back")
        #: an attribute by a name that is kept
        NAME = "f_back"
        #: an attribute by a pattern
        match x:
            case object(f_back=y): pass
        #: a member by a name that only the run knows
        import sys
        getattr(sys, name)
        #: a builtin under another name
        run = exec
        #: a builtin that the module may bind
        if naive_x is None:
            exec = None
        exec("x")
        #: a builtin through its module
        import builtins
        builtins.exec("x")
        #: a module through the table of modules
        import sys
        sys.modules["x"]
        #: source as a text that is timed
        import timeit
        timeit.timeit("x = sys", setup="import sys; sys._getframe()")
        #: source as a text that uses what the module imports
        import os as o
        import timeit
        timeit.timeit("o.dup2(1, 2)", globals=globals())
        #: the table of modules changed
        import sys
        sys.modules.update(x=1)
        """
    ),
)
def test_a_rule_may_hold_anywhere(source):
    found = broken("def naive_x(x):\n    return x\n" + source, INSIDE)
    assert list(found) == ["naive_x", "naive_y"]
    assert found["naive_x"] == found["naive_y"]
    assert found["naive_x"].endswith(": w")


@pytest.mark.parametrize(
    "source",
    snippets(
        """
        #: harmless members
        import os, sys, time, inspect
        print(sys.version, os.getcwd(), time.time(), inspect.signature(naive_x))
        sys.path.append(os.path.join("a", "b"))
        #: a look into the table of modules
        import sys
        print("google.colab" in sys.modules, "x" not in sys.modules)
        #: names of one's own
        def other(sys, exec):
            return sys._getframe(), exec(1)
        #: attributes of one's own
        model.ctypes, model.exec(), model.compile("sgd"), model.modules
        #: texts
        print("ctypes", "exec", "see f_back", "sys._getframe")
        def other():
            "exec f_back tb_frame"
        """
    ),
)
def test_what_only_looks_forbidden_is_fine_anywhere(source):
    assert broken("def naive_x(x):\n    return x\n" + source, INSIDE) == {}


def test_a_rule_that_holds_anywhere_says_where():
    sources = ["def naive_x(x):\n    return x", "import sys\n\nsys._getframe(1)"]
    cells = [{"cell_type": "code", "source": source} for source in sources]
    submission = parse_submission(json.dumps({"cells": cells}).encode(), ".ipynb", "a")
    assert violations(submission, ["naive_x"], [INSIDE]) == {"naive_x": "`sys._getframe` (cell 2, line 3): w"}


def test_operators_may_be_forbidden_anywhere():
    rule = Forbid(parts=["naive_*"], operators=["@"], why="by hand", anywhere=True)
    found = broken("def other(x):\n    return x @ x\n", rule)
    assert found == dict.fromkeys(["naive_x", "naive_y"], "`@` (line 2): by hand")


def test_a_rule_that_holds_anywhere_leaves_other_parts_alone():
    source = "def naive_x(x):\n    return exec(x)\ndef other(x):\n    return naive_x(x)"
    assert "other" not in broken(source, INSIDE)
    assert "other" in broken(source, Forbid(parts=["other"], names=["exec"], why="w"))


@pytest.mark.parametrize(
    "expression",
    [
        "'see keras.layers'",
        "b'keras.layers'",
        "'ker' 'as.layers'",
        "'ker' + 'as.layers'",
        "f'ker{\"as\"}.layers'",
        "'.'.join(['keras', 'layers'])",
        "PIECE + '.layers'",
        "'" + "x" * 1000 + "keras.layers'",
    ],
)
def test_a_text_may_be_forbidden(expression):
    rule = Forbid(parts=["naive_*"], texts=["keras.layers"], why="w")
    source = (
        f"PIECE = 'keras'\ndef naive_x(x):\n    return {expression}\ndef naive_y(x):\n    return 'keras', 3, x.layers"
    )
    assert broken(source, rule) == {"naive_x": "`keras.layers` (line 3): w"}


@pytest.fixture(scope="module")
def naive_rules(root):
    return read_settings(root / "assignments" / "naive_ops" / "assignment.toml").rules.forbid


@pytest.mark.parametrize(
    "line",
    """
    x().f_back
    x.f_globals
    x["f_locals"]
    x[0].f_builtins
    e.__traceback__.tb_frame.f_trace
    naive_x.__globals__
    naive_x.__closure__[0].cell_contents
    naive_x.__code__
    __builtins__
    getattr(x, "__glo" + "bals__")
    import inspect; inspect.getclosurevars(f)
    from inspect import getargvalues
    from gc import get_referrers
    import gc; gc.get_referents(print)
    compile("x", "", "exec")
    exec("x.f_back")
    import timeit; timeit.timeit("import sys; sys._getframe().f_back")
    import code
    import marshal
    import grader.inside.elementwise
    from grader.inside import elementwise
    m["gra" + "der.inside.elementwise"]
    m[".".join(["grader", "inside", "elementwise"])]
    f("x = 1; import sys; sys.modules['grader.inside.elementwise']")
    file.write(b"cgra" + b"der.inside.elementwise\\nElementGuard\\n.")
    """.strip().splitlines(),
    ids=str.strip,
)
def test_naive_ops_reaches_for_nothing_inside(naive_rules, line):
    found = broken("def naive_x(x):\n    return x\n" + line.strip(), *naive_rules)
    assert list(found) == ["naive_x", "naive_y"]


def test_naive_ops_lets_harmless_members_be(naive_rules):
    source = """
        import copy, functools, gc, inspect, itertools, math, operator, os, sys, threading, time, timeit, typing
        import numpy as np
        import pandas as pd
        sys.setrecursionlimit(5000)
        print(sys.version, sys.float_info.max, sys.maxsize, sys.getsizeof(1), file=sys.stderr)
        print("google.colab" in sys.modules, sys.path, os.path.exists("x"), os.getcwd(), os.environ["HOME"], os.linesep)
        print(inspect.signature(len), inspect.getsource(helper), gc.collect(), os.cpu_count(), os.name, "os", "sys")
        print(timeit.timeit(lambda: helper(np.ones((3, 3))), number=3), vars(Matrix), dir(np), globals().keys())
        rng = np.random.default_rng(0)
        np.stack([np.trace(np.eye(3))]), pd.DataFrame({"a": [1]}).eval("a + 1"), model.compile("sgd"), code.x
        def helper(x, f=getattr(np, "zeros")):
            getattr(x, name)
            return f.__name__, x.__class__.__name__, type(x).__mro__, x.__array_interface__, f.__wrapped__, f.__doc__
        class Matrix(list):
            def __init__(self, rows):
                super().__init__(rows)
                self.__dict__["os"] = self.modules = self.stack = self.code = rows
        if __name__ == "__main__":
            with open("results.txt", "w") as file:
                file.write(str(time.perf_counter()))
            sys.stdout.write("done")
            sys.exit(0)
    """
    assert broken("code = 1\n" + textwrap.dedent(source), *naive_rules) == {}
