"""Scores beside scikit-learn's, and answers that survive half precision."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerals.lab.comparison.measure import (
    latency_ms,
    model_bytes,
    multiply_adds,
    peak_memory_mb,
    probabilities,
    rounded,
    scores,
)


class Answers:
    """Answers the same to each row; knows of four classes but two."""

    classes_ = np.array([1, 3])

    def predict_proba(self, rows: np.ndarray) -> np.ndarray:
        return np.tile([0.25, 0.75], (len(rows), 1))


@given(st.integers(0, 10_000))
def test_rounding_changes_no_answer(seed: int) -> None:
    rng = np.random.default_rng(seed)
    found = rng.random((20, 4))
    found[:, 1] = found[:, 0] * (1 + rng.normal(0, 1e-5, 20))  # all but alike
    found[::5, 2] = found[::5, 3] = 2  # alike
    half = rounded(found)
    assert half.dtype == np.float16
    assert (half.argmax(axis=1) == found.argmax(axis=1)).all()
    assert np.abs(half - found).max() < 2e-3


@pytest.mark.train
def test_scores_are_scikit_learns() -> None:
    from sklearn.metrics import accuracy_score, precision_recall_fscore_support

    rng = np.random.default_rng(0)
    truth, answers = rng.integers(0, 5, (2, 300))
    answers = np.where(rng.random(300) < 0.6, truth, answers)
    found = scores(truth, answers, 5)
    *means, _ = precision_recall_fscore_support(truth, answers, average="macro")
    assert found["accuracy"] == pytest.approx(accuracy_score(truth, answers))
    assert [found[n] for n in ("precision", "recall", "f1")] == pytest.approx(means)
    assert np.mean(found["f1_by_class"]) == pytest.approx(found["f1"])


def test_a_class_that_nobody_showed_counts_in_no_mean() -> None:
    truth, answers = np.array([0, 0, 1]), np.array([0, 0, 1])
    found = scores(truth, answers, 3)
    assert found["f1"] == found["precision"] == found["recall"] == 1
    assert found["f1_by_class"] == [1, 1, 0]


def test_probabilities_come_in_the_order_of_all_classes() -> None:
    found = probabilities(Answers(), np.zeros((2, 784), np.float32), 4)
    assert found.tolist() == [[0, 0.25, 0, 0.75]] * 2


def test_what_a_system_costs() -> None:
    rows = np.zeros((5, 784), np.float32)
    assert 0 < latency_ms(Answers(), rows) < 1000
    assert model_bytes(Answers()) > 10
    assert multiply_adds(Answers()) is None
    memory = peak_memory_mb()
    assert memory is None or 10 < memory < 100_000
