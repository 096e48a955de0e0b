"""Pool: everything a network for the world learns from, and what is held back to judge it by.

MNIST's training digits, digits by pens and on maps, the digits of handwriting fonts, digits written
the way schools teach them, and what is no digit. Fonts, maps and forms are few: each stands in the
pool many times, and is varied anew whenever it is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from numerals.data import maps
from numerals.data.fonts import glyphs
from numerals.data.hands import SIDE, draw_strokes, write_digit
from numerals.data.mnist import Samples
from numerals.data.oddities import LETTERS, draw_oddity
from numerals.data.scans import scans_of
from numerals.data.traces import traces_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from numerals.data.beside import Beside

#: The label of what is no digit.
NO_DIGIT = 10
_DIGITS = "0123456789"
#: There is no end of what is no digit: to learn from, a ninth of MNIST's digits are put beside
#: these. To judge by, four times as many as these: with a quarter of it, the limit from which on
#: something is doubtful would hang on thirty pictures.
_ODD_LEARNT, _ODD_HELD = 1 / 9, 4.0
#: How often a digit of a map stands there, squeezed otherwise each time.
_MAPS = 4


def to_learn(mnist: Samples, beside: Beside, rng: np.random.Generator) -> Samples:
    """Put together what to train on.

    Args:
        mnist: MNIST digits to train on.
        beside: Fonts, pens and maps; those held back are left out.
        rng: Draws the digits of pens, maps and school hands, and what is no digit.

    Returns:
        Pictures uint8 (N, 56, 56), white ink on black, and labels 0 … 10.
    """
    return _pool(mnist, beside.learnt(), rng, 10, _ODD_LEARNT)


def held_back(mnist: Samples, beside: Beside, rng: np.random.Generator) -> Samples:
    """Put together what to calibrate on: as `to_learn`, from what it leaves out.

    Each glyph stands there once: pictures that are alike are wrong together.
    """
    return _pool(mnist, beside.held(), rng, 1, _ODD_HELD)


def _pool(
    mnist: Samples, beside: Beside, rng: np.random.Generator, copies: int, odd_share: float
) -> Samples:
    n = len(mnist.labels)
    written = np.arange(n // 6) % 10
    fonts = list(beside.fonts.values())
    digits = np.concatenate([glyphs(font, _DIGITS) for font in fonts])
    letters = np.concatenate([glyphs(font, LETTERS) for font in fonts])
    letters = letters[rng.permutation(len(letters))[: n // 12]]
    odd = [draw_oddity(mnist.images, rng) for _ in range(round(n * odd_share))]
    traces, scans = traces_of(beside.pens), scans_of(beside.pens)
    drawn = [maps.drawn(beside.maps, rng) for _ in range(_MAPS)]
    images: list[NDArray[np.uint8]] = [
        np.stack([_enlarge(image) for image in mnist.images]),
        np.tile(digits, (copies, 1, 1)),
        np.stack([write_digit(value, rng) for value in written.tolist()]),
        *(draw_strokes(trace.strokes, rng)[None] for trace in traces),
        scans.images,
        *(samples.images for samples in drawn),
        letters,
        np.stack(odd),
    ]
    labels: list[NDArray[Any]] = [
        mnist.labels,
        np.tile(np.arange(10), copies * len(fonts)),
        written,
        np.array([trace.digit for trace in traces]),
        scans.labels,
        *(samples.labels for samples in drawn),
        np.full(len(letters) + len(odd), NO_DIGIT),
    ]
    return Samples(np.concatenate(images), np.concatenate(labels).astype(np.uint8))


def _enlarge(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.asarray(cv2.resize(image, (SIDE, SIDE), interpolation=cv2.INTER_LINEAR), np.uint8)
