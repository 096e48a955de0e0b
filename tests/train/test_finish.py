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
    from numerals.train import finish

    labels = np.random.default_rng(1).integers(0, 10, N)
    samples = Samples(np.zeros((N, 28, 28), np.uint8), labels)
    seen = {}
    fit_temperature, fit_risk = finish.fit_temperature, finish.fit_risk

    def temperature(outputs, labels):
        seen["temperature"] = outputs
        return fit_temperature(outputs, labels)

    def risk(confidences, right):
        seen["risk"] = confidences
        return fit_risk(confidences, right)

    monkeypatch.setattr(finish, "fit_temperature", temperature)
    monkeypatch.setattr(finish, "fit_risk", risk)
    model = Made(labels)
    return finish._calibrate(model, Material(samples, samples, samples, 11, None)), seen, model


def test_what_the_temperature_was_fitted_to_does_not_speak_for_the_risk(calibrated):
    found, seen, model = calibrated
    assert len(seen["temperature"]) + len(seen["risk"]) == N
    assert len(seen["risk"]) > len(seen["temperature"])
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
