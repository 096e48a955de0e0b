"""Looks: a strip shown twice, and what both looks say of a text averaged.

What a network misreads hangs on how large the writing is: two looks seldom err alike (Krizhevsky,
Sutskever & Hinton 2012 average what a network says of several crops), the less so where another
network looks again. Peaks of CTC do not line up between looks, so it is probabilities of whole
texts that are averaged, not frames.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from numerals.model.uprights import favour_ones

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from numerals.model.string_network import StringNetwork

#: The second look shows the writing lower and a little wider; how it was chosen among others:
#: docs/measured.md.
_LOWER, _WIDER = 0.9, 1.08
_STEP = 4

Uprights = Sequence[tuple[float, float]]


class Looks(NamedTuple):
    """What a network says along a strip.

    Attributes:
        first: float32 (T, 16), natural logarithms, of the strip as it is.
        second: float32 (U, 16), of the strip with its writing lower and wider.
    """

    first: NDArray[np.float32]
    second: NDArray[np.float32]


def look(
    network: StringNetwork,
    strips: Sequence[NDArray[np.uint8]],
    uprights: Sequence[Uprights] | None = None,
) -> list[Looks]:
    """Look at strips twice.

    Args:
        network: Which says what it sees; it may be another network that looks again.
        strips: uint8 (32, W), white ink on black, each W a multiple of 4.
        uprights: For each strip the columns of bare strokes that may be a 1, as a `Strip` has them.
    """
    first, second = network.predict(strips), network.predict_again([*map(lower, strips)])
    if uprights is None:
        return list(map(Looks, first, second))
    wider = [[(_WIDER * a, _WIDER * b) for a, b in each] for each in uprights]
    return [
        Looks(favour_ones(one, places), favour_ones(two, moved))
        for one, two, places, moved in zip(first, second, uprights, wider, strict=True)
    ]


def lower(strip: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Show a strip's writing lower and wider, (32, W) to (32, 1.08 W), with paper where it ends."""
    height, width = strip.shape
    low, wide = round(_LOWER * height), round(_WIDER * width)
    seen = np.zeros((height, -(-wide // _STEP) * _STEP), np.uint8)
    top = (height - low) // 2
    seen[top : top + low, :wide] = cv2.resize(strip, (wide, low), interpolation=cv2.INTER_LINEAR)
    return seen
