"""A small run from end to end, and what it leaves."""

import numpy as np
import pytest

from numerals.errors import UsageError
from numerals.model.runtime import Network
from numerals.train.folder import Epoch, RunFolder
from numerals.train.recipes import Arguments
from tests.train.conftest import Silent, history, read_json

pytestmark = [pytest.mark.train, pytest.mark.usefixtures("keras")]

FILES = {
    "arguments.json",
    "history.csv",
    "checkpoint.keras",
    "best.keras",
    "model.keras",
    "model.onnx",
    "config.json",
    "metrics.json",
    "curves.png",
    "curves.svg",
}


def test_every_file_and_no_other_is_there(undisturbed):
    assert {p.name for p in undisturbed(epochs=3).iterdir()} == FILES


def test_the_metrics(undisturbed):
    folder = undisturbed(epochs=3)
    metrics, rows = read_json(folder / "metrics.json"), history(folder)
    assert metrics["test"]["samples"] == 100
    assert 0.3 < metrics["test"]["accuracy"] <= 1  # 27 steps; chance is 0.1
    assert metrics["parameters"] == 93_322
    assert metrics["epochs"] == len(rows) == 3
    assert metrics["validation"]["samples"] == 60
    accuracies = [float(row["val_accuracy"]) for row in rows]
    assert metrics["validation"]["accuracy_last"] == accuracies[-1]
    assert metrics["validation"]["accuracy_best"] == max(accuracies)
    assert metrics["best_epoch"] == 1 + accuracies.index(max(accuracies))
    assert metrics["kept_epoch"] == metrics["best_epoch"]


def test_the_arguments_and_versions(undisturbed):
    saved = read_json(undisturbed(epochs=3) / "arguments.json")
    assert saved["command"] == "numerals train --epochs 3"
    numbers = {"keras", "tensorflow", "numpy", "python", "numerals", "opencv"}
    glyphs = {"pillow", "freetype", "raqm"}
    assert numbers | glyphs <= set(saved["versions"])
    assert all(isinstance(saved["versions"][name], str) for name in glyphs)
    assert RunFolder(undisturbed(epochs=3)).arguments(Arguments) == Arguments(epochs=3)


def test_the_folder_is_a_model_to_read_with(undisturbed, data):
    folder = undisturbed(epochs=3)
    network = Network(folder)
    assert network.config.name == "undisturbed"
    right = network.predict(data.test.images).argmax(axis=1) == data.test.labels
    assert right.mean() == pytest.approx(read_json(folder / "metrics.json")["test"]["accuracy"])


def scripted(monkeypatch, accuracies):
    """Have the validation of each epoch come out as told, and the test's as 0.5."""
    from numerals.train import fit

    told = iter([*accuracies, 0.5])
    monkeypatch.setattr(fit, "evaluate", lambda *_: {"loss": 1.0, "accuracy": next(told)})


def weights(keras, path):
    return keras.models.load_model(path).get_weights()


def equal(first, second):
    return all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))


def test_the_result_is_the_epoch_best_on_validation(keras, data, tmp_path, monkeypatch):
    from numerals.train import fit

    after = {}

    class Keeping(Silent):
        def on_epoch(self, row, best):
            super().on_epoch(row, best)
            after[row.epoch] = weights(keras, tmp_path / "run" / "checkpoint.keras")

    watcher = Keeping()
    scripted(monkeypatch, [0.7, 0.9, 0.8, 0.9])  # of equals, the earlier
    metrics = fit.train(Arguments(epochs=4), data, tmp_path / "run", watcher)
    assert watcher.best == [True, True, False, False]
    assert metrics["best_epoch"] == metrics["kept_epoch"] == 2
    for name in ("best.keras", "model.keras"):
        assert equal(weights(keras, tmp_path / "run" / name), after[2])
    assert not equal(after[2], after[4])


def test_the_best_epoch_is_named_where_the_last_is_kept(data, tmp_path, monkeypatch):
    from numerals.train import fit

    scripted(monkeypatch, [0.7, 0.9, 0.9, 0.8])
    metrics = fit.train(Arguments(epochs=4, keep="last"), data, tmp_path / "run", Silent())
    assert (metrics["best_epoch"], metrics["kept_epoch"]) == (2, 4)
    assert metrics["validation"]["accuracy_best"] == 0.9
    assert metrics["validation"]["accuracy_last"] == 0.8


@pytest.mark.parametrize(
    ("accuracies", "patience", "epochs"),
    [([0.5, 0.6, 0.6, 0.4, 0.9], 2, 4), ([0.5, 0.4, 0.6, 0.5, 0.7], 2, 5), ([0.9, 0.1], 1, 2)],
)
def test_early_stopping(data, tmp_path, monkeypatch, accuracies, patience, epochs):
    from numerals.train import fit

    def epoch(*args):
        index = args[3]
        return Epoch(index + 1, 1.0, 0.5, 1.0, accuracies[index], 0.001, 0.1)

    monkeypatch.setattr(fit, "one_epoch", epoch)  # the rule alone is tested, nothing learnt
    monkeypatch.setattr(RunFolder, "save_model", lambda *_: None)
    monkeypatch.setattr(fit, "finish", lambda *_: {})
    arguments = Arguments(epochs=len(accuracies), early_stopping=patience)
    fit.train(arguments, data, tmp_path / "run", Silent())
    assert len(history(tmp_path / "run")) == epochs
    assert fit.is_over(arguments, RunFolder(tmp_path / "run").history(Epoch))


def test_each_step_is_learnt_at_the_rate_that_the_schedule_gives_it(data, tmp_path, monkeypatch):
    from numerals.train import fit
    from numerals.train.schedule import rate_at

    asked = Arguments(epochs=2, batch_size=270, schedule="onecycle", learning_rate=0.004)
    used = []

    class Rates(Silent):
        def on_step(self, *args):
            used.append(float(model.optimizer.learning_rate))

    def begin(*args, real=fit.begin):
        nonlocal model
        model = real(*args)
        return model

    model = None
    monkeypatch.setattr(fit, "begin", begin)
    monkeypatch.setattr(fit, "finish", lambda *_: {})
    watcher = Rates()
    fit.train(asked, data, tmp_path / "run", watcher)
    expected = [rate_at("onecycle", 0.004, step, 4) for step in range(4)]
    assert used == pytest.approx(expected)
    assert [row.learning_rate for row in watcher.rows] == pytest.approx(expected[1::2])


def test_the_fast_network_is_trained_from_end_to_end(undisturbed):
    folder = undisturbed(network="fast", batch_size=32, schedule="onecycle", epochs=1)
    assert {p.name for p in folder.iterdir()} == FILES
    assert read_json(folder / "metrics.json")["best_epoch"] == 1


def test_the_running_loss_is_the_mean_over_the_epochs_own_samples(data, tmp_path, monkeypatch):
    """Keras' metrics must start anew each step, or validation would leak into the next row."""
    from numerals.train import fit

    told = []

    class Steps(Silent):
        def on_step(self, epoch, step, loss, accuracy):
            told.append((epoch, step, accuracy))

    monkeypatch.setattr(fit, "finish", lambda *_: {})
    rows = Steps()
    sizes = [64] * 8 + [28]
    fit.train(Arguments(epochs=2), data, tmp_path / "run", rows)
    right = [accuracy * sum(sizes[:step]) for epoch, step, accuracy in told if epoch == 2]
    steps = np.diff([0, *right])
    assert np.allclose(steps, np.rint(steps), atol=1e-2)  # whole samples right in every step
    assert rows.rows[1].accuracy == pytest.approx(right[-1] / 540)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"network": "vgg"}, "--network is one of: cnn, rnn, fast, reader"),
        ({"augment": "heavy"}, "--augment is one of"),
        ({"schedule": "linear"}, "--schedule is one of"),
        ({"epochs": 0}, "at least 1"),
        ({"batch_size": 0}, "at least 1"),
        ({"early_stopping": -1}, "at least 0"),
        ({"learning_rate": 0.0}, "a number over 0"),
        ({"learning_rate": float("nan")}, "a number over 0"),
        ({"learning_rate": float("inf")}, "a number over 0"),
    ],
)
def test_what_makes_no_sense_leaves_no_folder(data, tmp_path, wrong, said):
    from numerals.train import fit

    with pytest.raises(UsageError, match=said):
        fit.train(Arguments(**wrong), data, tmp_path / "run", Silent())
    assert not (tmp_path / "run").exists()


def test_a_world_of_mnist_alone_leaves_no_folder(data, tmp_path):
    from numerals.train import fit

    with pytest.raises(UsageError, match="needs fonts and pens"):
        fit.train(Arguments(augment="world"), data, tmp_path / "run", Silent())
    assert not (tmp_path / "run").exists()


def test_an_output_that_cannot_be_is_a_usage_error(data, tmp_path):
    from numerals.train import fit

    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="cannot be written"):
        fit.train(Arguments(), data, tmp_path / "file" / "run", Silent())


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"network": "cnn"}', "null"])
def test_arguments_that_cannot_be_read_are_a_usage_error(tmp_path, content):
    (tmp_path / "arguments.json").write_text(content)
    with pytest.raises(UsageError, match="cannot be read"):
        RunFolder(tmp_path).arguments(Arguments)


def test_the_history_comes_back_to_the_last_bit(tmp_path):
    rows = [Epoch(i + 1, 1 / 3, 0.1 + 0.2, 1e-17, 2 / 3, 0.001, 1.25) for i in range(3)]
    RunFolder(tmp_path).write_history(rows)
    assert RunFolder(tmp_path).history(Epoch) == rows
