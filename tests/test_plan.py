"""What a run over a class does with each submission: with an executor that only notes what it is asked for."""

from __future__ import annotations

import os

import pytest

from grader.batch import Batch, Summary
from grader.course import Course
from grader.executors import Done
from grader.gradebook.connection import address
from grader.gradebook.store import COMPLETE, Gradebook
from grader.provenance import Provenance
from grader.results import CheckResult, Result
from grader.submission import find_submissions
from grader.walls import measure


class Noting:
    """Gives every content full points; notes the contents and what happens before each."""

    name = "noting"

    def __init__(self, checks, before=lambda number: None):
        self.checks, self.before, self.seen, self.parts = checks, before, [], []

    def walls(self):
        return None

    def run(self, jobs):
        self.before(0)
        for job in jobs:
            self.seen.append(job.work.content)
            self.parts.append(job.parts)
            wanted = [check for check in self.checks if job.parts is None or check.part in job.parts]
            results = tuple(CheckResult.of(check, "passed", check.points, 0.1) for check in wanted)
            yield Done(job.number, Result("naive_ops", "graded", 100.0, results, job.work.sha256, 0.5), "here")
            self.before(job.number)


@pytest.fixture
def assignment(root):
    return Course.at(root).assignment("naive_ops")


@pytest.fixture
def go(assignment, tmp_path):
    """Run a batch over `work`; the executor, what was reported, and the entries."""
    checks = assignment.checks(hidden=True)
    provenance = Provenance.of(assignment, checks, measure())

    def run(before=lambda number: None, *, regrade=False):
        executor, told = Noting(checks, before), []
        with Gradebook(address(tmp_path, None), create=True) as gradebook:
            run = gradebook.begin(provenance, checks, whole=True, isolation={})
            batch = Batch(gradebook, run, assignment, checks, find_submissions(tmp_path / "work", "naive_ops"))
            batch.plan(regrade=regrade)
            batch.grade(executor, lambda result, founds: told.append([found.student_id for found in founds]))
            gradebook.end(run, COMPLETE)
            entries = {e.result.student_id: e for e in gradebook.entries(gradebook.students("naive_ops"))}
        assert batch.reached == len(entries)
        return executor, told, entries

    return run


def hand_in(folder, **works):
    for student, content in works.items():
        (folder / "work" / student).mkdir(parents=True, exist_ok=True)
        (folder / "work" / student / "naive_ops.py").write_text(content)


def test_each_content_is_graded_once_and_counts_for_all(go, tmp_path):
    hand_in(tmp_path, ann="a = 1", bob="b = 1", cem="a = 1")
    executor, told, entries = go()
    assert executor.seen == [b"a = 1", b"b = 1"] and told == [["ann", "cem"], ["bob"]]
    assert entries["ann"].attempt_id == entries["cem"].attempt_id != entries["bob"].attempt_id
    assert entries["cem"].result.file == "cem/naive_ops.py" and entries["cem"].score == 100
    executor, told, _ = go()
    assert executor.seen == [] and told == []
    assert go(regrade=True)[0].seen == [b"a = 1", b"b = 1"]


def test_a_file_that_changes_after_the_plan_is_graded_as_it_is(go, tmp_path):
    hand_in(tmp_path, ann="a = 1", bob="a = 1", cem="a = 1")
    executor, told, entries = go(lambda number: number or hand_in(tmp_path, ann="new = 1"))
    assert executor.seen == [b"new = 1", b"a = 1"] and told == [["ann"], ["bob", "cem"]]
    assert entries["ann"].result.sha256 != entries["bob"].result.sha256 == entries["cem"].result.sha256


def test_a_file_that_vanishes_after_the_plan_needs_attention_and_nobody_else_does(go, tmp_path):
    hand_in(tmp_path, ann="a = 1", bob="a = 1")
    executor, _, entries = go(lambda number: number or os.remove(tmp_path / "work" / "ann" / "naive_ops.py"))
    assert executor.seen == [b"a = 1"]
    assert entries["ann"].result.status == "needs_attention" and entries["ann"].score is None
    assert "cannot be read: No such file" in entries["ann"].result.message
    assert entries["bob"].score == 100
    hand_in(tmp_path, ann="a = 1")
    executor, _, entries = go()
    assert executor.seen == [] and entries["ann"].score == 100


def test_what_cannot_be_read_and_what_is_not_there(go, tmp_path):
    for student in ("ann", "bob"):
        (tmp_path / "work" / student).mkdir(parents=True)
    (tmp_path / "work" / "cem").symlink_to("/nowhere")
    hand_in(tmp_path, dan="x" * (6 << 20))
    executor, _, entries = go()
    assert executor.seen == []
    assert [entries[one].result.status for one in ("ann", "bob", "cem", "dan")] == ["missing"] * 2 + ["unreadable"] * 2
    assert [len(one.result.checks) for one in entries.values()] == [46] * 4
    assert "at most 5120 KB" in entries["dan"].result.message and entries["dan"].result.sha256


def test_a_result_that_needs_attention_is_tried_again(go, tmp_path, monkeypatch):
    hand_in(tmp_path, ann="a = 1")
    open_score = Result("naive_ops", "needs_attention", 100.0, message="a fault of ours")
    with monkeypatch.context() as patch:
        patch.setattr(Noting, "run", lambda self, jobs: (Done(job.number, open_score, "") for job in jobs))
        _, _, entries = go()
    assert entries["ann"].score is None and entries["ann"].result.message == "a fault of ours"
    executor, _, entries = go()
    assert executor.seen == [b"a = 1"] and entries["ann"].score == 100


def test_a_summary_counts_settled_scores_only():
    summary = Summary()
    for score, status in ((10.0, "graded"), (0.0, "missing"), (2.0, "graded"), (None, "needs_attention")):
        checks = () if score is None else (CheckResult("p", "c", "visible", "S.", 10.0, "failed", score, 0.0),)
        summary.add(Result("a", status, 10.0, checks, message="why", student_id=status))
    assert (summary.submissions, summary.mean, summary.median) == (4, 4.0, 2.0)
    assert summary.statuses == {"graded": 2, "missing": 1, "needs_attention": 1}
    assert summary.attention == {"needs_attention": "why"}
    assert Summary().mean is None
