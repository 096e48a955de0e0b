"""Paper: the sheet on a darker table, where its four edges are plain to see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from numerals.image.grey import at_most

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: The paper is looked for on a copy of at most this longest side.
_SIDE = 400
#: It has at least this share of the picture …
_LEAST = 0.15
#: … and at most this: what has more is all of it.
_MOST = 0.95
#: Its outline differs from a quadrangle by at most this share of its area.
_QUAD = 0.06
#: Its corners' angles have at most this cosine: they are 65° to 115°.
_SLANT = 0.42
#: Just inside its edges, by so many pixels, it is brighter than just outside by this share.
_BESIDE = 4
_SHARP = 0.15
#: Strokes are looked for on a copy of this longest side; there they cover this share of the
#: lightest in a square of so many pixels.
_WRITING, _STROKE, _NEAR = 800, 0.25, 15
#: Around the paper, but for a rim of half so many pixels, they are less dense than on it by this
#: factor, or hardly there.
_AWAY, _AROUND, _FEW = 25, 0.3, 0.02
#: Its edges are brought inwards by this share of their length, to leave its rim out.
_RIM = 0.006


def find_paper(grey: NDArray[np.uint8]) -> NDArray[np.float64] | None:
    """Find a sheet of paper that lies on something darker.

    Args:
        grey: uint8 (h, w).

    Returns:
        float64 (4, 2), its corners, clockwise from the top left; None where the picture shows
        nothing but the sheet, or it is not clear.
    """
    small = np.asarray(cv2.GaussianBlur(at_most(grey, _SIDE), (5, 5), 0), np.uint8)
    strokes = _strokes(at_most(grey, _WRITING))
    best, quad = _SHARP, None
    for level in _levels(small):
        found = _brighter(small > level)
        if found is None or _is_written_around(strokes, found / small.shape[::-1]):
            continue  # what is written around is on the sheet, too: a shadow parts it
        if (sharp := _sharpness(small, found)) > best:
            best, quad = sharp, found
    if quad is None:
        return None
    h, w = small.shape
    centre = quad.mean(axis=0)
    corners = centre + (quad - centre) * (1 - 2 * _RIM)
    return np.asarray(corners * (grey.shape[1] / w, grey.shape[0] / h), np.float64)


def _strokes(grey: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Mark what is much darker than all that is near: strokes, in the light and in the shade."""
    near = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((_NEAR, _NEAR), np.uint8))
    return np.asarray(grey < (1 - _STROKE) * near.astype(np.float32))


def _is_written_around(strokes: NDArray[np.bool_], quad: NDArray[np.float64]) -> bool:
    """Tell whether strokes are around a quadrangle, (4, 2) in [0, 1], nearly as dense as in it."""
    h, w = strokes.shape
    inside = np.zeros((h, w), np.uint8)
    cv2.fillConvexPoly(inside, np.rint(quad * (w, h)).astype(np.int32), 1)
    away = np.ones((_AWAY, _AWAY), np.uint8)
    own, around = cv2.erode(inside, away) > 0, cv2.dilate(inside, away) == 0
    if not own.any() or not around.any():
        return False
    return bool(strokes[around].mean() > max(_FEW, _AROUND * strokes[own].mean()))


def _levels(small: NDArray[np.uint8]) -> list[float]:
    """List levels that may part paper from table: Otsu's, and those that part each side again.

    In a shadow the paper may be nearer to the table than to the paper in the light.
    """
    middle, _ = cv2.threshold(small, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    levels = [middle]
    for part in (small[small <= middle], small[small > middle]):
        if part.size:
            level, _ = cv2.threshold(part[None], 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
            levels.append(level)
    return levels


def _brighter(bright: NDArray[np.bool_]) -> NDArray[np.float64] | None:
    """Find the quadrangle that the largest bright part fills; None where it fills none."""
    mask = cv2.morphologyEx(bright.view(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not contours:
        return None
    outline = cv2.convexHull(max(contours, key=cv2.contourArea))
    area = cv2.contourArea(outline)
    if not _LEAST * bright.size <= area <= _MOST * bright.size:
        return None
    quad = _quadrangle(np.asarray(outline, np.int32))
    if quad is None or abs(cv2.contourArea(quad) - area) > _QUAD * area:
        return None
    corners = _clockwise(quad.astype(np.float64))
    return corners if _may_be_square(corners) else None


def _may_be_square(corners: NDArray[np.float64]) -> bool:
    """Tell whether a camera may see four right angles so; a shadow cuts off what it likes."""
    behind, ahead = np.roll(corners, 1, axis=0) - corners, np.roll(corners, -1, axis=0) - corners
    lengths = np.linalg.norm(behind, axis=1) * np.linalg.norm(ahead, axis=1)
    cosines = (behind * ahead).sum(axis=1) / np.maximum(lengths, 1e-9)
    return bool((np.abs(cosines) <= _SLANT).all())


def _sharpness(small: NDArray[np.uint8], quad: NDArray[np.float64]) -> float:
    """Measure how much brighter the quadrangle is just inside its edges than just outside.

    Returns:
        The share of the level inside, at the edge where it is least. One edge may be the
        picture's own. A shadow's edge is softer than the paper's.
    """
    h, w = small.shape
    centre = quad.mean(axis=0)
    shares = []
    for a, b in zip(quad, np.roll(quad, -1, axis=0), strict=True):
        along = a + np.linspace(0.1, 0.9, 50)[:, None] * (b - a)
        normal = np.array([a[1] - b[1], b[0] - a[0]]) / max(float(np.linalg.norm(b - a)), 1.0)
        normal *= np.sign(normal @ (centre - (a + b) / 2))
        levels = []
        for off in (_BESIDE, -_BESIDE):
            x, y = np.rint(along + off * normal).astype(np.intp).T
            inside = (x >= 0) & (y >= 0) & (x < w) & (y < h)
            levels.append(np.where(inside, small[y.clip(0, h - 1), x.clip(0, w - 1)], -1.0))
        on = (levels[0] >= 0) & (levels[1] >= 0)
        if on.mean() >= 0.5:
            share = 1 - levels[1][on] / np.maximum(levels[0][on], 1)
            shares.append(float(np.quantile(share, 0.25)))
    return min(shares) if len(shares) >= 3 else 0.0


def _quadrangle(outline: NDArray[np.int32]) -> NDArray[np.float32] | None:
    """Bring a convex outline to four corners; None where four do not do."""
    length = cv2.arcLength(outline, True)
    for share in (0.01, 0.02, 0.03, 0.05):
        corners = cv2.approxPolyDP(outline, share * length, True)
        if len(corners) == 4:
            return np.asarray(corners[:, 0], np.float32)
    return None


def _clockwise(corners: NDArray[np.float64]) -> NDArray[np.float64]:
    """Order four corners clockwise, from the top left."""
    total, across = corners.sum(axis=1), corners[:, 0] - corners[:, 1]
    order = [total.argmin(), across.argmax(), total.argmax(), across.argmin()]
    return corners[order]
