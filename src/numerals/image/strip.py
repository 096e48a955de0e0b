"""Strip: a number's ink scaled to one height, for a network that reads along it.

Nothing is erased but the paper: what stands around the digits is for the network to pass over,
which sees more of it than any rule would.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import cv2
import numpy as np

from numerals.image.frame import full_ink
from numerals.image.ink import Ink, find_ink, smooth_ink
from numerals.image.strokes import Stroke, list_strokes, union
from numerals.image.uprights import find_uprights
from numerals.reading import Box

if TYPE_CHECKING:
    from numpy.typing import NDArray

HEIGHT = 32
#: A strip is a whole number of steps wide; the network answers once a step.
STEP = 4
MIN_WIDTH = 32
#: What is wider is squeezed: over 20 digits.
MAX_WIDTH = 640
#: Paper above and below the tall strokes, and left and right of all, as a share of their height.
_ABOVE = 0.15
_BESIDE = 0.2
#: A stroke at least this share of the tallest one's height may be a digit; at an end, as a short 1,
#: this share.
_TALL, _SHORT = 0.5, 0.4
#: Where no stroke has this share of the height of all, digits may have come in pieces, which stand
#: no further apart than this share of it.
_BROKEN = 0.6
_BRIDGED = 0.1
#: Ink is what is over this share of full ink.
_INK = 0.3
#: Ink that is found anew is taken where it reaches over so much of the former's width.
_REACHED = 0.5


@dataclass(frozen=True, slots=True)
class Strip:
    """A number's ink, brought to the height that the network reads.

    Attributes:
        pixels: uint8 (32, W), white ink on black, W a multiple of 4 in [32, 640].
        box: The part of the upright picture that it shows; it may reach beyond the edges.
        text: The part of the strip, left to right in its pixels, that is not filled up with paper.
        uprights: First and last column of each bare stroke at an end that is hardly a cell's side.
    """

    pixels: NDArray[np.uint8]
    box: Box
    text: int
    uprights: tuple[tuple[float, float], ...] = ()

    @property
    def written(self) -> Box:
        """The place of the number in the picture, without the paper around it."""
        x, y, w, h = self.box
        tall = h / (1 + 2 * _ABOVE)
        above, aside = round(_ABOVE * tall), round(_BESIDE * tall)
        return Box(x + aside, y + above, max(1, w - 2 * aside), max(1, h - 2 * above))

    @property
    def inked(self) -> NDArray[np.bool_]:
        """Where there is ink: bool (32, text)."""
        return np.asarray(self.pixels[:, : self.text] > _INK * 255)

    @property
    def gaps(self) -> list[tuple[int, int]]:
        """The columns of the picture, first and behind the last, that part the number's ink."""
        inked = np.flatnonzero(self.inked.any(axis=0))
        across = self.box.w / self.text
        return [
            (max(0, math.ceil(self.box.x + (a + 1) * across)), int(self.box.x + b * across))
            for a, b in pairwise(inked.tolist())
            if b > a + 1
        ]


def cut_strip(pixels: NDArray[np.uint8]) -> Strip | None:
    """Find the one number of a picture, and bring it to a strip.

    Args:
        pixels: uint8 (h, w) grey or (h, w, 3) RGB.

    Returns:
        The strip, or None where nothing stands out from the paper.
    """
    ink = find_ink(pixels)
    return None if ink is None else strip_of(ink)


def strip_of(ink: Ink) -> Strip | None:
    """Bring the ink of a picture to a strip; None where there is but dirt."""
    labels, strokes, edges = list_strokes(ink)
    if not strokes:
        return None
    if _in_pieces(strokes):
        smooth = smooth_ink(ink)
        joined = list_strokes(smooth)
        # A number that climbs is in pieces, too, and shall not lose its faint digits.
        if _width(joined[1]) >= _REACHED * _width(strokes):
            ink, (labels, strokes, edges) = smooth, joined
    each = [s.box for s in strokes]
    x, y, w, h = box = _extent(_whole(labels, strokes), edges)
    scale = HEIGHT / h
    width = min(max(1, round(w * scale)), MAX_WIDTH)
    crop = _crop(ink.map, box)
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    small = np.asarray(cv2.resize(crop, (width, HEIGHT), interpolation=method), np.float32)
    # A pen thinner than a pixel of the strip turns grey when shrunk.
    small *= 255.0 / max(full_ink(small), 0.01)
    np.minimum(small, 255.0, out=small)
    padded = max(MIN_WIDTH, -(-width // STEP) * STEP)
    strip = np.zeros((HEIGHT, padded), np.uint8)
    strip[:, :width] = np.rint(small)
    place = Box(*(round(v / ink.scale) for v in (x, y, w, h)))
    tall = [b for b in [*each, *edges] if _stands_in(b, box)]
    ends = find_uprights(ink, tall)
    across = width / w
    uprights = tuple(((b.x - x) * across, (b.x + b.w - x) * across) for b in ends)
    return Strip(strip, place, width, uprights)


def as_strip(pixels: NDArray[np.uint8]) -> Strip:
    """Take a strip, uint8 (32, W), whose picture is not at hand for one that shows itself."""
    height, width = pixels.shape
    return Strip(pixels, Box(0, 0, width, height), width)


def _in_pieces(strokes: list[Stroke]) -> bool:
    """Tell whether no stroke is nearly as tall as all together."""
    each = [s.box for s in strokes]
    return max(b.h for b in each) < _BROKEN * union(each).h


def _width(strokes: list[Stroke]) -> int:
    return union(s.box for s in strokes).w if strokes else 0


def _whole(labels: NDArray[np.int32], strokes: list[Stroke]) -> list[Box]:
    """Give the places of strokes, those that lie in pieces put together where none is tall.

    Pale ink on a printed ground comes in pieces, and the tallest of them is no digit.
    """
    each = [s.box for s in strokes]
    if not _in_pieces(strokes):
        return each
    whole = union(each)
    part = np.isin(labels, [s.label for s in strokes]).view(np.uint8)
    side = 2 * max(1, round(_BRIDGED * whole.h / 2)) + 1  # an even one would push ink off the edge
    closed = cv2.morphologyEx(part, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    stats = cv2.connectedComponentsWithStats(closed, connectivity=8)[2]
    return [Box(*place) for place in stats[1:, :4].tolist()]


def _extent(each: list[Box], edges: list[Box]) -> Box:
    """Find how far the number reaches, with paper around it; beyond the edges, where it is there.

    Its height is that of the tall strokes; in width there may be more: a strip that ends too late
    costs little, one that ends in a digit costs that digit.
    """
    tallest = max(b.h for b in each)
    band = union(b for b in each if b.h >= _TALL * tallest)
    beside = [e for e in edges if e.h >= _SHORT * band.h and _overlaps(e, band)]
    across = union([*(b for b in each if _overlaps(b, band)), *beside])
    above, aside = max(1, round(_ABOVE * band.h)), max(1, round(_BESIDE * band.h))
    return Box(across.x - aside, band.y - above, across.w + 2 * aside, band.h + 2 * above)


def _overlaps(box: Box, band: Box) -> bool:
    """Tell whether a box stands, at least in part, between the top and the bottom of a band."""
    margin = _ABOVE * band.h
    return box.y < band.y + band.h + margin and box.y + box.h > band.y - margin


def _stands_in(box: Box, strip: Box) -> bool:
    """Tell whether a stroke stands in a strip's place, and is as tall as a digit."""
    tall = _TALL * strip.h / (1 + 2 * _ABOVE)
    return box.h >= tall and strip.x <= box.x and box.x + box.w <= strip.x + strip.w


def _crop(ink: NDArray[np.float32], box: Box) -> NDArray[np.float32]:
    """Cut a box out of a map, with paper where it reaches beyond the edges."""
    height, width = ink.shape
    x, y, w, h = box
    top, bottom, left, right = max(y, 0), min(y + h, height), max(x, 0), min(x + w, width)
    crop = np.zeros((h, w), np.float32)
    crop[top - y : bottom - y, left - x : right - x] = ink[top:bottom, left:right]
    return crop
