"""Writer: a number written by one hand, its look kept from the first digit to the last.

Digits come from MNIST, from one person's pen (its ways, or scans), from maps, from the forms that
schools teach, or from one handwriting font; each is the same form every time, a little different as
hands are. They are set side by side by the paper between their outlines, from wide to overlapping,
joined at times, on a baseline that drifts, slanted alike, and inked with one pen.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from numerals.data.fonts import load_font
from numerals.data.line import BASELINE
from numerals.data.penman import (
    from_font,
    from_forms,
    from_maps,
    from_mnist,
    from_scans,
    from_traces,
)
from numerals.data.reink import reink
from numerals.data.setting import set_line

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL.ImageFont import FreeTypeFont

    from numerals.data.mnist import Samples
    from numerals.data.penman import Draw
    from numerals.data.traces import Trace

_POINTS = 64
#: The share of lines on which the pen is not pressed evenly, and what is left of its ink at least.
_UNEVEN = 0.1
_PALEST = 0.35


class Hands(NamedTuple):
    """Whose digits there are.

    Attributes:
        digits: For each of 0 … 9, MNIST's pictures, uint8 (N, 28, 28).
        fonts: The files of handwriting fonts.
        traces: Digits by people's pens, one writer's after the other's, if any.
        scans: Scanned digits, uint8 (N, 56, 56), with what they show; likewise.
        maps: Digits on maps, uint8 (N, 16, 15), with what they show; all of each, or none.
        in_fonts: The share of lines that are written in a font, up to 0.35.
        bent: By how many pixels hands move points of a font's digits: a standard deviation, at most
            (`penman.from_font`).
    """

    digits: tuple[NDArray[np.uint8], ...]
    fonts: tuple[bytes, ...]
    traces: tuple[Trace, ...]
    scans: Samples
    maps: Samples
    in_fonts: float = 0.12
    bent: float = 0.0


@lru_cache(maxsize=256)
def _open(font: bytes) -> FreeTypeFont:
    return load_font(font, _POINTS)


def write_line(text: str, hands: Hands, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Write a number.

    Args:
        text: Digits, `.,'-=` and spaces.
        hands: Whose digits there are.
        rng: Chooses the hand and all its habits.

    Returns:
        uint8 (128, W), white ink on black, digits about 44 pixels high.
    """
    kind = rng.random()
    if kind < 0.28:
        draw = from_mnist(hands.digits, rng)
    elif kind < 0.5 and hands.traces:
        draw = from_traces(hands.traces, rng)
    elif 0.5 <= kind < 0.6 and len(hands.scans.labels):
        draw = from_scans(hands.scans, rng)
    elif 0.6 <= kind < 0.65 and len(hands.maps.labels):
        draw = from_maps(hands.maps, rng)
    elif kind < 1 - hands.in_fonts or not hands.fonts:
        draw = from_forms(rng)
    else:
        draw = from_font(_open(hands.fonts[rng.integers(len(hands.fonts))]), rng, hands.bent)
    return write_with(text, draw, rng)


def write_with(text: str, draw: Draw, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Write a number by a hand that is chosen: as `write_line`."""
    thickness = float(np.exp(rng.uniform(np.log(1.8), np.log(6.5))))
    line = set_line(text, draw, thickness, rng)
    line = _bend(line, rng)
    pen = rng.random()
    if pen < 0.55:
        line = reink(line, thickness * float(np.exp(rng.normal(0, 0.25))))
    elif pen < 0.75:
        size = int(rng.integers(2, 5))
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
        line = np.asarray(cv2.dilate(line, kernel), np.uint8)
    return _press(line, rng) if rng.random() < _UNEVEN else line


def _press(line: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Press the pen lightly here and there: one digit comes out paler than the next."""
    width = line.shape[1]
    coarse = rng.uniform(_PALEST, 1.6, (1, max(2, width // 40))).astype(np.float32)
    ink = np.clip(cv2.resize(coarse, (width, 1), interpolation=cv2.INTER_CUBIC), _PALEST, 1)
    return np.asarray(np.rint(line * ink), np.uint8)


def _bend(line: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Slant and turn the whole line, let its baseline drift, and bend it a little."""
    h, w = line.shape
    slant = float(np.clip(rng.normal(0.12, 0.25), -0.5, 0.8))
    turn = float(rng.normal(0, 0.03))
    wave, phase = rng.uniform(0, 4), rng.uniform(0, 2 * np.pi)
    period = rng.uniform(150, 400)
    # Above the baseline a slanted line reaches beyond its foot, on one side or the other.
    reach = abs(slant) * BASELINE
    out = int(w + reach)
    x = np.arange(out, dtype=np.float32)[None]
    y = np.arange(h, dtype=np.float32)[:, None]
    coarse = rng.normal(0, rng.uniform(0, 1.6), (5, max(3, out // 40), 2)).astype(np.float32)
    field = cv2.resize(coarse, (out, h), interpolation=cv2.INTER_CUBIC)
    lean = np.float32(slant) * (y - np.float32(BASELINE)) - np.float32(reach * (slant < 0))
    drift = np.float32(turn) * (x - np.float32(out / 2))
    drift = drift + np.float32(wave) * np.sin(
        x * np.float32(2 * np.pi / period) + np.float32(phase)
    )
    xs, ys = (x + lean + field[..., 0]), (y + drift + field[..., 1])
    bent = cv2.remap(line, xs, ys, cv2.INTER_LINEAR)
    return np.asarray(bent, np.uint8)
