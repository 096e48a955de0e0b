"""Ink: from an upright picture to a map of how much ink lies on each pixel.

Everything here treats a picture and its negative alike: the paper is found first, without
asking whether it is light or dark, and what departs from it most is the ink.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import accumulate
from operator import mul
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from numerals.image.faint import follow_faint
from numerals.image.grey import f32, shrink, to_contrast
from numerals.image.light import even_paper, remove_even_light, remove_light

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Ink fainter than this, as a share of the way from paper to full ink, is not looked for.
_MIN_CONTRAST = 0.024
#: Nor is ink that stands out from the paper by less than this many of its deviations. Grain
#: alone gets so far on one pixel in 4,000; so many must be there as in `_SHARE` …
_MIN_SIGNAL = 3.5
_SHARE = 0.002
#: … unless some stand out by this many, which grain never does.
_SURE_SIGNAL = 5.0
#: Grain that would hide so much of the way to the fullest ink may be ink itself, in a picture
#: that it crowds: it is where two classes explain so much of the variance, so far apart.
_CROWDED = 0.25
_SEPARATE = 0.8
_CROWDED_CONTRAST = 0.15
#: Where the pen lifts or tires, ink is followed down to this share of the way to the threshold.
_FAINT = 0.4
#: A printed ground's lines are averaged over so many pixels, a standard deviation.
_SMOOTH = 1.0
#: Levels of the histogram that the threshold is found on.
_LEVELS = 256
#: So many more hold what is brighter than the paper by grain, or by a lamp.
_BELOW = 32
_TOP = _LEVELS + _BELOW - 1
_INDEX = np.arange(_TOP + 1)
_GREY = np.arange(_LEVELS, dtype=np.float32)


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
    grey, scale = shrink(to_contrast(pixels))
    paper = even_paper(grey)
    if paper is not None:
        return _of_levels(grey, paper, scale)
    ink, dark = remove_light(f32(grey))
    levels = _threshold(_counted(ink), float(ink.max()))
    if levels is None:
        return None
    sure = ink > levels.ink
    mask = follow_faint(sure, ink > levels.faint)
    ink = levels.share(ink)
    return _with_faint(ink, sure, mask, scale, dark)


def _of_levels(grey: NDArray[np.uint8], paper: int, scale: float) -> Ink | None:
    """Separate ink from even paper: what a pixel is, its grey level tells, of which there are 256.

    Args:
        grey: uint8 (h, w).
        paper: Its paper's level.
        scale: Pixels of `grey` for each pixel of the picture.
    """
    count = f32(cv2.calcHist([grey], [0], None, [_LEVELS], [0, _LEVELS])).ravel()
    ink, dark = remove_even_light(_GREY, count, paper)
    levels = _threshold(_counted(ink, count), float(ink[count > 0].max()))
    if levels is None:
        return None
    sure, faint = (_over(grey, ink > level, dark) for level in (levels.ink, levels.faint))
    mask = follow_faint(sure, faint)
    ink = f32(cv2.LUT(grey, levels.share(ink)))
    return _with_faint(ink, sure, mask, scale, dark)


def _over(grey: NDArray[np.uint8], inked: NDArray[np.bool_], dark: bool) -> NDArray[np.bool_]:
    """Tell of each pixel whether its level is among the inked ones, the darkest or the lightest."""
    count = int(np.count_nonzero(inked))
    return grey < count if dark else grey >= _LEVELS - count


def _with_faint(
    ink: NDArray[np.float32],
    sure: NDArray[np.bool_],
    mask: NDArray[np.bool_],
    scale: float,
    dark: bool,
) -> Ink:
    """Bring what was followed nearer to the stroke that it is part of."""
    if mask is not sure:
        ink = np.where(mask & ~sure, np.sqrt(ink), ink)
    return Ink(ink, mask, scale, dark)


def smooth_ink(ink: Ink) -> Ink:
    """Find the ink anew where what is around a pixel tells what it is, by Otsu's threshold (1979).

    A pen is broader than the lines of a printed ground, which a blur averages.

    Args:
        ink: Ink in pieces, torn by the ground that it is written on.
    """
    smooth = cv2.GaussianBlur(ink.map, (0, 0), _SMOOTH)
    levels = np.rint(smooth * (255 / max(float(smooth.max()), 1e-3))).astype(np.uint8)
    threshold, _ = cv2.threshold(levels, 0, 1, cv2.THRESH_OTSU)
    return replace(ink, mask=levels > threshold)


class _Levels(NamedTuple):
    """Where paper ends, and faint ink, ink and full ink begin."""

    paper: float
    faint: float
    ink: float
    full: float

    def share(self, ink: NDArray[np.float32]) -> NDArray[np.float32]:
        """Bring ink to [0, 1], from paper to full ink."""
        share = (ink - np.float32(self.paper)) / np.float32(self.full - self.paper)
        return np.clip(share, 0, 1, out=share)


def _counted(
    ink: NDArray[np.float32], weights: NDArray[np.float32] | None = None
) -> NDArray[np.intp]:
    """Count how many pixels have each level of ink; `weights` are those of one level, if not 1."""
    quantised = ink * np.float32(_LEVELS)
    quantised += _BELOW
    quantised = np.clip(quantised, 0, _TOP, out=quantised).astype(np.intp)
    count = np.bincount(quantised.ravel(), weights, minlength=_TOP + 1)
    return count.astype(np.intp, copy=False)


def _threshold(count: NDArray[np.intp], most: float) -> _Levels | None:
    """Find the levels of paper, of faint ink, of the midway between paper and ink, and of full ink.

    The midway is Ridler & Calvard's (1978). Its two means are not weighted by their classes'
    sizes, so that a thin pen on a large sheet is found too.

    Args:
        count: How many pixels have each level of ink.
        most: The fullest ink.
    """
    # From here on there are few numbers, which Python's own lists go through fastest.
    below = count.cumsum().tolist()
    median, quarter = (bisect_left(below, below[-1] * share) for share in (0.5, 0.25))
    deviation = 1.4826 * (median - quarter)
    contrast = _MIN_CONTRAST * _LEVELS
    level, sure = (
        min(int(median + max(contrast, signal * deviation)), _TOP)
        for signal in (_MIN_SIGNAL, _SURE_SIGNAL)
    )
    mass = (count * _INDEX).cumsum().tolist()
    paper = median + 2.0 * deviation
    crowded = None
    if level - _BELOW > _CROWDED * _LEVELS * most:
        crowded = _part_crowded([below[_BELOW], *count[_BELOW + 1 :].tolist()])
    if crowded is not None and crowded[1] < level:
        paper, level = crowded
    elif below[-1] - below[level] < _SHARE * below[-1] and below[-1] == below[sure]:
        return None
    floor = level
    while below[level] < below[-1]:
        above = (mass[-1] - mass[level]) / (below[-1] - below[level])
        midway = int(0.5 * (mass[level] / below[level] + above))
        if midway <= level:
            break
        level = midway
    full = bisect_left(below, below[level] + 0.75 * (below[-1] - below[level]))
    faint = max(floor, paper + _FAINT * (level - paper))
    return _Levels(
        (paper - _BELOW) / _LEVELS,
        (faint + 1 - _BELOW) / _LEVELS,
        (level + 1 - _BELOW) / _LEVELS,
        (max(full, level + 2) - _BELOW) / _LEVELS,
    )


def _part_crowded(count: list[int]) -> tuple[float, int] | None:
    """Part two classes where ink is so much that the middle level is none of the paper's.

    Otsu's threshold (1979), if it explains more of the variance than it can of mere grain (64 %)
    or of an even ramp (75 %).

    Args:
        count: How many pixels have each level from 0, no ink, to full ink.

    Returns:
        The levels of paper and of the threshold, or None where there are no two classes.
    """
    below, mass = list(accumulate(count)), list(accumulate(map(mul, count, range(len(count)))))
    n, total = below[-1], mass[-1]
    scatter = sum(c * i * i for i, c in enumerate(count)) - total * total / n
    best, level = 0.0, 0
    for i, (b, m) in enumerate(zip(below, mass, strict=True)):
        if 0 < b < n:
            between = (m * n - total * b) ** 2 / (n * b * (n - b))
            if between > best:
                best, level = between, i
    if best <= _SEPARATE * scatter:
        return None
    paper = mass[level] / below[level]
    ink = (total - mass[level]) / (n - below[level])
    if ink - paper < _CROWDED_CONTRAST * _LEVELS:
        return None
    return paper + _BELOW, level + _BELOW
