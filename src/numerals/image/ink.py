"""Ink: from an upright picture to a map of how much ink lies on each pixel.

Everything here treats a picture and its negative alike: the paper is found first, without
asking whether it is light or dark, and what departs from it most is the ink.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from operator import mul
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Larger pictures are shrunk to this longest side first: a digit stays legible, time bounded.
MAX_SIDE = 1024
#: The paper's light is estimated on a copy of at most this longest side …
_PAPER_SIDE = 64
#: … and its broad course on one of at most this.
_COURSE_SIDE = 20
#: A picture whose outermost pixels differ by no more grey levels than this lies on even paper.
_EVEN = 4.0
#: Ink fainter than this, as a share of the way from paper to full ink, is not looked for.
_MIN_CONTRAST = 0.024
#: Nor is ink that stands out from the paper by less than this many of its deviations. Grain
#: alone gets so far on one pixel in 4,000; so many must be there as in `_SHARE` …
_MIN_SIGNAL = 3.5
_SHARE = 0.002
#: … unless some stand out by this many, which grain never does.
_SURE_SIGNAL = 5.0
#: Levels of the histogram that the threshold is found on.
_LEVELS = 256
#: A course that is 1 everywhere, and the one that inverted light is measured from.
_CONSTANT = np.array([1, 0, 0, 0, 0, 0], np.float32)
_NEGATIVE = 255 * _CONSTANT


@dataclass(frozen=True, slots=True)
class Ink:
    """The ink of a picture.

    Attributes:
        map: float32 (h, w) in [0, 1]; 0 is paper, 1 the full ink of this picture.
        mask: bool (h, w), where the map is over the threshold between paper and ink.
        scale: Pixels of `map` for each pixel of the picture, in (0, 1].
        dark: Whether the ink is darker than the paper.
    """

    map: NDArray[np.float32]
    mask: NDArray[np.bool_]
    scale: float
    dark: bool


def find_ink(pixels: NDArray[np.uint8]) -> Ink | None:
    """Separate ink from paper.

    Args:
        pixels: uint8 (h, w) grey or (h, w, 3) RGB.

    Returns:
        The ink, or None where nothing stands out from the paper.
    """
    grey, scale = _shrink(to_grey(pixels))
    course = _course(grey)
    small = grey if isinstance(course, float) else _f32(_at_most(grey, _COURSE_SIDE))
    departure = small - _surface(course, *small.shape)
    # Third moment: ink departs far from the paper on few pixels, grain little on many.
    dark = float((departure * departure * departure).sum()) < 0
    if dark:
        grey = 255.0 - grey
        course = 255.0 - course if isinstance(course, float) else _NEGATIVE - course
    ink = _remove_shading(grey, course)
    levels = _threshold(ink)
    if levels is None:
        return None
    paper, threshold, full = levels
    return Ink(np.clip((ink - paper) / (full - paper), 0.0, 1.0), ink > threshold, scale, dark)


def to_grey(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Bring RGB to grey by luminance (ITU-R BT.601); grey comes back as it is."""
    if pixels.ndim == 2:
        return pixels
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)


def _f32(array: Any) -> NDArray[np.float32]:
    return np.asarray(array, np.float32)


def _shrink(grey: NDArray[np.uint8]) -> tuple[NDArray[np.float32], float]:
    scale = min(1.0, MAX_SIDE / max(grey.shape))
    return (_f32(_at_most(grey, MAX_SIDE)) if scale < 1 else grey.astype(np.float32)), scale


def _at_most(grey: NDArray[Any], side: int) -> NDArray[Any]:
    """Shrink by area to at most `side` on the longer side."""
    h, w = grey.shape
    longest = max(h, w)
    if longest <= side:
        return grey
    k = side / longest
    size = (max(1, round(w * k)), max(1, round(h * k)))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA))


def _course(grey: NDArray[np.float32]) -> float | NDArray[np.float32]:
    """Find the broad course of the paper's light.

    Paper whose edges are even is taken to be even throughout: a grey level. Elsewhere a
    quadratic surface, of coefficients (6,), is fitted with Tukey's biweight: ink is the outlier
    that the weights discount.
    """
    edge = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    if edge.max() - edge.min() <= _EVEN:
        return float(edge[0])
    small = _f32(_at_most(grey, _COURSE_SIDE))
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
    return _f32(course)


def _surface(
    course: float | NDArray[np.float32], h: int, w: int
) -> np.float32 | NDArray[np.float32]:
    """Evaluate a course on h × w pixels; as a single number where it is one."""
    if isinstance(course, float):
        return np.float32(course)
    one, x, y, xy, xx, yy = course.tolist()
    row, column = _places(w), _places(h)[:, None]
    return _f32(one + (x + xx * row) * row + (y + yy * column) * column + (xy * column) * row)


def _places(n: int) -> NDArray[np.float32]:
    """Centres of n pixels on a line from -1 to 1, the same whatever the resolution."""
    return _f32((2 * np.arange(n) + 1) / n - 1)


@lru_cache(maxsize=128)
def _basis(h: int, w: int) -> NDArray[np.float32]:
    """Tabulate the terms of a course on h × w pixels: (h·w, 6)."""
    y, x = (v.ravel() for v in np.meshgrid(_places(h), _places(w), indexing="ij"))
    return np.stack([np.ones(h * w, np.float32), x, y, x * y, x * x, y * y], axis=1)


def _remove_shading(
    grey: NDArray[np.float32], course: float | NDArray[np.float32]
) -> NDArray[np.float32]:
    """Divide by the paper's light, where the ink is the bright side of `grey`.

    Uneven paper departs from its broad course by shadows and folds. They are what an opening
    (erosion, then dilation) with a window wider than any stroke leaves, smoothed. The result
    is the share of the way from paper to full ink.
    """
    paper = _surface(course, *grey.shape)
    if not isinstance(course, float):
        small = _f32(_at_most(grey - paper, _PAPER_SIDE))
        window = max(3, round(max(small.shape) * 0.4)) | 1
        kernel = np.ones((window, window), np.uint8)
        local = cv2.morphologyEx(small, cv2.MORPH_OPEN, kernel, borderType=cv2.BORDER_REPLICATE)
        local = cv2.blur(local, (window, window), borderType=cv2.BORDER_REPLICATE)
        if small.shape != grey.shape:
            local = cv2.resize(local, grey.shape[::-1], interpolation=cv2.INTER_LINEAR)
        paper = paper + _f32(local)
    return _f32((grey - paper) / np.maximum(np.float32(255.0) - paper, np.float32(1.0)))


def _threshold(ink: NDArray[np.float32]) -> tuple[float, float, float] | None:
    """Find the levels of paper, of the midway between paper and ink, and of full ink.

    The midway is Ridler & Calvard's (1978). Its two means are not weighted by their classes'
    sizes, so that a thin pen on a large sheet is found too.
    """
    quantised = np.minimum(np.maximum(ink * _LEVELS, 0), _LEVELS - 1).astype(np.int32)
    # From here on there are few numbers, which Python's own lists go through fastest.
    count = np.bincount(quantised.ravel(), minlength=_LEVELS).tolist()
    below = list(accumulate(count))
    median, quarter = (bisect_left(below, below[-1] * share) for share in (0.5, 0.25))
    deviation = 1.4826 * (median - quarter)
    contrast = _MIN_CONTRAST * _LEVELS
    level, sure = (
        min(int(median + max(contrast, signal * deviation)), _LEVELS - 1)
        for signal in (_MIN_SIGNAL, _SURE_SIGNAL)
    )
    if below[-1] - below[level] < _SHARE * below[-1] and below[-1] == below[sure]:
        return None
    mass = list(accumulate(map(mul, count, range(_LEVELS))))
    while below[level] < below[-1]:
        above = (mass[-1] - mass[level]) / (below[-1] - below[level])
        midway = int(0.5 * (mass[level] / below[level] + above))
        if midway <= level:
            break
        level = midway
    full = bisect_left(below, below[level] + 0.75 * (below[-1] - below[level]))
    paper = median + 2.0 * deviation
    return paper / _LEVELS, (level + 1) / _LEVELS, max(full, level + 2) / _LEVELS
