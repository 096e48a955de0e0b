"""Drawn: spatter, dotted lines and zigzags over pictures.

Of MNIST-C's corruptions (Mu & Gilmer 2019) those that draw over the digit. All take uint8
(N, 28, 28) and a generator, and give the same shape and type.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

    Pictures = NDArray[np.uint8]

_SIDE = 28
#: Corners of a zigzag, and how far they lie off its line, in pixels.
_CORNERS, _SWING = 8, 2.0


def spatter(images: Pictures, rng: Generator) -> Pictures:
    """Drops of another liquid on it: where smooth noise is highest, it is white."""
    out = images.copy()
    for picture in out:
        noise = cv2.GaussianBlur(rng.normal(size=(_SIDE, _SIDE)), (0, 0), 1.0)
        picture[noise > np.quantile(noise, 0.93)] = 230
    return out


def dotted_line(images: Pictures, rng: Generator) -> Pictures:
    """A straight line of dots from side to side, every third pixel."""
    out = images.copy()
    for picture in out:
        start, end = _across(rng)
        steps = int(np.hypot(*(end - start)) // 3) + 1
        for at in np.linspace(start, end, steps):
            x, y = np.clip(np.rint(at).astype(int), 0, _SIDE - 1)
            picture[y, x] = 255
    return out


def zigzag(images: Pictures, rng: Generator) -> Pictures:
    """A zigzag line from side to side."""
    out = images.copy()
    for picture in out:
        start, end = _across(rng)
        along = (end - start) / np.hypot(*(end - start))
        beside = np.array([-along[1], along[0]]) * _SWING
        corners = np.linspace(start, end, _CORNERS)
        corners[1::2] += beside
        corners[::2] -= beside
        # Sixteenths of a pixel.
        points = np.rint(corners * 16).astype(np.int32)
        cv2.polylines(picture, [points], False, 255, 1, cv2.LINE_AA, 4)
    return out


def _across(rng: Generator) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Choose where a line goes in at the left or the top, and out on the other side; (x, y)."""
    one, two = rng.uniform(4, _SIDE - 5, 2)
    ends = np.array([[0, one], [_SIDE - 1, two]])
    if rng.random() < 0.5:
        ends = ends[:, ::-1]
    return ends[0], ends[1]
