"""Traces: the way that a pen went when somebody wrote a digit, as strokes.

The pen's way is given from the first touch to the last, and does not say where the pen was
lifted: between the strokes of a 4, a 5 and a crossed 7 it goes on through the air. What was in
the air is found by where such a digit's second stroke begins, and left out. A way of eight points
does not reach every corner: where it passes by one that makes the digit, the digit is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from numerals.data.forms import Stroke
    from numerals.data.pens import Pens

#: A stroke ends low, beyond this share of the height, and the next one begins above this one.
_LOW, _HIGH = 0.55, 0.35
#: The pen rises at least so much, in heights, between the bar of a 4 and its stem.
_RISE = 0.12
#: The stem of a 4 is at least so long, in heights, if it is drawn by itself.
_STEM = 0.4
#: A 4 in one stroke reaches farthest to the right above this height, where its bar ends.
_BAR = 0.72
#: Below this height the foot of a 1 goes at least so far to the right, of its width.
_FOOT, _WIDE = 0.85, 0.3
#: Ways fill a square, and a 1 does not: so wide is it beside the others.
_NARROW = 0.6


class Trace(NamedTuple):
    """A digit that somebody wrote.

    Attributes:
        digit: 0 … 9.
        strokes: One or two, each of at least two points, x to the right and y down, from 0 to 1.
    """

    digit: int
    strokes: list[Stroke]


def traces_of(pens: Pens) -> tuple[Trace, ...]:
    """Make traces of the ways of pens, in their order, without those that lack a corner."""
    pairs = zip(pens.traced.tolist(), pens.ways, strict=True)
    made = ((digit, _parts(digit, way)) for digit, way in pairs)
    return tuple(Trace(d, _strokes(d, parts)) for d, parts in made if _is_whole(d, parts))


def _strokes(digit: int, parts: list[NDArray[np.float64]]) -> list[Stroke]:
    wide = _NARROW if digit == 1 else 1.0
    return [[(wide * float(x), float(y)) for x, y in part] for part in parts]


def _parts(digit: int, way: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """Divide a way, (N, 2), into what was written before the pen was lifted, and after."""
    end, start = {4: _before_stem, 5: _before_flag, 7: _before_bar}.get(digit, _through)(way)
    parts = [way[: end + 1], way[start:]] if end < start else [way]
    return [part for part in parts if len(part) > 1]


def _is_whole(digit: int, parts: list[NDArray[np.float64]]) -> bool:
    """Tell whether the strokes show the digit.

    The stem of a 1 with a foot runs into the foot's left end, as that of a 2; the stem of a 4 may
    lack its upper half, or all that is above its foot, so that a `<` is left.
    """
    last = parts[-1]
    if digit == 1:
        low = last[last[:, 1] > _FOOT, 0]
        return not len(low) or float(low[-1] - low.min()) < _WIDE
    if digit == 4 and len(parts) == 1:
        return float(last[last[:, 0].argmax(), 1]) < _BAR
    return digit != 4 or float(np.ptp(last[:, 1])) > _STEM


def _through(way: NDArray[np.float64]) -> tuple[int, int]:
    """Every digit but 4, 5 and 7 is written, or may be, without lifting the pen."""
    return len(way), len(way)


def _before_stem(way: NDArray[np.float64]) -> tuple[int, int]:
    """A 4: from the right end of its bar the pen goes up to where the stem begins."""
    x, y = way.T
    start = 3 + int(np.argmin(y[3:-1]))
    corner = 1 + int(np.argmin(x[1:start]))
    # The bar may rise itself: it ends where the pen is lowest or farthest to the right.
    end = corner + max(int(np.argmax(part[corner:start])) for part in (x, y))
    return (end, start) if y[end] - y[start] > _RISE else _through(way)


def _before_flag(way: NDArray[np.float64]) -> tuple[int, int]:
    """A 5: from the end of its bowl the pen goes up to where the flag begins."""
    y = way[:, 1]
    low = np.flatnonzero(y > _LOW)
    end = int(low[-1]) if len(low) else len(way)
    high = end + 1 + np.flatnonzero(y[end + 1 :] < _HIGH)
    return (end, int(high[0])) if len(high) else _through(way)


def _before_bar(way: NDArray[np.float64]) -> tuple[int, int]:
    """A 7: from its foot the pen goes up to where the bar begins, on either side."""
    x, y = way.T
    end = 2 + int(np.argmax(y[2:]))
    if end > len(way) - 3:
        return _through(way)
    rest = x[end + 1 :]
    first = int(np.argmin(rest)) if rest[-1] >= rest.mean() else int(np.argmax(rest))
    return end, end + 1 + min(first, len(rest) - 2)
