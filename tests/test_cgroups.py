"""Control groups in a folder that looks like the kernel's: no machine of ours delegates a real one."""

from __future__ import annotations

import os

import pytest

from grader.cgroups import ControlGroups


@pytest.fixture
def delegated(tmp_path):
    """A mount with a group that is ours, and the file that says that we are in it."""
    own = tmp_path / "mount" / "user.slice" / "grade.scope"
    own.mkdir(parents=True)
    (own / "cgroup.controllers").write_text("cpu memory pids\n")
    (own / "cgroup.procs").write_text(f"{os.getpid()}\n")
    (own / "cgroup.subtree_control").write_text("")
    membership = tmp_path / "membership"
    membership.write_text("4:memory:/elsewhere\n0::/user.slice/grade.scope\n")
    return tmp_path / "mount", membership, own


def test_a_group_that_is_ours_is_divided(delegated):
    mount, membership, own = delegated
    groups = ControlGroups.take(mount, membership)
    assert groups is not None
    assert (own / "grade" / "cgroup.procs").read_text() == str(os.getpid())
    assert (own / "cgroup.subtree_control").read_text() == "+memory +pids"
    one, other = groups.new(1000, 5), groups.new(2000, 6)
    folders = sorted(path for path in own.iterdir() if path.name.startswith("run-"))
    assert [(f / "memory.max").read_text() for f in folders] == ["1000", "2000"]
    assert [(f / "pids.max").read_text() for f in folders] == ["5", "6"]
    assert (folders[0] / "memory.oom.group").read_text() == "1"
    one.add(77)
    assert (folders[0] / "cgroup.procs").read_text() == "77"
    other.close()
    assert (folders[1] / "cgroup.kill").read_text() == "1"


def test_a_process_that_ran_out_of_memory_is_told_from_others(delegated):
    mount, membership, own = delegated
    group = ControlGroups.take(mount, membership).new(1000, 5)
    assert not group.ran_out_of_memory()
    (events,) = [path / "memory.events" for path in own.iterdir() if path.name.startswith("run-")]
    events.write_text("low 0\nmax 3\noom 1\noom_kill 0\n")
    assert not group.ran_out_of_memory()
    events.write_text("low 0\nmax 3\noom 1\noom_kill 2\n")
    assert group.ran_out_of_memory()


@pytest.mark.parametrize("reason", ["others", "no controllers", "version 1", "the root", "no mount"])
def test_a_group_that_is_not_ours_is_left_alone(delegated, reason):
    mount, membership, own = delegated
    if reason == "others":
        (own / "cgroup.procs").write_text(f"1\n{os.getpid()}\n")
    elif reason == "no controllers":
        (own / "cgroup.controllers").write_text("cpu\n")
    elif reason == "version 1":
        membership.write_text("4:memory:/user.slice/grade.scope\n")
    elif reason == "the root":
        membership.write_text("0::/\n")
    else:
        mount = mount / "nowhere"
    assert ControlGroups.take(mount, membership) is None
    assert not (own / "grade").exists()


def test_a_group_that_cannot_be_made_is_done_without(delegated):
    mount, membership, own = delegated
    groups = ControlGroups.take(mount, membership)
    for path in (own / "grade").iterdir():
        path.unlink()
    (own / "grade").rmdir()
    for name in ("cgroup.controllers", "cgroup.procs", "cgroup.subtree_control"):
        (own / name).unlink()
    own.rmdir()
    assert groups.new(1000, 5) is None
