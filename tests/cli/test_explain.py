"""`numerals explain`: one figure, never over the picture, whole or not at all; exit codes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from examples.make import draw
from tests.model.nets import RISK, configured


def run(*words: object, cwd: Path, stdin: bytes = b"") -> subprocess.CompletedProcess:
    line = [sys.executable, "-m", "numerals", "explain", *map(str, words)]
    return subprocess.run(line, input=stdin, capture_output=True, timeout=120, cwd=cwd)


def tree(folder: Path) -> dict[str, bytes | None]:
    """All that lies in a folder: files by their content, folders as None."""
    return {p.name: p.read_bytes() if p.is_file() else None for p in folder.rglob("*")}


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
        (["7.png", "-o", "text.png/why.png"], 2, "there is no folder text.png"),
        (["7.png", "-o", "no/such/why.png"], 2, "there is no folder no/such"),
        (["7.png", "-o", "w" * 300 + ".png"], 2, "cannot be written"),
        (["7.png", "-o", "why.png", "--digit", "2"], 2, "no digit 2: one digit was found"),
        (["7.png", "-o", "why.png", "--max-error", "0.5"], 2, "for 0.5 percent write 0.5%"),
        (["7.png", "-o", "why.png", "--model", "none.onnx"], 5, "no such model"),
    ],
)
def test_what_goes_wrong(folder: Path, words: list[str], code: int, message: str) -> None:
    (folder / "text.png").write_text("hello", encoding="utf-8")
    (folder / "old.png").write_bytes(b"old")
    (folder / "sub.png").mkdir()
    (folder / "link.png").symlink_to(folder / "7.png")
    before = tree(folder)
    done = run(*words, cwd=folder)
    assert done.returncode == code
    assert message in done.stderr.decode()
    assert b"Traceback" not in done.stderr
    assert done.stdout == b""
    assert tree(folder) == before


def test_force_overwrites(folder: Path) -> None:
    (folder / "why.png").write_bytes(b"old")
    assert run("7.png", "-o", "why.png", "--force", cwd=folder).returncode == 0
    assert (folder / "why.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("when", ["tempfile.mkstemp", "os.fsync", "pathlib.Path.replace"])
def test_a_full_disk_is_said_and_leaves_the_old_file(folder: Path, when: str) -> None:
    (folder / "why.png").write_bytes(b"old")
    script = (
        "import errno, os, pathlib, sys, tempfile\n"
        "def full(*_, **__):\n    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))\n"
        "from numerals.cli import main\n"
        "import numerals.explain\n"
        f"{when} = full\n"
        "sys.argv = ['numerals', 'explain', '7.png', '-o', 'why.png', '--force']\n"
        "main()\n"
    )
    line = [sys.executable, "-c", script]
    done = subprocess.run(line, capture_output=True, timeout=120, cwd=folder)
    assert done.returncode == 6, done.stderr
    assert done.stderr.startswith(b"numerals: cannot go on: ")
    assert done.stderr.count(b"\n") == 1
    assert done.stdout == b""
    assert (folder / "why.png").read_bytes() == b"old"
    assert sorted(p.name for p in folder.iterdir()) == ["7.png", "why.png"]


def test_the_error_that_is_asked_for_decides_what_is_accepted(folder: Path) -> None:
    accepts = {"accept": [1 - 1e-12, 0.99, 0.9, 0.5]}
    model = configured(folder / "model", risk=RISK | accepts)
    for asked, said in (("0.5%", ", accepted"), ("0.1%", ", review: not sure enough")):
        done = run(
            "7.png", "-o", "why.png", "--force", "--model", model, "--max-error", asked, cwd=folder
        )
        assert said in done.stdout.decode().splitlines()[0]
    bare = model / "model.onnx"
    done = run(
        "7.png", "-o", "why.png", "--force", "--model", bare, "--max-error", "1%", cwd=folder
    )
    assert b"holds no risk curve" in done.stderr
    assert (
        run(
            "7.png",
            "-o",
            "why.png",
            "--force",
            "--model",
            model,
            "--max-error",
            "0.01%",
            cwd=folder,
        ).returncode
        == 2
    )


def test_it_needs_no_training_stack() -> None:
    code = (
        "import sys, numpy as np; from numerals.explain import why; "
        "why(np.pad(np.full((20, 4), 255, np.uint8), 9)).image(); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    heavy = {"keras", "tensorflow", "torch", "jax", "sklearn", "matplotlib", "onnx"}
    assert done.returncode == 0, done.stderr
    assert not {name.split(".")[0] for name in done.stdout.split()} & heavy
