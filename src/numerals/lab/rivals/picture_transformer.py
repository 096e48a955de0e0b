"""Picture transformer: what steps before a classifier share, as scikit-learn asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted, validate_data

from numerals.lab.rivals.picture_classifier import as_pictures

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pictures = NDArray[np.float32]


class PictureTransformer(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Makes other numbers of pictures, one by one; nothing is learnt. How, its heirs say."""

    def fit(self, X: Any, y: Any = None) -> Self:  # noqa: N803, ARG002 - scikit-learn's names
        """Look at the shape of X, (N, 784), alone."""
        as_pictures(validate_data(self, X, dtype=np.float32))
        return self

    def transform(self, X: Any) -> NDArray[np.float32]:  # noqa: N803
        """Change pictures, (N, 784) in [0, 1], to float32 (N, F)."""
        check_is_fitted(self, "n_features_in_")
        rows = validate_data(self, X, reset=False, dtype=np.float32)
        changed = self._change(as_pictures(rows))
        return np.asarray(changed.reshape(len(rows), -1), np.float32)

    def _change(self, pictures: Pictures) -> Pictures:
        """Give (N, …) for float32 (N, 28, 28)."""
        raise NotImplementedError
