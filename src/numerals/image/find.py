"""Find: which strokes of the ink are digits, and which of them belong together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from numerals.image.lines import erase_edge_lines
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
#: Strokes nearer than this share of the digit's longer side belong to it.
_GAP = 0.25
#: A stroke at least this share of the tallest one's height can be a digit by itself.
_TALL = 0.55
#: What was left out at an edge may be a digit if it is taller by no more than this factor.
_AS_TALL = 1.3
#: A digit is hardly ever wider than this share of its height; two that touch often are.
_WIDE = 1.2
#: Two strokes share a digit if their widths overlap by this share of the narrower one.
_OVERLAP = 0.4


@dataclass(frozen=True, slots=True)
class Region:
    """One digit's strokes.

    Attributes:
        ink: float32 (h, w) in [0, 1], cropped to the digit, other strokes removed.
        box: Its place in the ink map.
    """

    ink: NDArray[np.float32]
    box: Box


@dataclass(frozen=True, slots=True)
class _Stroke:
    label: int
    box: Box
    area: int


def find_single(ink: Ink) -> tuple[list[Region], list[str]]:
    """Find the one digit of a picture: its main stroke and what lies close to it.

    Returns:
        The digit, alone in a list, or an empty list where only dirt was found; and what about
        it is doubtful, in words.
    """
    labels, strokes, _ = _strokes(ink)
    if not strokes:
        return [], []
    main = max(strokes, key=lambda s: _prominence(s, ink.mask.shape))
    digit, box = [main], main.box
    rest = [s for s in strokes if s is not main]
    while True:
        near = [s for s in rest if _distance(s.box, box) <= _GAP * _extent(box)]
        if not near:
            break
        digit += near
        rest = [s for s in rest if s not in near]
        box = _union(s.box for s in digit)
    another = any(s.box.h >= _TALL * box.h for s in rest)
    doubts = ["more than one digit, where one is expected"] if another else []
    return [_cut(ink, labels, digit)], doubts


def find_row(ink: Ink) -> tuple[list[Region], list[str]]:
    """Find every digit of a single row, left to right, each in strokes of its own.

    Returns:
        The digits; and what about them is doubtful, in words.
    """
    labels, strokes, edges = _strokes(ink)
    if not strokes:
        return [], []
    tallest = max(s.box.h for s in strokes)
    tall = sorted((s for s in strokes if s.box.h >= _TALL * tallest), key=lambda s: s.box.x)
    digits: list[list[_Stroke]] = []
    for stroke in tall:
        if digits and _overlap(_union(s.box for s in digits[-1]), stroke.box) >= _OVERLAP:
            digits[-1].append(stroke)
        else:
            digits.append([stroke])
    for stroke in strokes:
        if stroke in tall:
            continue
        nearest = min(digits, key=lambda d: _distance(_union(s.box for s in d), stroke.box))
        box = _union(s.box for s in nearest)
        if _distance(box, stroke.box) <= _GAP * _extent(box):
            nearest.append(stroke)
    regions = [_cut(ink, labels, digit) for digit in digits]
    doubts = []
    if any(_TALL * tallest <= edge.h <= _AS_TALL * tallest and edge.h > edge.w for edge in edges):
        doubts.append("what was taken for a line at the edge may be a digit")
    if any(region.box.w > _WIDE * region.box.h for region in regions):
        doubts.append("wider than a digit: several may touch")
    return regions, doubts


def _strokes(ink: Ink) -> tuple[NDArray[np.int32], list[_Stroke], list[Box]]:
    """List the connected strokes, without dirt; and, apart, the places of what is at the edges."""
    mask = erase_edge_lines(ink.mask)
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


def _connected(mask: NDArray[np.bool_]) -> tuple[NDArray[np.int32], list[_Stroke]]:
    """Label the connected strokes of a mask, diagonal neighbours included."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(
        np.ascontiguousarray(mask).view(np.uint8), connectivity=8
    )
    strokes = [
        _Stroke(i, Box(x, y, w, h), area)
        for i, (x, y, w, h, area) in enumerate(stats.tolist())
        if i > 0
    ]
    return np.asarray(labels, np.int32), strokes


def _inner(strokes: list[_Stroke], shape: tuple[int, ...]) -> list[_Stroke]:
    """Leave out what clings to the picture's edges, if a digit's worth of ink remains."""
    inner = [s for s in strokes if not _clings(s.box, shape)]
    extent = max((_extent(s.box) for s in inner), default=0)
    return inner if extent >= _INNER * max(_extent(s.box) for s in strokes) else strokes


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


def _is_box(labels: NDArray[np.int32], stroke: _Stroke) -> bool:
    """Tell a printed box, all of whose ink is at its outline, from the loop of a digit."""
    x, y, w, h = stroke.box
    rim_x, rim_y = max(2, w // 10), max(2, h // 10)
    inside = labels[y + rim_y : y + h - rim_y, x + rim_x : x + w - rim_x]
    return int((inside == stroke.label).sum()) <= _INSIDE * stroke.area


def _extent(box: Box) -> int:
    return max(box.w, box.h)


def _prominence(stroke: _Stroke, shape: tuple[int, ...]) -> float:
    """Weigh a stroke by its extent, and by how central it is."""
    h, w = shape
    x = (stroke.box.x + stroke.box.w / 2) / w - 0.5
    y = (stroke.box.y + stroke.box.h / 2) / h - 0.5
    return _extent(stroke.box) * (1.0 - max(abs(x), abs(y)))


def _distance(a: Box, b: Box) -> float:
    dx = max(a.x - (b.x + b.w), b.x - (a.x + a.w), 0)
    dy = max(a.y - (b.y + b.h), b.y - (a.y + a.h), 0)
    return float(np.hypot(dx, dy))


def _overlap(a: Box, b: Box) -> float:
    shared = min(a.x + a.w, b.x + b.w) - max(a.x, b.x)
    return shared / min(a.w, b.w)


def _union(boxes: Iterable[Box]) -> Box:
    each = list(boxes)
    x, y = min(b.x for b in each), min(b.y for b in each)
    right, bottom = max(b.x + b.w for b in each), max(b.y + b.h for b in each)
    return Box(x, y, right - x, bottom - y)


def _cut(ink: Ink, labels: NDArray[np.int32], digit: list[_Stroke]) -> Region:
    """Crop to the digit, keep its own strokes with their soft rims, erase all others."""
    box = _union(s.box for s in digit)
    rows, columns = slice(box.y, box.y + box.h), slice(box.x, box.x + box.w)
    inside = labels[rows, columns]
    crop = ink.map[rows, columns]
    if np.count_nonzero(ink.mask[rows, columns]) > sum(s.area for s in digit):
        own = np.zeros(int(labels.max()) + 1, np.bool_)
        own[[s.label for s in digit]] = True
        own = own[inside]
        foreign = ink.mask[rows, columns] & ~own
        reach = cv2.dilate(foreign.view(np.uint8), np.ones((3, 3), np.uint8)).view(np.bool_)
        crop = np.where(reach & ~own, np.float32(0), crop)
    return Region(np.ascontiguousarray(crop), box)
