"""`--annotate`: a picture for each input, under a name of its own, and never over another file."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from examples.make import draw
from numerals.cli.marked import Marked, _name
from numerals.errors import UsageError
from numerals.image.document import pages
from numerals.reader import Reader
from tests.cli.test_read import run
from tests.papers import paper


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    folder = tmp_path / "scans"
    for name, digit in (("a/7.png", "7"), ("b/7.png", "1"), ("b/8.jpg", "8")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(draw(digit)).save(folder / name)
    (folder / "b" / "2.pdf").write_bytes(paper("12", "PDF"))
    return folder


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_each_picture_is_drawn_under_a_name_of_its_own(scans: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "seen"
    done = run("read", "-r", "-f", "jsonl", "--annotate", out, scans, scans / "none.png")
    assert done.returncode == 1
    rows = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert [Path(row["source"]).name for row in rows] == [
        "7.png", "2.pdf#1", "2.pdf#2", "7.png", "8.jpg", "none.png",
    ]  # fmt: skip
    assert names(out) == ["2-1.png", "2-2.png", "7-2.png", "7.png", "8.jpg"]
    for path in out.iterdir():
        with Image.open(path) as image:
            assert image.format == {".png": "PNG", ".jpg": "JPEG"}[path.suffix]
            assert max(image.size) >= 640


def test_nothing_is_written_over(scans: Path) -> None:
    folder = scans / "a"
    before = (folder / "7.png").read_bytes()
    for wanted in (["7-2.png", "7.png"], ["7-2-2.png", "7-2.png", "7-3.png", "7.png"]):
        assert run("read", "--annotate", folder, folder).returncode == 0
        assert names(folder) == wanted
        assert (folder / "7.png").read_bytes() == before


def test_what_was_drawn_is_not_read_in_its_turn(scans: Path) -> None:
    out = scans / "z"
    done = run("read", "-r", "-f", "jsonl", "--annotate", out, scans)
    assert len(done.stdout.splitlines()) == len(names(out)) == 5


def test_stdin_has_a_name(tmp_path: Path, scans: Path) -> None:
    data = (scans / "a" / "7.png").read_bytes()
    done = run("read", "--annotate", tmp_path / "out", "-", stdin=data)
    assert done.returncode == 0
    assert names(tmp_path / "out") == ["stdin.png"]


@pytest.mark.parametrize(
    ("source", "name"),
    [("a/7.png", ("7", ".png")), ("x.JPEG", ("x", ".jpeg")), ("scan.pdf#12", ("scan-12", ".png")),
     ("<stdin>#2", ("stdin-2", ".png")), ("#", ("picture", ".png")), ("..", ("picture", ".png")),
     ("a:b*c?.tif", ("a-b-c", ".png")), ("n" * 300, ("n" * 100, ".png")), ("a#b", ("a-b", ".png"))],
)  # fmt: skip
def test_names_that_every_system_takes(source: str, name: tuple[str, str]) -> None:
    assert _name(source) == name


def test_one_that_cannot_be_drawn_does_not_end_the_batch(
    scans: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import numerals.cli.marked as module

    real = module._write_new

    def full(folder: Path, stem: str, suffix: str, content: bytes) -> Path:
        if stem == "2-1":
            raise OSError(28, "No space left on device")
        return real(folder, stem, suffix, content)

    monkeypatch.setattr(module, "_write_new", full)
    marked = Marked(tmp_path / "out")
    sources = marked.watch(pages(scans / "b" / "2.pdf"))
    for reading in Reader(expect="digit").read_many(sources):
        marked.add(reading)
    assert marked.failed
    assert names(tmp_path / "out") == ["2-2.png"]
    said = capsys.readouterr().err
    assert said.endswith("2.pdf#1 is read, but not annotated: No space left on device\n")


def test_a_picture_that_is_gone_is_said(
    scans: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    marked = Marked(tmp_path / "out")
    (reading,) = Reader().read_many(marked.watch([str(scans / "a" / "7.png")]))
    (scans / "a" / "7.png").unlink()
    marked.add(reading)
    assert "not annotated: no such file" in capsys.readouterr().err


def test_a_half_written_picture_is_taken_away(tmp_path: Path, monkeypatch) -> None:
    import numerals.cli.marked as module

    class Full:
        def __init__(self, file):
            self.file = file

        def __enter__(self):
            return self

        def __exit__(self, *_):
            self.file.close()

        def write(self, content: bytes) -> None:
            self.file.write(content[:5])
            raise OSError(28, "No space left on device")

    real = Path.open
    monkeypatch.setattr(Path, "open", lambda self, mode: Full(real(self, mode)))
    with pytest.raises(OSError, match="No space"):
        module._write_new(tmp_path, "a", ".png", b"0123456789")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UsageError, match="--annotate"):
        Marked(tmp_path / "file" / "x")
    Image.fromarray(np.zeros((9, 9), np.uint8)).save(tmp_path / "a.png")
    done = run("read", "--annotate", tmp_path / "file", tmp_path / "a.png")
    assert (done.returncode, done.stdout) == (2, b"")
