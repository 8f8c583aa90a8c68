"""JUnit XML, for the test reports of GitHub, GitLab, Jenkins and Artemis: an assignment a suite, a check a case.

Where the work could not be judged the case is an *error* (an exception, no time or memory left, a process that died),
a wrong or forbidden answer is a *failure*, a part that is not there is *skipped*: nothing was run. Of hidden checks it
tells the kind of mistake and no more, since such reports are often shown to students.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from grader.check import HIDDEN
from grader.exports.grades import Grade
from grader.exports.outcome import EXCUSED, OPEN, Left, Options, Outcome
from grader.pages.sheet import hint
from grader.results import CheckResult

_TAGS: Final = {
    "passed": "",
    "partial": "failure",
    "failed": "failure",
    "forbidden": "failure",
    "error": "error",
    "timeout": "error",
    "memory": "error",
    "crashed": "error",
    "missing": "skipped",
}
_STATUS_TAGS: Final = {"missing": "skipped", "unreadable": "error", "needs_attention": "error"}
_LONGEST: Final = 4_000

Case = tuple[str, str, float, str, str]
"""Name, tag, seconds, message, text."""


def export(graded: Mapping[str, Sequence[Grade]], options: Options) -> Outcome:
    """A ``testsuite`` an assignment, a ``testcase`` a student and check."""
    outcome = Outcome(students=len({grade.student_id for grades in graded.values() for grade in grades}))
    for name, grades in graded.items():
        outcome.left += [
            Left(grade.student_id, name, OPEN) for grade in grades if grade.score is None and not grade.excused
        ]
    outcome.content = _pieces(graded)
    return outcome


def _pieces(graded: Mapping[str, Sequence[Grade]]) -> Iterator[bytes]:
    yield b"<?xml version='1.0' encoding='utf-8'?>\n<testsuites name=\"grade\">\n"
    for name, grades in graded.items():
        cases = [(grade, _cases(grade)) for grade in grades]
        tags = [case[1] for _, own in cases for case in own]
        counts = {tag: tags.count(tag) for tag in ("failure", "error", "skipped")}
        seconds = sum(one.seconds for grade in grades for one in grade.checks)
        yield (
            f'  <testsuite name={_attribute(name)} tests="{len(tags)}" failures="{counts["failure"]}" '
            f'errors="{counts["error"]}" skipped="{counts["skipped"]}" time="{seconds:.3f}">\n'
        ).encode()
        for grade, own in cases:
            student = _attribute(grade.student_id)
            yield "".join(_element(student, case) for case in own).encode()
        yield b"  </testsuite>\n"
    yield b"</testsuites>\n"


def _cases(grade: Grade) -> list[Case]:
    if grade.excused:
        return [("submission", "skipped", 0.0, EXCUSED, "")]
    if grade.checks:
        return [_case(one) for one in grade.checks]
    return [("submission", _STATUS_TAGS.get(grade.status, ""), 0.0, grade.status.replace("_", " "), grade.comment)]


def _case(check: CheckResult) -> Case:
    told = hint(check) if check.visibility == HIDDEN else check.message
    message = f"{check.verdict}: {told}" if told else check.verdict
    return f"{check.part}.{check.check}", _TAGS.get(check.verdict, "error"), check.seconds, message, check.sentence


def _element(student: str, case: Case) -> str:
    name, tag, seconds, message, text = case
    start = f'    <testcase classname={student} name={_attribute(name)} time="{seconds:.3f}"'
    if not tag:
        return f"{start}/>\n"
    return f"{start}><{tag} message={_attribute(message)}>{escape(_legal(text))}</{tag}></testcase>\n"


def _attribute(text: str) -> str:
    return quoteattr(_legal(text))


def _legal(text: str) -> str:
    """What XML can hold, and a reader's terminal may show."""
    if text.isprintable() and len(text) <= _LONGEST:
        return text
    return "".join(c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in text[:_LONGEST])
