"""Files are written whole or not at all."""

import os
import stat
import subprocess

import pytest

from grader.errors import UsageError
from grader.whole import replacing, write_whole


def test_a_file_is_replaced_at_once(tmp_path):
    path = tmp_path / "deep" / "folder" / "table.csv"
    write_whole(path, b"one")
    write_whole(path, b"two")
    assert path.read_bytes() == b"two"
    assert os.listdir(path.parent) == ["table.csv"]


def test_a_written_file_can_be_read_by_others(tmp_path):
    before = os.umask(0o022)
    try:
        write_whole(tmp_path / "table.csv", b"")
        assert stat.S_IMODE((tmp_path / "table.csv").stat().st_mode) == 0o644
        assert os.umask(0o022) == 0o022
    finally:
        os.umask(before)


@pytest.mark.parametrize("step", ["replace", "fsync", "chmod"])
def test_a_failure_leaves_what_was_there(tmp_path, monkeypatch, step):
    path = tmp_path / "table.csv"
    write_whole(path, b"old")

    def fail(*arguments, **keywords):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, step, fail)
        with pytest.raises(UsageError) as caught:
            write_whole(path, b"new")
    assert str(caught.value) == (
        f"{path}: cannot be written: No space left on device; what was there before is as it was"
    )
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["table.csv"]


def test_an_interrupt_leaves_what_was_there(tmp_path, monkeypatch):
    path = tmp_path / "table.csv"
    write_whole(path, b"old")

    def interrupt(*arguments):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", interrupt)
        with pytest.raises(KeyboardInterrupt):
            write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["table.csv"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_a_clear_error(tmp_path):
    path = tmp_path / "table.csv"
    write_whole(path, b"old")
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(UsageError, match="cannot be written: Permission denied"):
            write_whole(path, b"new")
        assert path.read_bytes() == b"old"
    finally:
        tmp_path.chmod(0o700)


def test_a_folder_that_cannot_be_made_is_a_clear_error(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UsageError, match=r"file/table\.csv: cannot be written: "):
        write_whole(tmp_path / "file" / "table.csv", b"new")
    (tmp_path / "taken.csv").mkdir()
    with pytest.raises(UsageError, match=r"taken\.csv: cannot be written: Is a directory"):
        write_whole(tmp_path / "taken.csv", b"new")
    assert sorted(os.listdir(tmp_path)) == ["file", "taken.csv"]


def test_several_files_are_replaced_together_or_none(tmp_path):
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    write_whole(one, b"old")
    with pytest.raises(ZeroDivisionError), replacing(one, other) as files:
        for file in files:
            file.write(b"new")
        raise ZeroDivisionError
    assert one.read_bytes() == b"old" and os.listdir(tmp_path) == ["one.csv"]
    with replacing(one, other) as files:
        for file in files:
            file.write(b"new")
        assert one.read_bytes() == b"old"
    assert one.read_bytes() == other.read_bytes() == b"new"


def test_what_a_killed_process_left_is_removed_and_nothing_else(tmp_path):
    gone = subprocess.Popen(["true"])
    gone.wait()
    for name in (f".a.csv.{gone.pid}-xyz.part", f".a.csv.{os.getppid()}-xyz.part", ".b.csv.1-x.part", ".a.csv.mine"):
        (tmp_path / name).write_bytes(b"half")
    write_whole(tmp_path / "a.csv", b"whole")
    left = sorted(os.listdir(tmp_path))
    assert left == sorted([f".a.csv.{os.getppid()}-xyz.part", ".b.csv.1-x.part", ".a.csv.mine", "a.csv"])
