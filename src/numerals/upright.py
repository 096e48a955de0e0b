"""Upright: a page that lies on its side, or upside down, is read as its numbers stand.

What is written tells: turned, few of its numbers look like any.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from numerals.prepare import part_of, turn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numerals.prepare import Part, Prepared
    from numerals.reading import Reading

    Read = Callable[[list[Part]], list[Reading]]

#: A page whose numbers are read with so much confidence, on average, is upright.
_SURE = 0.9
#: So many of its places are looked at in the three other ways.
_SAMPLE = 24
#: Of these, half have to be read another way, and so many more than the way it came, and so large a
#: share more; then all are.
_HALF, _MORE, _SHARE = 0.5, 1.5, 0.1


def read_upright(page: Prepared, read: Read) -> tuple[Prepared, list[Reading]]:
    """Read a page; if its numbers stand another way, turned by as many quarters.

    Args:
        page: As it came, but for EXIF orientation.
        read: Reads parts: Readings without a source.

    Returns:
        The page as it was read, and a Reading for each of its parts.
    """
    if page.is_empty_table:
        # Numbers on their side in wide cells are lower than digits are.
        side, readings = read_upright(turn(page, 1), read)
        stands = _told(readings) >= max(_MORE, _HALF * len(readings))
        return (side, readings) if stands else (page, [])
    readings = read(page.parts)
    if not readings or _sure(readings) >= _SURE:
        return page, readings
    quarters = _quarters(page, readings, read)
    if not quarters:
        return page, readings
    turned = turn(page, page.turned + quarters)
    again = read(turned.parts)
    better = bool(again) and _sure(again) > _sure(readings)
    return (turned, again) if better else (page, readings)


def _quarters(page: Prepared, readings: Sequence[Reading], read: Read) -> int:
    """Say by how many quarters more the page has to be turned: how most of a sample are read."""
    last = len(page.parts) - 1
    chosen = np.unique(np.linspace(0, last, _SAMPLE).round().astype(int)).tolist()
    cuts = [place.pixels for i in chosen if (place := page.parts[i].place) is not None]
    worth = [_told([readings[i] for i in chosen])]
    for quarters in (1, 2, 3):
        turned = [part_of(np.ascontiguousarray(np.rot90(cut, quarters)), "auto") for cut in cuts]
        worth.append(_told(read([part for part in turned if part is not None])))
    best = int(np.argmax(worth))
    turns = worth[best] >= max(_HALF * len(cuts), worth[0] + _MORE, worth[0] + _SHARE * len(cuts))
    return best if turns else 0


def _told(readings: Sequence[Reading]) -> float:
    """Sum up the confidences of numbers that are no strokes: a dash on its end is a 1."""
    return float(sum(r.confidence for r in readings if set(r.text) - set("1.,- ")))


def _sure(readings: Sequence[Reading]) -> float:
    return float(np.mean([reading.confidence for reading in readings]))
