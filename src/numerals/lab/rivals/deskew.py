"""Deskew: pictures slanted back until their ink stands upright, by its moments.

LeCun et al. 1998 (section III.A) had a deskewed MNIST beside the plain one: each row is shifted by
the slope of the ink's principal axis, mu11 / mu02, around the centre of mass.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from numerals.lab.rivals.picture_classifier import SIDE
from numerals.lab.rivals.picture_transformer import PictureTransformer

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Deskew(PictureTransformer):
    """Slants pictures back and moves their centre of mass to the middle; nothing is learnt."""

    def _change(self, pictures: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.stack([deskew(picture) for picture in pictures])


def deskew(picture: NDArray[np.float32]) -> NDArray[np.float32]:
    """Slant one picture back, (28, 28); one without ink stays as it is."""
    moments = cv2.moments(picture)
    if moments["m00"] <= 0 or moments["mu02"] < 1e-6:
        return picture
    slope = moments["mu11"] / moments["mu02"]
    x, y = moments["m10"] / moments["m00"], moments["m01"] / moments["m00"]
    middle = (SIDE - 1) / 2
    back = np.array([[1, slope, x - middle - slope * middle], [0, 1, y - middle]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(picture, back, (SIDE, SIDE), flags=flags), np.float32)
