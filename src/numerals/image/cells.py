"""Cells: what the lines of tables and boxes enclose, with rows and columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from numerals.image.grid_between import find_between
from numerals.image.grid_corners import close_corners
from numerals.image.grid_crossings import cut_to_crossings, keep_crossing, leave_strokes
from numerals.image.grid_edges import close_edges
from numerals.image.grid_gaps import follow_lines
from numerals.image.grid_meets import meet_lines
from numerals.image.groups import unite

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from numerals.image.grid import Line

#: A cell is at least so many pixels of the sheet wide and high …
_LEAST = 12
#: … and fills at least this share of the quadrangle of its corners.
_FULL = 0.6
#: What holds so many cells, or cells that fill more of it than this share, is a frame.
_TABLE = 4
_FRAMED = 0.3
#: An outer row lower than this share of the others is none, unless it is whole; nor a column.
_STRIP = 0.5
#: A cell's sides may bend beyond its corners by so many pixels.
_MARGIN = 10
#: Cells side by side, or boxes of one form, have at most this share of the smaller one's width
#: (or height) between them.
_APART = 0.6
#: What more than so many pixels lie between is no table of one grid, but boxes, of one width or
#: height to this factor.
_DOUBLE, _ALIKE = 12, 1.3
#: Two cells are in one row if their tops differ by at most this share of the lower one's height.
_IN_LINE = 0.3
_OFFSETS = (0.25, 0.5, 0.75)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table, or a box of a form.

    Attributes:
        quad: float64 (4, 2), its corners on the sheet, clockwise from the top left.
        inside: bool (h, w), what its lines enclose, from the whole pixel at `corner` on.
        corner: Left and top of `inside` on the sheet.
        table: Which table it belongs to, from 0: the largest first.
        row: Its row in the table, from 1.
        column: Its column in the table, from 1.
    """

    quad: NDArray[np.float64]
    inside: NDArray[np.bool_]
    corner: tuple[int, int]
    table: int
    row: int
    column: int


class Enclosed(NamedTuple):
    """What lines enclose.

    Attributes:
        cells: The cells of tables, table by table, row by row.
        boxes: float64 (4, 2) each, the corners of boxes that stand alone, as those of `Cell`.
        level: The nearly level lines that enclose them, those too that are hardly seen.
        upright: The nearly upright ones, with x and y exchanged.
    """

    cells: list[Cell]
    boxes: list[NDArray[np.float64]]
    level: list[Line]
    upright: list[Line]


def find_cells(level: list[Line], upright: list[Line], cover: NDArray[np.float32]) -> Enclosed:
    """Find the cells and boxes that lines enclose.

    Args:
        level: Nearly level lines of the sheet.
        upright: Nearly upright ones, with x and y exchanged.
        cover: float32 (h, w) in [0, 1], as a `Sheet` has it.
    """
    shape = cover.shape[0], cover.shape[1]
    level, upright = follow_lines(level, upright, cover)
    level, upright = close_corners(level, upright, cover)
    level, upright = meet_lines(*leave_strokes(*keep_crossing(level, upright), level))
    level, upright = close_edges(level, upright, shape)
    level, upright = find_between(level, upright, cover)
    level, upright = cut_to_crossings(level, upright)
    level, upright = _on_sheet(level, shape[1]), _on_sheet(upright, shape[0])
    labels, quads = _enclosed(level, upright, shape)
    if not quads:
        return Enclosed([], [], [], [])
    beside = _neighbours(labels, quads)
    below = [(a, b) for a, b, down in beside if down]
    right = [(a, b) for a, b, down in beside if not down]
    names = list(quads)
    groups = unite(names, below + right)
    rows = _layers(names, [p for p in right if _level_with(quads, *p, 1)], below)
    columns = _layers(names, [p for p in below if _level_with(quads, *p, 0)], right)
    members: dict[int, list[int]] = {}
    for name in names:
        members.setdefault(groups[name], []).append(name)
    tables = sorted(
        (m for m in members.values() if len(m) > 1),
        key=lambda m: (-round(sum(_area(quads[n]) for n in m)), min(m)),
    )
    cells = []
    tables = [_without_strips(table, rows, columns, quads) for table in tables]
    for number, table in enumerate(tables):
        first_row, first_column = min(rows[n] for n in table), min(columns[n] for n in table)
        found = [
            Cell(
                quads[n],
                *_inside(labels, quads[n], n),
                number,
                rows[n] - first_row + 1,
                columns[n] - first_column + 1,
            )
            for n in table
        ]
        cells += sorted(found, key=lambda c: (c.row, c.column))
    boxes = [quads[m[0]] for m in members.values() if len(m) == 1]
    return Enclosed(cells, boxes, level, upright)


def _without_strips(
    table: list[int],
    rows: dict[int, int],
    columns: dict[int, int],
    quads: dict[int, NDArray[np.float64]],
) -> list[int]:
    """Leave out what lies between a table's side and a line along it: a low row, not whole."""
    for number, other, axis in ((rows, columns, 1), (columns, rows, 0)):
        usual = float(np.median([np.ptp(quads[n][:, axis]) for n in table]))
        whole = len({other[n] for n in table})
        for end in (min, max):
            outer = end(number[n] for n in table)
            strip = [n for n in table if number[n] == outer]
            low = np.median([np.ptp(quads[n][:, axis]) for n in strip]) < _STRIP * usual
            if low and len(strip) < whole:
                table = [n for n in table if number[n] != outer]
    return table


def _on_sheet(lines: list[Line], length: int) -> list[Line]:
    """Cut lines off at the sheet's edges, beyond which they may meet."""
    ends = [(max(line.start, 0), min(line.end, length)) for line in lines]
    return [line.between(a, b) for line, (a, b) in zip(lines, ends, strict=True) if a < b]


def _enclosed(
    level: list[Line], upright: list[Line], shape: tuple[int, int]
) -> tuple[NDArray[np.int32], dict[int, NDArray[np.float64]]]:
    """Draw the lines on an empty sheet, and label what they enclose."""
    canvas = np.ones(shape, np.uint8)
    for line in level:
        _draw(canvas, np.stack([np.arange(line.start, line.end), line.ys], axis=1))
    for line in upright:
        _draw(canvas, np.stack([line.ys, np.arange(line.start, line.end)], axis=1))
    count, found, stats, _ = cv2.connectedComponentsWithStats(canvas, connectivity=4)
    labels = np.asarray(found, np.int32)
    quads: dict[int, NDArray[np.float64]] = {}
    edge = {int(v) for side in (labels[0], labels[-1], labels[:, 0], labels[:, -1]) for v in side}
    for i in range(1, count):
        x, y, w, h, area = (int(v) for v in stats[i])
        if i in edge or w < _LEAST or h < _LEAST:
            continue
        quad = _corners(labels[y : y + h, x : x + w] == i) + np.array([x, y])
        # What is no quadrangle is the paper between lines.
        if _FULL * _area(quad) <= area <= 1.2 * _area(quad) + 2 * (w + h):
            quads[i] = quad
    return labels, _leave_out_nested(quads)


def _leave_out_nested(quads: dict[int, NDArray[np.float64]]) -> dict[int, NDArray[np.float64]]:
    """Leave out frames around whole tables, and what stands within a single cell."""
    centres = np.array([quad.mean(axis=0) for quad in quads.values()]).reshape(-1, 2)
    names = np.array(list(quads))
    out: set[int] = set()
    for name, quad in quads.items():
        within = np.ones(len(names), np.bool_)
        for a, b in zip(quad, np.roll(quad, -1, axis=0), strict=True):
            within &= (b[0] - a[0]) * (centres[:, 1] - a[1]) > (b[1] - a[1]) * (
                centres[:, 0] - a[0]
            )
        inner = [int(n) for n in names[within] if _area(quads[int(n)]) < _area(quad)]
        if inner:
            framed = len(inner) >= _TABLE
            framed |= sum(_area(quads[n]) for n in inner) > _FRAMED * _area(quad)
            out |= {name} if framed else set(inner)
    return {name: quad for name, quad in quads.items() if name not in out}


def _inside(
    labels: NDArray[np.int32], quad: NDArray[np.float64], name: int
) -> tuple[NDArray[np.bool_], tuple[int, int]]:
    """Cut a cell's pixels out of the label map; and say where they begin."""
    left, top = (int(v) for v in quad.min(axis=0))
    right, foot = (int(v) for v in np.ceil(quad.max(axis=0)))
    left, top = max(left - _MARGIN, 0), max(top - _MARGIN, 0)
    return labels[top : foot + _MARGIN, left : right + _MARGIN] == name, (left, top)


def _draw(canvas: NDArray[np.uint8], points: NDArray[np.float64]) -> None:
    cv2.polylines(canvas, [np.rint(points).astype(np.int32)], False, 0, 1, cv2.LINE_8)


def _corners(part: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Find the corners of one cell's pixels (h, w): float64 (4, 2), clockwise."""
    # The outermost pixels of each row are enough.
    y = np.flatnonzero(part.any(axis=1)).repeat(2)
    first, last = part.argmax(axis=1), part.shape[1] - 1 - part[:, ::-1].argmax(axis=1)
    x = np.stack([first, last], axis=1)[y[::2]].ravel()
    h, w = part.shape
    total, across = x / w + y / h, x / w - y / h
    order = [int(v) for v in (total.argmin(), across.argmax(), total.argmax(), across.argmin())]
    corners = np.stack([x[order], y[order]], axis=1).astype(np.float64)
    return np.asarray(corners + np.array([(0, 0), (1, 0), (1, 1), (0, 1)]), np.float64)


def _area(quad: NDArray[np.float64]) -> float:
    x, y = quad.T
    return float(abs(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2)


def _neighbours(
    labels: NDArray[np.int32], quads: dict[int, NDArray[np.float64]]
) -> list[tuple[int, int, bool]]:
    """List pairs of cells next to each other: (left, right, False) and (upper, lower, True)."""
    h, w = labels.shape
    pairs = set()
    for name, quad in quads.items():
        width, height = np.ptp(quad, axis=0)
        for down, (first, second) in enumerate([(1, 2), (3, 2)]):
            step = np.array([0, 1] if down else [1, 0])
            for share in _OFFSETS:
                edge = quad[first] + share * (quad[second] - quad[first])
                for gap in range(1, 3 + round(_APART * (height if down else width))):
                    x, y = np.rint(edge + gap * step).astype(int)
                    if not (0 <= x < w and 0 <= y < h):
                        break
                    other = int(labels[y, x])
                    if other in quads and other != name:
                        if gap <= _DOUBLE or _alike(quads[name], quads[other], down=bool(down)):
                            pairs.add((name, other, bool(down)))
                        break
    return sorted(pairs)


def _alike(one: NDArray[np.float64], other: NDArray[np.float64], *, down: bool) -> bool:
    """Tell whether two boxes side by side are as high, or two below each other of one form."""
    near, far = np.ptp(one, axis=0), np.ptp(other, axis=0)
    ratios = (np.maximum(near, far) / np.minimum(near, far))[0 if down else 1 :]
    return bool((ratios <= _ALIKE).all())


def _level_with(quads: dict[int, NDArray[np.float64]], a: int, b: int, axis: int) -> bool:
    """Tell whether two neighbours begin at one level: tops (axis 1) or left sides (axis 0)."""
    near, far = (quads[a][1], quads[b][0]) if axis else (quads[a][3], quads[b][0])
    least = min(np.ptp(quads[a][:, axis]), np.ptp(quads[b][:, axis]))
    return bool(abs(near[axis] - far[axis]) <= _IN_LINE * least)


def _layers(
    names: list[int], same: list[tuple[int, int]], after: list[tuple[int, int]]
) -> dict[int, int]:
    """Number rows (or columns): cells that are in the `same`, each `after` those before it."""
    group = unite(names, same)
    number = {group[n]: 0 for n in names}
    edges = {(group[a], group[b]) for a, b in after if group[a] != group[b]}
    for _ in range(len(number)):  # as long as the longest way; a page that loops ends too
        moved = False
        for a, b in edges:
            if number[b] <= number[a]:
                number[b], moved = number[a] + 1, True
        if not moved:
            break
    return {n: number[group[n]] for n in names}
