"""Look: whether a picture shows a page of numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from numerals.image.layout import lay_out
from numerals.image.text import list_lines
from numerals.image.words import find_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from numerals.image.layout import Layout

#: A picture with a side shorter than this, or fewer pixels, is no page.
_LEAST_SIDE = 180
_LEAST_AREA = 60_000
#: A table of so many cells is a page; a single cell with bits of its neighbours has fewer.
_CELLS = 6
#: A page's table leaves its picture's sides to each cell by less than this share.
_SMALL = 0.45
#: Lines of text no higher than this share of the picture, one above the other, are a page.
_LOW = 0.3


def look_for_page(pixels: NDArray[np.uint8]) -> Layout | None:
    """Lay a picture out as a page, if it is one.

    Args:
        pixels: uint8 (h, w) grey or (h, w, 3) RGB.

    Returns:
        The layout of a table, a form, or several lines of writing on a picture large enough to
        hold them; None for all else.
    """
    height, width = pixels.shape[:2]
    if min(height, width) < _LEAST_SIDE or height * width < _LEAST_AREA:
        return None
    layout = lay_out(pixels)
    return layout if _is_page(layout) else None


def _is_page(layout: Layout) -> bool:
    """Tell whether a picture shows a table, or several lines of writing."""
    h, w = layout.sheet.cover.shape
    cells = [cell for cell in layout.cells if cell.table == 0]
    if len(cells) >= _CELLS:
        return all((np.ptp(cell.quad, axis=0) < _SMALL * np.array([w, h])).any() for cell in cells)
    words = find_words(layout, np.zeros((h, w), np.bool_)).found
    if not words:
        return False
    tallest = max(word.written.height for word in words)
    # Specks and texture beside one large number are no writing of their own.
    words = [word for word in words if word.written.height >= 0.4 * tallest]
    lines = list_lines(words)
    return len(lines) > 1 and tallest <= _LOW * h
