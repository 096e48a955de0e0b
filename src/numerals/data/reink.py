"""Re-ink: write the same strokes with another pen.

Strokes are thinned to their middle line (Zhang & Suen 1984, "A fast parallel algorithm for
thinning digital patterns") and drawn anew with a pen of any width.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Weight of each neighbour in a pixel's code; the order runs clockwise from the one above.
_CODE = np.array([[128, 1, 2], [64, 0, 4], [32, 16, 8]], np.float32)
_MAX_PASSES = 16
#: What is inked at all, however unevenly, has more ink than this.
_MOTTLED = 60


def thin(strokes: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Thin strokes to lines of one pixel.

    Args:
        strokes: uint8 (h, w), 1 where there is ink, 0 elsewhere; no ink at the very edge.

    Returns:
        uint8 (h, w), 1 on the middle lines.
    """
    left = strokes
    for _ in range(_MAX_PASSES):
        before = left
        for table in _TABLES:
            codes = cv2.filter2D(left, cv2.CV_8U, _CODE, borderType=cv2.BORDER_CONSTANT)
            left = np.asarray(left & np.asarray(cv2.LUT(codes, table), np.uint8))
        if np.array_equal(left, before):
            break
    return np.asarray(left, np.uint8)


def is_written(picture: NDArray[np.uint8], broadest: float) -> bool:
    """Tell strokes from what is filled: a stain, a thing; its middle line is not what it shows.

    Args:
        picture: uint8 (h, w), white ink on black; what is filled may be mottled.
        broadest: Half the width of the broadest stroke, in pixels.
    """
    inked = (picture > _MOTTLED).view(np.uint8)
    return float(cv2.distanceTransform(inked, cv2.DIST_L2, 3).max()) <= broadest


def reink(picture: NDArray[np.uint8], width: float) -> NDArray[np.uint8]:
    """Draw a picture's strokes anew with a round pen.

    Args:
        picture: uint8 (h, w), white ink on black.
        width: The pen's, in pixels.

    Returns:
        uint8 (h, w).
    """
    middle = thin((picture > 127).view(np.uint8))
    distance = np.minimum(cv2.distanceTransform(1 - middle, cv2.DIST_L2, 3), width)
    # An edge of one pixel, half inked where the pen's rim passes.
    return np.asarray(np.clip((width / 2 + 0.5 - distance) * 255, 0, 255), np.uint8)


def _table(first: bool) -> NDArray[np.uint8]:
    """Tell for each code of neighbours whether a pixel stays: uint8 (256,), 1 to stay."""
    stays = np.ones(256, np.uint8)
    for code in range(256):
        p = [(code >> bit) & 1 for bit in range(8)]
        rises = sum(p[i] == 0 and p[(i + 1) % 8] == 1 for i in range(8))
        above, right, below, left = p[::2]
        if first:
            inner = right and below and (above or left)
        else:
            inner = above and left and (right or below)
        if 2 <= sum(p) <= 6 and rises == 1 and not inner:
            stays[code] = 0
    return stays


_TABLES = (_table(first=True), _table(first=False))
