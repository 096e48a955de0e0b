"""Selective: what a stricter or a looser threshold would have let pass, and what that costs.

The risk–coverage curve is El-Yaniv & Wiener 2010, "On the Foundations of Noise-free Selective
Classification"; the area under it Geifman, Uziel & El-Yaniv 2019, "Bias-Reduced Uncertainty
Estimation for Deep Neural Classifiers".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from numerals.lab.metrics import Share

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from numerals.model.risk import RiskCurve

#: The errors whose thresholds are tried out in a report.
ASKED = (0.001, 0.002, 0.005, 0.01, 0.02)


@dataclass(frozen=True, slots=True)
class RiskCoverage:
    """How many pictures pass each threshold, and how many of these are wrong.

    Attributes:
        of: All pictures, also those that no threshold lets pass.
        thresholds: float64 (K,), falling: each confidence that occurs, once.
        accepted: int64 (K,), how many have at least this confidence.
        wrong: int64 (K,), how many of these are wrong.
    """

    of: int
    thresholds: NDArray[np.float64]
    accepted: NDArray[np.int64]
    wrong: NDArray[np.int64]

    @property
    def most(self) -> int:
        """How many pass the lowest threshold."""
        return int(self.accepted[-1]) if len(self.accepted) else 0

    @property
    def aurc(self) -> float | None:
        """Mean share of wrong ones over all coverages up to the largest; None if that is 0."""
        if not self.most:
            return None
        steps = np.diff(self.accepted, prepend=0)
        return float((self.wrong / self.accepted * steps).sum() / self.most)

    def at(self, threshold: float) -> tuple[Share, Share]:
        """Give the accepted of all, and the wrong of the accepted; at 1 and over, none is."""
        k = int(np.searchsorted(-self.thresholds, -threshold, side="right"))
        if threshold >= 1 or not k:
            return Share(0, self.of), Share(0, 0)
        accepted = int(self.accepted[k - 1])
        return Share(accepted, self.of), Share(int(self.wrong[k - 1]), accepted)


@dataclass(frozen=True, slots=True)
class Stated:
    """What a model promises for an asked error, and what came of it on these pictures.

    Attributes:
        max_error: The asked share of wrong answers among the accepted.
        accept: The model's threshold for it; None where it cannot promise this, nor the below.
        coverage: Of the pictures here, those accepted.
        wrong: Of the accepted, those wrong.
    """

    max_error: float
    accept: float | None
    coverage: Share | None
    wrong: Share | None


def risk_coverage(
    confidences: NDArray[np.floating[Any]], right: NDArray[np.bool_], of: int
) -> RiskCoverage:
    """Count what each threshold lets pass.

    Args:
        confidences: (N,), of the pictures that can be accepted at all.
        right: (N,), whether the answer is.
        of: How many pictures there are in all, at least N.

    Raises:
        ValueError: The two differ in length, or `of` is less.
    """
    if len(confidences) != len(right) or of < len(right):
        raise ValueError(f"{len(confidences)} confidences for {len(right)} answers of {of}")
    order = np.argsort(-confidences, kind="stable")
    falling = confidences[order].astype(np.float64)
    # Equal confidences pass together or not at all.
    ends = np.flatnonzero(np.append(falling[1:] < falling[:-1], True)[: len(order)])
    wrong = np.cumsum(~right[order]).astype(np.int64)
    return RiskCoverage(of, falling[ends], (ends + 1).astype(np.int64), wrong[ends])


def stated(curve: RiskCurve | None, found: RiskCoverage) -> tuple[Stated, ...]:
    """Try a model's thresholds for `ASKED` out; none if it has no curve."""
    if curve is None:
        return ()
    rows = []
    for max_error in ASKED:
        point = curve.at(max_error)
        shares = (None, None) if point is None else found.at(point.accept)
        rows.append(Stated(max_error, None if point is None else point.accept, *shares))
    return tuple(rows)
