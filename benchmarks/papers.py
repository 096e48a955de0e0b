"""Numbers on plain, ruled and squared paper, scanned and photographed: how many are read.

    python benchmarks/papers.py [--pages 8] [--seed 100] --output benchmarks/results/papers.csv

Pages of 1400 × 1000 pixels with one to three columns of numbers of one to five digits, by hands
that nothing is learnt from; the same numbers stand on each paper, at the same places. A number is
right where its digits are exactly those written and its box shares two fifths with where it stands;
an extra is a place read where nothing is written. Of both, those that are accepted and wrong count.
`close` is a photo in shadow that shows no edge of the paper. Each page has a seed of its own.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from measuring import ROOT, keep

from numerals import Reader
from numerals.data import mnist
from numerals.data.beside import beside_mnist
from numerals.data.divide import divide_hands
from numerals.data.writer import write_line
from numerals.reading import Box
from numerals.value import digits

sys.path.insert(0, str(ROOT))
from tests import sheets

HEIGHT, WIDTH = 1400, 1000
SHARED = 0.4
PEN = np.array(sheets.BLUE)
RULINGS = [(170, 180, 210), (150, 165, 200), (190, 195, 200), (180, 150, 150)]
Array = Any
Choose = Callable[[int, float, Any], tuple[str, Callable[[], Array]]]


def rule(page: Array, paper: str, side: int, colour: Any, thick: int) -> None:
    """Draw the lines of a paper."""
    if paper != "plain":
        for y in range(side, HEIGHT, side):
            cv2.line(page, (0, y), (WIDTH - 1, y), colour, thick)
    if paper == "squared":
        for x in range(side, WIDTH, side):
            cv2.line(page, (x, 0), (x, HEIGHT - 1), colour, thick)


def put(page: Array, ink: Array, x: int, y: int, pen: Any) -> Array:
    """Put ink on a page, its top left at (x, y); give its corners."""
    cover, (height, width) = ink[..., None] / 255, ink.shape
    part = page[y : y + height, x : x + width]
    part[:] = np.rint(part * (1 - cover[:, : part.shape[1]]) + cover[:, : part.shape[1]] * pen)
    return np.array([(x, y), (x + width, y + height)], np.float64)


def high(ink: Array, height: int) -> Array:
    """Bring ink, without paper around it, to a height."""
    size = (max(3, round(ink.shape[1] * height / ink.shape[0])), height)
    return cv2.resize(ink, size, interpolation=cv2.INTER_AREA)


def by(hands: Any) -> Choose:
    """Have numbers of one to five digits written by hands."""

    def choose(tall: int, _widest: float, rng: Any) -> tuple[str, Callable[[], Array]]:
        text = sheets.numbers(rng, 1, 1, 5)[0]

        def write() -> Array:
            ink = write_line(text, hands, rng)
            rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
            return high(ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1], tall)

        return text, write

    return choose


def draw(paper: str, seed: int, choose: Choose) -> tuple[Array, list[Array], list[str]]:
    """Draw a page: with where its numbers stand, and what they are.

    Args:
        paper: `plain`, `ruled` or `squared`.
        seed: The page's.
        choose: Gives, for a height, a width to keep below and a generator, a number's digits, and
            what writes it.
    """
    rng = np.random.default_rng(seed)
    side, columns = int(rng.integers(26, 64)), int(rng.integers(1, 4))
    tall = int(np.clip(side * rng.uniform(0.7, 1.6), 26, 70))
    page = sheets.paper(HEIGHT, WIDTH, rng)
    rule(page, paper, side, RULINGS[int(rng.integers(4))], int(rng.integers(1, 3)))
    places, texts = [], []
    for column in range(columns):
        for y in range(160, 1240, 2 * side if tall < side else 2 * tall):
            text, write = choose(tall, 860 // columns - 60, rng)
            x = 90 + column * (860 // columns) + int(rng.integers(20))
            top = y + int(rng.integers(8))
            places.append(put(page, write(), x, top, PEN))
            texts.append(text)
    return page, places, texts


def warp(page: Array, corners: Array, around: Any) -> tuple[Array, Array]:
    """See a page in perspective, before a table or with more of its paper around."""
    before = np.array([(0, 0), (WIDTH, 0), (WIDTH, HEIGHT), (0, HEIGHT)], np.float32)
    onto = cv2.getPerspectiveTransform(before, corners.astype(np.float32))
    how = {"borderMode": cv2.BORDER_REPLICATE} if around is None else {"borderValue": around}
    seen = cv2.warpPerspective(page, onto, (WIDTH, HEIGHT), **how)
    return cv2.GaussianBlur(seen, (3, 3), 0), onto


def take(page: Array, how: str, seed: int) -> tuple[Array, Array]:
    """Scan or photograph a page; with the homography from the page to the picture."""
    rng = np.random.default_rng(seed)
    onto, size = np.eye(3), np.array([WIDTH, HEIGHT])
    corners = np.array([(0, 0), (1, 0), (1, 1), (0, 1)])
    if how in ("shadow", "photo in shadow", "close"):
        page = sheets.shade(page)
    if how.startswith("photo"):
        moved = (0.08 + 0.84 * corners + rng.uniform(-0.05, 0.05, (4, 2))) * size
        page, onto = warp(page, moved, (82, 66, 50))
    elif how == "close":
        page, onto = warp(page, (corners + rng.uniform(-0.04, 0.04, (4, 2))) * size, None)
    if how != "scan":
        page = np.clip(page + rng.normal(0, 3, page.shape), 0, 255).astype(np.uint8)
        page = cv2.imdecode(cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, 80])[1], 1)
    return page, onto


def count(read: Callable[[Array], Any], page: Array, boxes: list[Box], texts: list[str]) -> Counter:
    """Read a page, and count."""
    found, numbers = Counter(numbers=len(texts)), read(page).numbers
    taken = set()
    for box, text in zip(boxes, texts, strict=True):
        near = max(numbers, key=lambda n: sheets.shared(n.box, box), default=None)
        if near is not None and sheets.shared(near.box, box) >= SHARED:
            taken.add(near.box)
            judge(found, near, text)
    return found + extras([number for number in numbers if number.box not in taken])


def judge(found: Counter[str], number: Any, text: str) -> None:
    """Count what is read at a number's place."""
    right, accepted = digits(number.text) == text, number.status == "accepted"
    found.update({"right": right, "accepted": accepted, "accepted, wrong": accepted and not right})


def extras(numbers: list[Any]) -> Counter[str]:
    """Count what is read where nothing is written."""
    accepted = sum(number.status == "accepted" for number in numbers)
    return Counter({"extra": len(numbers), "extra, accepted": accepted})


def main() -> None:
    """Draw, read, print, and keep."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=8, help="to draw of each kind (8)")
    parser.add_argument("--seed", type=int, default=100, help="of the first page (100)")
    parser.add_argument("--output", type=Path, help="a CSV file for the results")
    asked = parser.parse_args()
    hands = divide_hands(mnist().train, beside_mnist(), 0).held
    reader, rows = Reader(expect="page"), list[dict[str, Any]]()
    for paper in ("plain", "ruled", "squared"):
        drawn = [draw(paper, asked.seed + i, by(hands)) for i in range(asked.pages)]
        for how in ("scan", "shadow", "photo", "photo in shadow", "close"):
            total: Counter[str] = Counter()
            for i, (page, places, texts) in enumerate(drawn):
                picture, onto = take(page, how, asked.seed + i)
                boxes = [box_of(place, onto) for place in places]
                total.update(count(reader.read, picture, boxes, texts))
            names = ("numbers", "right", "accepted", "accepted, wrong", "extra", "extra, accepted")
            rows.append({"paper": paper, "taken": how} | {name: total[name] for name in names})
            print(", ".join(f"{name} {value}" for name, value in rows[-1].items()), flush=True)
    keep(rows, asked.output)


def box_of(place: Array, onto: Array) -> Box:
    """Bring the corners of what is written to the picture: the box around them."""
    (x, y), (end, foot) = place
    quad = np.array([[(x, y), (end, y), (end, foot), (x, foot)]])
    moved = cv2.perspectiveTransform(quad, onto)[0]
    left, top = np.rint(moved.min(axis=0)).astype(int).tolist()
    right, low = np.rint(moved.max(axis=0)).astype(int).tolist()
    return Box(left, top, right - left, low - top)


if __name__ == "__main__":
    main()
