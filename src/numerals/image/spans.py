"""Spans: which part of a strip each of its characters takes up."""

from __future__ import annotations

from functools import cache, cached_property, partial
from itertools import pairwise
from typing import TYPE_CHECKING

import cv2
import numpy as np

from numerals.image.frame import frame_digit
from numerals.image.strip import HEIGHT
from numerals.image.strokes import erase
from numerals.reading import Box

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from numerals.image.strip import Strip

#: Two characters part where least ink is, in this share of the way between their middles; a column
#: farther from where they would meet must have so many pixels of ink less.
_BETWEEN = 0.6
_OFF_MIDDLE = 0.3
#: A character reaches no farther to a side than this share of the strip's height.
_REACH = 0.75
#: A gap that sets off thousands is at least this share of the digits' height, and this many times
#: as wide as any other; a number has so many digits at least.
_GAP = 0.3
_WIDER = 1.6
_FEWEST = 4
#: A piece of ink of which such a share lies in a character's columns is that character's.
_OWN = 0.7


class Spans:
    """The ink of a strip, as its characters share it.

    Args:
        strip: Where they stand.
    """

    def __init__(self, strip: Strip) -> None:
        self._strip = strip
        self._inked = strip.inked
        self._columns = self._inked.sum(axis=0)
        # What a number may be differs in a character or two: most spans come again.
        self._valley = cache(partial(_valley, self._columns))
        self._tight = cache(partial(_tight, self._inked))

    @cached_property
    def _pieces(self) -> tuple[NDArray[np.int32], NDArray[np.intp]]:
        """Label the connected pieces of ink, 0 where there is none; with how large each is."""
        inked = np.ascontiguousarray(self._inked).view(np.uint8)
        labels = np.asarray(cv2.connectedComponents(inked, connectivity=8)[1], np.int32)
        return labels, np.maximum(np.bincount(labels.ravel()), 1)  # there may be no paper

    def boxes(self, centres: Sequence[float]) -> list[Box]:
        """Find the boxes of characters, in the strip.

        Args:
            centres: The column in which each stands out most, rising.

        Returns:
            A box for each, tight around its ink, or one column wide where there is none.
        """
        if not centres:
            return []
        edges = [max(0, round(centres[0] - _REACH * HEIGHT))]
        for left, right in pairwise(centres):
            edges.append(self._valley(left, right))
        edges.append(min(self._strip.text, round(centres[-1] + _REACH * HEIGHT)))
        return [self._tight(a, max(b, a + 1)) for a, b in pairwise(edges)]

    def frame(self, box: Box) -> NDArray[np.uint8]:
        """Frame a character as a single digit is framed: uint8 (28, 28).

        A piece of ink that lies in the box's columns for the most part is the character's, with
        what of it lies beyond; one that hardly does is a neighbour's, unless it is most of the ink
        there, as where all digits hang together. What is torn is cut.
        """
        labels, sizes = self._pieces
        columns = slice(box.x, box.x + box.w)
        inside = np.bincount(labels[:, columns].ravel(), minlength=len(sizes))
        inside[0] = 0
        share = inside / sizes
        own, others = share >= _OWN, (share < 1 - _OWN) & (2 * inside <= inside.sum())
        ink = own[labels]
        ink[:, columns] |= ~others[labels[:, columns]]
        if not ink.any():
            ink[:, columns] = True
        rows, across = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
        part = np.s_[rows[0] : rows[-1] + 1, across[0] : across[-1] + 1]
        crop = self._strip.pixels[part].astype(np.float32) / np.float32(255)
        return frame_digit(erase(crop, self._inked[part] & ~ink[part], ink[part]))


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


def in_picture(strip: Strip, box: Box, height: int, width: int) -> Box:
    """Bring a box from a strip to the pixels of the upright picture, h × w, that it shows."""
    across, down = strip.box.w / strip.text, strip.box.h / HEIGHT
    left, top = strip.box.x + box.x * across, strip.box.y + box.y * down
    right, bottom = left + box.w * across, top + box.h * down
    x, y = min(max(int(left), 0), width - 1), min(max(int(top), 0), height - 1)
    right, bottom = min(int(np.ceil(right)), width), min(int(np.ceil(bottom)), height)
    return Box(x, y, max(1, int(right) - x), max(1, int(bottom) - y))


def _valley(columns: NDArray[np.intp], left: float, right: float) -> int:
    """Find where two characters part: a column with little ink, near the middle between them."""
    middle, half = (left + right) / 2, max((right - left) * _BETWEEN / 2, 1.0)
    first = min(max(0, int(middle - half)), len(columns) - 1)
    here = columns[first : int(middle + half) + 1]
    away = np.abs(np.arange(first, first + len(here)) - middle)
    return first + int((here + _OFF_MIDDLE * away).argmin())


def _tight(inked: NDArray[np.bool_], left: int, right: int) -> Box:
    """Close a box around the ink of some columns."""
    part_ = inked[:, left:right]
    rows, columns = np.flatnonzero(part_.any(axis=1)), np.flatnonzero(part_.any(axis=0))
    if not len(rows):
        return Box(min(left, inked.shape[1] - 1), 0, 1, inked.shape[0])
    x, y = int(columns[0]), int(rows[0])
    return Box(left + x, y, int(columns[-1]) - x + 1, int(rows[-1]) - y + 1)
