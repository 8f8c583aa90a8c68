"""The files of an imported assignment: settings, reference with marks, checks, and what is left to do."""

from __future__ import annotations

import ast
import re
import secrets
import textwrap
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from grader.course import SETTINGS, Course
from grader.errors import UsageError
from grader.importing.material import Block, Material
from grader.importing.plan import Plan, PlannedCheck
from grader.importing.solutions import parse
from grader.importing.translate import bound_in, free_in
from grader.notebook import without_magics
from grader.stubs import stub_source, stubs
from grader.whole import write_whole

LEFT: Final = "IMPORT.md"
_HEAVY: Final = ("tensorflow", "keras")
_PICTURE: Final = re.compile(r"!\[[^\]]*\]\((?!https?:|data:|attachment:)([^)\s]+)")
_MAX_DATA: Final = 16 << 20


def files_of(material: Material, made: Plan, name: str, root: Path, beside: Path) -> dict[Path, bytes]:
    """The files to be written, stubs and the list of what is left aside: path to content.

    Raises:
        CourseError: the reference has no proper marks.
    """
    folder, reference = root / "assignments" / name, root / "reference" / name
    solution = _reference(material, made)
    stub_source(solution, f"{name}.py")  # before anything is written
    for block in material.blocks:
        pictures = _PICTURE.findall(block.source) if block.kind == "prose" else []
        if pictures:
            material.todo.append(f"{block.where}: pictures that are not taken over: {', '.join(pictures)}")
    data = _data(material, beside)
    if data:
        material.notes.append(f"files that the code names are copied, and readable: {', '.join(data)}")
    texts = {
        folder / SETTINGS: _settings(material, made, list(data)),
        folder / "checks.py": _checks(made, name, hidden=False),
        reference / f"{name}.py": solution,
        reference / "checks.py": _checks(made, name, hidden=True),
    }
    secret = root / "reference" / "secret.txt"
    if not secret.exists():
        texts[secret] = secrets.token_hex(32) + "\n"
    content = {path: text.encode() for path, text in texts.items()}
    return content | {folder / one: bytes_ for one, bytes_ in data.items()}


def write_files(files: dict[Path, bytes], root: Path, name: str, material: Material) -> list[Path]:
    """Write the files, the stubs that are made of them, and what is left to do; all that was written.

    Raises:
        UsageError: something cannot be written.
    """
    written = []
    for path, content in files.items():
        written.append(_write(path, content))
    for path, text in stubs(Course.at(root).assignment(name)).items():
        written.append(_write(path, text.encode()))
    left = root / "reference" / name / LEFT
    written.append(_write(left, _left(material, name).encode()))
    return written


def _write(path: Path, content: bytes) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{path.parent}: cannot be made: {error.strerror}") from None
    write_whole(path, content)
    return path


def _left(material: Material, name: str) -> str:
    lines = [f"# `{name}`: what the import left", ""]
    for heading, entries in (("To be finished", material.todo), ("Otherwise than it was", material.notes)):
        if entries:
            lines += [f"## {heading}", "", *(f"- {entry}" for entry in entries), ""]
    if material.answers:
        lines += ["## Model answers, which students do not get", ""]
        for where, text in material.answers:
            lines += [f"### {where}", "", text, ""]
    return "\n".join(lines).rstrip() + "\n"


# --- settings ---------------------------------------------------------------------------------------------


def _settings(material: Material, made: Plan, readable: list[str]) -> str:
    imported = {name for block in material.blocks if block.kind != "prose" for name in _packages(block.source)}
    preload = ["numpy", *(name for name in _HEAVY if name in imported)]
    lines = [f"title = {_toml(_title(material))}", f"preload = [{', '.join(map(_toml, preload))}]", "", "[points]"]
    for part, units in made.units.items():
        lines.append(f"{part} = {_points(units)}  # {made.parts[part]:g} before the import")
    lines += ["", "[limits]", f"readable = [{', '.join(map(_toml, readable))}]"]
    return "\n".join(lines) + "\n"


def _packages(source: str) -> set[str]:
    try:
        body = parse(without_magics(source))
    except SyntaxError:
        return set()
    found = set()
    for node in ast.walk(body):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def _points(units: int) -> str:
    return f"{units / 100:g}" if units < 100_000 else str(units // 100)


def _toml(text: str) -> str:
    plain = "".join(character if character.isprintable() else " " for character in text)
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _title(material: Material) -> str:
    for block in material.blocks:
        heading = re.search(r"^#\s+(\S.*)$", block.source, re.MULTILINE) if block.kind == "prose" else None
        if heading:
            return heading[1].strip().strip("#* ") or material.title
    return material.title.replace("_", " ").strip().capitalize() or "Imported"


def _data(material: Material, beside: Path) -> dict[str, bytes]:
    """The files beside the notebook that its code names."""
    found: dict[str, bytes] = {}
    for source in [
        *(one.source for one in material.blocks if one.kind != "prose"),
        *(t.source for t in material.tests),
    ]:
        try:
            tree = parse(without_magics(source))
        except SyntaxError:
            continue
        for node in ast.walk(tree):
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and re.fullmatch(r"[\w.-]+(?:/[\w.-]+)*\.\w{1,8}", text) and ".." not in text:
                path = beside / text
                inside = path.resolve().is_relative_to(beside.resolve())
                if inside and path.is_file() and path.suffix != ".ipynb" and path.stat().st_size <= _MAX_DATA:
                    found[text] = path.read_bytes()
    return found


# --- the reference ----------------------------------------------------------------------------------------


def _reference(material: Material, made: Plan) -> str:
    """The solution in jupytext's percent format."""
    cells = []
    titled = False
    for block, solved in made.cells:
        if block.kind == "prose":
            titled |= bool(re.search(r"^#\s+\S", block.source, re.MULTILINE))
            cells.append("# %% [markdown]\n" + _commented(block.source))
        elif solved is not None:
            if solved.source:
                cells.append("# %%\n" + _plain(solved.source))
            for part in solved.parts:
                if part in made.parts:
                    cells.append(f'# %% active="ipynb"\n# %grade {part}')
        else:
            cells += _given_cells(block, made.solved)
    if not titled:
        cells.insert(0, f"# %% [markdown]\n# # {_title(material)}")
    first = next((n for n, cell in enumerate(cells) if not cell.startswith("# %% [markdown]")), len(cells))
    cells.insert(first, '# %% active="ipynb"\n# %load_ext grader')
    return "\n\n".join(cells) + "\n"


def _commented(source: str) -> str:
    return "\n".join(f"# {line}".rstrip() for line in source.split("\n"))


def _plain(source: str) -> str:
    """Code in which no comment begins a cell."""
    return re.sub(r"^(#\s*)%%", r"\1% %", source, flags=re.MULTILINE)


def _given_cells(block: Block, solved: set[str]) -> list[str]:
    """A cell that is given: what needs the solution, or IPython, is for the notebook only."""
    magics: list[str] = []
    rest: list[str] = []
    for line in block.source.split("\n"):
        (magics if re.match(r"[%!]", line) and not line.startswith("%%") else rest).append(line)
    source = "\n".join(rest).strip("\n")
    cells = [_notebook_only("\n".join(magics))] if magics else []
    if not source.strip():
        return cells
    try:
        body = parse(source).body
    except SyntaxError:
        return [*cells, _notebook_only(source)]
    reached = set(solved)
    first = None
    for statement in body:
        if free_in([statement]) & reached:
            reached |= bound_in([statement])
            first = statement if first is None else first
        elif (
            isinstance(statement, ast.Expr) and statement is body[-1] and not isinstance(statement.value, ast.Constant)
        ):
            first = statement if first is None else first  # what a notebook would show
    if first is None:
        return [*cells, "# %%\n" + _plain(source)]
    lines = source.split("\n")
    split = min([first.lineno, *(one.lineno for one in getattr(first, "decorator_list", []))]) - 1
    begin, end = "\n".join(lines[:split]).strip("\n"), "\n".join(lines[split:]).strip("\n")
    if any(isinstance(one, (ast.FunctionDef, ast.ClassDef)) for one in body if one.lineno > split + 1):
        begin, end = "", source  # functions that try something stay together
    return [*cells, *(["# %%\n" + _plain(begin)] if begin.strip() else []), _notebook_only(end)]


def _notebook_only(source: str) -> str:
    return '# %% active="ipynb"\n' + _commented(source)


# --- checks -----------------------------------------------------------------------------------------------


def _checks(made: Plan, name: str, *, hidden: bool) -> str:
    checks = [one for one in made.checks if one.hidden == hidden]
    bodies = [_check(one) for one in checks]
    text = "\n\n\n".join(bodies)
    read = free_in(parse(text).body)
    offered = ("Exact", "Judgement", "Raises", "Tolerance", "check", "compare", "outcome")
    used = [one for one in offered if one in read]
    kind = "Hidden" if hidden else "Visible"
    head = [f'"""{kind} checks of `{name}`, imported from its tests."""', ""]
    judges = [one for one in parse(text).body if getattr(one, "name", "").startswith("judge_")]
    if "np" in free_in(judges):  # probes import what they need themselves
        head += ["import numpy as np", ""]
    head += [f"from grader import {', '.join(used)}", "", "", ""]
    return "\n".join(head) + text + "\n"


def _check(one: PlannedCheck) -> str:
    options = [f'part="{one.part}"', f"points={_points(one.units)}"]
    lines = []
    if one.draft is None:
        what = f"{one.where}: {one.why}" if one.where else one.why
        lines += [f"# TO BE WRITTEN: {what}", *_quoted(one.original)]
        body: list[ast.stmt] = [*ast.parse(f"raise NotImplementedError({'to be written: ' + what!r})").body]
        parameter = "student"
    else:
        body, parameter = one.draft.body, "student"
        if one.draft.conditions:
            lines += [_judge(one), "", ""]
            options.append(f"judge=judge_{one.name}")
        elif len(set(one.draft.comparers.values())) == 1:
            options.append(f"tolerance={next(iter(one.draft.comparers.values()))}")
        else:
            options.append(f"tolerance={_table(one.draft.comparers)}")
    sentence = ast.Expr(ast.Constant(one.sentence))
    head = f"def {one.name}({parameter}):"
    code = ast.unparse(ast.fix_missing_locations(ast.Module([sentence, *body], [])))
    code = re.sub(r"\A(['\"])(?!\1\1)(.*)\1$", r'"""\2"""', code, count=1, flags=re.MULTILINE)
    lines += [f"@check({', '.join(options)})", head, textwrap.indent(code, "    ")]
    return "\n".join(lines)


def _quoted(source: str) -> Iterable[str]:
    return [f"#     {line}".rstrip() for line in source.split("\n")] if source.strip() else []


def _table(comparers: dict[str, str]) -> str:
    return "{" + ", ".join(f"{key!r}: {how}" for key, how in comparers.items()) + "}"


def _judge(one: PlannedCheck) -> str:
    """A judge that decides the conditions outside, after what is compared with the reference."""
    assert one.draft is not None
    lines = [
        f"def judge_{one.name}(seen, expected):",
        '    """What the test asserted, on what the submission returned."""',
    ]
    if one.draft.comparers:
        lines += [
            f"    for key, how in {_table(one.draft.comparers)}.items():",
            "        difference = compare(seen[key], expected[key], how)",
            "        if difference:",
            '            return Judgement.failed(f"{key}: {difference}", difference=difference)',
        ]
    for condition, shown in one.draft.conditions:
        words = "a condition of this test does not hold" if one.hidden else f"it should be so that {shown}"
        lines += [f"    if not {condition}:", f"        return Judgement.failed({words!r})"]
    return "\n".join([*lines, "    return Judgement.passed()"])
