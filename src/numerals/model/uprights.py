"""Uprights: how likely a bare upright stroke is a 1, where the strip alone does not tell."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from numerals.model.alphabet import CLASS_OF
from numerals.model.string_network import FRAME

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

_ONE = CLASS_OF["1"]
#: A network that sees strips alone learns to pass over cells' sides. Where there is hardly a cell,
#: odds of a 1 are so many times those that it learnt (Elkan 2001, "The Foundations of
#: Cost-Sensitive Learning", theorem 2); how the figure was found: docs/measured.md.
_ODDS = 10_000.0
#: What the network reads around a stroke belongs to it: frames before and behind.
_BEFORE, _BEHIND = 1, 2


def favour_ones(
    log_probs: NDArray[np.float32], uprights: Iterable[tuple[float, float]]
) -> NDArray[np.float32]:
    """Raise the odds of a 1 at strokes that may be one and are passed over.

    Args:
        log_probs: (T, 16), as `StringNetwork.predict` gives them; left as they are.
        uprights: The first and the last column of each such stroke, in pixels of the strip.

    Returns:
        The same, raised in one frame for each stroke at which nothing is likelier than not.
    """
    raised = log_probs
    for left, right in uprights:
        first = max(0, int(left // FRAME) - _BEFORE)
        here = raised[first : int(right // FRAME) + _BEHIND + 1]
        if here[:, 1:].max() > math.log(0.5):
            continue
        raised = raised.copy()
        frame = raised[first + int(here[:, _ONE].argmax())]
        frame[_ONE] += math.log(_ODDS)
        frame -= np.log(np.exp(frame).sum())
    return raised
