"""Faint: where a stroke goes on beyond the ink that is surely ink."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: What is followed is no broader than this many strokes, and has no more ink than the sure part.
_BROAD = 1.5
#: How far the soft rims of most ink reach, in pixels.
_NARROW = 2


def follow_faint(sure: NDArray[np.bool_], faint: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Follow strokes from where they are surely ink on to where they are faint.

    As Canny's (1986) edges are followed, by two thresholds: but only what leads farther away
    from the sure ink than a stroke is wide, for all ink has soft rims.

    Args:
        sure: bool (h, w), what is over the upper threshold.
        faint: bool (h, w), what is over the lower one.

    Returns:
        The sure ink with the faint strokes that go on from it; `sure` itself where none do.
    """
    # Beyond the faintest ink there is nothing to follow; looking there takes most of the time.
    x, y, w, h = cv2.boundingRect(_u8(faint))
    if not w:
        return sure
    part = np.s_[y : y + h, x : x + w]
    followed = _follow(sure[part], faint[part])
    if followed is None:
        return sure
    whole = sure.copy()
    whole[part] = followed
    return whole


def _follow(sure: NDArray[np.bool_], faint: NDArray[np.bool_]) -> NDArray[np.bool_] | None:
    """Follow strokes in the part of the picture that has ink at all; None where none goes on."""
    width = _width(sure)
    rim = max(1, round(width / 2))
    # Most pictures have nothing beyond even a narrow rim, which takes least time to see.
    for reach in sorted({min(rim, _NARROW), rim}):
        beyond = faint > cv2.dilate(_u8(sure), _disc(reach)).view(np.bool_)
        if not beyond.any():
            return None
    # All that is beyond, and the way to it: as far as the rim is wide, through faint ink.
    way = beyond
    for _ in range(rim + 1):
        way = faint & (cv2.dilate(_u8(way), np.ones((3, 3), np.uint8)) > 0)
    count, labels = cv2.connectedComponents(_u8(way), connectivity=8)
    touched = np.zeros(count, np.bool_)
    touched[np.asarray(labels)[sure & way]] = True
    touched[0] = False
    added: NDArray[np.bool_] = touched[labels]
    if not added.any() or added.sum() > 2 * sure.sum() or _width(added) > _BROAD * width + 1:
        return None
    return sure | added


def _width(mask: NDArray[np.bool_]) -> float:
    """Estimate the width of strokes: the mean run of ink along rows or columns, the shorter."""
    rows = int(np.count_nonzero(mask[:, 1:] & ~mask[:, :-1])) + int(np.count_nonzero(mask[:, 0]))
    columns = int(np.count_nonzero(mask[1:] & ~mask[:-1])) + int(np.count_nonzero(mask[0]))
    return int(np.count_nonzero(mask)) / max(rows, columns, 1)


def _u8(mask: NDArray[np.bool_]) -> NDArray[np.uint8]:
    return np.ascontiguousarray(mask).view(np.uint8)


@lru_cache(maxsize=64)
def _disc(radius: int) -> NDArray[np.uint8]:
    size = (2 * radius + 1, 2 * radius + 1)
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, size), np.uint8)
