"""Picture classifier: what the project's own estimators share, as scikit-learn asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pixels = NDArray[np.float32]

SIDE = 28
PIXELS = SIDE * SIDE


class PictureClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """A classifier of rows of numbers, mostly pixels; what it does with them, its heirs say.

    Attributes:
        classes_: (K,), the labels that it was fitted on, sorted.
        n_features_in_: How many numbers a row has; 784 for a picture of 28×28.
    """

    def fit(self, X: Any, y: Any) -> Self:  # noqa: N803 - scikit-learn's name
        """Learn from rows of numbers.

        Args:
            X: (N, F), for pictures (N, 784) in [0, 1], row by row, white ink on black.
            y: (N,), the class of each.

        Raises:
            ValueError: They do not fit together, or there are not two classes.
        """
        rows, labels = validate_data(self, X, y, dtype=np.float32)
        check_classification_targets(labels)
        self.classes_, targets = np.unique(labels, return_inverse=True)
        if len(self.classes_) < 2:
            raise ValueError(f"{type(self).__name__} needs two classes; there is only one class")
        self._learn(rows, targets)
        return self

    def predict_proba(self, X: Any) -> NDArray[np.float64]:  # noqa: N803
        """Give the probability of each class, (N, K), in the order of `classes_`."""
        check_is_fitted(self, "classes_")
        return self._probabilities(validate_data(self, X, reset=False, dtype=np.float32))

    def predict(self, X: Any) -> NDArray[Any]:  # noqa: N803
        """Give the likeliest class of each row, (N,)."""
        likeliest = self.predict_proba(X).argmax(axis=1)
        return np.asarray(self.classes_[likeliest])

    def _learn(self, rows: Pixels, targets: NDArray[np.intp]) -> None:
        """Fit on float32 (N, F) and the places (N,) of their classes in `classes_`."""
        raise NotImplementedError

    def _probabilities(self, rows: Pixels) -> NDArray[np.float64]:
        """Give (N, K) for float32 (N, F)."""
        raise NotImplementedError


def as_pictures(rows: NDArray[Any]) -> NDArray[Any]:
    """Lay rows of 784 out as pictures, (N, 28, 28), without a copy where none is needed.

    Raises:
        ValueError: A row does not have 784 numbers.
    """
    if rows.shape[1] != PIXELS:
        raise ValueError(f"a picture of 28×28 has {PIXELS} features, not {rows.shape[1]}")
    return rows.reshape(-1, SIDE, SIDE)
