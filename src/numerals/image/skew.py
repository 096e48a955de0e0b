"""Skew: by how much a page is turned."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from numerals.image.grey import at_most

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: A page is turned by at most so many degrees.
_MOST = 15.0
#: The turn is measured on a copy of at most this longest side, on so many points of ink.
_SIDE = 800
_POINTS = 20_000
#: What covers this share of the paper's light is ink.
_INK = 0.12
#: What is so many pixels broad is none.
_BROAD = 13
#: Upright lines say less than level ones, for writing slants.
_UPRIGHT = 0.5
#: Between two turns as good, the smaller is the likelier: so much a degree.
_PRIOR = 0.01


def measure_skew(cover: NDArray[np.float32]) -> float:
    """Measure by how many degrees a page must be turned anticlockwise to be level.

    The turn at which the sums of ink along the rows have the largest sum of squares (Postl 1986),
    and those along the columns with it.

    Args:
        cover: float32 (h, w) in [0, 1], 0 where there is paper.

    Returns:
        Degrees from -15 to 15; 0 where there is hardly any ink.
    """
    small = at_most(cover, _SIDE)
    # Where paper ends on a dark table there is more than any ink.
    thin = cv2.morphologyEx(small, cv2.MORPH_TOPHAT, np.ones((_BROAD, _BROAD), np.uint8))
    y, x = np.nonzero(thin > _INK)
    if len(y) < 20:
        return 0.0
    step = max(1, len(y) // _POINTS)
    x, y = x[::step] - small.shape[1] / 2, y[::step] - small.shape[0] / 2
    reach = int(np.hypot(*small.shape) / 2) + 2

    def sharpness(angle: float) -> float:
        cos, sin = np.cos(np.radians(angle)), np.sin(np.radians(angle))
        level = np.bincount((y * cos - x * sin + reach).astype(np.intp))
        upright = np.bincount((x * cos + y * sin + reach).astype(np.intp))
        both = np.square(np.diff(level)).sum() + _UPRIGHT * np.square(np.diff(upright)).sum()
        return float(both) * (1 - _PRIOR * abs(angle))

    rough = max(np.arange(-_MOST, _MOST + 0.1, 0.5), key=sharpness)
    return float(max(rough + np.arange(-0.4, 0.41, 0.1), key=sharpness))
