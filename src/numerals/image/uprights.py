"""Uprights: bare upright strokes at the ends of a number that stands free on its paper.

Such a stroke is a 1, or the side of a printed cell. A cell's sides meet its other lines, or go on
beyond the picture, and no pen drew them: where no ink reaches the picture's edges, and a stroke is
as dark and as thick as the others, there is hardly a cell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from numerals.image.contents import measure_pen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from numerals.image.ink import Ink
    from numerals.reading import Box

#: What is wider than this share of its height is no bare stroke.
_SLENDER = 0.25
#: One pen's strokes: the darkest fifth of a stroke against that of the others, at least, and the
#: thickness, at least and at most. Slow straight strokes are thicker than others.
_AS_DARK = 0.93
_AS_THICK = (0.6, 1.7)


def find_uprights(ink: Ink, tall: Sequence[Box]) -> list[Box]:
    """Find bare upright strokes at the ends of a number, of the pen that wrote the rest.

    Args:
        ink: All ink of the picture.
        tall: The places of strokes as tall as digits, in any order.

    Returns:
        None, one, or two of them: at the left end, at the right end. Nothing stands above or below.
    """
    if len(tall) < 2 or _reaches_an_edge(ink.mask):
        return []
    ends = [min(tall, key=lambda b: b.x), max(tall, key=lambda b: b.x + b.w)]
    bare = [end for end in ends if _is_bare(end, tall)]
    others = [b for b in tall if b not in bare] or [b for b in tall if b not in bare[:1]]
    return [end for end in bare if is_of_one_pen(ink, end, others)]


def is_of_one_pen(ink: Ink, place: Box, others: Sequence[Box]) -> bool:
    """Tell whether the ink at a place is as dark and as thick as that at others, at least one."""
    dark, thick = _pen(ink, place)
    usual_dark, usual_thick = np.median(np.array([_pen(ink, b) for b in others]), axis=0)
    least, most = _AS_THICK
    return bool(dark >= _AS_DARK * usual_dark and least <= thick / usual_thick <= most)


def _reaches_an_edge(mask: NDArray[np.bool_]) -> bool:
    x, y, w, h = cv2.boundingRect(np.ascontiguousarray(mask).view(np.uint8))
    return x == 0 or y == 0 or x + w == mask.shape[1] or y + h == mask.shape[0]


def _is_bare(end: Box, tall: Sequence[Box]) -> bool:
    free = all(b is end or b.x > end.x + end.w or b.x + b.w < end.x for b in tall)
    return free and end.w <= _SLENDER * end.h


def _pen(ink: Ink, box: Box) -> tuple[float, float]:
    """Measure how dark and how thick the ink at a place is."""
    place = np.s_[box.y : box.y + box.h, box.x : box.x + box.w]
    mask = ink.mask[place]
    return float(np.percentile(ink.map[place][mask], 80)), measure_pen(mask)
