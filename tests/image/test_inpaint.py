"""Lines are painted over with the paper beside them; strokes that cross them stay as they are."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerals.image.inpaint import leave_out, paint_over

PAPER, LINE, PEN = 220, 150, 30


@pytest.mark.parametrize("shape", [(60, 90), (60, 90, 3)])
def test_what_is_painted_over_is_paper(shape) -> None:
    pixels = np.full(shape, PAPER, np.uint8)
    pixels[28:31] = LINE
    pixels[:, 40:44] = PEN
    lines = np.zeros((30, 45), np.bool_)
    lines[14:16] = True
    lines[14:16, 19:23] = False
    painted = paint_over(pixels, lines)
    assert painted[:, :36].min() > 210
    assert painted[:, 41:43].max() < 90
    assert paint_over(pixels, np.zeros((30, 45), np.bool_)) is pixels


@pytest.mark.parametrize("upright", [False, True])
def test_a_stroke_that_crosses_a_line_gets_no_bar(upright) -> None:
    pixels = np.full((60, 60), PAPER, np.uint8)
    pixels[28:32] = LINE
    pixels[:, 28:32] = PEN
    lines = np.zeros((60, 60), np.bool_)
    lines[28:32] = True
    lines[:, 28:32] = False
    if upright:
        pixels, lines = np.ascontiguousarray(pixels.T), np.ascontiguousarray(lines.T)
    painted = paint_over(pixels, lines)
    wanted = np.full((60, 60), PAPER, np.uint8)
    wanted[:, 28:32] = PEN
    np.testing.assert_array_equal(painted, wanted.T if upright else wanted)


def test_where_lines_cross_there_is_paper() -> None:
    pixels = np.full((60, 60, 3), PAPER, np.uint8)
    lines = np.zeros((60, 60), np.bool_)
    for at in (10, 40):
        lines[at : at + 3] = lines[:, at : at + 3] = True
    pixels[lines] = LINE
    assert (paint_over(pixels, lines) == PAPER).all()


@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 2**31))
def test_what_is_no_line_stays_as_it_is(height, width, seed) -> None:
    rng = np.random.default_rng(seed)
    pixels = rng.integers(0, 256, (height, width), np.uint8)
    lines = rng.random((height, width)) < rng.random()
    painted = paint_over(pixels, lines)
    np.testing.assert_array_equal(painted[~lines], pixels[~lines])
    assert painted.dtype == np.uint8
    if not lines.all():
        assert painted.min() >= pixels[~lines].min()
        assert painted.max() <= pixels[~lines].max()


@pytest.mark.parametrize("colours", [(), (3,)])
def test_what_is_not_a_numbers_own_is_left_out(colours) -> None:
    pixels = np.full((60, 80, *colours), PAPER, np.uint8)
    pixels[:, :40] -= 40  # in the shade
    pixels[20:50, 30:34] = PEN
    pixels[:4] = pixels[:, 76:] = LINE
    other, ink = np.zeros((2, 30, 40), np.bool_)
    other[:2] = other[:, 38:] = True
    ink[10:25, 15:17] = True
    seen = leave_out(pixels, other, ink)
    assert (seen[20:50, 30:34] == PEN).all()
    assert (seen[:, 60:] == PAPER).all()
    assert (seen[:15, :36] == PAPER - 40).all()


def test_where_there_is_no_paper_nothing_is_painted() -> None:
    pixels = np.full((20, 20), PEN, np.uint8)
    everywhere, nowhere = np.ones((20, 20), np.bool_), np.zeros((20, 20), np.bool_)
    assert leave_out(pixels, everywhere, nowhere) is pixels
    assert leave_out(pixels, nowhere, everywhere) is pixels


def test_the_rim_of_a_line_is_no_paper() -> None:
    pixels = np.full((60, 60), PAPER, np.uint8)
    pixels[:, 50:] = LINE
    pixels = cv2.GaussianBlur(pixels, (0, 0), 1.5)
    other = np.zeros((60, 60), np.bool_)
    other[:, 51:] = True
    assert leave_out(pixels, other, np.zeros_like(other))[:, 52:].min() > PAPER - 30
