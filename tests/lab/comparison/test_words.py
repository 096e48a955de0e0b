"""The summary says what the numbers say, whichever way they fall."""

from __future__ import annotations

import json

import numpy as np
import pytest

from numerals.lab.comparison.report.findings import find
from numerals.lab.comparison.report.folder import read_comparison
from numerals.lab.comparison.report.phrases import listed, plus_minus
from numerals.lab.comparison.report.words import summary
from tests.lab.comparison.invented import make


@pytest.fixture
def told(tmp_path):
    """Make a CNN and an RNN with so many mistakes and seconds, and summarise them."""

    def _told(wrong=None, seconds=None, **options):
        make(tmp_path, **{"systems": 2, "seeds": 1, "sizes": (100,), "n": 400} | options)
        with np.load(tmp_path / "truth.npz") as truth:
            labels = truth["labels"]
        for name in ("cnn", "rnn"):
            path = tmp_path / "cells" / name / "100-0.json"
            cell = json.loads(path.read_text(encoding="utf-8"))
            if wrong is not None:
                read = labels.copy()
                read[: wrong[name]] = (read[: wrong[name]] + 1) % 10
                np.savez(path.with_suffix(".npz"), probabilities=np.eye(10, dtype=np.float16)[read])
                cell["accuracy"] = 1 - wrong[name] / len(labels)
            if seconds is not None:
                cell |= {"fit_seconds": seconds[name], "latency_ms": seconds[name]}
            path.write_text(json.dumps(cell), encoding="utf-8")
        found = summary(find(read_comparison(tmp_path)))
        return {s.about: s.text for s in found}

    return _told


def test_a_cnn_that_is_better_and_quicker(told) -> None:
    text = told({"cnn": 4, "rnn": 40}, {"cnn": 10, "rnn": 25})["CNN against RNN"]
    assert "CNN (report) reads 99.0 % right, RNN: LSTM over rows 90.0 %" in text
    assert "more than chance (McNemar's p ≤ 0.001)" in text
    assert "the RNN 2.5 times as long" in text
    assert text.endswith("holds here in both.")


def test_a_cnn_that_is_better_by_what_may_be_chance(told) -> None:
    text = told({"cnn": 4, "rnn": 6}, {"cnn": 10, "rnn": 25})["CNN against RNN"]
    assert "may be chance" in text
    assert text.endswith("is not shown here in accuracy; in speed it holds.")


def test_an_rnn_that_is_better_and_quicker(told) -> None:
    text = told({"cnn": 40, "rnn": 4}, {"cnn": 25, "rnn": 10})["CNN against RNN"]
    assert text.startswith("RNN: LSTM over rows reads 99.0 %")
    assert "the CNN 2.5 times as long" in text
    assert text.endswith("does not hold here in accuracy; in speed it does not.")


def test_a_cnn_that_is_better_and_slower(told) -> None:
    text = told({"cnn": 4, "rnn": 40}, {"cnn": 25, "rnn": 10})["CNN against RNN"]
    assert text.endswith("holds here in accuracy; in speed it does not.")


def test_a_perfect_score_is_not_made_of_an_imperfect_one(told) -> None:
    text = told({"cnn": 1, "rnn": 40}, n=5000)["The ranking"]
    assert text.startswith("CNN (report) reads 99.98 % of the 5,000 test pictures right")
    assert "in its one run" in text
    assert "tells it from every other" in text


def test_equals_are_called_equals(told) -> None:
    text = told({"cnn": 4, "rnn": 5})["The ranking"]
    assert "does not tell RNN: LSTM over rows from it" in text


def test_published_figures_that_are_missed_are_named(told) -> None:
    text = told({"cnn": 4, "rnn": 40})["Against the literature"]
    assert text.startswith("Within 0.3 points of the published figure, or above it: 1 of 2.")
    assert "Not reached: RNN: LSTM over rows (90.0 % against 98.5 %)." in text


def test_with_nothing_finished_nothing_is_claimed(tmp_path) -> None:
    make(tmp_path, systems=2, finished=0, n=30)
    (only,) = summary(find(read_comparison(tmp_path)))
    assert only.text.startswith("No system is finished yet")


def test_a_single_run_has_no_plus_minus() -> None:
    assert plus_minus([0.98], 2) == "one run"
    assert plus_minus([0.98, 0.98], 2) == "± 0.00"


def test_titles_with_commas_are_kept_apart() -> None:
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed(["a, b", "c", "d"]) == "a, b; c and d"
