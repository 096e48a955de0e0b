"""Finish: from a run's best epoch to a model that reads, calibrated, exported, and examined."""

from __future__ import annotations

import math
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from numerals.data.mnist import Samples
from numerals.data.names import DIGITS
from numerals.lab.curves import draw_curves
from numerals.model.calibrate import fit_temperature, soften
from numerals.model.risk import DEFAULT_MAX_ERROR, RiskCurve, fit_risk
from numerals.train.backend import load_keras
from numerals.train.batches import to_input
from numerals.train.begin import begin
from numerals.train.export import to_onnx
from numerals.train.material import prepare

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from numerals.train.folder import Epoch, RunFolder
    from numerals.train.material import Material
    from numerals.train.recipes import Arguments

_EVALUATION_BATCH = 500
#: A digit that shows what it is shall be called unreadable no more often than this.
_LOST_DIGITS = 0.0005
_TINY = 1e-7
#: Of all pictures in everyday use, so many show no digit.
_ODD_SHARE = 0.03
#: Of those set aside, so many may have a digit nearly sure, and 'no digit' unlikely enough. What
#: people really bring is odder than ours, and at most one in a hundred of it shall pass: of
#: Fashion-MNIST more did with 0.006 (docs/measured.md).
_ODD_ACCEPTED = 0.003
_NEARLY_SURE = 0.9
#: One number is fitted, the temperature; the risk of accepting takes many more pictures to bound.
_FIT_SHARE = 0.3


def evaluate(model: Any, samples: Samples, classes: int = len(DIGITS)) -> dict[str, float]:
    """Give a Keras model's `loss` (nat) and `accuracy` in [0, 1] on prepared samples.

    The answer is the likeliest of the classes, as it is the reader's: whether a picture shows one
    at all is another question.
    """
    outputs = model.predict(to_input(samples.images), batch_size=_EVALUATION_BATCH, verbose=0)
    true = outputs[np.arange(len(outputs)), samples.labels]
    return {
        "loss": float(-np.log(np.maximum(true, _TINY)).mean()),
        "accuracy": float((outputs[:, :classes].argmax(axis=1) == samples.labels).mean()),
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
    file = "best.keras" if arguments.keep == "best" else "checkpoint.keras"
    model = in_full_precision(load_keras().models.load_model(folder.path / file), arguments)
    folder.save_model(model, "model.keras")
    to_onnx(model, folder.path / "model.onnx")
    calibrated = _calibrate(model, material)
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
    prepared = Samples(prepare(test.images, arguments.augment), test.labels)
    examined = evaluate(model, prepared, len(material.names))
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


def kept_epoch(arguments: Arguments, history: list[Epoch]) -> Epoch:
    """Tell which epoch's network the run results in."""
    return history[-1] if arguments.keep == "last" else best_epoch(history)


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


def _calibrate(model: Any, material: Material) -> dict[str, Any]:
    """Find the temperature, what may be no digit, and what accepting more costs in errors.

    Each picture held back has one task: what anything was fitted to may not speak for the risk.
    """
    images, labels = material.calibration
    outputs = model.predict(to_input(images), batch_size=_EVALUATION_BATCH, verbose=0)
    names = len(material.names)
    first, second, aside = _divide(labels, names)
    # Rounded first, so that the thresholds fit what the reader will compute.
    temperature = round(fit_temperature(outputs[first], labels[first]), 4)
    calibrated = soften(outputs, temperature)
    sure, answers = calibrated[:, :names].max(axis=1), calibrated[:, :names].argmax(axis=1)
    found: dict[str, Any] = {"temperature": temperature}
    if material.classes > names:
        none = calibrated[:, names]
        given_up = float(np.quantile(none[first[labels[first] != names]], 1 - _LOST_DIGITS))
        found |= {
            "reject": True,
            "unreadable": math.ceil(given_up * 10_000) / 10_000,
            "doubtful": _doubtful(none[aside], sure[aside]),
        }
        sure = np.where(none < found["doubtful"], sure, 0.0)
    risk = fit_risk(sure[second], answers[second] == labels[second])
    point = risk.at(DEFAULT_MAX_ERROR)
    found["accept"] = point.accept if point else 1.0
    found["risk"] = risk.to_dict()
    return found


def _divide(
    labels: NDArray[Any], none: int
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Divide what is held back: to fit the temperature, to measure the risk, and set aside.

    To learn from there is much that is no digit, which has the label `none`; nobody photographs
    so many. Most are set aside.
    """
    odd = np.flatnonzero(labels == none)
    everyday = round((len(labels) - len(odd)) * _ODD_SHARE)
    rng = np.random.default_rng(0)
    odd = rng.permutation(odd)
    kept = np.concatenate([np.flatnonzero(labels != none), odd[:everyday]])
    order = rng.permutation(kept)
    cut = round(len(order) * _FIT_SHARE)
    return order[:cut], order[cut:], odd[everyday:]


def _doubtful(none: NDArray[np.float64], sure: NDArray[np.float64]) -> float:
    """Find the probability of 'no digit' from which on an answer is for review.

    Args:
        none: (N,), that probability for pictures that show no digit.
        sure: (N,), the likeliest digit's.
    """
    passing = np.sort(none[sure >= _NEARLY_SURE])
    allowed = int(len(none) * _ODD_ACCEPTED)
    return math.floor(passing[allowed] * 10_000) / 10_000 if allowed < len(passing) else 1.0


def _coverage(calibrated: dict[str, Any]) -> float:
    """Tell the share of what is held back that the default risk accepts."""
    point = RiskCurve.from_dict(calibrated["risk"]).at(DEFAULT_MAX_ERROR)
    return point.coverage if point else 0.0
