"""Grid: the ruled lines of tables and boxes, followed where the page bends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from numerals.image.grey import f32
from numerals.image.grid_parts import part_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

#: What covers so much of the paper's light, or so many deviations of its grain, may be a line.
_COVER = 0.06
_SIGNAL = 4.0
#: A pale line covers at least this share of that.
_PALE = 0.5
#: Of a normal distribution, the quarter and the twentieth lie so many deviations apart.
_QUARTER = 0.97
#: It is so much darker, averaged over so many pixels along it, than so many all around it are.
_ALONG = 7
_BESIDE = 31
#: What is so many pixels broad, both ways, is no line.
_BROAD = 17
#: A line is made of level runs of at least so many pixels of the sheet …
_RUN = 15
#: … over gaps of so many, and is at least so long and at most so thick.
_GAP = 5
_SHORTEST = 26
_THICKEST = 14
#: What is wider than so many pixels, and higher than wide, may be lines that are tied together.
_TIED = 120
#: A line is longer than thick by this factor.
_SLENDER = 5.0
#: A line goes on after a gap of so many pixels, and of at most this share of the shorter part,
#: if it meets what follows to so many.
_BRIDGE = 10
_PART = 0.35
_MEETS = 3.0
#: Paper bends slowly: a line shorter than this is straight but for so many pixels.
_BENDS = 120
_STRAIGHT = 1.2
#: A line's direction at its end is that of so many of its last pixels.
_TAIL = 60
#: Lines nearer to each other are one, drawn double or in pieces.
_ONE = 12


@dataclass(slots=True)
class Line:
    """A ruled line, nearly level; an upright one has its x and y exchanged.

    Attributes:
        start: Its first x, in pixels of the sheet.
        ys: float32 (n,), its y at x = start, start + 1, …
        thickness: In pixels.
    """

    start: int
    ys: NDArray[np.float32]
    thickness: float

    @property
    def end(self) -> int:
        """The x after its last."""
        return self.start + len(self.ys)

    @property
    def slope(self) -> float:
        """By how much its y rises for each x, from its first to its last."""
        return _slope(self.ys)

    def at(self, x: float) -> float:
        """Its y at any x; beyond its ends it goes on straight."""
        i = x - self.start
        if 0 <= i <= len(self.ys) - 1:
            return float(self.ys[round(i)])
        if i < 0:
            return float(self.ys[0] + _slope(self.ys[:_TAIL]) * i)
        return float(self.ys[-1] + _slope(self.ys[-_TAIL:]) * (x - self.end + 1))

    def between(self, start: int, end: int) -> Line:
        """Cut it, or lengthen it, to run from one x up to another."""
        i = np.arange(start, end) - self.start
        last = len(self.ys) - 1
        ys = np.asarray(self.ys[np.clip(i, 0, last)], np.float64)
        ys += _slope(self.ys[:_TAIL]) * np.minimum(i, 0)
        ys += _slope(self.ys[-_TAIL:]) * np.maximum(i - last, 0)
        return Line(start, f32(ys), self.thickness)


def _slope(ys: NDArray[np.float32]) -> float:
    """Measure by how much what lies at successive x rises for each."""
    return float(ys[-1] - ys[0]) / max(len(ys) - 1, 1)


def find_lines(cover: NDArray[np.float32]) -> tuple[list[Line], list[Line]]:
    """Find ruled lines, level and upright, whether or not they belong to a table.

    Args:
        cover: float32 (h, w) in [0, 1], as a `Sheet` has it.

    Returns:
        The level lines; and the upright ones, with x and y exchanged.
    """
    return _level_lines(cover, _usual), _level_lines(np.ascontiguousarray(cover.T), _usual)


def find_pale_lines(cover: NDArray[np.float32]) -> tuple[list[Line], list[Line]]:
    """Find ruled lines half as dark, as `find_lines`; what shows through paper may be among them.

    Thin lines are so pale where a photo is out of focus or shaken.
    """
    return _level_lines(cover, _pale), _level_lines(np.ascontiguousarray(cover.T), _pale)


def find_fine_lines(cover: NDArray[np.float32]) -> tuple[list[Line], list[Line]]:
    """Find ruled lines where they are so close that much of the page is line, as `find_lines`.

    On newsprint it finds too many.
    """
    return _level_lines(cover, _fine), _level_lines(np.ascontiguousarray(cover.T), _fine)


def may_be_fine(cover: NDArray[np.float32]) -> bool:
    """Tell whether a page is no plain paper, so that `find_fine_lines` may find other lines."""
    return _usual(f32(cv2.blur(cover, (_ALONG, 1)))) > _COVER


def _grain(along: NDArray[np.float32]) -> float:
    """Measure the grain of a page that is mostly paper: a standard deviation."""
    return 1.4826 * float(np.median(np.abs(along - np.median(along))))


def _usual(along: NDArray[np.float32]) -> float:
    """Say what stands out from a page that is mostly paper."""
    return max(_COVER, _SIGNAL * _grain(along))


def _pale(along: NDArray[np.float32]) -> float:
    """Say what hardly stands out from such a page."""
    return max(_PALE * _COVER, _SIGNAL * _grain(along))


def _fine(along: NDArray[np.float32]) -> float:
    """Say what stands out from the grain of what is palest on a page."""
    low, quarter = np.percentile(along, [5, 25])
    return max(_COVER, _SIGNAL * float(quarter - low) / _QUARTER)


def _level_lines(
    cover: NDArray[np.float32], least: Callable[[NDArray[np.float32]], float]
) -> list[Line]:
    """Find nearly level lines that stand out from the page."""
    # Along a line its ink adds up, where grain and shading printed in dots come to nothing. It
    # is darker than what is at its sides: shaded cells and shadows are not.
    along = f32(cv2.blur(cover, (_ALONG, 1)))
    beside = np.minimum(cv2.blur(cover, (_BESIDE, _BESIDE)), 0.5 * along)
    # What is broader than a line both ways is a shadow's edge, or a fold's.
    thin = cv2.morphologyEx(along, cv2.MORPH_TOPHAT, np.ones((_BROAD, _BROAD), np.uint8))
    mask = (np.minimum(along - beside, thin) > least(along)).view(np.uint8)
    runs = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((1, _GAP), np.uint8))
    runs = cv2.dilate(runs, np.ones((3, 1), np.uint8))  # a sloping line is a stair of short runs
    runs = cv2.morphologyEx(runs, cv2.MORPH_OPEN, np.ones((1, _RUN), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
    lines: list[Line] = []
    for i, (x, y, w, h, _area) in enumerate(stats.tolist()):
        if i == 0 or w < _SHORTEST or (h > w and w < _TIED):
            continue
        for left, upper, part in part_lines(labels[y : y + h, x : x + w] == i, _SHORTEST):
            line = _follow(part, x + left, y + upper)
            if line is not None:
                lines.append(line)
    return join(lines)


def _follow(part: NDArray[np.bool_], x: int, y: int) -> Line | None:
    """Follow a line's middle through its columns; None where it is too thick for a line."""
    count = part.sum(axis=0)
    thickness = float(np.median(count))
    if not 0 < thickness <= _THICKEST or part.shape[1] < _SLENDER * thickness:
        return None
    rows = np.arange(part.shape[0], dtype=np.float32)
    middle = (rows @ part) / np.maximum(count, 1)
    plain = (count > 0) & (count <= 1.5 * thickness + 1)  # elsewhere a digit crosses it
    if plain.mean() < 0.5:
        return None
    columns = np.arange(len(middle))
    ys = np.interp(columns, columns[plain], middle[plain])
    width = min(31, len(ys) // 2 * 2 - 1)
    padded = np.pad(ys, width // 2, mode="reflect", reflect_type="odd")
    smooth = np.convolve(padded, np.full(width, 1 / width), "valid")
    if len(ys) < _BENDS:
        chord = np.linspace(smooth[0], smooth[-1], len(ys))
        if np.abs(smooth - chord).max() > _STRAIGHT + 0.01 * len(ys):
            return None
    return Line(x, f32(smooth + y), max(1.0, thickness - 2))


def join(lines: list[Line], over: int = _RUN) -> list[Line]:
    """Join lines that go on after a gap, or that lie over each other by so many pixels at most."""
    lines = sorted(lines, key=lambda line: line.start)
    joined: list[Line] = []
    for line in lines:
        best, nearest = None, _MEETS + 1
        for before in joined:
            gap = line.start - before.end
            shorter = min(len(before.ys), len(line.ys))
            if -over <= gap <= min(_BRIDGE, max(_GAP, _PART * shorter)):
                at = (line.start + before.end) / 2
                off = abs(before.at(at) - line.at(at))
                if off < nearest and off <= _MEETS:
                    best, nearest = before, off
        if best is None:
            joined.append(line)
            continue
        skip = max(0, best.end - line.start)
        if skip >= len(line.ys):
            continue
        gap = max(0, line.start - best.end)
        between = np.linspace(best.ys[-1], line.ys[skip], gap + 2)[1:-1]
        best.ys = f32(np.concatenate([best.ys, between, line.ys[skip:]]))
        best.thickness = max(best.thickness, line.thickness)
    return joined


def bounds(lines: Sequence[Line]) -> NDArray[np.float64]:
    """Give the first x and the end of each line, and its least and greatest y: float64 (n, 4)."""
    found = [(line.start, line.end, line.ys.min(), line.ys.max()) for line in lines]
    return np.array(found, np.float64).reshape(-1, 4)


def spacing(lines: Sequence[Line]) -> float:
    """Measure how far lines are from their neighbours, in the middle; 0 where all are one."""
    gaps = np.diff(sorted(float(np.median(line.ys)) for line in lines))
    return float(np.median(gaps[gaps > _ONE])) if (gaps > _ONE).any() else 0.0
