"""Plan: which systems are fitted on how much, how often, and what is cut from it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from numerals.data import stratified_split
from numerals.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from numerals.lab.rivals.systems import System

#: All there is, in a list of sizes.
ALL = "all"
SIZES = ("100", "1000", "10000", ALL)
SEEDS = 3
#: What a quick comparison does with.
QUICK_SIZES = ("500", "4000")
QUICK_SEEDS = 1
QUICK_TEST = 2000
#: Of these, how many are spoilt in each way.
QUICK_SPOILT = 500
#: The share of the training set that is held back.
VALIDATION = 0.1


@dataclass(frozen=True, slots=True)
class Asked:
    """What a comparison is asked; two runs of the same answers are the same run.

    Attributes:
        systems: Their names, in the zoo's order.
        data: `mnist`, `fashion-mnist`, or a folder.
        seeds: How many, from 0 on.
        sizes: Training pictures, in digits, or `all`.
        outside: Labelled folders to examine in too.
        rival: Python files with further systems.
        quick: Whether little of everything will do.
    """

    systems: tuple[str, ...]
    data: str = "mnist"
    seeds: int = SEEDS
    sizes: tuple[str, ...] = SIZES
    outside: tuple[str, ...] = ()
    rival: tuple[str, ...] = ()
    quick: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Give it as it stands in run.json."""
        return {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(self).items()}

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Asked:
        """Take it from run.json.

        Raises:
            KeyError: Something is missing.
        """
        found = {f.name: kept[f.name] for f in fields(cls)}
        values: dict[str, Any] = {
            k: tuple(v) if isinstance(v, list) else v for k, v in found.items()
        }
        return cls(**values)


class Cell(NamedTuple):
    """One system, fitted once."""

    system: str
    size: int
    seed: int


def sizes_of(asked: tuple[str, ...], available: int) -> tuple[int, ...]:
    """Turn sizes as they were asked into numbers, rising, each once; what is too large is all.

    Raises:
        UsageError: One is neither a number over 0 nor `all`.
    """
    found = set()
    for size in asked:
        if size != ALL and not (size.isascii() and size.isdigit() and int(size) > 0):
            raise UsageError(f"--sizes takes numbers over 0 and all, as 100,1000,all; not {size!r}")
        found.add(available if size == ALL else min(int(size), available))
    return tuple(sorted(found))


def groups(
    names: tuple[str, ...], zoo: Mapping[str, System], seeds: int, sizes: tuple[int, ...]
) -> Iterator[tuple[Cell, ...]]:
    """List the cells, those of a system and a seed together, small ones first.

    The first seed of all systems comes before the second of any: a run that is stopped early has
    something to tell of each. What is not fitted has one cell alone.
    """
    for seed in range(seeds):
        for name in names:
            system = zoo[name]
            if seed < (system.most_seeds or seeds) and (system.fitted or seed == 0):
                mine = sizes if system.fitted else sizes[-1:]
                yield tuple(Cell(name, size, seed) for size in mine)


def training_places(labels: NDArray[np.int64], size: int, seed: int) -> NDArray[np.intp]:
    """Choose what a cell learns from, out of the whole training set.

    A tenth is held back for validation first, as `numerals train` holds it back for this seed. What
    is chosen of the rest has the same share of each class, and holds all that a smaller size has.

    Args:
        labels: (N,).
        size: How many, at most as many as there are.
        seed: Fixes what is held back and what is chosen.
    """
    training, _ = stratified_split(labels, VALIDATION, seed)
    if size >= len(training):
        return training
    rng = np.random.default_rng((seed, 1))
    shuffled = rng.permutation(training)
    turn = np.empty(len(shuffled))
    for label in np.unique(labels):
        mine = np.flatnonzero(labels[shuffled] == label)
        # When each class's next one is due, so that every beginning has a fair share of all.
        turn[mine] = (np.arange(len(mine)) + 0.5) / len(mine)
    return np.sort(shuffled[np.argsort(turn, kind="stable")[:size]])


def available(labels: NDArray[np.int64]) -> tuple[int, int]:
    """Tell how many pictures there are to learn from, and how many are held back."""
    training, validation = stratified_split(labels, VALIDATION)
    return len(training), len(validation)


def cut(asked: Asked, zoo: Mapping[str, System], sizes: tuple[int, ...], every: int) -> list[str]:
    """Say in words what is cut or left out, for people; nothing where all is as it should be."""
    said = []
    if asked.quick:
        said.append(
            "quick: fewer epochs, trees and steps than the recipes have, fewer test pictures and "
            "still fewer spoilt ones; figures say how systems do on little, not how well they can"
        )
    if asked.seeds < SEEDS:
        said.append(f"{asked.seeds} seed{'s' * (asked.seeds > 1)} in the place of {SEEDS}")
    if sizes[-1] < every:
        said.append(f"at most {sizes[-1]:,} of {every:,} training pictures")
    few = [n for n in asked.systems if (zoo[n].most_seeds or asked.seeds) < asked.seeds]
    if few:
        said.append(f"fewer seeds for what takes long: {', '.join(few)}")
    unfitted = [n for n in asked.systems if not zoo[n].fitted]
    if unfitted:
        said.append(f"not fitted here, and measured once: {', '.join(unfitted)}")
    missing = [n for n in zoo if n not in asked.systems]
    if missing:
        said.append(f"left out: {', '.join(missing)}")
    return said
