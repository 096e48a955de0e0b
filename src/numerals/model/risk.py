"""Risk: from which confidence on no more than an asked share of the accepted is wrong.

A threshold that is chosen by looking at the same samples that then speak for it looks better than
it is. Geifman & El-Yaniv 2017, "Selective Classification for Deep Neural Networks", algorithm SGR,
bound the error by inverting the binomial tail (Clopper & Pearson 1934, one-sided) and share the
allowed failure among all thresholds looked at. So does this; only that the thresholds are a fixed
ladder of shares accepted, not a search for one asked error. All bounds then hold at once, with 95 %
confidence, and a user may ask for any error, as often as they like.

What is promised holds for pictures like the samples, and for no others.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: What the tool holds to unless told otherwise: one accepted answer in two hundred wrong.
DEFAULT_MAX_ERROR = 0.005
#: The same for numbers: each has several digits that may be wrong.
NUMBER_MAX_ERROR = 0.01
#: The largest share of wrong answers that may be asked for.
LARGEST_MAX_ERROR = 0.1
#: How sure the whole curve is.
CONFIDENCE = 0.95
#: Shares of the samples that are not accepted: none, and 79 from 0.05 to 95 %, each 10 % larger.
_LADDER = (0.0, *np.geomspace(0.0005, 0.95, 79).tolist())
_BISECTIONS = 60


class RiskPoint(NamedTuple):
    """One threshold and what is known of it.

    Attributes:
        accept: The confidence in (0, 1) from which an answer is accepted.
        coverage: Share of the samples in [0, 1] that were.
        max_error: Upper bound in (0, 1] of the share of wrong answers among the accepted.
    """

    accept: float
    coverage: float
    max_error: float


@dataclass(frozen=True, slots=True)
class RiskCurve:
    """What accepting more costs in errors.

    Attributes:
        samples: How many pictures it was measured on.
        points: By rising `max_error`, and so with falling `accept` and rising `coverage`. Only
            thresholds that are the best for some error are kept; none where all bounds are above
            `LARGEST_MAX_ERROR`.
    """

    samples: int
    points: tuple[RiskPoint, ...]

    @property
    def lowest(self) -> float | None:
        """The least error that can be promised; None if none can."""
        return self.points[0].max_error if self.points else None

    def at(self, max_error: float) -> RiskPoint | None:
        """Give the threshold that accepts most and keeps an error; None if none keeps it."""
        kept = [point for point in self.points if point.max_error <= max_error]
        return kept[-1] if kept else None

    def to_dict(self) -> dict[str, Any]:
        """Give plain Python types, for config.json."""
        return {
            "samples": self.samples,
            "confidence": CONFIDENCE,
            **{name: [getattr(p, name) for p in self.points] for name in RiskPoint._fields},
        }

    @classmethod
    def from_dict(cls, content: dict[str, Any]) -> RiskCurve:
        """Read what `to_dict` gave.

        Raises:
            ValueError: The lists differ in length, or are no curve.
            KeyError, TypeError: Something is missing, or of another type.
        """
        columns = [[float(v) for v in content[name]] for name in RiskPoint._fields]
        points = tuple(RiskPoint(*row) for row in zip(*columns, strict=True))
        if float(content["confidence"]) != CONFIDENCE:
            raise ValueError(f"the risk curve does not hold with {CONFIDENCE:.0%} confidence")
        if not all(0 < p.accept < 1 and 0 <= p.coverage <= 1 and p.max_error > 0 for p in points):
            raise ValueError("a value of the risk curve is out of its range")
        for a, b in pairwise(points):
            if not (a.max_error < b.max_error and a.accept > b.accept and a.coverage <= b.coverage):
                raise ValueError("the risk curve does not rise")
        return cls(int(content["samples"]), points)


def fit_risk(confidences: NDArray[np.floating[Any]], right: NDArray[np.bool_]) -> RiskCurve:
    """Measure what each threshold lets pass, on samples that the network did not learn from.

    The samples must be independent: several variations of one picture are wrong together, and
    would make the bounds look better than they are. How many of them show no digit is part of what
    is promised, too.

    Args:
        confidences: (N,) in [0, 1], calibrated: of each sample's likeliest digit.
        right: (N,), whether that digit is the true one; False for a sample that shows none.

    Returns:
        The curve; its bounds hold all at once in 95 of 100 draws of such samples.

    Raises:
        ValueError: The two differ in length.
    """
    if len(confidences) != len(right):
        raise ValueError(f"{len(confidences)} confidences for {len(right)} answers")
    n = len(right)
    order = np.argsort(-confidences, kind="stable")
    falling = confidences[order].astype(np.float64)
    wrong = np.cumsum(~right[order])
    # The ladder looks at confidences alone and never at who was right: that keeps the bounds true.
    ranks = {max(0, math.ceil(n * (1 - share)) - 1) for share in _LADDER} if n else set()
    thresholds = sorted({_round_up(float(falling[rank])) for rank in ranks} - {1.0})
    delta = (1 - CONFIDENCE) / max(1, len(thresholds))
    points: list[RiskPoint] = []
    best = math.nextafter(LARGEST_MAX_ERROR, 1)
    for accept in thresholds:
        accepted = int(np.searchsorted(-falling, -accept, side="right"))
        failed = int(wrong[accepted - 1]) if accepted else 0
        # A share above the limit has its bound above it, too: most need no computing.
        if not accepted or accept <= 0 or failed >= best * accepted:
            continue
        bound = math.ceil(1e6 * error_bound(failed, accepted, delta)) / 1e6
        if bound < best:
            best = bound
            points.append(RiskPoint(accept, math.floor(1e4 * accepted / n) / 1e4, bound))
    return RiskCurve(n, tuple(reversed(points)))


def error_bound(wrong: int, of: int, delta: float) -> float:
    """Bound a share of errors from above, as Clopper & Pearson do: exact, one-sided.

    Args:
        wrong: Errors seen, 0 … `of`.
        of: Among so many.
        delta: How often the bound may be broken, in (0, 1).

    Returns:
        The share with which so few errors would be seen with probability `delta`; 1 of nothing.
    """
    if wrong >= of:
        return 1.0
    i = np.arange(1, wrong + 1)
    # Logarithms of the binomial coefficients C(of, 0 … wrong).
    ways = np.concatenate([[0.0], np.cumsum(np.log(of - i + 1) - np.log(i))])
    steps = np.arange(wrong + 1)
    low, high = wrong / of, 1.0
    for _ in range(_BISECTIONS):
        p = (low + high) / 2
        terms = ways + steps * math.log(p) + (of - steps) * math.log1p(-p)
        top = float(terms.max())
        tail = top + math.log(float(np.exp(terms - top).sum()))
        low, high = (p, high) if tail > math.log(delta) else (low, p)
    return high


def _round_up(confidence: float) -> float:
    """Cut the doubt of a threshold to three digits, so that no more passes than was counted."""
    doubt = 1 - confidence
    if doubt <= 0:
        return 1.0
    digits = 2 - math.floor(math.log10(doubt))
    steps: int = 10**digits
    # 1 - 0.9 is a little less than 0.1: without this much of grace it would be cut to 0.0999.
    return round(1 - math.floor(doubt * steps + 1e-6) / steps, digits)
