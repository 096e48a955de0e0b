"""String fit: a network of strings trained from its arguments to its last epoch, resumable.

What it learns by is CTC (Graves et al. 2006, "Connectionist Temporal Classification"): it is told
what stands on a strip, never where.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from numerals.lab.percent import down
from numerals.lab.strings import edit_distance
from numerals.model.ctc import best_path
from numerals.train.backend import load_keras
from numerals.train.begin import POLICIES
from numerals.train.rescue import Rescue
from numerals.train.schedule import rate_at
from numerals.train.string_batches import epoch_batches, stack
from numerals.train.string_networks import build

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from numerals.train.string_recipes import StringArguments
    from numerals.train.strip_pool import Strips

_EVALUATION_BATCH = 128
#: After each epoch so many of the strips held back are read; after the last one, all of them.
_EXAMINED = 2000


@dataclass(frozen=True, slots=True)
class StringEpoch:
    """A row of a run's history.

    Attributes:
        epoch: Its number, from 1.
        loss: Mean CTC loss over its steps, in nats.
        val_exact: Share of the first 2,000 held-back strips read exactly, by the best path.
        val_errors: Edits for each hundred characters of these.
        learning_rate: That of the last step.
        seconds: How long it took.
    """

    epoch: int
    loss: float
    val_exact: float
    val_errors: float
    learning_rate: float
    seconds: float

    def words(self) -> str:
        """Say how it went, for a person."""
        return (
            f"loss {self.loss:.4f}; held back: {down(self.val_exact, 2)} % read exactly, "
            f"{self.val_errors:.2f} edits per 100 characters"
        )


def begin(arguments: StringArguments) -> Any:
    """Build and compile the network that a run is asked for."""
    keras = load_keras()
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(POLICIES[arguments.precision])
    try:
        model = build(arguments.network)
    finally:
        keras.config.set_dtype_policy(before)
    optimizer = keras.optimizers.AdamW(
        arguments.learning_rate, weight_decay=arguments.weight_decay, clipnorm=5.0
    )
    optimizer.exclude_from_weight_decay(var_names=["bias", "gamma", "beta"])
    # Widths differ from step to step: compiling for each would take longer than it saves.
    model.compile(optimizer, loss=keras.losses.CTC(), jit_compile=False)
    return model


def one_epoch(
    model: Any,
    strips: Strips,
    held: Strips,
    arguments: StringArguments,
    epoch: int,
    tell: Callable[[int, int, float], None],
) -> StringEpoch:
    """Go through the strips once, and examine the network on those held back.

    Args:
        model: What `begin` gave, after the epochs before.
        strips: What is learnt from.
        held: What it is examined on.
        arguments: What the run is asked.
        epoch: Its number, from 0.
        tell: Is told after each step its number, from 1, how many there are, and the loss.
    """
    start = time.perf_counter()
    steps = len(strips) // arguments.batch_size
    seen, loss, rate = 0, 0.0, 0.0
    rescue = Rescue(model)
    batches = epoch_batches(strips, arguments.batch_size, arguments.seed, epoch)
    for step, (images, labels) in enumerate(batches):
        rate = rate_at(
            arguments.schedule,
            arguments.learning_rate,
            epoch * steps + step,
            arguments.epochs * steps,
        )
        model.optimizer.learning_rate = rate
        model.reset_metrics()  # older Keras does not do it by itself
        found = float(model.train_on_batch(images, labels))
        if rescue.after(found):
            seen += 1
            loss += (found - loss) / seen
        tell(step + 1, steps, loss)
    rescue.end()
    exact, errors = examine(model, held)
    seconds = round(time.perf_counter() - start, 2)
    return StringEpoch(epoch + 1, loss, exact, errors, rate, seconds)


def predict(model: Any, strips: Strips) -> list[NDArray[np.float32]]:
    """Give the log-probabilities (T, C) of each strip, its own frames alone."""
    keras = load_keras()
    order = np.argsort(strips.widths, kind="stable")
    found: dict[int, NDArray[np.float32]] = {}
    for start in range(0, len(order), _EVALUATION_BATCH):
        chosen = order[start : start + _EVALUATION_BATCH].tolist()
        outputs = model(stack([strips[i] for i in chosen]), training=False)
        logs = keras.ops.convert_to_numpy(keras.ops.log_softmax(outputs))
        for i, log in zip(chosen, logs, strict=True):
            found[i] = np.asarray(log[: int(strips.widths[i]) // 2], np.float32)
    return [found[i] for i in range(len(order))]


def examine(model: Any, held: Strips) -> tuple[float, float]:
    """Tell the share of the first strips read exactly, and their edits per hundred characters."""
    held = held.first(_EXAMINED)
    read = [best_path(logs) for logs in predict(model, held)]
    texts = held.texts.tolist()
    exact = float(np.mean([a == b for a, b in zip(read, texts, strict=True)]))
    edits = sum(edit_distance(a, b) for a, b in zip(read, texts, strict=True))
    return exact, 100 * edits / sum(map(len, texts))
