"""Rules: the thin lines of ruled or squared paper, wherever they run through the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from numerals.image.lines import fills

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: A rule is no thicker than this share of the picture's height, or this many pixels.
_THIN = 0.06
_THIN_PIXELS = 2
#: How much a rule may rise over the picture's width, as a share of that.
_RISE = 0.1
#: A rule is ink in this share of the columns.
_COVERAGE = 0.95
#: Where ink is no thicker than this many times the rule, it is the rule's.
_OWN = 1.5
#: So much of a rule crosses nothing.
_ALONE = 0.4
#: What is left is the digit, and all that is larger than this share of its largest part.
_PART = 0.15
#: How far beyond the digit on both its sides a rule must run, as a share of the width.
_BEYOND = 0.08
#: Smaller pictures have no room for rules beside a digit.
_SMALL = 16
#: More rules than these at one edge are no rules, but texture.
_MOST = 16


def erase_rules(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Erase thin straight lines that run from the left edge to the right, or from top to bottom.

    Strokes that cross a rule, or run along it for a while, are kept: there the ink is thicker
    than the rule. A bar of the digit's own is none, for a rule runs on beyond the digit on
    both sides.

    Args:
        mask: bool (h, w), True where there is ink.

    Returns:
        The mask without the rules; the same array where there are none.
    """
    if min(mask.shape) <= _SMALL:
        return mask
    level, upright = _rules(mask), _rules(mask.T)
    if level is None and upright is None:
        return mask
    rest = mask.copy()
    for rules in (level, None if upright is None else upright.T):
        if rules is not None:
            rest &= ~rules
    erased = np.zeros_like(mask)
    if level is not None and _stands_within(rest, level):
        erased |= level
    if upright is not None and _stands_within(rest.T, upright):
        erased |= upright.T
    if not erased.any():
        return mask
    # A stroke thinner than the rule leaves a gap where it crosses: close it with what was there.
    rest = mask & ~erased
    size = max(_THIN_PIXELS, round(_THIN * max(mask.shape))) + 3
    u8 = np.ascontiguousarray(rest).view(np.uint8)
    gaps = [(size, 3)] * (level is not None) + [(3, size)] * (upright is not None)
    for gap in gaps:
        closed = cv2.morphologyEx(u8, cv2.MORPH_CLOSE, np.ones(gap, np.uint8)) > 0
        rest = rest | (mask & closed)
    return rest


def _rules(mask: NDArray[np.bool_]) -> NDArray[np.bool_] | None:
    """Mark what may be rules that run from left to right; None where nothing is."""
    if not (mask[:, 0].any() and mask[:, -1].any()):
        return None
    h, w = mask.shape
    thin = max(_THIN_PIXELS, round(_THIN * h))
    left, right = _runs(mask[:, 0], thin), _runs(mask[:, -1], thin)
    if not left or not right or max(len(left), len(right)) > _MOST:
        return None
    rules = np.zeros_like(mask)
    for start in left:
        for end in right:
            if abs(start - end) <= _RISE * w:
                rules |= _rule(mask, start, end, thin)
    return rules if rules.any() else None


def _runs(line: NDArray[np.bool_], longest: int) -> list[float]:
    """Find the middles of runs of ink along an edge that are no longer than `longest`."""
    steps = np.flatnonzero(np.diff(np.concatenate([[False], line, [False]])))
    starts, ends = steps[::2], steps[1::2]
    return [(a + b - 1) / 2 for a, b in zip(starts, ends, strict=True) if b - a <= longest]


def _rule(mask: NDArray[np.bool_], start: float, end: float, thin: int) -> NDArray[np.bool_]:
    """Mark a rule from `start` on the left edge to `end` on the right; nothing if it is none."""
    h, w = mask.shape
    marked = np.zeros_like(mask)
    # All around the line, a column for each of the picture's: its ink must hold together there.
    reach = 2 * thin + 2
    offsets = np.arange(-reach, reach + 1)
    rows = np.rint(np.linspace(start, end, w)).astype(np.intp) + offsets[:, None]
    columns = np.broadcast_to(np.arange(w), rows.shape)
    band = mask[np.clip(rows, 0, h - 1), columns] & (rows >= 0) & (rows < h)
    distance = np.where(band, np.abs(offsets)[:, None], reach + 1)
    nearest = distance.argmin(axis=0)
    on = distance[nearest, columns[0]] <= 1 + thin // 2
    if on.mean() < _COVERAGE:
        return marked
    index = np.arange(len(offsets))[:, None]
    above = np.maximum.accumulate(np.where(band, -1, index), axis=0)[nearest, columns[0]]
    below = np.where(band, len(offsets), index)[::-1]
    below = np.minimum.accumulate(below, axis=0)[::-1][nearest, columns[0]]
    run = below - above - 1
    thickness = float(np.median(run[on]))
    if thickness > thin:
        return marked
    own = on & (run <= max(_OWN * thickness, thickness + 1))
    if own.mean() < _ALONE:
        return marked
    ink = band & own & (index > above) & (index < below)
    marked[rows[ink], columns[ink]] = True
    return marked


def _stands_within(rest: NDArray[np.bool_], rules: NDArray[np.bool_]) -> bool:
    """Tell whether rules run on beyond the digit on both its sides, so that they are none of it."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(
        np.ascontiguousarray(rest).view(np.uint8), connectivity=8
    )
    if count == 1:
        return False
    w = rest.shape[1]
    least = _PART * max(stats[1:, cv2.CC_STAT_AREA].tolist())
    beyond = _BEYOND * w
    inset = all(
        x >= beyond and x + width <= w - beyond
        for x, _, width, _, area in stats[1:].tolist()
        if area >= least
    )
    return inset and not fills(rest, rules)
