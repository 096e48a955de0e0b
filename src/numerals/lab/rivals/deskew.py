"""Deskew: pictures slanted back until their ink stands upright, by its moments.

LeCun et al. 1998 (section III.A) had a deskewed MNIST beside the plain one: each row is shifted by
the slope of the ink's principal axis, mu11 / mu02, around the centre of mass.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import cv2
import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted, validate_data

from numerals.lab.rivals.picture_classifier import SIDE, as_pictures

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Deskew(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Slants pictures back and moves their centre of mass to the middle; nothing is learnt."""

    def fit(self, X: Any, y: Any = None) -> Self:  # noqa: N803, ARG002 - scikit-learn's names
        """Look at the shape of X, (N, 784), alone."""
        as_pictures(validate_data(self, X, dtype=np.float32))
        return self

    def transform(self, X: Any) -> NDArray[np.float32]:  # noqa: N803
        """Slant pictures back, (N, 784) in [0, 1] to float32 (N, 784) in [0, 1]."""
        check_is_fitted(self, "n_features_in_")
        rows = validate_data(self, X, reset=False, dtype=np.float32)
        return np.stack([deskew(picture) for picture in as_pictures(rows)]).reshape(rows.shape)


def deskew(picture: NDArray[np.float32]) -> NDArray[np.float32]:
    """Slant one picture back, (28, 28); one without ink stays as it is."""
    moments = cv2.moments(picture)
    if moments["m00"] <= 0 or moments["mu02"] < 1e-6:
        return picture
    slope = moments["mu11"] / moments["mu02"]
    x, y = moments["m10"] / moments["m00"], moments["m01"] / moments["m00"]
    middle = (SIDE - 1) / 2
    back = np.array([[1, slope, x - middle - slope * middle], [0, 1, y - middle]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(picture, back, (SIDE, SIDE), flags=flags), np.float32)
