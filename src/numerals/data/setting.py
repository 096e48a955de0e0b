"""Setting: characters set side by side on a line, as one hand spaces them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from numerals.data.line import Line
from numerals.data.marks import draw_mark, tight
from numerals.data.penman import SIZE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from numerals.data.penman import Draw

#: So many 1s are higher than what stands beside them; so many 4s, 7s and 9s reach below the line.
_TALL_ONES = 0.3
_REACHING = "479"
_DEEP = 0.2


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
        low: Whether that line leads from foot to foot.
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
    low: bool = False


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
    low = rng.random() < 0.3
    return Spacing(gap, loose, sizes, jump, small_end, joined, wide, zero, linked, low)


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
    line = Line(len(text))
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
        glyph = line.place(ink, below, apart, mark=not digit)
        if habit.joined and line.begun and digit and rng.random() < 0.6:
            line.join(glyph, thickness, rng)
        if habit.linked and text[max(0, i - 1) : i + 1] == "00":
            line.link(glyph, thickness, rng, low=habit.low)
        line.ink(glyph)
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
