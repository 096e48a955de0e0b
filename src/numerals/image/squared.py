"""Squared paper: lines that are written across, and enclose nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from numerals.image.ruling import erase_rules

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from numerals.image.cells import Cell
    from numerals.image.grid import Line

#: Squared paper has so many cells, alike in shape to this share, and as square as this (logarithm).
_SQUARES = 40
_ALIKE, _LONGER = 0.12, 0.2
#: Ink covers so much of the paper's light.
_COVER = 0.15
#: A piece of ink is a stroke if it is as high as this share of a cell …
_STROKE = 0.3
#: … and written across a line if so much of it is in other cells than most of it.
_OTHER = 0.15
#: So many of the strokes are, on squared paper.
_ACROSS = 0.25
#: So many cells, of which less than this share is written in, are no table, whatever crosses them.
_MANY = 150
_WRITTEN = 0.4


def is_squared_paper(
    table: list[Cell], level: list[Line], upright: list[Line], cover: NDArray[np.float32]
) -> bool:
    """Tell squared paper from a table: what is written on it heeds no lines.

    Args:
        table: The cells that its lines enclose.
        level: The nearly level lines.
        upright: The nearly upright ones, with x and y exchanged.
        cover: float32 (h, w) in [0, 1], as a `Sheet` has it.
    """
    sides = np.array([np.ptp(cell.quad, axis=0) for cell in table])
    shapes = sides[:, 0] / sides[:, 1]
    shape = float(np.median(shapes))
    # Of a photo, squares may come out a little longer than wide, but all alike.
    alike = np.median(np.abs(shapes / shape - 1)) <= _ALIKE
    if len(table) < _SQUARES or abs(np.log(shape)) > _LONGER or not alike:
        return False
    names = np.zeros(cover.shape, np.int32)
    for name, cell in enumerate(table, 1):
        x, y = cell.corner
        h, w = cell.inside.shape
        names[y : y + h, x : x + w][cell.inside] = name
    inside = cv2.morphologyEx((names > 0).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3)))
    mask = ((cover > _COVER) & (inside > 0)).astype(np.uint8)
    mask = erase_rules(mask, level, upright, cover)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    strokes = stats[:, cv2.CC_STAT_HEIGHT] >= _STROKE * float(np.median(sides[:, 1]))
    strokes[0] = False
    ink = (mask > 0) & strokes[labels] & (names > 0)
    if not ink.any():
        return False
    if len(table) >= _MANY and len(np.unique(names[ink])) < _WRITTEN * len(table):
        return True
    pairs, area = np.unique(
        labels[ink].astype(np.int64) * (len(table) + 1) + names[ink], return_counts=True
    )
    whole, most = np.zeros(count), np.zeros(count)
    owner = pairs // (len(table) + 1)
    np.add.at(whole, owner, area)
    np.maximum.at(most, owner, area)
    across = 1 - most[strokes] / np.maximum(whole[strokes], 1)
    return float(np.mean(across > _OTHER)) > _ACROSS
