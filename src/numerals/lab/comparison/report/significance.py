"""Significance: whether two systems differ by more than chance.

The test is McNemar 1947, "Note on the sampling error of the difference between correlated
proportions or percentages", in its exact form; Dietterich 1998, "Approximate Statistical Tests for
Comparing Supervised Classification Learning Algorithms", recommends it for two classifiers that
answered the same pictures. Where many are compared with one, the p values are raised as Holm 1979,
"A Simple Sequentially Rejective Multiple Test Procedure", has it.
"""

from __future__ import annotations

from collections.abc import Sequence

#: Differences of a smaller p are taken for real.
LEVEL = 0.05


def mcnemar(only_first: int, only_second: int) -> float:
    """Give the exact two-sided p of two classifiers being equally good.

    Args:
        only_first: How many pictures only the first read right, at least 0.
        only_second: How many only the second did, at least 0.

    Returns:
        The probability, in (0, 1], of so uneven a split or a worse one if both were alike.
    """
    n, fewer = only_first + only_second, min(only_first, only_second)
    ways = total = 1
    for k in range(fewer):
        ways = ways * (n - k) // (k + 1)
        total += ways
    # Whole numbers of any length: exact where floats would have long run out of range.
    return min(1.0, float(2 * total / 2**n))


def holm(ps: Sequence[float | None]) -> list[float | None]:
    """Raise the p values of several comparisons, so that one false alarm in all has 5 %."""
    known = sorted((p, i) for i, p in enumerate(ps) if p is not None)
    raised: list[float | None] = [None] * len(ps)
    highest = 0.0
    for rank, (p, i) in enumerate(known):
        highest = max(highest, min(1.0, (len(known) - rank) * p))
        raised[i] = highest
    return raised
