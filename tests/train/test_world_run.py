"""A small run of the network that ships: eleven outputs, bfloat16, and the last epoch kept."""

import numpy as np
import pytest

from numerals.data.pool import NO_DIGIT
from numerals.model.runtime import Network
from numerals.reader import Reader
from numerals.reading import Status
from numerals.train.recipes import Arguments
from tests.data.numbers import small_beside
from tests.train.conftest import Silent, history, read_json

pytestmark = [pytest.mark.train, pytest.mark.usefixtures("keras")]


@pytest.fixture(scope="module")
def run(keras, data, tmp_path_factory):
    from numerals.train import fit

    asked = Arguments(
        "reader", 2, 256, augment="world", schedule="onecycle", learning_rate=0.004,
        weight_decay=0.02, precision="bfloat16", keep="last",
    )  # fmt: skip
    folder = tmp_path_factory.mktemp("runs") / "world"
    watcher = Silent()
    metrics = fit.train(asked, data, folder, watcher, beside=small_beside(8))
    return folder, metrics


def test_the_last_epochs_network_is_kept(run):
    folder, metrics = run
    assert metrics["kept_epoch"] == metrics["epochs"] == 2
    accuracies = [float(row["val_accuracy"]) for row in history(folder)]
    assert metrics["best_epoch"] == 1 + accuracies.index(max(accuracies))
    assert not (folder / "best.keras").exists()


def test_the_model_folder_says_that_there_is_an_eleventh_output(run):
    folder, _ = run
    config = read_json(folder / "config.json")
    assert config["reject"] is True
    assert 0 < config["unreadable"] <= 1
    assert config["risk"]["samples"] == 47  # half of what is held back
    network = Network(folder)
    outputs = network.predict(np.zeros((3, 28, 28), np.uint8))
    assert outputs.shape == (3, 11)
    assert Reader(folder).read(np.zeros((28, 28), np.uint8)).status is Status.UNREADABLE


def test_the_network_that_comes_out_computes_in_full_precision(run, keras):
    folder, _ = run
    model = keras.models.load_model(folder / "model.keras")
    assert {layer.dtype_policy.compute_dtype for layer in model.layers} == {"float32"}
    checkpoint = keras.models.load_model(folder / "checkpoint.keras")
    assert "bfloat16" in {layer.dtype_policy.compute_dtype for layer in checkpoint.layers}
    weights = list(zip(model.get_weights(), checkpoint.get_weights(), strict=True))
    assert all(np.array_equal(a, b) for a, b in weights[:-1])
    bias, learnt = weights[-1]
    assert np.array_equal(bias[:NO_DIGIT], learnt[:NO_DIGIT])
    assert bias[NO_DIGIT] < learnt[NO_DIGIT]  # in everyday use, there is more to read


def test_weights_decay_where_asked_and_norms_never(keras):
    from numerals.train.begin import begin

    model = begin(Arguments("reader", weight_decay=0.1), 11)
    optimizer = model.optimizer
    optimizer.build(model.trainable_variables)
    decays = {v.path: optimizer._use_weight_decay(v) for v in model.trainable_variables}
    assert {path.rsplit("/", 1)[1] for path, yes in decays.items() if yes} == {"kernel"}
    assert begin(Arguments("reader"), 11).optimizer.weight_decay is None
