"""Setting: characters set side by side on a line, as one hand spaces them.

They stand apart by the paper between their outlines, not between their boxes: hands do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from numerals.data.marks import draw_mark, tight
from numerals.data.penman import SIZE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from numerals.data.penman import Draw

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
#: So many 1s are higher than what stands beside them; so many 4s, 7s and 9s reach below the line.
_TALL_ONES = 0.3
_REACHING = "479"
_DEEP = 0.2
#: Of two characters that overlap, so much of the smaller one's ink may be the other's too.
_HIDDEN = 0.25
#: Pixels of paper between a mark and all else.
_PAPER = 2


class Spacing(NamedTuple):
    """How a hand sets characters.

    Attributes:
        gap: Paper between two digits' outlines, in heights of a digit; less than 0 overlaps.
        loose: How much that varies, in heights (standard deviation).
        sizes: How much heights vary, as a share of them.
        jump: How far digits stand off the baseline, in heights.
        small_end: Whether the second half is written smaller.
        joined: Whether the pen is at times not lifted between two digits.
        wide: How wide digits are, as a multiple of what their form is.
        zero: Height of a 0 that follows another digit, in heights of a digit.
        linked: Whether 0s that follow each other hang on one line, as on cheques.
    """

    gap: float
    loose: float
    sizes: float
    jump: float
    small_end: bool
    joined: bool
    wide: float = 1.0
    zero: float = 1.0
    linked: bool = False


def draw_spacing(rng: np.random.Generator) -> Spacing:
    """Make up how a hand sets characters: from touching to wide."""
    spread = rng.random()
    if spread < 0.2:  # touching
        gap, loose = rng.uniform(-0.08, 0.06), 0.05
    elif spread < 0.8:
        gap, loose = rng.uniform(0.06, 0.3), 0.07
    else:
        gap, loose = rng.uniform(0.3, 0.8), 0.15
    sizes = rng.uniform(0.02, 0.13)
    jump = rng.uniform(0.0, 0.09)
    small_end = rng.random() < 0.06
    joined = rng.random() < 0.12
    wide = float(np.exp(np.clip(rng.normal(0.08, 0.22), -0.4, 0.6)))
    zero = rng.uniform(0.5, 0.85) if rng.random() < 0.2 else 1.0
    linked = rng.random() < 0.15
    return Spacing(gap, loose, sizes, jump, small_end, joined, wide, zero, linked)


def set_line(
    text: str, draw: Draw, thickness: float, rng: np.random.Generator
) -> NDArray[np.uint8]:
    """Set a number.

    Args:
        text: Digits, `.,'-=` and spaces, which are wide gaps.
        draw: Writes a digit.
        thickness: The pen's, in pixels.
        rng: Chooses the spacing and how far each character keeps to it.

    Returns:
        uint8 (128, W), white ink on black, upright.
    """
    habit = draw_spacing(rng)
    line = _Line(len(text))
    space = 0.0
    for i, character in enumerate(text):
        if character == " ":
            space = rng.uniform(0.4, 0.9)
            continue
        digit = character.isdigit()
        if digit:
            small = habit.small_end and i >= len(text) / 2
            tall = rng.uniform(1.0, 1.35) if character == "1" and rng.random() < _TALL_ONES else 1.0
            small_zero = character == "0" and line.begun
            size = (0.7 if small else tall) * (habit.zero if small_zero else 1.0)
            ink, below = _scale(draw(int(character)), habit, size, rng)
            if small_zero:
                below -= round(rng.uniform(0, 0.6) * (1 - habit.zero) * SIZE)
            if character in _REACHING and rng.random() < _DEEP:
                below += round(rng.uniform(0.05, 0.25) * SIZE)
        else:
            ink, below = draw_mark(character, thickness, rng)
        room = habit.gap if digit else abs(habit.gap) * 0.6 + 0.04
        apart = (room + rng.normal(0, habit.loose) + space) * SIZE
        space = 0.0
        glyph = line.place(ink, below, apart, not digit)
        if habit.joined and line.begun and digit and rng.random() < 0.6:
            line.join(glyph, thickness, rng)
        if habit.linked and text[max(0, i - 1) : i + 1] == "00":
            line.link(glyph, thickness, rng)
        line.ink(glyph, not digit)
    return line.cut()


def _scale(
    ink: NDArray[np.uint8], habit: Spacing, size: float, rng: np.random.Generator
) -> tuple[NDArray[np.uint8], int]:
    """Bring a digit to about the height of all; tell how far below the baseline it stands."""
    ink = tight(ink)
    tall = SIZE * size * float(np.exp(rng.normal(0, habit.sizes)))
    # One that is wider than high is not blown up to the height of the others.
    scale = tall / max(ink.shape[0], 0.75 * ink.shape[1])
    wide = scale * habit.wide
    shape = (max(2, round(ink.shape[1] * wide)), max(2, round(ink.shape[0] * scale)))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    scaled = np.asarray(cv2.resize(ink, shape, interpolation=method), np.uint8)
    return scaled, round(rng.normal(0, habit.jump) * SIZE)


class _Glyph(NamedTuple):
    """A character and its place: ink, its rows and first column in the line, its outlines.

    In each of its rows, `left` is the first inked column, counted from `x`, and `right` the last,
    counted in the line; where a row has no ink, they are its width and -1.
    """

    ink: NDArray[np.uint8]
    rows: slice
    x: int
    left: NDArray[np.intp]
    right: NDArray[np.intp]


def _top(glyph: _Glyph) -> tuple[int, int]:
    return glyph.x + int(glyph.left[0]), glyph.rows.start


def _wider(inked: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Add the paper next to some ink: a box that is larger by `_PAPER` on each side."""
    side = 2 * _PAPER + 1
    padded = np.pad(inked, _PAPER).view(np.uint8)
    return np.asarray(cv2.dilate(padded, np.ones((side, side), np.uint8)), np.bool_)


def _around(rows: slice, x: int, w: int) -> tuple[slice, slice]:
    """Name the place of a box that is larger by `_PAPER` on each side."""
    return slice(rows.start - _PAPER, rows.stop + _PAPER), slice(x - _PAPER, x + w + _PAPER)


class _Line:
    """A line that grows to the right."""

    def __init__(self, characters: int) -> None:
        self._pixels = np.zeros((HEIGHT, 130 * characters + 160), np.uint8)
        #: In each row, the last inked column, or -1.
        self._right = np.full(HEIGHT, -1, np.int64)
        #: The middle of the last character, and where its top is, as x and y.
        self._last: float = _START
        self._top = (_START, BASELINE)
        #: How many pixels of ink it has, and where the marks are, with a little paper around.
        self._area = 0
        self._marks = np.zeros(self._pixels.shape, np.bool_)

    @property
    def begun(self) -> bool:
        """Whether anything stands there."""
        return int(self._right.max()) >= 0

    def place(self, ink: NDArray[np.uint8], below: int, apart: float, mark: bool) -> _Glyph:
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
        return _Glyph(ink, rows, x, left, right)

    def _hides(self, inked: NDArray[np.bool_], rows: slice, x: int, mark: bool) -> bool:
        """Tell whether a character at x would hide another, or be hidden."""
        w = inked.shape[1]
        if mark:
            return bool((_wider(inked) & (self._pixels[_around(rows, x, w)] > _INK)).any())
        if (inked & self._marks[rows, x : x + w]).any():
            return True
        there = self._pixels[rows, x : x + w] > _INK
        return int((inked & there).sum()) > _HIDDEN * min(int(inked.sum()), self._area)

    def join(self, glyph: _Glyph, thickness: float, rng: np.random.Generator) -> None:
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

    def link(self, glyph: _Glyph, thickness: float, rng: np.random.Generator) -> None:
        """Lead the pen from the top of the last character to that of the next, sagging a little."""
        one, two = np.array(self._top), np.array(_top(glyph))
        sag = np.array([(one[0] + two[0]) / 2, max(one[1], two[1]) + rng.uniform(0, 0.3) * SIZE])
        t = np.linspace(0, 1, 9)[:, None]
        curve = (1 - t) ** 2 * one + 2 * t * (1 - t) * sag + t**2 * two
        pen = max(1, round(thickness))
        cv2.polylines(self._pixels, [np.rint(curve).astype(np.int32)], False, 255, pen, cv2.LINE_AA)

    def ink(self, glyph: _Glyph, mark: bool) -> None:
        """Ink a character where it was placed."""
        w = glyph.ink.shape[1]
        target = self._pixels[glyph.rows, glyph.x : glyph.x + w]
        np.maximum(target, glyph.ink, out=target)
        self._right[glyph.rows] = np.maximum(self._right[glyph.rows], glyph.right)
        self._last = glyph.x + 0.5 * w
        self._top = _top(glyph)
        inked = glyph.ink > _INK
        if mark:
            self._marks[_around(glyph.rows, glyph.x, w)] |= _wider(inked)
        else:
            self._area = int(inked.sum())

    def cut(self) -> NDArray[np.uint8]:
        """Cut off the paper far behind the last character."""
        return self._pixels[:, : min(int(self._right.max()) + _END, self._pixels.shape[1])]
