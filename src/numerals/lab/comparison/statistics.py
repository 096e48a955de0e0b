"""Statistics: how far figures of a few seeds and of a finite test set can be trusted."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from numerals.model.calibrate import wilson

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


class Spread(NamedTuple):
    """Figures of several seeds, summed up.

    Attributes:
        mean: Their mean.
        sd: Their standard deviation, of n − 1; None of one alone.
        low: Where the 95 % interval of the mean begins: Student's t over the seeds; None of one.
        high: Where it ends.
        n: How many there are.
    """

    mean: float
    sd: float | None
    low: float | None
    high: float | None
    n: int


def spread(figures: Sequence[float]) -> Spread:
    """Sum up the figures of several seeds, at least one."""
    n, mean = len(figures), float(np.mean(figures))
    if n < 2:
        return Spread(mean, None, None, None, n)
    sd = float(np.std(figures, ddof=1))
    half = _t95(n - 1) * sd / math.sqrt(n)
    return Spread(mean, sd, mean - half, mean + half, n)


def interval_of_share(share: float, of: int) -> tuple[float, float]:
    """Give the 95 % Wilson interval of a share of so many pictures."""
    return wilson(round(share * of), of)


def mcnemar(one: NDArray[np.bool_], other: NDArray[np.bool_]) -> float:
    """Test whether two systems differ on the same pictures: McNemar 1947, exact.

    "Note on the sampling error of the difference between correlated proportions or percentages".
    Of the pictures that just one of them reads rightly, each had half if they did not differ.
    Dietterich 1998, "Approximate Statistical Tests for Comparing Supervised Classification Learning
    Algorithms", recommends it for two classifiers that answered the same pictures.

    Args:
        one: (N,), where the one is right.
        other: (N,), where the other is.

    Returns:
        The two-sided p-value, in (0, 1]; 1 where they are right on the same pictures.

    Raises:
        ValueError: The two differ in length.
    """
    if one.shape != other.shape:
        raise ValueError(f"{one.shape} and {other.shape} are not the same pictures")
    first, second = int((one & ~other).sum()), int((other & ~one).sum())
    n, fewer = first + second, min(first, second)
    ways = total = 1
    for k in range(fewer):
        ways = ways * (n - k) // (k + 1)
        total += ways
    # Whole numbers of any length: exact where floats would have long run out of range.
    return min(1.0, float(2 * total / 2**n))


def _t95(freedom: int) -> float:
    """Give the 97.5th percentile of Student's t."""
    from scipy.stats import t

    return float(t.ppf(0.975, freedom))
