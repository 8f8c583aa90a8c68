"""What an honest solution has no use for, noted for a human to look at; a flag is never a deduction by itself.

The isolated run is what keeps a submission from doing harm. This reads the source for signs that somebody tried, or
that a score deserves a second look, and errs on the side of silence: what students do honestly (settings of a library,
a line on `sys.path`, their own classes patched) is not worth anybody's time.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from fnmatch import translate
from functools import lru_cache
from itertools import islice, pairwise
from typing import Final

from grader.names import RUN_TEXTS, UNKNOWN, Names, Scope
from grader.submission import Submission

_MOST_FLAGS: Final = 12
_LONGEST: Final = 60  # characters of what is opened or written to
_LONG_TEXT: Final = 200  # characters of source as a text: more than a demonstration of `exec` needs
_MOST_NODES: Final = 64  # of what is handed to `exec`
_KINDS: Final = ("exec", "writes", "uses", "opens")  # what is kept first where there are too many

# Modules that are a sign as a whole.
_MODULES: Final = frozenset(
    """
    ctypes _ctypes cffi subprocess _posixsubprocess multiprocessing _multiprocessing socket _socket socketserver urllib
    urllib3 http requests httpx aiohttp ftplib smtplib telnetlib resource mmap marshal atexit pty posix fcntl runpy
    code codeop bdb faulthandler imp zipimport _imp _frozen_importlib _testcapi _xxsubinterpreters grader
    """.split()
)
_MEMBERS: Final = {
    ".".join(name.split(".")[-2:]): name
    for name in """
    os._exit os.abort os.kill os.killpg os.fork os.forkpty os.system os.popen os.posix_spawn os.posix_spawnp
    os.startfile os.dup os.dup2 os.write os.writev os.pwrite os.pwritev os.sendfile os.splice os.copy_file_range
    os.fdopen os.closerange os.pipe os.pipe2 os.memfd_create os.openpty os.setsid os.setpgid os.setpgrp os.setuid
    os.setgid os.seteuid os.setegid os.chroot os.nice os.setpriority os.sched_setaffinity os.sched_setscheduler
    os.getppid os.pidfd_open os.register_at_fork os.ptrace
    sys._getframe sys._getframemodulename sys._current_frames sys._current_exceptions sys.call_tracing sys.settrace
    sys.setprofile sys.addaudithook sys.monitoring sys.meta_path sys.path_hooks sys.path_importer_cache sys.modules
    gc.get_objects gc.get_referrers gc.get_referents gc.callbacks
    inspect.stack inspect.currentframe inspect.getouterframes inspect.getinnerframes inspect.trace
    inspect.getgeneratorlocals inspect.getcoroutinelocals inspect.getclosurevars traceback.walk_stack traceback.walk_tb
    threading.settrace threading.setprofile threading.settrace_all_threads threading.setprofile_all_threads
    signal.signal signal.alarm signal.setitimer signal.raise_signal signal.pthread_kill signal.pthread_sigmask
    signal.set_wakeup_fd signal.siginterrupt
    pickle.loads pickle.Unpickler _pickle.loads cloudpickle.loads dill.loads types.CodeType pkgutil.resolve_name
    pydoc.locate importlib.machinery importlib.util.spec_from_file_location importlib.util.spec_from_loader
    importlib.util.module_from_spec concurrent.futures.ProcessPoolExecutor unittest.mock.patch
    asyncio.create_subprocess_exec asyncio.create_subprocess_shell numpy.ctypeslib tensorflow.load_op_library
    tensorflow.load_library
    """.split()
}
_INSIDE: Final = "grader.inside"  # what no text has a reason to mention
_BUILTINS: Final = frozenset({"exec", "eval", "compile", "__import__"})
# Names that mean the same whatever they are asked of.
_OF_ANYTHING: Final = frozenset(
    """
    f_back f_globals f_locals f_builtins f_trace tb_frame gi_frame cr_frame ag_frame cell_contents
    __subclasses__ __globals__ __builtins__ __closure__ __self__ __loader__ ctypes
    _exit _getframe _current_frames get_referrers get_referents settrace setprofile addaudithook
    """.split()
)
_REACHED_INTO: Final = frozenset("os sys gc inspect builtins signal threading posix".split())
_INNER_PARTS: Final = frozenset("__code__ __closure__ __globals__ __builtins__".split())
# Settings are there to be set.
_SETTINGS: Final = re.compile(
    "|".join(
        translate(pattern)
        for pattern in """
        os.environ os.environ.* *.rcParams *.rcParams.* pandas.options.* sys.path sys.argv sys.ps[12]
        sys.tracebacklimit sys.dont_write_bytecode warnings.* logging.* IPython.* PIL.*
        ssl._create_default_https_context
        """.split()
    )
)
_IMPORTING: Final = (ast.Import, ast.ImportFrom, ast.Call, ast.Subscript)  # what needs no import besides itself
_SETTERS: Final = frozenset("setattr delattr".split())
_OWN_SETTERS: Final = frozenset("__setattr__ __delattr__".split())
_CHANGES: Final = frozenset("update setdefault pop popitem clear __setitem__ __delitem__ __ior__".split())
_DECODERS: Final = frozenset(
    """
    b64decode standard_b64decode urlsafe_b64decode b32decode b16decode a85decode b85decode decodebytes unhexlify
    a2b_base64 a2b_hex a2b_uu fromhex decompress decode translate loads chr bytes bytearray to_bytes
    """.split()
)
_OPENERS: Final = frozenset(
    """
    open Path PosixPath PurePath PurePosixPath WindowsPath listdir scandir walk fwalk glob iglob chdir expanduser
    readlink load loadtxt genfromtxt fromfile memmap save savez savetxt imread imsave getline getlines read_file
    write_file GFile load_model load_weights connect ZipFile rmtree copytree copyfile copy2 unlink symlink
    """.split()
)
_PATH_KEYWORDS: Final = frozenset("file filename fname path filepath filepath_or_buffer src dst top root_dir".split())


def suspicious(submission: Submission) -> tuple[str, ...]:
    """Short tokens without spaces, sorted: ``uses:os._exit``, ``writes:numpy.allclose``, ``opens:/etc/passwd``."""
    try:
        found = _tokens(submission.names(), submission.trees)
    except Exception:  # whatever a source makes us stumble over, it is to be graded, and looked at
        return ("not_read",)
    kept = sorted(found, key=lambda token: (_KINDS.index(token.partition(":")[0]), token))[:_MOST_FLAGS]
    return (*sorted(kept), *(["and_more"] if len(found) > _MOST_FLAGS else []))


def _tokens(names: Names, trees: Iterable[ast.Module]) -> set[str]:
    reader = _Reader(names)
    found = {
        f"{kind}:{_plain(what)}"
        for tree in trees
        for node, scope in names.walk(tree, annotations=True)
        for kind, what in reader.signs(node, scope)
    }
    fuller = {f"uses:{token.rpartition('.')[2]}" for token in found if token.startswith("uses:") and "." in token}
    return found - fuller  # not _exit beside os._exit


def _plain(text: str) -> str:
    """What a token may hold: printable ASCII without spaces, not much of it."""
    return "".join(char if "!" <= char <= "~" else "_" for char in text[:_LONGEST])


@lru_cache(4096)
def _uses(name: str) -> tuple[str, ...]:
    """What a dotted name is a sign of, modules as a whole left out."""
    steps = name.split(".")
    found = [name] if name in _BUILTINS else []
    for owner, step in pairwise(steps):
        if f"{owner}.{step}" in _MEMBERS:
            return (_MEMBERS[f"{owner}.{step}"],)
        if owner == "os" and step.startswith(("exec", "spawn")):
            return (f"os.{step}",)
        if owner in _REACHED_INTO and step == UNKNOWN:
            found.append(f"getattr({owner})")
    if steps[-1] in _OF_ANYTHING and (len(steps) > 1 or name.startswith("__")):
        found.append(steps[-1])
    return tuple(found)


class _Reader:
    """The signs at a node, each a kind and what it is about; those of the nodes below it are found there."""

    def __init__(self, names: Names) -> None:
        self.names = names

    def signs(self, node: ast.AST, scope: Scope) -> Iterator[tuple[str, str]]:
        for name in self.names.used(node, scope, closely=True):
            for what in _uses(name):
                yield "uses", what
            root = name.partition(".")[0]
            if root in _MODULES and (isinstance(node, _IMPORTING) or root in self.names.imported):
                yield "uses", root
        if _INSIDE in self.names.text_at(node, scope):
            yield "uses", _INSIDE
        if isinstance(node, (ast.Attribute, ast.Subscript)):
            if not isinstance(node.ctx, ast.Load):
                yield from (("writes", what) for what in self._written(node, scope))
        elif isinstance(node, ast.Call):
            yield from self._call(node, scope)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == "__del__":
            yield "uses", node.name

    # --- what belongs to others ---

    def _written(self, node: ast.Attribute | ast.Subscript, scope: Scope) -> Iterator[str]:
        if isinstance(node, ast.Subscript) and "sys.modules" in self.names.dotted(node.value, scope, ever=True):
            yield "sys.modules"
            return
        for name in self.names.dotted(node, scope, ever=True):
            yield from self._theirs(name)

    def _theirs(self, name: str) -> Iterator[str]:
        """The name, if what it names is not the submission's own and not made to be set."""
        root, _, rest = name.partition(".")
        if rest and (root in self.names.imported or root == "__builtins__"):
            if not _SETTINGS.match(name):
                yield name.removesuffix(f".{UNKNOWN}")
        elif name.rpartition(".")[2] in _INNER_PARTS:
            yield name.rpartition(".")[2]

    def _set_by_call(self, node: ast.Call, called: list[str], scope: Scope) -> Iterator[str]:
        """``setattr(np, "allclose", f)``, ``type.__setattr__(np.ndarray, …)``, ``np.__dict__.update(…)``."""
        pairs: list[tuple[ast.AST, ast.AST]] = []
        if _SETTERS.intersection(called) and len(node.args) > 1:
            pairs.append((node.args[0], node.args[1]))
        elif isinstance(node.func, ast.Attribute) and node.func.attr in _OWN_SETTERS and node.args:
            pairs = [(node.func.value, node.args[0]), *zip(node.args[:1], node.args[1:2], strict=False)]
        elif isinstance(node.func, ast.Attribute) and node.func.attr in _CHANGES:
            for owner in self.names.dotted(node.func.value, scope, ever=True):
                if owner.endswith(".__dict__"):
                    yield from self._theirs(owner)
                elif owner == "sys.modules":
                    yield owner
        for owner_node, step in pairs:
            for owner in self.names.dotted(owner_node, scope, ever=True):
                yield from self._theirs(f"{owner}.{self.names.text(step, scope) or UNKNOWN}")

    # --- calls ---

    def _called(self, node: ast.Call, scope: Scope) -> list[str]:
        return [name.removeprefix("builtins.") for name in self.names.dotted(node.func, scope, ever=True)]

    def _call(self, node: ast.Call, scope: Scope) -> Iterator[tuple[str, str]]:
        called = self._called(node, scope)
        yield from (("writes", what) for what in self._set_by_call(node, called, scope))
        runs = any(name.removeprefix("__builtins__.") in RUN_TEXTS for name in called)
        if runs and node.args and self._encoded(node.args[0], scope):
            yield "exec", "encoded"
        if "importlib.import_module" in called and node.args and self.names.text(node.args[0], scope) is None:
            yield "uses", "importlib.import_module"
        last = {name.rpartition(".")[2] for name in called}
        if last & _OPENERS or any(name.startswith("read_") for name in last) or "os.path.join" in called:
            paths = [*node.args[:1], *(word.value for word in node.keywords if word.arg in _PATH_KEYWORDS)]
            for path in paths:
                text = self.names.text(path, scope, beginning=True)
                if text and _is_elsewhere(text):
                    yield "opens", text
        if any(name.endswith("Path.home") for name in called):
            yield "opens", "~"

    def _encoded(self, source: ast.expr, scope: Scope) -> bool:
        """Whether source that is run is a long text, or one that is only put together or decoded in the run."""
        waiting: list[ast.AST] = [source]
        for _ in range(_MOST_NODES):
            if not waiting:
                break
            node = waiting.pop()
            if isinstance(node, ast.Constant):
                if isinstance(node.value, (str, bytes)) and len(node.value) > _LONG_TEXT:
                    return True
            elif isinstance(node, ast.Name):
                if _DECODERS.intersection(self.names.meanings(node.id, scope, ever=True)):
                    return True
                waiting.extend(filter(None, [self.names.value(node.id, scope)]))
            elif self._is_puzzle(node, scope):
                return True
            elif isinstance(node, ast.Call) and RUN_TEXTS.intersection(self._called(node, scope)):
                continue  # is looked at by itself
            else:
                waiting.extend(islice(ast.iter_child_nodes(node), _MOST_NODES))
        return False

    def _is_puzzle(self, node: ast.AST, scope: Scope) -> bool:
        """A decoder, a text backwards (``[::-1]``), or one in two pieces."""
        if isinstance(node, ast.Attribute):
            return node.attr in _DECODERS
        if isinstance(node, ast.Slice):
            return node.step is not None
        return isinstance(node, ast.BinOp) and self._is_text(node.left, scope) and self._is_text(node.right, scope)

    def _is_text(self, node: ast.AST, scope: Scope) -> bool:
        if isinstance(node, ast.Name):
            node = self.names.value(node.id, scope) or node
        return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _is_elsewhere(path: str) -> bool:
    """Whether a path leads out of the folder that a submission runs in."""
    if path == "/dev/null":
        return False
    return path.startswith(("/", "~")) or ".." in re.split(r"[/\\]", path) or bool(re.match(r"[A-Za-z]:[/\\]", path))
