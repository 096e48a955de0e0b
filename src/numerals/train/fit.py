"""Fit: one training run, from the arguments to the finished folder, resumable at each epoch.

The checkpoint is the truth. It is written after the history, so that a run killed between
the two does its last epoch again, to the same numbers, instead of losing its row.
"""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING, Any, Protocol

from numerals.data.mnist import Samples
from numerals.data.split import stratified_split
from numerals.errors import UsageError
from numerals.train.backend import load_keras, make_deterministic, versions
from numerals.train.batches import AUGMENTATIONS, epoch_batches, prepare, steps_per_epoch
from numerals.train.finish import evaluate, finish
from numerals.train.folder import Arguments, Epoch, RunFolder
from numerals.train.networks import NETWORKS, build

if TYPE_CHECKING:
    from pathlib import Path

    from numerals.data.mnist import Mnist

LEARNING_RATE = 0.001
VALIDATION_SHARE = 0.1


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

    Raises:
        UsageError: The arguments make no sense, or the folder holds a run and is not resumed.
        MissingExtraError: Keras, its backend, or what draws and exports is not installed.
    """
    _check(arguments)
    keras = load_keras()
    make_deterministic(arguments.seed)
    folder = RunFolder(output)
    if resume:
        folder.sweep()
    else:
        folder.start(arguments, versions())
    training, held = _split(data.train, arguments)
    validation = Samples(prepare(held.images, arguments.augment), held.labels)
    steps = steps_per_epoch(len(training.images), arguments.batch_size)
    model, history = _restore(folder, steps) if resume else (None, [])
    if model is None:
        model, history = build(arguments.network), []
        model.compile(
            keras.optimizers.Adam(LEARNING_RATE),
            loss="categorical_crossentropy",
            metrics=["accuracy"],
        )
    watcher.on_start(arguments, steps, history)
    while not is_over(arguments, history):
        row = _one_epoch(model, training, validation, arguments, len(history), watcher)
        best = row.val_accuracy > max((e.val_accuracy for e in history), default=-1.0)
        history.append(row)
        if best:
            folder.save_model(model, "best.keras")
        folder.write_history(history)
        folder.save_model(model, "checkpoint.keras")
        watcher.on_epoch(row, best)
    return finish(folder, arguments, history, held, data.test)


def is_over(arguments: Arguments, history: list[Epoch]) -> bool:
    """Tell whether a run with this history has no epoch to go."""
    return len(history) >= arguments.epochs or _stalled(history, arguments.early_stopping)


def _check(arguments: Arguments) -> None:
    if arguments.network not in NETWORKS:
        raise UsageError(f"--network is one of: {', '.join(NETWORKS)}")
    if arguments.augment not in AUGMENTATIONS:
        raise UsageError(f"--augment is one of: {', '.join(AUGMENTATIONS)}")
    if arguments.schedule not in ("constant", "cosine"):
        raise UsageError("--schedule is one of: constant, cosine")
    if arguments.epochs < 1 or arguments.batch_size < 1 or arguments.early_stopping < 0:
        raise UsageError("--epochs and --batch-size are at least 1, --early-stopping at least 0")


def _split(samples: Samples, arguments: Arguments) -> tuple[Samples, Samples]:
    chosen = stratified_split(samples.labels, VALIDATION_SHARE, arguments.seed)
    training, held = (Samples(samples.images[ids], samples.labels[ids]) for ids in chosen)
    return training, held


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
        model.reset_metrics()  # older Keras does not do it by itself
        logs = model.train_on_batch(images, labels, return_dict=True)
        share = len(images) / (seen + len(images))
        seen += len(images)
        loss += share * (float(logs["loss"]) - loss)
        accuracy += share * (float(logs["accuracy"]) - accuracy)
        watcher.on_step(epoch + 1, step, loss, accuracy)
    scores = evaluate(model, validation)
    seconds = round(time.perf_counter() - start, 2)
    return Epoch(epoch + 1, loss, accuracy, scores["loss"], scores["accuracy"], rate, seconds)
