"""Cells: a page examined cell by cell, each read right only at its own row and column."""

from __future__ import annotations

from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from numerals.errors import NumeralsError
from numerals.image.open import open_picture
from numerals.lab.metrics import Share
from numerals.lab.outcome import Outcome, Place, kept
from numerals.lab.samples import NOTHING
from numerals.reading import Box, Reading, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from numerals.lab.samples import Sample

#: So much is shown around a number on the sheet of errors, as a share of its longer side.
_AROUND = 0.4
NOT_FOUND = "nothing was found in this cell"


@dataclass(frozen=True, slots=True)
class PageFigures:
    """How the cells of a page, or of several, were read.

    Attributes:
        page: What it is called in reports; '' of several.
        all: Read exactly, of the cells that hold a number.
        hand: The same of those labelled as handwritten.
        printed: The same of those labelled as printed.
        missing: Cells that hold a number, and nothing was read there.
        extra: Numbers read where there is none: in an empty cell, outside of all that are
            labelled, or beside another in a cell.
    """

    page: str
    all: Share
    hand: Share
    printed: Share
    missing: int
    extra: int


@dataclass(frozen=True, slots=True)
class CellFigures:
    """How the cells of all pages were read.

    Attributes:
        pages: Of each page, in the order of the data.
        total: Of all of them.
        told: Told rightly to be printed or handwritten, of the cells where the reader told and
            the labels do.
    """

    pages: tuple[PageFigures, ...]
    total: PageFigures
    told: Share


def outcomes_of_page(sample: Sample, reading: Reading) -> list[Outcome]:
    """Say of each cell what became of it, and of each number read where there is none.

    A cell has the first number, in reading order, that was read at its row and column; all
    others are extra. Of what went wrong, the place is cut out of the picture, to look at it.
    """
    if reading.status is Status.ERROR:
        failed = Reading.failed(reading.source, reading.reason)
        return [_outcome(sample, c.row, c.column, c.text, failed, c.hand) for c in sample.cells]
    extra = list(reading.numbers)
    outcomes = []
    for c in sample.cells:
        read = next((n for n in extra if (n.row, n.column) == (c.row, c.column)), None)
        if read is None:
            read = Reading(reading.source, "", 0.0, Status.UNREADABLE, NOT_FOUND, kind="number")
        else:
            extra = [n for n in extra if n is not read]
        outcomes.append(_outcome(sample, c.row, c.column, c.text, read, c.hand))
    outcomes += [_outcome(sample, n.row, n.column, NOTHING, n) for n in extra]
    if any(o.error for o in outcomes):
        pixels = _pixels(sample)
        outcomes = [_cut(o, pixels, reading.numbers) if o.error else o for o in outcomes]
    return [kept(o) for o in outcomes]


def cell_figures(outcomes: Sequence[Outcome]) -> CellFigures:
    """Come to the figures of cells, those of a page and those of all."""
    by_page: dict[str, list[Outcome]] = {}
    for o in outcomes:
        if o.place is not None:
            by_page.setdefault(o.place.page, []).append(o)
    told = [
        o.reading.printed is not o.place.hand
        for o in outcomes
        if o.place and o.place.hand is not None and o.reading.printed is not None
    ]
    return CellFigures(
        tuple(_figures(page, own) for page, own in by_page.items()),
        _figures("", outcomes),
        Share(sum(told), len(told)),
    )


def _figures(page: str, outcomes: Sequence[Outcome]) -> PageFigures:
    shown = [o for o in outcomes if o.truth != NOTHING]
    hand = [o for o in shown if o.place and o.place.hand is True]
    printed = [o for o in shown if o.place and o.place.hand is False]
    return PageFigures(
        page,
        _right(shown),
        _right(hand),
        _right(printed),
        missing=sum(not o.reading.text for o in shown),
        extra=sum(bool(o.reading.text) for o in outcomes if o.truth == NOTHING),
    )


def _right(outcomes: Sequence[Outcome]) -> Share:
    return Share(sum(o.right for o in outcomes), len(outcomes))


def _outcome(
    sample: Sample,
    row: int | None,
    column: int | None,
    truth: str,
    reading: Reading,
    hand: bool | None = None,
) -> Outcome:
    place = Place(sample.file, row, column, hand)
    return Outcome(str(place), truth, reading, place)


def _pixels(sample: Sample) -> NDArray[np.uint8] | None:
    """Open the page once more, for its errors; a source that is used up has none to show."""
    try:
        pixels = open_picture(sample.source).pixels
    except NumeralsError:
        return None
    return pixels if pixels.ndim == 3 else np.stack([pixels] * 3, axis=-1)


def _cut(outcome: Outcome, pixels: NDArray[np.uint8] | None, numbers: Sequence[Reading]) -> Outcome:
    """Give an outcome the part of its page where it belongs, if that is known."""
    box = outcome.reading.box or _where(outcome, numbers)
    if pixels is None or box is None:
        return outcome
    around = round(_AROUND * max(box.w, box.h))
    left, top = max(0, box.x - around), max(0, box.y - around)
    part = pixels[top : box.y + box.h + around, left : box.x + box.w + around].copy()
    if not part.size:
        return outcome
    digits = tuple(
        replace(d, box=d.box._replace(x=d.box.x - left, y=d.box.y - top))
        for d in outcome.reading.digits
    )
    reading = replace(outcome.reading, thumbnail=part, scale=1.0, digits=digits)
    return replace(outcome, reading=reading)


def _where(outcome: Outcome, numbers: Sequence[Reading]) -> Box | None:
    """Guess where a cell is from what was read in its row and in its column; None without both."""
    place = outcome.place
    row = [n.box for n in numbers if n.box and place and n.row == place.row]
    column = [n.box for n in numbers if n.box and place and n.column == place.column]
    if not row or not column:
        return None
    x, y = median(b.x for b in column), median(b.y for b in row)
    return Box(round(x), round(y), max(b.w for b in column), max(b.h for b in row))
