"""Frames that are explained: the project's own digits, and ones a network hesitates over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from examples.make import draw
from numerals.explain.contrast import Contrast

if TYPE_CHECKING:
    from numerals.reader import Reader


def ask(reader: Reader, frame: np.ndarray) -> Contrast:
    """Why the likeliest class, rather than the next?"""
    outputs = reader.network.predict(frame[None])[0, :10]
    first, second = np.argsort(-outputs, kind="stable")[:2].tolist()
    return Contrast(reader.network, first, second)


def between(one: str, other: str, share: float) -> np.ndarray:
    """A picture of two digits' ink over each other, that of the other fainter."""
    return np.minimum(draw(one), 245 - ((245 - draw(other)) * share).astype(np.uint8))


@pytest.fixture(scope="session")
def questions(reader: Reader) -> list[tuple[np.ndarray, Contrast]]:
    """Twenty drawn digits and their questions."""
    hands = ((2.0, 0.0), (5.0, 0.15))
    pictures = [draw(d, pen=pen, slant=slant) for d in "0123456789" for pen, slant in hands]
    frames = [r.digits[0].frame for r in reader.read_many(pictures)]
    return [(frame, ask(reader, frame)) for frame in frames]
