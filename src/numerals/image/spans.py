"""Spans: which part of a strip each of its characters takes up."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from numerals.image.frame import frame_digit
from numerals.image.strip import HEIGHT
from numerals.reading import Box

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from numerals.image.strip import Strip

#: Two characters part where least ink is, in this share of the way between their middles.
_BETWEEN = 0.6
#: A character reaches no farther to a side than this share of the strip's height.
_REACH = 0.75
#: A gap that sets off thousands is at least this share of the digits' height, and this many times
#: as wide as any other; a number has so many digits at least.
_GAP = 0.3
_WIDER = 1.6
_FEWEST = 4
#: Ink is what is over this share of full ink.
_INK = 0.3


def part(strip: Strip, centres: Sequence[float]) -> list[Box]:
    """Find the boxes of characters, in the strip.

    Args:
        strip: Where they stand.
        centres: The column in which each stands out most, rising.

    Returns:
        A box for each, tight around its ink, or one column wide where there is none.
    """
    inked = strip.pixels[:, : strip.text] > _INK * 255
    columns = inked.sum(axis=0)
    edges = [max(0, round(centres[0] - _REACH * HEIGHT))] if centres else []
    for left, right in pairwise(centres):
        edges.append(_valley(columns, left, right))
    edges.append(min(strip.text, round((centres[-1] if centres else 0) + _REACH * HEIGHT)))
    return [_tight(inked, edges[i], max(edges[i + 1], edges[i] + 1)) for i in range(len(centres))]


def thousands(boxes: Sequence[Box]) -> list[int]:
    """Find the gaps that set off thousands: every third from the right, and wider than all others.

    Args:
        boxes: Of a number's digits, left to right.

    Returns:
        How many digits stand before each such gap; none where any gap is not what it would be.
    """
    n = len(boxes)
    gaps = [b.x - (a.x + a.w) for a, b in pairwise(boxes)]
    breaks = [i for i in range(1, n) if (n - i) % 3 == 0]
    if n < _FEWEST or not breaks:
        return []
    tall = float(np.median([box.h for box in boxes]))
    narrowest = min(gaps[i - 1] for i in breaks)
    others = [gap for i, gap in enumerate(gaps, start=1) if i not in breaks]
    widest = max([0, *others])
    return breaks if narrowest > max(_GAP * tall, _WIDER * widest) else []


def frame_of(strip: Strip, box: Box) -> NDArray[np.uint8]:
    """Frame a character as a single digit is framed: uint8 (28, 28)."""
    x, y, w, h = box
    crop = strip.pixels[y : y + h, x : x + w].astype(np.float32) / np.float32(255)
    return frame_digit(crop)


def in_picture(strip: Strip, box: Box, height: int, width: int) -> Box:
    """Bring a box from a strip to the pixels of the upright picture, h × w, that it shows."""
    across, down = strip.box.w / strip.text, strip.box.h / HEIGHT
    left, top = strip.box.x + box.x * across, strip.box.y + box.y * down
    right, bottom = left + box.w * across, top + box.h * down
    x, y = min(max(int(left), 0), width - 1), min(max(int(top), 0), height - 1)
    right, bottom = min(int(np.ceil(right)), width), min(int(np.ceil(bottom)), height)
    return Box(x, y, max(1, int(right) - x), max(1, int(bottom) - y))


def _valley(columns: NDArray[np.intp], left: float, right: float) -> int:
    """Find the column with the least ink between two characters, the middle one of several."""
    middle, half = (left + right) / 2, max((right - left) * _BETWEEN / 2, 1.0)
    first = min(max(0, int(middle - half)), len(columns) - 1)
    here = columns[first : int(middle + half) + 1]
    least = np.flatnonzero(here == here.min())
    return first + int(least[len(least) // 2])


def _tight(inked: NDArray[np.bool_], left: int, right: int) -> Box:
    """Close a box around the ink of some columns."""
    part_ = inked[:, left:right]
    rows, columns = np.flatnonzero(part_.any(axis=1)), np.flatnonzero(part_.any(axis=0))
    if not len(rows):
        return Box(min(left, inked.shape[1] - 1), 0, 1, inked.shape[0])
    x, y = int(columns[0]), int(rows[0])
    return Box(left + x, y, int(columns[-1]) - x + 1, int(rows[-1]) - y + 1)
