"""Frame: a digit's ink scaled and centred in 28×28, the way MNIST was made.

LeCun, Cortes & Burges: digits were "size normalized to fit in a 20×20 pixel box while
preserving their aspect ratio", then centred in 28×28 by their centre of mass.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIDE = 28
BOX = 20


def frame_digit(ink: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Scale a tight crop of ink to 20 pixels on its longer side and centre it by mass.

    Args:
        ink: float32 (h, w) in [0, 1], 1 where there is ink, cropped to the digit.

    Returns:
        uint8 (28, 28), white ink on black.
    """
    h, w = ink.shape
    scale = BOX / max(h, w)
    size = (max(1, round(w * scale)), max(1, round(h * scale)))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    small = np.asarray(cv2.resize(ink, size, interpolation=method), np.float32)
    # A pen thinner than a pixel of the frame turns grey when shrunk; MNIST's strokes are white.
    small *= 1.0 / max(full_ink(small), 0.01)
    np.minimum(small, 1.0, out=small)
    left, top = _corner(small)
    frame = np.zeros((SIDE, SIDE), np.uint8)
    frame[top : top + size[1], left : left + size[0]] = np.rint(small * 255)
    return frame


def full_ink(small: NDArray[np.float32]) -> float:
    """Find the level of a stroke's middle: the 90th percentile of what is not paper."""
    strokes = small[small > 0.1]
    if strokes.size == 0:
        return float(small.max())
    rank = int(0.9 * (strokes.size - 1))
    return float(np.partition(strokes, rank)[rank])


def _corner(small: NDArray[np.float32]) -> tuple[int, int]:
    """Where the crop's corner goes so that the centre of mass lands in the middle."""
    h, w = small.shape
    moments = cv2.moments(small)
    mass = max(moments["m00"], 1e-6)
    left = round((SIDE - 1) / 2 - moments["m10"] / mass)
    top = round((SIDE - 1) / 2 - moments["m01"] / mass)
    return min(max(left, 0), SIDE - w), min(max(top, 0), SIDE - h)
