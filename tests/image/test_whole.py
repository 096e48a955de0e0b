"""Whole: two views of a picture, and when it takes them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerals.image.find import find_single
from numerals.image.ink import find_ink
from numerals.image.whole import is_tight, view_whole
from tests.hand import Array, columns, cover, finish, lay, rows


def picture(digit: str, tight: bool = True) -> Array:
    rng = np.random.default_rng(int(digit))
    ink = cover(digit, rng)
    return finish(lay(ink[rows(ink), columns(ink)] if tight else ink, rng))


@given(st.sampled_from("0123456789"))
def test_a_picture_and_its_negative_have_the_same_views(digit: str) -> None:
    dark, light = view_whole(picture(digit)), view_whole(255 - picture(digit))
    assert {v.frame.tobytes() for v in dark} == {v.frame.tobytes() for v in light}
    assert {v.box for v in dark} == {v.box for v in light}


@pytest.mark.parametrize("digit", "0123456789")
def test_one_view_is_the_ink_cut_out(digit: str) -> None:
    pixels = picture(digit)
    h, w = pixels.shape
    first = view_whole(pixels)[0]
    assert first.frame.shape == (28, 28)
    assert not first.frame.flags.writeable
    assert np.allclose(first.box, (0, 0, w, h), atol=0.06 * h)


def test_a_large_picture_s_box_is_in_its_own_pixels() -> None:
    pixels = np.full((900, 700), 230, np.uint8)
    pixels[90:810, 210:490] = 20
    assert np.allclose(view_whole(pixels)[0].box, (210, 90, 280, 720), atol=4)


@pytest.mark.parametrize("level", [0, 90, 255])
def test_one_grey_level_has_no_view(level: int) -> None:
    assert view_whole(np.full((20, 20), level, np.uint8)) == []


def test_what_is_far_wider_than_a_digit_is_no_view() -> None:
    pixels = np.full((20, 60), 255, np.uint8)
    pixels[:, ::3] = 0
    assert view_whole(pixels) == []


def tight(pixels: Array) -> bool:
    ink = find_ink(pixels)
    assert ink is not None
    regions, _ = find_single(ink)
    return is_tight(ink, regions[0].box)


@pytest.mark.parametrize("digit", "0123456789")
def test_a_digit_with_paper_around_is_not_tight_and_one_without_is(digit: str) -> None:
    assert not tight(picture(digit, tight=False))
    assert tight(picture(digit))


def test_ink_that_was_left_out_makes_a_picture_tight() -> None:
    pixels = np.full((60, 60), 255, np.uint8)
    pixels[15:45, 25:30] = 0
    assert not tight(pixels)
    pixels[12:14, 50:55] = pixels[46:50, 50:55] = 0
    assert tight(pixels)
