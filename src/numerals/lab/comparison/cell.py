"""Cell: one system fitted once, measured and kept."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from numerals.lab.comparison.measure import (
    latency_ms,
    model_bytes,
    multiply_adds,
    peak_memory_mb,
    probabilities,
    rounded,
    scores,
)
from numerals.lab.comparison.plan import Cell, training_places

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from numerals.lab.comparison.outside import Outside
    from numerals.lab.comparison.source import ComparisonData
    from numerals.lab.comparison.store import Store
    from numerals.lab.rivals.systems import System

#: A set's name in a list of what lies where.
_INDEX = "sets.json"


class Material(NamedTuple):
    """A comparison's pictures as they lie in a folder, for one process after the other.

    Attributes:
        folder: Where they lie.
    """

    folder: Path

    def write(self, data: ComparisonData, sets: Iterable[Outside]) -> None:
        """Lay them down."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for name in ("images", "labels", "test_images", "test_labels"):
            np.save(self.folder / f"{name}.npy", getattr(data, name))
        index = []
        for i, each in enumerate(sets):
            np.save(self.folder / f"outside-{i}.npy", each.images)
            np.save(self.folder / f"truth-{i}.npy", each.labels)
            index.append(each.name)
        (self.folder / _INDEX).write_text(json.dumps(index), encoding="utf-8")

    def array(self, name: str) -> NDArray[Any]:
        """Take one up; it stays on the disk until it is used."""
        return np.asarray(np.load(self.folder / f"{name}.npy", mmap_mode="r"))

    def outside(self) -> Iterable[tuple[str, NDArray[np.uint8], NDArray[np.int64]]]:
        """Take the sets outside up, one by one: name, pictures, labels."""
        names = json.loads((self.folder / _INDEX).read_text(encoding="utf-8"))
        for i, name in enumerate(names):
            yield name, self.array(f"outside-{i}"), self.array(f"truth-{i}")


def run_cell(
    cell: Cell,
    system: System,
    material: Material,
    classes: int,
    largest: bool,
    quick: bool,
    store: Store,
) -> None:
    """Fit a system, measure it, and keep what was found.

    Args:
        cell: Which.
        system: How it is made.
        material: The pictures.
        classes: How many classes there are.
        largest: Whether no larger size is compared; then it is examined outside too.
        quick: Whether a quick recipe will do.
        store: Where it is kept.
    """
    labels = material.array("labels")
    places = training_places(labels, cell.size, cell.seed)
    rows, targets = as_rows(material.array("images")[places]), labels[places]
    test, truth = as_rows(material.array("test_images")), material.array("test_labels")
    fitted = system.make(cell.seed, quick)
    start = time.perf_counter()
    fitted = fitted.fit(rows, targets)
    fit_seconds = time.perf_counter() - start
    probabilities(fitted, test[:256], classes)  # compiles what is compiled
    start = time.perf_counter()
    found = probabilities(fitted, test, classes)
    throughput = len(test) / (time.perf_counter() - start)
    memory = peak_memory_mb()
    half = rounded(found)
    figures: dict[str, Any] = {
        "status": "ok",
        "reason": "",
        "fit_seconds": round(fit_seconds, 3),
        "latency_ms": round(latency_ms(fitted, test), 4),
        "throughput": round(throughput, 1),
        "model_bytes": model_bytes(fitted),
        "memory_mb": None if memory is None else round(memory, 1),
        "multiply_adds": multiply_adds(fitted),
        **scores(truth, half.argmax(axis=1), classes),
    }
    if largest:
        figures["outside"] = {}
        for name, images, answers in material.outside():
            read = probabilities(fitted, as_rows(images), classes).argmax(axis=1)
            accuracy = float((read == answers).mean())
            figures["outside"][name] = {"n": len(answers), "accuracy": accuracy}
    store.write_cell(cell, figures, half)


def as_rows(images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Lay pictures (N, 28, 28) out as what systems take: float32 (N, 784) in [0, 1]."""
    return images.reshape(len(images), -1).astype(np.float32) / np.float32(255)
