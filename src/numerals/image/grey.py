"""Grey: one number a pixel, from colour, and not more pixels than a digit needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Larger pictures are shrunk to this longest side first: a digit stays legible, time bounded.
MAX_SIDE = 1024
#: Colours are compared on a copy of at most this longest side.
_COLOUR_SIDE = 32
#: Of larger pictures, so many rows or columns are looked at.
_SAMPLED = 512
#: Ink that luminance shows by less than this share of its distance in colour is looked for by
#: its colour …
_PALE = 0.3
#: … if that is so many levels away from the paper's.
_COLOURFUL = 6.0
#: Luminance (ITU-R BT.601).
_LUMINANCE = np.array([0.299, 0.587, 0.114], np.float32)


def to_grey(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Bring RGB to grey by luminance (ITU-R BT.601); grey comes back as it is."""
    if pixels.ndim == 2:
        return pixels
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)


def to_contrast(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Bring RGB to the grey in which its colours differ: luminance, hardly ever another.

    Ink as light as its paper, as red on green, differs from it along one line through the cube
    of colours: the first principal component of what departs from the commonest colour.
    """
    if pixels.ndim == 2:
        return pixels
    step = max(1, max(pixels.shape) // _SAMPLED)  # averaging all of a photo would take long
    small = f32(at_most(pixels[::step, ::step], _COLOUR_SIDE)).reshape(-1, 3)
    departure = small - np.median(small, axis=0).astype(np.float32)
    moment = departure.T @ departure / len(small)
    spread = float(np.trace(moment))
    shown = float(_LUMINANCE @ moment @ _LUMINANCE) / float(_LUMINANCE @ _LUMINANCE)
    if shown >= _PALE * _PALE * spread or spread < _COLOURFUL * _COLOURFUL:
        return to_grey(pixels)
    axis = np.linalg.eigh(moment)[1][:, -1].astype(np.float32)
    line = axis / float(np.abs(axis).sum())
    least = 255.0 * float(line[line < 0].sum())
    return np.asarray(cv2.transform(pixels, np.append(line, -least)[None]), np.uint8)


def f32(array: Any) -> NDArray[np.float32]:
    """Tell the type checker, and NumPy where it is not so yet, that these are float32."""
    return np.asarray(array, np.float32)


def shrink(grey: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], float]:
    """Bring a picture to `MAX_SIDE` at most; and say by which factor, in (0, 1]."""
    return at_most(grey, MAX_SIDE), min(1.0, MAX_SIDE / max(grey.shape))


def at_most(grey: NDArray[Any], side: int) -> NDArray[Any]:
    """Shrink by area to at most `side` on the longer side."""
    h, w = grey.shape[:2]
    longest = max(h, w)
    if longest <= side:
        return grey
    k = side / longest
    size = (max(1, round(w * k)), max(1, round(h * k)))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA))


def medians(
    rows: NDArray[np.float32], starts: NDArray[np.integer], ends: NDArray[np.integer]
) -> NDArray[np.float32]:
    """Give the median of each row in each part of its columns.

    Parts are looked at in as many columns as the shortest has, spread evenly: one call for all.

    Args:
        rows: float32 (r, n).
        starts: The first column of each part (m,).
        ends: Its end, at least one column on.

    Returns:
        float32 (r, m).
    """
    size = int((ends - starts).min())
    spread = np.arange(size) * ((ends - starts)[:, None] / size)
    return f32(np.median(rows[:, starts[:, None] + spread.astype(np.intp)], axis=2))
