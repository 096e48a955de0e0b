"""Twins: glyphs that look alike to the pixel, as those of print do and those of a hand do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Glyphs are compared at this height and width; twins correlate by more than this.
_SIDE = 14
_ALIKE = 0.85
#: What is narrower, as a share of its height, is a stroke, and all strokes are alike.
_WIDE = 0.4
#: Twins differ by no more than so much in height, and in how wide they are for it (logarithms).
_HEIGHT, _SHAPE = 0.12, 0.2
#: Of fewer glyphs that are no strokes nothing is said, nor of lower ones, in pixels: a photo's blur
#: makes of small print what it makes of a small hand.
_FEWEST, _TALL = 6, 20
#: There are so many letters. Of those that are used alike often, this share of the twins that print
#: has to have is more than a hand has.
_LETTERS = 26
_OWED = 1 / 3


def by_hand(lines: list[NDArray[np.intp]], cover: NDArray[np.float32]) -> list[bool]:
    """Tell of lines of text in which hardly any glyph comes again as it is, in none of the lines.

    Args:
        lines: Of each line its glyphs (n, 4): left, top, width and height on the sheet.
        cover: float32 (h, w), how much of the sheet's light ink takes at each pixel.
    """
    glyphs = [line[line[:, 2] >= _WIDE * line[:, 3]] for line in lines]
    count = sum(map(len, glyphs))
    if not count:
        return [False] * len(lines)
    found = _have_twins(np.concatenate(glyphs), cover)
    least = _OWED * (1 - (1 - 1 / _LETTERS) ** (count - 1))
    ends = np.cumsum([len(own) for own in glyphs])[:-1]
    return [
        len(own) >= _FEWEST and float(np.median(wide[:, 3])) >= _TALL and float(own.mean()) < least
        for wide, own in zip(glyphs, np.split(found, ends), strict=True)
    ]


def _have_twins(glyphs: NDArray[np.intp], cover: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Tell of each glyph (n, 4) whether another one is like it."""
    size = (_SIDE, _SIDE)
    pictures = [
        cv2.resize(cover[y : y + h, x : x + w], size, interpolation=cv2.INTER_AREA).ravel()
        for x, y, w, h in glyphs.tolist()
    ]
    flat = np.stack(pictures).astype(np.float32)
    flat = flat - flat.mean(axis=1, keepdims=True)
    flat = flat / np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-6)
    tall, shape = np.log(glyphs[:, 3]), np.log(glyphs[:, 2] / glyphs[:, 3])
    alike = flat @ flat.T > _ALIKE
    alike &= np.abs(tall[:, None] - tall) <= _HEIGHT
    alike &= np.abs(shape[:, None] - shape) <= _SHAPE
    np.fill_diagonal(alike, val=False)
    return np.asarray(alike.any(axis=1))
