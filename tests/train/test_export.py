"""Export: ONNX answers as Keras does, and what is no such network is refused by name."""

import shutil

import numpy as np
import pytest

from numerals.model.runtime import Network
from numerals.train.networks import NETWORKS, build
from tests.data.fake import digits

pytestmark = pytest.mark.train


@pytest.fixture
def saved(keras, tmp_path):
    """Save a network, its weights drawn by a fixed seed, under a name."""

    def save(model, name):
        keras.utils.set_random_seed(11)
        model = build(model) if isinstance(model, str) else model
        model.save(tmp_path / name)
        return model, tmp_path / name

    return save


@pytest.mark.parametrize("name", NETWORKS)
def test_onnx_answers_as_keras_does(saved, name, tmp_path):
    from numerals.train.batches import to_input
    from numerals.train.export import largest_difference, load_network, to_onnx

    _, path = saved(name, "model.keras")
    model = load_network(path)
    to_onnx(model, tmp_path / "model.onnx")
    images = digits(50, 9)[0]
    expected = model.predict(to_input(images), verbose=0)
    assert np.abs(Network(tmp_path / "model.onnx").predict(images) - expected).max() < 1e-4
    assert largest_difference(model, tmp_path / "model.onnx") < 1e-4
    assert sorted(p.name for p in tmp_path.iterdir()) == ["model.keras", "model.onnx"]


def test_the_difference_is_that_of_two_networks(saved, tmp_path):
    from numerals.train.export import largest_difference, to_onnx

    first, _ = saved("cnn", "first.keras")
    to_onnx(first, tmp_path / "first.onnx")
    second = build("cnn")  # drawn after the seed was used: other weights
    assert largest_difference(second, tmp_path / "first.onnx") > 1e-3


def test_the_reports_h5_is_exported_by_the_command(command, saved, tmp_path):
    """Saved as the report saved it, compiled and in HDF5."""
    model = build("cnn")
    model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
    model, _ = saved(model, "mnist_digit_recognition_model.h5")
    code, out, err = command("export", "mnist_digit_recognition_model.h5")
    assert code == 0, err
    assert out == "mnist_digit_recognition_model.onnx\n"
    difference = float(err.split("at most ")[1].split()[0])
    assert 0 <= difference < 1e-4
    images = digits(50, 9)[0]
    expected = np.asarray(model(images[..., None].astype(np.float32) / 255))
    found = Network(tmp_path / "mnist_digit_recognition_model.onnx").predict(images)
    assert np.abs(found - expected).max() < 1e-4


def test_a_run_folder_stays_a_model_to_read_with(command, undisturbed, tmp_path):
    shutil.copytree(undisturbed(epochs=3), tmp_path / "run")
    before = Network(tmp_path / "run")
    code, out, _ = command("export", "run/model.keras")
    assert (code, out) == (2, "")  # model.onnx is there
    code, out, _ = command("export", "run/model.keras", "--force")
    assert code == 0
    after = Network(tmp_path / "run")
    assert after.config == before.config
    images = digits(20, 9)[0]
    assert np.allclose(after.predict(images), before.predict(images), atol=1e-6)


def other_networks(keras):
    layers, sequential = keras.layers, keras.Sequential
    two = keras.Input((28, 28, 1)), keras.Input((28, 28, 1))
    flat = layers.Flatten()(layers.Add()(two))
    return {
        "colour": sequential(
            [keras.Input((32, 32, 3)), layers.Flatten(), layers.Dense(10, activation="softmax")]
        ),
        "letters": sequential(
            [keras.Input((28, 28, 1)), layers.Flatten(), layers.Dense(26, activation="softmax")]
        ),
        "two inputs": keras.Model(two, layers.Dense(10, activation="softmax")(flat)),
        "any size": sequential(
            [
                keras.Input((None, None, 1)),
                layers.GlobalAveragePooling2D(),
                layers.Dense(10, activation="softmax"),
            ]
        ),
        "logits": sequential([keras.Input((28, 28, 1)), layers.Flatten(), layers.Dense(10)]),
    }


@pytest.mark.parametrize("suffix", [".keras", ".h5"])
@pytest.mark.parametrize("kind", ["colour", "letters", "two inputs", "any size", "logits"])
def test_another_network_is_refused(command, keras, saved, kind, suffix, tmp_path):
    _, path = saved(other_networks(keras)[kind], f"other{suffix}")
    code, out, err = command("export", path)
    assert (code, out) == (5, "")
    assert f"{path} is another network" in err
    assert not path.with_suffix(".onnx").exists()


@pytest.mark.parametrize("name", ["text.keras", "text.h5", "text.txt"])
def test_no_keras_file_is_refused(command, keras, tmp_path, name):
    (tmp_path / name).write_text("not a network")
    code, out, err = command("export", name)
    assert (code, out) == (5, "")
    assert f"{name} is no Keras model that can be loaded" in err


def test_a_lambda_from_a_stranger_is_not_run(command, keras, saved, tmp_path):
    """Keras' safe mode must hold, for both formats: a model file is no program."""
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Lambda(lambda x: x + 1),
            layers.Flatten(),
            layers.Dense(10, activation="softmax"),
        ]
    )
    for name in ("lambda.keras", "lambda.h5"):
        _, path = saved(model, name)
        code, _, err = command("export", path)
        assert code == 5, name
        assert "no Keras model that can be loaded" in err


def test_no_such_file(command):
    code, _, err = command("export", "nowhere.h5")
    assert code == 5
    assert "no such model file: nowhere.h5" in err


@pytest.mark.parametrize(
    ("target", "said"),
    [("model.onnx", "add --force"), (".", "is a folder"), ("model.keras", "is the model itself")],
)
def test_nothing_is_overwritten_by_mistake(command, tmp_path, target, said):
    (tmp_path / "model.keras").write_bytes(b"k")
    (tmp_path / "model.onnx").write_bytes(b"o")
    code, _, err = command("export", "model.keras", "--output", target)
    assert code == 2
    assert said in err
    assert (tmp_path / "model.onnx").read_bytes() == b"o"
    assert (tmp_path / "model.keras").read_bytes() == b"k"


def test_a_place_that_cannot_be_written(command, saved, tmp_path):
    _, path = saved("cnn", "model.keras")
    (tmp_path / "file").touch()
    code, _, err = command("export", path, "--output", "file/model.onnx")
    assert code == 2
    assert "cannot be written" in err
