"""A network that begins with an ONNX file's weights answers as that file does."""

import json

import numpy as np
import pytest

from numerals.errors import ModelError, UsageError
from numerals.model.runtime import WEIGHTS
from numerals.model.string_network import DEFAULT_STRING_MODEL, StringNetwork, _run
from numerals.train.check import check_taken
from numerals.train.string_recipes import StringArguments

pytestmark = pytest.mark.train
SHIPPED = WEIGHTS / DEFAULT_STRING_MODEL


@pytest.fixture(scope="module")
def images():
    rng = np.random.default_rng(0)
    return (rng.random((8, 32, 64, 1)) > 0.8).astype(np.float32)


@pytest.fixture(scope="module")
def crnn():
    pytest.importorskip("keras")
    from numerals.train.string_fit import begin

    return begin(StringArguments())


@pytest.fixture(scope="module")
def exported(crnn, images, tmp_path_factory):
    """A network of some weights and normalisations, in single precision."""
    from numerals.train.export import to_onnx
    from numerals.train.string_fit import begin

    folder = tmp_path_factory.mktemp("exported")
    other = begin(StringArguments(seed=5))
    other(images, training=True)  # its normalisations move
    rng = np.random.default_rng(2)
    other.set_weights([w + rng.normal(0, 0.02, w.shape) ** 2 for w in other.get_weights()])
    to_onnx(other, folder / "model.onnx")
    config = (SHIPPED / "config.json").read_text(encoding="utf-8")
    (folder / "config.json").write_text(config, encoding="utf-8")
    return folder


def answers(images, folder):
    network = StringNetwork(folder)
    return _run(network._first, list(np.rint(images[..., 0] * 255).astype(np.uint8)))


def test_it_answers_as_the_file_does(crnn, images, exported):
    from numerals.train.warm import take_onnx

    take_onnx(crnn, exported / "model.onnx", images)
    found = np.asarray(crnn(images, training=False))
    assert found.shape == (8, 32, 16)
    assert np.abs(found - answers(images, exported)).max() < 1e-3


def test_it_takes_weights_of_eight_bits(crnn, images, exported, tmp_path):
    from numerals.train.quantise import to_int8
    from numerals.train.warm import take_onnx

    for name in ("model.onnx", "config.json"):
        (tmp_path / name).write_bytes((exported / name).read_bytes())
    to_int8(tmp_path / "model.onnx", [images])
    take_onnx(crnn, tmp_path / "model.onnx", images)
    found, wanted = np.asarray(crnn(images, training=False)), answers(images, exported)
    assert 1e-6 < np.abs(found - wanted).max() < 0.1 * wanted.std()


def test_the_shipped_reader_of_numbers_can_be_begun_with(crnn, images):
    """It computes in single precision what the file does in eight bits: nearly the same."""
    from numerals.train.warm import start_with

    start_with(crnn, str(SHIPPED), images)
    found, wanted = np.asarray(crnn(images, training=False)), answers(images, None)
    assert (found.argmax(axis=2) == wanted.argmax(axis=2)).mean() > 0.97
    assert np.corrcoef(found.ravel(), wanted.ravel())[0, 1] > 0.99


def test_its_normalisations_change_nothing_of_what_was_measured(crnn, images):
    """So that learning goes on from there: what is normalised by a batch is what was before."""
    from numerals.train.warm import take_onnx

    take_onnx(crnn, SHIPPED / "model.onnx", images)
    still = np.asarray(crnn(images, training=False))
    names = [layer.name for layer in crnn.layers if "dropout" in layer.name]
    for name in names:
        crnn.get_layer(name).rate = 0.0
    learning = np.asarray(crnn(images, training=True))
    assert np.abs(learning - still).max() < 0.05


def test_a_damaged_file_is_refused(crnn, images, tmp_path):
    from numerals.train.warm import start_with

    (tmp_path / "model.onnx").write_bytes(b"no protobuf at all")
    with pytest.raises(ModelError, match="no ONNX file that can be read"):
        start_with(crnn, str(tmp_path), images)


def test_another_network_is_refused(crnn, images):
    from numerals.model.runtime import DEFAULT_MODEL
    from numerals.train.warm import take_onnx

    with pytest.raises(ModelError, match="another network than crnn"):
        take_onnx(crnn, WEIGHTS / DEFAULT_MODEL / "model.onnx", images)


def test_the_shipped_reader_of_digits_can_be_begun_with(images):
    from numerals.model.runtime import DEFAULT_MODEL, Network
    from numerals.train.begin import begin
    from numerals.train.recipes import arguments_for
    from numerals.train.warm import start_with

    model = begin(arguments_for({"network": "reader"}), 11)
    frames = np.random.default_rng(1).integers(0, 256, (16, 28, 28), np.uint8)
    shown = (frames[..., None] / np.float32(255)).astype(np.float32)
    start_with(model, str(WEIGHTS / DEFAULT_MODEL), shown)
    found, wanted = np.asarray(model(shown, training=False)), Network().predict(frames)
    assert np.abs(found - wanted).max() < 0.1
    assert np.abs(found - wanted).mean() < 0.005


def test_a_model_of_another_seed_is_refused_before_anything_is_drawn(tmp_path):
    (tmp_path / "model.onnx").write_bytes(b"")
    (tmp_path / "config.json").write_text(json.dumps({"seed": 3}), encoding="utf-8")
    with pytest.raises(UsageError, match="has the seed 3"):
        check_taken(StringArguments(start=str(tmp_path)))
    check_taken(StringArguments(start=str(tmp_path), seed=3))
    for broken in ("{}", "[]", "no JSON"):
        (tmp_path / "config.json").write_text(broken, encoding="utf-8")
        with pytest.raises(UsageError, match="does not tell its seed"):
            check_taken(StringArguments(start=str(tmp_path)))
