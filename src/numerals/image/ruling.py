"""Ruling: the lines that people write on, and in, erased from the ink of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from numerals.image.grey import f32
from numerals.image.grid import Line
from numerals.image.grid_gaps import is_whole
from numerals.image.lattice import restore

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

#: Lines so long, as a share of the sheet's width or height, are rules and no strokes.
_RULE = 0.25
_THIN = 6.0
#: So are lines so long, where there are so many of them.
_FIELD, _SEVERAL = 0.15, 3
#: They have ink in so much of their columns, and none but their own around their ends, so many
#: pixels each way.
_INKED, _END = 0.8, 4
#: Pieces so long are one rule that ink hides in between, over so many pixels at most, if each is
#: where the one before it would go on to, but for so many pixels and so much for each between.
_PIECE, _HIDDEN = 60, 400
_MEETS, _TURN = 3.0, 0.02
#: A line is a box's side if so many pixels of paper lie between at most; so is another that is no
#: further off than so many more: it is in pieces.
_SIDE, _DOUBLE = 4.0, 2.0
#: A pen's ink on a line is darker than the line by this factor; it is looked for so many pixels
#: off its middle.
_DARKER, _HALF = 1.5, 3


def erase_rules(
    mask: NDArray[np.uint8], level: list[Line], upright: list[Line], cover: NDArray[np.float32]
) -> NDArray[np.uint8]:
    """Erase the rules that are written on, and keep the strokes that cross them.

    Args:
        mask: uint8 (h, w), 1 where there is ink.
        level: Nearly level lines.
        upright: Nearly upright ones, with x and y exchanged.
        cover: float32 (h, w) in [0, 1], as a `Sheet` has it.
    """
    return erase(mask, _rules(level, cover), _rules(upright, cover.T), cover)


def erase_fields(
    mask: NDArray[np.uint8], level: list[Line], cover: NDArray[np.float32]
) -> NDArray[np.uint8]:
    """Erase the lines of a form, which are shorter than rules, several, and end in paper.

    Args:
        mask: uint8 (h, w), 1 where there is ink.
        level: Nearly level lines.
        cover: float32 (h, w) in [0, 1], as a `Sheet` has it.
    """
    least = _FIELD * cover.shape[1]
    long = [line for line in level if len(line.ys) > least and line.thickness <= _THIN]
    fields = [line for line in long if _is_inked(line, mask) and _is_free(line, mask)]
    return erase(mask, fields, [], cover) if len(fields) >= _SEVERAL else mask


def _is_inked(line: Line, mask: NDArray[np.uint8]) -> bool:
    """Tell whether a level line is there: in tables, which are left out, it is not."""
    rows = np.clip(np.rint(line.ys).astype(np.intp), 1, len(mask) - 2)
    band = rows + np.array([[-1], [0], [1]]), np.arange(line.start, line.end)
    return float(mask[band].max(axis=0).mean()) >= _INKED


def _is_free(line: Line, mask: NDArray[np.uint8]) -> bool:
    """Tell whether nothing but paper is at both ends of a level line, as at no end of a 7's bar."""
    reach = _breadth(line) + _END
    for x, y in ((line.start, line.ys[0]), (line.end - 1, line.ys[-1])):
        left, top = max(0, x - reach), max(0, round(float(y)) - reach)
        part = mask[top : round(float(y)) + reach + 1, left : x + reach + 1]
        rows = np.abs(np.arange(len(part)) + top - float(y)) > _breadth(line)
        if part[rows].any():
            return False
    return True


def erase(
    mask: NDArray[np.uint8], level: list[Line], upright: list[Line], cover: NDArray[np.float32]
) -> NDArray[np.uint8]:
    """Erase lines, whatever they are, and keep the strokes that cross them or are far darker.

    Args:
        mask: uint8 (h, w), 1 where there is ink.
        level: Nearly level lines.
        upright: Nearly upright ones, with x and y exchanged.
        cover: float32 (h, w) in [0, 1], as a `Sheet` has it.
    """
    mask = _erase(mask, level, _darker(level, cover))
    mask = np.ascontiguousarray(_erase(mask.T, upright, _darker(upright, cover.T)).T)
    if not level or not upright:
        return mask
    # Where lines cross they are as dark as a pen, and broader than elsewhere: dots are left.
    rim = np.ones((5, 5), np.uint8)
    rows, columns = _drawn(level, mask.shape), np.ascontiguousarray(_drawn(upright, mask.T.shape).T)
    plain = (cv2.dilate(rows, rim) == 0) | (cv2.dilate(columns, rim) == 0)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    beyond = np.bincount(np.asarray(labels[plain], np.intp), minlength=count)
    keep = (beyond > 0) | (stats[:, 2:4].max(axis=1) > 2 * max(map(_breadth, [*level, *upright])))
    return np.asarray(mask & keep[labels], np.uint8)


def erase_boxes(
    mask: NDArray[np.uint8],
    boxes: Sequence[NDArray[np.float64]],
    level: list[Line],
    upright: list[Line],
) -> NDArray[np.uint8]:
    """Erase the sides of boxes: what is left of them beside a number would be 1s.

    Args:
        mask: uint8 (h, w), 1 where there is ink.
        boxes: float64 (4, 2) each, their corners, clockwise from the top left.
        level: Nearly level lines.
        upright: Nearly upright ones, with x and y exchanged.
    """
    caps = [quad[pair] for quad in boxes for pair in ([0, 1], [3, 2])]
    sides = [quad[pair, ::-1] for quad in boxes for pair in ([0, 3], [1, 2])]
    rims = [_with_rim(line) for cap in caps for line in _along(cap, level)]
    mask = _erase(mask, rims, np.zeros(mask.shape, np.uint8))
    rims = [_with_rim(line) for side in sides for line in _along(side, upright)]
    return np.ascontiguousarray(_erase(mask.T, rims, np.zeros(mask.T.shape, np.uint8)).T)


def _along(side: NDArray[np.float64], lines: list[Line]) -> list[Line]:
    """Choose the lines nearest to a box's side (2, 2), which runs from a point (x, y) to another.

    A 1 beside it is a line, too, and further off.
    """
    x, y = side.mean(axis=0).tolist()
    near = [line for line in lines if line.start <= x < line.end]
    off = [abs(line.at(x) - y) for line in near]
    nearest = min(off, default=0.0)
    return [
        line
        for line, far in zip(near, off, strict=True)
        if far <= min(_SIDE + line.thickness, nearest + _DOUBLE)
    ]


def _with_rim(line: Line) -> Line:
    """Lengthen and broaden a line: a box's lines meet in its corners, and have pale rims."""
    corner = round(line.thickness) + 2
    longer = line.between(line.start - corner, line.end + corner)
    return Line(longer.start, longer.ys, line.thickness + 2)


def _rules(lines: list[Line], cover: NDArray[np.float32]) -> list[Line]:
    """List the lines that are rules to write on: long, thin and whole. A line of text is not."""
    thin = [line for line in lines if line.thickness <= _THIN]
    long = [line for line in _put_together(thin) if len(line.ys) > _RULE * cover.shape[1]]
    found = [_whole(line, cover) for line in long]
    return [line for line in found if line is not None]


def _whole(line: Line, cover: NDArray[np.float32]) -> Line | None:
    """Give a line all along the sheet, or as long as it is; None where neither is whole."""
    # Where a line is not seen all along the sheet, it may be a table's, and end with it.
    ways = restore(line, cover), line
    return next((way for way in ways if is_whole(way, cover)), None)


def _put_together(lines: list[Line]) -> list[Line]:
    """Put pieces of a rule together; what is no long piece is left out."""
    rules: list[Line] = []
    for line in sorted(lines, key=lambda line: line.start):
        if len(line.ys) < _PIECE:
            continue
        off = {i: _off(before, line) for i, before in enumerate(rules)}
        nearest = min(off, key=off.__getitem__, default=0)
        if off.get(nearest, np.inf) > 1:
            rules.append(line)
            continue
        before = rules[nearest]
        between = np.linspace(before.ys[-1], line.ys[0], line.start - before.end + 2)[1:-1]
        ys = np.concatenate([before.ys, between, line.ys])
        rules[nearest] = Line(before.start, f32(ys), max(before.thickness, line.thickness))
    return rules


def _off(before: Line, line: Line) -> float:
    """Measure how far a piece is off where another goes on to; up to 1 it may be its next."""
    gap = line.start - before.end
    if not 0 <= gap <= _HIDDEN:
        return np.inf
    x = (before.end + line.start) / 2
    return abs(before.at(x) - line.at(x)) / (_MEETS + _TURN * gap)


def _darker(lines: list[Line], cover: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Mark what lies on lines and is so dark that it is a pen's: uint8 (h, w)."""
    dark = np.zeros(cover.shape, np.uint8)
    for line in lines:
        rows, columns = np.rint(line.ys).astype(np.intp), np.arange(line.start, line.end)
        beside = np.arange(-_HALF, _HALF + 1)[:, None]
        band = (
            np.clip(rows + beside, 0, len(cover) - 1),
            np.broadcast_to(columns, (len(beside), len(columns))),
        )
        own = float(np.median(cover[band].max(axis=0)))
        dark[band] |= cover[band] > _DARKER * own
    return dark


def _erase(
    mask: NDArray[np.uint8], lines: list[Line], dark: NDArray[np.uint8]
) -> NDArray[np.uint8]:
    """Erase lines from a mask but for what is dark, and repair the strokes that cross them."""
    if not lines:
        return mask
    ruled, thickest = _drawn(lines, mask.shape), max(map(_breadth, lines))
    rest = np.ascontiguousarray(mask & (~ruled | dark))
    closed = cv2.morphologyEx(rest, cv2.MORPH_CLOSE, np.ones((thickest + 4, 3), np.uint8))
    return np.asarray(rest | (np.asarray(closed, np.uint8) & mask), np.uint8)


def _drawn(lines: list[Line], shape: tuple[int, ...]) -> NDArray[np.uint8]:
    """Draw nearly level lines with their rims: uint8 (h, w), 1 where one is."""
    drawn = np.zeros(shape, np.uint8)
    for line in lines:
        points = np.stack([np.arange(line.start, line.end), np.rint(line.ys)], axis=1)
        cv2.polylines(drawn, [points.astype(np.int32)], False, 1, _breadth(line))
    return drawn


def _breadth(line: Line) -> int:
    return int(np.ceil(line.thickness)) + 2
