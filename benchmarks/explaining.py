"""Which map of the strokes is the most faithful? The shipped one beside its rivals.

    python benchmarks/explaining.py     # prints a table, writes results/explaining.csv

Each method explains the same pictures: 60 of MNIST's training set (seed 0), the 20 least sure
of its last 10,000, and 20 drawn by examples/make.py. Of each, the ink is deleted in the map's
order and in the reverse order, 5 to 50 % of it, and the log-odds of first against second choice
are averaged: the further the two lie apart, the more faithful the map (Petsiuk et al. 2018; the
two orders together: Blücher et al. 2024). The shipped method's settings were chosen on other
pictures of the training set and another hand. Nothing here has a random part that is not seeded.
"""

from __future__ import annotations

import csv
import platform
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from examples.make import draw
from numerals.explain.contrast import Contrast
from numerals.explain.deletion import Deletion, deletion_test
from numerals.explain.saliency import ERASURES, saliency
from numerals.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Callable

RESULTS = Path(__file__).parent / "results" / "explaining.csv"
_RISE_CELLS = 8


def occlusion(frame: Any, contrast: Any, side: int = 3) -> Any:
    """Slide a black square over the ink (Zeiler & Fergus 2014); a pixel has its squares' mean."""
    rows, columns = np.mgrid[: frame.shape[0], : frame.shape[1]]
    centres = np.argwhere(cv2.dilate(frame, np.ones((side, side), np.uint8)) > 0)
    near = [(abs(rows - y) <= side // 2) & (abs(columns - x) <= side // 2) for y, x in centres]
    squares = np.array(near)
    lost = contrast(frame[None])[0] - contrast(np.where(squares, 0, frame).astype(np.uint8))
    return (squares * lost[:, None, None]).sum(axis=0) / np.maximum(squares.sum(axis=0), 1)


def rise(frame: Any, contrast: Any, count: int = ERASURES) -> Any:
    """Average smooth random masks, weighted by what is left of the log-odds (Petsiuk et al.)."""
    rng = np.random.default_rng(0)
    size = frame.shape[0]
    cell = size // _RISE_CELLS + 1
    masks = np.empty((count, size, size), np.float32)
    for mask in masks:
        grid = (rng.random((_RISE_CELLS, _RISE_CELLS)) < 0.5).astype(np.float32)
        large = cv2.resize(grid, ((_RISE_CELLS + 1) * cell,) * 2, interpolation=cv2.INTER_LINEAR)
        y, x = rng.integers(0, cell, 2)
        mask[:] = large[y : y + size, x : x + size]
    left = contrast(np.rint(frame * masks).astype(np.uint8))
    # Less its mean: a contrast has either sign, where RISE was made for probabilities.
    return np.tensordot(left - left.mean(), masks - masks.mean(axis=0), 1) / masks.var(axis=0)


METHODS: dict[str, Callable[[Any, Any], Any]] = {
    "regression on random erasures (shipped)": saliency,
    "occlusion 3x3": occlusion,
    "occlusion 5x5": lambda frame, contrast: occlusion(frame, contrast, 5),
    "RISE": rise,
}


def question(reader: Reader, frame: Any) -> Contrast:
    """Ask why the likeliest class rather than the next."""
    outputs = reader.network.predict(frame[None])[0, : len(reader.network.config.classes)]
    first, second = np.argsort(-outputs, kind="stable")[:2].tolist()
    return Contrast(reader.network, first, second)


def drawn_frames(reader: Reader) -> list[Any]:
    """The project's own digits, two hands each, as the network sees them."""
    hands = ((3.0, 0.1), (8.0, -0.1))
    pictures = [draw(digit, pen=pen, slant=slant) for digit in "0123456789" for pen, slant in hands]
    return [reading.digits[0].frame for reading in reader.read_many(pictures)]


def mnist_frames(
    reader: Reader, count: int, unsure: int, among: int
) -> tuple[list[Any], list[Any]]:
    """Pictures of the training set: some at random, and the least sure of the last."""
    from numerals.data.mnist import mnist

    images = mnist().train.images
    chosen = np.random.default_rng(0).permutation(len(images))[:count]
    some = [r.digits[0].frame for r in reader.read_many(images[chosen]) if r.digits]
    readings = [r for r in reader.read_many(images[-among:]) if r.digits]
    readings.sort(key=lambda r: r.confidence)
    return some, [r.digits[0].frame for r in readings[:unsure]]


def fall(tests: list[Deletion]) -> dict[str, float]:
    """Average what deleting did: the change of log-odds, over all shares, in nats."""
    return {
        "most_telling": float(np.mean([t.telling.mean() - t.before for t in tests])),
        "random": float(np.mean([t.random.mean() - t.before for t in tests])),
        "reverse": float(np.mean([t.least.mean() - t.before for t in tests])),
        "apart": float(np.mean([t.least.mean() - t.telling.mean() for t in tests])),
        "faithful": float(np.mean([t.faithful for t in tests])),
    }


def main() -> None:
    """Measure each method on each set."""
    reader = Reader(expect="digit")
    some, unsure = mnist_frames(reader, 60, 20, 10_000)
    sets = {"mnist train": some, "mnist train, unsure": unsure, "drawn": drawn_frames(reader)}
    config = reader.network.config
    rows = []
    for name, frames in sets.items():
        for method, explain in METHODS.items():
            tests, began = [], time.perf_counter()
            for frame in frames:
                contrast = question(reader, frame)
                tests.append((frame, explain(frame, contrast), contrast))
            seconds = (time.perf_counter() - began) / len(frames)
            done = fall([deletion_test(*test) for test in tests])
            row = {"set": name, "pictures": len(frames), "method": method}
            row |= {key: f"{value:+.2f}" for key, value in done.items()}
            row |= {"faithful": f"{done['faithful']:.2f}", "ms": round(1000 * seconds)}
            row |= {"model": f"{config.name} {config.version}", "machine": platform.machine()}
            rows.append(row)
            print(*row.values(), sep="  ", flush=True)
    RESULTS.parent.mkdir(exist_ok=True)
    with RESULTS.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
