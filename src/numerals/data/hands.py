"""Hands: digits written as people in different countries do, with a pen that wobbles.

A form is strokes through a few points; a hand bends all of it, and moves each point a little.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from numerals.data.between import Shapes
from numerals.data.forms import FORMS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from numerals.data.forms import Stroke

#: Side of a drawn picture and of the box that the strokes fill in its middle, in pixels.
SIDE = 56
BOX = 40
_WOBBLE = 0.035  # standard deviation of a point's place, in boxes
_PEN = (1.2, 6.0)  # pixels
#: Digits are drawn with coordinates in 1/16 of a pixel, so that the pen has no jaggies.
_SHIFT = 4
_SMOOTH = 8  # line pieces for each pair of points
_SHAPES = Shapes(FORMS)


def write_digit(value: int, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Write a digit in one of its forms.

    Args:
        value: 0 … 9.
        rng: Chooses form, wobble and pen.

    Returns:
        uint8 (56, 56), white ink on black, the digit about 40 pixels high.
    """
    forms = FORMS[value]
    i = int(rng.integers(len(forms)))
    form = forms[i]
    moves = _SHAPES.lean(value, i, rng)
    moved = [[(float(x), float(y)) for x, y in (moves[p] + p for p in s)] for s in form]
    return draw_strokes(moved, rng)


def draw_strokes(strokes: list[Stroke], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Draw strokes through points of the unit square with a wobbling hand: uint8 (56, 56)."""
    across = [x for stroke in strokes for x, _ in stroke]
    width = rng.uniform(0.55, 0.95) * BOX / max(1.0, max(across) - min(across))
    size = np.array([width, BOX])
    # An upstroke or a bar may reach beyond the unit square: what is drawn stands in the middle.
    corner = (SIDE - np.array([width * (min(across) + max(across)), BOX])) / 2
    pen = max(1, round(np.exp(rng.uniform(*np.log(_PEN)))))
    picture = np.zeros((SIDE, SIDE), np.uint8)
    # Strokes that meet shall still meet: the same point wobbles the same way.
    moved: dict[tuple[float, float], NDArray[np.float64]] = {}
    for stroke in strokes:
        for point in stroke:
            if point not in moved:
                moved[point] = np.array(point) + rng.normal(0, _WOBBLE, 2)
        line = smooth(np.array([moved[point] for point in stroke])) * size + corner
        line = line.clip(3 + pen / 2, SIDE - 3 - pen / 2)  # where chance moved a point too far
        fixed = np.rint(line * (1 << _SHIFT)).astype(np.int32)
        cv2.polylines(picture, [fixed], False, 255, pen, cv2.LINE_AA, _SHIFT)
    return picture


def smooth(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Run a Catmull–Rom curve (1974) through points: (N, 2) to (8 (N - 1) + 1, 2)."""
    padded = np.concatenate([2 * points[:1] - points[1:2], points, 2 * points[-1:] - points[-2:-1]])
    p0, p1, p2, p3 = (padded[i : len(padded) - 3 + i, None] for i in range(4))
    t = np.linspace(0, 1, _SMOOTH, endpoint=False)[None, :, None]
    curve = 0.5 * (
        2 * p1
        + (p2 - p0) * t
        + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2
        + (3 * p1 - p0 - 3 * p2 + p3) * t**3
    )
    return np.concatenate([curve.reshape(-1, 2), points[-1:]])
