"""Dataset: pictures of any symbols, with the names of their classes, divided to learn and examine.

What no source divides, this does: the same pictures are held back whatever a run's seed is, so that
nothing that was chosen with one seed is examined on what another has learnt from.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from numerals.data.mnist import Samples
from numerals.data.split import stratified_split
from numerals.errors import MissingDataError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

#: Of a source without a test half, such a share of each class is held back, by this seed.
TEST_SHARE, TEST_SEED = 0.15, 0
#: With fewer pictures of a class, there would be none of it to validate on or to examine.
LEAST = 10


class Dataset(NamedTuple):
    """Pictures of symbols to learn from, and others to be examined by, once.

    Attributes:
        name: What it is called.
        classes: The names of its classes; a label is an index in them.
        train: To learn from, (N, 28, 28), white ink on black.
        test: To be examined by.
        notes: What is to be said of it: how it was divided, what was left out.
        files: The SHA-256 of each file that it was read from, where these are few.
    """

    name: str
    classes: tuple[str, ...]
    train: Samples
    test: Samples
    notes: tuple[str, ...] = ()
    files: dict[str, str] = {}  # noqa: RUF012 - never written to

    def facts(self) -> dict[str, Any]:
        """Give what a run notes of it: plain Python types."""
        return {
            "name": self.name,
            "classes": list(self.classes),
            "train": len(self.train.labels),
            "test": len(self.test.labels),
            "notes": list(self.notes),
            "files": dict(self.files),
            "sha256": self._identity(),
        }

    def _identity(self) -> str:
        """Hash all that a run depends on: pictures, labels, names, and how they are divided."""
        found = hashlib.sha256("\0".join(self.classes).encode())
        for half in (self.train, self.test):
            found.update(half.images.tobytes())
            found.update(half.labels.astype("<u4").tobytes())
        return found.hexdigest()


def label_type(classes: Sequence[str]) -> np.dtype[Any]:
    """Choose the smallest type that holds the labels of so many classes."""
    return np.min_scalar_type(max(len(classes) - 1, 0))


def divide(samples: Samples) -> tuple[Samples, Samples, str]:
    """Hold back a share of each class to be examined by; give both, and what to say of it."""
    learn, hold = stratified_split(samples.labels, TEST_SHARE, TEST_SEED)
    note = (
        f"no test half: {TEST_SHARE:.0%} of each class, {len(hold):,} of "
        f"{len(samples.labels):,} pictures, are held back to be examined by, whatever the seed"
    )
    return _chosen(samples, learn), _chosen(samples, hold), note


def check(dataset: Dataset) -> Dataset:
    """Pass a data set on if it has enough of each class.

    Raises:
        MissingDataError: It has fewer than two classes, or too few pictures of one.
    """
    if len(dataset.classes) < 2:
        raise MissingDataError(f"{dataset.name} has but one class: there is nothing to tell apart")
    counts = np.bincount(dataset.train.labels, minlength=len(dataset.classes))
    held = np.bincount(dataset.test.labels, minlength=len(dataset.classes))
    few = [
        f"{name} ({n + m})"
        for name, n, m in zip(dataset.classes, counts.tolist(), held.tolist(), strict=True)
        if n + m < LEAST or n < LEAST // 2
    ]
    if few:
        more = f" and {len(few) - 5} more" if len(few) > 5 else ""
        raise MissingDataError(
            f"{dataset.name} has too few pictures of {', '.join(few[:5])}{more}: each class needs "
            f"{LEAST}, to learn from, to validate on and to be examined by"
        )
    if not len(dataset.test.labels):
        raise MissingDataError(f"{dataset.name} has no pictures to be examined by")
    return dataset


def _chosen(samples: Samples, ids: NDArray[np.intp]) -> Samples:
    return Samples(samples.images[ids], samples.labels[ids])
