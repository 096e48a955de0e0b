"""Grid between: lines of a table too faint to be found by themselves, between those found.

Of a sudoku that is out of focus the bold lines are left; the thin ones are grey where nobody would
take a single pixel for a line's, but they run all along between the bold ones, evenly.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import cv2
import numpy as np

from numerals.image.grey import f32, medians
from numerals.image.grid import Line
from numerals.image.grid_crossings import tables_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

#: A gap is parted evenly into at most so many cells, each at least so many pixels high …
_MOST, _LEAST = 9, 20
#: … by lines that lie off their places by at most this share of one.
_OFF = 0.15
#: What is parted is as high as the table's other cells, by this factor.
_ALIKE = 1.35
#: A line is looked at part by part, so many pixels each; on most of them, but for this share, …
_PART, _HIDDEN = 14, 0.2
#: … its middle, over so many pixels across it, is darker than what lies so many beside it by so
#: much, within so many pixels of its way.
_WIDE, _ASIDE, _DARKER, _STRAY = 3, 6, 0.006, 2
#: It is at most so many times as dark as those that it lies between.
_BOLDER = 1.5
#: In each cell it is seen on this share of its way.
_IN_CELL = 0.4
#: Lines of finer parts are there if they are at least this share as dark as those of coarser ones.
_FINER = 0.5
#: Lines that run from side to side have others between them; there are at least so many, longer
#: than a digit's stroke, which is at most so many pixels long.
_LINES, _STROKE = 3, 120
#: What goes on beyond the table is the paper's: so many pixels beyond it, over so many, it is
#: darker than what is beside it by this share of what it is inside, at this share of the ends.
_BEYOND, _OVER, _GOES_ON, _GOING = 8, 20, 0.5, 0.75
#: What was found so near to such a line is a piece of it; what ends so near to a side reaches it.
_SAME = 8.0


def find_between(
    level: list[Line], upright: list[Line], cover: NDArray[np.float32]
) -> tuple[list[Line], list[Line]]:
    """Add the faint lines that part a table's cells evenly, and stay within the table.

    Args:
        level: Nearly level lines of tables.
        upright: Nearly upright ones, with x and y exchanged.
        cover: float32 (h, w) in [0, 1], as a `Sheet` has it.
    """
    turned = np.ascontiguousarray(cover.T)
    found = [
        (_complete(rows, columns, cover), _complete(columns, rows, turned))
        for rows, columns in tables_of(level, upright)
    ]
    return [line for rows, _ in found for line in rows], [line for _, c in found for line in c]


def _complete(lines: list[Line], across: Sequence[Line], cover: NDArray[np.float32]) -> list[Line]:
    """Add faint lines between the level `lines` of one table, in place of their pieces."""
    if not across:
        return lines
    across = sorted(across, key=_middle)
    first, last = across[0], across[-1]
    width = _middle(last) - _middle(first)
    whole = [_runs_through(line, first, last) for line in lines]
    pieces = [line for line, w in zip(lines, whole, strict=True) if not w]
    long = [line for line, w in zip(lines, whole, strict=True) if w]
    if len(long) < _LINES or width <= _STROKE:
        return lines
    long.sort(key=lambda line: line.at(_middle(first) + width / 2))
    parted = [_part(*pair, across, cover) for pair in pairwise(long)]
    if not any(parted):
        return lines
    every = sorted([*long, *(line for part in parted for line in part)], key=_middle)
    usual = float(np.median(np.diff([_middle(line) for line in every])))
    added: list[Line] = []
    for (upper, lower), part in zip(pairwise(long), parted, strict=True):
        each = (_middle(lower) - _middle(upper)) / (len(part) + 1)
        if part and 1 / _ALIKE <= each / usual <= _ALIKE:
            added += part
    kept = [line for line in pieces if not any(_is_piece(line, other) for other in added)]
    return long + kept + added


def _runs_through(line: Line, first: Line, last: Line) -> bool:
    """Tell whether a line runs from one side of its table to the other."""
    sides = first.at(float(line.ys[0])), last.at(float(line.ys[-1]))
    return line.start <= sides[0] + _SAME and line.end >= sides[1] - _SAME


def _to_sides(line: Line, first: Line, last: Line) -> Line:
    """Lengthen a line to the table's sides, or cut it off there: they bend."""
    start, end = first.at(float(line.ys[0])), last.at(float(line.ys[-1]))
    return line.between(round(start), round(end) + 1)


def _middle(line: Line) -> float:
    return float(np.median(line.ys))


def _is_piece(line: Line, whole: Line) -> bool:
    centre = (line.start + line.end) / 2
    return abs(line.at(centre) - whole.at(centre)) <= _SAME


def _part(
    upper: Line, lower: Line, across: Sequence[Line], cover: NDArray[np.float32]
) -> list[Line]:
    """Find the faint lines that part what is between two lines evenly, along all its cells."""
    # The sides of a table in perspective lean: those of this row of it are meant.
    between = (_middle(upper) + _middle(lower)) / 2
    sides = sorted(line.at(between) for line in across)
    left, right = max(0, round(sides[0])), min(cover.shape[1], round(sides[-1]) + 1)
    columns = np.arange(left, right)
    top, foot = (line.between(left, right).ys for line in (upper, lower))
    gap = round(float(np.median(foot - top)))
    if gap < 2 * _LEAST or (foot - top).min() < gap / 2:
        return []
    share = np.arange(gap, dtype=np.float32)[:, None] / gap
    band = _unroll(cover, columns, f32(top + (foot - top) * share))
    darker = _darker(band)
    near = cv2.dilate(darker, np.ones((2 * _STRAY + 1, 1), np.uint8))
    score = np.quantile(near, _HIDDEN, axis=1)
    centres = left + (np.arange(near.shape[1]) + 0.5) * len(columns) / near.shape[1]
    score[~_in_every_cell(near > _DARKER, np.searchsorted(sides, centres))] = 0
    places = _evenly(score)
    darkest = max(float(np.median(_along(cover, columns, ys))) for ys in (top, foot))
    if any(float(np.median(near[at])) > _BOLDER * darkest for at in places):
        return []  # a pen's strokes, in cell after cell
    traced = [_trace(at, darker, top, foot, left) for at in places]
    found = [_to_sides(line, across[0], across[-1]) for line in traced]
    ends = [end for line in found for end in _beyond(line, cover)]
    least = min((float(score[at]) for at in places), default=0.0)
    on = sum(end > _GOES_ON * least for end in ends)
    return found if not ends or on < _GOING * len(ends) else []


def _in_every_cell(seen: NDArray[np.bool_], cell: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Tell for each row (rows, parts) whether it is seen in each cell: cells made one have none."""
    shares = [seen[:, cell == c].mean(axis=1) for c in np.unique(cell)]
    return np.asarray(np.min(shares, axis=0) >= _IN_CELL, np.bool_)


def _evenly(score: NDArray[np.floating]) -> list[int]:
    """Choose the rows of a band that part it evenly, by how well a line is seen in each."""
    gap = len(score)
    best, places = _DARKER, list[int]()
    for count in range(2, min(_MOST, gap // _LEAST) + 1):
        off = max(1, round(_OFF * gap / count))
        even = [round(gap * i / count) for i in range(1, count)]
        at = [p - off + int(score[p - off : p + off + 1].argmax()) for p in even]
        least = float(score[at].min())
        if least > max(_DARKER, _FINER * best if places else 0):
            best, places = max(best, least), at
    return places


def _unroll(
    cover: NDArray[np.float32], xs: NDArray[np.integer], ys: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Lay a bent band flat: what lies at `xs` (n,) and `ys` (rows, n)."""
    x = np.broadcast_to(f32(xs), ys.shape)
    return f32(cv2.remap(cover, x, ys, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))


def _darker(band: NDArray[np.float32]) -> NDArray[np.float32]:
    """Measure how much darker each row of a band (rows, n) is than what is beside it.

    Returns:
        float32 (rows, parts), part by part; 0 at rows whose sides are not in the band.
    """
    band = f32(cv2.blur(band, (1, _WIDE)))
    ridge = np.zeros_like(band)
    ridge[_ASIDE:-_ASIDE] = band[_ASIDE:-_ASIDE] - np.maximum(
        band[: -2 * _ASIDE], band[2 * _ASIDE :]
    )
    count = max(1, ridge.shape[1] // _PART)
    edges = np.arange(count + 1) * ridge.shape[1] // count
    return medians(ridge, edges[:-1], edges[1:])


def _trace(
    at: int,
    darker: NDArray[np.float32],
    top: NDArray[np.float32],
    foot: NDArray[np.float32],
    left: int,
) -> Line:
    """Follow a line near one row of the band from part to part."""
    around = darker[at - _STRAY : at + _STRAY + 1]
    off = np.where(around.max(axis=0) > _DARKER, around.argmax(axis=0) - _STRAY, 0)
    padded = np.pad(off, 2, mode="edge")
    smooth = np.median(np.lib.stride_tricks.sliding_window_view(padded, 5), axis=1)
    centres = (np.arange(len(off)) + 0.5) * len(top) / len(off)
    rows = at + np.interp(np.arange(len(top)), centres, smooth)
    return Line(left, f32(top + (foot - top) * rows / len(darker)), 1.0)


def _beyond(line: Line, cover: NDArray[np.float32]) -> list[float]:
    """Measure how dark a line is beyond its table, at either side that is on the sheet."""
    found = []
    for first in (line.start - _BEYOND - _OVER, line.end + _BEYOND):
        if first < 0 or first + _OVER > cover.shape[1]:
            continue
        xs = np.arange(first, first + _OVER)
        found.append(float(_along(cover, xs, line.between(first, first + _OVER).ys).max()))
    return found


def _along(
    cover: NDArray[np.float32], xs: NDArray[np.integer], ys: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Measure how dark a line is, part by part (parts,), that lies near `ys` at `xs`."""
    offs = np.arange(-_ASIDE - 2 * _STRAY, _ASIDE + 2 * _STRAY + 1, dtype=np.float32)
    return f32(_darker(_unroll(cover, xs, f32(ys + offs[:, None]))).max(axis=0))
