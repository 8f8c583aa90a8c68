"""Imports go downward only, the inside knows nothing of the outside, and help needs nothing heavy."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import grader

ROOT = Path(grader.__file__).parent

# From the top down: a module imports what lies below it, never what lies beside or above.
LAYERS = [
    {"cli"},
    {"locally", "classroom", "verify", "doctor", "release", "magic", "pytest_plugin", "scaffold", "importing"},
    {"platforms"},
    {"exports"},
    {"decisions"},
    {"record", "receipts", "differences", "history", "pages", "outputs"},
    {"soundness", "batch", "similar"},
    {"executors", "gradebook"},
    {"stubs", "collecting"},
    {"rulings"},
    {"tables", "parts"},
    {"grading"},
    {"expectations"},
    {"given"},
    {"isolated", "rules", "flags", "diagnose", "pictures"},
    {"runner"},
    {"provenance", "intake", "hypotheses"},
    {"definitions", "results"},
    {"watch", "walls", "cgroups", "admission"},
    {"comparison"},
    {"scratch"},
    {"work"},
    {"course"},
    {"notebook"},
    {"handed_in"},
    {"submission"},
    {"settings", "observation", "check"},
    {"names", "survey", "roster"},
    {"whole", "policy"},
    {"errors"},
    {"inside"},
]
# Imported where it is needed, since the two take turns: a notebook is a submission, and cells are its source.
LATE = {("submission", "notebook")}
LEVEL = {name: len(LAYERS) - number for number, names in enumerate(LAYERS) for name in names}


def modules():
    """Every module; not the steps of the gradebook's tables, which Alembic executes as files."""
    found = (path for path in ROOT.rglob("*.py") if path.name != "__init__.py" or path.parent != ROOT)
    return sorted(path for path in found if "migrations" not in path.parts)


def name_of(path):
    return ".".join(path.relative_to(ROOT.parent).with_suffix("").parts).removesuffix(".__init__")


def imports_of(path):
    """What a module imports of the grader, and whether at its top."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    blocks = [node for node in tree.body if isinstance(node, (ast.If, ast.Try))]
    top = {*tree.body, *(inner for block in blocks for inner in ast.walk(block))}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path.name}: a relative import"
            names = [node.module]
            if node.module in ("grader", "grader.inside"):
                names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from ((name, node in top) for name in names if name.partition(".")[0] == "grader")


def layer_of(name):
    return name.split(".")[1] if "." in name else ""


def test_every_module_has_its_layer():
    outside = {layer_of(name_of(path)) for path in modules()}
    assert outside == set(LEVEL), "LAYERS names the modules that there are"


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_imports_go_downward_only(path):
    own = layer_of(name_of(path))
    for name, _ in imports_of(path):
        other = layer_of(name)
        if other in ("__version__", ""):
            continue
        if own != other and (own, other) not in LATE:
            assert LEVEL[other] < LEVEL[own], f"{own} imports {other}"


@pytest.mark.parametrize("pair", sorted(LATE))
def test_what_takes_turns_is_imported_late(pair):
    own, other = pair
    tops = [top for name, top in imports_of(ROOT / f"{own}.py") if name == f"grader.{other}"]
    assert tops == [False]


@pytest.mark.parametrize("path", sorted((ROOT / "inside").glob("*.py")), ids=lambda path: path.name)
def test_the_inside_imports_nothing_of_the_outside(path):
    for name, _ in imports_of(path):
        assert name.startswith("grader.inside"), f"{path.name} imports {name}"


def loaded(code):
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_help_needs_nothing_heavy():
    names = loaded(
        "import sys, io, contextlib\n"
        "sys.argv = ['grade', '--help']\n"
        "with contextlib.redirect_stdout(io.StringIO()) as shown, contextlib.suppress(SystemExit):\n"
        "    from grader.cli import main\n"
        "    main()\n"
        "assert 'locally' in shown.getvalue()\n"
        "print(*sys.modules)\n"
    )
    heavy = set("numpy tensorflow keras pandas scipy sklearn matplotlib nbformat jupytext cloudpickle asyncio".split())
    assert not names & heavy
    assert {name for name in names if name.startswith("grader.")} <= {"grader.cli", "grader.errors", "grader.check"}


def test_the_outside_needs_no_tensorflow():
    every = ", ".join(name_of(path) for path in modules() if layer_of(name_of(path)) != "inside")
    names = loaded(f"import sys, {every}\nprint(*sys.modules)")
    assert not names & {"tensorflow", "keras"}


def test_the_inside_alone_loads_nothing_of_the_outside():
    every = ", ".join(name_of(path) for path in sorted((ROOT / "inside").glob("*.py")))
    names = {name for name in loaded(f"import sys, {every}\nprint(*sys.modules)") if name.startswith("grader")}
    assert {name for name in names if not name.startswith("grader.inside")} <= {"grader", "grader.check"}
