"""Strokes: connected ink, without the dirt, the lines and the boxes around a digit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from numerals.image.lines import erase_edge_lines
from numerals.image.rules import erase_rules
from numerals.reading import Box

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from numerals.image.ink import Ink

#: A stroke smaller than this share of the largest is dirt.
_SPECK = 0.02
#: A stroke wholly within this share of the picture's side from an edge, and touching it or
#: stretched along it, is the rest of a box, a grid or a neighbour …
_MARGIN = 0.18
_STRETCHED = 4.0
#: … unless what else there is reaches less than this share of its extent.
_INNER = 0.3
#: A stroke that surrounds another of this share of its height is a printed box, if all but
#: this share of its ink lies within a tenth of its size from its outline.
_ENCLOSED = 0.3
_INSIDE = 0.05


@dataclass(frozen=True, slots=True)
class Stroke:
    """Connected ink.

    Attributes:
        label: Its number in the label map.
        box: Its place in the ink map.
        area: How many pixels it has.
    """

    label: int
    box: Box
    area: int


def list_strokes(ink: Ink) -> tuple[NDArray[np.int32], list[Stroke], list[Box]]:
    """List the connected strokes, without dirt.

    Returns:
        Labels (h, w), one for each stroke, 0 where there is none; the strokes; and, apart, the
        places of what is at the picture's edges and was left out.
    """
    mask = erase_edge_lines(erase_rules(ink.mask))
    edges: list[Box] = []
    if mask is not ink.mask:
        edges = [s.box for s in _connected(ink.mask & ~mask)[1]]
    labels, strokes = _connected(mask)
    if len(strokes) > 1:
        inner = _inner(strokes, ink.mask.shape)
        edges += [s.box for s in strokes if s not in inner]
        strokes = [
            s
            for s in inner
            if not (any(_encloses(s.box, t.box) for t in inner) and _is_box(labels, s))
        ]
        largest = max(s.area for s in strokes)
        strokes = [s for s in strokes if s.area >= _SPECK * largest]
    return labels, strokes, edges


def _connected(mask: NDArray[np.bool_]) -> tuple[NDArray[np.int32], list[Stroke]]:
    """Label the connected strokes of a mask, diagonal neighbours included."""
    mask = np.ascontiguousarray(mask)
    labels = np.zeros(mask.shape, np.int32)
    # Most of a picture is paper around the ink: it need not be labelled.
    left, top, width, height = cv2.boundingRect(mask.view(np.uint8))
    if not width:
        return labels, []
    part = np.s_[top : top + height, left : left + width]
    inked = np.ascontiguousarray(mask[part]).view(np.uint8)
    count, labels[part] = cv2.connectedComponents(inked, connectivity=8)
    if count == 2:  # a stroke, whose place is known, and the paper
        return labels, [Stroke(1, Box(left, top, width, height), int(np.count_nonzero(inked)))]
    _, labels[part], stats, _ = cv2.connectedComponentsWithStats(inked, connectivity=8)
    strokes = [
        Stroke(i, Box(left + x, top + y, w, h), area)
        for i, (x, y, w, h, area) in enumerate(stats.tolist())
        if i > 0
    ]
    return labels, strokes


def _inner(strokes: list[Stroke], shape: tuple[int, ...]) -> list[Stroke]:
    """Leave out what clings to the picture's edges, if a digit's worth of ink remains."""
    inner = [s for s in strokes if not _clings(s.box, shape)]
    largest = max((extent(s.box) for s in inner), default=0)
    if largest < _INNER * max(extent(s.box) for s in strokes):
        return strokes
    if len(inner) < len(strokes) and sum(_edges(union(s.box for s in inner), shape)) == 3:
        return strokes  # a digit that fills its picture, and its flag or foot at the fourth edge
    return inner


def _edges(box: Box, shape: tuple[int, ...]) -> tuple[bool, bool, bool, bool]:
    """Tell which edges of the picture a box touches: left, top, right, bottom."""
    h, w = shape
    return box.x == 0, box.y == 0, box.x + box.w == w, box.y + box.h == h


def _clings(box: Box, shape: tuple[int, ...]) -> bool:
    """Tell whether a stroke keeps to one edge of the picture, touching it or along it."""
    h, w = shape
    left, right = box.x, w - box.x - box.w
    top, bottom = box.y, h - box.y - box.h
    upright = min(left, right) + box.w <= _MARGIN * w and (
        min(left, right) == 0 or box.h >= _STRETCHED * box.w
    )
    level = min(top, bottom) + box.h <= _MARGIN * h and (
        min(top, bottom) == 0 or box.w >= _STRETCHED * box.h
    )
    return upright or level


def _encloses(outer: Box, inner: Box) -> bool:
    """Tell whether `inner` stands free within `outer` on all four sides."""
    return (
        outer.x < inner.x
        and outer.y < inner.y
        and outer.x + outer.w > inner.x + inner.w
        and outer.y + outer.h > inner.y + inner.h
        and inner.h >= _ENCLOSED * outer.h
    )


def _is_box(labels: NDArray[np.int32], stroke: Stroke) -> bool:
    """Tell a printed box, all of whose ink is at its outline, from the loop of a digit."""
    x, y, w, h = stroke.box
    rim_x, rim_y = max(2, w // 10), max(2, h // 10)
    inside = labels[y + rim_y : y + h - rim_y, x + rim_x : x + w - rim_x]
    return int((inside == stroke.label).sum()) <= _INSIDE * stroke.area


def erase(
    ink: NDArray[np.float32], others: NDArray[np.bool_], own: NDArray[np.bool_]
) -> NDArray[np.float32]:
    """Erase others' ink with its soft rims, but for what is one's own."""
    reach = cv2.dilate(np.ascontiguousarray(others).view(np.uint8), np.ones((3, 3), np.uint8))
    return np.where(reach.view(np.bool_) & ~own, np.float32(0), ink)


def extent(box: Box) -> int:
    """Give a box's longer side."""
    return max(box.w, box.h)


def distance(a: Box, b: Box) -> float:
    """Measure the paper between two boxes, in pixels; 0 where they touch or overlap."""
    dx = max(a.x - (b.x + b.w), b.x - (a.x + a.w), 0)
    dy = max(a.y - (b.y + b.h), b.y - (a.y + a.h), 0)
    return float(np.hypot(dx, dy))


def overlap(a: Box, b: Box) -> float:
    """Give the share of the narrower box's width that both have; below 0 where none."""
    shared = min(a.x + a.w, b.x + b.w) - max(a.x, b.x)
    return shared / min(a.w, b.w)


def stands_beside(box: Box, other: Box) -> bool:
    """Tell whether a box is wholly to the left of another, or to its right."""
    return box.x >= other.x + other.w or box.x + box.w <= other.x


def union(boxes: Iterable[Box]) -> Box:
    """Find the smallest box around boxes."""
    each = list(boxes)
    x, y = min(b.x for b in each), min(b.y for b in each)
    right, bottom = max(b.x + b.w for b in each), max(b.y + b.h for b in each)
    return Box(x, y, right - x, bottom - y)
