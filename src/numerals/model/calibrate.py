"""Calibrate: make a probability mean how often it is right, and find whom to trust.

Temperature scaling is Guo, Pleiss, Sun & Weinberger 2017, "On Calibration of Modern Neural
Networks"; the interval is Wilson 1927.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

#: Two-sided 95 % of the normal distribution.
Z95 = 1.959964
_TINY = 1e-12


def soften(probabilities: NDArray[np.floating[Any]], temperature: float) -> NDArray[np.float64]:
    """Divide the logits of softmax outputs by a temperature.

    Args:
        probabilities: (N, classes), each row summing to 1.
        temperature: Above 1 makes less sure, below 1 surer; over 0.

    Returns:
        float64 (N, classes), rows summing to 1.
    """
    # softmax(logits / T) is softmax(logits) to the power of 1 / T, made to sum to 1 again.
    raised = np.maximum(probabilities.astype(np.float64), _TINY) ** (1.0 / temperature)
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def fit_temperature(probabilities: NDArray[np.floating[Any]], labels: NDArray[Any]) -> float:
    """Find the temperature of least negative log-likelihood on held-back samples.

    Golden-section search over [1/20, 20] on a logarithmic scale; the likelihood has one peak.
    """
    rows = np.arange(len(labels))

    def loss(log_t: float) -> float:
        p = soften(probabilities, math.exp(log_t))[rows, labels]
        return float(-np.log(np.maximum(p, _TINY)).mean())

    return math.exp(golden_section(loss, -math.log(20), math.log(20), 40))


def golden_section(loss: Callable[[float], float], low: float, high: float, steps: int) -> float:
    """Find where a loss with one valley is least, between two places (Kiefer 1953)."""
    ratio = (math.sqrt(5) - 1) / 2
    for _ in range(steps):
        a, b = high - ratio * (high - low), low + ratio * (high - low)
        if loss(a) < loss(b):
            high = b
        else:
            low = a
    return (low + high) / 2


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """Give the 95 % Wilson interval of a share; (0, 1) where nothing was tried."""
    if trials == 0:
        return 0.0, 1.0
    share = successes / trials
    spread = Z95 * Z95 / trials
    middle = share + spread / 2
    half = Z95 * math.sqrt(share * (1 - share) / trials + spread / (4 * trials))
    low, high = (middle - half) / (1 + spread), (middle + half) / (1 + spread)
    return max(0.0, low), min(1.0, high)
