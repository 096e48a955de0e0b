"""Metrics: how often readings are right, what is taken for what, and how honest confidences are.

Precision, recall and F1 are van Rijsbergen 1979, "Information Retrieval", chapter 7; the
calibration error is Naeini, Cooper & Hauskrecht 2015, "Obtaining Well Calibrated Probabilities
Using Bayesian Binning", with the bins of Guo et al. 2017.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from numerals.data.names import DIGITS as DIGITS
from numerals.model.calibrate import wilson

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

#: The last column of a confusion matrix: nothing was read, or a text that is no single digit.
OTHER = "–"
ECE_BINS = 15


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many.

    Attributes:
        count: In 0 … `of`.
        of: At least 0.
    """

    count: int
    of: int

    @property
    def value(self) -> float | None:
        """The share in [0, 1]; None of nothing."""
        return self.count / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % Wilson interval, (0, 1) of nothing."""
        return wilson(self.count, self.of)


@dataclass(frozen=True, slots=True)
class DigitScores:
    """How well one digit is read.

    Attributes:
        digit: '0' … '9', or the name of another class.
        support: How many pictures show it.
        read: How many pictures it was read on.
        right: On how many of them it was right.
    """

    digit: str
    support: int
    read: int
    right: int

    @property
    def precision(self) -> float | None:
        """Share of right ones where it was read, in [0, 1]; None if it was never read."""
        return self.right / self.read if self.read else None

    @property
    def recall(self) -> float | None:
        """Share of right ones where it was shown, in [0, 1]; None if it was never shown."""
        return self.right / self.support if self.support else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall, in [0, 1]; None if neither shown nor read.

        Computed as 2·right / (shown + read), which is 0, and not undefined, for a digit that
        was shown and never read.
        """
        either = self.support + self.read
        return 2 * self.right / either if either else None


@dataclass(frozen=True, slots=True)
class MacroScores:
    """The plain mean of the scores of several digits, each counting alike.

    Attributes:
        precision: In [0, 1].
        recall: In [0, 1].
        f1: In [0, 1].
        digits: How many digits, or other classes, the mean is over; at least 1.
    """

    precision: float
    recall: float
    f1: float
    digits: int


def accuracy(truth: Sequence[str], read: Sequence[str]) -> Share:
    """Count the texts that were read exactly, to the last digit.

    Raises:
        ValueError: The two differ in length.
    """
    return Share(sum(t == r for t, r in zip(truth, read, strict=True)), len(truth))


def confusion(
    truth: Sequence[str], read: Sequence[str], classes: Sequence[str] = DIGITS
) -> NDArray[np.int64]:
    """Count what is taken for what, over the pictures that show a single digit.

    Args:
        truth: What each picture shows; other texts than the classes are left out.
        read: What was read on it; other texts than the classes fall into the last column.
        classes: '0' … '9', or what a model of other symbols tells apart.

    Returns:
        int64 (10, 11), or as many more as there are classes: rows are the truth in their order,
        columns what was read in the same order, and then `OTHER`.

    Raises:
        ValueError: The two differ in length.
    """
    place = {name: i for i, name in enumerate(classes)}
    counts = np.zeros((len(classes), len(classes) + 1), np.int64)
    for t, r in zip(truth, read, strict=True):
        if t in place:
            counts[place[t], place.get(r, len(classes))] += 1
    return counts


def digit_scores(
    counts: NDArray[np.int64], classes: Sequence[str] = DIGITS
) -> tuple[DigitScores, ...]:
    """Take precision, recall and F1 of each digit, or other class, from a `confusion`."""
    shown, read = counts.sum(axis=1).tolist(), counts.sum(axis=0).tolist()
    right = np.diagonal(counts).tolist()
    return tuple(DigitScores(digit, shown[i], read[i], right[i]) for i, digit in enumerate(classes))


def macro(scores: Sequence[DigitScores]) -> MacroScores | None:
    """Average over the digits that some picture shows; None if there are none.

    The precision of a digit that is shown and never read counts as 0, as scikit-learn has it.
    """
    shown = [s for s in scores if s.support]
    if not shown:
        return None
    n = len(shown)
    return MacroScores(
        precision=sum(s.precision or 0.0 for s in shown) / n,
        recall=sum(s.recall or 0.0 for s in shown) / n,
        f1=sum(s.f1 or 0.0 for s in shown) / n,
        digits=n,
    )


def expected_calibration_error(
    confidences: NDArray[np.floating[Any]], right: NDArray[np.bool_], bins: int = ECE_BINS
) -> float | None:
    """Tell how far confidences are from how often they are right, on the mean.

    Args:
        confidences: (N,) in [0, 1].
        right: (N,).
        bins: Into how many bins of equal width [0, 1] is cut, each with its upper edge, the
            first with both; at least 1.

    Returns:
        The mean over all samples of |share right − mean confidence| of the sample's bin, in
        [0, 1]; None where there are no samples.

    Raises:
        ValueError: The two differ in length.
    """
    if len(confidences) != len(right):
        raise ValueError(f"{len(confidences)} confidences for {len(right)} answers")
    if not len(right):
        return None
    # Edges are the same doubles as k / bins anywhere else, so that 0.2 of 5 bins falls on one.
    inner = np.arange(1, bins) / bins
    index = np.searchsorted(inner, np.asarray(confidences, np.float64), side="left")
    gap = np.bincount(index, right.astype(np.float64) - confidences, minlength=bins)
    return float(np.abs(gap).sum() / len(right))
