"""The strip pool: the same whoever draws it, kept whole, and stopped at once."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from numerals.data.strings import stream
from numerals.train import strip_pool
from numerals.train.strip_pool import Strips, draw_strips, load, save, whole_chunks
from tests.data.numbers import small_hands


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strip_pool, "CHUNK", 4)


@pytest.fixture(scope="module")
def pool() -> Strips:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(strip_pool, "CHUNK", 4)
        patch.setattr(os, "cpu_count", lambda: 2)
        return draw_strips(small_hands(), 11, 5)


def equal(one: Strips, two: Strips) -> bool:
    names = ("pixels", "ends", "texts")
    return all(np.array_equal(getattr(one, n), getattr(two, n)) for n in names)


def test_one_process_draws_what_two_do(pool: Strips, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    told: list[int] = []
    assert equal(draw_strips(small_hands(), 11, 5, told.append), pool)
    assert told == [4, 8, 12]


def test_each_strip_stands_beside_its_text(pool: Strips) -> None:
    assert len(pool) == whole_chunks(11) == 12
    assert pool.widths.sum() == pool.pixels.shape[1]
    for chunk in range(3):
        drawn = stream(small_hands(), (5, chunk))
        for i in range(4):
            number = next(drawn)
            assert np.array_equal(pool[4 * chunk + i], number.strip)
            assert pool.texts[4 * chunk + i] == number.text
            assert pool.widths[4 * chunk + i] == number.strip.shape[1]


def test_what_is_kept_comes_back(pool: Strips, tmp_path) -> None:
    save(pool, tmp_path / "pool.npz")
    assert equal(load(tmp_path / "pool.npz"), pool)
    assert [p.name for p in tmp_path.iterdir()] == ["pool.npz"]


def test_killed_while_saving_leaves_nothing_half(pool: Strips, tmp_path, monkeypatch) -> None:
    class Killed(BaseException):
        pass

    def die(file, **_: object) -> None:
        file.write(b"half")
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(np, "savez", die)
        with pytest.raises(Killed):
            save(pool, tmp_path / "pool.npz")
    assert not (tmp_path / "pool.npz").exists()
    save(pool, tmp_path / "pool.npz")  # over what was left
    assert equal(load(tmp_path / "pool.npz"), pool)


def test_who_stops_it_does_not_wait_for_the_rest() -> None:
    def stop(_: int) -> None:
        raise KeyboardInterrupt

    before = set(multiprocessing.active_children())
    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        draw_strips(small_hands(), 40_000, 0, stop)
    assert time.monotonic() - start < 60  # it would take many minutes
    assert set(multiprocessing.active_children()) <= before


def test_a_chunk_that_nobody_wants_any_more_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    stopped = threading.Event()
    stopped.set()
    monkeypatch.setattr(strip_pool, "_hands", small_hands())
    monkeypatch.setattr(strip_pool, "_stopped", stopped)
    with pytest.raises(InterruptedError):
        strip_pool._draw_chunk(0, 0, 1_000_000)


#: Draws, and prints who draws for it.
_DRAWS = """
import multiprocessing, numerals.train.strip_pool as pool
from tests.data.numbers import small_hands

def tell(_):
    print(*(child.pid for child in multiprocessing.active_children()), flush=True)

if __name__ == "__main__":
    pool.CHUNK = 4
    pool.draw_strips(small_hands(), 40_000, 0, tell)
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")
def test_who_draws_ends_when_the_one_that_asks_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "draws.py"
    script.write_text(_DRAWS, encoding="utf-8")
    root = Path(__file__).parents[2]
    asks = subprocess.Popen(
        [sys.executable, script],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert asks.stdout is not None
    with asks.stdout:
        drawing = asks.stdout.readline().split()
        asks.kill()
        asks.wait()
    assert drawing
    deadline = time.monotonic() + 20
    while any(_runs(int(pid)) for pid in drawing) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not any(_runs(int(pid)) for pid in drawing)


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"  # nobody may have asked yet how it ended
