"""Grid corners: the sides of boxes, looked for from where the lines above and below end.

A label right above a box, or a number that fills it, hides its sides from what finds lines.
"""

from __future__ import annotations

from itertools import permutations
from operator import itemgetter
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from numerals.image.grey import f32
from numerals.image.grid import Line
from numerals.image.grid_gaps import Crowd, darkness

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

#: A point: x and y on the sheet.
Point: TypeAlias = tuple[float, float]

#: A box is so many pixels wide and high, at least, for a 0 may have sides as well; and its sides
#: are so many times as far apart as they are long, at most.
_WIDE, _HIGH = 60, 20
_FARTHEST = 12
#: A side ends so many pixels from where the lines end that it meets, and leans by so much at most.
_MEETS = 5.0
_LEAN = 0.15
#: It lies so many pixels off there at most, as lines end a little beyond their ink; so does one
#: that is found already, for so much of its length.
_OFFS = np.arange(-8, 9)
_AT, _MOST = 6.0, 0.6
#: Lines are at most so thick, in pixels.
_THICKEST = 14.0
#: Beyond a box's side, nearer than so many times its length, is no line that is so many times as
#: long: a table's columns are.
_BEYOND, _LONGER = 1.5, 2.5
#: Nearer to the sheet's edge, in pixels, a line is cut off there.
_EDGE = 10
#: All along, it is this share as dark as the line that it runs from, and so much darker than what
#: is beside it.
_AS_DARK, _DARKER = 0.5, 0.03


def close_corners(
    level: list[Line], upright: list[Line], cover: NDArray[np.float32]
) -> tuple[list[Line], list[Line]]:
    """Add the sides of boxes that run from the ends of lines to the next.

    Args:
        level: Nearly level lines.
        upright: Nearly upright ones, with x and y exchanged.
        cover: float32 (h, w) in [0, 1], as a `Sheet` has it.

    Returns:
        Both, with those that were looked for.
    """
    upright = upright + _sides(level, upright, cover, _WIDE, _HIGH)
    return level + _sides(upright, level, cover.T, _HIGH, _WIDE), upright


def _sides(
    lines: list[Line], across: list[Line], cover: NDArray[np.float32], shortest: int, least: int
) -> list[Line]:
    """Find what runs from the ends of level lines to the next, and is none of those `across`.

    Args:
        lines: Nearly level lines.
        across: Nearly upright ones, with x and y exchanged.
        cover: float32 (h, w) in [0, 1], as a `Sheet` has it.
        shortest: What is shorter, in pixels, is no box's top or foot.
        least: So many pixels lie between a box's top and its foot.
    """
    long = [line for line in lines if len(line.ys) >= shortest]
    known, fellows, found = Crowd(across), Crowd(long), list[Line]()
    for line in long:
        dark = _AS_DARK * darkness(line, cover)
        if dark < _DARKER:  # what runs beside its ink, or text, is no box's
            continue
        for end, other in permutations(_ends(line)):
            if not _EDGE <= end[0] < cover.shape[1] - _EDGE:
                continue
            sides = [*known.near((other[1],) * 2, (other[0] - _AT, other[0] + _AT)), *found]
            for corner in [*_next(end, line, fellows), *_mirrored(end, other, sides)]:
                far = abs(corner[1] - end[1])
                if not least <= far <= _FARTHEST * len(line.ys) or not 0 <= corner[1] < len(cover):
                    continue
                side = _between(end, corner, line.thickness)
                if _is_inside(side, end[0] - other[0], known):
                    continue
                beside = [*_beside(side, known), *found]
                if not _is_there(side, beside, dark, cover.T):
                    seen = _look_for(side, dark, cover.T)
                    if seen and not _is_there(seen, beside, dark, cover.T):
                        found.append(seen)
    return found


def _ends(line: Line) -> tuple[Point, Point]:
    """Give where a line begins and ends."""
    return (float(line.start), float(line.ys[0])), (float(line.end - 1), float(line.ys[-1]))


def _beside(side: Line, lines: Crowd) -> list[Line]:
    """List the lines that may be where a side is."""
    ends, off = (side.start, side.end), _AT - _OFFS[0] + _THICKEST
    return lines.near(ends, (float(side.ys.min()) - off, float(side.ys.max()) + off))


def _next(end: Point, line: Line, lines: Crowd) -> Iterator[Point]:
    """Give the corners that a line's end may have above and below, on the next lines there."""
    x, y = end
    # Where boxes stand side by side, the line below or above may be that of both.
    far = _FARTHEST * len(line.ys)
    reach = lines.near((x - _MEETS, x + _MEETS), (y - far, y + far))
    for down in (1, -1):
        apart = [(down * (other.at(x) - y), other) for other in reach if other is not line]
        away, nearest = min(
            ((a, o) for a, o in apart if a > 0), key=itemgetter(0), default=(0.0, line)
        )
        corner = min(_ends(nearest), key=lambda point: abs(point[0] - x))
        near = abs(corner[0] - x) <= _MEETS + _LEAN * away
        yield corner if near else (x, y + down * away)


def _mirrored(end: Point, other: Point, sides: list[Line]) -> Iterator[Point]:
    """Give the corners that a line's end may have by the sides that begin at its other end.

    What goes on both ways from there is a table's.
    """
    x, y = other
    for side in sides:
        first, last = side.start, side.end - 1
        near, far = (first, last) if abs(first - y) < abs(last - y) else (last, first)
        if abs(near - y) <= 2 * _MEETS and abs(side.at(y) - x) <= _AT:
            yield end[0] + side.at(far) - side.at(y), end[1] + far - y


def _between(one: Point, other: Point, thickness: float) -> Line:
    """Draw a nearly upright line between two points, with x and y exchanged."""
    (x, top), (end, foot) = sorted((one, other), key=itemgetter(1))
    start, low = round(top), round(foot) + 1
    return Line(start, f32(np.linspace(x, end, low - start)), thickness)


def _is_inside(side: Line, outwards: float, lines: Crowd) -> bool:
    """Tell whether a table goes on beyond a side, so that the line which ends there is broken.

    Args:
        side: What is looked for.
        outwards: Below 0 where that is the left end of the line, over 0 where it is the right.
        lines: Nearly upright lines, with x and y exchanged.
    """
    x, far = float(side.ys[0]), float(np.copysign(_BEYOND * len(side.ys), outwards))
    return any(
        len(line.ys) > _LONGER * len(side.ys)
        and line.start <= side.start + _AT
        and line.end >= side.end - _AT
        for line in lines.near((side.start, side.end), (x + np.copysign(_AT, outwards), x + far))
    )


def _look_for(side: Line, dark: float, cover: NDArray[np.float32]) -> Line | None:
    """Look for a side about where it may be: the darkest there, if it is so dark all along."""
    moved = [Line(side.start, side.ys + np.float32(off), side.thickness) for off in _OFFS]
    found = [darkness(line, cover) for line in moved]
    best = int(np.argmax(found))
    return moved[best] if found[best] >= dark else None


def _is_there(side: Line, lines: list[Line], dark: float, cover: NDArray[np.float32]) -> bool:
    """Tell whether most of a side is one of the lines that were found, and that is as dark.

    What a label touches may be found beside its ink.
    """
    for line in lines:
        start, end = max(line.start, side.start), min(line.end, side.end)
        x = (start + end) / 2
        near = abs(line.at(x) - side.at(x)) <= _AT + line.thickness / 2
        most = end - start >= _MOST * len(side.ys)
        if near and most and darkness(line.between(start, end), cover) >= dark:
            return True
    return False
