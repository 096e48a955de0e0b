"""Divide: whose digits numbers are written with to learn from, and whose to judge by."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from numerals.data.pool import held_fonts, learnt_fonts
from numerals.data.split import stratified_split
from numerals.data.writer import Hands, hands_of

if TYPE_CHECKING:
    from numerals.data.mnist import Samples

#: Of MNIST's training digits, and of each class of them, so many are held back.
HELD_SHARE = 0.1


class Divided(NamedTuple):
    """Whose digits are learnt from, and whose are held back: no digit and no font is in both."""

    learnt: Hands
    held: Hands


def divide_hands(mnist: Samples, fonts: dict[str, bytes], seed: int) -> Divided:
    """Divide MNIST's digits and the fonts.

    Args:
        mnist: MNIST's training half.
        fonts: The fonts of `numerals.data.fonts`; every eighth is held back.
        seed: Chooses which digits are held back.
    """
    learn, hold = stratified_split(mnist.labels, HELD_SHARE, seed)
    return Divided(
        hands_of(mnist.images[learn], mnist.labels[learn], learnt_fonts(fonts)),
        hands_of(mnist.images[hold], mnist.labels[hold], held_fonts(fonts)),
    )
