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
    from numpy.typing import NDArray

    from numerals.image.ink import Ink
    from numerals.reading import Box

#: There is room for a digit in so much of the digits' height, and in so many pixels.
_ROOM, _LEAST_ROOM = 0.25, 6
#: What differs by no more levels is paper; to see that takes less than to look for ink.
_PAPER = 2
#: What is looked at reaches beyond the digits by so much of their height, up and down.
_BEYOND = 0.2
#: A digit has so much of the others' height, and is no thinner than a pen: a cell's side may be.
_LOW, _HIGH = 0.45, 1.4
_THIN = 0.05


def pale_aside(pixels: NDArray[np.uint8], digits: Box) -> bool:
    """Tell whether something pale, as tall as a digit, stands to the left of digits or the right.

    Args:
        pixels: uint8 (h, w) grey or (h, w, 3) RGB.
        digits: The place of all digits that were found.
    """
    x, y, w, h = digits
    beyond = round(_BEYOND * h)
    rows = slice(max(0, y - beyond), y + h + beyond)
    for side in (pixels[rows, : max(0, x - 1)], pixels[rows, x + w + 1 :]):
        if side.shape[1] < max(_LEAST_ROOM, _ROOM * h) or np.ptp(side) <= _PAPER:
            continue
        ink = find_ink(np.ascontiguousarray(side))
        if ink is not None and _has_digit(ink, h):
            return True
    return False


def _has_digit(ink: Ink, height: int) -> bool:
    """Tell whether a stroke stands free, not cut off as a cell's side is, and is like a digit."""
    rows, columns = ink.mask.shape
    return any(
        _LOW * height <= s.box.h / ink.scale <= _HIGH * height
        and s.box.w / ink.scale >= _THIN * height
        and 0 < s.box.x < columns - s.box.w
        and 0 < s.box.y < rows - s.box.h
        for s in list_strokes(ink)[1]
    )
