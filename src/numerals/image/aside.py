"""Aside: ink so much paler than the digits found that it was taken for paper.

One threshold parts paper and ink of a whole picture, and a digit of a pen hardly pressed, beside
bold ones, may lie under it. Looked at by itself it does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from numerals.image.ink import find_ink
from numerals.image.strokes import list_strokes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from numerals.reading import Box

#: There is room for a digit in so much of the digits' height, and in so many pixels; between two
#: others, with paper on both sides, in so much.
_ROOM, _LEAST_ROOM, _ROOM_BETWEEN = 0.25, 6, 0.45
#: What differs by no more levels is paper; to see that takes less than to look for ink.
_PAPER = 2
#: What is looked at reaches beyond the digits by so much of their height, up and down.
_BEYOND = 0.2
#: A digit has so much of the others' height, and is no thinner than a pen: a cell's side may be.
_LOW, _HIGH = 0.45, 1.4
_THIN = 0.05


def pale_aside(
    pixels: NDArray[np.uint8], digits: Box, gaps: Sequence[tuple[int, int]] = ()
) -> bool:
    """Tell whether something pale, as tall as a digit, stands beside digits or between two.

    Args:
        pixels: uint8 (h, w) grey or (h, w, 3) RGB.
        digits: The place of all digits that were found.
        gaps: The columns without ink between them, first and behind the last.
    """
    x, y, w, h = digits
    beyond = round(_BEYOND * h)
    rows = slice(max(0, y - beyond), y + h + beyond)
    sides = [(0, max(0, x - 1)), (x + w + 1, pixels.shape[1])]
    places = [side for side in sides if side[1] - side[0] >= max(_LEAST_ROOM, _ROOM * h)]
    places += [(a, b) for a, b in gaps if b - a >= max(_LEAST_ROOM, _ROOM_BETWEEN * h)]
    return any(_has_digit(pixels[rows, a:b], h) for a, b in places)


def _has_digit(pixels: NDArray[np.uint8], height: int) -> bool:
    """Tell whether a stroke stands free, not cut off as a cell's side is, and is like a digit."""
    ink = find_ink(np.ascontiguousarray(pixels)) if np.ptp(pixels) > _PAPER else None
    if ink is None:
        return False
    rows, columns = ink.mask.shape
    return any(
        _LOW * height <= s.box.h / ink.scale <= _HIGH * height
        and s.box.w / ink.scale >= _THIN * height
        and 0 < s.box.x < columns - s.box.w
        and 0 < s.box.y < rows - s.box.h
        for s in list_strokes(ink)[1]
    )
