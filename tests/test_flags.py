"""Flags: what nobody needs for an honest solution is noted however it is written, and honest work is let alone."""

import ast
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stacks import on_a_stack_of_its_own

import grader.submission
from grader.flags import suspicious
from grader.submission import SUFFIXES, Submission, Unreadable, parse_submission


def flags(source):
    return suspicious(parse_submission(source.encode(), ".py", "a"))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        # modules as a whole
        ("import ctypes", "uses:ctypes"),
        ("import ctypes.util as u", "uses:ctypes"),
        ("from ctypes import CDLL", "uses:ctypes"),
        ("import numpy as np\nnp.zeros(3).ctypes.data", "uses:ctypes"),
        ("import numpy as np\nnp.ctypeslib.as_array", "uses:numpy.ctypeslib"),
        ("def f():\n    import subprocess as s", "uses:subprocess"),
        ("try:\n    import socket\nexcept ImportError:\n    pass", "uses:socket"),
        ("import multiprocessing", "uses:multiprocessing"),
        ("from urllib.request import urlopen", "uses:urllib"),
        ("import requests", "uses:requests"),
        ("import http.client", "uses:http"),
        ("import resource", "uses:resource"),
        ("import mmap", "uses:mmap"),
        ("import marshal", "uses:marshal"),
        ("import atexit\natexit.register(print)", "uses:atexit"),
        ("import grader.inside.elementwise", "uses:grader"),
        ("m['gra' + 'der.inside.elementwise']", "uses:grader.inside"),
        ("file.write(b'cgrader.inside.wire\\nUnit\\n.')", "uses:grader.inside"),
        # members
        ("import os\nos._exit(0)", "uses:os._exit"),
        ("from os import _exit as bye\nbye(0)", "uses:os._exit"),
        ("import os as o\np = o\ndef f():\n    q = p\n    q._exit(0)", "uses:os._exit"),
        ("def f():\n    leave(0)\nfrom os import _exit\nleave = _exit", "uses:os._exit"),
        ("def f(o):\n    o._exit(0)", "uses:_exit"),
        ("import tempfile\ntempfile._os._exit(0)", "uses:_exit"),
        ("import os\ndef f(o=os):\n    o.abort()", "uses:os.abort"),
        ("import os\nfor o in (os, 1):\n    o.abort()", "uses:os.abort"),
        ("import os\na, b = 1, os\nb.abort()", "uses:os.abort"),
        ("import os\n(o := os).abort()", "uses:os.abort"),
        ("import os\n[o.abort() for x in (1,) if (o := os)]", "uses:os.abort"),
        ("import os, math\no = os\no.abort()\no = math", "uses:os.abort"),
        ("from os import *\nabort()", "uses:os.abort"),
        ("import os\ndef f():\n    global o\n    o = os\ndef g():\n    o.abort()", "uses:os.abort"),
        (
            "def f():\n    import os as o\n    def g():\n        nonlocal o\n        o.abort()\n        o = 1",
            "uses:os.abort",
        ),
        ("import os\nclass A:\n    os.abort()\n    os = 1", "uses:os.abort"),
        ("import os\nx: os.abort() = 1", "uses:os.abort"),
        ("import os\nlambda: [0 for _ in x if os.abort()]", "uses:os.abort"),
        ("import os\nf'{os.abort()}'", "uses:os.abort"),
        ("import os\n@os.abort\ndef f(os): pass", "uses:os.abort"),
        ("import os\nos.kill(1, 9)", "uses:os.kill"),
        ("import os\nos.fork()", "uses:os.fork"),
        ("import os\nos.execv('a', [])", "uses:os.execv"),
        ("import os\nos.spawnl(0, 'a')", "uses:os.spawnl"),
        ("import os\nos.system('ls')", "uses:os.system"),
        ("import os\nos.popen('ls')", "uses:os.popen"),
        ("import os\nos.dup2(1, 2)", "uses:os.dup2"),
        ("import os\nos.write(3, b'')", "uses:os.write"),
        ("import os\nos.fdopen(3)", "uses:os.fdopen"),
        ("import os\nos.setsid()", "uses:os.setsid"),
        ("import sys\nsys._getframe(1)", "uses:sys._getframe"),
        ("import os\nos.sys._getframe(1)", "uses:sys._getframe"),
        ("import sys\nsys._current_frames()", "uses:sys._current_frames"),
        ("import sys\nsys.settrace(f)", "uses:sys.settrace"),
        ("import sys\nsys.setprofile(f)", "uses:sys.setprofile"),
        ("import sys\nsys.addaudithook(f)", "uses:sys.addaudithook"),
        ("import sys\nsys.meta_path.insert(0, f)", "uses:sys.meta_path"),
        ("import sys\nsys.path_hooks.append(f)", "uses:sys.path_hooks"),
        ("import sys\nsys.monitoring.use_tool_id(1, 'x')", "uses:sys.monitoring"),
        ("import sys\nfor m in sys.modules.values(): pass", "uses:sys.modules"),
        ("import threading\nthreading.settrace(f)", "uses:threading.settrace"),
        ("import threading\nthreading.setprofile(f)", "uses:threading.setprofile"),
        ("import signal\nsignal.signal(2, f)", "uses:signal.signal"),
        ("import gc\ngc.get_objects()", "uses:gc.get_objects"),
        ("from gc import get_referrers as r", "uses:gc.get_referrers"),
        ("import inspect\ninspect.stack()", "uses:inspect.stack"),
        ("import inspect\ninspect.currentframe()", "uses:inspect.currentframe"),
        ("import inspect\ninspect.getouterframes(f)", "uses:inspect.getouterframes"),
        ("import pickle\npickle.loads(b'')", "uses:pickle.loads"),
        ("import concurrent.futures as c\nc.ProcessPoolExecutor()", "uses:concurrent.futures.ProcessPoolExecutor"),
        ("from unittest import mock\nmock.patch('numpy.dot')", "uses:unittest.mock.patch"),
        # what is asked of anything
        ("try:\n    1 / 0\nexcept Exception as e:\n    e.__traceback__.tb_frame", "uses:tb_frame"),
        ("x().f_back.f_globals", "uses:f_back uses:f_globals"),
        ("x[0].f_locals", "uses:f_locals"),
        ("(i for i in x).gi_frame", "uses:gi_frame"),
        ("f().cr_frame", "uses:cr_frame"),
        ("object.__subclasses__()", "uses:__subclasses__"),
        ("f.__globals__['x']", "uses:__globals__"),
        ("__builtins__", "uses:__builtins__"),
        ("f.__closure__[0].cell_contents", "uses:__closure__ uses:cell_contents"),
        ("print.__self__", "uses:__self__"),
        ("class A:\n    def __del__(self): pass", "uses:__del__"),
        ("from operator import attrgetter\nattrgetter('f_back')(x)", "uses:f_back"),
        ("match x:\n    case object(tb_frame=f): pass", "uses:tb_frame"),
        # names that are put together
        ("import os\ngetattr(os, '_exit')(0)", "uses:os._exit"),
        ("import os\ngetattr(os, '_ex' + 'it')(0)", "uses:os._exit"),
        ("import os\nn = '_exit'\ngetattr(os, n)(0)", "uses:os._exit"),
        ("import os\ngetattr(os, f'_{\"exit\"}')(0)", "uses:os._exit"),
        ("import os\ngetattr(os, ''.join(['_', 'exit']))(0)", "uses:os._exit"),
        ("import operator as o\no.attrgetter('os._ex' + 'it')(x)", "uses:os._exit"),
        ("open('/'.join(['/etc', 'passwd']))", "opens:/etc/passwd"),
        ("import os\nget = getattr\nget(os, 'abort')()", "uses:os.abort"),
        ("import os, builtins\nbuiltins.getattr(os, 'abort')()", "uses:os.abort"),
        ("import os\nvars(os)['abort']()", "uses:os.abort"),
        ("import os\nos.__dict__['abort']()", "uses:os.abort"),
        ("import os\nglobals()['os'].abort()", "uses:os.abort"),
        ("import os\nfor n in dir(os):\n    getattr(os, n)", "uses:getattr(os)"),
        ("__import__('os').abort()", "uses:__import__ uses:os.abort"),
        ("__import__('ct' + 'ypes')", "uses:__import__ uses:ctypes"),
        ("import importlib\nimportlib.import_module('ctypes')", "uses:ctypes"),
        ("from importlib import import_module as i\nm = i('os')\nm.abort()", "uses:os.abort"),
        ("import importlib\nimportlib.import_module(input())", "uses:importlib.import_module"),
        ("import sys\nsys.modules['os'].abort()", "uses:os.abort uses:sys.modules"),
        # others' modules written to
        ("import numpy as np\nnp.allclose = f", "writes:numpy.allclose"),
        ("import numpy as np\ndef g():\n    np.allclose = f", "writes:numpy.allclose"),
        ("import numpy as np\nn = np\nn.allclose = f", "writes:numpy.allclose"),
        ("import numpy as np\nt = np.testing\nt.assert_allclose = f", "writes:numpy.testing.assert_allclose"),
        ("from numpy import testing\ntesting.assert_allclose = f", "writes:numpy.testing.assert_allclose"),
        ("import helper as h\nh.z = 1", "writes:helper.z"),
        ("import numpy as np\nfor np.allclose in [f]: pass", "writes:numpy.allclose"),
        ("import numpy as np\nnp.a, np.b = f, f", "writes:numpy.a writes:numpy.b"),
        ("import numpy as np\nnp.pi += 1", "writes:numpy.pi"),
        ("import numpy as np\ndel np.dot", "writes:numpy.dot"),
        ("import numpy as np\nsetattr(np, 'allclose', f)", "writes:numpy.allclose"),
        ("import numpy as np\nsetattr(np, name, f)", "writes:numpy"),
        ("import numpy as np\ndelattr(np, 'dot')", "writes:numpy.dot"),
        ("import numpy as np\nnp.__dict__['dot'] = f", "writes:numpy.dot"),
        ("import numpy as np\nvars(np)['dot'] = f", "writes:numpy.dot"),
        ("import numpy as np\nvars(np)[name] = f", "writes:numpy"),
        ("import numpy as np\nnp.__dict__.update(dot=f)", "writes:numpy.__dict__"),
        ("import numpy as np\ntype(np).__setattr__(np, 'dot', f)", "writes:numpy.dot"),
        ("import keras\nkeras.layers.Dense.call = f", "writes:keras.layers.Dense.call"),
        ("import builtins\nbuiltins.len = f", "writes:builtins.len"),
        ("import sys\nsys.stdout = f", "writes:sys.stdout"),
        ("import sys\nsys.modules['numpy'] = f", "uses:sys.modules writes:sys.modules"),
        ("import sys\ndel sys.modules['numpy']", "uses:sys.modules writes:sys.modules"),
        ("__import__('numpy').dot = f", "uses:__import__ writes:numpy.dot"),
        ("f.__code__ = g.__code__", "writes:__code__"),
        ("setattr(f, '__code__', g.__code__)", "writes:__code__"),
        # source as a text
        ("exec('x = 1')", "uses:exec"),
        ("eval(x)", "uses:eval"),
        ("compile(x, '', 'exec')", "uses:compile"),
        ("run = eval\nrun(x)", "uses:eval"),
        ("import builtins\nbuiltins.exec(x)", "uses:exec"),
        ("if 0:\n    exec = None\nexec(x)", "uses:exec"),
        ("exec('x = 1\\n' * 2 + y)", "uses:exec"),
        (f"exec('{'x = 1;' * 50}')", "exec:encoded uses:exec"),
        (f"p = '{'x = 1;' * 50}'\nexec(p)", "exec:encoded uses:exec"),
        ("exec('x =' + ' 1')", "exec:encoded uses:exec"),
        ("a = 'x ='\nb = ' 1'\nexec(a + b + c)", "exec:encoded uses:exec"),
        ("exec('1 = x'[::-1])", "exec:encoded uses:exec"),
        ("import base64\nexec(base64.b64decode('eD0x'))", "exec:encoded uses:exec"),
        ("from base64 import b64decode as d\nexec(d('eD0x').decode())", "exec:encoded uses:exec"),
        ("import zlib\neval(compile(zlib.decompress(x), '', 'eval'))", "exec:encoded uses:compile uses:eval"),
        ("exec(bytes.fromhex('783d31'))", "exec:encoded uses:exec"),
        ("import codecs\nexec(codecs.decode('k=1', 'rot13'))", "exec:encoded uses:exec"),
        ("exec(''.join(map(chr, [120])))", "exec:encoded uses:exec"),
        ("exec(''.join(chr(n) for n in x))", "exec:encoded uses:exec"),
        ("exec(bytes([120]))", "exec:encoded uses:exec"),
        ("exec('import os as o; o.abort()')", "uses:exec uses:os.abort"),
        ("import os as o\nexec('o.abort()')", "uses:exec uses:os.abort"),
        ("exec(\"exec('exec(x); import ctypes')\")", "uses:ctypes uses:exec"),
        ("exec('1 +')", "uses:exec"),
        ("exec('\\0')", "uses:exec"),
        ("exec(r\"'\\d'\")", "uses:exec"),
        ("p = 'exec(p); import ctypes'\nexec(p)", "uses:ctypes uses:exec"),
        ("import timeit\ntimeit.timeit('  import ctypes')", "uses:ctypes"),
        ("import timeit\ntimeit.timeit(setup='import ctypes')", "uses:ctypes"),
        ("import timeit\nimport zlib\ntimeit.timeit(zlib.decompress(x))", "exec:encoded"),
        ("from cProfile import run\nrun('import ctypes')", "uses:ctypes"),
        # files elsewhere
        ("open('/etc/passwd')", "opens:/etc/passwd"),
        ("import io\nio.open(file='/etc/passwd')", "opens:/etc/passwd"),
        ("open('/etc/' + 'passwd')", "opens:/etc/passwd"),
        ("open(f'/proc/{pid}/mem')", "opens:/proc/"),
        ("open('../reference/secret.txt')", "opens:../reference/secret.txt"),
        ("open('data/../../x')", "opens:data/../../x"),
        ("from pathlib import Path\nPath('/work').rglob('*')", "opens:/work"),
        ("import pathlib as p\n(p.Path('~') / 'x').expanduser()", "opens:~"),
        ("from pathlib import Path\nPath.home()", "opens:~"),
        ("import os\nos.listdir('/')", "opens:/"),
        ("import os\nopen(os.path.join('/etc', 'passwd'))", "opens:/etc"),
        ("import os\nos.path.expanduser('~/x')", "opens:~/x"),
        ("import glob\nglob.glob('/home/*')", "opens:/home/*"),
        ("import pandas as pd\npd.read_csv('/content/x.csv')", "opens:/content/x.csv"),
        ("open(b'/etc/passwd')", "opens:/etc/passwd"),
        ("open(r'C:\\Users\\x')", "opens:C:\\Users\\x"),
        ("open('/a b\\té')", "opens:/a_b__"),
        (f"open('/{'x' * 100}')", f"opens:/{'x' * 59}"),
    ],
)
def test_what_nobody_needs_is_flagged(source, expected):
    assert flags(source) == tuple(expected.split())


@pytest.mark.parametrize(
    "source",
    [
        "import gc\ngc.collect()",
        "import timeit\ntimeit.timeit('f(x)', globals=globals(), number=9)\ntimeit.timeit(f'{n}(x)')\ntimeit.timeit(f)",
        "import os\nos.environ['TF_CPP_MIN_LOG_LEVEL'] = '2'\nos.environ.setdefault('A', 'b')",
        "import os\nos.path.join('data', 'x.csv')\nos.getcwd()\nos.path.exists('x')\nos.remove('x')\nos.mkdir('out')",
        "import sys\nsys.path.append('.')\nsys.path = ['.', *sys.path]\nsys.argv = ['']\nsys.path.insert(0, '..')",
        "import sys\nprint(sys.version, sys.getsizeof(1), file=sys.stderr)\nsys.setrecursionlimit(5000)\nsys.exit(0)",
        "import sys\nIN_COLAB = 'google.colab' in sys.modules",
        "import time\ntime.sleep(0.1)\ntime.perf_counter()",
        "import tempfile\nwith tempfile.TemporaryDirectory() as d:\n    open(d + '/x', 'w')",
        "import logging\nlogging.getLogger('tensorflow').setLevel(logging.ERROR)\nlogging.raiseExceptions = False",
        "import warnings\nwarnings.filterwarnings('ignore')\nwarnings.warn = lambda *a, **k: None",
        "import matplotlib.pyplot as plt\nplt.rcParams['figure.figsize'] = 3, 4\nplt.rcParams.update({'a': 1})",
        "import matplotlib as mpl\nparams = mpl.rcParams\nparams['x'] = 1\nmpl.use('Agg')",
        "import pandas as pd\npd.options.display.max_rows = 5\noptions = pd.options.display\noptions.width = 3",
        "import numpy as np\nnp.random.seed(0)\nnp.set_printoptions(precision=3)\nnp.stack([x])\nnp.trace(x)",
        "import tensorflow as tf\ntf.random.set_seed(0)\ntf.config.run_functions_eagerly(True)\ntf.signal.fft(x)",
        "import tensorflow as tf\nact = getattr(tf.nn, name)\ntf.io.gfile.exists('x')",
        "import threading\nt = threading.Thread(target=f)\nt.start()\nt.daemon = True",
        "from concurrent.futures import ThreadPoolExecutor",
        "import inspect\ninspect.signature(f)\ninspect.getsource(f)\ninspect.isclass(f)",
        "import traceback\ntraceback.print_exc()",
        "import importlib\nimportlib.reload(m)\nimportlib.import_module('numpy')",
        "import pickle\npickle.dump(x, open('x.pkl', 'wb'))\npickle.load(open('x.pkl', 'rb'))",
        "class A:\n    def __init__(self):\n        self.x = 1\n        self.modules = []\n        self.write = print",
        "import keras\nlayer = keras.layers.Dense(3)\nlayer.kernel = 1\nlayer.trainable = False",
        "model.trainable = False\nmodel.layers[0].trainable = False\nmodel.compile('sgd')\nmodel.eval()",
        "import keras\nclass Own(keras.layers.Layer):\n    pass\nOwn.call = f\nsetattr(Own, 'x', f)\nOwn.y: int = 3",
        "import numpy as np\nx = np.zeros(3)\nx.shape = 1, 3\nx.flat[0] = 2\nx[0] = 1",
        "def f(np):\n    np.x = 1\ndef g(os):\n    os.abort()",
        "f.calls = 0\nf.__name__ = 'g'\nf.__doc__ = ''\nf.__code__.co_varnames",
        "if __name__ == '__main__':\n    main()",
        "open('data.csv')\nopen('out/x.png', 'w')\nopen('/dev/null', 'w')\nopen(name)\nopen(os.devnull)",
        "from pathlib import Path\nPath('x') / 'y'\nPath(__file__).parent / 'x'\nPath.cwd()",
        "a = 'x/y'.split('/')\nprint('/etc/passwd')\n'/'.join(a)\na.replace('/', '..')\nre.sub('/', '', a)",
        "import re\nre.compile('x')\nimport ast\nast.literal_eval('1')\ndf.eval('a + b')",
        "def f():\n    '''Uses ctypes and sys._getframe, exec and eval.'''\n    # os._exit(0)\n    return 'os.fork()'",
        "code, resource, socket, http = 1, 2, 3, 4\nprint(code.x, resource.y, socket.z, http)",
        "locals()\nglobals()['x'] = 1\nvars(self)\nself.__dict__['x'] = 1\nself.__dict__.update(a=1)",
        "def f(*a, exec=None, **eval):\n    return exec, eval",
        "inspect = 3\nclass Trace:\n    stack = []\n    def trace(self):\n        return self.stack.trace",
        "import time\ntime = 3\nstart.time = time",
        "try:\n    f()\nexcept ValueError as e:\n    raise e.with_traceback(e.__traceback__)",
        "import functools\n@functools.wraps(f)\ndef g(*a):\n    return f(*a)\ng.__wrapped__",
        "from .helper import *\nfrom . import x\nx.y = 1",
        "super().__setattr__('x', 1)\nobject.__setattr__(self, 'x', 1)\nself.update(x=1)\nd.pop('x')",
    ],
)
def test_honest_work_is_let_alone(source):
    assert flags(source) == ()


def solutions(root):
    """Every right solution, reference and stub: the files that must not be flagged."""
    found = [*root.glob("reference/*/right/*"), *root.glob("assignments/*/*")]
    for folder in root.glob("reference/*"):
        found += folder.glob(f"{folder.name}.py")
    return [path for path in sorted(found) if path.suffix in SUFFIXES and path.stem != "checks"]


def test_no_right_solution_is_flagged(root):
    paths = solutions(root)
    assert len(paths) > 40
    assert {path.relative_to(root): tokens for path in paths if (tokens := flags_of(path))} == {}


def test_no_mistake_is_flagged(root):
    paths = sorted(root.glob("reference/*/wrong/*.py"))
    assert len(paths) > 150
    assert {path.relative_to(root): tokens for path in paths if (tokens := flags_of(path))} == {}


def test_the_sample_class_is_flagged_where_it_ought_to_be(root):
    found = {}
    for path in sorted((root / "tests" / "submissions").rglob("*")):
        if path.suffix in SUFFIXES:
            found[path.parent.name] = flags_of(path)
    assert {student: tokens for student, tokens in found.items() if tokens} == {
        "esposito_g": ("uses:os.abort",),
        "fatima.rahal": ("uses:os._exit",),
        "ghopper": ("uses:os._exit", "uses:os.abort"),
        "i.nemec": ("uses:os.abort",),
        "j.pokorny": ("uses:os._exit",),
        "l.horak": ("opens:/content/drive/losses.csv",),
        "o'brien": ("uses:os.abort",),
        "王小明": ("uses:os._exit",),
    }


def flags_of(path):
    try:
        return suspicious(parse_submission(path.read_bytes(), path.suffix, path.stem))
    except Unreadable:
        return ()


def test_cells_share_their_names():
    cells = [{"cell_type": "code", "source": source} for source in ("import os as o", "p = o", "p.abort()")]
    submission = parse_submission(json.dumps({"cells": cells}).encode(), ".ipynb", "a")
    assert suspicious(submission) == ("uses:os.abort",)


def test_flags_are_few_sorted_and_once_each():
    assert flags("import os\nos.fork()\nos.abort()\nos.fork()") == ("uses:os.abort", "uses:os.fork")
    many = "\n".join(f"open('/{n}')" for n in range(50))
    found = flags(f"import os, numpy as np\n{many}\nos.abort()\nnp.dot = f\nexec('a' + 'b')")
    assert len(found) == 13 and found[-1] == "and_more"
    assert list(found[:-1]) == sorted(found[:-1])
    assert {"exec:encoded", "uses:exec", "uses:os.abort", "writes:numpy.dot"} < set(found)
    twelve = "\n".join(f"open('/{n}')" for n in range(12))
    assert len(flags(twelve)) == 12 and "and_more" not in flags(twelve)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=90))
def test_a_flag_is_short_and_has_no_spaces(text):
    source = f"import m\nopen({'/' + text!r})\nsetattr(m, {text!r}, 1)\ngetattr(m, {text!r})\nm.__dict__[{text!r}] = 1"
    found = flags(source)
    assert found
    for token in found:
        assert token.isascii() and token.isprintable() and " " not in token and len(token) <= 70


NAMES = st.sampled_from(["a", "b", "c", "d"])


@given(
    root=NAMES,
    steps=st.lists(st.tuples(NAMES, st.sampled_from(["{0} = {1}", "({0} := {1})", "{0}, _ = {1}, 1"])), max_size=6),
    depth=st.integers(0, 5),
    last=st.sampled_from(["{0}.abort()", "getattr({0}, 'abort')", "f = {0}.abort", "vars({0})['abort']"]),
)
def test_aliases_are_followed(root, steps, depth, last):
    lines, name = [f"import os as {root}"], root
    for new, form in steps:
        lines.append(form.format(new, name))
        name = new
    lines += [" " * level + f"def f{level}():" for level in range(depth)]
    lines.append(" " * depth + last.format(name))
    assert flags("\n".join(lines)) == ("uses:os.abort",)


@pytest.mark.parametrize("error", [RecursionError, ValueError, MemoryError])
def test_a_reader_that_stumbles_says_so(monkeypatch, error):
    def stumble(trees):
        raise error

    monkeypatch.setattr(grader.submission, "Names", stumble)
    assert flags("x = 1") == ("not_read",)


@pytest.mark.parametrize(
    "source",
    [
        "x = 1\nif x:\n pass\n" + "elif x:\n pass\n" * 900,
        "x = 1" + " + 1" * 950,
        "x = y" + ".a" * 940,
        "x = y" + "()" * 940,
        "x = y" + "[0]" * 940,
        "x = y" + ".a()" * 460,
        "x = " + "lambda: " * 900 + "1",
        "x = " + "-" * 930 + "y",
        "exec(" + "+".join(["'a'"] * 900) + ")",
        "getattr(x, " + "+".join(["'a'"] * 900) + ")",
        "open(" + "+".join(["x"] * 900) + ")",
        "a = b\nb = a\na.x = b\nc = c\nc.x = getattr(c, d)\nd = d + d\nopen(d)",
        "".join(" " * level + f"def f{level}():\n" for level in range(90)) + " " * 90 + "pass",
    ],
)
def test_a_deep_tree_is_read(source):
    found = on_a_stack_of_its_own(flags, source + "\nimport os\nos.abort()\n")
    assert "uses:os.abort" in found and "not_read" not in found


def test_a_name_that_is_searched_in_one_place_is_seen_in_another():
    searched, bound = "found = 'google.colab' in modules", "x = modules"
    for lines in ([searched, bound], [bound, searched]):
        assert flags("\n".join(["from sys import modules", *lines])) == ("uses:sys.modules",)
    assert "uses:sys.modules" not in flags(f"import sys\n{searched.replace('modules', 'sys.modules')}")


def test_a_tree_deeper_than_python_allows_is_read():
    tree = ast.parse("import os\nx")
    for _ in range(20_000):
        tree.body[1].value = ast.Attribute(ast.Call(tree.body[1].value, [], []), "a", ast.Load())
    tree.body.append(ast.parse("os.abort()").body[0])
    assert suspicious(Submission((), False, "", (tree,))) == ("uses:os.abort",)


@pytest.mark.parametrize(
    "line",
    [
        "import m{n} as n{n}\ndef f{n}(x):\n    n{n}.a = x",
        "a{n} = a{n}.b",
        "a = b.c\nb = a.c",
        "import m{n} as o\no.x",
        "exec(p)\ngetattr(p, p + p)",
    ],
)
def test_time_grows_with_the_size_of_the_source(line):
    def seconds(count):
        source = "p = " + "+".join(["q"] * 300) + "\n" + "\n".join(line.format(n=n) for n in range(count))
        submission = Submission((), False, "", (ast.parse(source),))
        start = time.process_time()
        suspicious(submission)
        return time.process_time() - start

    small = max(seconds(400), seconds(400))
    assert seconds(8000) < 60 * small + 0.5  # 20 times as much where it is linear, 400 times where it is not
