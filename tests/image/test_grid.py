"""Ruled lines are followed, and enclose cells with rows and columns."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from numerals.image.cells import find_cells
from numerals.image.grid import Line, find_lines
from numerals.image.grid_crossings import cut_to_crossings, keep_crossing, leave_strokes
from numerals.image.grid_gaps import follow_lines
from numerals.image.squared import is_squared_paper


def grid(rows: int, columns: int, side: int = 60, ink: float = 0.5) -> np.ndarray:
    cover = np.zeros((side * rows + 100, side * columns + 100), np.float32)
    for i in range(rows + 1):
        cv2.line(cover, (50, 50 + side * i), (50 + side * columns, 50 + side * i), ink, 2)
    for j in range(columns + 1):
        cv2.line(cover, (50 + side * j, 50), (50 + side * j, 50 + side * rows), ink, 2)
    return cover


def places(cover: np.ndarray) -> list[tuple[int, int, int]]:
    return [(c.table, c.row, c.column) for c in find_cells(*find_lines(cover), cover).cells]


@pytest.mark.parametrize(("rows", "columns"), [(1, 2), (1, 10), (2, 1), (3, 4), (9, 9)])
def test_every_cell_has_its_row_and_column(rows: int, columns: int) -> None:
    wanted = [(0, i, j) for i in range(1, rows + 1) for j in range(1, columns + 1)]
    assert places(grid(rows, columns)) == wanted


def test_tables_count_for_themselves_the_largest_first() -> None:
    small, large = grid(2, 2), grid(3, 3)
    small = np.pad(small, ((0, large.shape[0] - small.shape[0]), (0, 0)))
    found = places(np.hstack([small, large]))
    assert found[:9] == [(0, i, j) for i in range(1, 4) for j in range(1, 4)]
    assert found[9:] == [(1, i, j) for i in range(1, 3) for j in range(1, 3)]


def test_what_the_pictures_edge_cuts_is_no_cell() -> None:
    assert places(grid(4, 4)[:, :260]) == [(0, i, j) for i in range(1, 5) for j in range(1, 4)]


def test_lines_that_meet_beyond_the_sheet_end_at_its_edge() -> None:
    cover = np.zeros((330, 350), np.float32)
    for y in (50, 130, 210, 290):
        cv2.line(cover, (40, y), (349, y), 0.5, 2)
    for top, foot in ((40, 40), (140, 140), (240, 240), (336, 352)):
        cv2.line(cover, (top, 50), (foot, 290), 0.5, 2)
    found = find_cells(*find_lines(cover), cover)
    assert len(found.cells) >= 6
    assert max(line.end for line in found.level) == 350


def test_a_frame_around_a_table_is_no_cell() -> None:
    cover = np.pad(grid(3, 3), 60)
    h, w = cover.shape
    cv2.rectangle(cover, (20, 20), (w - 21, h - 21), 0.5, 2)
    assert len(places(cover)) == 9


def test_a_faint_part_of_a_line_is_followed() -> None:
    cover = grid(4, 4, ink=0.22)
    cover[160:180, 112:168] *= 0.23
    assert len(places(cover)) == 16


def test_a_bent_line_found_in_two_parts_is_one() -> None:
    cover = grid(3, 3, side=120)
    cover[405:] = 0
    foot = np.array([(50, 390), (146, 408), (410, 412)])
    cv2.polylines(cover, [foot], False, 0.5, 4)
    cover[380:, 118:144] *= 0.12
    assert len(places(cover)) == 9


def test_a_stroke_from_line_to_line_parts_no_cell() -> None:
    cover = grid(4, 4)
    cv2.line(cover, (82, 110), (76, 170), 0.7, 5)
    assert len(places(cover)) == 16


@pytest.mark.parametrize(
    ("strokes", "thick"),
    [
        ([(132, 110, 132, 170)], 2),  # as thin and straight as a line
        ([(140, 110, 132, 170), (138, 170, 130, 230)], 2),  # two, one below the other
        ([(134, 110, 133, 170), (134, 170, 133, 230)], 4),
    ],
)
def test_a_1_from_line_to_line_parts_no_cell(strokes, thick) -> None:
    cover = grid(6, 4)
    for x, y, end, foot in strokes:
        cv2.line(cover, (x, y), (end, foot), 0.5, thick)
    assert places(cover) == [(0, r, c) for r in range(1, 7) for c in range(1, 5)]


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(("thick", "lean"), [(5, 0), (1, 16)])
def test_a_table_of_two_columns_keeps_its_lines(turned: bool, thick: int, lean: int) -> None:
    """Each crosses three, though one is thick, as under a heading, or all of them lean."""
    cover = np.zeros((620, 300), np.float32)
    for i in range(9):
        width = thick if i == 1 else 1
        cv2.line(cover, (50, 50 + 60 * i), (170, 50 + lean + 60 * i), 0.5, width)
    for j in range(3):
        x, rise = 50 + 60 * j, lean * j // 2
        cv2.line(cover, (x, 50 + rise), (x, 530 + rise), 0.5, 1)
    cover = np.ascontiguousarray(cover.T) if turned else cover
    wanted = [(0, c, r) if turned else (0, r, c) for r in range(1, 9) for c in (1, 2)]
    assert sorted(places(cover)) == sorted(wanted)


def test_a_slanted_stroke_parts_no_cell_of_a_single_row() -> None:
    cover = grid(1, 6)
    cv2.line(cover, (150, 50), (134, 110), 0.5, 2)
    assert places(cover) == [(0, 1, c) for c in range(1, 7)]


def test_where_nothing_crosses_there_are_no_strokes() -> None:
    line = Line(0, np.full(100, 10, np.float32), 2.0)
    assert leave_strokes([], [line], []) == ([], [line])


@pytest.mark.parametrize("turned", [False, True])
def test_a_seven_that_reaches_two_lines_makes_no_cell(turned: bool) -> None:
    cover = grid(4, 4, side=90)
    cv2.line(cover, (184, 143), (180, 212), 0.9, 5)  # its stem hangs from the line above
    cv2.line(cover, (141, 182), (204, 177), 0.9, 5)  # its bar ends on the line beside
    cover = np.ascontiguousarray(cover.T) if turned else cover
    assert places(cover) == [(0, r, c) for r in range(1, 5) for c in range(1, 5)]


def test_two_cells_made_one_stay_one() -> None:
    cover = grid(3, 3)
    cover[54:108, 105:115] = 0
    found = places(cover)
    assert len(found) == 8
    assert (0, 3, 3) in found


def test_lines_that_hang_loose_are_left_out() -> None:
    level = [Line(0, np.full(100, y, np.float32), 2.0) for y in (10, 50, 90)]
    upright = [Line(5, np.full(90, x, np.float32), 2.0) for x in (20, 70)]
    loose = Line(120, np.full(60, 30, np.float32), 2.0)
    kept, columns = cut_to_crossings(*keep_crossing([*level, loose], upright))
    assert len(kept) == 3
    assert len(columns) == 2
    assert all(line.start >= 19 and line.end <= 73 for line in kept)


def test_strokes_in_a_row_are_no_line() -> None:
    cover = np.zeros((200, 300), np.float32)
    cover[98:102, 20:60] = cover[98:102, 110:150] = cover[98:102, 200:240] = 0.6
    line = Line(20, np.full(220, 100, np.float32), 3.0)
    assert follow_lines([line], [], cover) == ([], [])


@pytest.mark.parametrize("across", [False, True])
def test_squared_paper_is_written_across(across: bool) -> None:
    cover = grid(8, 8, 40, 0.2)
    for y in range(50, 330, 80):
        for x in range(50, 330, 80):
            high = 56 if across else 24
            cv2.line(cover, (x + 20, y + 8), (x + 26, y + 8 + high), 0.8, 3)
    level, upright = find_lines(cover)
    cells = find_cells(level, upright, cover).cells
    assert len(cells) == 64
    assert is_squared_paper(cells, level, upright, cover) is across


def test_a_low_strip_beside_a_table_is_no_row_of_it() -> None:
    cover = grid(4, 4)
    cover[28:30, 50:171] = 0.5  # a line above it, to which two columns' lines run on
    for x in (50, 110, 170):
        cover[28:50, x - 1 : x + 1] = 0.5
    assert places(cover) == [(0, r, c) for r in range(1, 5) for c in range(1, 5)]


def test_a_box_of_another_form_above_a_table_is_no_row_of_it() -> None:
    cover = np.pad(grid(4, 4), ((40, 0), (0, 0)))
    cv2.rectangle(cover, (60, 42), (165, 72), 0.5, 2)
    found = find_cells(*find_lines(cover), cover)
    assert [(c.row, c.column) for c in found.cells] == [
        (r, c) for r in range(1, 5) for c in range(1, 5)
    ]
    assert len(found.boxes) == 1
