"""Grid edges: a table that runs over the picture's edges is closed there.

Who cuts a table out of a scan, or photographs a part of one, leaves no line around it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from numerals.image.grid import Line, spacing
from numerals.image.grid_crossings import tables_of
from numerals.image.grid_ends import close_ends

if TYPE_CHECKING:
    from collections.abc import Sequence

#: A line that ends so many pixels before an edge reaches it.
_REACH = 10
#: What is cut nearer to its last line than this share of the distance between two is no cell; what
#: is cut further off than so many of it is paper beside a double margin.
_PART, _FAR = 0.5, 3.0
#: A table has at least so many lines of either kind; a margin beside ruled lines is none.
_LEAST = 2


def close_edges(
    level: list[Line], upright: list[Line], shape: tuple[int, int]
) -> tuple[list[Line], list[Line]]:
    """Add a line along each edge of the sheet that a table runs over, and where its lines end.

    Args:
        level: Nearly level lines of tables.
        upright: Nearly upright ones, with x and y exchanged.
        shape: Height and width of the sheet, in pixels.
    """
    closed = [close_ends(*_close(*table, shape)) for table in tables_of(level, upright)]
    return [line for rows, _ in closed for line in rows], [line for _, c in closed for line in c]


def _close(
    level: list[Line], upright: list[Line], shape: tuple[int, int]
) -> tuple[list[Line], list[Line]]:
    """Close one table."""
    height, width = shape
    if min(len(level), len(upright)) < _LEAST:
        return level, upright
    left, right = _cut(level, upright, width)
    top, foot = _cut(upright, level, height)
    if not (left or right or top or foot):
        return level, upright
    grown_level = [_grow(line, bool(left), bool(right), width) for line in level]
    grown_upright = [_grow(line, bool(top), bool(foot), height) for line in upright]
    for lines, at in ((left, 0), (right, width - 1)):
        if lines:
            grown_upright.append(_along(lines, at, bool(top), bool(foot), height))
    for lines, at in ((top, 0), (foot, height - 1)):
        if lines:
            grown_level.append(_along(lines, at, bool(left), bool(right), width))
    return grown_level, grown_upright


def _cut(
    lines: Sequence[Line], across: Sequence[Line], length: int
) -> tuple[list[Line], list[Line]]:
    """List the lines that reach the first edge, and the last, if these cut a table's cells."""
    places = sorted(float(np.median(line.ys)) for line in across)
    apart = spacing(across)
    if not apart:
        return [], []
    first = [line for line in lines if line.start <= _REACH]
    last = [line for line in lines if line.end >= length - _REACH]
    ends = ((first, places[0]), (last, length - 1 - places[-1]))
    least, most = _PART * apart, _FAR * apart
    cut = [each if len(each) >= _LEAST and least <= rest <= most else [] for each, rest in ends]
    return cut[0], cut[1]


def _grow(line: Line, first: bool, last: bool, length: int) -> Line:
    """Lengthen a line to the edges that it nearly reaches, where they are closed."""
    start = 0 if first and line.start <= _REACH else line.start
    end = length if last and line.end >= length - _REACH else line.end
    return line.between(start, end)


def _along(lines: list[Line], at: int, first: bool, last: bool, length: int) -> Line:
    """Draw a line along an edge, from the first line that reaches it to the last."""
    crossed = [line.at(at) for line in lines]
    start = 0 if first else max(0, round(min(crossed)))
    end = length if last else min(length, round(max(crossed)) + 1)
    return Line(start, np.full(max(end - start, 1), at, np.float32), 1.0)
