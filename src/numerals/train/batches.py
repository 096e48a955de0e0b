"""Batches: an epoch's samples in an order, and varied in a way, that its number alone fixes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from numerals.data import augment

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from numerals.data.mnist import Samples

Vary: TypeAlias = Callable[["NDArray[np.uint8]", np.random.Generator], "NDArray[np.uint8]"]

#: How training pictures are varied, by name. `none` is the report's way: the pixels as they are.
AUGMENTATIONS: dict[str, Vary | None] = {"none": None, "light": augment.light}


def prepare(images: NDArray[np.uint8], augmentation: str) -> NDArray[np.uint8]:
    """Bring pictures to validate or test on into the form that training shows: unvaried."""
    return images if AUGMENTATIONS[augmentation] is None else augment.reframe(images)


def to_input(images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Scale uint8 (N, 28, 28) to what a network takes: float32 (N, 28, 28, 1) in [0, 1]."""
    return images[..., None].astype(np.float32) / np.float32(255)


def one_hot(labels: NDArray[np.uint8], classes: int = 10) -> NDArray[np.float32]:
    """Turn labels (N,) into float32 (N, classes)."""
    return np.eye(classes, dtype=np.float32)[labels]


def epoch_batches(
    samples: Samples, batch_size: int, augmentation: str, seed: int, epoch: int
) -> Iterator[tuple[NDArray[np.float32], NDArray[np.float32]]]:
    """Yield an epoch's batches, each made on another thread while the last one is learnt.

    Args:
        samples: What to train on.
        batch_size: Samples a batch; the last may be smaller.
        augmentation: A name in `AUGMENTATIONS`.
        seed: The run's seed.
        epoch: The epoch's number; with the seed it fixes order and variation.
    """
    vary = AUGMENTATIONS[augmentation]
    order = np.random.default_rng((seed, epoch)).permutation(len(samples.images))

    def batch(step: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        chosen = order[step * batch_size : (step + 1) * batch_size]
        images = samples.images[chosen]
        if vary is not None:
            images = vary(images, np.random.default_rng((seed, epoch, step)))
        return to_input(images), one_hot(samples.labels[chosen])

    steps = steps_per_epoch(len(order), batch_size)
    with ThreadPoolExecutor(1) as pool:
        pending = [pool.submit(batch, step) for step in range(min(4, steps))]
        for step in range(steps):
            ready = pending.pop(0).result()
            if step + 4 < steps:
                pending.append(pool.submit(batch, step + 4))
            yield ready


def steps_per_epoch(samples: int, batch_size: int) -> int:
    """Count the batches of an epoch."""
    return -(-samples // batch_size)
