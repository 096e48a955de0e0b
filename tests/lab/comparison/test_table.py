"""The ranking, and how it is said."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from numerals.lab.comparison.plan import Cell
from numerals.lab.comparison.ranking import ranking
from numerals.lab.comparison.store import Store
from numerals.lab.comparison.table import as_csv, as_json, as_text

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.train

COSTS = {"status": "ok", "reason": "", "fit_seconds": 2.0, "latency_ms": 0.5, "model_bytes": 12_345}
RUN = {
    "schema": 1,
    "data": "d",
    "test": {"name": "d test", "n": 40},
    "classes": ["0", "1"],
    "seeds": [0, 1],
    "sizes": [10, 20],
    "cut": ["two seeds"],
    "machine": {},
    "systems": {n: {"title": n.upper()} for n in ("poor", "good", "bad")},
}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Three systems: one right on 30 of 40, one on 38 and 40, and one that failed."""
    store = Store(tmp_path)
    truth = np.arange(40) % 2
    store.write_run(RUN)
    store.write_truth(np.zeros((40, 28, 28), np.uint8), truth)
    for name, rights in (("poor", (30, 30)), ("good", (38, 40))):
        for seed, right in enumerate(rights):
            answers = np.where(np.arange(40) < right, truth, 1 - truth)
            figures = {**COSTS, "accuracy": right / 40}
            store.write_cell(Cell(name, 20, seed), figures, np.eye(2, dtype=np.float16)[answers])
    store.write_cell(Cell("bad", 20, 0), {"status": "failed", "reason": "no luck"}, None)
    return store


def test_the_better_comes_first_and_what_failed_last(store: Store) -> None:
    good, poor, bad = ranking(store)
    assert [good.name, poor.name, bad.name] == ["good", "poor", "bad"]
    assert good.accuracy is not None
    assert good.accuracy.mean == pytest.approx(39 / 40)
    # Seed 0: 8 pictures that the good one alone has right, none the other way; seed 1: 10.
    assert good.p_next == pytest.approx((2 / 2**8 + 2 / 2**10) / 2)
    assert poor.p_next is None
    assert bad.reason == "no luck"


def test_people_get_a_table(store: Store) -> None:
    text = as_text(ranking(store), RUN)
    assert "d test: 40 pictures; learnt from 20; 2 seeds" in text
    row = next(line for line in text.splitlines() if "GOOD" in line)
    for entry in ("1  GOOD", "97.50 %", "3.54", "0.005", "2.0 s", "0.50 ms", "12.3 kB"):
        assert entry in row
    assert "BAD: no figures: no luck" in text
    assert "Cut: two seeds." in text


def test_programs_get_json_and_csv(store: Store) -> None:
    places = json.loads(as_json(ranking(store), RUN))["ranking"]
    assert [p["name"] for p in places] == ["good", "poor", "bad"]
    assert places[0]["accuracy"]["n"] == 2
    assert places[2]["accuracy"] is None
    rows = list(csv.DictReader(io.StringIO(as_csv(ranking(store), RUN))))
    assert rows[0]["system"] == "good"
    assert float(rows[0]["accuracy"]) == pytest.approx(0.975)
    assert rows[2]["accuracy"] == ""
    assert rows[2]["reason"] == "no luck"
