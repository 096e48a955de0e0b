"""Paper: ink as it comes from paper through a camera or a scanner.

Grounds (printed security patterns), rules, boxes, neighbours' strokes, uneven light, faint pens,
too few pixels, blur, noise and JPEG: whatever stands between a number and its reader.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from numerals.data.rules import draw_cell, draw_ground, draw_rules
from numerals.reading import Box

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Height of a digit in the finished picture, in pixels.
_SIZES = (13, 44)
#: So many sheets let what is written on their other side show through.
_THROUGH = 0.12
#: So many numbers stand in a cell of a table, with paper around them: these least and greatest
#: shares of their height to the left, above, to the right and below.
_CELLS = 0.22
_IN_CELL = ((0.1, 0.15, 0.1, 0.15), (1.6, 0.6, 2.0, 0.6))
#: So many pictures cut the digits' tops or feet off, by at most this share of their height.
_CUT = 0.06
_CUT_MOST = 0.15
#: So many lines were printed unevenly, or wore off.
_WORN = 0.3


class Photo(NamedTuple):
    """A picture of a number: uint8 (h, w) grey, and where in it its ink stands."""

    pixels: NDArray[np.uint8]
    ink: Box


def photograph(line: NDArray[np.uint8], height: int, rng: np.random.Generator) -> Photo:
    """Lay a line of ink on paper, and take its picture.

    Args:
        line: uint8 (h, w), white ink on black.
        height: How high its digits are, in pixels.
        rng: Chooses paper, light and camera.
    """
    in_cell = rng.random() < _CELLS
    margins = rng.uniform(*_IN_CELL) if in_cell else _margins(rng)
    ink, box = _crop(line, height, margins, rng)
    h, w = ink.shape
    strength = float(np.exp(rng.uniform(np.log(0.15), 0)))
    light = _light(h, w, rng)
    cover = ink.astype(np.float32) * np.float32(strength / 255)
    if rng.random() < 0.15:
        cover *= 0.5 + 0.5 * _field(h, w, 6, rng)  # a pen that tires
    if rng.random() < _THROUGH:
        back = cv2.GaussianBlur(cover[:, ::-1], (0, 0), float(rng.uniform(0.5, 1.5)))
        cover = np.maximum(cover, back * np.float32(rng.uniform(0.1, 0.4)))
    if rng.random() < 0.4:
        ground = draw_ground(h, w, rng)
        cover = np.maximum(cover, ground * np.float32(strength * rng.uniform(0.05, 0.4)))
    if in_cell or rng.random() < 0.55:
        draw = draw_cell if in_cell else draw_rules
        rules = draw(h, w, box, rng).astype(np.float32) / 255
        if rng.random() < _WORN:
            rules *= _field(h, w, 12, rng)
        cover = np.maximum(cover, rules * np.float32(strength * rng.uniform(0.25, 1.1)))
    cover = np.clip(cover, 0, 1)
    if rng.random() < 0.6:
        cover = cv2.GaussianBlur(cover, (0, 0), float(rng.uniform(0.3, 1.0)))
    depth = rng.uniform(0.6, 1.0)
    grey = light * (1 - np.float32(depth) * cover)
    contrast = float(light.mean()) * depth * strength
    noise = contrast * float(np.exp(rng.uniform(np.log(0.005), np.log(0.09))))
    grey = grey + rng.normal(0, noise, (h, w)).astype(np.float32)
    if rng.random() < 0.06:
        grey = 255 - grey
    pixels = np.asarray(np.clip(np.rint(grey), 0, 255), np.uint8)
    if rng.random() < 0.4:
        quality = int(rng.integers(25, 95)) if contrast > 40 else int(rng.integers(60, 95))
        coded = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
        pixels = np.asarray(cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE), np.uint8)
    return Photo(pixels, box)


def _margins(rng: np.random.Generator) -> NDArray[np.float64]:
    """Choose how much paper there is to the left, above, to the right and below, in heights.

    Less than 0 is ink that the picture does not show.
    """
    loose = 0.9 if rng.random() < 0.4 else 0.25
    margins = np.abs(rng.normal(0.05, loose, 4))
    if rng.random() < _CUT:
        margins[1 if rng.random() < 0.5 else 3] = -rng.uniform(0, _CUT_MOST)
    return margins


def _crop(
    line: NDArray[np.uint8], height: int, margins: NDArray[np.float64], rng: np.random.Generator
) -> tuple[NDArray[np.uint8], Box]:
    """Bring ink to the size that it has in the picture, with paper around it, wide or tight."""
    x, y, w, h = cv2.boundingRect((line > 60).view(np.uint8))
    tight = line[y : y + h, x : x + w]
    scale = float(np.exp(rng.uniform(*np.log(_SIZES)))) / height
    size = (max(2, round(w * scale)), max(2, round(h * scale)))
    small = cv2.resize(tight, size, interpolation=cv2.INTER_AREA)
    unit = height * scale
    left, top, right, bottom = (round(m * unit) for m in margins.tolist())
    top, bottom = min(top, round(0.8 * unit)), min(bottom, round(0.8 * unit))
    small = small[max(0, -top) : size[1] - max(0, -bottom)]
    paper = ((max(0, top), max(0, bottom)), (left, right))
    picture = np.asarray(np.pad(small, paper), np.uint8)
    return picture, Box(left, max(0, top), size[0], small.shape[0])


def _field(h: int, w: int, side: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """Run a smooth field of values in [0, 1] over h × w pixels."""
    coarse = rng.random((max(2, side // 2), side)).astype(np.float32)
    return np.asarray(cv2.resize(coarse, (w, h), interpolation=cv2.INTER_LINEAR), np.float32)


def _light(h: int, w: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """Paper of some brightness, lit from one side, with a shadow at times."""
    base = np.float32(rng.uniform(90, 250) if rng.random() < 0.8 else rng.uniform(50, 255))
    kind = rng.random()
    if kind < 0.35:
        return np.full((h, w), base, np.float32)
    light = base * (1 - np.float32(rng.uniform(0, 0.25)) * _field(h, w, 4, rng))
    if kind > 0.9:
        y, x = np.mgrid[:h, :w].astype(np.float32)
        angle = rng.uniform(0, 2 * np.pi)
        across = (x - w * rng.random()) * np.float32(np.cos(angle)) + (
            y - h * rng.random()
        ) * np.float32(np.sin(angle))
        soft = np.clip(across / np.float32(rng.uniform(1, 0.3 * h + 2)) + 0.5, 0, 1)
        light *= 1 - np.float32(rng.uniform(0.1, 0.5)) * soft
    return np.asarray(light, np.float32)
