"""Light: how bright the paper is everywhere, and whether the ink is darker.

Everything here treats a picture and its negative alike.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import cv2
import numpy as np

from numerals.image.grey import at_most, f32

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: The paper's light is estimated on a copy of at most this longest side …
_PAPER_SIDE = 64
#: … and its broad course on one of at most this.
_COURSE_SIDE = 20
#: A median of the paper is taken on one of at most this.
_MEDIAN_SIDE = 64
#: Its window has at least so many pixels: it must see beyond a stroke in the smallest picture.
_LEAST_WINDOW = 9
#: A departure counts for no more than so many usual deviations, or than so many grey levels where
#: those are fewer.
_MOST_DEVIATIONS, _LEAST_MOST = 12.0, 2.0
#: A picture whose outermost pixels differ by no more grey levels than this lies on even paper.
_EVEN = 4.0
#: A two-level picture of which the rarer level has more than this share is crowded.
_CROWDED = 0.25
#: Pieces smaller than this share of the picture do not count.
_SPECK = 0.01
#: A course that is 1 everywhere, and the one that inverted light is measured from.
_CONSTANT = np.array([1, 0, 0, 0, 0, 0], np.float32)
_NEGATIVE = 255 * _CONSTANT


def even_paper(grey: NDArray[np.uint8]) -> int | None:
    """Find the grey level of paper that is even; None where it is not.

    Paper whose edges are even is taken to be even throughout. So is that of a two-level picture: no
    light falls on two levels.

    Args:
        grey: uint8 (h, w).
    """
    edge = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    if int(edge.max()) - int(edge.min()) <= _EVEN:
        return int(edge[0])
    low, high = int(grey.min()), int(grey.max())
    is_low = grey == low
    at_low = int(np.count_nonzero(is_low))
    if at_low + int(np.count_nonzero(grey == high)) < grey.size:
        return None
    return low if _is_paper(is_low, at_low / grey.size) else high


def remove_even_light(
    levels: NDArray[np.float32], count: NDArray[np.float32], paper: int
) -> tuple[NDArray[np.float32], bool]:
    """Do as `remove_light` with paper of one grey level: what a pixel is, its own level tells.

    Args:
        levels: float32 (N,), the grey levels that there are, 0 to 255.
        count: float32 (N,), how many pixels have each.
        paper: The paper's.
    """
    departure = levels - np.float32(paper)
    # In whole numbers, for a negative's sum must not be rounded otherwise.
    dark = int((departure.astype(np.int64) ** 3 * count.astype(np.int64)).sum()) < 0
    if dark:
        departure, paper = -departure, 255 - paper
    return departure / np.float32(max(255 - paper, 1)), dark


def remove_light(grey: NDArray[np.float32]) -> tuple[NDArray[np.float32], bool]:
    """Bring a picture to the share of the way from its paper to full ink.

    Args:
        grey: float32 (h, w), 0 to 255.

    Returns:
        float32 (h, w), 0 on the paper, 1 where ink is as dark (or, on dark paper, as light) as
        can be; and whether the ink is darker than the paper.
    """
    course = _course(grey)
    dark = _is_dark(grey, course)
    if dark:
        grey = 255.0 - grey
        course = _NEGATIVE - course
    return _remove_shading(grey, course), dark


def _course(grey: NDArray[np.float32]) -> NDArray[np.float32]:
    """Find the broad course of the paper's light: (6,), the coefficients of a quadratic surface.

    It is fitted with Tukey's biweight: ink is the outlier that the weights discount.
    """
    small = f32(at_most(grey, _COURSE_SIDE))
    basis = _basis(*small.shape)
    values = small.ravel()
    middle = values.size // 2
    course = np.partition(values, middle)[middle] * _CONSTANT
    for _ in range(3):
        distance = np.abs(values - basis @ course)
        spread = max(6.0 * float(np.partition(distance, middle)[middle]), 2.0)
        weights = np.square(np.maximum(1 - np.square(distance / spread), 0))
        weighted = basis.T * weights
        normal = weighted @ basis
        normal.flat[:: normal.shape[0] + 1] += 1e-3
        course = np.linalg.solve(normal, weighted @ values)
    return f32(course)


def _is_paper(level: NDArray[np.bool_], share: float) -> bool:
    """Tell whether a level of a two-level picture is its paper's rather than its ink's.

    Most of a picture is paper; but a bold digit may fill more than half of a tight crop. It is
    of one piece then, and cuts the paper into several.
    """
    if not _CROWDED < share < 1 - _CROWDED:
        return share > 0.5
    pieces, others = _pieces(level), _pieces(~level)
    return pieces > others if pieces != others else share > 0.5


def _pieces(part: NDArray[np.bool_]) -> int:
    """Count connected pieces, specks left aside."""
    mask = np.ascontiguousarray(part).view(np.uint8)
    sizes = cv2.connectedComponentsWithStats(mask, connectivity=8)[2][1:, cv2.CC_STAT_AREA]
    return int(np.count_nonzero(sizes >= _SPECK * part.size))


def _is_dark(grey: NDArray[np.float32], course: NDArray[np.float32]) -> bool:
    """Tell whether the ink is darker than the paper, by the third moment of what departs from it.

    Ink departs far on few pixels, grain little on many. A median follows a shadow's edge, but not a
    lamp's slope: departures are taken as they are, and again with the lamp's course removed.
    """
    small = f32(at_most(grey, _MEDIAN_SIDE))
    lamp = _surface(course, *small.shape)
    skew = _skew(small)
    if lamp.max() - lamp.min() > _EVEN:
        skew += _skew(np.clip(small - lamp + np.float32(128), 0, 255))
    return skew < 0


def _skew(small: NDArray[np.float32]) -> float:
    """Calculate the third moment, in units of the second, of what departs from a median.

    The corner of a shadow departs from it farther than pencil does, but on fewer pixels: nothing
    counts for more than so many usual departures.
    """
    window = max(_LEAST_WINDOW, round(0.5 * min(small.shape)) | 1)
    local = cv2.medianBlur(np.rint(small).astype(np.uint8), window)
    departure = small - local
    most = max(_MOST_DEVIATIONS * 1.4826 * float(np.median(np.abs(departure))), _LEAST_MOST)
    departure = np.clip(departure, -most, most)
    square = departure * departure
    return float((square * departure).mean() / max(square.mean() ** 1.5, 1e-6))


def _surface(course: NDArray[np.float32], h: int, w: int) -> NDArray[np.float32]:
    """Evaluate a course on h × w pixels."""
    one, x, y, xy, xx, yy = course.tolist()
    row, column = _places(w), _places(h)[:, None]
    return f32(one + (x + xx * row) * row + (y + yy * column) * column + (xy * column) * row)


def _places(n: int) -> NDArray[np.float32]:
    """Centres of n pixels on a line from -1 to 1, the same whatever the resolution."""
    return f32((2 * np.arange(n) + 1) / n - 1)


@lru_cache(maxsize=128)
def _basis(h: int, w: int) -> NDArray[np.float32]:
    """Tabulate the terms of a course on h × w pixels: (h·w, 6)."""
    y, x = (v.ravel() for v in np.meshgrid(_places(h), _places(w), indexing="ij"))
    return np.stack([np.ones(h * w, np.float32), x, y, x * y, x * x, y * y], axis=1)


def _remove_shading(grey: NDArray[np.float32], course: NDArray[np.float32]) -> NDArray[np.float32]:
    """Divide by the paper's light, where the ink is the bright side of `grey`.

    Uneven paper departs from its broad course by shadows and folds. They are what an opening
    (erosion, then dilation) with a window wider than any stroke leaves. At a shadow's edge the
    paper has the darker level: whatever lies between the two is no ink. The result is the
    share of the way from paper to full ink.
    """
    small = f32(at_most(grey, _PAPER_SIDE))
    broad = _surface(course, *small.shape)
    # Without the course a ramp would be opened, with it the even ground beside a shadow.
    local = np.maximum(_open(small - broad), _open(small) - broad)
    local = cv2.dilate(local, np.ones((3, 3), np.uint8))
    if small.shape != grey.shape:
        local = cv2.resize(local, grey.shape[::-1], interpolation=cv2.INTER_LINEAR)
    paper = _surface(course, *grey.shape) + f32(local)
    return f32((grey - paper) / np.maximum(np.float32(255.0) - paper, np.float32(1.0)))


def _open(small: NDArray[np.float32]) -> NDArray[np.float32]:
    """Remove what is bright and narrower than a third of the longer side, or than half the height.

    A strip is as long as many digits: a third of its length is no stroke's width.
    """
    height, width = small.shape
    window = max(3, round(min(0.33 * max(height, width), 0.5 * height))) | 1
    kernel = np.ones((window, window), np.uint8)
    opened = cv2.morphologyEx(small, cv2.MORPH_OPEN, kernel, borderType=cv2.BORDER_REPLICATE)
    return f32(opened)
