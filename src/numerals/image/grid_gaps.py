"""Gaps: where a table's line is too faint to be found, it is followed to the next that it meets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from numerals.image.grey import f32
from numerals.image.grid import Line, bounds, join

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Only lines so long are followed, and no farther than so many pixels at a time.
_LONG = 60
_FARTHEST = 260
#: It meets another that ends so many pixels before it, and is at it if so many are between.
_MARGIN = 8
#: It goes on in a fellow that lies so many pixels off its end.
_MEETS = 3.0
#: A line may turn by so many pixels on its way, and so much for each one that it goes.
_TURN = 3.0
_TURN_SHARE = 0.04
#: There is a line where the ink on the way is darker than what is so many pixels beside it …
_BESIDE = 6
#: … by so much, by this share of what it is elsewhere on the line, and on this share of the way.
_DARKER = 0.015
_AS_DARK = 0.2
_ON_THE_WAY = 0.7
#: A line is dark all along if it is so over each so many pixels.
_WHILE = 9


def follow_lines(
    level: list[Line], upright: list[Line], cover: NDArray[np.float32]
) -> tuple[list[Line], list[Line]]:
    """Lengthen lines to the next that they meet, where there is any ink on the way.

    What has none for much of its way is left out: it is strokes that stand in a row.

    Args:
        level: Nearly level lines.
        upright: Nearly upright ones, with x and y exchanged.
        cover: float32 (h, w) in [0, 1], as a `Sheet` has it.
    """
    level = [line for line in level if is_whole(line, cover)]
    upright = [line for line in upright if is_whole(line, cover.T)]
    rows, columns = Crowd(level), Crowd(upright)
    return (
        join([_follow(line, columns, rows, cover) for line in level], _FARTHEST),
        join([_follow(line, rows, columns, cover.T) for line in upright], _FARTHEST),
    )


def is_whole(line: Line, cover: NDArray[np.float32]) -> bool:
    """Tell whether there is ink all along a line, darker than what is beside it.

    Args:
        line: A nearly level line.
        cover: float32 (h, w) in [0, 1], as a `Sheet` has it.
    """
    ridge = _ridge(cover, np.arange(line.start, line.end), line.ys)
    return float(np.mean(ridge > _faintest(float(np.median(ridge))))) >= _ON_THE_WAY


def darkness(line: Line, cover: NDArray[np.float32]) -> float:
    """Measure how much darker a line is than what is beside it, where it is palest for a while.

    A label may touch it at one side.

    Args:
        line: A nearly level line; its ends, which may lie beyond its ink, are left out.
        cover: float32 (h, w) in [0, 1], as a `Sheet` has it.
    """
    if len(line.ys) < 2 * _WHILE:
        return 0.0
    ridge = _ridge(cover, np.arange(line.start, line.end), line.ys, np.minimum)
    within = ridge[_WHILE // 2 : -(_WHILE // 2)]
    return float(np.convolve(within, np.full(_WHILE, 1 / _WHILE), "valid").min())


def _faintest(own: float) -> float:
    """Say how dark a line is at its faintest, that is as dark as `own` elsewhere."""
    return 0.1 * own + 0.005


class Crowd:
    """Lines of one direction, and where each lies: most are far from any other.

    Args:
        lines: The lines.
    """

    def __init__(self, lines: list[Line]) -> None:
        self._lines = lines
        self._places = bounds(lines).T

    def near(self, xs: tuple[float, float], ys: tuple[float, float]) -> list[Line]:
        """List those that may have a point between two x and two y."""
        start, end, top, foot = self._places
        (left, right), (upper, lower) = sorted(xs), sorted(ys)
        here = (start <= right) & (end >= left) & (top <= lower) & (foot >= upper)
        return [self._lines[i] for i in np.flatnonzero(here)]


def _follow(line: Line, others: Crowd, fellows: Crowd, cover: NDArray[np.float32]) -> Line:
    """Follow one line at both its ends, until one of its fellows goes on."""
    if len(line.ys) < _LONG:
        return line
    own = float(np.median(_ridge(cover, np.arange(line.start, line.end), line.ys)))
    for forward in (True, False):
        begun = line
        while True:
            longer = _step(line, others, cover, own, forward)
            if longer is None:
                break
            line = longer
            if _is_gone_on_with(line, begun, fellows, forward):
                break
    return line


def _is_gone_on_with(line: Line, begun: Line, fellows: Crowd, forward: bool) -> bool:
    """Tell whether another line lies where this one has come to; it is followed itself."""
    x = line.end - 1 if forward else line.start
    y = line.at(x)
    return any(
        len(other.ys) >= _LONG
        and (other.end > line.end if forward else other.start < line.start)
        and not begun.start <= (other.start + other.end) / 2 < begun.end
        and abs(other.at(x) - y) <= _MEETS
        for other in fellows.near((x, x), (y - _MEETS, y + _MEETS))
    )


def _step(
    line: Line, others: Crowd, cover: NDArray[np.float32], own: float, forward: bool
) -> Line | None:
    """Follow a line to the next that it meets; None where there is nothing to follow."""
    at = line.end - 1 if forward else line.start
    sign = 1 if forward else -1
    farthest = min(_FARTHEST, len(line.ys))
    end = at + sign * (farthest + _MARGIN)
    ways = sorted((line.at(at), line.at(end)))
    goals = []
    for other in others.near((ways[0] - _MARGIN, ways[1] + _MARGIN), (at, end)):
        x = float(other.ys[0])
        for _ in range(2):
            x = other.at(min(max(line.at(x), other.start), other.end - 1))
        away = sign * (x - at)
        if _MARGIN < away <= farthest and (
            other.start - _MARGIN <= line.at(x) <= other.end + _MARGIN
        ):
            goals.append((away, x))
    if not goals:
        return None
    away, goal = min(goals)
    columns = np.arange(at + sign, round(goal) + sign, sign)
    columns = columns[(columns >= 0) & (columns < cover.shape[1])]
    if len(columns) < 4:
        return None
    turn = _TURN + _TURN_SHARE * away
    offs = np.arange(-turn, turn + 0.1, 1.0)[:, None]
    share = np.clip((columns - at) / (goal - at), 0, 1)
    paths = line.at(at) + (line.at(goal) + offs - line.at(at)) * share
    ridges = _ridge(cover, columns, paths)
    darker = np.minimum(ridges, 2 * max(own, _DARKER)).mean(axis=1)
    darker[(ridges > _faintest(own)).mean(axis=1) < _ON_THE_WAY] = 0
    if darker.max() < max(_DARKER, _AS_DARK * own):
        return None
    ys = paths[darker.argmax()]
    whole = [line.ys, f32(ys)] if forward else [f32(ys[::-1]), line.ys]
    return Line(min(line.start, int(columns.min())), f32(np.concatenate(whole)), line.thickness)


def _ridge(
    cover: NDArray[np.float32],
    columns: NDArray[np.intp],
    ys: NDArray[np.floating],
    sides: np.ufunc = np.maximum,
) -> NDArray[np.float32]:
    """Measure how much darker ways (…, n) are than what lies at both sides, column by column.

    Or at either side, where `sides` is the minimum of what lies there.
    """
    rows = np.rint(ys).astype(np.intp)
    columns = np.clip(columns, 0, cover.shape[1] - 1)

    def beside(off: int) -> NDArray[np.float32]:
        return f32(cover[np.clip(rows + off, 0, cover.shape[0] - 1), columns])

    on = np.maximum(beside(0), np.maximum(beside(-1), beside(1)))
    level = [np.maximum(beside(s * _BESIDE), beside(s * (_BESIDE - 1))) for s in (-1, 1)]
    return f32(on - sides(*level))
