"""Pool: everything a network for the world learns from, and what is held back to judge it by.

MNIST's training digits, the digits of handwriting fonts, digits written the way schools teach
them, and what is no digit. Fonts and forms are few: each stands in the pool many times, and is
varied anew whenever it is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from numerals.data.fonts import glyphs
from numerals.data.hands import SIDE, write_digit
from numerals.data.mnist import Samples
from numerals.data.oddities import LETTERS, draw_oddity

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: The label of what is no digit.
NO_DIGIT = 10
_DIGITS = "0123456789"
#: Every so many fonts, one is held back.
_HELD_FONT = 8
#: There is no end of what is no digit: to learn from, a ninth of MNIST's digits are put beside
#: these; to judge by, as many as these, or what passes for a digit would be a handful.
_ODD_LEARNT, _ODD_HELD = 1 / 9, 1.0


def to_learn(mnist: Samples, fonts: dict[str, bytes], rng: np.random.Generator) -> Samples:
    """Put together what to train on.

    Args:
        mnist: MNIST digits to train on.
        fonts: The fonts of `numerals.data.fonts`; one in eight is left out.
        rng: Draws the digits of school hands and what is no digit.

    Returns:
        Pictures uint8 (N, 56, 56), white ink on black, and labels 0 … 10.
    """
    return _pool(mnist, learnt_fonts(fonts), rng, 10, _ODD_LEARNT)


def held_back(mnist: Samples, fonts: dict[str, bytes], rng: np.random.Generator) -> Samples:
    """Put together what to calibrate on: as `to_learn`, from what it leaves out.

    Each glyph stands there once: pictures that are alike are wrong together.
    """
    return _pool(mnist, held_fonts(fonts), rng, 1, _ODD_HELD)


def learnt_fonts(fonts: dict[str, bytes]) -> list[bytes]:
    """Name the fonts that are learnt from: all but every eighth."""
    return [font for i, font in enumerate(fonts.values()) if i % _HELD_FONT]


def held_fonts(fonts: dict[str, bytes]) -> list[bytes]:
    """Name the fonts that nothing is learnt from: every eighth."""
    return list(fonts.values())[::_HELD_FONT]


def _pool(
    mnist: Samples, fonts: list[bytes], rng: np.random.Generator, copies: int, odd_share: float
) -> Samples:
    n = len(mnist.labels)
    written = np.arange(n // 6) % 10
    digits = np.concatenate([glyphs(font, _DIGITS) for font in fonts])
    letters = np.concatenate([glyphs(font, LETTERS) for font in fonts])
    letters = letters[rng.permutation(len(letters))[: n // 12]]
    odd = [draw_oddity(mnist.images, rng) for _ in range(round(n * odd_share))]
    images: list[NDArray[np.uint8]] = [
        np.stack([_enlarge(image) for image in mnist.images]),
        np.tile(digits, (copies, 1, 1)),
        np.stack([write_digit(value, rng) for value in written.tolist()]),
        letters,
        np.stack(odd),
    ]
    labels: list[NDArray[Any]] = [
        mnist.labels,
        np.tile(np.arange(10), copies * len(fonts)),
        written,
        np.full(len(letters) + len(odd), NO_DIGIT),
    ]
    return Samples(np.concatenate(images), np.concatenate(labels).astype(np.uint8))


def _enlarge(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.asarray(cv2.resize(image, (SIDE, SIDE), interpolation=cv2.INTER_LINEAR), np.uint8)
