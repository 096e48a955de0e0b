"""Digits in the project's own hand, each written differently, laid on paper."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from examples.make import draw

Array = Any
Random = np.random.Generator


def cover(digit: str, rng: Random, apart: float = 0.0) -> Array:
    """Write a digit as no one else does: float32 (h, w) in [0, 1], 1 where there is ink.

    Args:
        digit: '0' … '9'.
        rng: Decides height, pen, slant, turn and how the strokes wander.
        apart: How far a second stroke has slipped, as a share of the height.
    """
    height = int(rng.integers(60, 130))
    pen = rng.uniform(0.05, 0.11) * height
    grey = draw(digit, height, pen, height // 3, 0, 255, rng.uniform(-0.1, 0.22), apart)
    return _wander(1 - grey.astype(np.float32) / 255, rng, 0.025 * height)


def _wander(ink: Array, rng: Random, reach: float) -> Array:
    """Move ink smoothly by about `reach` pixels, and turn it a little."""
    h, w = ink.shape
    size = (w, h)
    dx, dy = (
        cv2.resize(rng.normal(0, reach, (4, 4)).astype(np.float32), size, interpolation=2)
        for _ in range(2)
    )
    turn = cv2.getRotationMatrix2D((w / 2, h / 2), rng.uniform(-7, 7), 1.0)
    ink = cv2.warpAffine(ink, turn, size, flags=cv2.INTER_LINEAR)
    x, y = np.meshgrid(np.arange(w, dtype=np.float32), np.arange(h, dtype=np.float32))
    return cv2.remap(ink, x + dx, y + dy, cv2.INTER_LINEAR)


def lay(
    ink: Array,
    rng: Random,
    contrast: float | None = None,
    paper: float | None = None,
    grain: float = 1.5,
) -> Array:
    """Lay ink on grainy paper: float32 (h, w), light as a camera sees it, 0 … 255.

    Args:
        ink: Cover in [0, 1].
        rng: Decides what is not given.
        contrast: Of full ink, as a share of the paper's level.
        paper: The paper's level.
        grain: Deviation of the paper's grain, in levels; paper fibres are about a pixel wide.
    """
    paper = paper or rng.uniform(190, 245)
    contrast = contrast or rng.uniform(0.5, 0.9)
    noise = cv2.GaussianBlur(rng.normal(0, 1, ink.shape).astype(np.float32), (0, 0), 0.7)
    return paper * (1 - contrast * ink) + noise * (grain / max(float(noise.std()), 1e-6))


def finish(light: Array) -> Array:
    """Bring light to a picture's pixels."""
    return np.rint(np.clip(light, 0, 255)).astype(np.uint8)


def side_by_side(left: Array, right: Array, gap: float, rng: Random) -> Array:
    """Two digits of about one height on paper, `gap` of it apart at their nearest columns."""
    return finish(lay(pair_of(left, right, gap, rng), rng))


def pair_of(left: Array, right: Array, gap: float, rng: Random) -> Array:
    """Two digits' cover in [0, 1], `gap` of their height apart at their nearest columns."""
    height = 90
    first, second = (
        resize(ink[rows(ink), columns(ink)], height * rng.uniform(0.9, 1.1))
        for ink in (left, right)
    )
    size = (round(1.2 * height), first.shape[1] + second.shape[1] + round(gap * height))
    page = np.zeros(size, np.float32)
    for ink, x in ((first, 0), (second, size[1] - second.shape[1])):
        y = (size[0] - ink.shape[0]) // 2
        page[y : y + ink.shape[0], x : x + ink.shape[1]] = ink
    return np.pad(page, height // 3)


def rows(ink: Array) -> slice:
    """Find the rows from the first with ink to the last."""
    inked = np.flatnonzero((ink > 0.3).any(axis=1))
    return slice(int(inked[0]), int(inked[-1]) + 1)


def columns(ink: Array) -> slice:
    """Find the columns from the first with ink to the last."""
    return rows(ink.T)


def resize(picture: Array, height: float) -> Array:
    """Scale to a height in pixels."""
    k = height / picture.shape[0]
    size = (max(1, round(picture.shape[1] * k)), max(1, round(height)))
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA if k < 1 else cv2.INTER_CUBIC)
