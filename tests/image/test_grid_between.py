"""Lines that are too faint to be found by themselves, between a table's others."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from numerals.image.cells import find_cells
from numerals.image.grid import find_lines

SIDE, EDGE = 60, 50
#: Too faint for any line: `grid` asks twice as much.
FAINT = 0.03


def sudoku(faint: float = FAINT, *, digits: bool = True) -> np.ndarray:
    """Draw what a photo out of focus shows: every third line bold, the others hardly there."""
    side = 9 * SIDE
    cover = np.zeros((side + 2 * EDGE, side + 2 * EDGE), np.float32)
    written = np.zeros(cover.shape, np.uint8)
    for i in range(10):
        ink, thick = (0.5, 4) if i % 3 == 0 else (faint, 2)
        at = EDGE + SIDE * i
        cv2.line(cover, (EDGE, at), (EDGE + side, at), ink, thick)
        cv2.line(cover, (at, EDGE), (at, EDGE + side), ink, thick)
    if digits:
        rng = np.random.default_rng(3)
        for x, y in np.ndindex(9, 9):
            place = (EDGE + SIDE * x + 18, EDGE + SIDE * y + 45)
            cv2.putText(written, str(rng.integers(1, 10)), place, 0, 1.2, 180, 3)
    return np.maximum(cover, written.astype(np.float32) / 255)


def places(cover: np.ndarray) -> list[tuple[int, int]]:
    return [(c.row, c.column) for c in find_cells(*find_lines(cover), cover).cells]


EVERY = [(r, c) for r in range(1, 10) for c in range(1, 10)]
THIRDS = [(r, c) for r in range(1, 4) for c in range(1, 4)]


@pytest.mark.parametrize("digits", [False, True])
def test_faint_lines_between_bold_ones_are_found(digits: bool) -> None:
    assert places(sudoku(digits=digits)) == EVERY


@pytest.mark.parametrize("seed", range(3))
def test_they_are_found_on_grainy_paper_that_bends(seed: int) -> None:
    cover = sudoku()
    y, x = np.indices(cover.shape, np.float32)
    cover = cv2.remap(cover, x, y + 8 * np.sin(x / 200), cv2.INTER_LINEAR)
    cover += np.random.default_rng(seed).normal(0, 0.01, cover.shape).astype(np.float32)
    assert places(np.clip(cover, 0, 1)) == EVERY


@pytest.mark.parametrize("lean", [-0.2, 0.2])
def test_they_are_found_where_the_tables_sides_lean(lean: float) -> None:
    cover = sudoku()
    for at in range(EDGE, EDGE + 9 * SIDE + 1, SIDE):
        cv2.line(cover, (at, EDGE), (at, EDGE + 9 * SIDE), 0.5, 2)
    h, w = cover.shape
    slant = np.array([[1, lean, 80 - lean * h / 2], [0, 1, 0]], np.float32)
    assert places(cv2.warpAffine(cover, slant, (w + 160, h))) == EVERY


def test_where_there_is_none_there_is_none() -> None:
    assert places(sudoku(faint=0.0)) == THIRDS


def test_lines_that_go_on_beyond_the_table_are_the_papers() -> None:
    cover = sudoku(faint=0.0)
    for at in range(EDGE % SIDE, len(cover), SIDE):
        cover[at : at + 2] = np.maximum(cover[at : at + 2], FAINT)
        cover[:, at : at + 2] = np.maximum(cover[:, at : at + 2], FAINT)
    assert places(cover) == THIRDS


def test_lines_that_do_not_part_evenly_are_no_tables() -> None:
    cover = sudoku(faint=0.0)
    for at in (EDGE + 40, EDGE + 230, EDGE + 400):
        cover[at : at + 2, EDGE : EDGE + 9 * SIDE] += FAINT
    assert places(cover) == THIRDS


def test_strokes_in_the_middle_of_every_cell_are_no_line() -> None:
    cover = sudoku(faint=0.0)
    for i in (1, 3, 5):  # of six halves
        at = EDGE + i * 3 * SIDE // 2
        for x in range(EDGE + 20, EDGE + 9 * SIDE - 60, 90):
            cover[at : at + 5, x : x + 50] = 0.8
    assert places(cover) == THIRDS


@pytest.mark.parametrize("written", [False, True])
def test_two_cells_made_one_among_many_stay_one(written: bool) -> None:
    cover = sudoku(faint=0.5)
    x, y = EDGE + 4 * SIDE, EDGE + 4 * SIDE
    cover[y - SIDE + 3 : y + SIDE - 2, x + 3 : x + SIDE - 2] = 0
    if written:
        cv2.line(cover, (x + 20, y - 20), (x + 35, y + 20), 0.8, 4)
    found = places(cover)
    assert len(found) == 80
    assert (5, 5) not in found


def test_a_line_that_stops_before_the_side_is_completed() -> None:
    cover = sudoku(faint=0.2, digits=False)
    cover[EDGE + SIDE - 3 : EDGE + SIDE + 4, EDGE + 3 : EDGE + SIDE] *= 0.2
    assert places(cover) == EVERY


def test_they_are_found_where_the_table_is_all_of_the_picture() -> None:
    """Then nothing tells whether they would go on beyond it."""
    cover = sudoku()[EDGE - 2 : 3 - EDGE, EDGE - 2 : 3 - EDGE]
    assert places(np.ascontiguousarray(cover)) == EVERY
