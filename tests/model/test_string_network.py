"""The network of strings that is shipped, and what is refused in its place."""

from __future__ import annotations

import shutil

import numpy as np
import pytest

from numerals.errors import ModelError
from numerals.image import strip as strip_module
from numerals.model import string_network
from numerals.model.runtime import WEIGHTS, Network
from numerals.model.string_network import StringNetwork


@pytest.fixture(scope="module")
def network() -> StringNetwork:
    return StringNetwork()


def strips(*widths: int) -> list[np.ndarray]:
    rng = np.random.default_rng(0)
    return [rng.integers(0, 256, (32, w), np.uint8) for w in widths]


def test_strips_are_as_high_as_they_are_cut() -> None:
    assert string_network.HEIGHT == strip_module.HEIGHT
    assert strip_module.STEP % string_network.FRAME == 0


def test_a_frame_for_every_two_columns(network: StringNetwork) -> None:
    for strip, log_probs in zip(
        strips(32, 36, 640), network.predict(strips(32, 36, 640)), strict=True
    ):
        assert log_probs.shape == (strip.shape[1] // 2, 16)
        assert log_probs.dtype == np.float32
        assert np.allclose(np.exp(log_probs).sum(axis=1), 1, atol=1e-4)
    assert network.predict([]) == []


def test_what_is_read_beside_a_strip_changes_nothing(network: StringNetwork) -> None:
    several = strips(64, 32, 200, 60, 36, 64)
    together = network.predict(several)
    for strip, log_probs in zip(several, together, strict=True):
        (alone,) = network.predict([strip])
        assert np.allclose(alone, log_probs, atol=1e-4)


def test_one_network_looks_twice_where_there_is_no_second(tmp_path, network) -> None:
    shipped = WEIGHTS / string_network.DEFAULT_STRING_MODEL
    for name in ("model.onnx", "config.json"):
        shutil.copy(shipped / name, tmp_path)
    alone, (strip,) = StringNetwork(tmp_path), strips(64)
    assert np.array_equal(alone.predict([strip])[0], network.predict([strip])[0])
    assert np.array_equal(alone.predict_again([strip])[0], network.predict([strip])[0])
    (tmp_path / "second.onnx").write_bytes((WEIGHTS / "default" / "model.onnx").read_bytes())
    with pytest.raises(ModelError, match=r"second\.onnx is another network: .* no strips"):
        StringNetwork(tmp_path)


def test_paper_says_nothing(network: StringNetwork) -> None:
    (log_probs,) = network.predict([np.zeros((32, 96), np.uint8)])
    assert (log_probs.argmax(axis=1) == 0).all()


def test_it_is_small_and_knows_its_alphabet(network: StringNetwork) -> None:
    folder = WEIGHTS / string_network.DEFAULT_STRING_MODEL
    assert sum(file.stat().st_size for file in folder.glob("*.onnx")) <= 4_000_000
    assert "".join(network.config.classes) == string_network.ALPHABET
    assert network.config.risk is not None
    assert (folder / "card.md").is_file()


def test_another_network_is_refused(tmp_path) -> None:
    with pytest.raises(ModelError, match=r"holds no model\.onnx"):
        StringNetwork(tmp_path)
    shutil.copytree(WEIGHTS / "default", tmp_path / "digits")
    with pytest.raises(ModelError, match="no strips"):
        StringNetwork(tmp_path / "digits")


def test_the_risk_that_ships_was_measured_with_the_opinion_of_the_digits_that_ship() -> None:
    single = Network().config
    assert StringNetwork().config.expert == f"{single.name} {single.version}"
