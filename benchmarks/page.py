"""A page of 20 megapixels: how long it takes, and how much of it is read.

    python benchmarks/page.py [--megapixels 20]

A table of 20 × 5 numbers of one to four digits, written in the forms that schools teach, in shadow,
photographed from aside on a dark table, and enlarged; drawn by the code that the tests draw with,
from one seed. Median of five readings of the JPEG file, after one to warm up.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[1]))

from numerals import Reader
from tests import sheets

ROWS, COLUMNS = 20, 5


def main() -> None:
    """Draw the page, read it, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megapixels", type=float, default=20.0)
    asked = parser.parse_args()
    rng = np.random.default_rng(3)
    texts = [sheets.numbers(rng, COLUMNS, 1, 4) for _ in range(ROWS)]
    page = sheets.table(texts, rng, widths=[150] * COLUMNS, height=60)
    page = sheets.photograph(sheets.shade(page), rng)
    page = sheets.scale(page, (asked.megapixels * 1e6 / (page.shape[0] * page.shape[1])) ** 0.5)
    reader = Reader(expect="page")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.jpg"
        Image.fromarray(page).save(file, quality=90)
        reading = reader.read(file)
        seconds = []
        for _ in range(5):
            start = time.perf_counter()
            reading = reader.read(file)
            seconds.append(time.perf_counter() - start)
    found = {(n.row, n.column): "".join(c for c in n.text if c.isdigit()) for n in reading.numbers}
    right = sum(
        found.get((r, c)) == text
        for r, row in enumerate(texts, start=1)
        for c, text in enumerate(row, start=1)
    )
    size = f"{page.shape[1]} × {page.shape[0]}"
    print(f"{size}: {statistics.median(seconds):.2f} s ({min(seconds):.2f} – {max(seconds):.2f})")
    print(f"{len(reading.numbers)} numbers found, {right} of {ROWS * COLUMNS} right at their place")


if __name__ == "__main__":
    main()
