"""Fit: one training run, from the arguments to the finished folder, resumable at each epoch.

The checkpoint is the truth. It is written after the history, so that a run killed between
the two does its last epoch again, to the same numbers, instead of losing its row.
"""

from __future__ import annotations

import math
import time
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from numerals.data.mnist import Mnist, Samples
from numerals.data.split import stratified_split
from numerals.errors import UsageError
from numerals.lab.curves import draw_curves
from numerals.model.calibrate import accept_threshold, fit_temperature, soften
from numerals.train.backend import load_keras, make_deterministic, versions
from numerals.train.batches import (
    AUGMENTATIONS,
    epoch_batches,
    one_hot,
    prepare,
    steps_per_epoch,
    to_input,
)
from numerals.train.export import to_onnx
from numerals.train.folder import Arguments, Epoch, RunFolder
from numerals.train.networks import build

LEARNING_RATE = 0.001
MAX_ERROR = 0.005
VALIDATION_SHARE = 0.1
_EVALUATION_BATCH = 500


class Watcher(Protocol):
    """Is told how a run goes; the command line shows it."""

    def on_start(self, arguments: Arguments, steps: int, done: list[Epoch]) -> None:
        """The first of `arguments.epochs` × `steps` steps is next, after `done` epochs."""

    def on_step(self, epoch: int, step: int, loss: float, accuracy: float) -> None:
        """A step of the epoch is done; `step` counts from 1."""

    def on_epoch(self, row: Epoch, best: bool) -> None:
        """An epoch is done and safe on disk."""


def train(
    arguments: Arguments, data: Mnist, output: Path, watcher: Watcher, resume: bool = False
) -> dict[str, Any]:
    """Train a network of the zoo on MNIST into a run folder.

    Args:
        arguments: What to train and how; when resuming, as the run's folder has them.
        data: MNIST. 10 % of its training half is held back for validation; its test half is
            looked at once, after the last epoch.
        output: The run's folder.
        watcher: Is told of each step and epoch.
        resume: Go on after the last finished epoch.

    Returns:
        What metrics.json holds.
    """
    _check(arguments)
    keras = load_keras()
    make_deterministic(arguments.seed)
    folder = RunFolder(output)
    if not resume:
        folder.start(arguments, versions())
    training, validation = _split(data.train, arguments)
    steps = steps_per_epoch(len(training.images), arguments.batch_size)
    model, history = _restore(folder, steps) if resume else (None, [])
    if model is None:
        model, history = build(arguments.network), []
        model.compile(
            keras.optimizers.Adam(LEARNING_RATE), loss="categorical_crossentropy", metrics=["accuracy"]
        )
    watcher.on_start(arguments, steps, history)
    while len(history) < arguments.epochs and not _stalled(history, arguments.early_stopping):
        row = _one_epoch(model, training, validation, arguments, len(history), watcher)
        best = row.val_accuracy > max((e.val_accuracy for e in history), default=-1.0)
        history.append(row)
        if best:
            folder.save_model(model, "best.keras")
        folder.write_history(history)
        folder.save_model(model, "checkpoint.keras")
        watcher.on_epoch(row, best)
    return _finish(folder, arguments, history, validation, data.test)


def _check(arguments: Arguments) -> None:
    if arguments.augment not in AUGMENTATIONS:
        raise UsageError(f"--augment is one of: {', '.join(AUGMENTATIONS)}")
    if arguments.schedule not in ("constant", "cosine"):
        raise UsageError("--schedule is one of: constant, cosine")
    if arguments.epochs < 1 or arguments.batch_size < 1 or arguments.early_stopping < 0:
        raise UsageError("--epochs and --batch-size are at least 1, --early-stopping at least 0")


def _split(samples: Samples, arguments: Arguments) -> tuple[Samples, Samples]:
    train_ids, val_ids = stratified_split(samples.labels, VALIDATION_SHARE, arguments.seed)
    training = Samples(samples.images[train_ids], samples.labels[train_ids])
    held = prepare(samples.images[val_ids], arguments.augment)
    return training, Samples(held, samples.labels[val_ids])


def _restore(folder: RunFolder, steps: int) -> tuple[Any, list[Epoch]]:
    """Load the checkpoint and the history up to it; None where no epoch was finished."""
    path = folder.path / "checkpoint.keras"
    if not path.exists():
        return None, []
    model = load_keras().models.load_model(path)
    done = round(float(model.optimizer.iterations) / steps)
    return model, folder.history()[:done]


def _stalled(history: list[Epoch], patience: int) -> bool:
    """Tell whether the best epoch lies `patience` epochs back."""
    if not patience or not history:
        return False
    accuracies = [e.val_accuracy for e in history]
    return len(history) - 1 - accuracies.index(max(accuracies)) >= patience


def _rate(arguments: Arguments, epoch: int) -> float:
    if arguments.schedule == "constant":
        return LEARNING_RATE
    return LEARNING_RATE * 0.5 * (1 + math.cos(math.pi * epoch / arguments.epochs))


def _one_epoch(
    model: Any,
    training: Samples,
    validation: Samples,
    arguments: Arguments,
    epoch: int,
    watcher: Watcher,
) -> Epoch:
    start = time.perf_counter()
    rate = _rate(arguments, epoch)
    model.optimizer.learning_rate = rate
    batches = epoch_batches(
        training, arguments.batch_size, arguments.augment, arguments.seed, epoch
    )
    seen, loss, accuracy = 0, 0.0, 0.0
    for step, (images, labels) in enumerate(batches, start=1):
        logs = model.train_on_batch(images, labels, return_dict=True)
        share = len(images) / (seen + len(images))
        seen += len(images)
        loss += share * (float(logs["loss"]) - loss)
        accuracy += share * (float(logs["accuracy"]) - accuracy)
        watcher.on_step(epoch + 1, step, loss, accuracy)
    held = _evaluate(model, validation)
    seconds = round(time.perf_counter() - start, 2)
    return Epoch(epoch + 1, loss, accuracy, held["loss"], held["accuracy"], rate, seconds)


def _evaluate(model: Any, samples: Samples) -> dict[str, float]:
    logs = model.evaluate(
        to_input(samples.images),
        one_hot(samples.labels),
        batch_size=_EVALUATION_BATCH,
        verbose=0,
        return_dict=True,
    )
    return {name: float(value) for name, value in logs.items()}


def _finish(
    folder: RunFolder,
    arguments: Arguments,
    history: list[Epoch],
    validation: Samples,
    test: Samples,
) -> dict[str, Any]:
    """Take the best epoch's network, calibrate it on validation, and examine it on the test."""
    model = load_keras().models.load_model(folder.path / "best.keras")
    folder.save_model(model, "model.keras")
    to_onnx(model, folder.path / "model.onnx")
    best = max(history, key=lambda e: e.val_accuracy)
    probabilities = model.predict(
        to_input(validation.images), batch_size=_EVALUATION_BATCH, verbose=0
    )
    temperature = fit_temperature(probabilities, validation.labels)
    calibrated = soften(probabilities, temperature)
    right = calibrated.argmax(axis=1) == validation.labels
    threshold = accept_threshold(calibrated.max(axis=1), right, MAX_ERROR)
    folder.write_json(
        "config.json",
        {
            "name": folder.path.name,
            "version": "1.0.0",
            "classes": [str(value) for value in range(10)],
            "temperature": round(temperature, 4),
            "accept": round(threshold, 4),
            "max_error": MAX_ERROR,
            "command": arguments.command(),
            "seed": arguments.seed,
        },
    )
    draw_curves(history, folder.path / "curves", f"{arguments.network}, seed {arguments.seed}")
    examined = _evaluate(
        model, Samples(prepare(test.images, arguments.augment), test.labels)
    )
    metrics = {
        "network": arguments.network,
        "parameters": model.count_params(),
        "epochs": len(history),
        "best_epoch": best.epoch,
        "validation": {
            "samples": len(validation.labels),
            "accuracy_last": history[-1].val_accuracy,
            "accuracy_best": best.val_accuracy,
            "accepted": float(np.mean(calibrated.max(axis=1) >= threshold)),
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
