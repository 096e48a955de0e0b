"""Split: hold back a share of the training set, the same share of each class."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def stratified_split(
    labels: NDArray[Any], fraction: float = 0.1, seed: int = 0
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Divide indices into those to train on and those to validate on.

    Args:
        labels: (N,), the class of each sample.
        fraction: Share of each class to hold back, in (0, 1); rounded to whole samples.
        seed: Equal seeds give equal splits.

    Returns:
        Training and validation indices, each sorted; together every index once.
    """
    if not 0 < fraction < 1:
        raise ValueError(f"the fraction to hold back lies between 0 and 1, not at {fraction}")
    rng = np.random.default_rng(seed)
    held = [np.zeros(0, np.intp)]  # so that no labels at all give no indices
    for value in np.unique(labels):
        members = np.flatnonzero(labels == value)
        held.append(rng.permutation(members)[: round(fraction * members.size)])
    validation = np.sort(np.concatenate(held))
    training = np.setdiff1d(np.arange(labels.size), validation, assume_unique=True)
    return training, validation
