"""Contrast: how much surer a network is of one class than of another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from numerals.model.runtime import Network

#: Below this a float32 is no longer held exactly; the logarithm of 0 would be infinite.
_TINY = float(np.finfo(np.float32).tiny)


@dataclass(frozen=True, slots=True)
class Contrast:
    """The question that an explanation answers: why `first` rather than `second`?

    Attributes:
        network: Whose answer is explained.
        first: Index of the answer: of a class, or the number of classes for 'no digit'.
        second: Index of the runner-up, likewise.
    """

    network: Network
    first: int
    second: int

    def __call__(self, frames: NDArray[np.uint8]) -> NDArray[np.float64]:
        """Give the calibrated log-odds log p(first) - log p(second), in nats.

        Args:
            frames: uint8 (N, 28, 28), white ink on black.

        Returns:
            float64 (N,). Between two digits 'no digit' changes nothing: what the probabilities
            sum to cancels.
        """
        return self.and_answers(frames)[0]

    def and_answers(
        self, frames: NDArray[np.uint8]
    ) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
        """Give the log-odds (N,), and which is the likeliest (N,).

        Of the digits, where the question is which digit; of all, where it is whether it is one.
        """
        config = self.network.config
        asked = max(len(config.classes), self.first + 1, self.second + 1)
        outputs = self.network.predict(frames)[:, :asked]
        logs = np.log(np.maximum(outputs.astype(np.float64), _TINY)) / config.temperature
        answers = np.asarray(outputs.argmax(axis=1), np.intp)
        return np.asarray(logs[:, self.first] - logs[:, self.second]), answers
