"""The shipped model keeps what its card says: its size, its contract, its accuracy on MNIST."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from benchmarks import no_digits
from numerals.data.forms import FORMS
from numerals.data.hands import draw_strokes
from numerals.data.mnist import is_cached, mnist
from numerals.lab.metrics import expected_calibration_error
from numerals.model.risk import DEFAULT_MAX_ERROR, RiskCurve
from numerals.model.runtime import DEFAULT_MODEL, WEIGHTS, Network
from numerals.reader import Reader
from numerals.reading import Reading, Status

FOLDER = WEIGHTS / DEFAULT_MODEL


def test_it_is_small() -> None:
    assert (FOLDER / "model.onnx").stat().st_size <= 1.5 * 1024 * 1024


def test_config_and_card_agree() -> None:
    config = json.loads((FOLDER / "config.json").read_text(encoding="utf-8"))
    card = (FOLDER / "card.md").read_text(encoding="utf-8")
    assert config["command"] in card
    assert config["version"] in card
    assert 0.5 <= config["temperature"] <= 2
    assert 0.5 < config["accept"] < 1
    assert config["reject"] is True
    promise = RiskCurve.from_dict(config["risk"]).at(DEFAULT_MAX_ERROR)
    assert promise is not None
    assert promise.accept == config["accept"]


def test_card_and_documents_give_its_thresholds() -> None:
    config = json.loads((FOLDER / "config.json").read_text(encoding="utf-8"))
    card = (FOLDER / "card.md").read_text(encoding="utf-8")
    output = (WEIGHTS.parents[3] / "docs" / "output.md").read_text(encoding="utf-8")
    assert f"| temperature | {config['temperature']:.4f}" in card
    assert f"| thresholds | {config['accept']:.4f}" in card
    for text in (card, output):
        assert f"{config['doubtful']:.4f}" in text
        assert f"{config['unreadable']:.4f}" in text


def test_probabilities_are_probabilities() -> None:
    frames = np.random.default_rng(0).integers(0, 256, (300, 28, 28)).astype(np.uint8)
    outputs = Network().predict(frames)
    assert outputs.shape == (300, Network().config.outputs)
    np.testing.assert_allclose(outputs.sum(axis=1), 1, atol=1e-5)


def test_it_is_small_enough_to_be_fast() -> None:
    onnx = pytest.importorskip("onnx", reason="counts weights with the train extra")
    weights = onnx.load(FOLDER / "model.onnx").graph.initializer
    assert sum(int(np.prod(w.dims)) for w in weights) <= 400_000


@pytest.fixture(scope="module")
def mnist_test() -> tuple[list[Reading], np.ndarray]:
    if not is_cached():
        pytest.skip("MNIST is not in the cache; any `numerals train` puts it there")
    images, labels = mnist().test
    return list(Reader(expect="digit").read_many(images)), labels.astype(str)


@pytest.mark.data
def test_mnist_test_through_the_whole_reader(mnist_test: tuple[list[Reading], np.ndarray]) -> None:
    readings, labels = mnist_test
    right = np.array([r.text for r in readings]) == labels
    accepted = np.array([r.status is Status.ACCEPTED for r in readings])
    assert right.mean() >= 0.9953
    assert accepted.mean() >= 0.96
    assert (~right[accepted]).mean() <= 0.001


@pytest.mark.data
def test_confidence_means_how_often_it_is_right(
    mnist_test: tuple[list[Reading], np.ndarray],
) -> None:
    readings, labels = mnist_test
    right = np.array([r.text for r in readings]) == labels
    confidences = np.array([r.confidence for r in readings])
    assert expected_calibration_error(confidences, right) <= 0.003


@pytest.mark.parametrize("kind", [no_digits.blank, no_digits.noise, no_digits.textures])
def test_what_is_no_digit_is_hardly_ever_accepted(kind: Callable[..., Any]) -> None:
    pictures = kind(np.random.default_rng(11), 200)
    readings = Reader(expect="digit").read_many(pictures)
    assert sum(r.status is Status.ACCEPTED for r in readings) <= 2


@pytest.mark.parametrize("digit", "0123456789")
def test_every_form_that_schools_teach_is_read(digit: str) -> None:
    """Crossed 7s, 1s with an upstroke, open 4s: as drawn, and not only as varied in training."""
    rng = np.random.default_rng(int(digit))
    drawn = [255 - draw_strokes(f, rng) for f in FORMS[int(digit)] for _ in range(20)]
    right = [r.text == digit for r in Reader(expect="digit").read_many(drawn)]
    assert np.mean(right) >= 0.9


def test_the_card_has_no_place_left_to_fill() -> None:
    assert not re.search(r"TODO|…\?|XX", (FOLDER / "card.md").read_text(encoding="utf-8"))
