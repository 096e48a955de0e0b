"""Printed: whether what is written looks printed, by its colour and by how alike it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from numerals.image.contents import Written

#: Ink whose red, green and blue differ by more than this share of what it covers has a colour.
_COLOURFUL = 0.25
#: Fewer than these say nothing of each other.
_FEW = 4
_MANY = 8
#: Beside a pen's colour, black is print if it is of one size and stands at one height, to these
#: shares of its own size, and of the cell's height, and so much of it scatters as little as print.
_LIKE = (0.15, 0.12)
_MOSTLY = 0.78
#: Where there is no colour, print is that in which so much less scatter …
_ALIKE = (0.04, 0.03)
#: … holds so many times more than it would of what is within this scatter.
_NEAR = (0.2, 0.15)
_DENSER = 6.0


def look_printed(written: list[Written], heights: list[float]) -> list[bool | None]:
    """Tell what is printed in a table.

    Digits in colour are taken to be a pen's. Others are printed if they agree in height and in
    where they stand in their cells; where no pen has a colour, only if clearly more do than a
    hand's would.

    Args:
        written: What is written in the table's cells.
        heights: Those cells' heights, in pixels of the sheet.

    Returns:
        True, False, or None where it cannot be told, for each.
    """
    answers: list[bool | None] = [None] * len(written)
    colour = np.array([float(np.ptp(w.colour) / max(1 - w.colour.min(), 0.1)) for w in written])
    coloured = colour > _threshold(colour)
    for i in np.flatnonzero(coloured).tolist():
        answers[i] = False
    black = np.flatnonzero(~coloured)
    if len(black) < _FEW:
        return answers
    size = np.array([written[i].height / heights[i] for i in black])
    foot = np.array([written[i].foot for i in black])
    printed = _agree(size, foot, beside_colour=bool(coloured.sum() >= _FEW))
    if printed is not None:
        for i, same in zip(black.tolist(), printed.tolist(), strict=True):
            answers[i] = same
    return answers


def _agree(
    size: NDArray[np.float64], foot: NDArray[np.float64], beside_colour: bool
) -> NDArray[np.bool_] | None:
    """Mark what agrees as print does; None where it cannot be told from another pen."""
    group = _largest_group(size, foot)
    if not beside_colour:
        return np.zeros(len(size), np.bool_) if group is None and len(size) >= _MANY else group
    near = _off(size, foot, float(np.median(size)), float(np.median(foot)), _LIKE) <= 1
    if group is None or group.sum() < _MOSTLY * near.sum():
        return None
    return near if near.sum() > group.sum() else group


def _threshold(colour: NDArray[np.float64]) -> float:
    """Find how colourful a pen's ink is: midway between two classes that lie well apart."""
    if len(colour) < 2 * _FEW:
        return _COLOURFUL
    level = float(np.mean(colour))
    for _ in range(8):
        low, high = colour[colour <= level], colour[colour > level]
        if not len(high):
            return _COLOURFUL
        level = float(low.mean() + high.mean()) / 2
    return level if high.mean() > max(_COLOURFUL, 2.5 * low.mean()) else _COLOURFUL


def _off(
    size: NDArray[np.float64],
    foot: NDArray[np.float64],
    at: float,
    stands: float,
    scatter: tuple[float, float],
) -> NDArray[np.float64]:
    """Measure how far sizes and feet are from a size and a foot, in units of a scatter."""
    return np.maximum(np.abs(size / at - 1) / scatter[0], np.abs(foot - stands) / scatter[1])


def _largest_group(
    size: NDArray[np.float64], foot: NDArray[np.float64]
) -> NDArray[np.bool_] | None:
    """Mark those around which most agree; None where no more do than by chance."""
    counts = [(_off(size, foot, a, b, _ALIKE) <= 1).sum() for a, b in zip(size, foot, strict=True)]
    middle = int(np.argmax(counts))
    at, stands = float(size[middle]), float(foot[middle])
    around = int((_off(size, foot, at, stands, _NEAR) <= 1).sum())
    share = _ALIKE[0] * _ALIKE[1] / (_NEAR[0] * _NEAR[1])
    if counts[middle] < _FEW or counts[middle] < _DENSER * share * around:
        return None
    return np.asarray(_off(size, foot, at, stands, _ALIKE) <= 1.5)
