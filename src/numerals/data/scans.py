"""Scans: digits of 8×8 pixels that people wrote on forms, enlarged to where strokes show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from numerals.data.hands import BOX, SIDE
from numerals.data.mnist import Samples

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from numerals.data.pens import Pens

#: A 1 with more ink than this in each row, in pixels of eight, is a block.
_BLOCK = 2.6
#: How many loops these have at least.
_LOOPS = {0: 1, 6: 1, 8: 2, 9: 1}
#: A loop has so many pixels of an enlarged scan.
_LOOP = 3
#: What is around a pixel weighs less the farther off: standard deviation, in pixels. With this,
#: most of 0, 6, 8 and 9 keep their loops.
_AROUND = 4
#: Ink is by so much darker than so much of what is around it.
_DARKER, _OF_AROUND = 20, 0.8
#: Rims are so much steeper than in the scan.
_STEEP = 8
_INK = 128


def scans_of(pens: Pens) -> Samples:
    """Enlarge the scans of pens, in their order, without those that nobody could read.

    Returns:
        Pictures uint8 (N, 56, 56), white ink on black, 40 pixels on its longer side; and labels.
    """
    pairs = zip(pens.scans, pens.scanned.tolist(), strict=True)
    kept = [(scan, digit) for scan, digit in pairs if digit != 1 or _breadth(scan) < _BLOCK]
    images = [magnify(scan) for scan, _ in kept]
    stacked = np.stack(images) if images else np.zeros((0, SIDE, SIDE), np.uint8)
    return Samples(stacked, np.array([digit for _, digit in kept], np.uint8))


def sharp_scans(pens: Pens) -> Samples:
    """Enlarge scans until ink is told from paper, as `scans_of`, without those that lose a loop.

    What is grey is ink or paper by what is around: loops are small, and thin strokes faint.
    """
    scans = scans_of(pens)
    images = np.array([_sharpen(image) for image in scans.images], np.uint8)
    images = images.reshape(-1, SIDE, SIDE)
    pairs = zip(images, scans.labels.tolist(), strict=True)
    whole = [loops(image) >= _LOOPS.get(digit, 0) for image, digit in pairs]
    return Samples(images[whole], scans.labels[whole])


def loops(picture: NDArray[np.uint8]) -> int:
    """Count the pieces of paper that ink encloses."""
    paper = (picture < _INK).view(np.uint8)
    sizes = cv2.connectedComponentsWithStats(paper, connectivity=4)[2][1:, cv2.CC_STAT_AREA]
    return int(np.count_nonzero(sizes >= _LOOP)) - 1


def magnify(scan: NDArray[np.uint8], squeeze: float = 1.0) -> NDArray[np.uint8]:
    """Enlarge a scan of few pixels.

    Args:
        scan: uint8 (h, w), white ink on black, at least 6 pixels on its longer side, squeezed.
        squeeze: How wide its ink shall be, 1 to keep its shape.

    Returns:
        uint8 (56, 56), the ink 40 pixels on its longer side.
    """
    x, y, w, h = cv2.boundingRect(scan)
    ink = np.pad(scan[y : y + h, x : x + w], 1)
    zoom = BOX / max(w * squeeze, h)
    size = (round((w + 2) * squeeze * zoom), round((h + 2) * zoom))
    large = cv2.resize(ink, size, interpolation=cv2.INTER_CUBIC)
    picture = np.zeros((SIDE, SIDE), np.uint8)
    left, top = (SIDE - size[0]) // 2, (SIDE - size[1]) // 2
    picture[top : top + size[1], left : left + size[0]] = large
    return picture


def _sharpen(scan: NDArray[np.uint8]) -> NDArray[np.uint8]:
    seen = scan.astype(np.float32)
    around = cv2.GaussianBlur(seen, (0, 0), _AROUND)
    return np.asarray(
        np.clip(_INK + _STEEP * (seen - _DARKER - _OF_AROUND * around), 0, 255), np.uint8
    )


def _breadth(scan: NDArray[np.uint8]) -> float:
    """Tell how much ink there is in each row of the ink, in pixels."""
    return float(scan.sum() / 255 / cv2.boundingRect(scan)[3])
