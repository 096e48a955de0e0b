"""Augment: MNIST's digits as other hands, pens and scanners would have made them.

Everything is drawn from a generator that the caller seeds, so that a batch is the same
whenever, and in whatever order, it is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from numerals.image.frame import SIDE, frame_digit

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Digits are warped and re-inked on a canvas this many times finer than MNIST.
_ZOOM = 2
_CANVAS = 36 * _ZOOM
#: Radii, in pixels of the fine canvas, that strokes are thinned (−) or thickened (+) by.
_RADII = np.array([-2, -2, -1, -1, 0, 0, 0, 1, 2])
_MAX_TURN = 0.22  # radians
_MAX_SLANT = 0.3  # horizontal shift for each unit of height
_MAX_STRETCH = 0.3  # natural logarithm of the factor
#: Every so many digits come from a scan so coarse that the canvas has but this many pixels.
_COARSE_SHARE = 0.25
_COARSE_SIDES = (26, 48)
#: Thinning must leave this share of the ink, or the finer strokes would be lost.
_KEPT_INK = 0.45


def light(images: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Turn, slant, stretch and re-ink each digit, then frame it anew as the reader does.

    Args:
        images: uint8 (N, 28, 28), white ink on black.
        rng: Where the variation comes from.

    Returns:
        uint8 (N, 28, 28).
    """
    n = len(images)
    maps = _affine_maps(
        rng.uniform(-_MAX_TURN, _MAX_TURN, n),
        rng.uniform(-_MAX_SLANT, _MAX_SLANT, n),
        np.exp(rng.uniform(-_MAX_STRETCH, _MAX_STRETCH, n)),
    )
    radii = rng.choice(_RADII, n).tolist()
    sides = rng.integers(*_COARSE_SIDES, n)
    sides[rng.random(n) >= _COARSE_SHARE] = _CANVAS
    return np.stack(
        [
            _vary(image, *draw)
            for image, *draw in zip(images, maps, radii, sides.tolist(), strict=True)
        ]
    )


def reframe(images: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Frame each digit as the reader would, unvaried: uint8 (N, 28, 28) to the same."""
    return np.stack([frame_picture(image) for image in images])


def _vary(
    image: NDArray[np.uint8], affine: NDArray[np.float64], radius: int, side: int
) -> NDArray[np.uint8]:
    canvas = cv2.warpAffine(image, affine, (_CANVAS, _CANVAS), flags=cv2.INTER_LINEAR)
    if radius:
        width = 2 * abs(radius) + 1
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (width, width))
        inked = (cv2.dilate if radius > 0 else cv2.erode)(canvas, kernel)
        if cv2.sumElems(inked)[0] >= _KEPT_INK * cv2.sumElems(canvas)[0]:
            canvas = inked
    if side != _CANVAS:
        canvas = cv2.resize(canvas, (side, side), interpolation=cv2.INTER_AREA)
    return frame_picture(np.asarray(canvas, np.uint8))


def _affine_maps(
    turn: NDArray[np.float64], slant: NDArray[np.float64], stretch: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Map the picture's middle to the canvas's: (N, 2, 3), stretched, slanted, then turned."""
    cos, sin, zero = np.cos(turn), np.sin(turn), np.zeros_like(turn)
    rotation = np.array([[cos, -sin], [sin, cos]]).transpose(2, 0, 1)
    shear = np.array([[stretch, slant], [zero, 1 / stretch]]).transpose(2, 0, 1)
    linear = _ZOOM * rotation @ shear
    middle = np.full((2, 1), (SIDE - 1) / 2)
    return np.concatenate([linear, (_CANVAS - 1) / 2 - linear @ middle], axis=2)


def frame_picture(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Crop to what is over half of full ink, and frame the crop as the reader does."""
    top = int(picture.max())
    if top == 0:
        return np.zeros((SIDE, SIDE), np.uint8)
    x, y, w, h = cv2.boundingRect((picture > top // 2).view(np.uint8))
    return frame_digit(picture[y : y + h, x : x + w].astype(np.float32) / np.float32(top))
