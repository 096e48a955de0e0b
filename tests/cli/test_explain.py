"""`numerals explain`: one figure, never over the picture, whole or not at all; exit codes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from examples.make import draw
from numerals.cli import explain as command
from numerals.errors import UsageError


def run(*words: object, cwd: Path, stdin: bytes = b"") -> subprocess.CompletedProcess:
    line = [sys.executable, "-m", "numerals", "explain", *map(str, words)]
    return subprocess.run(line, input=stdin, capture_output=True, timeout=120, cwd=cwd)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Image.fromarray(draw("7")).save(tmp_path / "7.png")
    return tmp_path


def test_a_digit_is_explained(folder: Path) -> None:
    done = run("7.png", "-o", "why.png", cwd=folder)
    assert done.returncode == 0, done.stderr
    first, odds, deleted = done.stdout.decode().splitlines()
    assert first.startswith("7 (")
    assert odds.startswith("7 is ")
    assert "% of the ink" in deleted
    assert done.stderr == b"drawn: why.png\n"
    with Image.open(folder / "why.png") as image:
        assert image.format == "PNG"
        assert image.width >= 1000
    assert sorted(p.name for p in folder.iterdir()) == ["7.png", "why.png"]


def test_stdin_and_jpeg(folder: Path) -> None:
    done = run("-", "-o", "why.JPG", stdin=(folder / "7.png").read_bytes(), cwd=folder)
    assert done.returncode == 0
    with Image.open(folder / "why.JPG") as image:
        assert image.format == "JPEG"


def test_blank_paper_is_answered(folder: Path) -> None:
    Image.fromarray(np.full((50, 50), 250, np.uint8)).save(folder / "blank.png")
    done = run("blank.png", "-o", "why.png", cwd=folder)
    assert done.returncode == 0
    assert done.stdout.decode().startswith("unreadable: no ink")
    assert (folder / "why.png").exists()


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["none.png", "-o", "why.png"], 1, "no such file: none.png"),
        (["text.png", "-o", "why.png"], 1, "this is text"),
        (["7.png"], 2, "--output"),
        (["7.png", "-o", "7.png"], 2, "the picture itself"),
        (["7.png", "-o", "7.png", "--force"], 2, "the picture itself"),
        (["7.png", "-o", "link.png", "--force"], 2, "the picture itself"),
        (["7.png", "-o", "old.png"], 2, "there already: add --force"),
        (["7.png", "-o", "why.svg"], 2, "name a .png or .jpg"),
        (["7.png", "-o", "sub.png"], 2, "is a folder"),
        (["7.png", "-o", "text.png/why.png"], 2, "cannot be written"),
        (["7.png", "-o", "why.png", "--digit", "2"], 2, "no digit 2: one digit was found"),
        (["7.png", "-o", "why.png", "--model", "none.onnx"], 5, "no such model"),
    ],
)
def test_what_goes_wrong(folder: Path, words: list[str], code: int, message: str) -> None:
    (folder / "text.png").write_text("hello", encoding="utf-8")
    (folder / "old.png").write_bytes(b"old")
    (folder / "sub.png").mkdir()
    (folder / "link.png").symlink_to(folder / "7.png")
    before = {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}
    done = run(*words, cwd=folder)
    assert done.returncode == code
    assert message in done.stderr.decode()
    assert b"Traceback" not in done.stderr
    assert done.stdout == b""
    assert {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()} == before


def test_force_overwrites(folder: Path) -> None:
    (folder / "why.png").write_bytes(b"old")
    assert run("7.png", "-o", "why.png", "--force", cwd=folder).returncode == 0
    assert (folder / "why.png").read_bytes().startswith(b"\x89PNG")


def test_a_crash_while_writing_leaves_the_old_file(folder: Path, monkeypatch) -> None:
    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    old = folder / "why.png"
    old.write_bytes(b"old")
    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(UsageError, match="No space left"):
        command.explain(os.fspath(folder / "7.png"), old, force=True)
    assert old.read_bytes() == b"old"
    assert sorted(p.name for p in folder.iterdir()) == ["7.png", "why.png"]


def test_it_needs_no_training_stack() -> None:
    code = (
        "import sys, numpy as np; from numerals.explain import why; "
        "why(np.pad(np.full((20, 4), 255, np.uint8), 9)).image(); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    heavy = {"keras", "tensorflow", "torch", "jax", "sklearn", "matplotlib", "onnx"}
    assert done.returncode == 0, done.stderr
    assert not {name.split(".")[0] for name in done.stdout.split()} & heavy
