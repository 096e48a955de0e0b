"""Judge: from a network's outputs to what a person is told, and whether to check it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from numerals.model.calibrate import soften
from numerals.reading import Alternative, Status, percent, percent_up

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from numerals.model.runtime import Config


def probabilities(outputs: NDArray[np.float32], config: Config) -> list[tuple[Alternative, ...]]:
    """Calibrate softmax outputs (N, classes) and name each class."""
    softened = soften(outputs, config.temperature).tolist()
    return [
        tuple(Alternative(v, p) for v, p in zip(config.classes, row, strict=True))
        for row in softened
    ]


def verdict(
    confidences: list[float], accept: float, doubts: list[str]
) -> tuple[float, Status, str]:
    """Decide whether a reading can be used as it is.

    Args:
        confidences: Calibrated confidence of each digit; not empty.
        accept: The confidence from which a single digit is accepted.
        doubts: What the preparation already found wrong, in words.

    Returns:
        The confidence of the whole reading, its status, and the reason for it.
    """
    whole = math.prod(confidences)
    reasons = list(doubts)
    if len(confidences) > 1:
        reasons.append("several digits: their confidence is not calibrated yet")
    if whole < accept:
        reasons.append(f"not sure enough: {percent(whole)}, where {percent_up(accept)} is asked")
    return whole, Status.REVIEW if reasons else Status.ACCEPTED, "; ".join(reasons)
