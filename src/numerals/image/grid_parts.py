"""Grid parts: lines that ink ties together, parted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

#: Ink misleads a line over less than half so many columns.
_WINDOW = 101
#: A line's pixels lie so far from its middle at most, beyond half of its thickness.
_RIM = 2


def part_lines(
    tied: NDArray[np.bool_], shortest: int
) -> Iterator[tuple[int, int, NDArray[np.bool_]]]:
    """Part level lines that ink between them ties together, as writing on ruled paper does.

    Args:
        tied: bool (h, w), what hangs together.
        shortest: What is parted from it, and has fewer columns, is no line.

    Yields:
        Left, top, and bool (h, w) of each line's part of it; all of it where it is one line.
    """
    waiting = [(0, 0, tied)]
    while waiting:
        x, y, piece = waiting.pop()
        own = _uppermost(piece)
        if own is None:
            yield x, y, piece
            continue
        for part in (own, piece & ~own):
            waiting += [(x + left, y + top, each) for left, top, each in _connected(part, shortest)]


def _uppermost(tied: NDArray[np.bool_]) -> NDArray[np.bool_] | None:
    """Mark the uppermost of several lines that are tied together; None where there is but one."""
    runs = _count_runs(tied)
    if np.median(runs[runs > 0]) < 2:
        return None
    filled = np.flatnonzero(runs)
    top = np.interp(np.arange(tied.shape[1]), filled, tied.argmax(axis=0)[filled])
    rows = np.arange(tied.shape[0])[:, None]
    below = (~tied & (rows > top)).argmax(axis=0)  # the first paper under the uppermost run
    thick = float(np.median((below - top)[filled]))
    own = tied & (np.abs(rows - _median(top) - thick / 2) <= thick / 2 + _RIM)
    return own if own.any() and (tied & ~own).any() else None


def _connected(
    part: NDArray[np.bool_], shortest: int
) -> Iterator[tuple[int, int, NDArray[np.bool_]]]:
    """List what hangs together of a mask, and is as long as a line."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(part.view(np.uint8), connectivity=8)
    for i, (x, y, w, h, _area) in enumerate(stats.tolist()):
        if i > 0 and w >= shortest:
            yield x, y, labels[y : y + h, x : x + w] == i


def _count_runs(part: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Count the runs of ink in each column."""
    begun = part.copy()
    begun[1:] &= ~part[:-1]
    return np.asarray(begun.sum(axis=0), np.intp)


def _median(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Smooth by the median of a window."""
    reach = min(_WINDOW, len(values) // 2 * 2 - 1) // 2
    padded = np.pad(values, reach, mode="reflect")
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1)
    return np.asarray(np.median(windows, axis=1), np.float64)
