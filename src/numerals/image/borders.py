"""Borders: a cell's lines, told from what is written beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: What is a line covers so much more than the cell's ground. It reaches up to this share of the
#: shorter side into a cell, where so much of it is dark.
COVER = 0.07
_THICKEST, _WHOLE = 0.25, 0.7
#: What keeps within this share of the cell's shorter side from a border is the line's rest or a
#: neighbour's. What has fewer pixels is a speck.
_CLINGS = 0.16
_LEAST = 6
#: What is at least so high, as a share of what is kept, may be a digit: a 1, if there is paper
#: between it and the cell's side, of so many pixels, so pale beside both, along so much of it.
_DIGIT = 0.5
_SIDE, _GAP, _STANDS_OFF = 2, 0.5, 0.6
#: A line goes from end to end of a cell, but for so many pixels.
_SHORT = 1
#: What goes from the cell's upper line to its lower one, no wider than this share of that, may be
#: one that parts it.
_SLENDER = 0.25


class Pieces(NamedTuple):
    """Which pieces of a cell's ink are its number's.

    Attributes:
        kept: bool (n,), those that are, by label.
        left_out: bool (n,), those that cling to a side.
        tallest: How high the highest is that stands away from all sides, in pixels.
    """

    kept: NDArray[np.bool_]
    left_out: NDArray[np.bool_]
    tallest: int


def reach(dark: NDArray[np.float32], depth: NDArray[np.float32], border: int) -> int:
    """Tell how deep a cell's lines reach into it, at three of its sides at least, in pixels.

    A 1 beside the fourth is not taken for a thick line.

    Args:
        dark: float32 (h, w), how much darker it is than the cell's ground.
        depth: float32 (h, w), how many pixels it is from outside of the cell.
        border: How deep a line reaches mostly.
    """
    h, w = dark.shape
    x, y = np.arange(w), np.arange(h)[:, None]
    nearest = np.argmin(np.broadcast_arrays(x, y, w - 1 - x, h - 1 - y), axis=0)
    deepest = round(_THICKEST * min(h, w))
    near = (depth > 0) & (depth < deepest)
    place = nearest[near] * deepest + depth[near].astype(np.intp)
    count = np.bincount(place, minlength=4 * deepest)
    share = np.bincount(place[dark[near] >= COVER], minlength=4 * deepest) / np.maximum(count, 1)
    found = []
    for each in share.reshape(4, deepest)[:, 1:]:
        # A line is where it was found, or beside it, and has pale rims.
        middle = int(each[:border].argmax())
        pale = np.flatnonzero(each[middle:] < _WHOLE)
        found.append(middle + int(pale[0]) + 1 if len(pale) else border)
    return sorted(found)[1]


def tell_apart(stats: NDArray[np.int32], dark: NDArray[np.float32], border: int) -> Pieces:
    """Tell which pieces of a cell's ink are its number's.

    Args:
        stats: int32 (n, 5), by label left, top, width, height and area within the border.
        dark: float32 (h, w), how much darker the whole cell is than its ground.
        border: How many pixels of it on each side are the border.
    """
    h, w = dark.shape[0] - 2 * border, dark.shape[1] - 2 * border
    kept, left_out = np.zeros((2, len(stats)), np.bool_)
    rim = _CLINGS * min(h, w)
    for i, (x, y, width, height, area) in enumerate(stats.tolist()):
        sides = ((x, width), (y, height), (w - x - width, width), (h - y - height, height))
        clings = any(off == 0 and thick <= rim for off, thick in sides)
        kept[i] = i > 0 and not clings and area >= _LEAST
        left_out[i] = i > 0 and clings
    tallest = int(stats[kept, 3].max(initial=0))
    for i in np.flatnonzero(left_out & (stats[:, 3] >= _DIGIT * tallest)).tolist():
        x, y, width, height = stats[i, :4].tolist()
        beside = dark[border + y : border + y + height]
        if x > w / 2:
            x, beside = w - x - width, beside[:, ::-1]
        kept[i] = height > width and _stands_off(beside[:, : border + x + width], border + x)
        left_out[i] = not kept[i]
    return Pieces(kept, left_out, tallest)


def may_be_either(stats: NDArray[np.int32], pieces: Pieces, within: NDArray[np.bool_]) -> bool:
    """Tell whether a piece may be a digit or a line.

    Left out, it may be a 1 that stands on the cell's side; kept, a line that parts the cell.

    Args:
        stats: As `tell_apart` takes them.
        pieces: As it gives them.
        within: bool (h, w), what of the cell is not its lines'.
    """
    whole = np.array(
        [_is_whole(within[:, x : x + width], height) for x, _, width, height, _ in stats.tolist()]
    )
    digit = pieces.left_out & (stats[:, 3] >= _DIGIT * pieces.tallest) & ~whole
    line = pieces.kept & whole & (stats[:, 2] <= _SLENDER * stats[:, 3])
    return bool((digit | line).any())


def _is_whole(within: NDArray[np.bool_], height: int) -> bool:
    """Tell whether what is so high goes from end to end of the part of a cell that it stands in."""
    return height >= int(within.sum(axis=0).max(initial=0)) - _SHORT


def _stands_off(rows: NDArray[np.float32], start: int) -> bool:
    """Tell whether there is paper between a cell's left side and a stroke beside it.

    Args:
        rows: float32 (h, w), how much darker than the cell's ground is what is from the middle of
            the side to the end of the stroke.
        start: The stroke's first column.
    """
    line, stroke = rows[:, :_SIDE].max(axis=1), rows[:, start:].max(axis=1)
    between = rows[:, : start + 1].min(axis=1)
    apart = (line > _GAP * stroke) & (between < _GAP * np.minimum(line, stroke))
    return float(np.mean(apart)) >= _STANDS_OFF
