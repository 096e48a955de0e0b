"""Burel: what a person would measure on a digit, and a perceptron that judges by it.

In the manner of Burel, Pottier & Catros 1992, "Recognition of handwritten digits by image
processing and neural network": profiles seen from each side, projections, crossings of strokes,
and how ink is spread; not their very list, for the pictures there were others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from numerals.lab.rivals.picture_classifier import SIDE
from numerals.lab.rivals.picture_transformer import PictureTransformer

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: From here on a pixel counts as ink where ink or none is asked.
_INK = 0.5
#: Fields to each side of the grid that tells where ink lies.
_GRID = 4


class BurelFeatures(PictureTransformer):
    """Profiles, projections, crossings, a grid of ink, and moments; nothing is learnt.

    The 246 features are in [0, 1] or little beyond: four profiles (112), two projections (56),
    crossings in rows and columns (56), the ink of 4×4 fields (16), moments (6).
    """

    def _change(self, pictures: NDArray[np.float32]) -> NDArray[np.float32]:
        ink = pictures >= _INK
        measured = [
            profiles(ink),
            pictures.mean(axis=2) * 2,
            pictures.mean(axis=1) * 2,
            crossings(ink) / 3,
            _fields(pictures),
            moments(pictures),
        ]
        return np.concatenate(measured, axis=1)


def profiles(ink: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Tell how far the first ink lies from each side, (N, 112) in [0, 1]; 1 where there is none."""
    sides = []
    for axis in (2, 1):
        there = ink.any(axis=axis)
        sides += [
            np.where(there, seen.argmax(axis=axis) / SIDE, 1.0)
            for seen in (ink, np.flip(ink, axis))
        ]
    return np.concatenate(sides, axis=1)


def crossings(ink: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Count the strokes that each row and each column crosses, (N, 56)."""
    padded = np.pad(ink, ((0, 0), (1, 0), (1, 0)))
    rows = (ink & ~padded[:, 1:, :-1]).sum(axis=2)
    columns = (ink & ~padded[:, :-1, 1:]).sum(axis=1)
    return np.concatenate([rows, columns], axis=1)


def moments(pictures: NDArray[np.float32]) -> NDArray[np.float64]:
    """Tell how much ink there is, where its middle lies, and how it is spread, (N, 6)."""
    at = (np.arange(SIDE) - (SIDE - 1) / 2) / SIDE
    rows, columns = pictures.sum(axis=2), pictures.sum(axis=1)
    mass = np.maximum(rows.sum(axis=1), 1e-6)
    y, x = rows @ at / mass, columns @ at / mass
    yy, xx = rows @ at**2 / mass - y**2, columns @ at**2 / mass - x**2
    xy = np.einsum("nyx,y,x->n", pictures, at, at) / mass - x * y
    return np.stack([mass / SIDE**2 * 4, y, x, yy * 10, xx * 10, xy * 10], axis=1)


def _fields(pictures: NDArray[np.float32]) -> NDArray[np.float32]:
    size = SIDE // _GRID
    means = pictures.reshape(-1, _GRID, size, _GRID, size).mean(axis=(2, 4))
    return np.asarray(means.reshape(len(pictures), -1), np.float32)
