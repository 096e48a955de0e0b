"""Page: every handwritten number of a picture, in reading order, cut out and laid flat."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from numerals.image.close import find_beside_print, find_close
from numerals.image.contents import ELSE, INK, find_written
from numerals.image.inpaint import leave_out, paint_over
from numerals.image.layout import lay_out
from numerals.image.printed import look_printed
from numerals.image.text import align, find_print, list_lines
from numerals.image.words import find_words
from numerals.reading import Box

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from numerals.image.cells import Cell
    from numerals.image.contents import Written
    from numerals.image.layout import Layout
    from numerals.image.sheet import Sheet
    from numerals.image.words import Word, Words

#: So many numbers say something of each other.
_FEW = 4
#: Ink so much fainter than what else is written shows through the paper, or is a shadow.
_PALE = 0.25
#: Colours so far apart, as shares of the paper's light, are of two pens.
_OTHER_PEN = 0.3
#: What is as high as this share of a table's numbers may be one.
_AS_HIGH = 0.6
#: So many pixels of the sheet around a table are its border's.
_BORDER = 13
#: So few rows do not tell a stroke from a line; but cells that are so many times as wide as most,
#: or most as they are, do.
_ROWS, _AS_WIDE = 2, 1.5
#: No picture is as wide.
_ANY = 2**31


@dataclass(frozen=True, slots=True)
class Place:
    """Where a number stands on its page.

    Attributes:
        box: The box around it, in pixels of the upright picture.
        pixels: uint8 (h, w) or (h, w, 3), the number cut out and laid flat.
        row: Its row in the page's table or form, from 1; None where there is none.
        column: Its column there, from 1.
        printed: Whether it looks printed; None where that cannot be told.
        corners: float64 (4, 2), where the corners of `pixels` lie in the upright picture, clockwise
            from the top left; None where they are those of `box`.
        page: Height and width of the upright picture, in pixels; None where that is not known.
        close: Whether, outside of a table, other ink lies so close to it that both may be one: the
            next number of its line, one right above or below, print as high as it, or what is of no
            number.
        lined: Whether a stroke of its cell may be a digit or a line.
    """

    box: Box
    pixels: NDArray[np.uint8]
    row: int | None = None
    column: int | None = None
    printed: bool | None = None
    corners: NDArray[np.float64] | None = None
    page: tuple[int, int] | None = None
    close: bool = False
    lined: bool = False

    def locate(self, box: Box) -> Box:
        """Bring a box of `pixels` to the upright picture, and keep it within."""
        h, w = self.pixels.shape[:2]
        corners = self.corners
        if corners is None:
            x, y = self.box.x, self.box.y
            right, bottom = x + self.box.w, y + self.box.h
            corners = np.array([(x, y), (right, y), (right, bottom), (x, bottom)], np.float64)
        source = np.array([(0, 0), (w, 0), (w, h), (0, h)], np.float32)
        onto = cv2.getPerspectiveTransform(source, corners.astype(np.float32))
        x, y, right, bottom = box.x, box.y, box.x + box.w, box.y + box.h
        quad = np.array([(x, y), (right, y), (right, bottom), (x, bottom)], np.float64)
        moved = cv2.perspectiveTransform(quad[None], onto)[0]
        # What is cut out of a page may reach over its edge.
        tall, wide = self.page or (_ANY, _ANY)
        left, top = np.clip(np.rint(moved.min(axis=0)), 0, (wide - 1, tall - 1)).astype(int)
        end = np.clip(np.rint(moved.max(axis=0)), (left + 1, top + 1), (wide, tall)).astype(int)
        return Box(int(left), int(top), int(end[0] - left), int(end[1] - top))

    def turned_back(self, quarters: int) -> Place:
        """Give the same on the page as it was before so many quarter turns, as of `np.rot90`.

        What is cut out stays as it is, upright on the turned page.
        """
        assert self.corners is not None  # noqa: S101 - what is found on a page has them
        assert self.page is not None  # noqa: S101
        x, y, w, h = self.box
        ends, corners = np.array([(x, y), (x + w, y + h)], np.float64), self.corners
        tall, wide = self.page
        for _ in range(quarters % 4):
            tall, wide = wide, tall
            ends, corners = ((wide, 0) + points[:, ::-1] * (-1, 1) for points in (ends, corners))
        left, top = np.rint(ends.min(axis=0)).astype(int).tolist()
        right, foot = np.rint(ends.max(axis=0)).astype(int).tolist()
        box = Box(left, top, right - left, foot - top)
        return replace(self, box=box, corners=corners, page=(tall, wide))


class Places(NamedTuple):
    """The numbers of a page.

    Attributes:
        found: In reading order: tables first, the largest first, row by row; then what stands
            outside of tables.
        left_out: Whether something outside, nearly as high as a table's numbers, was taken for
            print for its ink alone, which is not that of the table's pen.
    """

    found: list[Place]
    left_out: bool


def find_places(pixels: NDArray[np.uint8]) -> list[Place]:
    """Find the numbers of a page: `places_of` its layout."""
    return places_of(lay_out(pixels)).found


def places_of(layout: Layout) -> Places:
    """Find the numbers of a page that is laid out."""
    sheet, cells = layout.sheet, layout.cells
    tables = [
        [(cell, find_written(sheet, cell)) for cell in cells if cell.table == number]
        for number in range(max((cell.table for cell in cells), default=-1) + 1)
    ]
    words, rest = _words_beside(layout, [[c for c, _ in table] for table in tables])
    in_print = find_print(words, list_lines(words), sheet.cover)
    labels = [words[i] for i in sorted(in_print)]
    free = [word for i, word in enumerate(words) if i not in in_print]
    printed_too = bool(in_print)
    filled = [w for table in tables for _, w in table if w]
    floor = _floor([*filled, *(word.written for word in free)])
    places: list[Place] = []
    pens = []
    for table in tables:
        found = [(cell, w) for cell, w in table if w and w.fullest >= floor]
        heights = [float(np.linalg.norm(cell.quad[3] - cell.quad[0])) for cell, _ in found]
        printed = look_printed([w for _, w in found], heights)
        times = Counter((cell.row, cell.column) for cell, _ in table)
        uneven = _is_uneven([cell for cell, _ in table])
        for (cell, w), looks in zip(found, printed, strict=True):
            place = _place(sheet, w, (cell.row, cell.column), looks)
            # What a stroke has parted from its cell has the same row and column.
            split = uneven or times[cell.row, cell.column] > 1
            places.append(replace(place, lined=place.lined or split))
        pens += [w.colour for (_, w), looks in zip(found, printed, strict=True) if looks is False]
        printed_too |= True in printed
    free = [word for word in free if word.written.fullest >= floor]
    others: list[Word] = []
    if len(pens) >= _FEW and printed_too:
        free, others = _by_ink(free, np.median(pens, axis=0))
    least = _AS_HIGH * float(np.median([w.height for w in filled])) if filled else 0.0
    lines = list_lines(free)
    aligned = {} if tables else align(free, lines)
    order = [i for line in lines for i in line]
    close = find_close(free, lines, rest) | find_beside_print(free, labels)
    for i in order:
        place = _place(sheet, free[i].written, aligned.get(i), None)
        pixels = paint_over(place.pixels, free[i].lines)
        places.append(replace(place, pixels=pixels, close=i in close))
    return Places(places, any(word.written.height >= least for word in others))


def holds_print(layout: Layout) -> bool:
    """Tell whether anything on a page looks printed."""
    sheet = layout.sheet
    words = find_words(layout, np.zeros(sheet.cover.shape, np.bool_)).found
    return bool(find_print(words, list_lines(words), sheet.cover))


def _is_uneven(cells: list[Cell]) -> bool:
    """Tell whether strokes may be taken for lines: few rows tell, where widths differ much."""
    widths = np.array([np.ptp(cell.quad[:, 0]) for cell in cells])
    ratios = widths / np.median(widths)
    uneven = max(ratios.max(), 1 / ratios.min()) > _AS_WIDE
    return bool(uneven) and max(cell.row for cell in cells) <= _ROWS


def _place(
    sheet: Sheet, written: Written, at: tuple[int, int] | None, printed: bool | None
) -> Place:
    """Cut out what is written."""
    row, column = at or (None, None)
    cut, corners = sheet.cut(written.quad), sheet.locate(written.quad)
    if written.view is not None:
        cut = leave_out(cut, written.view == ELSE, written.view == INK)
    size = sheet.pixels.shape[:2]
    box, lined = sheet.box(written.ink), written.lined
    return Place(box, cut, row, column, printed, corners, size, lined=lined)


def _floor(written: list[Written]) -> float:
    """Find how dark ink must be at least, beside what else is written on the page."""
    return _PALE * float(np.median([w.fullest for w in written])) if written else 0.0


def _by_ink(words: list[Word], pen: NDArray[np.float64]) -> tuple[list[Word], list[Word]]:
    """Part words in a pen's ink from those in another."""
    own = [bool(np.abs(word.written.colour - pen).max() <= _OTHER_PEN) for word in words]
    both = list(zip(words, own, strict=True))
    return [word for word, is_own in both if is_own], [w for w, is_own in both if not is_own]


def _words_beside(layout: Layout, tables: list[list[Cell]]) -> Words:
    """Find the words that stand outside of tables."""
    taken = np.zeros(layout.sheet.cover.shape, np.uint8)
    for table in tables:
        corners = np.concatenate([cell.quad for cell in table])
        hull = cv2.convexHull(np.rint(corners).astype(np.int32))
        cv2.fillConvexPoly(taken, hull, 1)
    around = cv2.dilate(taken, np.ones((_BORDER, _BORDER), np.uint8))
    return find_words(layout, np.asarray(around > 0))
