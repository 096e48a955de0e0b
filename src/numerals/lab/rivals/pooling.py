"""Pooling: pictures at half their resolution, for what takes too long on 784 numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from numerals.lab.rivals.picture_classifier import SIDE
from numerals.lab.rivals.picture_transformer import PictureTransformer

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Pooling(PictureTransformer):
    """The mean of each 2×2 pixels: (N, 784) to float32 (N, 196); nothing is learnt."""

    def _change(self, pictures: NDArray[np.float32]) -> NDArray[np.float32]:
        half = SIDE // 2
        return np.asarray(pictures.reshape(-1, half, 2, half, 2).mean(axis=(2, 4)))
