"""A comparison's folder, whole, half finished and broken."""

from __future__ import annotations

import json

import pytest

from numerals.errors import MissingDataError
from numerals.lab.comparison.report.folder import corruptions, elsewhere, read_comparison
from tests.lab.comparison.invented import make


def test_all_that_was_written_is_read(invented) -> None:
    comparison = read_comparison(invented)
    assert [s.name for s in comparison.systems] == ["cnn", "rnn", "gru", "mlp", "dnn"]
    assert len(comparison.cells) == 5 * 2 * 2
    cell = comparison.of("cnn", 1000)[1]
    assert (cell.size, cell.seed, cell.ok) == (1000, 1, True)
    assert comparison.probabilities(cell).shape == (300, 10)
    assert len(corruptions(cell.outside)) == 15
    assert list(elsewhere(cell.outside)) == ["usps-like", "invented-forms"]
    assert not comparison.of("cnn", 100)[0].outside


def test_a_folder_without_a_comparison_is_said_to_be_none(tmp_path) -> None:
    with pytest.raises(MissingDataError, match="holds no comparison"):
        read_comparison(tmp_path)
    (tmp_path / "run.json").write_text("{", encoding="utf-8")
    with pytest.raises(MissingDataError, match="holds no comparison"):
        read_comparison(tmp_path)


def test_another_version_is_not_guessed_at(tmp_path) -> None:
    (tmp_path / "run.json").write_text('{"schema": 2, "systems": {}}', encoding="utf-8")
    with pytest.raises(MissingDataError, match="another version"):
        read_comparison(tmp_path)


def test_broken_cells_are_named_and_the_others_count(tmp_path) -> None:
    make(tmp_path, systems=2, seeds=2, sizes=(100,), n=50)
    (tmp_path / "cells" / "cnn" / "100-0.json").write_text('{"size": 1', encoding="utf-8")
    (tmp_path / "cells" / "rnn" / "100-1.npz").write_bytes(b"PK no zip")
    comparison = read_comparison(tmp_path)
    assert comparison.broken == ("cnn/100-0.json",)
    assert len(comparison.of("cnn", 100)) == 1
    assert comparison.probabilities(comparison.of("rnn", 100)[1]) is None


def test_what_is_no_number_is_unknown(tmp_path) -> None:
    make(tmp_path, systems=1, seeds=1, sizes=(100,), n=50)
    path = tmp_path / "cells" / "cnn" / "100-0.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(told | {"fit_seconds": float("nan"), "f1": None}), encoding="utf-8")
    (cell,) = read_comparison(tmp_path).of("cnn", 100)
    assert cell.number("fit_seconds") is None
    assert cell.number("f1") is None
    path.write_text(json.dumps(told | {"accuracy": None}), encoding="utf-8")
    assert not read_comparison(tmp_path).of("cnn", 100)
