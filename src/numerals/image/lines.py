"""Lines: what is printed around a digit, the edges of its box or of a table's cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Printed lines are looked for in this share of the picture along each edge.
_BAND = 0.25
#: A line is ink in this share of the columns (or rows) that it runs along.
_COVERAGE = 0.85
#: How far a line may rise over the picture's width, as a share of the height.
_RISE = 0.05
#: How far beyond a stroke on both its ends a line must run to be no part of it.
_BEYOND = 0.08


def erase_edge_lines(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Erase straight lines that run along the picture's edges from side to side.

    A bar that belongs to a digit cropped tightly, as on a 7 or a 2, is kept: it ends where
    the rest of the digit does, on one side at least.

    Args:
        mask: bool (h, w), True where there is ink.

    Returns:
        The mask without the lines; the same array where there are none.
    """
    # From side to side is from the first column to the last: where these are bare, none is.
    edges = (mask[:, :2], mask[:, -2:], mask[:2], mask[-2:])
    if not any(edge.any() for edge in edges):
        return mask
    level, upright = _lines(mask), _lines(mask.T).T
    rest = mask & ~(level | upright)
    if _independent(level, rest):
        mask = mask & ~level
    if _independent(upright.T, rest.T):
        mask = mask & ~upright
    return mask


def _lines(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Mark the ink of lines that run from left to right near the top or the bottom."""
    h = mask.shape[0]
    rise = max(1, round(_RISE * h)) | 1
    band = max(1, round(_BAND * h))
    reach = cv2.dilate(np.ascontiguousarray(mask).view(np.uint8), np.ones((rise, 1), np.uint8))
    covered = reach.mean(axis=1) >= _COVERAGE
    covered[band : h - band] = False
    if not covered.any():
        return np.zeros_like(mask)
    rows = cv2.dilate(covered.astype(np.uint8)[:, None], np.ones((rise, 1), np.uint8))
    return mask & (rows > 0)


def _independent(lines: NDArray[np.bool_], rest: NDArray[np.bool_]) -> bool:
    """Tell whether the lines run beyond what is left on both its ends, or leave it alone."""
    if not lines.any() or not rest.any():
        return False
    touching = cv2.dilate(
        np.ascontiguousarray(lines).view(np.uint8), np.ones((3, 3), np.uint8)
    ).view(np.bool_)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(
        np.ascontiguousarray(rest).view(np.uint8), connectivity=8
    )
    main = max(range(1, count), key=lambda i: int(stats[i, cv2.CC_STAT_AREA]))
    if not (touching & (labels == main)).any():
        return True
    left, width = int(stats[main, cv2.CC_STAT_LEFT]), int(stats[main, cv2.CC_STAT_WIDTH])
    beyond = _BEYOND * lines.shape[1]
    inset = left >= beyond and left + width <= lines.shape[1] - beyond
    # What lies wholly beside the digit, as remains of upright lines do, is none of it.
    aside = (stats[:, 0] + stats[:, 2] <= beyond) | (stats[:, 0] >= lines.shape[1] - beyond)
    aside[0] = False
    return bool(inset) and not fills(rest & ~aside[labels], lines)


def fills(rest: NDArray[np.bool_], level: NDArray[np.bool_]) -> bool:
    """Tell whether a digit fills the picture from top to bottom, a level bar of its own included.

    Args:
        rest: bool (h, w), the ink without the bar or line.
        level: bool (h, w), the bar or line, running from left to right.
    """
    top, bottom = bool(rest[0].any()), bool(rest[-1].any())
    return (top or bottom) and (top or bool(level[0].any())) and (bottom or bool(level[-1].any()))
