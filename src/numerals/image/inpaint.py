"""Inpaint: what is no number's own, in what is cut out of a page, painted over with paper.

What lies along a line is not heeded: a stroke that crosses it would be smeared along it, and a 1
be a 4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from numerals.image.grey import f32

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: What is so much of 255 covered by a line is painted over.
_COVERED = 100
#: What is so many pixels across is painted over before what is broader, as where lines cross.
_NARROW = 12
#: What is covered from edge to edge is as broad as this.
_ENDLESS = 2**30
#: Strokes and lines have rims: what is nearer to one than half so many pixels is no paper.
_RIM = 7


def paint_over(pixels: NDArray[np.uint8], lines: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Paint lines over with what is on either side of each.

    Args:
        pixels: uint8 (h, w) or (h, w, 3).
        lines: bool, of the same view and any size, True where they are.

    Returns:
        The picture without them; the same array where there are none.
    """
    if not lines.any():
        return pixels
    h, w = pixels.shape[:2]
    mask = cv2.resize(lines.view(np.uint8) * np.uint8(255), (w, h), interpolation=cv2.INTER_LINEAR)
    over = mask > _COVERED
    colours = f32(pixels.reshape(h, w, -1))
    while over.any():  # where lines cross, what is beside is known when each is painted over
        down, high = _between(colours, over)
        right, wide = _between(colours.swapaxes(0, 1), over.T)
        least = np.minimum(high, wide.T)
        known = over & (least <= max(_NARROW, int(least[over].min())))
        colours[known] = np.where((high > wide.T)[..., None], right.swapaxes(0, 1), down)[known]
        over &= ~known
    return np.asarray(np.rint(colours).astype(np.uint8).reshape(pixels.shape))


def leave_out(
    pixels: NDArray[np.uint8], other: NDArray[np.bool_], ink: NDArray[np.bool_]
) -> NDArray[np.uint8]:
    """Paint what is not a number's own over, with the paper nearest to it.

    Args:
        pixels: uint8 (h, w) or (h, w, 3).
        other: bool, of the same view and any size, True where it is to be painted over.
        ink: Likewise, True where the number's strokes are.

    Returns:
        The picture without it; the same array where there is none, or no paper.
    """
    h, w = pixels.shape[:2]
    over, own = (
        cv2.resize(
            np.ascontiguousarray(part).view(np.uint8), (w, h), interpolation=cv2.INTER_NEAREST
        )
        for part in (other, ink)
    )
    over = np.asarray(cv2.dilate(over, np.ones((3, 3), np.uint8)) > own, np.uint8)
    no_paper = cv2.dilate(np.maximum(over, own), np.ones((_RIM, _RIM), np.uint8))
    if not over.any() or no_paper.all():
        return pixels
    _, nearest = cv2.distanceTransformWithLabels(
        no_paper, cv2.DIST_L2, 3, labelType=cv2.DIST_LABEL_PIXEL
    )
    paper = np.zeros((int(nearest.max()) + 1, *pixels.shape[2:]), np.uint8)
    paper[nearest[no_paper == 0]] = pixels[no_paper == 0]
    wide = (over > 0).reshape(h, w, *(1,) * (pixels.ndim - 2))
    return np.asarray(np.where(wide, paper[nearest], pixels), np.uint8)


def _between(
    colours: NDArray[np.float32], over: NDArray[np.bool_]
) -> tuple[NDArray[np.float32], NDArray[np.intp]]:
    """Fill what is covered, column by column, with what is above and below.

    Args:
        colours: (h, w, n).
        over: (h, w), True where a picture is covered.

    Returns:
        The filled picture; and by how many rows what is above and below lie apart.
    """
    h = len(over)
    rows = np.broadcast_to(np.arange(h)[:, None], over.shape)
    above = np.maximum.accumulate(np.where(over, -1, rows), axis=0)
    below = np.minimum.accumulate(np.where(over, h, rows)[::-1], axis=0)[::-1]
    apart = np.where((above < 0) & (below >= h), _ENDLESS, below - above)
    share = ((rows - above) / np.maximum(below - above, 1))[..., None]
    share = np.where((above < 0)[..., None], 1.0, np.where((below >= h)[..., None], 0.0, share))
    columns = np.arange(over.shape[1])
    upper, lower = (
        colours[np.maximum(above, 0), columns],
        colours[np.minimum(below, h - 1), columns],
    )
    return f32(upper * (1 - share) + lower * share), np.asarray(apart, np.intp)
