"""Store: a comparison's folder. A cell is finished when its JSON is there, written last."""

from __future__ import annotations

import csv
import io
import json
import shutil
from typing import TYPE_CHECKING, Any

import numpy as np

from numerals.data.files import must_be_writable, write_atomically
from numerals.errors import UsageError
from numerals.lab.comparison.plan import Asked, Cell

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

SCHEMA = 1
#: Which of a cell's figures results.csv has, in this order, of the system or of the test.
OF_THE_SYSTEM = (
    "fit_seconds",
    "latency_ms",
    "throughput",
    "model_bytes",
    "memory_mb",
    "multiply_adds",
)
OF_THE_TEST = ("accuracy", "precision", "recall", "f1")
_COLUMNS = ("system", "size", "seed", "measure", "set", "value")


class Store:
    """A comparison's folder.

    Args:
        path: Where it is, or will be.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def material(self) -> Path:
        """Where pictures lie for as long as the run lasts."""
        return self.path / "material.part"

    def must_be_free(self) -> None:
        """Make sure that a run can begin here.

        Raises:
            UsageError: It holds a run already, or nothing can be written there.
        """
        if (self.path / "run.json").exists():
            raise UsageError(
                f"{self.path} holds a comparison already: add --resume to go on with it, "
                "or name another folder with --output"
            )
        must_be_writable(self.path)

    def write_run(self, content: dict[str, Any]) -> None:
        """Note what is asked, of what, and on which machine."""
        self._write_json(self.path / "run.json", content)

    def run(self) -> dict[str, Any]:
        """Give what `write_run` noted.

        Raises:
            UsageError: There is no run here, or it cannot be read.
        """
        try:
            found = json.loads((self.path / "run.json").read_text(encoding="utf-8"))
        except (FileNotFoundError, NotADirectoryError):
            raise UsageError(f"{self.path} holds no comparison to resume") from None
        except (OSError, ValueError) as error:
            raise UsageError(f"{self.path / 'run.json'} cannot be read: {error}") from None
        if not isinstance(found, dict) or found.get("schema") != SCHEMA:
            raise UsageError(f"{self.path / 'run.json'} is of another version of numerals")
        return found

    def asked(self) -> Asked:
        """Give what the run was asked.

        Raises:
            UsageError: There is no run here, or it cannot be read.
        """
        try:
            return Asked.from_dict(self.run()["arguments"])
        except (KeyError, TypeError) as error:
            raise UsageError(f"{self.path / 'run.json'} lacks {error}") from None

    def write_truth(self, images: NDArray[np.uint8], labels: NDArray[np.int64]) -> None:
        """Keep the test set."""
        self._write_arrays(self.path / "truth.npz", images=images, labels=labels)

    def labels(self) -> NDArray[np.int64]:
        """Give the test's labels."""
        with np.load(self.path / "truth.npz") as kept:
            return np.asarray(kept["labels"], np.int64)

    def write_cell(
        self, cell: Cell, figures: dict[str, Any], probabilities: NDArray[np.float16] | None
    ) -> None:
        """Keep a finished cell: its answers first, then the figures, which say that it is whole."""
        path = self._cell_path(cell)
        if probabilities is not None:
            self._write_arrays(path.with_suffix(".npz"), probabilities=probabilities)
        self._write_json(path, {**cell._asdict(), **figures})

    def cell(self, cell: Cell) -> dict[str, Any] | None:
        """Give a finished cell's figures; None where it is not finished."""
        try:
            found: dict[str, Any] = json.loads(self._cell_path(cell).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        return found

    def probabilities(self, cell: Cell) -> NDArray[np.float16]:
        """Give a finished cell's answers on the test set, (N, classes)."""
        with np.load(self._cell_path(cell).with_suffix(".npz")) as kept:
            return np.asarray(kept["probabilities"])

    def cells(self) -> list[dict[str, Any]]:
        """List the figures of all finished cells, by system in the run's order, size and seed."""
        order = list(self.run()["systems"])
        found = [
            json.loads(path.read_text(encoding="utf-8"))
            for path in sorted(self.path.glob("cells/*/*.json"))
        ]
        known = [c for c in found if c["system"] in order]
        return sorted(known, key=lambda c: (order.index(c["system"]), c["size"], c["seed"]))

    def write_results(self) -> None:
        """Write results.csv anew from the cells."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(_COLUMNS)
        classes = self.run()["classes"]
        for cell in self.cells():
            head = [cell["system"], cell["size"], cell["seed"]]
            writer.writerows([*head, *row] for row in _rows(cell, classes))
        write_atomically(self.path / "results.csv", out.getvalue().encode())

    def sweep(self) -> None:
        """Remove what a killed run left half written; nothing ever reads it."""
        for part in [*self.path.glob("*.part"), *self.path.glob("cells/*/*.part")]:
            if part.is_dir():
                shutil.rmtree(part, ignore_errors=True)
            else:
                part.unlink(missing_ok=True)

    def _cell_path(self, cell: Cell) -> Path:
        return self.path / "cells" / cell.system / f"{cell.size}-{cell.seed}.json"

    def _write_json(self, path: Path, content: dict[str, Any]) -> None:
        text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
        write_atomically(path, text.encode())

    def _write_arrays(self, path: Path, **arrays: NDArray[Any]) -> None:
        out = io.BytesIO()
        np.savez_compressed(out, **arrays)  # type: ignore[arg-type]
        write_atomically(path, out.getvalue())


def _rows(cell: dict[str, Any], classes: list[str]) -> list[tuple[str, str, Any]]:
    """List a cell's figures as measure, set, value; a failed one has none."""
    if cell["status"] != "ok":
        return []
    rows = [(name, "", cell[name]) for name in OF_THE_SYSTEM if cell[name] is not None]
    rows += [(name, "test", cell[name]) for name in OF_THE_TEST]
    rows += [(f"f1/{c}", "test", f1) for c, f1 in zip(classes, cell["f1_by_class"], strict=True)]
    for name, found in cell.get("outside", {}).items():
        rows += [("accuracy", name, found["accuracy"]), ("n", name, found["n"])]
    return rows
