"""Grid ends: a table without lines at its sides is closed where its lines end.

Forms leave a table's outer lines out: its cells are open there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from numerals.image.grey import f32
from numerals.image.grid import Line, spacing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

#: So many lines that end together close a table, at least this share of its lines; or so many
#: where it is closed across.
_LEAST, _FEWER = 3, 2
_SHARE = 0.6
#: They end together if so many of them are off a straight line by so many pixels at most, or by
#: this share of a cell: paper bends.
_TOGETHER = 0.75
_OFF, _OFF_SHARE = 6.0, 0.25
#: What ends nearer to the outermost line across than this share of a cell is no cell, but a line
#: drawn too long: of columns, whose widths differ, and of rows; nor is what ends further off than
#: so many cells.
_COLUMN, _ROW, _FAR = 0.5, 0.75, 3.0


def close_ends(level: list[Line], upright: list[Line]) -> tuple[list[Line], list[Line]]:
    """Add a line along each side of one table at which its lines end together beyond the last.

    Args:
        level: Nearly level lines of the table.
        upright: Nearly upright ones, with x and y exchanged.
    """
    sides = _along_ends(level, upright, _LEAST, _COLUMN)
    caps = _along_ends(upright, level, _FEWER if sides else _LEAST, _ROW)
    if caps and not sides:
        sides = _along_ends(level, upright, _FEWER, _COLUMN)
    if sides and caps:
        sides, caps = _meeting(sides, caps), _meeting(caps, sides)
    return level + caps, upright + sides


def _along_ends(
    lines: Sequence[Line], across: Sequence[Line], least: int, part: float
) -> list[Line]:
    """Draw the lines, across, along which lines begin or end."""
    ordered = sorted(across, key=lambda line: float(np.median(line.ys)))
    apart = spacing(across)
    if len(lines) < least or not apart:
        return []
    ends = np.array([(line.start, line.end - 1) for line in lines], np.float64)
    drawn = []
    for side, last in enumerate((ordered[0], ordered[-1])):
        at = np.array([line.at(end) for line, end in zip(lines, ends[:, side], strict=True)])
        off = (ends[:, side] - [last.at(place) for place in at]) * (1 if side else -1)
        out = (off >= part * apart) & (off <= _FAR * apart)
        if out.sum() < max(least, _SHARE * len(lines)):
            continue
        line = _through(at[out], ends[out, side], max(_OFF, _OFF_SHARE * apart))
        if line is not None:
            drawn.append(line)
    return drawn


def _through(at: NDArray[np.float64], ends: NDArray[np.float64], off: float) -> Line | None:
    """Draw a line through ends, bent as paper is, all but a few; None where they lie on none."""
    near = np.abs(ends - np.polyval(np.polyfit(at, ends, 1), at)) <= off
    if near.sum() < max(_FEWER, _TOGETHER * len(ends)):
        return None
    start, end = round(float(at[near].min())), round(float(at[near].max())) + 1
    order = np.flatnonzero(near)[np.argsort(at[near])]
    return Line(start, f32(np.interp(np.arange(start, end), at[order], ends[order])), 1.0)


def _meeting(lines: list[Line], others: list[Line]) -> list[Line]:
    """Lengthen lines to others that are drawn across their ends."""
    met = []
    for line in lines:
        places = [round(other.at(float(line.ys[len(line.ys) // 2]))) for other in others]
        met.append(line.between(min(line.start, *places), max(line.end, *(p + 1 for p in places))))
    return met
