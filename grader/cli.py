"""The command `grade`: options and exit codes; what it does is elsewhere."""

from __future__ import annotations

import os
import signal
import sys
from enum import Enum
from pathlib import Path
from typing import Annotated, Final, NoReturn

import typer
from typer.exceptions import TyperException

from grader.errors import UsageError, printable

app = typer.Typer(
    name="grade",
    help="Grade homework of the deep-learning course: your own, or a whole class.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

STUDENT: Final = "Your own work"
ASSISTANT: Final = "A class"
DECISIONS: Final = "What people decide"
AUTHOR: Final = "The course"
ALL: Final = "This machine"

CourseOption = Annotated[
    Path | None, typer.Option("--course", help="The folder with assignments/ (default: found from here).")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of a table.")]
WorkersOption = Annotated[
    int | None, typer.Option("--workers", "-w", min=1, help="How many at once.", show_default="one a core")
]


DatabaseOption = Annotated[
    str | None,
    typer.Option(
        "--database",
        envvar="GRADE_DATABASE",
        metavar="URL",
        help="The gradebook's database, such as postgresql://user@host/name.",
        show_default="gradebook.sqlite in the output folder",
    ),
]


class Isolation(Enum):
    """What a batch asks of the machine."""

    full = "full"
    best_effort = "best-effort"


@app.command(rich_help_panel=STUDENT)
def locally(
    path: Annotated[
        Path, typer.Argument(help="Your work: a .py, an .ipynb, or a folder of an assignment.", show_default="here")
    ] = Path("."),
    assignment: Annotated[
        str | None, typer.Option("--assignment", "-a", help="Which assignment it is (default: the file's name).")
    ] = None,
    part: Annotated[
        list[str] | None, typer.Option("--part", "-p", metavar="NAME", help="This part only; may be given again.")
    ] = None,
    watch: Annotated[bool, typer.Option("--watch", "-w", help="Run again each time that you save.")] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Show every check, its time, and what your work printed.")
    ] = False,
    plot: Annotated[
        bool, typer.Option("--plot", help="Open a page with pictures: where you went, and where you should have gone.")
    ] = False,
    course: CourseOption = None,
    json: JsonOption = False,
) -> None:
    """Run the visible checks on your own work.

    Exit code 0: everything passed; 1: something lost points; 2: it could not run.
    """
    from grader.locally import Request, grade_locally

    request = Request(
        path=path,
        name=assignment,
        course=course,
        parts=tuple(part or ()),
        watch=watch,
        verbose=verbose,
        plot=plot,
        as_json=json,
    )
    raise typer.Exit(grade_locally(request))


@app.command(rich_help_panel=ASSISTANT)
def batch(
    submissions: Annotated[Path, typer.Argument(help="The folder that holds the submissions.")],
    assignment: Annotated[str, typer.Option("--assignment", "-a", help="Which assignment they are.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Where the CSV files go.")] = Path("grades"),
    workers: WorkersOption = None,
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="STUDENT", help="This student only; may be given again.")
    ] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, help="So many students only, the first by id.", show_default="all")
    ] = None,
    roster: Annotated[
        Path | None,
        typer.Option("--roster", metavar="FILE", help="Who is in the class.", show_default="roster.csv of the course"),
    ] = None,
    regrade: Annotated[
        bool, typer.Option("--regrade", help="Grade all anew, also what has not changed since it was graded.")
    ] = False,
    database: DatabaseOption = None,
    scheduler: Annotated[
        str | None,
        typer.Option("--scheduler", metavar="ADDRESS", help="Grade on a Dask cluster.", show_default="this machine"),
    ] = None,
    nice: Annotated[
        int, typer.Option("--nice", min=0, max=19, help="Leave the machine to others: 19 is the most polite.")
    ] = 0,
    isolation: Annotated[
        Isolation, typer.Option("--isolation", help="Refuse to run on a machine that isolates less than this.")
    ] = Isolation.full,
    course: CourseOption = None,
    json: JsonOption = False,
) -> None:
    """Grade every submission in a folder with visible and hidden checks.

    What has a result already, from the same file, checks, reference, settings and grader, is not graded again; a
    batch that was interrupted goes on where it stopped.

    Exit code 0: all are graded; 1: some need attention; 2: it could not run.
    """
    from grader.classroom import Request, grade_batch

    request = Request(
        folder=submissions,
        name=assignment,
        output=output,
        workers=workers,
        course=course,
        database=database,
        scheduler=scheduler,
        best_effort=isolation is Isolation.best_effort,
        regrade=regrade,
        nice=nice,
        limit=limit,
        only=tuple(only or ()),
        roster=roster,
        as_json=json,
    )
    raise typer.Exit(grade_batch(request))


class Platform(Enum):
    """Where a download of submissions is from."""

    moodle = "moodle"
    canvas = "canvas"
    gradescope = "gradescope"
    nbgrader = "nbgrader"
    github = "github"
    flat = "flat"


@app.command(rich_help_panel=ASSISTANT)
def collect(
    source: Annotated[Path, typer.Argument(help="What was downloaded: a zip, a tar, or a folder.")],
    assignment: Annotated[str, typer.Option("--assignment", "-a", help="Which assignment it is.")],
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="The folder that gets a folder a student.")],
    platform: Annotated[
        Platform | None, typer.Option("--from", help="Where it is from.", show_default="recognised")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over files that somebody has changed.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing; tell what would be.")] = False,
    json: JsonOption = False,
) -> None:
    """Bring what was downloaded from a learning platform into the layout that `grade batch` reads.

    DIR gets STUDENT/ASSIGNMENT.py or .ipynb, and collected.csv: hand-in times and who says so. Run again with a newer
    download, it replaces the files of those who handed in again.

    Exit code 0: all are collected; 1: something was refused or needs a look; 2: it could not run.
    """
    from grader.collecting.command import Request
    from grader.collecting.command import collect as bring

    request = Request(
        source=source,
        assignment=assignment,
        to=to,
        kind=platform.value if platform else None,
        force=force,
        dry=dry_run,
        as_json=json,
    )
    raise typer.Exit(bring(request))


OutputOption = Annotated[Path, typer.Option("--output", "-o", help="Where the CSV files went.")]


@app.command(rich_help_panel=ASSISTANT)
def diff(
    assignment: Annotated[str, typer.Argument(help="Which assignment.")],
    old: Annotated[int | None, typer.Argument(help="A run's number.", show_default="the one before")] = None,
    new: Annotated[int | None, typer.Argument(help="A later run's.", show_default="the last one")] = None,
    output: OutputOption = Path("grades"),
    database: DatabaseOption = None,
    json: JsonOption = False,
) -> None:
    """Show whose score changed between two runs of `grade batch`, by how much, and why.

    Exit code 0: nobody's; 1: somebody's; 2: it could not run.
    """
    from grader.differences import differ

    raise typer.Exit(differ(assignment, old, new, output, database, as_json=json))


@app.command(rich_help_panel=ASSISTANT)
def receipt(
    student: Annotated[str, typer.Argument(help="The student's id.")],
    assignment: Annotated[str, typer.Argument(help="Which assignment.")],
    against: Annotated[
        Path | None, typer.Option("--against", metavar="FILE", help="Compare with a receipt from elsewhere (JSON).")
    ] = None,
    output: OutputOption = Path("grades"),
    database: DatabaseOption = None,
    course: CourseOption = None,
    json: JsonOption = False,
) -> None:
    """Show what a student's score was computed from, or whether another score was computed from the same.

    Exit code 0; with --against 1 where they differ; 2: it could not run.
    """
    from grader.receipts import receipt as show

    raise typer.Exit(show(student, assignment, output, database, course, against=against, as_json=json))


@app.command(rich_help_panel=ASSISTANT)
def export(
    format: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            help="canvas, moodle, moodle-worksheet, gradescope, nbgrader, json, junit or xlsx.",
        ),
    ],
    names: Annotated[list[str] | None, typer.Argument(help="Assignments.", show_default="all that are graded")] = None,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="PATH", help="The file, or for gradescope the folder.")
    ] = None,
    into: Annotated[
        Path | None,
        typer.Option("--into", metavar="FILE", help="What was downloaded from there: filled in, or compared with."),
    ] = None,
    roster: Annotated[
        Path | None, typer.Option("--roster", metavar="FILE", help="Who is in the class: student_id,name,email,…")
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            "--column",
            metavar="HEADER",
            help="The assignment's column; once for each, in their order.",
            show_default="by title or name",
        ),
    ] = None,
    key: Annotated[
        str | None,
        typer.Option("--key", metavar="ID", help="Match by this id only.", show_default="all that the system uses"),
    ] = None,
    scale: Annotated[
        float | None,
        typer.Option(
            "--scale", metavar="POINTS", help="Scale scores to so many points.", show_default="as the file says"
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing; show what would change.")] = False,
    output: OutputOption = Path("grades"),
    database: DatabaseOption = None,
    course: CourseOption = None,
    json: JsonOption = False,
) -> None:
    """Write grades as a file that Canvas, Moodle, Gradescope, nbgrader or a spreadsheet reads.

    Exit code 0; 1: somebody or something was left out; 2: it could not run.
    """
    from grader.exports.command import Request
    from grader.exports.command import export as write

    request = Request(
        names=names or [],
        format=format,
        to=to,
        into=into,
        roster=roster,
        columns=tuple(column or ()),
        key=key,
        scale=scale,
        dry_run=dry_run,
        output=output,
        database=database,
        course=course,
        as_json=json,
    )
    raise typer.Exit(write(request))


@app.command(rich_help_panel=ASSISTANT)
def show(
    student: Annotated[str, typer.Argument(help="The student's id.")],
    assignment: Annotated[str | None, typer.Argument(help="Which assignment, in detail.", show_default="all")] = None,
    output: OutputOption = Path("grades"),
    database: DatabaseOption = None,
    json: JsonOption = False,
) -> None:
    """Show what a student has been graded with so far, and what was lost where."""
    from grader.history import show as print_history

    raise typer.Exit(print_history(student, assignment, output, database, as_json=json))


@app.command(rich_help_panel=ASSISTANT)
def report(
    names: Annotated[list[str] | None, typer.Argument(help="Assignments.", show_default="all that are graded")] = None,
    output: OutputOption = Path("grades"),
    database: DatabaseOption = None,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FILE", help="The page.", show_default="report.html in the output folder"),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Write a page about a class: scores, checks that stand out, mistakes, who needs attention.

    Exit code 0; 2: it could not run.
    """
    from grader.pages.report import report as write

    raise typer.Exit(write(names or [], output, database, to, as_json=json))


@app.command(rich_help_panel=ASSISTANT)
def similar(
    assignment: Annotated[str, typer.Argument(help="Which assignment.")],
    submissions: Annotated[
        Path | None,
        typer.Option("--submissions", "-s", metavar="FOLDER", help="Where they are.", show_default="as graded"),
    ] = None,
    output: OutputOption = Path("grades"),
    top: Annotated[int, typer.Option("--top", min=0, help="So many pairs are shown side by side.")] = 50,
    min_score: Annotated[
        float, typer.Option("--min-score", min=0.0, max=1.0, help="Leave out pairs that share less.")
    ] = 0.1,
    database: DatabaseOption = None,
    course: CourseOption = None,
    json: JsonOption = False,
) -> None:
    """Show which submissions share code that few others have, side by side, for a person to judge.

    Exit code 0, whatever was found; 2: it could not run.
    """
    from grader.similar.command import similar as compare

    status = compare(assignment, submissions, output, database, course, top=top, min_score=min_score, as_json=json)
    raise typer.Exit(status)


@app.command(rich_help_panel=ASSISTANT)
def feedback(
    assignment: Annotated[str, typer.Argument(help="Which assignment.")],
    output: OutputOption = Path("grades"),
    submissions: Annotated[
        Path | None,
        typer.Option("--submissions", "-s", metavar="FOLDER", help="Where they are.", show_default="as graded"),
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="STUDENT", help="This student only; may be given again.")
    ] = None,
    pictures: Annotated[bool, typer.Option("--pictures/--no-pictures", help="Draw small pictures.")] = True,
    work: Annotated[bool, typer.Option("--work/--no-work", help="Show the student's own work.")] = True,
    workers: WorkersOption = None,
    database: DatabaseOption = None,
    course: CourseOption = None,
    json: JsonOption = False,
) -> None:
    """Write a page for each student: score by part, what went wrong, and the work with the verdicts beside it.

    The pages are in OUTPUT/feedback/ASSIGNMENT. Of hidden checks they tell the kind of mistake, never a value.

    Exit code 0: all are written; 1: some without the student's work; 2: it could not run.
    """
    from grader.pages.feedback import Request, write_feedback

    request = Request(
        name=assignment,
        output=output,
        database=database,
        submissions=submissions,
        course=course,
        only=tuple(only or ()),
        workers=workers,
        pictures=pictures,
        work=work,
        as_json=json,
    )
    raise typer.Exit(write_feedback(request))


StudentArgument = Annotated[str, typer.Argument(help="The student's id.")]
AssignmentArgument = Annotated[str, typer.Argument(help="Which assignment.")]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why; it is kept, and the student reads it.")]
UndoOption = Annotated[bool, typer.Option("--undo", help="Take the last such decision back.")]


@app.command(rich_help_panel=DECISIONS)
def override(
    student: StudentArgument,
    assignment: AssignmentArgument,
    score: Annotated[float | None, typer.Option("--score", help="The points that count.", show_default=False)] = None,
    part: Annotated[str, typer.Option("--part", "-p", metavar="NAME", help="Of this part only.")] = "",
    reason: ReasonOption = "",
    undo: UndoOption = False,
    output: OutputOption = Path("grades"),
    database: DatabaseOption = None,
    json: JsonOption = False,
) -> None:
    """Set a student's score, or that of a part, whatever the checks and the late policy say; a regrade keeps it."""
    _decide("override", student, assignment, output, database, json, part=part, value=score, words=reason, undo=undo)


@app.command(rich_help_panel=DECISIONS)
def comment(
    student: StudentArgument,
    assignment: AssignmentArgument,
    text: Annotated[str, typer.Argument(help="What the student is to read.", show_default=False)] = "",
    undo: UndoOption = False,
    output: OutputOption = Path("grades"),
    database: DatabaseOption = None,
    json: JsonOption = False,
) -> None:
    """Write a comment, which stands on the student's page and in exports."""
    _decide("comment", student, assignment, output, database, json, words=text, undo=undo)


@app.command(rich_help_panel=DECISIONS)
def excuse(
    student: StudentArgument,
    assignment: AssignmentArgument,
    reason: ReasonOption = "",
    undo: UndoOption = False,
    output: OutputOption = Path("grades"),
    database: DatabaseOption = None,
    json: JsonOption = False,
) -> None:
    """Excuse a student from an assignment: it counts neither way."""
    _decide("excuse", student, assignment, output, database, json, words=reason, undo=undo)


@app.command(rich_help_panel=DECISIONS)
def extend(
    student: StudentArgument,
    assignment: AssignmentArgument,
    days: Annotated[float | None, typer.Option("--days", help="So many more days.", show_default=False)] = None,
    reason: ReasonOption = "",
    undo: UndoOption = False,
    output: OutputOption = Path("grades"),
    database: DatabaseOption = None,
    json: JsonOption = False,
) -> None:
    """Give a student more time for an assignment, beyond what the roster gives; the penalty changes at once."""
    _decide("extension", student, assignment, output, database, json, value=days, words=reason, undo=undo)


@app.command(rich_help_panel=DECISIONS)
def choose(
    student: StudentArgument,
    assignment: AssignmentArgument,
    run: Annotated[int | None, typer.Option("--run", help="The run whose attempt counts.", show_default=False)] = None,
    undo: UndoOption = False,
    output: OutputOption = Path("grades"),
    database: DatabaseOption = None,
    json: JsonOption = False,
) -> None:
    """Let another attempt of a student count than the last one; `grade show` lists them with their runs."""
    value = None if run is None else float(run)
    _decide("choice", student, assignment, output, database, json, value=value, undo=undo)


def _decide(
    kind: str,
    student: str,
    assignment: str,
    output: Path,
    database: str | None,
    as_json: bool,
    *,
    part: str = "",
    value: float | None = None,
    words: str = "",
    undo: bool = False,
) -> NoReturn:
    from grader.decisions import Request, decide

    request = Request(
        student=student,
        name=assignment,
        kind=kind,
        output=output,
        database=database,
        part=part,
        value=value,
        words=words,
        undo=undo,
        as_json=as_json,
    )
    raise typer.Exit(decide(request))


@app.command(rich_help_panel=DECISIONS)
def decisions(
    assignment: Annotated[str | None, typer.Argument(help="Which assignment.", show_default="all")] = None,
    student: Annotated[str | None, typer.Option("--student", help="Of this student only.")] = None,
    output: OutputOption = Path("grades"),
    database: DatabaseOption = None,
    json: JsonOption = False,
) -> None:
    """Show what people have decided: overrides, comments, excuses, extensions; who, when, why, and what was undone."""
    from grader.decisions import history

    raise typer.Exit(history(assignment, student, output, database, as_json=json))


@app.command(rich_help_panel=AUTHOR)
def verify(
    names: Annotated[list[str] | None, typer.Argument(help="Assignments.", show_default="all")] = None,
    seeds: Annotated[
        int, typer.Option("--seeds", min=1, help="With so many draws of random inputs right solutions are tried.")
    ] = 5,
    workers: WorkersOption = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Grade all anew, also what has not changed.")] = False,
    junit: Annotated[Path | None, typer.Option("--junit", help="Write JUnit XML to this file.")] = None,
    html: Annotated[Path | None, typer.Option("--html", help="Write a page with the margins to this file.")] = None,
    course: CourseOption = None,
    json: JsonOption = False,
) -> None:
    """Prove that the course is sound: solutions, known mistakes, mutants, trivial answers, margins.

    Exit code 0: sound; 1: a check is unfair or blind; 2: it could not run.
    """
    from grader.verify import verify as examine

    raise typer.Exit(
        examine(
            names or [],
            course,
            seeds=seeds,
            workers=workers,
            fresh=fresh,
            junit=junit,
            html=html,
            print_json=json,
        )
    )


@app.command(rich_help_panel=AUTHOR)
def new(
    name: Annotated[str, typer.Argument(help="Its name, as in assignments/NAME/.")],
    title: Annotated[
        str | None, typer.Option("--title", help="What students read.", show_default="made of the name")
    ] = None,
    course: CourseOption = None,
) -> None:
    """Begin a new assignment: files that work already, to be filled in."""
    from grader.scaffold import scaffold

    raise typer.Exit(scaffold(name, title, course))


importing = typer.Typer(no_args_is_help=True, help="Import an assignment that was made for another grader.")
app.add_typer(importing, name="import", rich_help_panel=AUTHOR)
NameOption = Annotated[
    str | None, typer.Option("--name", help="Its name, as in assignments/NAME/.", show_default="the source's")
]
ForceOption = Annotated[bool, typer.Option("--force", help="Write over the files of an assignment of that name.")]
LeaveOutOption = Annotated[
    bool,
    typer.Option("--leave-out", help="Make no check of a test that is to be rewritten; others of its part count more."),
]


@importing.command("nbgrader")
def import_nbgrader(
    source: Annotated[Path, typer.Argument(help="A notebook, or the folder of an assignment such as source/ps1.")],
    name: NameOption = None,
    course: CourseOption = None,
    force: ForceOption = False,
    leave_out: LeaveOutOption = False,
    json: JsonOption = False,
) -> None:
    """Make reference, stubs and checks of an assignment for nbgrader; nothing of it is executed.

    Exit code 0: complete; 1: a human must finish what is listed; 2: it could not run.
    """
    from grader.importing.command import Request, import_assignment

    raise typer.Exit(import_assignment(Request(source, "nbgrader", name, course, force, leave_out, json)))


@importing.command("otter")
def import_otter(
    notebook: Annotated[Path, typer.Argument(help="The notebook that `otter assign` is given.")],
    name: NameOption = None,
    course: CourseOption = None,
    force: ForceOption = False,
    leave_out: LeaveOutOption = False,
    json: JsonOption = False,
) -> None:
    """Make reference, stubs and checks of an assignment for Otter Assign; nothing of it is executed.

    Exit code 0: complete; 1: a human must finish what is listed; 2: it could not run.
    """
    from grader.importing.command import Request, import_assignment

    raise typer.Exit(import_assignment(Request(notebook, "otter", name, course, force, leave_out, json)))


@app.command(rich_help_panel=AUTHOR)
def stubs(
    names: Annotated[list[str] | None, typer.Argument(help="Assignments.", show_default="all")] = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 where one is out of date.")] = False,
    course: CourseOption = None,
) -> None:
    """Make the stubs in assignments/ from the reference solutions."""
    from grader.course import Course
    from grader.stubs import write_stubs

    found = Course.at(course.resolve()) if course else Course.find(Path.cwd())
    raise typer.Exit(write_stubs(found, names or [], check=check))


class HiddenShown(Enum):
    """When students on Gradescope see a line for each hidden check."""

    after_published = "after-published"
    hidden = "hidden"


@app.command(rich_help_panel=AUTHOR)
def release(
    to: Annotated[Path, typer.Option("--to", help="The folder that gets one folder or zip an assignment.")],
    names: Annotated[list[str] | None, typer.Argument(help="Assignments.", show_default=False)] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every assignment of the course.")] = False,
    as_zip: Annotated[bool, typer.Option("--zip", help="One zip an assignment instead of a folder.")] = False,
    gradescope: Annotated[
        bool, typer.Option("--gradescope", help="For staff: autograder.zip, which Gradescope grades with.")
    ] = False,
    github: Annotated[bool, typer.Option("--github", help="A template repository that grades on every push.")] = False,
    hidden_checks: Annotated[
        HiddenShown | None,
        typer.Option(
            "--hidden-checks",
            help="On Gradescope, when students see a line for each hidden check.",
            show_default="after-published",
        ),
    ] = None,
    isolation: Annotated[
        Isolation | None,
        typer.Option(
            "--isolation", help="On Gradescope, grade nothing where there is less than this.", show_default="full"
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over files that somebody has changed.")] = False,
    course: CourseOption = None,
) -> None:
    """Make what students get: stubs, visible checks and what they expect; nothing of the reference.

    With --gradescope what a platform grades with: hidden checks and what they expect; nothing of the reference.
    """
    from grader.course import Course
    from grader.release import Form
    from grader.release import release as make

    kinds = {"--zip": as_zip, "--gradescope": gradescope, "--github": github}
    wanted = [name for name, asked in kinds.items() if asked]
    if len(wanted) > 1:
        raise UsageError(f"{' and '.join(wanted)}: one of them would be right")
    for name, value in (("--hidden-checks", hidden_checks), ("--isolation", isolation)):
        if value is not None and not gradescope:
            raise UsageError(f"{name} is about Gradescope; with --gradescope it would be right")
    form = Form(
        kind="zip" if as_zip else "gradescope" if gradescope else "github" if github else "folder",
        hidden="hidden" if hidden_checks is HiddenShown.hidden else "after_published",
        best_effort=isolation is Isolation.best_effort,
    )
    found = Course.at(course.resolve()) if course else Course.find(Path.cwd())
    raise typer.Exit(make(names or [], to, found, form, everything=everything, force=force))


@app.command(rich_help_panel=ALL)
def doctor(json: JsonOption = False) -> None:
    """Show versions, and what isolation this machine gives."""
    from grader.doctor import examine

    raise typer.Exit(examine(as_json=json))


def _version(wanted: bool) -> None:
    if wanted:
        from grader import __version__

        typer.echo(f"grade {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Options of the command as a whole."""


def main() -> NoReturn:
    """Run the command; a wrong word is one line and exit code 2, never a traceback."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: _interrupt())
    try:
        status = app(standalone_mode=False)
    except UsageError as error:
        status = _fail(str(error))
    except TyperException as error:
        context = getattr(error, "ctx", None)
        words = error.format_message()
        status = _fail(words + (f" (see: {context.command_path} --help)" if context and words else "")) if words else 2
    except (typer.Abort, KeyboardInterrupt):
        status = _fail("interrupted", 130)
    except BrokenPipeError:  # `grade … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 141
    sys.exit(status or 0)


def _interrupt() -> NoReturn:
    """Interrupted once is enough: whoever presses Ctrl-C again must not keep the command from cleaning up."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def _fail(message: str, status: int = 2) -> int:
    print(f"grade: {printable(' '.join(message.split()))}", file=sys.stderr)
    return status


if __name__ == "__main__":
    main()
