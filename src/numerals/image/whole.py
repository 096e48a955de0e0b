"""Whole: a picture taken as it is for one digit, nothing looked for in it and nothing erased.

A digit that fills its picture leaves little paper to tell ink from, its bar looks like a cell's
side, and what it encloses like ink on dark paper. What a careful preparation may spoil there, two
grey levels tell (Otsu 1979); which of them is ink is for the network to say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from numerals.image.frame import frame_digit
from numerals.image.grey import at_most, to_contrast
from numerals.reading import Box

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from numerals.image.ink import Ink

#: Ink so near to an edge, as a share of the picture's longer side, fills the picture up to there.
_NEAR = 0.04
#: Where more than this share of the ink was left out, it may have been the digit's.
_LEFT_OUT = 0.03
#: What fills a picture leaves a rim of so much of its width and height, or of two pixels.
_RIM = 0.1
#: What is wider than this share of its height is hardly one digit.
_WIDE = 1.25
#: A larger picture is shrunk to this longest side first: many times a frame's.
_SIDE = 256


class View(NamedTuple):
    """What may be a digit.

    Attributes:
        frame: uint8 (28, 28), white ink on black, read-only.
        box: Its place in the picture.
    """

    frame: NDArray[np.uint8]
    box: Box


def is_tight(ink: Ink, digit: Box) -> bool:
    """Tell whether a picture may be filled by its digit, of which a careful preparation lost some.

    Args:
        ink: All ink of the picture.
        digit: What was found to be the digit, in the ink map.
    """
    mask = ink.mask
    near = max(1, round(_NEAR * max(mask.shape)))
    if mask[:near].any() or mask[-near:].any() or mask[:, :near].any() or mask[:, -near:].any():
        return True
    x, y, w, h = digit
    inside = np.count_nonzero(mask[y : y + h, x : x + w])
    return bool(inside < (1 - _LEFT_OUT) * np.count_nonzero(mask))


def fills(box: Box, size: tuple[int, int]) -> bool:
    """Tell whether a box spans a picture of that height and width, but for a rim."""
    rims = size[0] - box.h, size[1] - box.w
    return all(rim <= max(2, _RIM * side) for rim, side in zip(rims, size, strict=True))


def view_whole(pixels: NDArray[np.uint8]) -> list[View]:
    """Take a picture's dark half for ink, and its light half.

    Args:
        pixels: uint8 (h, w) grey or (h, w, 3) RGB.

    Returns:
        None, one or two views: without what is far wider than a digit, or has but one grey level.
    """
    grey = at_most(to_contrast(pixels), _SIDE)
    scale = grey.shape[0] / pixels.shape[0]
    views = []
    for light in (255 - grey, grey):
        level = cv2.threshold(light, 0, 255, cv2.THRESH_OTSU)[0]
        mask = light > level
        x, y, w, h = cv2.boundingRect(mask.view(np.uint8))
        if mask.all() or not mask.any() or w > _WIDE * h:
            continue
        paper, full = float(np.median(light[~mask])), float(np.percentile(light[mask], 75))
        crop = light[y : y + h, x : x + w].astype(np.float32)
        frame = frame_digit(np.clip((crop - paper) / max(full - paper, 1.0), 0, 1))
        frame.setflags(write=False)
        place = (round(v / scale) for v in (x, y, w, h))
        views.append(View(frame, Box(*place)))
    return views
