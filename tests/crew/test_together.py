"""Reading with workers: the same rows, whatever happens to a worker."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from examples.make import draw
from numerals.crew import process, together
from numerals.crew.crew import Crew
from numerals.errors import UsageError
from numerals.reader import Reader
from numerals.reading import Status

#: Runs in a worker, in place of what it runs otherwise.
FAULTY = (
    "import sys; sys.path[:] = {path!r}; import tests.crew.faults; "
    "from numerals.crew.worker import main; main()"
)


class Watched(Crew):
    """A crew that is waited for, so that few pictures are enough for it to read some."""

    crews: list[Watched] = []  # noqa: RUF012

    def __init__(self, recipe: tuple[Any, ...], size: int) -> None:
        super().__init__(recipe, size)
        self.submitted = 0
        self.seen = list(self._running)
        self.crews.append(self)
        while not self.ready and self._idle.qsize() < size:
            time.sleep(0.01)
        self.seen = list(self._running)

    def submit(self, *words: Any) -> Any:
        self.submitted += 1
        return super().submit(*words)


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Watched]]:
    """Start a crew after the first picture, in small requests."""
    monkeypatch.setattr(together, "WORTH", 0.0)
    monkeypatch.setattr(together, "_MOST", 2)
    monkeypatch.setattr(together, "Crew", Watched)
    Watched.crews = []
    yield Watched.crews
    for crew in Watched.crews:
        assert all(one._process.poll() is not None for one in crew.seen)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for digit in "0123456789":
        Image.fromarray(draw(digit)).save(tmp_path / f"{digit}.png")
    return tmp_path


@pytest.fixture(scope="module")
def single() -> Reader:
    return Reader(expect="digit")


def rows(readings: Any) -> list[dict[str, Any]]:
    return [reading.to_dict() for reading in readings]


def faulty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_MAIN", FAULTY)


def test_rows_and_their_order_are_the_same(
    single: Reader, folder: Path, at_once: list[Watched]
) -> None:
    (folder / "broken.png").write_bytes((folder / "8.png").read_bytes()[:300])
    pages = [Image.fromarray(draw(d)) for d in "42"]
    pages[0].save(folder / "two.tif", save_all=True, append_images=pages[1:])
    paths: list[Any] = sorted(folder.iterdir())

    def sources() -> Iterator[Any]:
        yield from paths
        yield from (str(paths[3]), folder / "gone.png", draw("5"), b"no picture", None)
        yield paths[2].read_bytes()
        with Image.open(paths[7]) as image, paths[1].open("rb") as file:
            yield from (image, file)
        yield from paths

    alone = list(single.read_many(sources()))
    together_ = list(single.read_many(sources(), batch_size=2, workers=2))
    assert rows(together_) == rows(alone)
    assert at_once[0].submitted > 5
    for one, other in zip(together_, alone, strict=True):
        if other.thumbnail is not None:
            assert np.array_equal(one.thumbnail, other.thumbnail)
            assert not one.thumbnail.flags.writeable
            assert not one.digits[0].frame.flags.writeable


def test_a_picture_that_kills_its_worker_costs_no_other_answer(
    single: Reader, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    faulty(monkeypatch)
    (folder / "5.png").rename(folder / "4-deadly.png")
    found = list(single.read_many(sorted(folder.glob("*.png")), batch_size=1, workers=2))
    assert [r.text for r in found] == ["0", "1", "2", "3", "", "4", "6", "7", "8", "9"]
    bad = [r for r in found if r.status is Status.ERROR]
    assert [Path(r.source).name for r in bad] == ["4-deadly.png"]
    assert "too little memory" in bad[0].reason


def test_a_worker_that_is_killed_costs_no_answer(
    single: Reader, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    faulty(monkeypatch)
    (folder / "5.png").rename(folder / "5-once.png")
    (folder / "5-once.flag").touch()
    found = list(single.read_many(sorted(folder.glob("*.png")), batch_size=1, workers=2))
    assert [r.text for r in found] == list("0123456789")
    assert not (folder / "5-once.flag").exists()


def test_what_a_worker_has_no_memory_for_is_read_here(
    single: Reader, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    faulty(monkeypatch)
    (folder / "5.png").rename(folder / "5-large.png")
    found = list(single.read_many(sorted(folder.glob("*.png")), batch_size=1, workers=2))
    assert [r.text for r in found] == list("0123456789")


def test_a_fault_of_ours_costs_one_row(
    single: Reader, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    faulty(monkeypatch)
    (folder / "5.png").rename(folder / "5-bug.png")
    found = list(single.read_many(sorted(folder.glob("*.png")), batch_size=4, workers=2))
    assert [r.text for r in found] == ["0", "1", "2", "3", "4", "", "6", "7", "8", "9"]
    assert found[5].status is Status.ERROR
    assert "RuntimeError at faults.py" in found[5].reason


def test_where_no_worker_can_be_started_this_process_reads(
    single: Reader, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "_MAIN", "raise SystemExit(3)  # {path}")
    found = list(single.read_many(sorted(folder.glob("*.png")), batch_size=1, workers=2))
    assert [r.text for r in found] == list("0123456789")


def test_sources_without_an_end_are_taken_as_they_are_needed(
    single: Reader, at_once: list[Watched]
) -> None:
    taken = count()
    endless = (draw("7") for _ in taken)
    readings = single.read_many(endless, batch_size=2, workers=2)
    assert [r.text for r in islice(readings, 40)] == ["7"] * 40
    assert next(taken) < 40 + 2 + 3 * 2 * 2
    readings.close()  # type: ignore[attr-defined]
    assert at_once[0].submitted > 2


def test_a_worker_ends_with_who_started_it() -> None:
    worker = process.Process()
    assert worker._process.stdin is not None
    worker._process.stdin.close()
    assert worker._process.wait(30) == 0
    worker.end()
    Watched.crews = []


def test_a_script_needs_no_guard(folder: Path) -> None:
    script = folder / "script.py"
    script.write_text(
        "import numerals.crew.together as together\n"
        "together.WORTH = 0.0\n"
        "from pathlib import Path\n"
        "from numerals import Reader\n"
        f"paths = sorted(Path({str(folder)!r}).glob('*.png')) * 30\n"
        "found = Reader(expect='digit').read_many(paths, workers=2)\n"
        "print(*(r.text for r in found), sep='')\n",
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("0123456789" * 30 + "\n", "")


def test_less_than_one_worker_is_refused(single: Reader) -> None:
    with pytest.raises(UsageError, match="at least 1 worker"):
        next(iter(single.read_many([], workers=0)))
