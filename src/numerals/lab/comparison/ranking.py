"""Ranking: the systems of a comparison by their accuracy, and what it cost, from the cells."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import mean, median
from typing import TYPE_CHECKING, Any

import numpy as np

from numerals.lab.comparison.plan import Cell
from numerals.lab.comparison.statistics import Spread, interval_of_share, mcnemar, spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numerals.lab.comparison.store import Store


@dataclass(frozen=True, slots=True)
class Place:
    """A system's place.

    Attributes:
        name: The system's.
        title: What people call it.
        size: How many pictures it learnt from; the most that it was given.
        accuracy: On the test, over the seeds.
        low: The Wilson interval of the mean accuracy, for other pictures of this kind.
        high: Its end.
        p_next: McNemar's p between it and the next in the ranking: the median over the seeds that
            both have; None for the last, or where they have none in common.
        fit_seconds: The mean over the seeds, as all that follows.
        latency_ms: Of one picture.
        model_bytes: Of the fitted system.
        reason: Why it has no figures; '' where it has.
    """

    name: str
    title: str
    size: int
    accuracy: Spread | None = None
    low: float = 0.0
    high: float = 1.0
    p_next: float | None = None
    fit_seconds: float | None = None
    latency_ms: float | None = None
    model_bytes: int | None = None
    reason: str = ""


def ranking(store: Store) -> list[Place]:
    """Rank the systems by their mean accuracy at the largest size; those that failed come last."""
    run = store.run()
    cells: dict[str, list[dict[str, Any]]] = {name: [] for name in run["systems"]}
    largest = max(run["sizes"])
    for cell in store.cells():
        if cell["size"] == largest:
            cells[cell["system"]].append(cell)
    n = run["test"]["n"]
    places = [
        _place(name, run["systems"][name]["title"], largest, mine, n)
        for name, mine in cells.items()
    ]
    ranked = sorted(
        (p for p in places if p.accuracy is not None),
        key=lambda p: -(p.accuracy.mean if p.accuracy else 0),
    )
    right = {
        place.name: {
            cell["seed"]: _right(store, Cell(place.name, largest, cell["seed"]))
            for cell in cells[place.name]
            if cell["status"] == "ok"
        }
        for place in ranked
    }
    tested = [
        replace(place, p_next=_p(right[place.name], right[below.name]))
        for place, below in pairwise(ranked)
    ]
    return tested + ranked[len(tested) :] + [p for p in places if p.accuracy is None]


def _place(name: str, title: str, size: int, cells: Sequence[dict[str, Any]], n: int) -> Place:
    done = [cell for cell in cells if cell["status"] == "ok"]
    if not done:
        reasons = [cell["reason"] for cell in cells] or ["not run yet"]
        return Place(name, title, size, reason=reasons[0])
    accuracy = spread([cell["accuracy"] for cell in done])
    low, high = interval_of_share(accuracy.mean, n)
    return Place(
        name,
        title,
        size,
        accuracy,
        low,
        high,
        fit_seconds=mean(cell["fit_seconds"] for cell in done),
        latency_ms=mean(cell["latency_ms"] for cell in done),
        model_bytes=round(mean(cell["model_bytes"] for cell in done)),
    )


def _right(store: Store, cell: Cell) -> np.ndarray[Any, np.dtype[np.bool_]]:
    return np.asarray(store.probabilities(cell).argmax(axis=1) == store.labels())


def _p(one: dict[int, Any], other: dict[int, Any]) -> float | None:
    shared = sorted(set(one) & set(other))
    return median(mcnemar(one[seed], other[seed]) for seed in shared) if shared else None
