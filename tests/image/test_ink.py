"""Ink is found dark or light, faint or full, under uneven light; blank paper stays blank."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examples.make import draw
from numerals.image.grey import MAX_SIDE
from numerals.image.ink import find_ink


def overlap(a: np.ndarray, b: np.ndarray) -> float:
    """Intersection over union of two masks."""
    return float((a & b).sum() / (a | b).sum())


@pytest.mark.parametrize("digit", "0123456789")
@pytest.mark.parametrize("pen", [1.5, 4, 12])
def test_the_mask_is_where_the_pen_was(digit: str, pen: float) -> None:
    picture = draw(digit, pen=pen)
    ink = find_ink(picture)
    assert ink is not None
    assert ink.dark
    assert overlap(ink.mask, picture < 132) > 0.8


@pytest.mark.parametrize("digit", "0123456789")
@pytest.mark.parametrize("pen", [1.5, 4, 12])
def test_the_negative_has_the_same_ink(digit: str, pen: float) -> None:
    picture = draw(digit, pen=pen)
    ink, negative = find_ink(picture), find_ink(255 - picture)
    assert ink is not None
    assert negative is not None
    assert not negative.dark
    np.testing.assert_array_equal(ink.mask, negative.mask)
    np.testing.assert_allclose(ink.map, negative.map, atol=1e-5)


@settings(deadline=None, max_examples=40)
@given(
    digit=st.sampled_from("0123456789"),
    x=st.floats(-0.5, 0.5),
    y=st.floats(-0.5, 0.5),
    contrast=st.integers(40, 200),
)
def test_a_ramp_of_light_is_removed(digit: str, x: float, y: float, contrast: int) -> None:
    picture = draw(digit, ink=230 - contrast, paper=230).astype(np.float64)
    h, w = picture.shape
    column, row = np.meshgrid(np.linspace(-0.5, 0.5, w), np.linspace(-0.5, 0.5, h))
    light = 1 + x * column + y * row
    lit = np.rint(picture * light / light.max()).astype(np.uint8)
    ink = find_ink(lit)
    assert ink is not None
    assert ink.dark
    assert overlap(ink.mask, picture < 230 - contrast / 2) > 0.6


def test_faint_pencil_is_found() -> None:
    picture = draw("4", ink=228, paper=240)
    ink = find_ink(picture)
    assert ink is not None
    assert overlap(ink.mask, picture < 234) > 0.7
    assert ink.map.max() == 1


@pytest.mark.parametrize("level", [0, 128, 255])
@pytest.mark.parametrize("shape", [(1, 1), (1, 50), (28, 28), (300, 200, 3)])
def test_blank_paper_has_no_ink(level: int, shape: tuple[int, ...]) -> None:
    assert find_ink(np.full(shape, level, np.uint8)) is None


def test_a_ramp_and_grain_alone_are_no_ink() -> None:
    ramp = np.tile(np.linspace(120, 220, 200).astype(np.uint8), (200, 1))
    assert find_ink(ramp) is None
    grain = np.random.default_rng(0).normal(200, 3, (200, 200)).clip(0, 255).astype(np.uint8)
    assert find_ink(grain) is None


def test_large_pictures_are_shrunk_and_say_so() -> None:
    ink = find_ink(draw("2", height=1400, pen=60, margin=300))
    assert ink is not None
    assert max(ink.map.shape) == MAX_SIDE
    assert ink.scale == pytest.approx(MAX_SIDE / 2000)


@pytest.mark.parametrize("digit", "0235689")
def test_ink_that_crowds_a_small_picture_is_found(digit: str) -> None:
    picture = draw(digit, 10, 1.6, 1, 60, 220)
    ink = find_ink(picture)
    assert ink is not None
    assert overlap(ink.mask, picture < 140) > 0.7


def test_a_stroke_that_grows_faint_is_kept_whole() -> None:
    picture = draw("1", 60, 5, 20, 20, 240).astype(np.float32)
    fade = np.linspace(0, 0.75, picture.shape[0], dtype=np.float32)[:, None]
    ink = find_ink(np.rint(240 - (240 - picture) * (1 - fade)).astype(np.uint8))
    assert ink is not None
    assert np.ptp(np.flatnonzero(ink.mask.any(axis=1))) > 52


def test_two_inks_of_one_strength_are_alike_in_the_negative() -> None:
    """Nearly as much ink darker than the paper as lighter: the sum that decides must be exact."""
    picture = np.full((40, 60), 123, np.uint8)
    for i, (dark, light, size) in enumerate([(28, 218, 40), (21, 225, 40), (15, 231, 20)]):
        picture[2 + 6 * i, 4 : 4 + size] = dark
        picture[22 + 6 * i, 4 : 4 + size] = light
    picture[20, 30] = 124
    ink, negative = find_ink(picture), find_ink(255 - picture)
    assert ink is not None
    assert negative is not None
    assert ink.dark != negative.dark
    np.testing.assert_array_equal(ink.mask, negative.mask)
