"""Flanks: what lies to the left and to the right of an upright stroke.

A 1 is written on one paper. What is as narrow and stands where two grounds meet is their edge:
the gap beside a sleeve, the rim of a shadow, of a sheet, of a thing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from numerals.image.grey import to_contrast

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from numerals.reading import Box

#: A stroke as narrow as this share of its height is upright.
_NARROW = 0.5
#: Its flanks begin beyond its rim and are so wide, as shares of its height.
_GAP, _BROAD = 0.05, 0.1
#: One paper's flanks differ by less than this share of the contrast of ink.
_STEP = 0.35


def on_an_edge(pixels: NDArray[np.uint8], box: Box) -> bool:
    """Tell whether an upright stroke stands where two grounds meet.

    Args:
        pixels: uint8 (h, w) grey or (h, w, 3) RGB.
        box: The stroke's place.

    Returns:
        Whether it does; False, too, where it is broad or a flank lies outside the picture.
    """
    x, y, w, h = box
    if w > _NARROW * h:
        return False
    gap, broad = max(1, round(_GAP * h)), max(1, round(_BROAD * h))
    start = max(0, x - gap - broad)
    grey = to_contrast(pixels[y : y + h, start : x + w + gap + broad]).astype(np.float32)
    left, ink = grey[:, : max(0, x - gap - start)], grey[:, x - start : x - start + w]
    right = grey[:, x - start + w + gap :]
    if not left.size or not right.size:
        return False
    one, other = np.median(left, axis=1), np.median(right, axis=1)
    paper = (one + other)[:, None] / 2
    contrast = np.median(np.abs(ink - paper).max(axis=1))
    return bool(abs(np.median(one - other)) > _STEP * max(float(contrast), 1.0))
