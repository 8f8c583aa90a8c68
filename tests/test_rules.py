"""Static rules: what a part and its helpers may not name, whatever it is called and wherever it hides."""

import json
import re
import textwrap

import pytest

from grader.rules import violations
from grader.settings import Forbid
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
    assert broken(source + "\ndef naive_y(x):\n    return eval(x)\n").get("naive_y", "").startswith("`eval`")
