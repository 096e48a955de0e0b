"""Sheets of numbers, each digit by another pen: how much of what is accepted is wrong.

    python benchmarks/sheets.py [--sheets 12] --output benchmarks/results/sheets.csv

Tables of 20 rows and 5 columns of our own drawing, in uneven light, photographed askew; a number is
right where its digits are, at its row and column. Told is with the look for what is paler than the
digits found (`image/aside.py`), and without it.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import numpy as np
from measuring import ROOT, keep

from numerals import Reader, prepare
from numerals.value import digits

sys.path.insert(0, str(ROOT))
ROWS, COLUMNS, SEED = 20, 5, 3
PIXELS = 6e6


def draw(seed: int) -> tuple[np.ndarray, list[list[str]]]:
    """Draw a sheet; with what stands in its cells."""
    from tests import sheets

    rng = np.random.default_rng(seed)
    texts = [sheets.numbers(rng, COLUMNS, 1, 4) for _ in range(ROWS)]
    table = sheets.table(texts, rng, widths=[150] * COLUMNS, height=60)
    photo = sheets.photograph(sheets.shade(table), rng)
    return sheets.scale(photo, (PIXELS / (photo.shape[0] * photo.shape[1])) ** 0.5), texts


def main() -> None:
    """Read, print, and keep."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--sheets", type=int, default=12, help="to draw (12)")
    parser.add_argument("--output", type=Path, help="a CSV file for the results")
    asked = parser.parse_args()
    drawn = [draw(SEED + i) for i in range(asked.sheets)]
    aside, rows = prepare.pale_aside, list[dict[str, Any]]()
    for looked in (True, False):
        prepare.pale_aside = aside if looked else lambda *_: False
        row = {"aside": looked, "numbers": 0, "right": 0, "accepted": 0, "wrong": 0}
        for picture, texts in drawn:
            found = {(n.row, n.column): n for n in Reader(expect="page").read(picture).numbers}
            for place in np.ndindex(ROWS, COLUMNS):
                reading = found.get((place[0] + 1, place[1] + 1))
                right = reading is not None and digits(reading.text) == texts[place[0]][place[1]]
                sure = reading is not None and reading.status == "accepted"
                row["numbers"] += 1
                row["right"] += right
                row["accepted"] += sure
                row["wrong"] += sure and not right
        print(", ".join(f"{name} {value}" for name, value in row.items()), flush=True)
        rows.append(row)
    keep(rows, asked.output)


if __name__ == "__main__":
    main()
