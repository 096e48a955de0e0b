"""String networks: their size, their frames, and what ONNX makes of them."""

from __future__ import annotations

import numpy as np
import pytest

from numerals.errors import UsageError
from numerals.model.alphabet import ALPHABET
from numerals.train import string_networks
from numerals.train.string_networks import CLASSES, NETWORKS, PARAMETERS, build

pytestmark = [pytest.mark.train, pytest.mark.usefixtures("keras")]

WIDTHS = (32, 64, 100, 320)


@pytest.fixture(scope="module")
def networks(keras):
    keras.utils.set_random_seed(5)
    return {name: build(name) for name in NETWORKS}


@pytest.mark.parametrize(("name", "total"), [("crnn", 847_040), ("fcn", 995_264)])
def test_the_number_of_parameters(networks, name, total):
    assert networks[name].count_params() == total == PARAMETERS[name]


@pytest.mark.parametrize("name", NETWORKS)
def test_two_answers_for_every_four_columns(networks, name):
    assert CLASSES == 1 + len(ALPHABET) == 16
    assert networks[name].input_shape == (None, 32, None, 1)
    for width in WIDTHS:
        answers = networks[name](np.zeros((2, 32, width, 1), np.float32), training=False)
        assert tuple(answers.shape) == (2, width // 2, CLASSES)


def test_a_network_of_another_size_is_not_built(monkeypatch):
    monkeypatch.setitem(string_networks.NETWORKS, "crnn", NETWORKS["fcn"])
    with pytest.raises(AssertionError, match="crnn has 995264"):
        build("crnn")


def test_an_unknown_name_lists_the_known():
    with pytest.raises(UsageError, match="'vgg': crnn, fcn"):
        build("vgg")


@pytest.mark.parametrize("name", NETWORKS)
def test_onnx_answers_as_keras_does_at_any_width(keras, networks, name, tmp_path):
    from numerals.model.runtime import load_session
    from numerals.train.export import to_onnx

    model = networks[name]
    to_onnx(model, tmp_path / "model.onnx")
    session = load_session(tmp_path / "model.onnx")
    (source,) = session.get_inputs()
    rng = np.random.default_rng(0)
    for width in WIDTHS:
        strips = rng.random((3, 32, width, 1), np.float32)
        (answers,) = session.run(None, {source.name: strips})
        expected = keras.ops.convert_to_numpy(model(strips, training=False))
        assert answers.shape == expected.shape
        assert np.abs(answers - expected).max() < 1e-4
    assert (tmp_path / "model.onnx").stat().st_size <= 4 * 2**20
