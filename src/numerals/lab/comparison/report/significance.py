"""Significance: from which p on a difference is taken for real, and what many comparisons cost.

Where many systems are compared with one, the p values are raised as Holm 1979, "A Simple
Sequentially Rejective Multiple Test Procedure", has it.
"""

from __future__ import annotations

from collections.abc import Sequence

#: Differences of a smaller p are taken for real.
LEVEL = 0.05


def holm(ps: Sequence[float | None]) -> list[float | None]:
    """Raise the p values of several comparisons, so that one false alarm in all has 5 %."""
    known = sorted((p, i) for i, p in enumerate(ps) if p is not None)
    raised: list[float | None] = [None] * len(ps)
    highest = 0.0
    for rank, (p, i) in enumerate(known):
        highest = max(highest, min(1.0, (len(known) - rank) * p))
        raised[i] = highest
    return raised
