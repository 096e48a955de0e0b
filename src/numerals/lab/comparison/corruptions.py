"""Corruptions: fifteen ways to spoil a digit, after MNIST-C (Mu & Gilmer 2019, section 3).

Written anew from what the paper says of them, so that figures are near to, but not those of, the
published set. All take uint8 (N, 28, 28) and a generator, and give the same shape and type.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from numerals.lab.comparison import moved
from numerals.lab.comparison.drawn import dotted_line, spatter, zigzag

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.random import Generator
    from numpy.typing import NDArray

    Pictures = NDArray[np.uint8]

_SIDE = 28


def shot_noise(images: Pictures, rng: Generator) -> Pictures:
    """Light that comes in few grains: a Poisson count of 12 at full brightness."""
    grains = 12
    return _whole(rng.poisson(images / 255 * grains) / grains * 255)


def impulse_noise(images: Pictures, rng: Generator) -> Pictures:
    """A tenth of all pixels black or white, each as likely."""
    drawn = rng.random(images.shape)
    return np.where(drawn < 0.05, 0, np.where(drawn < 0.1, 255, images)).astype(np.uint8)


def glass_blur(images: Pictures, rng: Generator) -> Pictures:
    """Frosted glass: blurred, neighbours exchanged at random, blurred again."""
    blurred = _blur(images, 0.7)
    for _ in range(2):
        steps = rng.integers(-1, 2, (2, *images.shape))
        picture, y, x = np.indices(images.shape)
        y = np.clip(y + steps[0], 0, _SIDE - 1)
        x = np.clip(x + steps[1], 0, _SIDE - 1)
        blurred = blurred[picture, y, x]
    return _blur(blurred, 0.7)


def motion_blur(images: Pictures, rng: Generator) -> Pictures:
    """Moved by seven pixels while the picture was taken, in any direction up to 45° off level."""
    out = np.empty_like(images)
    for i, angle in enumerate(rng.uniform(-45, 45, len(images))):
        kernel = np.zeros((7, 7), np.float32)
        kernel[3] = 1
        turn = cv2.getRotationMatrix2D((3, 3), float(angle), 1)
        kernel = np.asarray(cv2.warpAffine(kernel, turn, (7, 7)), np.float32)
        out[i] = cv2.filter2D(images[i], -1, kernel / kernel.sum())
    return out


def brightness(images: Pictures, rng: Generator) -> Pictures:
    """Paper that is no longer black: half of the way to white is added to all, and cut off."""
    lift = rng.uniform(0.4, 0.6, (len(images), 1, 1))
    return _whole(images + 255 * lift)


def stripe(images: Pictures, rng: Generator) -> Pictures:  # noqa: ARG001 - nothing is drawn
    """A black-and-white flip of the left and the right quarter."""
    out = images.copy()
    for side in (slice(0, 7), slice(21, 28)):
        out[:, :, side] = 255 - out[:, :, side]
    return out


def fog(images: Pictures, rng: Generator) -> Pictures:
    """A cloud of plasma over all: noise of many sizes, each half as strong as the next larger."""
    cloud = np.zeros(images.shape, np.float32)
    for octave in range(1, 5):
        grid = rng.random((len(images), 2**octave + 1, 2**octave + 1)).astype(np.float32)
        for i, each in enumerate(grid):
            smooth = cv2.resize(each, (_SIDE, _SIDE), interpolation=cv2.INTER_LINEAR)
            cloud[i] += smooth / 2**octave
    low = cloud.min(axis=(1, 2), keepdims=True)
    cloud = (cloud - low) / (cloud.max(axis=(1, 2), keepdims=True) - low)
    thickness = 1.2
    return _whole((images / 255 + thickness * cloud) / (1 + thickness) * 255)


def canny_edges(images: Pictures, rng: Generator) -> Pictures:  # noqa: ARG001
    """Nothing but the outlines, as Canny 1986 finds them."""
    return np.stack([np.asarray(cv2.Canny(image, 100, 200), np.uint8) for image in images])


#: In the paper's order.
CORRUPTIONS: dict[str, Callable[[Pictures, Generator], Pictures]] = {
    "shot-noise": shot_noise,
    "impulse-noise": impulse_noise,
    "glass-blur": glass_blur,
    "motion-blur": motion_blur,
    "shear": moved.shear,
    "scale": moved.scale,
    "rotate": moved.rotate,
    "brightness": brightness,
    "translate": moved.translate,
    "stripe": stripe,
    "fog": fog,
    "spatter": spatter,
    "dotted-line": dotted_line,
    "zigzag": zigzag,
    "canny-edges": canny_edges,
}


def corrupt(images: Pictures, name: str, seed: int = 0) -> Pictures:
    """Spoil pictures in one way.

    Args:
        images: uint8 (N, 28, 28), white ink on black; they stay as they are.
        name: In `CORRUPTIONS`.
        seed: Equal seeds give equal pictures.

    Returns:
        uint8 (N, 28, 28).
    """
    place = list(CORRUPTIONS).index(name)
    if not len(images):
        return images.copy()
    return CORRUPTIONS[name](images, np.random.default_rng((seed, place)))


def _blur(images: Pictures, sigma: float) -> Pictures:
    return np.stack([np.asarray(cv2.GaussianBlur(i, (0, 0), sigma), np.uint8) for i in images])


def _whole(levels: NDArray[Any]) -> Pictures:
    """Round to levels of grey, cutting off what is beyond them."""
    return np.asarray(np.rint(np.clip(levels, 0, 255)), np.uint8)
