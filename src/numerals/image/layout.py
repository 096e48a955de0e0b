"""Layout: a page laid flat, with what is ruled on it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from numerals.image.cells import find_cells
from numerals.image.grid import find_fine_lines, find_lines, find_pale_lines, may_be_fine
from numerals.image.lattice import NO_SQUARES, find_squares
from numerals.image.sheet import lay_flat
from numerals.image.squared import is_squared_paper

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from numerals.image.cells import Cell
    from numerals.image.grid import Line
    from numerals.image.lattice import Squares
    from numerals.image.sheet import Sheet

#: Cells whose sides are those of squared paper to this share are part of it.
_LIKE = 0.25
#: Where tables cover less than this share of the sheet, there may be finer squares or paler ones;
#: so where they have less than this share of the cells that their rows and columns make.
_COVERED = 0.25
_FULL = 0.75
#: Where there is no table, one is looked for on a sheet so much smaller; it has so many cells.
_COARSE, _TABLE = 0.5, 3


@dataclass(frozen=True, slots=True)
class Layout:
    """A page laid flat, with the lines drawn on it.

    Attributes:
        sheet: The page.
        level: Its lines from left to right.
        upright: Its lines from top to bottom.
        cells: The cells of the tables that these enclose.
        boxes: float64 (4, 2) each, the corners of boxes that stand alone.
        squares: The lines of squared paper, which are no table's.
    """

    sheet: Sheet
    level: list[Line]
    upright: list[Line]
    cells: list[Cell]
    boxes: list[NDArray[np.float64]]
    squares: Squares = NO_SQUARES


def lay_out(pixels: NDArray[np.uint8]) -> Layout:
    """Lay a page flat and find its lines.

    Args:
        pixels: uint8 (h, w) grey or (h, w, 3) RGB, upright, of any size.
    """
    sheet = lay_flat(pixels)
    layout = _ruled(sheet, *find_lines(sheet.cover))
    if layout.squares.level or _area(_full(layout.cells)) >= _COVERED * sheet.cover.size:
        return layout
    if may_be_fine(sheet.cover):
        fine = _ruled(sheet, *find_fine_lines(sheet.cover))
        if fine.squares.level:
            return fine
    pale = _ruled(sheet, *find_pale_lines(sheet.cover))
    fills = not layout.cells and _area(pale.cells) >= _COVERED * sheet.cover.size
    if pale.squares.level or fills:
        return pale
    return layout if _full(layout.cells) else _coarse(pixels, layout)


def _coarse(pixels: NDArray[np.uint8], layout: Layout) -> Layout:
    """Look for a table on a smaller sheet, where thick lines are lines; give that, or what is."""
    sheet = lay_flat(pixels, _COARSE)
    coarse = _ruled(sheet, *find_lines(sheet.cover))
    return coarse if len(_full(coarse.cells)) >= _TABLE else layout


def _ruled(sheet: Sheet, level: list[Line], upright: list[Line]) -> Layout:
    """Tell what lines enclose, and whether they are those of squared paper."""
    cells, boxes, rows, columns = find_cells(level, upright, sheet.cover)
    for table in _tables(cells):
        if is_squared_paper(table, rows, columns, sheet.cover):
            side = np.median([_sides(cell.quad) for cell in table], axis=0)
            tables = [t for t in _tables(cells) if not _is_like([c.quad for c in t], side)]
            cells = [replace(cell, table=i) for i, t in enumerate(tables) for cell in t]
            boxes = [quad for quad in boxes if not _is_like([quad], side)]
            squares = find_squares(table, sheet.cover)
            return Layout(sheet, level, upright, cells, boxes, squares)
    return Layout(sheet, level, upright, cells, boxes)


def _full(cells: list[Cell]) -> list[Cell]:
    """List the cells of tables that have most of those that their rows and columns make."""
    return [
        cell
        for table in _tables(cells)
        if len(table) >= _FULL * max(c.row for c in table) * max(c.column for c in table)
        for cell in table
    ]


def _area(cells: list[Cell]) -> float:
    """Measure what cells cover of a sheet, in its pixels."""
    return float(sum(np.prod(_sides(cell.quad)) for cell in cells))


def _tables(cells: list[Cell]) -> list[list[Cell]]:
    """Part cells by their tables."""
    tables: dict[int, list[Cell]] = {}
    for cell in cells:
        tables.setdefault(cell.table, []).append(cell)
    return list(tables.values())


def _is_like(quads: list[NDArray[np.float64]], side: NDArray[np.float64]) -> bool:
    """Tell whether most of what these quadrangles (4, 2) enclose is a square with such a side."""
    sides = np.median([_sides(quad) for quad in quads], axis=0)
    return bool((np.abs(sides / side - 1) < _LIKE).all())


def _sides(quad: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.ptp(quad, axis=0), np.float64)
