"""Pooling: pictures at half their resolution, for what takes too long on 784 numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted, validate_data

from numerals.lab.rivals.picture_classifier import SIDE, as_pictures

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Pooling(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """The mean of each 2×2 pixels: (N, 784) to float32 (N, 196); nothing is learnt."""

    def fit(self, X: Any, y: Any = None) -> Self:  # noqa: N803, ARG002 - scikit-learn's names
        """Look at the shape of X, (N, 784), alone."""
        as_pictures(validate_data(self, X, dtype=np.float32))
        return self

    def transform(self, X: Any) -> NDArray[np.float32]:  # noqa: N803
        """Take the means."""
        check_is_fitted(self, "n_features_in_")
        rows = validate_data(self, X, reset=False, dtype=np.float32)
        half = SIDE // 2
        means = as_pictures(rows).reshape(-1, half, 2, half, 2).mean(axis=(2, 4))
        return np.asarray(means.reshape(len(rows), -1), np.float32)
