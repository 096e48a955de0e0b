"""Find: which strokes of the ink are digits, and which of them belong together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from numerals.image.strokes import (
    Stroke,
    distance,
    erase,
    extent,
    list_strokes,
    overlap,
    stands_beside,
    union,
)
from numerals.image.uprights import find_uprights, is_of_one_pen

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from numerals.image.ink import Ink
    from numerals.reading import Box

#: Strokes nearer than this share of the digit's longer side belong to it.
_GAP = 0.25
#: A stroke at least this share of the tallest one's height can be a digit by itself.
_TALL = 0.55
#: What was left out at an edge may be a digit if it is taller by no more than this factor.
_AS_TALL = 1.3
#: A digit is hardly ever wider than this share of its height; two that touch often are.
_WIDE = 1.2
#: Two groups of strokes are two digits if so much paper lies between them, and each is so
#: tall, as shares of the height of both.
_CLEAR = 0.02
_BOTH_TALL = 0.75
#: What stands beside the digits may be another, if it is so tall, as a share of their height.
_BESIDE = 0.3
#: So may several pieces beside them that reach so far up and down together.
_PIECES = 0.6
#: What stands around a digit is dirt or a line; with more ink than this share of the digit's, the
#: digit may be a part of something else.
_AROUND = 0.25
#: Two strokes share a digit if their widths overlap by this share of the narrower one.
_OVERLAP = 0.4
_AT_EDGE = "what was taken for a line at the edge may be a digit"


@dataclass(frozen=True, slots=True)
class Region:
    """One digit's strokes.

    Attributes:
        ink: float32 (h, w) in [0, 1], cropped to the digit, other strokes removed.
        box: Its place in the ink map.
    """

    ink: NDArray[np.float32]
    box: Box


def find_single(ink: Ink) -> tuple[list[Region], list[str]]:
    """Find the one digit of a picture: its main stroke and what lies close to it.

    Returns:
        The digit, alone in a list, or an empty list where only dirt was found; and what about
        it is doubtful, in words.
    """
    labels, strokes, edges = list_strokes(ink)
    if not strokes:
        return [], []
    main = max(strokes, key=lambda s: _prominence(s, ink.mask.shape))
    digit, box = [main], main.box
    rest = [s for s in strokes if s is not main]
    while True:
        near = [s for s in rest if distance(s.box, box) <= _GAP * extent(box)]
        if not near:
            break
        digit += near
        rest = [s for s in rest if s not in near]
        box = union(s.box for s in digit)
    another = any(s.box.h >= _TALL * box.h for s in rest) or _stand_apart(digit, box)
    doubts = []
    if another:
        doubts.append("more than one digit, where one is expected")
    elif sum(s.area for s in rest) > _AROUND * sum(s.area for s in digit):
        doubts.append("much else stands around it")
    if _left_out(ink, edges, [box]):
        doubts.append(_AT_EDGE)
    return [_cut(ink, labels, digit)], doubts


def _stand_apart(strokes: list[Stroke], box: Box) -> bool:
    """Tell two digits side by side from one in several strokes.

    A digit's strokes lie over one another, as the flag of a 5 over its body, or one of them is
    short, as the left of an open 4: two digits are both tall, on one line, with paper between.
    """
    columns: list[Box] = []
    for stroke in sorted(strokes, key=lambda s: s.box.x):
        if columns and stroke.box.x < columns[-1].x + columns[-1].w + _CLEAR * box.h:
            columns[-1] = union([columns[-1], stroke.box])
        else:
            columns.append(stroke.box)
    return sum(c.h >= _BOTH_TALL * box.h for c in columns) > 1


def find_row(ink: Ink) -> tuple[list[Region], list[str], bool]:
    """Find every digit of a single row, left to right, each in strokes of its own.

    Returns:
        The digits; what about them is doubtful, in words; and whether something stands beside them
        that may be a digit, too, a small one or a bare 1, or much around them that may be of them.
    """
    labels, strokes, edges = list_strokes(ink)
    if not strokes:
        return [], [], False
    tallest = max(s.box.h for s in strokes)
    tall = sorted((s for s in strokes if s.box.h >= _TALL * tallest), key=lambda s: s.box.x)
    digits: list[list[Stroke]] = []
    for stroke in tall:
        if digits and overlap(union(s.box for s in digits[-1]), stroke.box) >= _OVERLAP:
            digits[-1].append(stroke)
        else:
            digits.append([stroke])
    for stroke in strokes:
        if stroke in tall:
            continue
        nearest = min(digits, key=lambda d: distance(union(s.box for s in d), stroke.box))
        box = union(s.box for s in nearest)
        if distance(box, stroke.box) <= _GAP * extent(box):
            nearest.append(stroke)
    regions = [_cut(ink, labels, digit) for digit in digits]
    doubts = []
    boxes = [region.box for region in regions]
    left_out = _left_out(ink, edges, boxes)
    if left_out:
        doubts.append(_AT_EDGE)
    if any(region.box.w > _WIDE * region.box.h for region in regions):
        doubts.append("wider than a digit: several may touch")
    taken = sum(s.area for digit in digits for s in digit)
    beside = left_out or sum(s.area for s in strokes) - taken > _AROUND * taken
    beside = beside or _has_beside(union(boxes), [s.box for s in strokes], edges, ink)
    return regions, doubts, beside


def _left_out(ink: Ink, edges: list[Box], digits: list[Box]) -> bool:
    """Tell whether what was taken for a line at the edge may be a 1, as tall as the digits."""
    tallest = max(box.h for box in digits)
    return any(
        _TALL * tallest <= edge.h <= _AS_TALL * tallest
        and edge.h > edge.w
        and is_of_one_pen(ink, edge, digits)
        for edge in edges
    )


def _has_beside(digits: Box, strokes: list[Box], edges: list[Box], ink: Ink) -> bool:
    least = _BESIDE * digits.h
    tall = [b for b in strokes if b.h >= least]
    ends = find_uprights(ink, [*tall, *(b for b in edges if b.h >= least)])
    if any(stands_beside(b, digits) for b in [*tall, *ends]):
        return True
    # Faint pencil leaves pieces of a digit, none of them tall.
    before = [b for b in strokes if b.x + b.w <= digits.x]
    behind = [b for b in strokes if b.x >= digits.x + digits.w]
    return any(len(each) > 1 and union(each).h >= _PIECES * digits.h for each in (before, behind))


def _prominence(stroke: Stroke, shape: tuple[int, ...]) -> float:
    """Weigh a stroke by its extent, and by how central it is."""
    h, w = shape
    x = (stroke.box.x + stroke.box.w / 2) / w - 0.5
    y = (stroke.box.y + stroke.box.h / 2) / h - 0.5
    return extent(stroke.box) * (1.0 - max(abs(x), abs(y)))


def _cut(ink: Ink, labels: NDArray[np.int32], digit: list[Stroke]) -> Region:
    """Crop to the digit, keep its own strokes with their soft rims, erase all others."""
    box = union(s.box for s in digit)
    rows, columns = slice(box.y, box.y + box.h), slice(box.x, box.x + box.w)
    inside = labels[rows, columns]
    crop = ink.map[rows, columns]
    if np.count_nonzero(ink.mask[rows, columns]) > sum(s.area for s in digit):
        own = np.zeros(int(labels.max()) + 1, np.bool_)
        own[[s.label for s in digit]] = True
        own = own[inside]
        crop = erase(crop, ink.mask[rows, columns] & ~own, own)
    return Region(np.ascontiguousarray(crop), box)
