"""Folder: what a comparison has found so far, as it lies in its folder, finished or not."""

from __future__ import annotations

import json
import math
import zipfile
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from numerals.errors import MissingDataError
from numerals.lab.layout import visible

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

SCHEMA = 1
_CORRUPTED, _WILD = "corrupted/", "wild/"


class Outside(NamedTuple):
    """How well a cell reads pictures that are not of the test set.

    Attributes:
        n: How many pictures, at least 0.
        accuracy: In [0, 1].
    """

    n: int
    accuracy: float


@dataclass(frozen=True, slots=True)
class System:
    """One of the compared.

    Attributes:
        name: Its name on the command line.
        title: Its name for people.
        family: 'convolutional', 'recurrent', … or another word.
        source: The paper it follows.
        published: The least and the largest published accuracy in percent, None if there is none.
    """

    name: str
    title: str
    family: str
    source: str
    published: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One fit: a system, trained on so many pictures from one seed.

    Attributes:
        system: Its name.
        size: How many training pictures.
        seed: The seed.
        status: 'ok', 'failed' or 'skipped'.
        reason: Why, if not ok.
        figures: What was measured, by the names of the folder's format.
        outside: By set: 'usps-like', 'corrupted/…', 'wild/…'.
    """

    system: str
    size: int
    seed: int
    status: str
    reason: str
    figures: Mapping[str, Any]
    outside: Mapping[str, Outside]

    @property
    def ok(self) -> bool:
        """Whether it was fitted and measured."""
        return self.status == "ok" and self.number("accuracy") is not None

    def number(self, measure: str) -> float | None:
        """Give a figure; None if it was not measured or is no number."""
        return _number(self.figures.get(measure))

    def by_class(self) -> list[float]:
        """Give the F1 of each class, [] if unknown."""
        values = self.figures.get("f1_by_class") or []
        return [_number(v) or 0.0 for v in values]


@dataclass(frozen=True)
class Comparison:
    """All that lies in the folder.

    Attributes:
        folder: Where.
        run: The contents of run.json.
        systems: In the order of the zoo.
        cells: The finished ones, by system, size and seed.
        broken: Files that could not be read, for people.
    """

    folder: Path
    run: Mapping[str, Any]
    systems: tuple[System, ...]
    cells: tuple[Cell, ...]
    broken: tuple[str, ...] = field(default=())

    @property
    def classes(self) -> list[str]:
        """The names of the classes, in the order of the probabilities."""
        return [visible(str(c)) for c in self.run.get("classes") or []]

    @property
    def digits(self) -> bool:
        """Whether the classes are the ten digits."""
        return self.classes == list("0123456789")

    @property
    def seeds(self) -> list[int]:
        """The planned seeds."""
        return list(self.run.get("seeds") or [])

    @property
    def sizes(self) -> list[int]:
        """The planned sizes of training sets, rising."""
        return sorted(self.run.get("sizes") or [])

    @property
    def planned(self) -> int | None:
        """How many cells there are to be; None if run.json does not tell."""
        found = _number(self.run.get("planned"))
        return None if found is None else int(found)

    @cached_property
    def labels(self) -> NDArray[np.int64] | None:
        """The truth: int64 (N,), indices of `classes`; None if it is not there yet."""
        found = _array(self.folder / "truth.npz", "labels")
        return None if found is None or found.ndim != 1 else found.astype(np.int64)

    @cached_property
    def images(self) -> NDArray[np.uint8] | None:
        """The test pictures: uint8 (N, 28, 28), ink bright; None if they are not there."""
        found = _array(self.folder / "truth.npz", "images")
        return None if found is None or found.ndim != 3 else found.astype(np.uint8)

    def of(self, system: str, size: int) -> list[Cell]:
        """Give the well-ended cells of a system at a size, by seed."""
        return [c for c in self.cells if c.ok and c.system == system and c.size == size]

    def probabilities(self, cell: Cell) -> NDArray[np.float32] | None:
        """Give a cell's answers: float32 (N, classes); None if they are missing or misshapen."""
        path = self.folder / "cells" / cell.system / f"{cell.size}-{cell.seed}.npz"
        found = _array(path, "probabilities")
        if found is None or self.labels is None:
            return None
        if found.shape != (len(self.labels), len(self.classes)):
            return None
        return np.nan_to_num(found.astype(np.float32))


def read_comparison(folder: Path) -> Comparison:
    """Read a comparison's folder, however far it has come.

    Raises:
        MissingDataError: There is no run.json in it, or one of another kind.
    """
    path = folder / "run.json"
    try:
        run = json.loads(path.read_text(encoding="utf-8"))
        systems = tuple(_system(name, told) for name, told in run["systems"].items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise MissingDataError(
            f"{folder} holds no comparison (run.json cannot be read); "
            "make one with:  numerals compare --output FOLDER"
        ) from error
    if run.get("schema") != SCHEMA:
        raise MissingDataError(
            f"{path} is of another version ({run.get('schema')}, not {SCHEMA}); "
            "make the comparison anew with this numerals"
        )
    cells, broken = [], []
    for system in systems:
        for file in sorted((folder / "cells" / system.name).glob("*-*.json")):
            cell = _cell(file)
            if cell is None:
                broken.append(f"{system.name}/{file.name}")
            else:
                cells.append(cell)
    cells.sort(key=lambda c: ([s.name for s in systems].index(c.system), c.size, c.seed))
    return Comparison(folder, run, systems, tuple(cells), tuple(broken))


def corruptions(outside: Mapping[str, Outside]) -> dict[str, Outside]:
    """Give the corrupted copies of the test set by the corruption's name, in its order."""
    return {
        name.removeprefix(_CORRUPTED): found
        for name, found in outside.items()
        if name.startswith(_CORRUPTED)
    }


def elsewhere(outside: Mapping[str, Outside]) -> dict[str, Outside]:
    """Give the other sets from outside by their names for people, in their order."""
    return {
        visible(name.removeprefix(_WILD)): found
        for name, found in outside.items()
        if not name.startswith(_CORRUPTED)
    }


def _system(name: str, told: Mapping[str, Any]) -> System:
    published = [float(p) for p in told.get("published") or []]
    return System(
        name=name,
        title=visible(str(told.get("title") or name)),
        family=visible(str(told.get("family") or "other")),
        source=visible(str(told.get("source") or "")),
        published=(min(published), max(published)) if published else None,
    )


def _cell(path: Path) -> Cell | None:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        outside = {
            str(name): Outside(int(found["n"]), float(found["accuracy"]))
            for name, found in (told.get("outside") or {}).items()
            if _number(found.get("accuracy")) is not None
        }
        return Cell(
            system=path.parent.name,
            size=int(told["size"]),
            seed=int(told["seed"]),
            status=str(told["status"]),
            reason=visible(str(told.get("reason") or "")),
            figures=told,
            outside=outside,
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(value)


def _array(path: Path, name: str) -> NDArray[Any] | None:
    try:
        with np.load(path, allow_pickle=False) as file:
            return np.asarray(file[name])
    except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile):
        return None
