"""Finish: from a run's best epoch to a model that reads, calibrated, exported, and examined."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from numerals.data.mnist import Samples
from numerals.lab.curves import draw_curves
from numerals.model.calibrate import accept_threshold, fit_temperature, soften
from numerals.train.backend import load_keras
from numerals.train.batches import AUGMENTATIONS, one_hot, prepare, to_input
from numerals.train.export import to_onnx

if TYPE_CHECKING:
    from numerals.train.folder import Arguments, Epoch, RunFolder

#: The largest share of wrong answers among those accepted, held with 95 % confidence on the
#: validation pictures.
MAX_ERROR = 0.005
_EVALUATION_BATCH = 500
#: Tells the variation of calibration pictures apart from that of any epoch.
_CALIBRATION = 2**32 - 1


def evaluate(model: Any, samples: Samples) -> dict[str, float]:
    """Give a Keras model's `loss` (nat) and `accuracy` in [0, 1] on prepared samples."""
    logs = model.evaluate(
        to_input(samples.images),
        one_hot(samples.labels),
        batch_size=_EVALUATION_BATCH,
        verbose=0,
        return_dict=True,
    )
    return {name: float(value) for name, value in logs.items()}


def finish(
    folder: RunFolder, arguments: Arguments, history: list[Epoch], held: Samples, test: Samples
) -> dict[str, Any]:
    """Take the best epoch's network, calibrate it, and examine it, once, on the test set.

    Args:
        folder: The run's folder, where the results go.
        arguments: What the run was asked.
        history: Its epochs.
        held: The validation samples as MNIST has them.
        test: The test samples as MNIST has them.

    Returns:
        What metrics.json holds.
    """
    model = load_keras().models.load_model(folder.path / "best.keras")
    folder.save_model(model, "model.keras")
    to_onnx(model, folder.path / "model.onnx")
    temperature, threshold, coverage = _calibrate(model, held, arguments)
    folder.write_json(
        "config.json",
        {
            "name": folder.path.resolve().name,
            "version": "1.0.0",
            "classes": [str(value) for value in range(10)],
            "temperature": temperature,
            "accept": threshold,
            "max_error": MAX_ERROR,
            "command": arguments.command(),
            "seed": arguments.seed,
        },
    )
    title = f"{arguments.network}, seed {arguments.seed}"
    draw_curves([asdict(epoch) for epoch in history], folder.path / "curves", title)
    best = max(history, key=lambda e: e.val_accuracy)
    examined = evaluate(model, Samples(prepare(test.images, arguments.augment), test.labels))
    metrics = {
        "network": arguments.network,
        "parameters": model.count_params(),
        "epochs": len(history),
        "best_epoch": best.epoch,
        "validation": {
            "samples": len(held.labels),
            "accuracy_last": history[-1].val_accuracy,
            "accuracy_best": best.val_accuracy,
            "accepted": coverage,
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


def _calibrate(model: Any, held: Samples, arguments: Arguments) -> tuple[float, float, float]:
    """Find the temperature, the threshold to accept from, and the share that passes it.

    Pictures are varied as in training, where training varies them: what a user brings is less
    like MNIST than MNIST is, and a threshold found on MNIST would let too much pass.
    """
    vary = AUGMENTATIONS[arguments.augment]
    images = held.images
    if vary is not None:
        images = vary(images, np.random.default_rng((arguments.seed, _CALIBRATION)))
    probabilities = model.predict(to_input(images), batch_size=_EVALUATION_BATCH, verbose=0)
    # Rounded first, so that the threshold fits what the reader will compute.
    temperature = round(fit_temperature(probabilities, held.labels), 4)
    calibrated = soften(probabilities, temperature)
    confidences, right = calibrated.max(axis=1), calibrated.argmax(axis=1) == held.labels
    threshold = accept_threshold(confidences, right, MAX_ERROR)
    threshold = math.ceil(threshold * 10_000) / 10_000  # rounded down, it would let more pass
    return temperature, threshold, float(np.mean(confidences >= threshold))
