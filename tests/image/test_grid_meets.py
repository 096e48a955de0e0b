"""Lines that stop short of those they were drawn to meet are lengthened to them."""

from __future__ import annotations

import numpy as np
import pytest

from numerals.image.grid import Line
from numerals.image.grid_meets import meet_lines

ROWS, COLUMNS = (100, 160, 220, 280), (50, 150, 250, 350)


def drawn(at: float, start: float, end: float) -> Line:
    return Line(int(start), np.full(int(end - start), at, np.float32), 2.0)


def table() -> tuple[list[Line], list[Line]]:
    return [drawn(y, 50, 351) for y in ROWS], [drawn(x, 100, 281) for x in COLUMNS]


@pytest.mark.parametrize("short", [10, 25])
def test_a_line_past_a_cells_middle_goes_on_to_its_side(short: int) -> None:
    level, upright = table()
    level[1], upright[2] = drawn(160, 50 + short, 351), drawn(250, 100, 281 - short)
    rows, columns = meet_lines(level, upright)
    assert [(line.start, line.end) for line in rows] == [(50, 351)] * 4
    assert [(line.start, line.end) for line in columns] == [(100, 281)] * 4


def test_both_lines_of_a_corner_may_stop_short() -> None:
    level, upright = table()
    level[0], upright[0] = drawn(100, 62, 351), drawn(50, 112, 281)
    rows, columns = meet_lines(level, upright)
    assert rows[0].start == 50
    assert columns[0].start == 100


def test_a_line_that_ends_before_a_cells_middle_is_left() -> None:
    level, upright = table()
    upright[2] = drawn(250, 100, 245)
    assert meet_lines(level, upright)[1][2].end == 245


def test_a_stroke_that_crosses_a_line_is_none() -> None:
    level, upright = table()
    stroke = drawn(200, 112, 205)
    assert meet_lines(level, [*upright, stroke])[1][4].end == 205


def test_nothing_is_lengthened_out_of_the_table() -> None:
    level, upright = table()
    upright[1] = drawn(150, 90, 300)
    assert (meet_lines(level, upright)[1][1].start, meet_lines(level, upright)[1][1].end) == (
        90,
        300,
    )
