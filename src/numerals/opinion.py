"""Opinion: what the network of digits says of each digit that a number may have.

The network that reads along a strip sees a number's digits in their company, the other one sees
each alone, as it saw digits of many more people. They err apart, so what both say counts.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from numerals.model.calibrate import soften

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from numerals.image.spans import Spans
    from numerals.model.runtime import Network
    from numerals.reading import Box

#: No digit speaks more strongly against a number than with this probability.
_LEAST = 0.01


class Opinion:
    """Is asked what speaks for the readings of one strip.

    Args:
        spans: The ink of the strip.
        network: It reads single digits, 0 … 9.
    """

    def __init__(self, spans: Spans, network: Network) -> None:
        self._spans, self._network = spans, network
        self._seen: dict[Box, NDArray[np.float64]] = {}

    def ask(self, readings: Sequence[tuple[str, Sequence[float]]]) -> list[float]:
        """Tell how likely the digits of each reading are.

        Args:
            readings: Texts, and for each of its characters the column in which it stands out most.

        Returns:
            For each the sum of natural logarithms of its digits' probabilities, 0 or less; for what
            has no digit the least of these, for that there is none is not what is asked.
        """
        placed = [
            [
                (box, int(c))
                for c, box in zip(text, self._spans.boxes(at), strict=True)
                if c.isdigit()
            ]
            for text, at in readings
        ]
        self._look([box for digits in placed for box, _ in digits])
        said = [
            math.fsum(math.log(max(float(self._seen[box][value]), _LEAST)) for box, value in digits)
            for digits in placed
        ]
        least = min(said)  # 0 where nothing has a digit
        return [value if digits else least for value, digits in zip(said, placed, strict=True)]

    def _look(self, boxes: Sequence[Box]) -> None:
        """Have the network read what it has not seen yet."""
        new = [box for box in dict.fromkeys(boxes) if box not in self._seen]
        if not new:
            return
        frames = np.stack([self._spans.frame(box) for box in new])
        outputs = soften(self._network.predict(frames), self._network.config.temperature)
        self._seen |= dict(zip(new, outputs, strict=True))
