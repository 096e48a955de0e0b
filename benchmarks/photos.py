"""How many drawn photos of numbers are found, framed whole and read: all of them, the hardest too.

    python benchmarks/photos.py --photos 2000 --output benchmarks/results/photos.csv

`numerals.data.strings` draws a picture anew where the reader does not frame the ink: no lesson is
in it. So the figures of strips do not tell of such pictures; these do. Hands are those that nothing
is learnt from. `whole` is what a strip to learn from must be; `read` counts those, of all, whose
digits are exactly those written; the time is the mean from a picture to its strip.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from pathlib import Path

import numpy as np
from looks import SEED
from measuring import keep

from numerals import Reader
from numerals.data import mnist
from numerals.data.beside import beside_mnist
from numerals.data.divide import divide_hands
from numerals.data.paper import Photo, photograph
from numerals.data.penman import SIZE
from numerals.data.strings import shows
from numerals.data.texts import draw_text, label_of
from numerals.data.writer import write_line
from numerals.image.strip import cut_strip
from numerals.value import digits


def draw(count: int) -> list[tuple[Photo, str]]:
    """Draw photos with what stands on them."""
    hands, rng = divide_hands(mnist().train, beside_mnist(), 0).held, np.random.default_rng(SEED)
    texts = [draw_text(rng) for _ in range(count)]
    return [(photograph(write_line(t, hands, rng), SIZE, rng), label_of(t)) for t in texts]


def framing(photo: Photo) -> str:
    """Tell whether a strip shows what was written: `whole`, `not whole`, or `nothing`."""
    strip = cut_strip(photo.pixels)
    if strip is None:
        return "nothing"
    return "whole" if shows(strip.box, photo.ink) else "not whole"


def main() -> None:
    """Draw, frame and read."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--photos", type=int, default=2000, help="to draw (2,000)")
    parser.add_argument("--output", type=Path, help="a CSV file for the results")
    asked = parser.parse_args()
    photos = draw(asked.photos)
    start = time.perf_counter()
    framed = Counter(framing(photo) for photo, _ in photos)
    milliseconds = 1e3 * (time.perf_counter() - start) / len(photos)
    readings = Reader(expect="number").read_many(photo.pixels for photo, _ in photos)
    read = [digits(r.text) == digits(t) for r, (_, t) in zip(readings, photos, strict=True)]
    row = {
        "photos": len(photos),
        **{kind: framed[kind] for kind in ("whole", "not whole", "nothing")},
        "read": sum(read),
        "milliseconds": round(milliseconds, 2),
    }
    print(row)
    keep([row], asked.output)


if __name__ == "__main__":
    main()
