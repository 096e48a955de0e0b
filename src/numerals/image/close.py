"""Close: what stands so close to a number on a page that both may be one."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from numerals.image.words import Word

#: Who writes wide leaves this many heights of a digit between two of a number; so many, where one
#: of them stands alone, no wider than this share of its height.
_WIDE, _WIDEST = 1.2, 1.8
_ALONE = 1.1
#: Of a digit torn in two, one part lies so many heights, at most, above or below the other.
_TORN = 0.2
#: A stroke that is left over is looked for so many heights to either side, and above and below; it
#: has as much ink as one so many heights long. What is less than so many high and wide is a dot.
_REACH = 0.8, 0.5
_STROKE, _DOT = 0.25, 0.2
#: Print is as high as so many in a hundred of its glyphs. What is so many of its heights from it at
#: most, shares so much of the lower one's height with it, and is as high to this factor, may be
#: print.
_CAPITALS, _SPACE, _SHARED, _AS_HIGH = 90, 1.0, 0.5, 1.3


def find_close(words: list[Word], lines: list[list[int]], rest: NDArray[np.bool_]) -> set[int]:
    """Find the words beside which there is what may be of the same number.

    That is the next word of the line, for people write wide; a word right above or below, for
    strokes are torn; or ink that is of no word.

    Args:
        words: Those of a sheet.
        lines: Their numbers, line by line, each from left to right.
        rest: bool (h, w), the sheet's ink that is of no word.
    """
    boxes = np.array([word.extent for word in words]).reshape(-1, 4)
    heights = np.array([word.written.height for word in words])
    close = set(np.flatnonzero(_over(boxes, heights)).tolist())
    alone = boxes[:, 2] - boxes[:, 0] <= _ALONE * heights
    for line in lines:
        for one, other in pairwise(line):
            reach = _WIDEST if alone[one] or alone[other] else _WIDE
            if boxes[other, 0] - boxes[one, 2] <= reach * (heights[one] + heights[other]) / 2:
                close |= {one, other}
    return close | _beside(words, boxes, rest)


def find_beside_print(words: list[Word], printed: list[Word]) -> set[int]:
    """Find the words right beside print that are about as high as it: a label's last may be a 1.

    Args:
        words: Those of a sheet.
        printed: What looks printed there.
    """
    if not words or not printed:
        return set()
    left, top, right, foot = np.array([word.extent for word in printed]).T
    height = np.array([np.percentile(word.glyphs[:, 3], _CAPITALS) for word in printed])
    found = set()
    for i, word in enumerate(words):
        x, y, end, low = word.extent
        apart = np.maximum(left - end, x - right)
        shared = np.minimum(foot, low) - np.maximum(top, y)
        near = (apart <= _SPACE * height) & (shared >= _SHARED * np.minimum(foot - top, low - y))
        like = np.abs(np.log(word.written.height / height)) <= np.log(_AS_HIGH)
        if (near & like).any():
            found.add(i)
    return found


def _over(boxes: NDArray[np.float64], heights: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Mark what has something right above or below it."""
    left, top, right, foot = boxes.T
    across = np.minimum(right[:, None], right) - np.maximum(left[:, None], left)
    down = np.maximum(top[:, None], top) - np.minimum(foot[:, None], foot)
    reach = _TORN * np.minimum(heights[:, None], heights)
    near = (across > -reach) & (down <= reach)
    np.fill_diagonal(near, val=False)
    return np.asarray(near.any(axis=1))


def _beside(words: list[Word], boxes: NDArray[np.float64], rest: NDArray[np.bool_]) -> set[int]:
    """Find the words with a stroke of the rest around them."""
    mask = np.ascontiguousarray(rest).view(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    sizes = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1)
    sizes[0] = 0  # paper
    h, w = rest.shape
    found = set()
    for i, (word, (left, top, right, foot)) in enumerate(zip(words, boxes.tolist(), strict=True)):
        height = word.written.height
        x, end = max(0, round(left - _REACH[0] * height)), min(w, round(right + _REACH[0] * height))
        y, low = max(0, round(top - _REACH[1] * height)), min(h, round(foot + _REACH[1] * height))
        ink = np.count_nonzero(sizes[labels[y:low, x:end]] >= _DOT * height)
        if ink >= _STROKE * height * word.written.pen:
            found.add(i)
    return found
