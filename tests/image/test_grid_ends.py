"""Tables whose outer lines are left out: closed where their lines end, and nothing else is."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from numerals.image.grid import Line
from numerals.image.grid_ends import close_ends
from numerals.image.page import find_places
from tests import sheets
from tests.image.test_page import HARDSHIPS, at, cells, texts


def lines(places: tuple[int, ...], ends: list[tuple[int, int]]) -> list[Line]:
    return [
        Line(start, np.full(end - start, place, np.float32), 1.0)
        for place, (start, end) in zip(places, ends, strict=True)
    ]


@pytest.mark.parametrize("hardship", HARDSHIPS)
@pytest.mark.parametrize(("caps", "sides"), [(True, False), (False, True), (False, False)])
def test_a_table_without_outer_lines_keeps_its_rows_and_columns(caps, sides, hardship) -> None:
    rng = np.random.default_rng(3)
    table = texts(rng, 7, 4, 2, 4)
    page = sheets.table(table, rng, [180, 150, 200, 160], 64, 0.5, caps=caps, sides=sides)
    assert set(at(find_places(HARDSHIPS[hardship](page, rng)))) == set(cells(table))


def test_a_line_is_drawn_along_slanted_ends() -> None:
    level = lines((100, 200, 300), [(20, 380), (30, 390), (40, 400)])
    upright = lines((150, 250), [(100, 301)] * 2)
    _, found = close_ends(level, upright)
    assert [(line.start, line.end) for line in found[2:]] == [(100, 301)] * 2
    assert [round(line.at(y)) for line in found[2:] for y in (100, 300)] == [20, 40, 379, 399]


@pytest.mark.parametrize(
    "ends",
    [
        [(140, 260)] * 3,  # hardly beyond the last line
        [(20, 140), (90, 380), (50, 300)],  # each elsewhere
        [(20, 260), (140, 380), (140, 260)],  # one alone
    ],
)
def test_lines_that_do_not_end_together_beyond_the_others_stay_open(ends) -> None:
    level, upright = lines((100, 200, 300), ends), lines((150, 250), [(100, 301)] * 2)
    assert close_ends(level, upright) == (level, upright)


def test_few_lines_that_are_longer_than_the_others_close_nothing() -> None:
    ends = [(50, 380)] * 3 + [(150, 251)] * 4
    level, upright = (
        lines((100, 200, 300, 400, 500, 600, 700), ends),
        lines((150, 250), [(100, 701)] * 2),
    )
    assert close_ends(level, upright) == (level, upright)


def test_double_lines_are_one() -> None:
    level = lines((100, 200, 300), [(50, 354)] * 3)
    upright = lines((150, 153, 250, 253), [(100, 301)] * 4)
    assert len(close_ends(level, upright)[1]) == 6


@pytest.mark.parametrize("seed", range(3))
def test_lines_drawn_too_long_add_no_row(seed: int) -> None:
    rng = np.random.default_rng(seed)
    table = texts(rng, 8, 4, 2, 4)
    page = sheets.table(table, rng, [120] * 4, 44, margin=120)
    for i in range(9):
        ends = 120 - int(rng.integers(23, 31)), 600 + int(rng.integers(23, 31))
        cv2.line(page, (ends[0], 120 + 44 * i), (ends[1], 120 + 44 * i), sheets.BLACK, 2)
    for j in range(5):
        ends = 120 - int(rng.integers(23, 31)), 472 + int(rng.integers(23, 31))
        cv2.line(page, (120 + 120 * j, ends[0]), (120 + 120 * j, ends[1]), sheets.BLACK, 2)
    assert set(at(find_places(page))) == set(cells(table))
