"""Batches: an epoch's samples in an order, and varied in a way, that its number alone fixes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from numerals.data.mnist import Samples
    from numerals.train.material import Vary

#: Threads that make batches, and batches that lie ready at most.
_THREADS = 2
_AHEAD = 6


def to_input(images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Scale uint8 (N, 28, 28) to what a network takes: float32 (N, 28, 28, 1) in [0, 1]."""
    return images[..., None].astype(np.float32) / np.float32(255)


def one_hot(labels: NDArray[Any], classes: int) -> NDArray[np.float32]:
    """Turn labels (N,) into float32 (N, classes)."""
    rows = np.zeros((len(labels), classes), np.float32)
    rows[np.arange(len(labels)), labels] = 1
    return rows


def epoch_batches(
    samples: Samples, classes: int, vary: Vary | None, batch_size: int, seed: int, epoch: int
) -> Iterator[tuple[NDArray[np.float32], NDArray[np.float32]]]:
    """Yield an epoch's batches, each made on other threads while the last one is learnt.

    Args:
        samples: What to train on.
        classes: How many there are.
        vary: What is done to the pictures; None for nothing.
        batch_size: Samples a batch; the last may be smaller.
        seed: The run's seed.
        epoch: The epoch's number; with the seed it fixes order and variation.
    """
    order = np.random.default_rng((seed, epoch)).permutation(len(samples.images))

    def batch(step: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        chosen = order[step * batch_size : (step + 1) * batch_size]
        images = samples.images[chosen]
        if vary is not None:
            images = vary(images, np.random.default_rng((seed, epoch, step)))
        return to_input(images), one_hot(samples.labels[chosen], classes)

    steps = steps_per_epoch(len(order), batch_size)
    with ThreadPoolExecutor(_THREADS) as pool:
        pending = [pool.submit(batch, step) for step in range(min(_AHEAD, steps))]
        for step in range(steps):
            ready = pending.pop(0).result()
            if step + _AHEAD < steps:
                pending.append(pool.submit(batch, step + _AHEAD))
            yield ready


def steps_per_epoch(samples: int, batch_size: int) -> int:
    """Count the batches of an epoch."""
    return -(-samples // batch_size)
