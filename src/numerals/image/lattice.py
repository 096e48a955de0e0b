"""Lattice: the lines of squared and ruled paper, whole, from what was found of them.

A line so faint that it is found in pieces, or not at all near ink, is still where the others say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from numerals.image.grey import f32, medians
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
_AROUND, _REACH, _TURNS, _STEP = 6, 16, (-2, -1, 0, 1, 2), 40
#: Of a line so much is darker, over so many pixels across it, than what lies so many beside it, by
#: this share of the paper's light.
_SEEN, _WIDE, _ASIDE, _DARKER = 0.3, 3, 6, 0.008
#: Ink draws a rule aside over less than twice so many pixels; of what was found of it, at least
#: this share is found again.
_DRAWN, _KEPT = 80, 0.9
#: Beyond its ends it goes on as its last so many points do.
_LAST = 8
#: To turn by a pixel costs this share of what a line is darker; what is darker still counts by so
#: much.
_TURNING, _INK = 0.05, 0.1
#: Parts shorter than so many pixels are not looked at.
_LEAST = 4
#: Lines of squared paper are so many pixels thick on a sheet, and not more than so many.
_THICK, _MOST = 2.0, 200
#: Of squared paper, most cells have the usual sides to this share, and each is where the one beside
#: it says, to this share of a side.
_USUAL, _NEAR = 0.25, 0.3
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
        table: Cells of it; their rows and columns are not heeded.
        cover: float32 (h, w) in [0, 1], as a `Sheet` has it.
    """
    corners = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], np.float64)
    quads = np.array([cell.quad for cell in table])
    at = _count(quads)
    if not at:
        return NO_SQUARES
    counted = np.concatenate([corners + place for place in at.values()])
    placed = np.concatenate([quads[i] for i in at])
    onto, _ = cv2.findHomography(counted, placed, cv2.RANSAC, _OFF)
    if onto is None or abs(np.linalg.det(onto)) < _FLAT:
        return NO_SQUARES
    swap = np.array([[0, 1, 0], [1, 0, 0], [0, 0, 1]], np.float64)
    across = np.asarray(onto, np.float64)
    upright = _lines(swap @ across @ swap, np.ascontiguousarray(cover.T))
    return Squares(_lines(across, cover), upright)


def _count(quads: NDArray[np.float64]) -> dict[int, tuple[int, int]]:
    """Count columns and rows from one cell to the next, for most of those as large as most are.

    Where ink hides a line, cells are larger, and the rows of a table are no rows of squares.

    Args:
        quads: (n, 4, 2), the corners of cells.

    Returns:
        Column and row of each cell that is reached, by its number.
    """
    across = (quads[:, 1] - quads[:, 0] + quads[:, 2] - quads[:, 3]) / 2
    down = (quads[:, 3] - quads[:, 0] + quads[:, 2] - quads[:, 1]) / 2
    sides = np.linalg.norm([across, down], axis=2).T
    usual = np.flatnonzero((np.abs(sides / np.median(sides, axis=0) - 1) < _USUAL).all(axis=1))
    middles, near = quads.mean(axis=1), _NEAR * float(np.median(sides))
    # Places no larger than what lies near: a cell is looked for in its own and those around.
    crowd: dict[tuple[int, int], list[int]] = {}
    for i in usual.tolist():
        crowd.setdefault(_square(middles[i], near), []).append(i)
    best: dict[int, tuple[int, int]] = {}
    rest = set(usual.tolist())
    while len(rest) > len(best):
        found, ends = {(first := min(rest)): (0, 0)}, [first]
        while ends:
            i = ends.pop()
            for column, row in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                to = middles[i] + column * across[i] + row * down[i]
                x, y = _square(to, near)
                around = [crowd.get((x + a, y + b), ()) for a in (-1, 0, 1) for b in (-1, 0, 1)]
                off = {j: float(np.hypot(*(middles[j] - to))) for each in around for j in each}
                j = min(off, key=off.__getitem__, default=i)
                if j not in found and off[j] <= near:
                    found[j] = found[i][0] + column, found[i][1] + row
                    ends.append(j)
        rest -= found.keys()
        best = max(best, found, key=len)
    return best


def _square(point: NDArray[np.float64], side: float) -> tuple[int, int]:
    """Say in which of the squares with such a side a point lies."""
    x, y = (point // side).astype(int).tolist()
    return x, y


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
    edges = np.searchsorted(columns, way[:, 0])
    long = np.diff(edges) >= _LEAST
    starts, ends = edges[:-1][long], edges[1:][long]
    if not len(starts):
        return None
    reach = np.arange(-_REACH - _ASIDE, _REACH + _ASIDE + 1)
    rows = np.rint(straight).astype(np.intp) + reach[:, None]
    band = cv2.blur(cover[np.clip(rows, 0, h - 1), columns], (1, _WIDE))
    ridge = band[_ASIDE:-_ASIDE] - np.maximum(band[: -2 * _ASIDE], band[2 * _ASIDE :])
    offs, seen = _follow(medians(f32(ridge), starts, ends).T)
    if seen.mean() < _SEEN:
        return None
    # Where ink draws a line aside, those before and behind it know better.
    padded = np.pad(offs, 2, mode="edge")
    offs = np.median(np.lib.stride_tricks.sliding_window_view(padded, 5), axis=1)
    ys = straight + np.interp(columns, columns[(starts + ends - 1) // 2], offs)
    first, last = np.flatnonzero(seen)[[0, -1]]
    shown = slice(int(starts[first]), int(ends[last]))
    return Line(int(columns[shown][0]), f32(ys[shown]), _THICK)


def _follow(darker: NDArray[np.floating]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Choose how far each part of a line is off its way: by Viterbi's algorithm, the darkest way.

    Args:
        darker: (parts, 2 · reach + 1), how much darker than what is beside it each part is there.

    Returns:
        For each part how many pixels it is off, and whether it is seen.
    """
    # Ink beside a line is darker, and hardly more like one for that.
    line = max(float(np.median(darker.max(axis=1))), _DARKER)
    gain = np.clip(darker, 0, line) + _INK * np.maximum(darker - line, 0)
    away = np.abs(np.arange(-_REACH, _REACH + 1))
    gain[len(gain) // 2, away > _AROUND] = -np.inf  # there the way is truest: paper may bend
    turns, offs = np.array(_TURNS), np.arange(gain.shape[1])
    cost, around = _TURNING * line * np.abs(turns), offs[:, None] + turns + _TURNS[-1]
    worth, steps = gain[0], np.zeros(gain.shape, np.intp)
    beyond = np.full(len(offs) + 2 * _TURNS[-1], -np.inf)
    for i in range(1, len(gain)):
        beyond[_TURNS[-1] : -_TURNS[-1]] = worth
        before = beyond[around] - cost
        chosen = before.argmax(axis=1)
        steps[i] = turns[chosen]
        worth = gain[i] + before[offs, chosen]
    ats = [int(worth.argmax())]
    for i in range(len(gain) - 1, 0, -1):
        ats.append(ats[-1] + int(steps[i, ats[-1]]))
    way = np.array(ats[::-1])
    seen = darker[np.arange(len(way)), way] > _DARKER
    return (way - _REACH).astype(np.float64), np.asarray(seen)
