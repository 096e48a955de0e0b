"""Calibrate: make a probability mean how often it is right, and find whom to trust.

Temperature scaling is Guo, Pleiss, Sun & Weinberger 2017, "On Calibration of Modern Neural
Networks"; the interval is Wilson 1927.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
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

    low, high = -math.log(20), math.log(20)
    ratio = (math.sqrt(5) - 1) / 2
    for _ in range(40):
        a, b = high - ratio * (high - low), low + ratio * (high - low)
        if loss(a) < loss(b):
            high = b
        else:
            low = a
    return math.exp((low + high) / 2)


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


def accept_threshold(
    confidences: NDArray[np.floating[Any]], right: NDArray[np.bool_], max_error: float
) -> float:
    """Find the lowest confidence above which errors stay within a bound.

    Args:
        confidences: (N,), calibrated.
        right: (N,), whether each answer was right.
        max_error: The largest share of wrong answers among the accepted, in (0, 1), that the
            upper end of their 95 % Wilson interval may reach.

    Returns:
        The threshold in [0, 1], 1 where no share of the samples keeps the bound.
    """
    order = np.argsort(-confidences, kind="stable")
    wrong = np.cumsum(~right[order])
    falling = confidences[order]
    # A threshold takes all samples of equal confidence or none: cut only where it drops.
    ends = np.flatnonzero(np.append(falling[1:] < falling[:-1], True)[: len(order)])
    best = 1.0
    for last in ends:
        if wilson(int(wrong[last]), int(last) + 1)[1] <= max_error:
            best = float(falling[last])
    return best
