"""Fit: one training run, from the arguments to the finished folder, resumable at each epoch.

The checkpoint is the truth. It is written after the history, so that a run killed between
the two does its last epoch again, to the same numbers, instead of losing its row.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from numerals.errors import UsageError
from numerals.train.backend import make_deterministic, versions
from numerals.train.batches import epoch_batches, steps_per_epoch, to_input
from numerals.train.begin import begin, take_up
from numerals.train.calibration import expect_learnt
from numerals.train.check import check
from numerals.train.finish import evaluate, finish
from numerals.train.folder import Epoch, RunFolder
from numerals.train.halfway import BEGUN
from numerals.train.material import AUGMENTATIONS, Material, gather
from numerals.train.recipes import HALFWAY
from numerals.train.schedule import rate_at
from numerals.train.warm import start_with

if TYPE_CHECKING:
    from pathlib import Path

    from numerals.data.beside import Beside
    from numerals.data.dataset import Dataset
    from numerals.data.mnist import Mnist
    from numerals.train.recipes import Arguments

#: So many training pictures, at the least, measure what a network that is taken up gives.
_MEASURED = 2000


class Steps(Protocol):
    """Is told how an epoch goes."""

    def on_step(self, epoch: int, step: int, loss: float, accuracy: float) -> None:
        """A step of the epoch is done; `step` counts from 1."""


class Watcher(Steps, Protocol):
    """Is told how a run goes; the command line shows it."""

    def on_start(self, arguments: Arguments, steps: int, done: list[Epoch]) -> None:
        """The first of `arguments.epochs` × `steps` steps is next, after `done` epochs."""

    def on_epoch(self, row: Epoch, best: bool) -> None:
        """An epoch is done and safe on disk."""


def train(
    arguments: Arguments,
    data: Mnist | Dataset,
    output: Path,
    watcher: Watcher,
    resume: bool = False,
    beside: Beside | None = None,
) -> dict[str, Any]:
    """Train a network of the zoo on MNIST, or other data, into a run folder.

    Args:
        arguments: What to train and how; when resuming, as the run's folder has them.
        data: What `arguments.data` names. 10 % of its training half is held back for validation;
            its test half is looked at once, after the last epoch.
        output: The run's folder.
        watcher: Is told of each step and epoch.
        resume: Go on after the last finished epoch.
        beside: Handwriting fonts, pens and maps; needed where the augmentation is `world`.

    Returns:
        What metrics.json holds.

    Raises:
        UsageError: The arguments make no sense, or the folder holds a run and is not resumed.
        MissingExtraError: Keras, its backend, or what draws and exports is not installed.
    """
    check(arguments)
    if AUGMENTATIONS[arguments.augment].pooled and beside is None:
        raise UsageError(
            f"the augmentation {arguments.augment} needs fonts and pens: numerals.data.beside"
        )
    make_deterministic(arguments.seed)
    folder = RunFolder(output)
    facts = data.facts()
    if resume:
        folder.must_be_same(facts)
        folder.sweep()
    else:
        folder.start(arguments, versions(), facts)
    material = gather(arguments, data.train, beside, data.classes)
    steps = steps_per_epoch(len(material.training.images), arguments.batch_size)
    if resume:
        model, history = _restore(arguments, folder, material.classes, steps)
    else:
        model, history = None, []
    if model is None:
        model, history = _fresh(arguments, material), []
        if arguments.keep == HALFWAY:
            folder.save_model(model, BEGUN)
    watcher.on_start(arguments, steps, history)
    while not is_over(arguments, history):
        row = one_epoch(model, material, arguments, len(history), watcher)
        best = row.val_accuracy > max((e.val_accuracy for e in history), default=-1.0)
        history.append(row)
        if best and arguments.keep == "best":
            folder.save_model(model, "best.keras")
        folder.write_history(history)
        folder.save_model(model, "checkpoint.keras")
        watcher.on_epoch(row, best)
    return finish(folder, arguments, history, material, data.test)


def is_over(arguments: Arguments, history: list[Epoch]) -> bool:
    """Tell whether a run with this history has no epoch to go."""
    return len(history) >= arguments.epochs or _stalled(history, arguments.early_stopping)


def _fresh(arguments: Arguments, material: Material) -> Any:
    """Give the network as it is before the first step."""
    model = begin(arguments, material.classes)
    if arguments.start:
        rng = np.random.default_rng(arguments.seed)
        some = material.training.images[:: max(1, len(material.training.images) // _MEASURED)]
        shown = some if material.vary is None else material.vary(some, rng)
        if start_with(model, arguments.start, to_input(shown)):
            expect_learnt(model, material)
    return model


def _restore(
    arguments: Arguments, folder: RunFolder, classes: int, steps: int
) -> tuple[Any, list[Epoch]]:
    """Take up the checkpoint, and the history up to it; None where no epoch was finished."""
    path = folder.path / "checkpoint.keras"
    if not path.exists():
        return None, []
    model = take_up(begin(arguments, classes), path)
    done = round(float(model.optimizer.iterations) / steps)
    return model, folder.history(Epoch)[:done]


def _stalled(history: list[Epoch], patience: int) -> bool:
    """Tell whether the best epoch lies `patience` epochs back."""
    if not patience or not history:
        return False
    accuracies = [e.val_accuracy for e in history]
    return len(history) - 1 - accuracies.index(max(accuracies)) >= patience


def one_epoch(
    model: Any,
    material: Material,
    arguments: Arguments,
    epoch: int,
    watcher: Steps,
) -> Epoch:
    """Go through the training pictures once, and validate; `epoch` counts from 0."""
    start = time.perf_counter()
    steps = steps_per_epoch(len(material.training.images), arguments.batch_size)
    batches = epoch_batches(
        material.training,
        material.classes,
        material.vary,
        arguments.batch_size,
        arguments.seed,
        epoch,
    )
    seen, loss, accuracy, rate = 0, 0.0, 0.0, 0.0
    for step, (images, labels) in enumerate(batches, start=1):
        rate = rate_at(
            arguments.schedule,
            arguments.learning_rate,
            epoch * steps + step - 1,
            arguments.epochs * steps,
        )
        model.optimizer.learning_rate = rate
        model.reset_metrics()  # older Keras does not do it by itself
        logs = model.train_on_batch(images, labels, return_dict=True)
        share = len(images) / (seen + len(images))
        seen += len(images)
        loss += share * (float(logs["loss"]) - loss)
        accuracy += share * (float(logs["accuracy"]) - accuracy)
        watcher.on_step(epoch + 1, step, loss, accuracy)
    scores = evaluate(model, material.validation, len(material.names))
    seconds = round(time.perf_counter() - start, 2)
    return Epoch(epoch + 1, loss, accuracy, scores["loss"], scores["accuracy"], rate, seconds)
