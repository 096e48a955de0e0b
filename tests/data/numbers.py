"""Hands that write numbers without a network: printed digits in MNIST's place, Pillow's font."""

from __future__ import annotations

from functools import cache

from numerals.data.writer import Hands, hands_of
from tests.data.fake import digits
from tests.data.test_fonts import font_bytes


@cache
def small_hands() -> Hands:
    """Ten samples of each digit, and one font."""
    images, labels = digits(100, 5)
    return hands_of(images, labels, [font_bytes()])
