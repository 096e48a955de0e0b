"""Source: where the pictures of a comparison come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from numerals.data import mnist
from numerals.data.load import load
from numerals.data.names import DIGITS
from numerals.errors import MissingDataError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray


class ComparisonData(NamedTuple):
    """What systems learn from, and what they are examined by.

    Attributes:
        name: As it was asked for.
        test_name: What the test set is called.
        classes: The names of the classes.
        images: uint8 (N, 28, 28), white ink on black.
        labels: int64 (N,), places in `classes`.
        test_images: uint8 (M, 28, 28).
        test_labels: int64 (M,).
    """

    name: str
    test_name: str
    classes: tuple[str, ...]
    images: NDArray[np.uint8]
    labels: NDArray[np.int64]
    test_images: NDArray[np.uint8]
    test_labels: NDArray[np.int64]


def load_comparison_data(
    name: str, data_dir: Path | None, say: Callable[[str], None] = lambda _: None
) -> ComparisonData:
    """Load what is compared on, as `numerals train` loads it.

    Args:
        name: `mnist`, another name of `data.load`, or a path.
        data_dir: Where the files of a named data set lie.
        say: Is told what a person should know.

    Raises:
        MissingDataError: It is not there, or is not what it should be.
    """
    if name == "mnist":
        label, classes = "MNIST", DIGITS
        train, test = mnist(data_dir)
    else:
        dataset = load(name, data_dir, say)
        label, classes, train, test = dataset.name, dataset.classes, dataset.train, dataset.test
    if train.images.shape[1:] != (28, 28):
        raise MissingDataError(f"{label} has pictures of {train.images.shape[1:]}, not 28×28")
    return ComparisonData(
        label.lower() if name == "mnist" else label,
        f"{label} test",
        classes,
        train.images,
        train.labels.astype(np.int64),
        test.images,
        test.labels.astype(np.int64),
    )
