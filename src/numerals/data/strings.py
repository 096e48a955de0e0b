"""Strings: pictures of handwritten numbers without end, each with what stands on it.

One number is one draw: its text, its writer, its paper, its camera; and then the reader's own
way from the picture to the strip, so that a network learns from what it will be given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from numerals.data.paper import photograph
from numerals.data.penman import SIZE
from numerals.data.texts import draw_text, label_of
from numerals.data.writer import Hands, write_line
from numerals.image.strip import cut_strip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from numerals.reading import Box

#: The share of a number's width that its strip must show, for it to be learnt from.
_SHOWN = 0.97
_TRIES = 20


class NumberPicture(NamedTuple):
    """A picture of a number.

    Attributes:
        pixels: uint8 (h, w), grey.
        strip: uint8 (32, W), what the reader makes of it: white ink on black.
        text: What stands there.
    """

    pixels: NDArray[np.uint8]
    strip: NDArray[np.uint8]
    text: str


def draw_number(hands: Hands, rng: np.random.Generator) -> NumberPicture:
    """Draw a picture of a number whose ink the reader finds.

    A picture on which it does not is no lesson in reading: another is drawn.
    """
    for _ in range(_TRIES):
        text = draw_text(rng)
        photo = photograph(write_line(text, hands, rng), SIZE, rng)
        strip = cut_strip(photo.pixels)
        if strip is not None and shows(strip.box, photo.ink):
            return NumberPicture(photo.pixels, strip.pixels, label_of(text))
    raise AssertionError("the reader finds no ink on any picture")  # pragma: no cover


def stream(hands: Hands, seed: tuple[int, ...]) -> Iterator[NumberPicture]:
    """Draw numbers without end; the same for the same seed."""
    rng = np.random.default_rng(seed)
    while True:
        yield draw_number(hands, rng)


def shows(seen: Box, ink: Box) -> bool:
    """Tell whether a strip shows the ink that was written, and not much else."""
    across = min(seen.x + seen.w, ink.x + ink.w) - max(seen.x, ink.x)
    down = min(seen.y + seen.h, ink.y + ink.h) - max(seen.y, ink.y)
    return across >= _SHOWN * ink.w and down >= 0.7 * ink.h and seen.h <= 2.2 * ink.h
