"""Scratch folders go whatever is in them, and nothing outside goes with them."""

import os
import stat
import time

import pytest

from grader.scratch import _PREFIX, ScratchRoot, remove_tree


@pytest.fixture
def outside(tmp_path):
    folder = tmp_path / "outside"
    (folder / "inner").mkdir(parents=True)
    (folder / "inner" / "file").write_text("kept", encoding="utf-8")
    folder.chmod(0o755)
    return folder


def kept(outside):
    return (outside / "inner" / "file").read_text(encoding="utf-8") == "kept" and stat.S_IMODE(
        outside.stat().st_mode
    ) == 0o755


@pytest.fixture
def scratch(tmp_path):
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


def test_a_tree_is_removed(scratch):
    for name in ("a/b/c", "a/d", "e"):
        (scratch / name).mkdir(parents=True)
        (scratch / name / "file").write_bytes(b"x")
    remove_tree(scratch)
    assert not scratch.exists()


def test_an_empty_folder_is_removed(scratch):
    remove_tree(scratch)
    assert not scratch.exists()


def test_what_is_gone_already_is_no_error(scratch):
    scratch.rmdir()
    remove_tree(scratch)
    assert not scratch.exists()


def make_deep(folder, levels, name="deeper"):
    here = os.open(folder, os.O_RDONLY)
    for _ in range(levels):
        os.mkdir(name, dir_fd=here)
        inner = os.open(name, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(os.open("file", os.O_CREAT | os.O_WRONLY, dir_fd=here))
    os.close(here)


def test_a_deep_tree_is_removed(scratch):
    make_deep(scratch, 1500, "x" * 100)
    begin = time.process_time()
    remove_tree(scratch)
    assert not scratch.exists()
    assert time.process_time() - begin < 2


def test_a_wide_tree_is_removed(scratch):
    for number in range(300):
        (scratch / f"folder-{number}").mkdir()
        (scratch / f"folder-{number}" / f".removed-{number}").mkdir()
        (scratch / f".removed-{number}").mkdir()
        (scratch / f".removed-{number}" / "file").write_bytes(b"")
    remove_tree(scratch)
    assert not scratch.exists()


def test_closed_folders_are_removed(scratch):
    (scratch / "a" / "b").mkdir(parents=True)
    (scratch / "a" / "b" / "file").write_bytes(b"x")
    (scratch / "a" / "b" / "file").chmod(0)
    (scratch / "a" / "b").chmod(0)
    (scratch / "a").chmod(0o100)
    scratch.chmod(0)
    remove_tree(scratch)
    assert not scratch.exists()


def test_a_pipe_is_not_waited_for(scratch):
    os.mkfifo(scratch / "pipe")
    (scratch / "inner").mkdir()
    os.mkfifo(scratch / "inner" / "pipe", 0o000)
    remove_tree(scratch)
    assert not scratch.exists()


def test_links_to_the_outside_are_not_followed(scratch, outside):
    (scratch / "folder").symlink_to(outside)
    (scratch / "file").symlink_to(outside / "inner" / "file")
    (scratch / "nowhere").symlink_to("nowhere")
    (scratch / "itself").symlink_to("itself")
    (scratch / "parent").symlink_to("..")
    (scratch / "root").symlink_to("/")
    (scratch / "a").mkdir()
    (scratch / "a" / "folder").symlink_to(outside / "inner")
    remove_tree(scratch)
    assert not scratch.exists()
    assert kept(outside)


def test_a_hard_link_leaves_the_other_name(scratch, outside):
    os.link(outside / "inner" / "file", scratch / "file")
    remove_tree(scratch)
    assert not scratch.exists()
    assert kept(outside)


def test_a_link_in_place_of_the_folder_is_not_followed(tmp_path, outside):
    (tmp_path / "link").symlink_to(outside)
    remove_tree(tmp_path / "link")
    assert kept(outside)


def test_strange_names_are_removed(scratch):
    for name in (b"-rf", b"new\nline", b"\xff\xfe", b" ", b"*", b".removed-0", b"x" * 255):
        os.mkdir(os.path.join(os.fsencode(scratch), name))
        open(os.path.join(os.fsencode(scratch), name, b"file"), "wb").close()
    remove_tree(scratch)
    assert not scratch.exists()


def test_scratch_folders_are_private_and_go_together():
    root = ScratchRoot()
    try:
        one, other = root.new(), root.new()
        assert one != other
        assert one.parent == other.parent == root.path
        assert list(one.iterdir()) == []
        for folder in (root.path, one, other):
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        (one / "file").write_bytes(b"x")
    finally:
        root.close()
    assert not root.path.exists()


def test_two_roots_do_not_meet():
    one, other = ScratchRoot(), ScratchRoot()
    try:
        assert one.path != other.path
        one.close()
        assert other.new().is_dir()
    finally:
        one.close()
        other.close()


def test_what_a_killed_command_left_is_removed(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", os.fspath(tmp_path))
    gone = os.fork()
    if gone == 0:
        os._exit(0)
    os.waitpid(gone, 0)
    abandoned = tmp_path / f"{_PREFIX}{gone}-abc"
    (abandoned / "run-1").mkdir(parents=True)
    alive = tmp_path / f"{_PREFIX}{os.getpid()}-abc"
    strangers = [tmp_path / name for name in ("grade-book", f"{_PREFIX}12x-abc", "grade-elsewhere-1-abc", "other")]
    for folder in (alive, *strangers):
        folder.mkdir()
    root = ScratchRoot()
    root.close()
    assert not abandoned.exists()
    assert all(folder.is_dir() for folder in (alive, *strangers))
