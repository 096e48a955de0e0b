"""World: digits as they come off people's paper, for a network to learn from.

A digit's ink is bent, slanted, stretched and seen askew; written with another pen; crossed,
cut and smudged; scanned too coarsely; and framed anew, a little off. The elastic bend is that
of Simard, Steinkraus & Platt 2003, "Best Practices for Convolutional Neural Networks".
Everything is drawn from a generator that the caller seeds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from numerals.data.augment import frame_picture
from numerals.data.reink import is_written, reink
from numerals.image.frame import SIDE

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Digits are worked on where they are about twice as large as in a frame.
CANVAS = 72
_BOX = 40
#: The share of pictures that stay near to how they are: MNIST's own look is also asked for.
_MILD_SHARE = 0.5
_MILD_EVERYDAY = 0.75
#: What fills more than this share of its box is, stretched to a square, a block.
_BLOCK = 0.6
#: Half the width of the broadest stroke on a canvas, in pixels.
_BROADEST = 8.0
#: Where pen and spoiling leave less than this share of the ink's width or height, they are undone.
_SPANNED = 0.75
#: Pixels of a canvas, at the least, that are inked.
_LEAST_INK = 45
_Y, _X = np.mgrid[:CANVAS, :CANVAS].astype(np.float32) - np.float32((CANVAS - 1) / 2)


def world(images: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Vary pictures as the world does.

    Args:
        images: uint8 (N, side, side), white ink on black, 28 or 56 pixels a side, the
            ink's box 20/28 of it.
        rng: Where the variation comes from.

    Returns:
        uint8 (N, 28, 28).
    """
    return np.stack([_vary(image, rng, _MILD_SHARE) for image in images])


def everyday(images: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Vary pictures as `world` does, but with no more hardship than most paper has.

    To learn from, there cannot be enough of it; what is said of errors must hold in everyday use.
    """
    return np.stack([_vary(image, rng, _MILD_EVERYDAY) for image in images])


def _vary(
    image: NDArray[np.uint8], rng: np.random.Generator, mild_share: float
) -> NDArray[np.uint8]:
    mild = rng.random() < mild_share
    canvas = _bend(image, rng, 0.45 if mild else 1.0)
    if mild:
        return _place(frame_picture(canvas), rng, 0.5)
    written = _pen(canvas, rng)
    if rng.random() < 0.3:
        written = _spoil(written, rng)
    # Neither of two digits may be lost to pen or spoiling, nor a digit's bar: the rest is another.
    if _spans(written, canvas):
        canvas = written
    scanned = _scan(canvas, rng)
    # What no person could read any more teaches nothing.
    inked = np.count_nonzero(scanned > 100)
    if inked * (CANVAS / scanned.shape[0]) ** 2 < _LEAST_INK:
        scanned = canvas
    return _expose(_place(frame_picture(scanned), rng, 1.0), rng)


def _spans(part: NDArray[np.uint8], whole: NDArray[np.uint8]) -> bool:
    """Tell whether what a frame will show of a part is nearly as wide and high as of the whole."""
    _, _, *shown = cv2.boundingRect((part > int(part.max()) // 2).view(np.uint8))
    _, _, *before = cv2.boundingRect((whole > int(whole.max()) // 2).view(np.uint8))
    return all(one >= _SPANNED * other for one, other in zip(shown, before, strict=True))


def _bend(image: NDArray[np.uint8], rng: np.random.Generator, strength: float) -> NDArray[np.uint8]:
    """Turn, slant, stretch, tilt and bend onto the canvas."""
    turn, slant, stretch, askew_x, askew_y = (rng.uniform(-1, 1, 5) * strength).tolist()
    turn, slant, stretch = 0.22 * turn, 0.45 * slant, np.exp(0.25 * stretch)
    cos, sin = np.cos(turn), np.sin(turn)
    # The inverse map: for each pixel of the canvas, where in the image its ink comes from.
    zoom = image.shape[0] / SIDE / 2 * rng.uniform(0.9, 1.05)
    turned = np.array([[cos, sin], [-sin, cos]])
    sheared = np.array([[1 / stretch, slant], [0, stretch]])
    (a, b), (c, d) = (zoom * sheared @ turned).astype(np.float32)
    depth = 1 + np.float32(0.004 * askew_x) * _X + np.float32(0.004 * askew_y) * _Y
    middle = np.float32((image.shape[0] - 1) / 2)
    grid = int(rng.integers(4, 9))
    amount = abs(rng.normal()) * 1.6 * strength * image.shape[0] / CANVAS
    field = _enlarge(rng.normal(0, amount, (grid, grid, 2)))
    x = (a * _X + b * _Y) * depth + middle + field[..., 0]
    y = (c * _X + d * _Y) * depth + middle + field[..., 1]
    return np.asarray(cv2.remap(image, x, y, cv2.INTER_LINEAR), np.uint8)


def _pen(canvas: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Another pen: as it is, a little thicker or thinner, or strokes thinned and drawn anew."""
    kind = rng.random()
    if kind < 0.3 or (kind < 0.6 and not is_written(canvas, _BROADEST)):
        return canvas
    if kind < 0.6:
        inked = reink(canvas, float(np.exp(rng.uniform(np.log(1.0), np.log(9.0)))))
    else:
        radius = int(rng.integers(1, 4)) * (1 if rng.random() < 0.5 else -1)
        width = min(2 * abs(radius), 5) + 1 if radius > 0 else 2 * min(abs(radius), 2) + 1
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (width, width))
        inked = np.asarray((cv2.dilate if radius > 0 else cv2.erode)(canvas, kernel), np.uint8)
    # Thinning must leave what made the digit that digit.
    return inked if cv2.countNonZero(inked) >= 40 and inked.max() > 127 else canvas


def _spoil(canvas: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """What stands around and across digits on forms, and what is lost in cleaning it away."""
    kind = rng.random()
    x, y, w, h = cv2.boundingRect((canvas > 127).view(np.uint8))
    if w == 0:
        return canvas
    canvas = canvas.copy()
    if kind < 0.25:  # a ruled line was erased, and the strokes under it
        row = int(rng.uniform(y + 0.05 * h, y + 0.95 * h))
        canvas[row : row + int(rng.integers(1, 4))] = 0
    elif kind < 0.4:  # remains of a line
        ends = rng.uniform(0, CANVAS, 2)
        level = int(rng.uniform(y - 6, y + h + 6))
        one, two = (int(ends.min()), level), (int(ends.max()), level + int(rng.integers(-3, 4)))
        if rng.random() < 0.4:
            one, two = one[::-1], two[::-1]
        if max(abs(one[0] - two[0]), abs(one[1] - two[1])) < 0.3 * h:
            cv2.line(canvas, one, two, 255, int(rng.integers(1, 3)), cv2.LINE_AA)
    elif kind < 0.6:  # specks
        for _ in range(int(rng.integers(1, 6))):
            spot = rng.integers(8, CANVAS - 8, 2).tolist()
            cv2.circle(canvas, spot, int(rng.integers(1, 3)), int(rng.integers(90, 256)), -1)
    elif kind < 0.8:  # the pen skipped, or the picture was cut
        cut = rng.uniform(0.02, 0.1)
        side = rng.integers(4)
        if side == 0:
            canvas[: int(y + cut * h)] = 0
        elif side == 1:
            canvas[int(y + h - cut * h) :] = 0
        elif side == 2:
            canvas[:, : int(x + cut * w)] = 0
        else:
            canvas[:, int(x + w - cut * w) :] = 0
    else:  # a pen that runs dry: ink of uneven strength
        strength = 0.35 + _enlarge(rng.random((5, 5)))
        canvas = np.asarray(np.clip(canvas * strength, 0, 255), np.uint8)
    return canvas


def _scan(canvas: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Too few pixels, stretched to a square, two-level, or blurred."""
    kind = rng.random()
    if kind < 0.25:
        return canvas
    if kind < 0.5:
        side = int(np.exp(rng.uniform(np.log(14), np.log(60))))
        canvas = _shrink(canvas, (side, side))
    elif kind < 0.75:
        x, y, w, h = cv2.boundingRect((canvas > 100).view(np.uint8))
        if w * h == 0:
            return canvas
        side = int(rng.integers(11, 25))
        # A plain 1 stretched to a square is a block, which nobody can read.
        inked = np.count_nonzero(canvas[y : y + h, x : x + w] > 100)
        square = rng.random() < 0.65 and inked < _BLOCK * w * h
        ratio = 1.0 if square else min(1.3, w / h * rng.uniform(0.7, 1.5))
        crop = _shrink(canvas[y : y + h, x : x + w], (max(3, round(side * ratio)), side))
        canvas = np.pad(crop, 2)
    else:
        canvas = np.asarray(cv2.GaussianBlur(canvas, (0, 0), rng.uniform(0.6, 3)), np.uint8)
    if rng.random() < 0.45:
        level = int(canvas.max() * rng.uniform(0.3, 0.6))
        canvas = (canvas > level).view(np.uint8) * np.uint8(255)
    return canvas


def _place(
    frame: NDArray[np.uint8], rng: np.random.Generator, strength: float
) -> NDArray[np.uint8]:
    """A box found a little too large or small, or off."""
    if rng.random() < 0.4:
        return frame
    shift = rng.normal(0, 0.8 * strength, 2)
    scale = 1 + rng.normal(0, 0.05 * strength)
    middle = (SIDE - 1) / 2 * (1 - scale)
    affine = np.array([[scale, 0, middle + shift[0]], [0, scale, middle + shift[1]]])
    return np.asarray(cv2.warpAffine(frame, affine, (SIDE, SIDE), flags=cv2.INTER_LINEAR), np.uint8)


def _expose(frame: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Ink too weak or too strong, and a little noise on it."""
    if rng.random() < 0.5:
        return frame
    level = (frame * np.float32(1 / 255)) ** np.float32(np.exp(rng.uniform(-0.7, 0.7)))
    if rng.random() < 0.5:
        noise = rng.normal(0, rng.uniform(0, 0.12), frame.shape).astype(np.float32)
        level += noise * (level > 0.05)
    return np.asarray(np.clip(level * 255 * rng.uniform(0.75, 1.1), 0, 255), np.uint8)


def _enlarge(grid: NDArray[np.float64]) -> NDArray[np.float32]:
    """Run a smooth field through a few values, over the whole canvas."""
    size = (CANVAS, CANVAS)
    field = cv2.resize(grid.astype(np.float32), size, interpolation=cv2.INTER_CUBIC)
    return np.asarray(field, np.float32)


def _shrink(picture: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
