"""Material: what a run learns from, validates on, and is calibrated on, by its augmentation."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from numerals.data import augment, pool
from numerals.data.mnist import Samples
from numerals.data.names import DIGITS
from numerals.data.split import stratified_split
from numerals.data.world import everyday, world

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from numerals.data.beside import Beside
    from numerals.train.recipes import Arguments

Vary: TypeAlias = Callable[["NDArray[np.uint8]", np.random.Generator], "NDArray[np.uint8]"]

VALIDATION_SHARE = 0.1
#: Tell the draws of the pools, and the variation to calibrate on, apart from those of any epoch.
_TO_LEARN, _HELD_BACK, _CALIBRATION = 2**32 - 3, 2**32 - 2, 2**32 - 1


class Augmentation(NamedTuple):
    """How training pictures are varied.

    Attributes:
        vary: What is done to them each time that they are shown; None for nothing.
        calibrate: What is done to pictures held back, once.
        pooled: Whether fonts, pens, maps, school hands and what is no digit stand beside MNIST's,
            and the network so has an eleventh output.
    """

    vary: Vary | None
    calibrate: Vary | None
    pooled: bool = False


#: By name. `none` is the report's way: the pixels as they are.
AUGMENTATIONS = {
    "none": Augmentation(None, None),
    "light": Augmentation(augment.light, augment.light),
    "world": Augmentation(world, everyday, pooled=True),
}


class Material(NamedTuple):
    """What a run works on.

    Attributes:
        training: Before variation.
        validation: What is held back, as the network shall see it: unvaried.
        calibration: What is held back, varied: what a user brings is less like MNIST than MNIST
            is, and a threshold found on MNIST would let too much pass.
        classes: How many outputs the network has.
        vary: What is done to training pictures.
        names: What the classes are called; with one output more than these, the last one is for
            what is no digit.
    """

    training: Samples
    validation: Samples
    calibration: Samples
    classes: int
    vary: Vary | None
    names: tuple[str, ...] = DIGITS


def gather(
    arguments: Arguments,
    train: Samples,
    beside: Beside | None,
    names: tuple[str, ...] = DIGITS,
) -> Material:
    """Divide the training half, and put beside it what the augmentation asks for.

    Args:
        arguments: The run's.
        train: The training half of MNIST, or of other data.
        beside: Handwriting fonts, pens and maps; needed for `world` only.
        names: What the classes are called.
    """
    vary, calibrate, pooled = AUGMENTATIONS[arguments.augment]
    training, held = (
        Samples(train.images[ids], train.labels[ids])
        for ids in stratified_split(train.labels, VALIDATION_SHARE, arguments.seed)
    )
    validation = Samples(prepare(held.images, arguments.augment), held.labels)
    if pooled:
        assert beside is not None  # noqa: S101 - `train` sees to it
        training = pool.to_learn(training, beside, _rng(arguments, _TO_LEARN))
        held = pool.held_back(held, beside, _rng(arguments, _HELD_BACK))
    if calibrate is not None:
        held = Samples(calibrate(held.images, _rng(arguments, _CALIBRATION)), held.labels)
    return Material(training, validation, held, len(names) + pooled, vary, names)


def prepare(images: NDArray[np.uint8], augmentation: str) -> NDArray[np.uint8]:
    """Bring pictures to validate or test on into the form that training shows: unvaried."""
    return images if AUGMENTATIONS[augmentation].vary is None else augment.reframe(images)


def _rng(arguments: Arguments, what: int) -> np.random.Generator:
    return np.random.default_rng((arguments.seed, what))
