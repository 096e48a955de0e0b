"""Divide: whose digits numbers are written with to learn from, and whose to judge by."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from numerals.data.scans import sharp_scans
from numerals.data.split import stratified_split
from numerals.data.traces import traces_of
from numerals.data.writer import Hands

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from numerals.data.beside import Beside
    from numerals.data.mnist import Samples

#: Of MNIST's training digits, and of each class of them, so many are held back.
HELD_SHARE = 0.1
#: Of the lines that are learnt from, so many are written in fonts, by hands that move their points
#: by so many pixels (a standard deviation, at most): many people write unlike anybody in MNIST.
_IN_FONTS, _BENT = 0.2, 3.0


class Divided(NamedTuple):
    """Whose digits are learnt from, and whose are held back: no digit is in both, and no font."""

    learnt: Hands
    held: Hands


def divide_hands(mnist: Samples, beside: Beside, seed: int) -> Divided:
    """Divide MNIST's digits, the fonts, the pens and the maps.

    Args:
        mnist: MNIST's training half.
        beside: The fonts, every eighth of which is held back, the pens, of which only scans write
            what is judged by, and the maps, which do not.
        seed: Chooses which digits are held back.
    """
    learn, hold = stratified_split(mnist.labels, HELD_SHARE, seed)
    learnt = _hands(mnist, learn, beside.learnt())
    return Divided(
        learnt._replace(in_fonts=_IN_FONTS, bent=_BENT), _hands(mnist, hold, beside.held())
    )


def _hands(mnist: Samples, ids: NDArray[np.intp], beside: Beside) -> Hands:
    images, labels = mnist.images[ids], mnist.labels[ids]
    digits = tuple(images[labels == d] for d in range(10))
    traces, scans = traces_of(beside.pens), sharp_scans(beside.pens)
    return Hands(digits, tuple(beside.fonts.values()), traces, scans, beside.maps)
