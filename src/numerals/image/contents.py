"""Contents: what is written in a cell, without the cell's borders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from numerals.image.borders import COVER, may_be_either, reach, tell_apart
from numerals.image.grey import f32

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from numerals.image.cells import Cell
    from numerals.image.sheet import Sheet

#: So much along each border is the line's, in pixels of the sheet and as a share of the shorter
#: side; what is written may reach into it.
_BORDER = 3.0
_BORDER_SHARE = 0.02
#: Ink covers so much more than the cell's own ground as a line does, or so many deviations of its
#: grain; the fullest of a number's ink covers at least twice as much.
_SIGNAL = 4.0
_HALF = 0.45
#: A digit is at least so high, in pixels of the sheet and as a share of the cell's height.
_LEAST = 7
_LEAST_SHARE = 0.2
#: A piece with less than this share of the largest one's ink is a speck.
_SPECK = 0.1
#: What is lower than this share of the tallest piece is no digit.
_LOW = 0.5
#: Paper around the ink that is cut out with it, as a share of the ink's height.
_AROUND = 0.3
#: Sides lean apart by so many pixels for each of their length where one of them went astray, and by
#: so many in all at least.
_CROOKED, _ASTRAY = 0.1, 3.0
#: What is seen of a cell.
PAPER, INK, ELSE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Written:
    """What is written somewhere.

    Attributes:
        quad: float64 (4, 2), its place on the sheet with a rim of paper, clockwise.
        ink: float64 (4, 2), the place of the ink alone.
        height: Of the ink but for specks and labels, in pixels of the sheet.
        foot: Where that ends, as a share of the cell's height.
        pen: How thick the strokes are, in pixels of the sheet.
        colour: float64 (3,), the ink's red, green and blue as shares of the paper's light.
        parts: How many pieces of ink it has.
        fullest: The share of the paper's light that its darkest ink covers, beyond its ground.
        view: uint8 (h, w), what is seen within `quad`: `PAPER`, `INK`, and what is not its own,
            `ELSE`; None where everything is its own.
        lined: Whether a stroke of the cell may be a digit or a line: left out, as it clings to the
            cell's side, or written from line to line; or a side of the cell itself, which leans.
    """

    quad: NDArray[np.float64]
    ink: NDArray[np.float64]
    height: float
    foot: float
    pen: float
    colour: NDArray[np.float64]
    parts: int
    fullest: float = 1.0
    view: NDArray[np.uint8] | None = None
    lined: bool = False


def find_written(sheet: Sheet, cell: Cell) -> Written | None:
    """Find what is written in a cell; None where it is empty.

    Args:
        sheet: The page.
        cell: One of its cells.
    """
    sides = np.linalg.norm(cell.quad - np.roll(cell.quad, -1, axis=0), axis=1)
    w, h = round(max(sides[0], sides[2])), round(max(sides[1], sides[3]))
    target = np.array([(0, 0), (w, 0), (w, h), (0, h)], np.float32)
    onto = cv2.getPerspectiveTransform(f32(cell.quad), target)
    cover = f32(cv2.warpPerspective(sheet.cover, onto, (w, h), flags=cv2.INTER_LINEAR))
    move = np.array([[1, 0, cell.corner[0]], [0, 1, cell.corner[1]], [0, 0, 1]])
    u8 = np.ascontiguousarray(cell.inside).view(np.uint8)
    inside = cv2.warpPerspective(u8, onto @ move, (w, h), flags=cv2.INTER_NEAREST)
    border = round(_BORDER + _BORDER_SHARE * min(w, h))
    if min(w, h) <= 2 * border + _LEAST:
        return None
    # Where the page bends, so do the borders.
    depth = f32(cv2.distanceTransform(np.pad(inside, 1), cv2.DIST_C, 3)[1:-1, 1:-1])
    ground = float(np.median(cover[border : h - border, border : w - border]))
    dark = cover - np.float32(ground)
    border = max(border, reach(dark, depth, border))
    inner = cover[border : h - border, border : w - border]
    grain = 1.4826 * float(np.median(np.abs(inner - ground)))
    # Shading printed in dots, or a smudge, is grain that ink is still far darker than.
    fullest = float(np.percentile(inner, 99)) - ground
    least = max(COVER, min(_SIGNAL * grain, _HALF * fullest))
    if grain > COVER / _SIGNAL:  # dots and smudges are finer than strokes
        inner = f32(cv2.GaussianBlur(inner, (0, 0), 1.2))
    within = depth[border : h - border, border : w - border] >= border
    mask = (inner - ground > least) & within
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask.view(np.uint8), connectivity=8)
    pieces = tell_apart(stats, dark, border)
    kept, left_out = pieces.kept, pieces.left_out
    if pieces.tallest < max(_LEAST, _LEAST_SHARE * inner.shape[0]):
        return None
    strokes = kept[labels]
    if float(inner[strokes].max()) - ground < 2 * COVER:
        return None
    rows, columns = np.flatnonzero(strokes.any(axis=1)), np.flatnonzero(strokes.any(axis=0))
    left, right, top, foot = columns[0], columns[-1] + 1, rows[0], rows[-1] + 1
    large = kept & (stats[:, cv2.CC_STAT_AREA] >= _SPECK * stats[kept, cv2.CC_STAT_AREA].max())
    # A label in the cell is lower than the number below it.
    large &= stats[:, cv2.CC_STAT_HEIGHT] >= _LOW * stats[large, cv2.CC_STAT_HEIGHT].max()
    high, low = stats[large, 1].min(), (stats[large, 1] + stats[large, 3]).max()
    around = round(_AROUND * (foot - top))
    back = np.asarray(np.linalg.inv(onto), np.float64)
    ink = _quad(left, top, right, foot, border, back)
    quad = _quad(left - around, top - around, right + around, foot + around, border, back)
    others = cv2.dilate(left_out[labels].view(np.uint8), np.ones((3, 3), np.uint8)) > strokes
    seen = np.where(strokes, INK, np.where(others | ~within, ELSE, PAPER)).astype(np.uint8)
    seen = np.pad(seen, around, constant_values=ELSE)
    view = np.ascontiguousarray(seen[top : foot + 2 * around, left : right + 2 * around])
    flat = np.asarray(cv2.warpPerspective(sheet.flat, onto, (w, h)), np.uint8)
    colour = measure_colour(flat[border : h - border, border : w - border], large[labels])
    return Written(
        quad,
        ink,
        float(low - high),
        float(low + border) / h,
        measure_pen(strokes),
        colour,
        int(kept.sum()),
        float(inner[strokes].max()) - ground,
        view,
        may_be_either(stats, pieces, within) or _is_crooked(cell.quad),
    )


def _is_crooked(quad: NDArray[np.float64]) -> bool:
    """Tell whether a cell's left and right sides run apart, as where one went astray along a 1."""
    (x, y), (right, upper), (end, lower), (left, foot) = quad
    lean = (left - x) / max(foot - y, 1) - (end - right) / max(lower - upper, 1)
    return bool(abs(lean) > max(_CROOKED, _ASTRAY / max(foot - y, 1)))


def _quad(
    left: float, top: float, right: float, foot: float, border: int, back: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Bring a rectangle of a cell's inside back to the sheet."""
    corners = np.array([(left, top), (right, top), (right, foot), (left, foot)], np.float64)
    return np.asarray(cv2.perspectiveTransform(corners[None] + border, back)[0], np.float64)


def measure_pen(strokes: NDArray[np.bool_]) -> float:
    """Measure how thick strokes are, in pixels: twice their ink over the pixels at its rim."""
    inside = cv2.erode(
        np.ascontiguousarray(strokes).view(np.uint8),
        np.ones((3, 3), np.uint8),
        borderType=cv2.BORDER_CONSTANT,
        borderValue=0,
    )
    area = int(strokes.sum())
    return 2.0 * area / max(area - int(inside.sum()), 1)


def measure_colour(flat: NDArray[np.uint8], strokes: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Measure the ink's colour in the middle of its strokes, as shares of the paper's.

    Args:
        flat: uint8 (h, w) or (h, w, 3), a part of the sheet.
        strokes: bool (h, w), its ink.

    Returns:
        float64 (3,): red, green and blue.
    """
    part = flat if flat.ndim == 3 else np.repeat(flat[..., None], 3, axis=2)
    u8 = np.ascontiguousarray(strokes).view(np.uint8)
    middle = cv2.erode(u8, np.ones((3, 3), np.uint8)).view(np.bool_)
    ink = part[middle if middle.any() else strokes].mean(axis=0)
    away = ~cv2.dilate(u8, np.ones((5, 5), np.uint8)).view(np.bool_)
    paper = part[away].mean(axis=0) if away.any() else np.full(3, 255.0)
    return np.asarray(ink / np.maximum(paper, 1), np.float64)
