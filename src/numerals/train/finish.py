"""Finish: from a run's best epoch to a model that reads, calibrated, exported, and examined."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from numerals.data.names import DIGITS
from numerals.lab.curves import draw_curves
from numerals.model.risk import DEFAULT_MAX_ERROR, RiskCurve
from numerals.model.runtime import load_session
from numerals.train.backend import load_keras
from numerals.train.batches import to_input
from numerals.train.begin import begin
from numerals.train.calibration import calibrate, expect_everyday
from numerals.train.export import to_onnx
from numerals.train.halfway import BEGUN, go_halfway
from numerals.train.material import prepare
from numerals.train.networks import INT8
from numerals.train.quantise import to_int8
from numerals.train.recipes import HALFWAY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from numerals.data.mnist import Samples
    from numerals.train.folder import Epoch, RunFolder
    from numerals.train.material import Material
    from numerals.train.recipes import Arguments

_EVALUATION_BATCH = 500
_TINY = 1e-7
#: Pictures to find the range of each map with, where its values become whole numbers; and to
#: measure the normalisations of a network between two with.
_RANGED, _MEASURED, _SHOWN_BATCH = 1000, 8000, 50


def evaluate(model: Any, samples: Samples, classes: int = len(DIGITS)) -> dict[str, float]:
    """Give a Keras model's `loss` (nat) and `accuracy` in [0, 1] on prepared samples.

    The answer is the likeliest of the classes, as it is the reader's: whether a picture shows one
    at all is another question.
    """
    # Not `predict`: what that sets up for a few batches takes longer than these do.
    outputs = np.concatenate(
        [
            model.predict_on_batch(to_input(samples.images[start : start + _EVALUATION_BATCH]))
            for start in range(0, len(samples.images), _EVALUATION_BATCH)
        ]
    )
    return _score(outputs, samples.labels, classes)


def _score(
    outputs: NDArray[np.float32], labels: NDArray[np.uint8], classes: int
) -> dict[str, float]:
    true = outputs[np.arange(len(outputs)), labels]
    return {
        "loss": float(-np.log(np.maximum(true, _TINY)).mean()),
        "accuracy": float((outputs[:, :classes].argmax(axis=1) == labels).mean()),
    }


def finish(
    folder: RunFolder, arguments: Arguments, history: list[Epoch], material: Material, test: Samples
) -> dict[str, Any]:
    """Take the network to keep, calibrate it, and examine it, once, on the test set.

    Args:
        folder: The run's folder, where the results go.
        arguments: What the run was asked.
        history: Its epochs.
        material: What it worked on.
        test: The test samples as MNIST has them.

    Returns:
        What metrics.json holds.
    """
    best = best_epoch(history)
    model = in_full_precision(_kept(folder, arguments, material), arguments)
    expect_everyday(model, material)
    folder.save_model(model, "model.keras")
    exported = folder.path / "model.onnx"
    to_onnx(model, exported)
    if arguments.network in INT8:
        to_int8(exported, _shown(material, arguments.seed, _RANGED))
    calibrated = calibrate(_answers(exported, material.calibration.images), material)
    folder.write_json(
        "config.json",
        {
            "name": folder.path.resolve().name,
            "version": "1.0.0",
            "classes": list(material.names),
            **calibrated,
            "command": arguments.command(),
            "seed": arguments.seed,
        },
    )
    title = f"{arguments.network}, seed {arguments.seed}"
    draw_curves([asdict(epoch) for epoch in history], folder.path / "curves", title)
    answers = _answers(exported, prepare(test.images, arguments.augment))
    names = len(material.names)
    validated = _score(
        _answers(exported, material.validation.images), material.validation.labels, names
    )
    examined = _score(answers, test.labels, names)
    metrics = {
        "network": arguments.network,
        "parameters": model.count_params(),
        "epochs": len(history),
        "best_epoch": best.epoch,
        "kept_epoch": kept_epoch(arguments, history).epoch,
        "validation": {
            "samples": len(material.validation.labels),
            "accuracy_last": history[-1].val_accuracy,
            "accuracy_best": best.val_accuracy,
            "accuracy_kept": validated["accuracy"],
            "accepted": _coverage(calibrated),
        },
        "test": {
            "samples": len(test.labels),
            "accuracy": examined["accuracy"],
            "loss": examined["loss"],
        },
        "seconds": round(sum(e.seconds for e in history), 1),
    }
    folder.write_json("metrics.json", metrics)
    return metrics


def _kept(folder: RunFolder, arguments: Arguments, material: Material) -> Any:
    """Load the network to keep."""
    load = load_keras().models.load_model
    if arguments.keep == "best":
        return load(folder.path / "best.keras")
    last = load(folder.path / "checkpoint.keras")
    if arguments.keep == HALFWAY:
        begun = load(folder.path / BEGUN, compile=False)
        go_halfway(last, begun, _shown(material, arguments.seed, _MEASURED))
    return last


def _shown(material: Material, seed: int, count: int) -> Iterator[NDArray[np.float32]]:
    """Give so many pictures, where there are, as they are learnt from, in batches."""
    rng = np.random.default_rng(seed)
    images = material.training.images
    some = images[rng.permutation(len(images))[:count]]
    inputs = to_input(some if material.vary is None else material.vary(some, rng))
    yield from (inputs[i : i + _SHOWN_BATCH] for i in range(0, len(inputs), _SHOWN_BATCH))


def _answers(exported: Path, images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Let the exported network answer, so that what ships is what is calibrated and examined."""
    session = load_session(exported)
    name = session.get_inputs()[0].name
    starts = range(0, len(images), _EVALUATION_BATCH)
    parts = [to_input(images[i : i + _EVALUATION_BATCH]) for i in starts]
    return np.concatenate([session.run(None, {name: part})[0] for part in parts])


def kept_epoch(arguments: Arguments, history: list[Epoch]) -> Epoch:
    """Tell which epoch's network the run results in."""
    return best_epoch(history) if arguments.keep == "best" else history[-1]


def best_epoch(history: list[Epoch]) -> Epoch:
    """Tell which epoch did best on validation; of equals, the first."""
    return max(history, key=lambda e: e.val_accuracy)


def in_full_precision(model: Any, arguments: Arguments) -> Any:
    """Give the network that computes in float32 with the weights learnt."""
    if arguments.precision == "float32":
        return model
    full = begin(replace(arguments, precision="float32"), model.output_shape[-1])
    full.set_weights(model.get_weights())
    full.optimizer.build(full.trainable_variables)  # or the file could not be loaded with it
    return full


def _coverage(calibrated: dict[str, Any]) -> float:
    """Tell the share of what is held back that the default risk accepts."""
    point = RiskCurve.from_dict(calibrated["risk"]).at(DEFAULT_MAX_ERROR)
    return point.coverage if point else 0.0
