"""What is written in a cell is found whole, and without the cell's lines."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from numerals.image.cells import Cell
from numerals.image.contents import ELSE, INK, Written, find_written
from numerals.image.sheet import Sheet

SIDE, WIDE, MARGIN = 60, 160, 20


def written(*strokes: tuple[int, int, int, int], thick: int = 2, sag: int = 0) -> Written | None:
    """What is found of strokes in a cell of 160 × 60, whose lines are so thick, and sag."""
    cover = np.zeros((SIDE + 2 * MARGIN, WIDE + 2 * MARGIN), np.float32)
    left, top, right, foot = MARGIN, MARGIN, MARGIN + WIDE, MARGIN + SIDE
    x = np.linspace(0, np.pi, WIDE + 1)
    bent = np.stack([np.linspace(left, right, WIDE + 1), sag * np.sin(x)], axis=1)
    upper, lower = (bent + np.array([0, y]) for y in (top, foot))
    ring = np.rint(np.concatenate([upper, lower[::-1]])).astype(np.int32)
    cv2.polylines(cover, [ring], True, 0.8, thick)
    for x, y, end, low in strokes:
        cv2.line(cover, (left + x, top + y), (left + end, top + low), 0.7, 3)
    cover = cv2.GaussianBlur(cover, (0, 0), 0.7)
    flat = np.rint(240 * (1 - cover)).astype(np.uint8)
    quad = np.array([(left, top), (right, top), (right, foot), (left, foot)], np.float64)
    inside = cv2.fillPoly(np.zeros(cover.shape, np.uint8), [ring], 1)
    inside = cv2.polylines(inside, [ring], True, 0, 1) > 0
    return find_written(Sheet(flat, flat, cover, np.eye(3)), Cell(quad, inside, (0, 0), 0, 1, 1))


def ends(found: Written) -> tuple[float, float]:
    """The first and the last column of the ink, from the cell's left line on."""
    return float(found.ink[:, 0].min()) - MARGIN, float(found.ink[:, 0].max()) - MARGIN


ZERO = [(80, 14, 100, 14), (100, 14, 100, 46), (100, 46, 80, 46), (80, 46, 80, 14)]


def test_an_empty_cell_holds_nothing() -> None:
    assert written() is None
    assert written(thick=9) is None


@pytest.mark.parametrize("x", [8, 10, 14, 30])
@pytest.mark.parametrize("mirrored", [False, True])
def test_a_1_beside_a_cells_line_is_part_of_the_number(x: int, mirrored: bool) -> None:
    strokes = [(x, 12, x, 48), *ZERO]
    if mirrored:
        strokes = [(WIDE - a, b, WIDE - c, d) for a, b, c, d in strokes]
    found = written(*strokes)
    assert found is not None
    first, last = ends(found)
    assert (WIDE - last if mirrored else first) == pytest.approx(x, abs=4)
    assert not found.lined


@pytest.mark.parametrize(("top", "foot"), [(12, 48), (8, 53)])
def test_a_1_on_a_cells_line_is_for_a_person(top: int, foot: int) -> None:
    found = written((3, top, 3, foot), *ZERO)
    assert found is not None
    assert ends(found)[0] > 70
    assert found.lined


def test_what_a_line_leaves_is_no_digit() -> None:
    """A bent line: it is not where the cell's side is."""
    found = written((3, 0, 6, 60), *ZERO)
    assert found is not None
    assert ends(found)[0] > 70


@pytest.mark.parametrize("thick", [1, 5, 9, 13])
def test_lines_are_left_out_as_thick_as_they_are(thick: int) -> None:
    found = written(*ZERO, thick=thick)
    assert found is not None
    assert ends(found) == pytest.approx((79, 102), abs=2)
    assert found.parts == 1
    assert not found.lined


def test_a_digit_beside_the_right_line_is_kept_though_the_cell_is_wide() -> None:
    found = written(*ZERO, *[(a + 54, b, c + 54, d) for a, b, c, d in ZERO])
    assert found is not None
    assert ends(found)[1] > 148


@pytest.mark.parametrize("sag", [-4, -2, 0, 2, 4])
def test_a_stroke_from_line_to_line_may_part_the_cell(sag: int) -> None:
    found = written((40, 0, 40, 60), *ZERO, sag=sag)
    assert found is not None
    assert found.lined


def test_a_cell_whose_sides_run_apart_is_for_a_person() -> None:
    cover = np.zeros((100, 200), np.float32)
    cv2.line(cover, (100, 30), (100, 70), 0.7, 4)
    flat = np.rint(240 * (1 - cover)).astype(np.uint8)
    sheet = Sheet(flat, flat, cover, np.eye(3))
    inside = np.ones(cover.shape, np.bool_)
    for lean, lined in ((0, False), (20, True)):
        quad = np.array([(20, 20), (180, 20), (180, 80), (20 + lean, 80)], np.float64)
        found = find_written(sheet, Cell(quad, inside, (0, 0), 0, 1, 1))
        assert found is not None
        assert found.lined == lined


def test_what_is_seen_is_the_number_and_paper_around_it() -> None:
    found = written((20, 0, 20, 60), *ZERO)
    assert found is not None
    assert found.view is not None
    height, width = np.ptp(found.quad, axis=0)[::-1].round().astype(int)
    assert found.view.shape == (height, width)
    assert (found.view == INK).any()
    assert (found.view[0] == ELSE).all()  # the cell's upper line, and what is above it


def test_a_label_above_a_number_does_not_make_it_higher() -> None:
    """Whether it is print is told by its height, and where it ends."""
    number = [(x, y + 6, end, low + 6) for x, y, end, low in ZERO]
    label = [(12 + 12 * i, 7, 12 + 12 * i, 14) for i in range(5)]
    alone, labelled = written(*number), written(*number, *label)
    assert alone is not None
    assert labelled is not None
    assert labelled.parts > alone.parts
    assert (labelled.height, labelled.foot) == (alone.height, alone.foot)
