"""The folder: whole files alone, and a table made of them."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import numpy as np
import pytest

from numerals.errors import UsageError
from numerals.lab.comparison.plan import Asked, Cell
from numerals.lab.comparison.store import Store

if TYPE_CHECKING:
    from pathlib import Path

FIGURES = {
    "status": "ok",
    "reason": "",
    "fit_seconds": 1.5,
    "latency_ms": 0.1,
    "throughput": 9.0,
    "model_bytes": 5,
    "memory_mb": None,
    "multiply_adds": None,
    "accuracy": 0.75,
    "precision": 0.7,
    "recall": 0.6,
    "f1": 0.5,
    "f1_by_class": [0.25, 0.75],
    "outside": {"usps-like": {"n": 4, "accuracy": 0.5}},
}
RUN = {
    "schema": 1,
    "classes": ["no", "yes"],
    "systems": {"b": {}, "a": {}},
    "arguments": Asked(("b", "a")).to_dict(),
}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "run")
    store.write_run(RUN)
    return store


def test_a_cell_is_finished_when_its_figures_are_there(store: Store) -> None:
    cell = Cell("a", 100, 2)
    assert store.cell(cell) is None
    half = np.array([[0.25, 0.75]], np.float16)
    store.write_cell(cell, FIGURES, half)
    assert store.cell(cell) == {"system": "a", "size": 100, "seed": 2, **FIGURES}
    assert store.probabilities(cell).dtype == np.float16
    assert (store.probabilities(cell) == half).all()
    assert (store.path / "cells" / "a" / "100-2.json").is_file()


def test_answers_without_figures_are_no_cell(store: Store, monkeypatch) -> None:
    def power_loss(*_: object) -> None:
        raise OSError("gone")

    monkeypatch.setattr(store, "_write_json", power_loss)
    with pytest.raises(OSError, match="gone"):
        store.write_cell(Cell("a", 100, 0), FIGURES, np.zeros((1, 2), np.float16))
    assert store.cell(Cell("a", 100, 0)) is None
    assert store.cells() == []


def test_cells_come_in_the_runs_order_and_fill_a_long_table(store: Store) -> None:
    for cell in (Cell("a", 10, 0), Cell("b", 100, 1), Cell("b", 20, 0)):
        store.write_cell(cell, FIGURES, None)
    store.write_cell(Cell("b", 100, 2), {"status": "failed", "reason": "why"}, None)
    found = [(c["system"], c["size"], c["seed"]) for c in store.cells()]
    assert found == [("b", 20, 0), ("b", 100, 1), ("b", 100, 2), ("a", 10, 0)]
    store.write_results()
    text = (store.path / "results.csv").read_text(encoding="utf-8")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == ["system", "size", "seed", "measure", "set", "value"]
    assert ["b", "20", "0", "fit_seconds", "", "1.5"] in rows
    assert ["a", "10", "0", "f1/yes", "test", "0.75"] in rows
    assert ["a", "10", "0", "accuracy", "usps-like", "0.5"] in rows
    assert not [row for row in rows if row[3] == "memory_mb" or row[2] == "2"]


def test_what_was_half_written_is_swept(store: Store) -> None:
    store.write_cell(Cell("a", 10, 0), FIGURES, None)
    store.material.mkdir()
    (store.material / "images.npy").write_bytes(b"half")
    (store.path / "cells" / "a" / "20-0.jsonx.part").write_bytes(b"half")
    store.sweep()
    assert not [*store.path.rglob("*.part")]
    assert store.cell(Cell("a", 10, 0)) is not None


def test_a_folder_is_a_run_or_free(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="add --resume"):
        store.must_be_free()
    assert store.asked() == Asked(("b", "a"))
    Store(tmp_path / "free").must_be_free()
    with pytest.raises(UsageError, match="holds no comparison"):
        Store(tmp_path / "free").run()
    (store.path / "run.json").write_text('{"schema": 99}', encoding="utf-8")
    with pytest.raises(UsageError, match="another version"):
        store.run()
    (store.path / "run.json").write_text("{", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be read"):
        store.run()
