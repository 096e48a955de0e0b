"""Sides of boxes that nothing has found are looked for from where other lines end."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import pytest

from numerals.image.grid import Line
from numerals.image.grid_corners import close_corners

LEFT, RIGHT, TOP, FOOT = 60, 260, 100, 150


def drawn(at: float, start: int, end: int) -> Line:
    return Line(start, np.full(end - start, at, np.float32), 2.0)


def boxes(*lefts: int, wide: int = RIGHT - LEFT) -> np.ndarray:
    cover = np.zeros((240, 600), np.float32)
    for left in lefts:
        cv2.rectangle(cover, (left, TOP), (left + wide, FOOT), 0.6, 2)
    return cover


def at(lines: list[Line]) -> list[float]:
    return sorted(float(line.ys.mean()) for line in lines)


def about(*places: int) -> Any:
    return pytest.approx(list(places), abs=3)


CAPS = [drawn(TOP, LEFT - 4, RIGHT + 5), drawn(FOOT, LEFT - 4, RIGHT + 5)]


def test_both_sides_are_looked_for() -> None:
    level, upright = close_corners(CAPS, [], boxes(LEFT))
    assert at(level) == about(TOP, FOOT)
    assert at(upright) == about(LEFT, RIGHT)


def test_so_is_a_top_from_two_sides() -> None:
    sides = [drawn(LEFT, TOP - 3, FOOT + 4), drawn(RIGHT, TOP - 3, FOOT + 4)]
    level, upright = close_corners([CAPS[1]], sides, boxes(LEFT))
    assert at(level) == about(TOP, FOOT)
    assert at(upright) == about(LEFT, RIGHT)


def test_what_is_found_already_is_not_found_again() -> None:
    sides = [drawn(LEFT, TOP - 3, FOOT + 4), drawn(RIGHT + 2, TOP - 3, FOOT + 4)]
    level, upright = close_corners(CAPS, sides, boxes(LEFT))
    assert (len(level), len(upright)) == (2, 2)


def test_a_line_may_run_on_below_the_next_box() -> None:
    level = [CAPS[0], drawn(TOP, 296, 505), drawn(FOOT, LEFT - 4, 505)]
    upright = close_corners(level, [], boxes(LEFT, 300))[1]
    assert at(upright) == about(LEFT, RIGHT, 300, 500)


def test_a_side_may_lean() -> None:
    cover = np.zeros((240, 600), np.float32)
    for x in (LEFT, RIGHT):
        cv2.line(cover, (x, TOP), (x + 6, FOOT), 0.6, 2)
    for dx, y in ((0, TOP), (6, FOOT)):
        cv2.line(cover, (LEFT + dx, y), (RIGHT + dx, y), 0.6, 2)
    level = [drawn(TOP, LEFT, RIGHT + 1), drawn(FOOT, LEFT + 6, RIGHT + 7)]
    assert at(close_corners(level, [], cover)[1]) == about(LEFT + 3, RIGHT + 3)


@pytest.mark.parametrize("gap", [12, FOOT - TOP])
def test_where_there_is_no_ink_there_is_no_side(gap: int) -> None:
    """As between lines to write on, one below the other."""
    cover = boxes(LEFT)
    cover[TOP + 3 : TOP + gap - 2] = 0
    assert close_corners(CAPS, [], cover)[1] == []


def test_what_is_as_small_as_a_0_is_no_box() -> None:
    level = [drawn(TOP, LEFT, LEFT + 40), drawn(FOOT, LEFT, LEFT + 40)]
    assert close_corners(level, [], boxes(LEFT, wide=39))[1] == []


@pytest.mark.parametrize("dark", [0.6, 0.1])
def test_a_foot_and_one_side_make_a_box_where_the_rest_is_as_dark(dark: float) -> None:
    """As where a label above has hidden its top, and bent what was found there."""
    cover = boxes(LEFT)
    cover[TOP - 1 : FOOT - 3, LEFT - 1 : RIGHT - 4] *= dark / 0.6
    side = drawn(RIGHT, TOP - 3, FOOT + 4)
    bent = Line(LEFT, np.linspace(TOP - 9, TOP, RIGHT - LEFT).astype(np.float32), 2.0)
    level, upright = close_corners([CAPS[1], bent], [side], cover)
    if dark == 0.6:
        assert at(upright) == about(LEFT, RIGHT)
        assert at(level) == about(TOP - 4, TOP, FOOT)
    else:
        assert (len(level), len(upright)) == (2, 1)


def test_a_line_that_the_sheets_edge_cuts_off_has_no_corner_there() -> None:
    cover = boxes(LEFT)[:, LEFT - 1 :]
    level = [drawn(line.ys[0], 0, RIGHT + 5 - LEFT) for line in CAPS]
    assert at(close_corners(level, [], np.ascontiguousarray(cover))[1]) == about(RIGHT - LEFT)


def test_a_side_that_goes_on_both_ways_is_a_tables() -> None:
    """Columns that are found in pieces were found again beside themselves, all along the table."""
    cover = np.zeros((400, 500), np.float32)
    cv2.rectangle(cover, (60, 60), (260, 340), 0.6, 2)
    cv2.line(cover, (60, 200), (260, 200), 0.6, 2)
    side = drawn(60, 58, 343)
    assert close_corners([drawn(200, 58, 263)], [side], cover)[1] == [side]


def test_where_a_tables_row_is_broken_a_stroke_is_no_side() -> None:
    cover = np.zeros((400, 500), np.float32)
    for x in (60, 160, 260):
        cv2.line(cover, (x, 60), (x, 340), 0.6, 2)
    for y in (60, 130, 200, 270, 340):
        cv2.line(cover, (60, y), (260, y), 0.6, 2)
    cv2.line(cover, (100, 130), (100, 200), 0.8, 3)
    level = [drawn(60, 58, 263), drawn(130, 98, 263), *(drawn(y, 58, 263) for y in (200, 270, 340))]
    upright = [drawn(x, 58, 343) for x in (60, 160, 260)]
    assert close_corners(level, upright, cover)[1] == upright
