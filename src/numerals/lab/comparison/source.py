"""Source: where the pictures of a comparison come from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from numerals.data import mnist, sources, stratified_split
from numerals.data.mnist import PARTS
from numerals.errors import MissingDataError
from numerals.lab.comparison.outside import framed

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

#: The share of a labelled folder that is its test set; the folder fixes which, not the run's seed.
_TEST_SHARE = 0.2


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
    """Load what is compared on.

    Args:
        name: `mnist`; `fashion-mnist`, which has to lie in `data_dir`; or a folder, either with
            four idx files named as MNIST's, or labelled, of which a fifth becomes the test set.
        data_dir: Where the files of a named data set lie.
        say: Is told what a person should know.

    Raises:
        MissingDataError: It is not there, or is not what it should be.
    """
    if name == "mnist":
        train, test = mnist(data_dir)
        return _of_idx(name, "MNIST test", [*train, *test])
    if name == "fashion-mnist":
        if data_dir is None:
            raise MissingDataError(
                "fashion-mnist is not fetched: name a folder with its four idx files by --data-dir"
            )
        return _of_idx(name, "Fashion-MNIST test", _idx_files(data_dir))
    folder = Path(name)
    label = folder.resolve().name
    if folder.is_dir() and any(folder.glob("train-images*")):
        return _of_idx(label, f"{label} test", _idx_files(folder))
    images, texts = framed(folder, say)
    classes, labels = np.unique(texts, return_inverse=True)
    learn, test_places = stratified_split(labels, _TEST_SHARE)
    return ComparisonData(
        label,
        f"a fifth of {label}",
        tuple(classes.tolist()),
        images[learn],
        labels[learn].astype(np.int64),
        images[test_places],
        labels[test_places].astype(np.int64),
    )


def _idx_files(folder: Path) -> list[NDArray[np.uint8]]:
    try:
        parts = sources.from_path(folder, PARTS)
        return [sources.from_idx(parts[name]) for name in PARTS]
    except (OSError, ValueError, KeyError) as error:
        raise MissingDataError(f"{folder} does not hold four idx files: {error}") from error


def _of_idx(name: str, test_name: str, arrays: list[NDArray[np.uint8]]) -> ComparisonData:
    images, labels, test_images, test_labels = arrays
    if images.shape[1:] != (28, 28):
        raise MissingDataError(f"{name} has pictures of {images.shape[1:]}, not 28×28")
    classes, both = np.unique(np.concatenate([labels, test_labels]), return_inverse=True)
    places = both.astype(np.int64)
    return ComparisonData(
        name,
        test_name,
        tuple(str(c) for c in classes),
        images,
        places[: len(labels)],
        test_images,
        places[len(labels) :],
    )
