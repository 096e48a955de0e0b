"""Line: a line of characters that grows to the right.

They stand apart by the paper between their outlines, not between their boxes: hands do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from numerals.data.penman import SIZE

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Height of the line and the row of its baseline, in pixels.
HEIGHT = 128
BASELINE = 88
#: Where the first character starts, and how much paper is left behind the last, in pixels.
_START = 40
_END = 60
#: What is as dark as this is ink.
_INK = 100
#: Outlines that face each other in fewer rows say little of how far apart they are.
_FACING = 3
#: Of two characters that overlap, so much of the smaller one's ink may be the other's too.
_HIDDEN = 0.25
#: Pixels of paper between a mark and all else.
_PAPER = 2


class Glyph(NamedTuple):
    """A character and its place: ink, its rows and first column in the line, its outlines.

    A mark is what is no digit. In each of its rows, `left` is the first inked column, counted from
    `x`, and `right` the last, counted in the line; where a row has no ink, they are its width
    and -1.
    """

    ink: NDArray[np.uint8]
    rows: slice
    x: int
    left: NDArray[np.intp]
    right: NDArray[np.intp]
    mark: bool


def _top(glyph: Glyph) -> tuple[int, int]:
    return glyph.x + int(glyph.left[0]), glyph.rows.start


def _foot(glyph: Glyph) -> tuple[int, int]:
    return glyph.x + int(glyph.left[-1]), glyph.rows.stop - 1


def _wider(inked: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Add the paper next to some ink: a box that is larger by `_PAPER` on each side."""
    side = 2 * _PAPER + 1
    padded = np.pad(inked, _PAPER).view(np.uint8)
    return np.asarray(cv2.dilate(padded, np.ones((side, side), np.uint8)), np.bool_)


def _around(rows: slice, x: int, w: int) -> tuple[slice, slice]:
    """Name the place of a box that is larger by `_PAPER` on each side."""
    return slice(rows.start - _PAPER, rows.stop + _PAPER), slice(x - _PAPER, x + w + _PAPER)


class Line:
    """A line that grows to the right."""

    def __init__(self, characters: int) -> None:
        self._pixels = np.zeros((HEIGHT, 130 * characters + 160), np.uint8)
        #: In each row, the last inked column, or -1.
        self._right = np.full(HEIGHT, -1, np.int64)
        #: The middle of the last character, and where its top and its foot are, as x and y.
        self._last: float = _START
        self._top = self._foot = (_START, BASELINE)
        #: How many pixels of ink it has, and where the marks are, with a little paper around.
        self._area = 0
        self._marks = np.zeros(self._pixels.shape, np.bool_)

    @property
    def begun(self) -> bool:
        """Whether anything stands there."""
        return int(self._right.max()) >= 0

    def place(self, ink: NDArray[np.uint8], below: int, apart: float, mark: bool) -> Glyph:
        """Find where a character goes, `apart` pixels of paper behind the last, or more.

        Characters may overlap, but none hides another, and no mark grows together with a digit:
        what nobody can read is no lesson in reading.
        """
        h, w = ink.shape
        bottom = min(max(BASELINE + below, h + _PAPER), HEIGHT - _PAPER)
        rows = slice(bottom - h, bottom)
        inked = ink > _INK
        any_ink = inked.any(axis=1)
        left = np.where(any_ink, inked.argmax(axis=1), w)
        here = self._right[rows]
        both = (here >= 0) & (left < w)
        if both.sum() >= _FACING:
            x = int((here[both] - left[both]).max() + max(apart, -0.12 * SIZE)) + 1
        elif self.begun:
            x = int(self._right.max() + max(apart, -0.1 * SIZE))
        else:
            x = _START
        # Outlines may interlock, but a digit never starts before the middle of the last.
        most = self._pixels.shape[1] - w - _PAPER
        x = min(max(x, int(self._last) + 2, _PAPER), most)
        while x < most and self._hides(inked, rows, x, mark):
            x += 2
        right = np.where(any_ink, x + w - 1 - inked[:, ::-1].argmax(axis=1), -1)
        return Glyph(ink, rows, x, left, right, mark)

    def _hides(self, inked: NDArray[np.bool_], rows: slice, x: int, mark: bool) -> bool:
        """Tell whether a character at x would hide another, or be hidden."""
        w = inked.shape[1]
        if mark:
            return bool((_wider(inked) & (self._pixels[_around(rows, x, w)] > _INK)).any())
        if (inked & self._marks[rows, x : x + w]).any():
            return True
        there = self._pixels[rows, x : x + w] > _INK
        return int((inked & there).sum()) > _HIDDEN * min(int(inked.sum()), self._area)

    def join(self, glyph: Glyph, thickness: float, rng: np.random.Generator) -> None:
        """Lead the pen from the last character to the next, without lifting it."""
        inked = np.flatnonzero(self._right >= 0)
        anywhere = rng.random() < 0.3
        start = int(inked[rng.integers(len(inked))]) if anywhere else int(self._right.argmax())
        ends = np.flatnonzero(glyph.left < glyph.left.max())
        if not len(ends):
            return
        end = int(ends[glyph.left[ends].argmin()])
        one = (int(self._right[start]), start)
        two = (int(glyph.x + glyph.left[end]), int(glyph.rows.start + end))
        if abs(one[1] - two[1]) < 0.6 * SIZE:
            cv2.line(self._pixels, one, two, 255, max(1, round(thickness)), cv2.LINE_AA)

    def link(self, glyph: Glyph, thickness: float, rng: np.random.Generator, *, low: bool) -> None:
        """Lead the pen from the last character to the next, sagging a little.

        From top to top; where it is low, from foot to foot.
        """
        one, two = (self._foot, _foot(glyph)) if low else (self._top, _top(glyph))
        deep = rng.uniform(0, 0.1 if low else 0.3) * SIZE
        sag = np.array([(one[0] + two[0]) / 2, max(one[1], two[1]) + deep])
        t = np.linspace(0, 1, 9)[:, None]
        curve = (1 - t) ** 2 * np.array(one) + 2 * t * (1 - t) * sag + t**2 * np.array(two)
        pen = max(1, round(thickness))
        cv2.polylines(self._pixels, [np.rint(curve).astype(np.int32)], False, 255, pen, cv2.LINE_AA)

    def ink(self, glyph: Glyph) -> None:
        """Ink a character where it was placed."""
        w = glyph.ink.shape[1]
        target = self._pixels[glyph.rows, glyph.x : glyph.x + w]
        np.maximum(target, glyph.ink, out=target)
        self._right[glyph.rows] = np.maximum(self._right[glyph.rows], glyph.right)
        self._last = glyph.x + 0.5 * w
        self._top, self._foot = _top(glyph), _foot(glyph)
        inked = glyph.ink > _INK
        if glyph.mark:
            self._marks[_around(glyph.rows, glyph.x, w)] |= _wider(inked)
        else:
            self._area = int(inked.sum())

    def cut(self) -> NDArray[np.uint8]:
        """Cut off the paper far behind the last character."""
        return self._pixels[:, : min(int(self._right.max()) + _END, self._pixels.shape[1])]
