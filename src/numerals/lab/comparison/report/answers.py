"""Answers: what the systems said of each test picture, and who erred on which."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from numerals.lab.comparison.statistics import mcnemar
from numerals.lab.metrics import expected_calibration_error
from numerals.lab.selective import RiskCoverage, risk_coverage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from numerals.lab.comparison.report.folder import Cell, Comparison

#: Into how many bins confidences are sorted in a reliability diagram.
BINS = 10
#: A bin of fewer answers says nothing.
LEAST_IN_BIN = 20


@dataclass(frozen=True, slots=True)
class Answers:
    """What one system answered, S seeds on N pictures.

    Attributes:
        seeds: (S,), at least one.
        labels: int64 (N,), the truth.
        read: int64 (S, N), the likeliest class.
        sure: float64 (S, N), its probability in [0, 1].
        classes: How many there are.
    """

    seeds: tuple[int, ...]
    labels: NDArray[np.int64]
    read: NDArray[np.int64]
    sure: NDArray[np.float64]
    classes: int

    @property
    def right(self) -> NDArray[np.bool_]:
        """Bool (S, N)."""
        return np.asarray(self.read == self.labels)

    @property
    def wrong_by_most(self) -> NDArray[np.bool_]:
        """Bool (N,): read wrong by more than half of the seeds."""
        return np.asarray(2 * (~self.right).sum(axis=0) > len(self.seeds))

    def confusion(self) -> NDArray[np.int64]:
        """Count (classes, classes) over all seeds: rows the truth, columns what was read."""
        places = self.labels * self.classes + self.read
        counts = np.bincount(places.ravel(), minlength=self.classes**2)
        return counts.reshape(self.classes, self.classes)

    def calibration_error(self) -> float | None:
        """Give the expected calibration error over all seeds' answers, in [0, 1]."""
        return expected_calibration_error(self.sure.ravel(), self.right.ravel())

    def reliability(self) -> list[tuple[float, float, int]]:
        """Give of each bin of enough answers: mean confidence, share right, number."""
        sure, right = self.sure.ravel(), self.right.ravel()
        bins = np.minimum((sure * BINS).astype(int), BINS - 1)
        n = np.bincount(bins, minlength=BINS)
        told = np.bincount(bins, sure, minlength=BINS)
        kept = np.bincount(bins, right.astype(float), minlength=BINS)
        return [
            (float(told[b] / n[b]), float(kept[b] / n[b]), int(n[b]))
            for b in range(BINS)
            if n[b] >= LEAST_IN_BIN
        ]

    def selective(self) -> RiskCoverage:
        """Count over all seeds what each threshold would let pass."""
        return risk_coverage(self.sure.ravel(), self.right.ravel(), self.right.size)


@dataclass(frozen=True, slots=True)
class Hard:
    """How many systems erred on each picture; a system errs if most of its seeds do.

    Attributes:
        systems: How many there are.
        wrong: int64 (N,), how many of them read it wrong.
        taken_for: int64 (N,), the commonest wrong class; -1 where nobody erred.
    """

    systems: int
    wrong: NDArray[np.int64]
    taken_for: NDArray[np.int64]


def answers_of(comparison: Comparison, cells: Sequence[Cell]) -> Answers | None:
    """Load a system's answers; None if those of no seed are there."""
    read, sure, seeds = [], [], []
    for cell in cells:
        probabilities = comparison.probabilities(cell)
        if probabilities is not None:
            read.append(probabilities.argmax(axis=1))
            sure.append(np.clip(probabilities.max(axis=1), 0, 1))
            seeds.append(cell.seed)
    if not seeds or comparison.labels is None:
        return None
    return Answers(
        tuple(seeds),
        comparison.labels,
        np.asarray(read, np.int64),
        np.asarray(sure, np.float64),
        len(comparison.classes),
    )


def difference(first: Answers | None, second: Answers | None) -> float | None:
    """Give McNemar's p of two systems, the median over the seeds both have; None without any."""
    if first is None or second is None:
        return None
    ps = []
    for seed in sorted(set(first.seeds) & set(second.seeds)):
        one = first.right[first.seeds.index(seed)]
        other = second.right[second.seeds.index(seed)]
        ps.append(mcnemar(one, other))
    return statistics.median(ps) if ps else None


def hard(answers: Sequence[Answers]) -> Hard | None:
    """Count who erred on what; None without answers."""
    if not answers:
        return None
    wrong = np.sum([a.wrong_by_most for a in answers], axis=0).astype(np.int64)
    votes = np.zeros((len(wrong), answers[0].classes), np.int64)
    rows: NDArray[Any] = np.arange(len(wrong))
    for a in answers:
        for read in a.read:
            votes[rows, read] += 1
    votes[rows, answers[0].labels] = 0
    taken_for = np.where(votes.max(axis=1) > 0, votes.argmax(axis=1), -1)
    return Hard(len(answers), wrong, taken_for)
