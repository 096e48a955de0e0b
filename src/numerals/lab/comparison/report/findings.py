"""Findings: the numbers of a comparison, derived from its cells alone."""

from __future__ import annotations

import itertools
import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING

from numerals.lab.comparison.report.answers import Answers, Hard, answers_of, difference, hard
from numerals.lab.comparison.report.folder import corruptions, elsewhere
from numerals.lab.comparison.report.significance import LEVEL, holm
from numerals.lab.metrics import Share

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numerals.lab.comparison.report.folder import Cell, Comparison, Outside, System

#: What a published figure may be missed by: 0.3 points.
REACH = 0.003
#: A share that lies exactly on the edge must not fall off it by a float's last bit.
_GRACE = 1e-9
_SHIPPED = "shipped"


@dataclass(frozen=True)
class Standing:
    """How one system did at the size that is reported.

    Attributes:
        rank: 1 is the best.
        system: Which.
        cells: Its well-ended cells, by seed; at least one.
        answers: What it answered; None if that is not in the folder.
        n: How many test pictures.
        below: McNemar's p against the next in the ranking; None for the last one, or without
            answers.
    """

    rank: int
    system: System
    cells: tuple[Cell, ...]
    answers: Answers | None
    n: int
    below: float | None = None

    def values(self, measure: str) -> list[float]:
        """Give a measure by seed, without the seeds it is unknown of."""
        if measure == "fit_seconds" and not self.trained:
            return []
        return [v for c in self.cells if (v := c.number(measure)) is not None]

    def mean(self, measure: str) -> float | None:
        """Give a measure's mean over the seeds; None if unknown."""
        values = self.values(measure)
        return statistics.fmean(values) if values else None

    @property
    def trained(self) -> bool:
        """Whether it was trained here; numerals' own network comes trained, on other pictures."""
        return self.system.family != _SHIPPED

    @property
    def accuracy(self) -> float:
        """The mean over the seeds, in [0, 1]."""
        return self.mean("accuracy") or 0.0

    @property
    def spread(self) -> float | None:
        """The accuracy's standard deviation over the seeds; None of a single one."""
        return spread(self.values("accuracy"))

    @property
    def share(self) -> Share:
        """The mean accuracy as a share of the test pictures; its interval is Wilson's."""
        return Share(round(self.accuracy * self.n), self.n)

    @property
    def title(self) -> str:
        """The system's name for people."""
        return self.system.title

    @property
    def by_class(self) -> list[float]:
        """F1 of each class, the mean over the seeds."""
        rows = [r for c in self.cells if (r := c.by_class())]
        return [statistics.fmean(column) for column in zip(*rows, strict=False)]

    @property
    def corrupted(self) -> dict[str, float]:
        """Mean accuracy by corruption."""
        return _over_seeds(self.cells, lambda c: corruptions(c.outside))

    @property
    def elsewhere(self) -> dict[str, float]:
        """Mean accuracy by set from outside."""
        return _over_seeds(self.cells, lambda c: elsewhere(c.outside))

    @property
    def reached(self) -> bool | None:
        """Whether it is at most 0.3 points below what was published; None if nothing was."""
        if self.system.published is None:
            return None
        return self.accuracy + REACH + _GRACE >= self.system.published[0] / 100


@dataclass(frozen=True)
class Findings:
    """All numbers of the report.

    Attributes:
        comparison: What they are derived from.
        size: How many training pictures the systems of the ranking saw.
        n: How many test pictures.
        ranking: The best first.
        hard: Who erred on what; None without answers.
    """

    comparison: Comparison
    size: int
    n: int
    ranking: tuple[Standing, ...]
    hard: Hard | None

    @property
    def seeds(self) -> list[int]:
        """The seeds that any system of the ranking has finished."""
        return sorted({c.seed for s in self.ranking for c in s.cells})

    @property
    def missing(self) -> list[System]:
        """The systems that have no finished cell at the reported size."""
        there = {s.system.name for s in self.ranking}
        return [s for s in self.comparison.systems if s.name not in there]

    @property
    def not_ok(self) -> list[Cell]:
        """The cells that failed or were skipped."""
        return [c for c in self.comparison.cells if not c.ok]

    @property
    def answered(self) -> list[tuple[Standing, Answers]]:
        """The systems of the ranking whose answers are in the folder, with these."""
        return [(s, s.answers) for s in self.ranking if s.answers is not None]

    @property
    def whole(self) -> bool:
        """Whether all that is planned is there, be it that some of it failed.

        How many cells are planned is not always told; then each system must have one at least of
        the largest size.
        """
        comparison = self.comparison
        if comparison.planned is not None:
            return len(comparison.cells) >= comparison.planned
        largest = {c.system for c in comparison.cells if c.size == max(comparison.sizes)}
        return len(largest) == len(comparison.systems)

    def first_of(self, family: str, name: str) -> Standing | None:
        """Give the system of that name, else the zoo's first of the family in the ranking."""
        order = [s.name for s in self.comparison.systems]
        kin = [s for s in self.ranking if s.system.family == family]
        kin.sort(key=lambda s: (s.system.name != name, order.index(s.system.name)))
        return kin[0] if kin else None

    def like_the_best(self) -> list[Standing]:
        """Give those that McNemar's test cannot tell from the best (Holm's correction)."""
        best, *others = self.ranking
        ps = holm([difference(best.answers, s.answers) for s in others])
        return [s for s, p in zip(others, ps, strict=True) if p is not None and p >= LEVEL]

    def curve(self, system: str) -> list[tuple[int, list[float]]]:
        """Give a system's accuracies by size of the training set, the seeds' of each size."""
        found = []
        for size in self.comparison.sizes:
            cells = self.comparison.of(system, size)
            if cells:
                found.append((size, [c.number("accuracy") or 0.0 for c in cells]))
        return found


def find(comparison: Comparison) -> Findings:
    """Derive the numbers, at the largest size that at least two systems have finished."""
    size = _size(comparison)
    n = int((comparison.run.get("test") or {}).get("n") or 0)
    standings = []
    for system in comparison.systems:
        if cells := comparison.of(system.name, size):
            answers = answers_of(comparison, cells)
            standings.append(Standing(0, system, tuple(cells), answers, n))
    # Of equals, the quicker one stands first: a choice must be made, and it is not the zoo's order.
    standings.sort(key=lambda s: (-s.accuracy, s.mean("fit_seconds") or 0.0))
    ranking = _compared(standings)
    return Findings(
        comparison, size, n, ranking, hard([s.answers for s in ranking if s.answers is not None])
    )


def front(ranking: Sequence[Standing], cost: str) -> list[Standing]:
    """Give the systems to which no other is both cheaper and better, the cheapest first.

    Args:
        ranking: The best first.
        cost: A measure of which less is better.
    """
    priced = [(p, s) for s in ranking if (p := s.mean(cost)) is not None]
    best: list[Standing] = []
    for _, s in sorted(priced, key=lambda x: (x[0], -x[1].accuracy)):
        if not best or s.accuracy > best[-1].accuracy:
            best.append(s)
    return best


def spread(values: Sequence[float]) -> float | None:
    """Give the standard deviation; None of fewer than two."""
    return statistics.stdev(values) if len(values) > 1 else None


def _size(comparison: Comparison) -> int:
    found: dict[int, set[str]] = {}
    for cell in comparison.cells:
        if cell.ok:
            found.setdefault(cell.size, set()).add(cell.system)
    several = [size for size, systems in found.items() if len(systems) > 1]
    return max(several or found or comparison.sizes or [0])


def _compared(standings: Sequence[Standing]) -> tuple[Standing, ...]:
    """Number the ranking, and compare each with the next."""
    pairs = itertools.pairwise(standings)
    ps = [*(difference(a.answers, b.answers) for a, b in pairs), None]
    return tuple(
        Standing(i + 1, s.system, s.cells, s.answers, s.n, p)
        for i, (s, p) in enumerate(zip(standings, ps, strict=False))
    )


def _over_seeds(
    cells: Sequence[Cell], sets: Callable[[Cell], dict[str, Outside]]
) -> dict[str, float]:
    found: dict[str, list[float]] = {}
    for cell in cells:
        for name, outside in sets(cell).items():
            found.setdefault(name, []).append(outside.accuracy)
    return {name: statistics.fmean(values) for name, values in found.items()}
