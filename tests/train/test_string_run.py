"""Runs that learn numbers: what they leave; and killed and gone on with, as if nothing had been."""

from __future__ import annotations

import dataclasses
import shutil
import threading
from unittest.mock import Mock

import numpy as np
import pytest

from numerals.data.mnist import Samples
from numerals.errors import ModelError, UsageError
from numerals.model.runtime import WEIGHTS
from numerals.train import string_networks, string_run, strip_pool
from numerals.train.folder import RunFolder
from numerals.train.string_recipes import StringArguments
from tests.data.fake import digits
from tests.data.numbers import small_beside
from tests.train.conftest import history, read_json

pytestmark = [pytest.mark.train, pytest.mark.usefixtures("keras")]

ASKED = StringArguments("fcn", strips=16, epochs=2, batch_size=8)
FILES = {
    "arguments.json",
    "strips.npz",
    "held.npz",
    "history.csv",
    "checkpoint.keras",
    "model.onnx",
    "config.json",
    "metrics.json",
}


class Killed(BaseException):
    """Stands for the end of the process at that very moment."""


class Quiet:
    """A watcher that keeps what it is told."""

    def __init__(self) -> None:
        self.drawn, self.steps, self.rows, self.done = [], [], [], None

    def on_draw(self, drawn, of):
        self.drawn.append((drawn, of))

    def on_start(self, arguments, steps, done):
        self.done = list(done)

    def on_step(self, epoch, step, loss):
        self.steps.append((epoch, step))
        assert np.isfinite(loss)

    def on_epoch(self, row):
        self.rows.append(row)


def tiny():
    """Build a network with all that must survive a stop: norms, dropout, a seed of its own."""
    from numerals.train.backend import load_keras

    keras = load_keras()
    layers = keras.layers
    inputs = keras.Input(string_networks.INPUT_SHAPE)
    x = layers.Reshape((-1, 8))(layers.Conv2D(8, (32, 4), strides=(32, 4), use_bias=False)(inputs))
    x = layers.Dropout(0.2)(layers.BatchNormalization()(x))
    x = layers.Dense(2 * string_networks.CLASSES, dtype="float32")(x)
    return keras.Model(inputs, layers.Reshape((-1, string_networks.CLASSES))(x), name="fcn")


@pytest.fixture(autouse=True, scope="module")
def small(keras):
    """A tiny network, and chunks of eight drawn in this process: processes are tested elsewhere."""

    def draw(hands, count, seed, tell=lambda _: None):
        strip_pool._start(hands, threading.Event())
        chunks = range(strip_pool.whole_chunks(count) // strip_pool.CHUNK)
        parts = []
        for chunk in chunks:
            parts.append(strip_pool._draw_chunk(seed, chunk, strip_pool.CHUNK))
            tell(len(parts) * strip_pool.CHUNK)
        return strip_pool._joined(parts)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(strip_pool, "CHUNK", 8)
        patch.setattr(strip_pool, "draw_strips", draw)
        patch.setattr(strip_pool.signal, "signal", lambda *_: None)
        patch.setattr(string_run, "HELD", 24)
        patch.setitem(string_networks.NETWORKS, "fcn", tiny)
        patch.setitem(string_networks.PARAMETERS, "fcn", 1344)
        yield


def run(folder, resume=False, watcher=None, asked=ASKED):
    images, labels = digits(200, 5)
    watcher = watcher or Quiet()
    asked = RunFolder(folder).arguments(StringArguments) if resume else asked
    string_run.train_numbers(
        asked, Samples(images, labels), small_beside(3), folder, watcher, resume
    )
    return watcher


@pytest.fixture(scope="module")
def undisturbed(keras, small, tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs") / "undisturbed"
    return folder, run(folder)


def assert_same_history(folder, expected):
    """Compare two histories but for the last bits.

    TensorFlow traces a step for the widths that it has met, and rounds by what it has traced: a
    process that begins at another epoch has met others. What is drawn, dropped and decayed is the
    same: where it is not, losses differ in the third digit.
    """
    rows, wanted = history(folder), history(expected)
    assert len(rows) == len(wanted)
    for row, other in zip(rows, wanted, strict=True):
        assert {k: float(v) for k, v in row.items()} == pytest.approx(
            {k: float(v) for k, v in other.items()}, rel=1e-5
        )


def assert_as_undisturbed(folder, undisturbed):
    expected = undisturbed[0]
    assert history(folder) == history(expected)
    metrics, wanted = (read_json(f / "metrics.json") for f in (folder, expected))
    for each in (metrics, wanted):
        each.pop("seconds")
        for epoch in each["epochs"]:
            epoch.pop("seconds")
    assert metrics == wanted
    assert {p.name for p in folder.iterdir()} == FILES


def test_every_file_and_no_other_is_there(undisturbed):
    folder, watcher = undisturbed
    assert {p.name for p in folder.iterdir()} == FILES
    assert watcher.drawn == [(n, 40) for n in (0, 8, 16, 24, 24, 32, 40)]
    assert watcher.steps == [(1, 1), (1, 2), (2, 1), (2, 2)]
    assert [row.epoch for row in watcher.rows] == [1, 2]
    assert watcher.done == []
    asked = read_json(folder / "arguments.json")
    assert asked["command"] == (
        "numerals train-numbers --network fcn --strips 16 --epochs 2 --batch-size 8"
    )
    assert RunFolder(folder).arguments(StringArguments) == ASKED
    assert RunFolder(folder).history(type(watcher.rows[0])) == watcher.rows


def test_what_is_drawn_is_what_is_promised(undisturbed):
    """From the seed, whose digits are learnt from; those held back from another."""
    from numerals.data.divide import divide_hands
    from numerals.data.strings import stream

    images, labels = digits(200, 5)
    learnt, held = divide_hands(Samples(images, labels), small_beside(3), 0)
    for name, hands, seed, count in (("strips", learnt, 0, 16), ("held", held, 10**6, 24)):
        strips = strip_pool.load(undisturbed[0] / f"{name}.npz")
        assert len(strips) == count
        for chunk in range(count // 8):
            assert np.array_equal(strips[8 * chunk], next(stream(hands, (seed, chunk))).strip)


def test_the_folder_is_a_model_to_read_strips_with(undisturbed):
    from numerals.model.string_network import StringNetwork

    network = StringNetwork(undisturbed[0])
    assert network.config.name == "undisturbed"
    (answer,) = network.predict([np.zeros((32, 100), np.uint8)])
    assert answer.shape == (50, 16)


@pytest.mark.parametrize("epoch", [1, 2])
@pytest.mark.parametrize("before", ["history.csv", "checkpoint.keras"])
def test_killed_between_two_files(keras, undisturbed, tmp_path, monkeypatch, before, epoch):
    folder = tmp_path / "run"
    shutil.copytree(undisturbed[0], folder, ignore=lambda *_: FILES - {"strips.npz", "held.npz"})
    drawn = {name: (folder / name).stat().st_mtime_ns for name in ("strips.npz", "held.npz")}
    save, write = RunFolder.save_model, RunFolder.write_history

    def dying_save(self, model, name):
        if name == before and read_rows(self) == epoch:
            raise Killed
        save(self, model, name)

    def dying_write(self, rows):
        if before == "history.csv" and len(rows) == epoch:
            raise Killed
        write(self, rows)

    def read_rows(run_folder):
        return len(history(run_folder.path))

    with monkeypatch.context() as patched:
        patched.setattr(RunFolder, "save_model", dying_save)
        patched.setattr(RunFolder, "write_history", dying_write)
        with pytest.raises(Killed):
            run(folder)
    monkeypatch.setattr(string_run, "finish", lambda *_: {})
    watcher = run(folder, resume=True)
    assert len(watcher.done) == epoch - 1
    assert watcher.drawn == []  # what was drawn is kept
    assert drawn == {name: (folder / name).stat().st_mtime_ns for name in drawn}
    assert_same_history(folder, undisturbed[0])
    weights = [
        keras.models.load_model(f / "checkpoint.keras").get_weights()
        for f in (folder, undisturbed[0])
    ]
    assert all(np.allclose(a, b, 1e-3, 1e-5) for a, b in zip(*weights, strict=True))
    assert not list(folder.glob("*.part"))


@pytest.mark.parametrize("harm", ["missing", "half", "empty", "fewer"])
def test_strips_that_are_not_whole_are_drawn_again(undisturbed, tmp_path, monkeypatch, harm):
    folder = tmp_path / "run"
    shutil.copytree(undisturbed[0], folder)
    (folder / "checkpoint.keras").unlink()
    (folder / "metrics.json").unlink()
    path = folder / "strips.npz"
    whole = path.read_bytes()
    if harm == "missing":
        path.unlink()
        (folder / "strips.npz.part").write_bytes(whole[:500])
    elif harm == "fewer":
        strips = strip_pool.load(path)
        end = int(strips.ends[7])
        fewer = strip_pool.Strips(strips.pixels[:, :end], strips.ends[:8], strips.texts[:8])
        strip_pool.save(fewer, path)
    else:
        path.write_bytes(whole[: len(whole) // 2] if harm == "half" else b"")
    monkeypatch.setattr(string_run, "one_epoch", Mock(side_effect=Killed))  # nothing is learnt
    watcher = Quiet()
    with pytest.raises(Killed):
        run(folder, resume=True, watcher=watcher)
    assert watcher.drawn == [(24, 40), (32, 40), (40, 40)]
    assert path.read_bytes() == whole
    assert not list(folder.glob("*.part"))


def test_only_what_is_to_be_drawn_is_told(undisturbed, tmp_path):
    folder = tmp_path / "run"
    shutil.copytree(undisturbed[0], folder)
    (folder / "held.npz").unlink()
    assert run(folder, resume=True).drawn == [(0, 24), (8, 24), (16, 24), (24, 24)]


def test_killed_while_finishing(undisturbed, tmp_path):
    folder = tmp_path / "run"
    shutil.copytree(undisturbed[0], folder)
    (folder / "metrics.json").unlink()
    (folder / "model.onnx").unlink()
    (folder / "strips.npz").unlink()
    watcher = run(folder, resume=True)
    assert (watcher.drawn, watcher.steps) == ([], [])  # nothing to learn, nothing to draw
    shutil.copy(undisturbed[0] / "strips.npz", folder)
    assert len(watcher.done) == 2
    assert_as_undisturbed(folder, undisturbed)


def test_a_run_is_not_begun_over_another(undisturbed):
    with pytest.raises(UsageError, match="holds a run already: add --resume"):
        run(undisturbed[0])


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"network": "cnn"}, "--network is one of: crnn, fcn"),
        ({"strips": 0}, "--strips, --epochs and --batch-size are at least 1"),
        ({"epochs": 0}, "at least 1"),
        ({"batch_size": 0}, "at least 1"),
        ({"batch_size": 17}, "--batch-size 17 is more than the 16 strips"),
        ({"schedule": "linear"}, "--schedule is one of"),
        ({"learning_rate": float("nan")}, "a number over 0"),
        ({"weight_decay": -1.0}, "at least 0"),
        ({"precision": "float16"}, "--precision is one of"),
    ],
)
def test_what_makes_no_sense_leaves_no_folder(tmp_path, wrong, said):
    from dataclasses import replace

    with pytest.raises(UsageError, match=said):
        run(tmp_path / "run", asked=replace(ASKED, **wrong))
    assert not (tmp_path / "run").exists()


def test_a_run_may_begin_with_another_ones_network(undisturbed, tmp_path) -> None:
    first, watched = undisturbed
    asked = dataclasses.replace(ASKED, start=str(first), epochs=1)
    watcher = run(tmp_path / "second", asked=asked)
    assert watcher.rows[0].loss < watched.rows[0].loss
    with pytest.raises(UsageError, match="held back"):
        run(tmp_path / "none", asked=dataclasses.replace(asked, seed=1))
    with pytest.raises(UsageError, match="no run"):
        run(tmp_path / "none", asked=dataclasses.replace(asked, start=str(tmp_path / "nowhere")))
    with pytest.raises(UsageError, match="cannot be gone on with"):
        run(tmp_path / "none", asked=dataclasses.replace(asked, network="crnn"))


def test_a_run_may_keep_what_lies_halfway(keras, undisturbed, tmp_path, monkeypatch) -> None:
    """All weights are the mean of both networks' but what its normalisation measured anew."""
    from numerals.train import string_finish

    exported, export = [], string_finish.to_onnx
    monkeypatch.setattr(
        string_finish,
        "to_onnx",
        lambda model, path: exported.append(model.get_weights()) or export(model, path),
    )
    folder = tmp_path / "halfway"
    asked = dataclasses.replace(ASKED, start=str(undisturbed[0]), epochs=1, keep="halfway")
    run(folder, asked=asked)
    load = keras.models.load_model
    begun, last = (
        load(folder / name, compile=False).get_weights()
        for name in ("start.keras", "checkpoint.keras")
    )
    same = [
        np.allclose(c, (a + b) / 2, atol=1e-6)
        for a, b, c in zip(begun, last, exported[0], strict=True)
    ]
    assert same == [True, True, True, False, False, True, True]
    assert not np.allclose(begun[0], last[0], atol=1e-4)
    with pytest.raises(UsageError, match="--start DIR"):
        run(tmp_path / "none", asked=dataclasses.replace(ASKED, keep="halfway"))


def test_a_run_may_put_its_network_beside_another(undisturbed, tmp_path) -> None:
    """The second look is the other's; what makes no pair is refused at once."""
    from numerals.model.string_network import StringNetwork

    first, folder = undisturbed[0], tmp_path / "pair"
    asked = dataclasses.replace(ASKED, beside=str(first), epochs=1)
    run(folder, asked=asked)
    assert (folder / "second.onnx").read_bytes() == (first / "model.onnx").read_bytes()
    pair, strip = StringNetwork(folder), np.full((32, 100), 255, np.uint8)
    (one,), (again,) = pair.predict([strip]), pair.predict_again([strip])
    assert one.shape == again.shape
    assert not np.allclose(one, again, atol=1e-3)
    with pytest.raises(UsageError, match=r"--beside .* has the seed 0"):
        run(tmp_path / "none", asked=dataclasses.replace(asked, seed=1))
    with pytest.raises(ModelError, match="no strips"):
        run(tmp_path / "none", asked=dataclasses.replace(asked, beside=str(WEIGHTS / "default")))
    assert not (tmp_path / "none").exists()


def test_the_other_network_is_kept_from_the_start(undisturbed, tmp_path) -> None:
    """A run that is gone on with needs neither folder that it was begun with any more."""
    first, other, folder = undisturbed[0], tmp_path / "other", tmp_path / "pair"
    shutil.copytree(first, other)
    asked = dataclasses.replace(ASKED, start=str(other), beside=str(other))

    class Gone(Quiet):
        def on_epoch(self, row):
            shutil.rmtree(other)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(folder, asked=asked, watcher=Gone())
    run(folder, asked=asked, resume=True)
    assert (folder / "second.onnx").read_bytes() == (first / "model.onnx").read_bytes()


def test_an_old_second_network_is_none_of_a_new_run(undisturbed, tmp_path) -> None:
    folder = tmp_path / "run"
    folder.mkdir()
    (folder / "second.onnx").write_bytes(b"of another run")
    run(folder, asked=dataclasses.replace(ASKED, epochs=1))
    assert not (folder / "second.onnx").exists()
