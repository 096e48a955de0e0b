"""Lattice: the lines of squared and ruled paper, whole, from what was found of them.

A line so faint that it is found in pieces, or not at all near ink, is still where the others say.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from numerals.image.grey import f32
from numerals.image.grid import Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from numerals.image.cells import Cell

#: Corners that lie so many pixels from where the others put them are not heeded.
_OFF = 6.0
#: A line lies at most so many pixels off its way in the middle, so many elsewhere, and turns by one
#: of these numbers of pixels from each point of the way to the next; where no crossings are known,
#: points are so many pixels apart.
_AROUND, _REACH, _TURNS, _STEP = 6, 16, (0, -1, 1, -2, 2), 40
#: Of a line so much is darker, over so many pixels across it, than what lies so many beside it, by
#: this share of the paper's light.
_SEEN, _WIDE, _ASIDE, _DARKER = 0.3, 3, 6, 0.008
#: Ink draws a rule aside over less than twice so many pixels; of what was found of it, at least
#: this share is found again.
_DRAWN, _KEPT = 80, 0.9
#: Beyond its ends it goes on as its last so many points do.
_LAST = 8
#: Parts shorter than so many pixels are not looked at.
_LEAST = 4
#: Lines of squared paper are so many pixels thick on a sheet, and not more than so many.
_THICK, _MOST = 2.0, 200
#: A homography with a smaller determinant lays a page on a line.
_FLAT = 1e-9


class Squares(NamedTuple):
    """The lines of squared paper, from edge to edge of what is seen of it.

    Attributes:
        level: Nearly level ones.
        upright: Nearly upright ones, with x and y exchanged.
    """

    level: list[Line]
    upright: list[Line]


NO_SQUARES = Squares([], [])


def find_squares(table: Sequence[Cell], cover: NDArray[np.float32]) -> Squares:
    """Find all lines of squared paper; none where the cells are no lattice.

    Args:
        table: Cells of it, with rows and columns.
        cover: float32 (h, w) in [0, 1], as a `Sheet` has it.
    """
    corners = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], np.float64)
    counted = np.concatenate([corners + np.array([cell.column, cell.row]) for cell in table])
    placed = np.concatenate([cell.quad for cell in table])
    onto, _ = cv2.findHomography(counted, placed, cv2.RANSAC, _OFF)
    if onto is None or abs(np.linalg.det(onto)) < _FLAT:
        return NO_SQUARES
    swap = np.array([[0, 1, 0], [1, 0, 0], [0, 0, 1]], np.float64)
    across = np.asarray(onto, np.float64)
    upright = _lines(swap @ across @ swap, np.ascontiguousarray(cover.T))
    return Squares(_lines(across, cover), upright)


def restore(line: Line, cover: NDArray[np.float32]) -> Line:
    """Follow a nearly level rule anew, from edge to edge of the sheet, as far as it is seen.

    Ink that stands on it has drawn it aside, and made it thicker than it is.
    """
    xs = np.arange(0, cover.shape[1] + _STEP, _STEP)
    near = [line.ys[max(0, x - line.start - _DRAWN) : max(0, x - line.start + _DRAWN)] for x in xs]
    known = np.array([len(ys) for ys in near]) >= min(1.5 * _DRAWN, len(line.ys))
    if not known.any():
        return line
    x, y = xs[known], np.array([np.median(near[i]) for i in np.flatnonzero(known)])
    ends = _go_on(x[:_LAST], y[:_LAST], xs), _go_on(x[-_LAST:], y[-_LAST:], xs)
    ys = np.where(xs < x[0], ends[0], np.where(xs > x[-1], ends[1], np.interp(xs, x, y)))
    way = np.stack([xs, ys], axis=1)
    found = _track(way, cover)
    if found is None or len(found.ys) < _KEPT * len(line.ys):
        return line
    whole = found.between(min(found.start, line.start), max(found.end, line.end))
    return Line(whole.start, whole.ys, _thickness(found, cover))


def _go_on(
    x: NDArray[np.intp], y: NDArray[np.float64], to: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Go on straight from points to other x, by the median of all slopes (Sen 1968)."""
    first, second = np.triu_indices(len(x), 1)
    slope = float(np.median((y[second] - y[first]) / (x[second] - x[first]))) if len(first) else 0.0
    return np.asarray(np.median(y - slope * x) + slope * to, np.float64)


def _thickness(line: Line, cover: NDArray[np.float32]) -> float:
    """Measure how thick most of a line is, in pixels."""
    rows, columns = np.rint(line.ys).astype(np.intp), np.arange(line.start, line.end)
    beside = np.arange(-_ASIDE, _ASIDE + 1)[:, None]
    band = cover[np.clip(rows + beside, 0, len(cover) - 1), columns]
    half = float(np.median(band[_ASIDE - 1 : _ASIDE + 2].max(axis=0))) / 2
    return max(1.0, float(np.median((band > half).sum(axis=0))))


def _lines(onto: NDArray[np.float64], cover: NDArray[np.float32]) -> list[Line]:
    """Find the level lines of a lattice that a homography brings onto the sheet."""
    h, w = cover.shape
    edge = np.array([(0, 0), (w, 0), (w, h), (0, h)], np.float64)
    inside = cv2.perspectiveTransform(edge[None], np.linalg.inv(onto))[0]
    (left, top), (right, foot) = np.floor(inside.min(axis=0)), np.ceil(inside.max(axis=0))
    if not max(right - left, foot - top) <= _MOST:  # the cells lie as no paper does
        return []
    across = np.arange(left, right + 1)
    found = []
    for row in np.arange(top, foot + 1):
        points = np.stack([across, np.full(len(across), row)], axis=1)
        way = cv2.perspectiveTransform(points[None], onto)[0]
        found.append(_track(way[np.argsort(way[:, 0])], cover))
    return [line for line in found if line is not None]


def _track(way: NDArray[np.float64], cover: NDArray[np.float32]) -> Line | None:
    """Find the line that runs near a way (n, 2), point by point; None where none is seen."""
    h, w = cover.shape
    columns = np.arange(max(0, int(way[0, 0])), min(w, int(way[-1, 0]) + 1))
    straight = np.interp(columns, way[:, 0], way[:, 1])
    if not ((straight > 0) & (straight < h - 1)).any():
        return None
    ends = np.searchsorted(columns, way[:, 0]).tolist()
    parts = [slice(a, b) for a, b in pairwise(ends) if b - a >= _LEAST]
    if not parts:
        return None
    reach = np.arange(-_REACH - _ASIDE, _REACH + _ASIDE + 1)
    rows = np.rint(straight).astype(np.intp) + reach[:, None]
    band = cv2.blur(cover[np.clip(rows, 0, h - 1), columns], (1, _WIDE))
    ridge = band[_ASIDE:-_ASIDE] - np.maximum(band[: -2 * _ASIDE], band[2 * _ASIDE :])
    offs, seen = _follow(np.stack([np.median(ridge[:, part], axis=1) for part in parts]))
    if seen.mean() < _SEEN:
        return None
    # Where ink draws a line aside, those before and behind it know better.
    padded = np.pad(offs, 2, mode="edge")
    offs = np.median(np.lib.stride_tricks.sliding_window_view(padded, 5), axis=1)
    centres = [columns[(part.start + part.stop - 1) // 2] for part in parts]
    ys = straight + np.interp(columns, centres, offs)
    first, last = np.flatnonzero(seen)[[0, -1]]
    shown = slice(parts[first].start, parts[last].stop)
    return Line(int(columns[shown][0]), f32(ys[shown]), _THICK)


def _follow(darker: NDArray[np.floating]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Choose how far each part of a line is off its way.

    Args:
        darker: (parts, 2 · reach + 1), how much darker than what is beside it each part is there.

    Returns:
        For each part how many pixels it is off, and whether it is seen.
    """
    offs, seen = np.zeros(len(darker)), np.zeros(len(darker), np.bool_)
    # From the middle outwards, where the way is truest: paper may bend away from it.
    middle = len(darker) // 2
    begun = darker[max(0, middle - 2) : middle + 3, _REACH - _AROUND : _REACH + _AROUND + 1]
    start = _REACH - _AROUND + int(begun.sum(axis=0).argmax())
    for order in (range(middle, len(darker)), range(middle - 1, -1, -1)):
        at = start
        for i in order:
            turns = (min(max(at + turn, 0), 2 * _REACH) for turn in _TURNS)
            best = max(turns, key=darker[i].item)
            seen[i] = darker[i, best] > _DARKER
            at = best if seen[i] else at
            offs[i] = at - _REACH
    return offs, seen
