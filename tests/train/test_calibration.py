"""Calibration: each picture held back has one task, and few digits are given up."""

import numpy as np
import pytest

from numerals.data.mnist import Samples
from numerals.data.pool import NO_DIGIT
from numerals.model.risk import RiskCurve
from numerals.train.material import Material

pytestmark = [pytest.mark.train, pytest.mark.usefixtures("keras")]

N = 10_000


class Made:
    """A model whose outputs are made up: right 98 times in 100, and seldom sure of no digit."""

    def __init__(self, labels):
        rng = np.random.default_rng(0)
        self.outputs = np.full((len(labels), 11), 0.001)
        answers = np.where(rng.random(len(labels)) < 0.98, labels, (labels + 1) % 10)
        self.outputs[np.arange(len(labels)), answers] = rng.uniform(0.5, 1, len(labels))
        self.outputs[:, NO_DIGIT] += rng.random(len(labels)) ** 40
        self.outputs /= self.outputs.sum(axis=1, keepdims=True)

    def predict(self, images, **_):
        return self.outputs[: len(images)].astype(np.float32)


@pytest.fixture
def calibrated(monkeypatch):
    from numerals.train import calibration

    labels = np.random.default_rng(1).integers(0, 10, N)
    samples = Samples(np.zeros((N, 28, 28), np.uint8), labels)
    seen = {}
    fit_temperature, fit_risk = calibration.fit_temperature, calibration.fit_risk

    def temperature(outputs, labels):
        seen["temperature"] = outputs
        return fit_temperature(outputs, labels)

    def risk(confidences, right):
        seen["risk"] = confidences
        return fit_risk(confidences, right)

    monkeypatch.setattr(calibration, "fit_temperature", temperature)
    monkeypatch.setattr(calibration, "fit_risk", risk)
    model = Made(labels)
    material = Material(samples, samples, samples, 11, None)
    return calibration.calibrate(model.predict(samples.images), material), seen, model


def test_what_the_temperature_was_fitted_to_does_not_speak_for_the_risk(calibrated):
    found, seen, model = calibrated
    assert len(seen["temperature"]) + len(seen["risk"]) == N
    assert len(seen["risk"]) == pytest.approx(N / 2, abs=1)
    fitted = {row.tobytes() for row in seen["temperature"]}
    rest = [row for row in model.predict(np.zeros(N)) if row.tobytes() not in fitted]
    assert len(rest) == len(seen["risk"])
    assert RiskCurve.from_dict(found["risk"]).samples == len(rest)


def test_one_digit_in_two_thousand_is_given_up(calibrated):
    from numerals.model.calibrate import soften

    found, _, model = calibrated
    doubts = soften(model.predict(np.zeros(N)), found["temperature"])[:, NO_DIGIT]
    assert (doubts >= found["unreadable"]).mean() == pytest.approx(0.0005, abs=0.0008)
    assert found["unreadable"] > np.quantile(doubts, 0.998)


def test_a_network_expects_what_is_no_digit_as_rarely_as_people_bring_it(keras):
    from numerals.train.calibration import expect_everyday, expect_learnt

    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(11, activation="softmax")])
    x = np.random.default_rng(0).normal(size=(50, 2)).astype(np.float32)
    before = model.predict(x, verbose=0)
    learnt = Samples(np.zeros((110, 28, 28), np.uint8), np.arange(110) % 11)  # one to ten
    expect_everyday(model, Material(learnt, learnt, learnt, 11, None))
    after = model.predict(x, verbose=0)

    def odds(p):
        return p[:, NO_DIGIT] / (1 - p[:, NO_DIGIT])

    np.testing.assert_allclose(odds(after), odds(before) * 0.3, rtol=1e-4)  # three to a hundred
    among = [p[:, :10] / p[:, :10].sum(axis=1, keepdims=True) for p in (before, after)]
    np.testing.assert_allclose(among[1], among[0], rtol=1e-4)
    expect_learnt(model, Material(learnt, learnt, learnt, 11, None))
    np.testing.assert_allclose(model.predict(x, verbose=0), before, rtol=1e-4)


def test_a_network_without_that_class_is_left_alone(keras):
    from numerals.train.calibration import expect_everyday

    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(10, activation="softmax")])
    before = model.get_weights()
    learnt = Samples(np.zeros((100, 28, 28), np.uint8), np.arange(100) % 10)
    expect_everyday(model, Material(learnt, learnt, learnt, 10, None))
    assert all((a == b).all() for a, b in zip(before, model.get_weights(), strict=True))
