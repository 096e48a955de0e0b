"""Numbers that people wrote, set on pages of our own drawing: how many are read.

    python benchmarks/real_ink.py FOLDER [--pages 12] [--seed 0] \
        --output benchmarks/results/real_ink.csv

FOLDER holds labelled pictures of numbers (`labels.csv`), dark ink on white. Their ink is set on
the papers of papers.py, and into tables of 4 to 13 rows and 2 to 5 columns, anywhere in its cell,
up to 95 % as high; by a blue pen, and, in tables, by one as black as the lines. On paper a number
is right where its digits are those written and its box shares two fifths with where it stands; in
a table, at its row and column. An extra is a place read where nothing is written. Each page has a
seed of its own.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from measuring import ROOT, keep
from papers import Array, Choose, box_of, count, draw, extras, high, judge, put, take

from numerals import Reader
from numerals.value import digits

sys.path.insert(0, str(ROOT))
from tests import sheets

#: Darker than this, a picture has ink.
INK = 60
MARGIN = 120
COUNTED = ("numbers", "right", "accepted", "accepted, wrong", "extra", "extra, accepted")


def load(folder: Path) -> list[tuple[Array, str]]:
    """Load the ink of each picture, white on black and without paper around it, and its digits."""
    found = []
    with (folder / "labels.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            ink = 255 - cv2.imread(str(folder / row["file"]), cv2.IMREAD_GRAYSCALE)
            x, y, w, h = cv2.boundingRect((ink > INK).astype(np.uint8))
            if w and h:
                found.append((ink[y : y + h, x : x + w], digits(row["text"])))
    return found


def of(written: list[tuple[Array, str]]) -> Choose:
    """Take numbers that are written, those narrow enough."""

    def choose(tall: int, widest: float, rng: Any) -> tuple[str, Callable[[], Array]]:
        for i in rng.permutation(len(written)).tolist():
            ink, text = written[i]
            if max(3, round(ink.shape[1] * tall / ink.shape[0])) < widest:
                return text, partial(high, ink, tall)
        raise SystemExit(f"no number is narrower than {widest:.0f} pixels when {tall} high")

    return choose


def draw_table(choose: Choose, pen: Any, seed: int) -> tuple[Array, dict[tuple[int, int], str]]:
    """Set numbers into a table: the page, and what stands at each row and column."""
    rng = np.random.default_rng(seed)
    rows, columns = int(rng.integers(4, 14)), int(rng.integers(2, 6))
    side = int(rng.integers(40, 70))
    widths = [int(rng.integers(2.2 * side, 3.5 * side)) for _ in range(columns)]
    empty, thick = [[""] * columns] * rows, int(rng.integers(1, 4))
    page = sheets.table(empty, rng, widths=widths, height=side, thick=thick, margin=MARGIN)
    lefts = MARGIN + np.cumsum([0, *widths])
    texts = {}
    for row, column in np.ndindex(rows, columns):
        if rng.random() < 0.15:
            continue
        tall = int(side * rng.uniform(0.5, 0.95))
        text, write = choose(tall, 0.9 * widths[column], rng)
        ink = write()
        x = int(lefts[column] + rng.uniform(0.03, 0.97) * (widths[column] - ink.shape[1]))
        y = int(MARGIN + side * row + rng.normal(0.5, 0.12) * (side - tall))
        put(page, ink, x, y, np.array(pen))
        texts[row + 1, column + 1] = text
    return page, texts


def count_cells(numbers: Any, texts: dict[tuple[int, int], str]) -> Counter[str]:
    """Count what is read of a table."""
    found, rest = Counter(numbers=len(texts)), list(numbers)
    for place, text in texts.items():
        number = next((n for n in rest if (n.row, n.column) == place), None)
        if number is not None:
            rest.remove(number)
            judge(found, number, text)
    return found + extras(rest)


def ask(description: str) -> argparse.Namespace:
    """Ask for the ink, how many pages of each kind, and where the results go."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="labelled pictures of numbers")
    parser.add_argument("--pages", type=int, default=12, help="to draw of each kind (12)")
    parser.add_argument("--seed", type=int, default=0, help="of the first page (0)")
    parser.add_argument("--output", type=Path, help="a CSV file for the results")
    return parser.parse_args()


def main() -> None:
    """Draw, read, print, and keep."""
    asked = ask(__doc__)
    choose = of(load(asked.folder))
    seeds = range(asked.seed, asked.seed + asked.pages)
    reader, rows = Reader(expect="page"), list[dict[str, Any]]()

    def tell(page: str, how: str, total: Counter[str]) -> None:
        rows.append({"page": page, "taken": how} | {name: total[name] for name in COUNTED})
        print(", ".join(f"{name} {value}" for name, value in rows[-1].items()), flush=True)

    for paper in ("plain", "ruled", "squared"):
        for how in ("scan", "photo in shadow", "close"):
            total: Counter[str] = Counter()
            for seed in seeds:
                page, places, texts = draw(paper, seed, choose)
                picture, onto = take(page, how, seed)
                boxes = [box_of(place, onto) for place in places]
                total.update(count(reader.read, picture, boxes, texts))
            tell(paper, how, total)
    for name, pen in (("table, blue pen", sheets.BLUE), ("table, black pen", sheets.BLACK)):
        for how in ("scan", "photo in shadow"):
            total = Counter()
            for seed in seeds:
                page, cells = draw_table(choose, pen, seed)
                rng = np.random.default_rng(seed)
                picture = page if how == "scan" else sheets.photograph(sheets.shade(page), rng)
                total.update(count_cells(reader.read(picture).numbers, cells))
            tell(name, how, total)
    keep(rows, asked.output)


if __name__ == "__main__":
    main()
