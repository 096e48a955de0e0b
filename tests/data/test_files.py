"""A file is the old one or the new one, whatever breaks in between."""

import os
from pathlib import Path

import pytest

from numerals.data.files import keep, sha256, write_atomically


class Killed(BaseException):
    """Stands for the end of the process."""


def die(*_, **__):
    raise Killed


def test_it_makes_folders_and_leaves_nothing_else(tmp_path):
    path = tmp_path / "a" / "b" / "file"
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(("owner", "step"), [(os, "fsync"), (Path, "replace"), (Path, "chmod")])
def test_a_failure_at_any_step_leaves_the_old_file(tmp_path, monkeypatch, owner, step):
    path = tmp_path / "file"
    path.write_bytes(b"old")
    monkeypatch.setattr(owner, step, die)
    with pytest.raises(Killed):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_killed_without_a_chance_to_clean_up_the_old_file_stays(tmp_path, monkeypatch):
    path = tmp_path / "file"
    path.write_bytes(b"old")
    monkeypatch.setattr(Path, "replace", die)
    monkeypatch.setattr(Path, "unlink", lambda *_, **__: None)  # as SIGKILL would have it
    with pytest.raises(Killed):
        write_atomically(path, b"new")
    left = sorted(p.name for p in tmp_path.iterdir())
    assert path.read_bytes() == b"old"
    assert len(left) == 2
    assert left[1].endswith(".part")


def test_the_bytes_are_on_disk_before_the_name_changes(tmp_path, monkeypatch):
    order = []
    fsync, replace = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda f: (order.append("fsync"), fsync(f))[1])
    monkeypatch.setattr(Path, "replace", lambda s, t: (order.append("replace"), replace(s, t))[1])
    write_atomically(tmp_path / "file", b"new")
    assert order == ["fsync", "replace"]


def test_sha256_is_the_standards_own_example():
    assert sha256(b"abc").startswith("ba7816bf8f01cfea")


def test_what_cannot_be_kept_is_told_and_no_error(tmp_path, caplog):
    keep(tmp_path / "pens", {"a": b"1", "b": b"2"})
    assert {f.name: f.read_bytes() for f in (tmp_path / "pens").iterdir()} == {"a": b"1", "b": b"2"}
    assert not caplog.records
    (tmp_path / "fonts").write_bytes(b"a file where the folder should be")
    keep(tmp_path / "fonts", {"a": b"1"})
    assert "fonts could not be kept for the next time" in caplog.text
