"""Moved: pictures sheared, scaled, turned and shifted around their middle.

Of MNIST-C's corruptions (Mu & Gilmer 2019) those that move pixels. All take uint8 (N, 28, 28) and a
generator, and give the same shape and type.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

    Pictures = NDArray[np.uint8]

_SIDE = 28
_MIDDLE = (_SIDE - 1) / 2


def shear(images: Pictures, rng: Generator) -> Pictures:
    """Slanted to either side, by 0.4 to 0.8 pixels a row."""
    amount = rng.uniform(0.4, 0.8, len(images)) * _either(rng, len(images))
    parts = np.zeros((len(images), 2, 2))
    parts[:, 0, 0] = parts[:, 1, 1] = 1
    parts[:, 0, 1] = amount
    return warp(images, parts)


def scale(images: Pictures, rng: Generator) -> Pictures:
    """Shrunk to between a half and two thirds of its size."""
    factor = rng.uniform(0.5, 0.67, len(images))
    return warp(images, factor[:, None, None] * np.eye(2))


def rotate(images: Pictures, rng: Generator) -> Pictures:
    """Turned to either side, by 20° to 40°."""
    angle = np.deg2rad(rng.uniform(20, 40, len(images))) * _either(rng, len(images))
    cos, sin = np.cos(angle), np.sin(angle)
    return warp(images, np.moveaxis(np.array([[cos, sin], [-sin, cos]]), 2, 0))


def translate(images: Pictures, rng: Generator) -> Pictures:
    """Shifted along both axes, by 3 to 5 pixels each."""
    shift = rng.uniform(3, 5, (len(images), 2)) * _either(rng, (len(images), 2))
    return warp(images, np.tile(np.eye(2), (len(images), 1, 1)), shift)


def warp(
    images: Pictures, parts: NDArray[np.float64], shift: NDArray[np.float64] | None = None
) -> Pictures:
    """Move pictures around their middle; what comes in from outside is black.

    Args:
        images: uint8 (N, 28, 28).
        parts: (N, 2, 2), where a step to the right and one down lead.
        shift: (N, 2), pixels to the right and down.
    """
    middle = np.full(2, _MIDDLE)
    offsets = middle - parts @ middle
    if shift is not None:
        offsets = offsets + shift
    out = np.empty_like(images)
    for image, part, offset, into in zip(images, parts, offsets, out, strict=True):
        affine = np.column_stack([part, offset])
        into[:] = cv2.warpAffine(image, affine, (_SIDE, _SIDE), flags=cv2.INTER_LINEAR)
    return out


def _either(rng: Generator, shape: int | tuple[int, ...]) -> NDArray[np.int64]:
    """Draw signs."""
    return rng.choice(np.array([-1, 1]), shape)
