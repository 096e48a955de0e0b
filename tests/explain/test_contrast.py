"""Contrast: the calibrated log-odds, whatever else the network answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from examples.make import draw
from numerals.explain.contrast import Contrast
from numerals.model.runtime import Config

if TYPE_CHECKING:
    from numerals.reader import Reader


class Told:
    """A network that answers what it was told."""

    def __init__(self, outputs: list[list[float]], **config: object) -> None:
        self._outputs = np.array(outputs, np.float32)
        self.config = Config("told", **config)

    def predict(self, frames: np.ndarray) -> np.ndarray:
        return self._outputs[: len(frames)]


def test_it_is_the_log_odds_of_the_calibrated_probabilities(reader: Reader) -> None:
    reading = reader.read(draw("7", pen=9, slant=0.2))
    chances = {int(p.value): p.confidence for p in reading.digits[0].probabilities}
    first, second = sorted(chances, key=lambda v: -chances[v])[:2]
    value = Contrast(reader.network, first, second)(reading.digits[0].frame[None])[0]
    assert value == pytest.approx(np.log(chances[first] / chances[second]), abs=1e-3)


def test_no_digit_is_no_answer_and_changes_no_odds() -> None:
    row = [0.0, 0.02, 0.0, 0.0, 0.0, 0.0, 0.0, 0.06, 0.0, 0.0, 0.92]
    network = Told([row], temperature=2.0, reject=True)
    values, answers = Contrast(network, 7, 1).and_answers(np.zeros((1, 28, 28), np.uint8))
    assert values[0] == pytest.approx(np.log(3) / 2, rel=1e-5)
    assert answers.tolist() == [7]


def test_why_no_digit_rather_than_the_best_guess() -> None:
    rows = [[0.0] * 7 + [0.06, 0.02, 0.0, 0.92], [0.0] * 7 + [0.06, 0.02, 0.9, 0.02]]
    network = Told(rows, temperature=2.0, reject=True)
    frames = np.zeros((2, 28, 28), np.uint8)
    values, answers = Contrast(network, 10, 7).and_answers(frames)
    np.testing.assert_allclose(values, np.log([0.92 / 0.06, 0.02 / 0.06]) / 2, rtol=1e-5)
    assert answers.tolist() == [10, 9]
    np.testing.assert_array_equal(Contrast(network, 7, 10)(frames), -values)


def test_a_probability_of_nothing_is_no_infinity() -> None:
    network = Told([[1.0] + [0.0] * 9])
    assert np.isfinite(Contrast(network, 0, 1)(np.zeros((1, 28, 28), np.uint8))).all()
