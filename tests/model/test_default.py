"""The shipped model keeps what its card says: its size, its contract, its accuracy on MNIST."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest

from numerals.data.mnist import cache_dir, mnist
from numerals.model.runtime import DEFAULT_MODEL, WEIGHTS, Network
from numerals.reader import Reader
from numerals.reading import Status

FOLDER = WEIGHTS / DEFAULT_MODEL


def test_it_is_small() -> None:
    assert (FOLDER / "model.onnx").stat().st_size <= 1.5 * 1024 * 1024


def test_config_and_card_agree() -> None:
    config = json.loads((FOLDER / "config.json").read_text(encoding="utf-8"))
    card = (FOLDER / "card.md").read_text(encoding="utf-8")
    assert config["command"] in card
    assert config["version"] in card
    assert 1 <= config["temperature"] <= 3
    assert 0.5 < config["accept"] < 1


def test_probabilities_are_probabilities() -> None:
    frames = np.random.default_rng(0).integers(0, 256, (300, 28, 28)).astype(np.uint8)
    outputs = Network().predict(frames)
    assert outputs.shape == (300, Network().config.outputs)
    np.testing.assert_allclose(outputs.sum(axis=1), 1, atol=1e-5)


@pytest.mark.data
def test_all_of_mnist_test_through_the_whole_reader() -> None:
    if not cache_dir().is_dir():
        pytest.skip(
            "MNIST is not in the cache; fetch it: python -c 'import numerals.data as d; d.mnist()'"
        )
    images, labels = mnist().test
    readings = list(Reader(expect="digit").read_many(images))
    right = np.array([r.text == str(label) for r, label in zip(readings, labels, strict=True)])
    accepted = np.array([r.status is Status.ACCEPTED for r in readings])
    assert right.mean() >= 0.990
    assert accepted.mean() >= 0.95
    assert (~right[accepted]).mean() <= 0.005


def test_the_card_has_no_place_left_to_fill() -> None:
    assert not re.search(r"TODO|…\?|XX", (FOLDER / "card.md").read_text(encoding="utf-8"))
