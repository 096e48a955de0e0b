"""Re-ink: middle lines of one pixel, and any pen over them."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerals.data.hands import write_digit
from numerals.data.reink import is_written, reink, thin


def strokes(value, seed):
    return (write_digit(value, np.random.default_rng(seed)) > 127).astype(np.uint8)


def pieces(ink):
    return cv2.connectedComponents(ink, connectivity=8)[0] - 1


def test_a_bar_thins_to_its_middle_line():
    bar = np.zeros((21, 41), np.uint8)
    bar[8:13, 5:36] = 1
    middle = thin(bar)
    assert set(np.flatnonzero(middle.any(axis=1))) == {10}
    assert 24 <= middle.sum() <= 31


@settings(max_examples=60)
@given(st.integers(0, 9), st.integers(0, 10_000))
def test_thinning_keeps_within_the_ink_its_pieces_and_itself(value, seed):
    ink = strokes(value, seed)
    middle = thin(ink)
    assert not (middle & ~ink & 1).any()
    assert pieces(middle) == pieces(ink)
    assert np.array_equal(thin(middle), middle)


@pytest.mark.parametrize("width", [1.0, 2.5, 4.0, 8.0])
def test_a_pen_writes_as_wide_as_it_is(width):
    line = np.zeros((41, 81), np.uint8)
    line[19:22, 10:71] = 255
    written = reink(line, width)
    assert written[:, 40].sum() / 255 == pytest.approx(width, abs=0.6)


@settings(max_examples=30)
@given(st.integers(0, 9), st.integers(0, 10_000), st.floats(1, 4))
def test_a_wider_pen_covers_what_a_finer_one_did(value, seed, width):
    picture = strokes(value, seed) * np.uint8(255)
    assert (reink(picture, width + 1) >= reink(picture, width)).all()


def test_no_ink_stays_no_ink():
    assert not reink(np.zeros((56, 56), np.uint8), 3.0).any()


@pytest.mark.parametrize("mottled", [False, True])
def test_what_is_filled_is_not_written(mottled):
    disc = cv2.circle(np.zeros((72, 72), np.uint8), (36, 36), 18, 255, -1)
    ring = cv2.circle(np.zeros((72, 72), np.uint8), (36, 36), 18, 255, 9)
    if mottled:
        light = np.random.default_rng(0).uniform(0.4, 1, disc.shape)
        disc, ring = ((picture * light).astype(np.uint8) for picture in (disc, ring))
    assert is_written(ring, 8)
    assert not is_written(disc, 8)


def test_what_is_written_with_any_pen_is():
    for digit in range(10):
        for seed in range(20):
            assert is_written(255 * strokes(digit, seed), 8)
